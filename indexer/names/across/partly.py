"""Names after a few reports changed: what they can make a difference to is decided anew, all else stays.

Two appearances are decided on together only where they share a key, directly or through others: these are
gathered until no further key is found. A pair is decided on with all places of its Latin name, and its
conflicts with those of its Chinese one. What comes out is what deciding on everything would give: a test
holds both equal.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from indexer.model.people import KnownPerson, Observed, Pair
from indexer.names.across import persons, votes
from indexer.names.across.rulings import Decisions, Rulings, Verdict, decide
from indexer.names.store import Names
from indexer.search.known import known_pairs
from indexer.text.compare import letters_key
from indexer.text.fold import fold

MOST = 20_000  # reports that are read for what a few change; beyond it all is learnt anew


@dataclass(frozen=True, slots=True)
class Changed:
    """The reports that changed: what each says now, and those that are no more; `place` orders reports."""

    now: Mapping[str, Observed]
    gone: Collection[str]  # the changed ones among them
    place: Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Decided:
    """People and pairs that were decided on anew, the records that name them, and whose place they take."""

    people: Sequence[KnownPerson]
    pairs: Sequence[Pair]
    records: Sequence[Observed]
    slugs: Collection[str]
    latin: Collection[str]


class TooManyError(Exception):
    """More reports than it pays to read again."""


class _Records:
    """Reports as they are said to be now, read from the names where they did not change."""

    def __init__(self, before: Names, changed: Changed) -> None:
        self._before, self._changed = before, changed
        self.read: dict[str, Observed] = dict(changed.now)
        self._was: dict[str, Observed] = {}

    def having(self, table: str, keys: Collection[str]) -> list[Observed]:
        """Return the reports with one of the keys, those among them that changed too, in order."""
        wanted = (self._before.having(table, keys) - set(self._changed.gone)) | set(self._changed.now)
        missing = [one for one in wanted if one not in self.read]
        if len(missing) + len(self.read) > MOST:
            raise TooManyError
        self.read |= {said.report: said for _, said in self._before.said(missing)}
        return sorted((self.read[one] for one in wanted), key=lambda said: self._changed.place(said.report))

    def were(self) -> list[Observed]:
        """Return what the changed reports said before."""
        if not self._was:
            self._was = {said.report: said for _, said in self._before.said(self._changed.gone)}
        return list(self._was.values())


def decide_partly(before: Names, changed: Changed, decisions: Decisions) -> Decided:
    """Return what the changed reports make a difference to. Raises TooManyError."""
    records = _Records(before, changed)
    touched = [*records.were(), *changed.now.values()]
    keys = {key for said in touched for key in persons.keys_in(said, decisions.people)}
    keys, named = _gathered(records, keys, decisions.people)
    everyone = (
        each for said in (*records.were(), *named) for each in persons.appearances([said], decisions.people)
    )
    own = (
        each.person
        for each in everyone
        if not persons.keys_of(each.appearance, decisions.people).isdisjoint(keys)
    )
    addresses = {persons.address(name) for one in own for name in (one.chinese, one.english) if name}
    slugs = {
        slug
        for slug in before.slugs_like(addresses)
        if (known := before.person(slug)) and _is_of(known, keys, decisions.people)
    }
    people = persons.persons(named, decisions.people, keys)
    latin = {key for said in touched for key in votes.keys_in(said)}
    pairs, latin = _pairs(before, records, latin, decisions.glossary)
    return Decided(people, pairs, list(records.read.values()), slugs, latin)


def _gathered(records: _Records, keys: set[str], rulings: Rulings) -> tuple[set[str], list[Observed]]:
    """Return the keys with all that they lead to, and the reports that have one."""
    fresh, named = keys, []
    keys = set(keys)
    while fresh:
        named = records.having("named", keys)
        found = {
            key
            for said in named
            for each in persons.appearances([said], rulings)
            if not (own := persons.keys_of(each.appearance, rulings)).isdisjoint(keys)
            for key in own
        }
        fresh = found - keys
        keys |= fresh
    return keys, named


def _is_of(known: KnownPerson, keys: Collection[str], rulings: Rulings) -> bool:
    """Tell whether a person as known was decided on with the keys: all of them were, or none."""
    return any(not persons.keys_of(seen, rulings).isdisjoint(keys) for seen in known.appearances[:1])


def _pairs(
    before: Names, records: _Records, latin: set[str], verdicts: Sequence[Verdict]
) -> tuple[list[Pair], set[str]]:
    """Return the pairs of some Latin names and of those beside the same Chinese ones, and all these keys."""
    if not latin:
        return [], set()

    def mined(keys: set[str]) -> list[Pair]:
        seen = ((said.report, one) for said in records.having("sighted", keys) for one in said.sightings)
        return votes.vote(seen, known_pairs(keys), keys)

    def beside(keys: set[str], found: Sequence[Pair]) -> set[str]:
        """Return the keys with those of Latin names beside the same Chinese ones, decided so or mined."""
        hans = before.hans_beside(keys) | {fold(pair.chinese) for pair in found}
        for one in verdicts:
            if letters_key(one.english) in keys:
                hans |= {fold(one.chinese), fold(one.right)} - {""}
        ruled = {letters_key(one.english) for one in verdicts if {fold(one.chinese), fold(one.right)} & hans}
        return keys | before.latin_beside(hans) | ruled

    near = beside(latin, mined(latin))
    far = beside(near, mined(near))  # whose conflicts stay, but are others' conflicts
    pairs = [pair for pair in mined(far) if letters_key(pair.english) in near]
    return decide(pairs, [one for one in verdicts if letters_key(one.english) in near]), near
