"""What the reading page shows beside a report's text: the map of its hits, and its neighbours in a search."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from indexer.engines import Engine
from indexer.highlight import Marks
from indexer.report import Report
from indexer.results import MAX_PAGE, Hit, Request

MAP_WIDTH = 1000  # units of the hit map, from the report's first character to its last


@dataclass(frozen=True, slots=True)
class Tick:
    """A hit on the map: its section, its place on 0..MAP_WIDTH, its number in reading order from 0."""

    section_id: str
    x: float
    number: int


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


def hit_map(report: Report, marks: Mapping[str, Marks]) -> tuple[list[float], list[Tick]]:
    """Where the top sections begin, and a tick a hit, along the length of the report."""
    whole = max(1, sum(len(section.searchable) for section in report.sections))
    starts: list[float] = []
    ticks: list[Tick] = []
    position = 0
    for section in report.sections:
        if len(section.path) == 1 and position:
            starts.append(round(position / whole * MAP_WIDTH, 1))
        found = marks.get(section.id, Marks())
        lead = position + len(section.heading) + 1
        for place in (*(position + start for start, _ in found.heading), *(lead + s for s, _ in found.text)):
            ticks.append(Tick(section.id, round(place / whole * MAP_WIDTH, 1), len(ticks)))
        position += len(section.searchable)
    return starts, ticks


def walk(engine: Engine, asked: Request, rank: str) -> Walk | None:
    """The neighbours of the hit with this rank in a search; None where there is no such hit."""
    number = int(rank) if rank.isascii() and rank.isdigit() and len(rank) < 8 else 0
    if not 0 < number < MAX_PAGE:
        return None
    after = engine.search(replace(asked, page=number + 1, per_page=1))
    if number > after.shown:
        return None
    before = engine.search(replace(asked, page=number - 1, per_page=1)).hits if number > 1 else ()
    return Walk(asked, number, after.shown, *(hits[0] if hits else None for hits in (before, after.hits)))
