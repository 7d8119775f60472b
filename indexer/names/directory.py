"""What the people of an index lead to: countries, organisations and other things, and who meets whom.

It is put together once for each state of the index, when a page first asks for it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, get_args

from indexer.model.people import Listed, Pair
from indexer.model.things import Member, Thing, ThingKind
from indexer.names.lexicon import IS_HAN
from indexer.names.shapes import ORGANISATION_END
from indexer.text.compare import latin_words
from indexer.text.fold import fold
from indexer.text.sorting import heading, place

Rows = Callable[..., list[tuple[Any, ...]]]  # a query and its values → rows
_SEATS = ("國會", "議會", "總統府", "白宮")  # organisations that end as none
_THINGS = frozenset(get_args(ThingKind))
_SHORTEST = 3  # characters of an organisation that people alone tell of


class Directory:
    """Looks up what belongs together; `rows` asks the names' file."""

    def __init__(self, rows: Rows, people: Sequence[Listed], pairs: Sequence[Pair]) -> None:
        """Keep what is asked for; nothing is counted yet."""
        self._rows = rows
        self._people = people
        self._pairs = pairs

    @cached_property
    def by_slug(self) -> Mapping[str, Listed]:
        """Everyone by the piece of their address."""
        return {person.slug: person for person in self._people}

    @cached_property
    def _surnames(self) -> Counter[str]:
        return Counter(person.chinese[0] for person in self._people if IS_HAN.match(person.chinese))

    def surnames(self, order: str) -> list[tuple[str, list[tuple[str, int]]]]:
        """Return (strokes, zhuyin sign or letter, [(surname, people)]) in an order of `ORDERS`."""
        chars = sorted(self._surnames, key=lambda char: place(char, order))
        groups = groupby(chars, key=lambda char: heading(char, order))
        return [(under, [(char, self._surnames[char]) for char in its]) for under, its in groups]

    @cached_property
    def letters(self) -> Sequence[str]:
        """The first letters of the words of Latin names, in order."""
        return sorted(initial for initial in self._by_initial if initial.isascii())

    def beginning(self, initial: str) -> Sequence[Listed]:
        """Return the people of a surname, or with a word of their Latin name that begins with a letter."""
        return self._by_initial.get(initial.upper(), ())

    @cached_property
    def _by_initial(self) -> Mapping[str, list[Listed]]:
        found: dict[str, list[Listed]] = defaultdict(list)
        for person in self._people:
            for initial in initials(person):
                found[initial].append(person)
        return found

    @cached_property
    def countries(self) -> Sequence[tuple[str, int]]:
        """(ISO code, people who hold a post there), the most frequent first."""
        query = (
            "select country, count(distinct slug) as n from belonging where country != '' "
            "group by country order by n desc, country"
        )
        return [(country, number) for country, number in self._rows(query)]

    def of_country(self, country: str) -> frozenset[str]:
        """Return the slugs of the people who hold or held a post in a country."""
        rows = self._rows("select distinct slug from belonging where country = ?", country)
        return frozenset(slug for (slug,) in rows)

    @cached_property
    def things(self) -> Sequence[Thing]:
        """All of them, those that most people and places tell of first."""
        return sorted(self._grouped(), key=lambda thing: (-thing.weight, thing.slug))

    @cached_property
    def _by_slug(self) -> Mapping[str, Thing]:
        return {thing.slug: thing for thing in self.things}

    @cached_property
    def _by_name(self) -> Mapping[str, Thing]:
        return {fold(name): thing for thing in reversed(self.things) for name in thing.names}

    def thing(self, slug: str) -> Thing | None:
        """Return the thing of an address."""
        return self._by_slug.get(slug)

    def find_things(self, kind: ThingKind, text: str = "") -> list[Thing]:
        """Return the things of a kind that have a text in one of their names; all of them for none."""
        typed = fold(" ".join(text.split()))
        of_kind = (thing for thing in self.things if thing.kind == kind)
        return [thing for thing in of_kind if not typed or any(typed in fold(name) for name in thing.names)]

    def called(self, name: str) -> Thing | None:
        """Return the thing of a name in either language, without heed of case and variants."""
        return self._by_name.get(fold("".join(name.split()))) or self._by_name.get(fold(name.strip()))

    @cached_property
    def _in_reports(self) -> Mapping[str, Sequence[Thing]]:
        found: dict[str, dict[str, Thing]] = defaultdict(dict)
        for thing in self.things:
            for report, _ in thing.evidence:
                found[report][thing.slug] = thing
        for key, reports in self._rows("select key, reports from belonging where key != ''"):
            if known := self._by_name.get(key):
                for report in reports.split("\n"):
                    found[report].setdefault(known.slug, known)
        return {report: tuple(things.values()) for report, things in found.items()}

    def in_report(self, report_id: str) -> Sequence[Thing]:
        """Return the things that a report names, those that most tell of first."""
        return sorted(self._in_reports.get(report_id, ()), key=lambda thing: -thing.weight)

    def members(self, thing: Thing) -> list[Member]:
        """Return who held a post at an organisation, the latest first."""
        rows = self._rows(
            "select slug, post, confirmed, first, last, reports from belonging where key = ? "
            "order by last desc, slug",
            fold(thing.chinese),
        )
        return [
            Member(
                slug, person.name, person.english if person.chinese else "", post, bool(confirmed),
                first, last, tuple(reports.split("\n")),
            )
            for slug, post, confirmed, first, last, reports in rows
            if (person := self.by_slug.get(slug))
        ]  # fmt: skip

    def people_in(self, report_id: str) -> list[Listed]:
        """Return the people whom a report names, those in most of its sections first."""
        query = "select slug from mention where report = ? group by slug order by count(*) desc, min(number)"
        found = (self.by_slug.get(slug) for (slug,) in self._rows(query, report_id))
        return [person for person in found if person]

    def sections_of(self, slug: str) -> list[tuple[str, str]]:
        """Return (report, section) of each section that names a person."""
        return self._rows("select report, section from mention where slug = ?", slug)

    def _grouped(self) -> Iterable[Thing]:
        """Yield organisations of posts and confirmed pairs of things, each Chinese name once."""
        people: dict[str, tuple[str, int]] = {}
        query = (
            "select key, min(organisation), count(distinct slug), max(confirmed) from belonging group by key"
        )
        for key, organisation, number, confirmed in self._rows(query):
            ends = ORGANISATION_END.search(organisation) or organisation.endswith(_SEATS)
            if confirmed and len(organisation) >= _SHORTEST and ends:
                people[key] = organisation, number
        pairs: dict[str, list[Pair]] = defaultdict(list)
        for pair in self._pairs:
            if pair.status == "confirmed" and pair.kind in _THINGS:
                pairs[fold(pair.chinese)].append(pair)
        taken: set[str] = set()
        for key in dict.fromkeys([*pairs, *people]):
            its = sorted(pairs.get(key, ()), key=lambda pair: (pair.acronym, -pair.count))
            organisation, number = people.get(key, ("", 0))
            english = tuple(dict.fromkeys(pair.english for pair in its))
            chinese = its[0].chinese if its else organisation
            slug = _slug(next((name for name in english if " " in name), ""), chinese, taken)
            evidence = tuple(dict.fromkeys(place for pair in its for place in pair.evidence))
            yield Thing(slug, _kind(its), chinese, english, number, evidence)


def initials(person: Listed) -> set[str]:
    """Return the surname's first character, and the first letters of a Latin name's words."""
    letters = {word[0].upper() for word in person.english.split() if word[0].isalpha()}
    return letters | ({person.chinese[0]} if person.chinese else set())


def _kind(pairs: Sequence[Pair]) -> ThingKind:
    kinds: Counter[ThingKind] = Counter()
    for pair in pairs:
        if pair.kind in _THINGS:
            kinds[pair.kind] += pair.count  # type: ignore[index]  # as just asked
    return kinds.most_common(1)[0][0] if kinds else "organisation"


def _slug(english: str, chinese: str, taken: set[str]) -> str:
    """Return the English name as one piece of an address, else the Chinese one; no two are alike."""
    slug = "-".join(latin_words(english)) or "".join(char for char in chinese if char.isalnum())
    slug = chinese if slug in taken else slug
    while slug in taken:
        slug += "x"
    taken.add(slug)
    return slug
