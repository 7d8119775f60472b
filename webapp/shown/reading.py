"""What the reading page shows beside a report's text: the map of its hits, and its neighbours in a search."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from indexer.library import Library
from indexer.model.report import Report, Section
from indexer.model.search import MAX_PAGE, Hit, Marks, Request

MAP_WIDTH = 500  # positions on the hit map, from the report's first character to its last


@dataclass(frozen=True, slots=True)
class Tick:
    """The first hit at a position `x` from 0 to MAP_WIDTH: its section, and its number from 0."""

    section_id: str
    x: int
    number: int


@dataclass(frozen=True, slots=True)
class HitMap:
    """Where the top sections begin, a tick for each position with hits, the number of all hits."""

    starts: tuple[int, ...]
    ticks: tuple[Tick, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Walk:
    """The hits before and after the one of this rank (from 1) among the `shown` of a search."""

    asked: Request
    rank: int
    shown: int
    before: Hit | None
    after: Hit | None

    @property
    def page(self) -> int:
        """Page of the results that the hit stands on."""
        return -(-self.rank // self.asked.per_page)


def hit_map(report: Report, marks: Mapping[str, Marks]) -> HitMap:
    """Place the hits of a report along its length."""
    whole = max(1, sum(len(section.searchable) for section in report.sections))
    starts: list[int] = []
    ticks: dict[int, Tick] = {}
    position = total = 0
    for section in report.sections:
        if len(section.path) == 1 and position:
            starts.append(position * MAP_WIDTH // whole)
        found = marks.get(section.id, Marks())
        lead = position + len(section.heading) + 1
        for place in (*(position + start for start, _ in found.heading), *(lead + s for s, _ in found.text)):
            x = place * MAP_WIDTH // whole
            ticks.setdefault(x, Tick(section.id, x, total))
            total += 1
        position += len(section.searchable)
    return HitMap(tuple(starts), tuple(ticks.values()), total)


def standing_on(report: Report, page: int) -> list[Section]:
    """Return the sections that begin on a page of their file, and the one that may go on there."""
    placed = [section for section in report.sections if section.page]
    ends = [*(section.page for section in placed[1:]), None]
    return [
        section
        for section, end in zip(placed, ends, strict=True)
        if section.page and section.page <= page and (end is None or end >= page)
    ]


def walk(library: Library, asked: Request, rank: str) -> Walk | None:
    """Return the neighbours of the hit with this rank in a search; None where there is no such hit."""
    number = int(rank) if rank.isascii() and rank.isdigit() and len(rank) < 8 else 0
    if not 0 < number < MAX_PAGE:
        return None
    after = library.search(replace(asked, page=number + 1, per_page=1))
    if number > after.shown:
        return None
    before = library.search(replace(asked, page=number - 1, per_page=1)).hits if number > 1 else ()
    return Walk(asked, number, after.shown, *(hits[0] if hits else None for hits in (before, after.hits)))
