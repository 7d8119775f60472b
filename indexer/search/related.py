"""Other reports of a report's trip, and of its event in other years.

Reports of one trip were in the same country on the same days; of one event their titles name the same one,
whatever stands between its words: 多明尼加總統就職典禮, 多明尼加總統梅迪納就職典禮.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz.distance import Indel

from indexer.model.report import Metadata
from indexer.model.search import Request, Results
from indexer.search.ports import Row, View
from indexer.text.compare import letters_key

Search = Callable[[Request], Results]

FILED_WITHIN = timedelta(days=400)  # after a trip; reports are due in three months, and late ones are later
MOST_LOOKED_AT = 300  # reports
SHORTEST = 6  # letters of an event that tell it from others
SHARED = 0.8  # of the letters of the shorter name
_MOST_PIECES = 3
_EVENT = re.compile(
    r"(?:參加|出席|參與|參訪|參展|赴|舉辦|辦理)((?:(?!參加|出席|參與)[^，。、；「」『』])*?"
    r"(?:會議|峰會|論壇|年會|大會|博覽會|旅展|展覽會?|書展|車展|研討會|研習會?|座談會|典禮|彌撒|比賽|錦標賽|運動會"
    r"|藝術節|影展|電影節|雙年展|三年展|[Ss]ummit|[Ff]orum|[Cc]onference|[Ff]air|[Ee]xpo|[Cc]ongress))"
)
_QUOTED = re.compile(r"[「『](.+?)[」』]")
_WHICH = re.compile(
    r"(?:民國)?[\d〇零一二三四五六七八九十百]{2,4}年度?|(?:19|20)\d\d|第[\d〇零一二三四五六七八九十百]+[屆次回]"
)


@dataclass(frozen=True, slots=True)
class Related:
    """Other reports of the same days and country, and of the same event at other times, the latest first."""

    trip: tuple[Row, ...]
    event: tuple[Row, ...]


def related(report: Row, view: View, search: Search) -> Related:
    """Find the reports that belong to a report."""
    rows = [row for row in _candidates(report, view, search) if row.id != report.id]
    rows.sort(key=lambda row: row.metadata.date, reverse=True)
    trip = tuple(row for row in rows if _same_days(report.metadata, row.metadata))
    event = tuple(row for row in rows if row not in trip and _same_event(report.title, row.title))
    return Related(trip, event)


def events_of(title: str) -> list[str]:
    """Return the events that a title names, without their year and number."""
    found = [match[1] for pattern in (_QUOTED, _EVENT) for match in pattern.finditer(title)]
    return [name for name in (_WHICH.sub("", name).strip() for name in found) if len(name) >= SHORTEST]


def _candidates(report: Row, view: View, search: Search) -> Iterator[Row]:
    """Yield reports that may belong to it, each once: named alike, in its countries then and at any time."""
    data = report.metadata
    there = {"country": data.countries}
    start = _day(data.start or data.end)
    asked: list[tuple[str, Mapping[str, tuple[str, ...]]]] = [
        (f'title:"{event}"', {}) for event in events_of(report.title) if '"' not in event
    ]
    if data.countries and start:
        about_then = f"date:{start - timedelta(days=31):%Y-%m}..{start + FILED_WITHIN:%Y-%m}"
        asked.append((about_then, there))
    if data.countries:
        asked.append(("", there))
    seen: set[str] = set()
    for text, filters in asked:
        for report_id in _reports(search, text, filters):
            row = None if report_id in seen else view.row(report_id)
            seen.add(report_id)
            if row:
                yield row


def _reports(search: Search, text: str, filters: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the newest reports that a search finds exactly."""
    found = search(
        Request(
            text,
            per_page=MOST_LOOKED_AT,
            sort="newest",
            filters=filters,
            aliases=False,
            collapse=True,
            facets=False,
            meaning=False,
        )
    )
    return [hit.report_id for hit in found.hits] if found.rung == "exact" else []


def _same_days(one: Metadata, other: Metadata) -> bool:
    """Tell whether two trips were in one country on a day in common."""
    if not set(one.countries) & set(other.countries):
        return False
    first, last = _day(one.start or one.end), _day(one.end or one.start)
    begun, ended = _day(other.start or other.end), _day(other.end or other.start)
    return bool(first and last and begun and ended and first <= ended and begun <= last)


def _same_event(title: str, other: str) -> bool:
    return any(_alike(a, b) for a in events_of(title) for b in events_of(other))


def _alike(one: str, other: str) -> bool:
    """Tell whether most of the shorter name stands in the other in few pieces, in the same order."""
    a, b = letters_key(one), letters_key(other)
    pieces = [step.src_end - step.src_start for step in Indel.opcodes(a, b) if step.tag == "equal"]
    shorter = min(len(a), len(b))
    shared = sum(piece for piece in pieces if piece > 1)
    return shorter >= SHORTEST and len(pieces) <= _MOST_PIECES and shared >= SHARED * shorter


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
