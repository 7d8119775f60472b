"""Where the words of each section known before are now, by four kinds of evidence in turn.

1. the same letters, in order;
2. the section that holds most of its shingles: the larger part of a split, both halves of a merge;
3. for what is left (short, or rewritten): number, heading and order between sure neighbours;
4. for short ones still left: the section that holds all of their shingles.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz

from indexer.anatomy.outline import without_number
from indexer.links.fingerprint import Fingerprint, Shingles, last_bits, letters_of, shingles_of
from indexer.model.report import Section
from indexer.text.arrays import distinct
from indexer.text.fold import fold

ENOUGH = 0.4  # of a section's shingles found in another: its words are there
FEWEST = 3  # shingles below which words may stand anywhere by chance
LEAST = 12  # shingles below which a part of them says little
OTHER = 0.15  # with a lesser share of its shingles, a section has other words
TELLING = 6  # letters of a heading that is no 目的 or 心得及建議
HEADING = 24  # characters of a heading that are kept and compared
LIKELY = 0.9  # sum of number, heading and content that lets a short section be known again


@dataclass(frozen=True, slots=True)
class Known:
    """A section as it was when last seen, in reading order."""

    id: str
    path: tuple[str, ...]
    heading: str
    mark: Fingerprint
    gone: bool = False
    all_shingles: Shingles | None = field(default=None, compare=False)  # where its text is still at hand

    @property
    def shingles(self) -> int:
        """How many shingles it has."""
        return self.mark.shingles if self.all_shingles is None else len(self.all_shingles)

    def share_in(self, shingles: Shingles) -> float:
        """Return how much of its words, 0–1, is in another text; an estimate where only its mark is known."""
        if self.all_shingles is None or not len(self.all_shingles):
            return self.mark.share_in(shingles)
        return float(np.isin(self.all_shingles, shingles, assume_unique=True).mean())


class Fresh:
    """A section just read, with its letters' traces."""

    def __init__(self, section: Section, folded: str, mark: Fingerprint) -> None:
        """`folded` is the section's searchable text."""
        self.section, self.mark = section, mark
        self._folded = folded

    @cached_property
    def shingles(self) -> Shingles:
        """All of its shingles, which only what has changed needs."""
        return shingles_of(letters_of(self.section.heading, self._folded))


class _Holders:
    """The places of the fresh sections that have a shingle, known whole or by its last bits."""

    def __init__(self, fresh: Sequence[Fresh]) -> None:
        self._fresh = fresh

    def of(self, old: Known) -> tuple[list[list[int]], int]:
        """Return the places for each of a section's shingles, and how many of these are known."""
        by_all = old.all_shingles is not None
        values = (old.all_shingles if old.all_shingles is not None else old.mark.hashes).tolist()
        holders = self._by_all if by_all else self._by_last_bits
        return [holders[value] for value in values if value in holders], len(values)

    @cached_property
    def _by_all(self) -> dict[int, list[int]]:
        return _by_value([new.shingles.tolist() for new in self._fresh])

    @cached_property
    def _by_last_bits(self) -> dict[int, list[int]]:
        return _by_value([distinct(last_bits(new.shingles)).tolist() for new in self._fresh])


