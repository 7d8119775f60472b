"""What is new for a saved search: its sections in reports that came, changed or are dated since."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from indexer.model.search import Hit, Request, Results

MOST = 200  # sections told of one search


@dataclass(frozen=True, slots=True)
class News:
    """New sections, the latest report first, as many as are told; `more` says that there are others."""

    hits: tuple[Hit, ...]
    more: bool

    @property
    def reports(self) -> int:
        """Number of reports that they are in."""
        return len({hit.report_id for hit in self.hits})


def news(
    asked: Request, since: datetime, arrived: Collection[str], search: Callable[[Request], Results]
) -> News:
    """Return what a search finds exactly in the reports that `arrived`, or are dated since."""
    plain = Request(
        asked.text,
        per_page=MOST,
        sort="newest",
        filters=asked.filters,
        aliases=asked.aliases,
        facets=False,
        meaning=False,
    )
    dated = f"date:{since:%Y-%m-%d}.."
    searches = [replace(plain, text=f"({asked.text}) {dated}" if asked.text.strip() else dated)]
    wanted = set(arrived) & set(asked.filters.get("report", arrived))
    if wanted:
        searches.append(replace(plain, filters={**asked.filters, "report": tuple(sorted(wanted))}))
    found = [results for results in map(search, searches) if results.rung == "exact"]
    hits = {(hit.report_id, hit.section_id): hit for results in found for hit in results.hits}
    newest = sorted(hits.values(), key=lambda hit: hit.date, reverse=True)
    return News(tuple(newest[:MOST]), len(newest) > MOST or any(one.total > MOST for one in found))