def _by_value(values: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    places: dict[int, list[int]] = defaultdict(list)
    for place, several in enumerate(values):
        for value in several:
            places[value].append(place)
    return places


def align(known: Sequence[Known], fresh: Sequence[Fresh]) -> dict[int, int]:
    """Place among the fresh sections of each known one's words; what is missing has gone.

    Keys and values are positions; several known ones may lead to one place.
    """
    places = _same_letters(known, fresh)
    if len(places) == len(known):
        return places
    holders, exact = _Holders(fresh), frozenset(places.values())
    _by_shingles(known, fresh, holders, exact, places, LEAST)
    _by_neighbours(known, fresh, places)
    _by_shingles(known, fresh, holders, exact, places, FEWEST)
    return places


def owners(known: Sequence[Known], fresh: Sequence[Fresh], places: dict[int, int]) -> dict[int, int]:
    """Which known section each fresh one continues: the one that gave it the most letters."""

    def claim(i: int) -> tuple[bool, bool, float, bool, int]:
        old, new = known[i], fresh[places[i]]
        same = old.mark == new.mark
        letters = old.mark.letters * (1.0 if same else max(old.share_in(new.shingles), 0.01))
        return same, not old.gone, letters, old.path == new.section.path, -i

    owner: dict[int, int] = {}
    for i in sorted(places, key=claim):
        owner[places[i]] = i
    return owner


def _same_letters(known: Sequence[Known], fresh: Sequence[Fresh]) -> dict[int, int]:
    """Sections of the same letters: those under the same number first, then in order."""
    alike: dict[Fingerprint, list[int]] = defaultdict(list)
    for place, new in enumerate(fresh):
        if new.mark.letters:
            alike[new.mark].append(place)
    places: dict[int, int] = {}
    for same_path in (True, False):
        for i, old in sorted(enumerate(known), key=lambda pair: pair[1].gone):
            free = alike.get(old.mark)
            if not free or i in places:
                continue
            if same_path:
                free = [place for place in free if fresh[place].section.path == old.path]
            if free:
                places[i] = free[0]
                alike[old.mark].remove(free[0])
    return places


def _by_shingles(
    known: Sequence[Known],
    fresh: Sequence[Fresh],
    holders: _Holders,
    exact: Collection[int],
    places: dict[int, int],
    least: int,
) -> None:
    """Places those still left that have at least so many shingles where most of these are."""
    for i, old in enumerate(known):
        if i not in places and old.shingles >= least:
            place = _holder(old, fresh, holders, exact)
            if place is not None:
                places[i] = place


def _holder(old: Known, fresh: Sequence[Fresh], holders: _Holders, exact: Collection[int]) -> int | None:
    """Return the section with most of the known one's shingles, if that is much, or all of them, if few.

    One that is another known section letter by letter (`exact`) gives way to one with half as many.
    """
    counts: dict[int, int] = defaultdict(int)
    found, known = holders.of(old)
    for several in found:
        for place in several:
            counts[place] += 1
    if not counts:
        return None
    if not old.gone and any(place not in exact for place in counts):
        counts = {place: n // 2 if place in exact else n for place, n in counts.items()}
    most = max(counts.values())
    best = [place for place, count in counts.items() if count == most]
    words = _words(old.heading)
    same = [place for place in best if words and _words(fresh[place].section.heading) == words] or best
    place = next((place for place in same if fresh[place].section.path == old.path), min(same))
    needed = ENOUGH if old.shingles >= LEAST else 1.0
    return place if most >= needed * known else None


def _by_neighbours(known: Sequence[Known], fresh: Sequence[Fresh], places: dict[int, int]) -> None:
    """Pairs what is left with what is free so that the pairs keep their order and fit best in all."""
    taken = set(places.values())
    left = [i for i, old in enumerate(known) if i not in places and not old.gone]
    free = [place for place in range(len(fresh)) if place not in taken]
    headings = {place: _words(fresh[place].section.heading) for place in free}
    scores = []
    for i in left:
        words, above, below = _words(known[i].heading), places.get(i - 1), places.get(i + 1)
        scores.append(
            [
                _likeness(known[i], fresh[place], fuzz.ratio(words, headings[place]) / 100 if words else 0.0)
                + 0.25 * (above == place - 1)
                + 0.25 * (below == place + 1)
                for place in free
            ]
        )
    # best[a][b]: highest total of pairs among left[a:] and free[b:] without crossing
    best = [[0.0] * (len(free) + 1) for _ in range(len(left) + 1)]
    for a in range(len(left) - 1, -1, -1):
        for b in range(len(free) - 1, -1, -1):
            paired = scores[a][b] + best[a + 1][b + 1] if scores[a][b] >= LIKELY else 0.0
            best[a][b] = max(best[a + 1][b], best[a][b + 1], paired)
    a = b = 0
    while a < len(left) and b < len(free):
        if best[a][b] == best[a + 1][b]:
            a += 1
        elif best[a][b] == best[a][b + 1]:
            b += 1
        else:
            places[left[a]] = free[b]
            a, b = a + 1, b + 1


def _likeness(old: Known, new: Fresh, heading: float) -> float:
    """Evidence that a section is the known one: its number, heading (0–1) and content."""
    share = old.share_in(new.shingles)
    if not old.path and not new.section.path:
        return LIKELY + share  # what stands before the first number
    smaller, larger = sorted((old.mark.letters, new.mark.letters))
    telling = heading >= 0.8 and len(_words(old.heading)) >= TELLING
    if old.shingles >= LEAST and share < OTHER and not telling:
        return 0.0  # other words, under a heading that any report may have
    rewritten = larger > 2 * smaller + LEAST
    return 0.5 * (old.path == new.section.path) + heading + share - 0.8 * rewritten


def _words(heading: str) -> str:
    """Return the folded heading without its number, as far as it is kept."""
    return fold(without_number(heading[:HEADING]))
