"""One opened index, as the web page and the command line use it: the only door to all that lies behind."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from indexer.links.passage import Passage, find_passage
from indexer.links.redirects import Redirects, redirects_of
from indexer.model.people import KnownPerson
from indexer.model.report import Report
from indexer.model.search import Hit, Request, Results, Suggestion
from indexer.names.store import Listed, Names
from indexer.search import evaluate
from indexer.search.highlight import Marks
from indexer.search.ports import Facets, Row
from indexer.search.searcher import Searcher
from indexer.updating import generations
from indexer.updating.opened import Opened


class Library:
    """The index of a folder, in whichever state it is when it is asked."""

    def __init__(self, folder: Path) -> None:
        """Opens nothing before the first question."""
        self.folder = folder
        self._opened = Opened(folder)

    @property
    def _searcher(self) -> Searcher:
        return self._opened.searcher()

    # searching
    def search(self, request: Request) -> Results:
        """Return one page of ranked hits with exact totals."""
        return self._searcher.search(request)

    def suggest(self, typed: str) -> list[Suggestion]:
        """Return completions of what is being typed, with the sections that each finds."""
        return self._searcher.suggest(typed)

    def similar(self, report_id: str, section_id: str, most: int = 5) -> tuple[Hit, ...]:
        """Return the most similar sections of other reports."""
        return self._searcher.similar(report_id, section_id, most)

    def evaluate(self, queries: Path, qrels: Path) -> dict[str, float]:
        """Measure the ranking against relevance judgements. Raises ReadError."""
        return evaluate.evaluate(self._searcher, queries, qrels)

    # reports
    def report(self, report_id: str) -> Report | None:
        """Return a report with all its sections, in reading order."""
        return self._searcher.view.report(report_id)

    def highlights(self, report: Report, text: str) -> Mapping[str, Marks]:
        """Return the spans of a query's hits in each section of a report that has some."""
        return self._searcher.highlights(report, text)

    def passage(self, quotation: str, report: Report, section_id: str = "") -> Passage | None:
        """Find a quoted passage again, in the section named if it is there."""
        return find_passage(quotation, report, section_id)

    def counts(self) -> tuple[int, int]:
        """Return (reports, sections)."""
        return self._searcher.view.size()

    def report_ids(self) -> list[str]:
        """Return the ids of all reports, in order."""
        return sorted(self._searcher.view.ids())

    def titles(self, report_ids: Iterable[str]) -> dict[str, str]:
        """Return the titles of those of the reports that there are, by id."""
        rows = ((one, self._searcher.view.row(one)) for one in report_ids)
        return {report_id: row.title or report_id for report_id, row in rows if row}

    def newest(self, most: int) -> list[Row]:
        """Return the reports of the latest dates, without their sections."""
        return self._searcher.view.newest(most)

    def overview(self) -> Facets:
        """Count all reports by the values of each facet."""
        return self._searcher.view.overview()

    def redirects(self) -> Redirects:
        """Return where ids that are no more lead."""
        return redirects_of(self.generation)

    # names
    @property
    def names(self) -> Names:
        """People and pairs of names that the reports taught."""
        names = self._searcher.names
        assert isinstance(names, Names)
        return names

    def person(self, slug: str) -> KnownPerson | None:
        """Return a person with all that is known of them."""
        return self.names.person(slug)

    def people_named(self, text: str) -> list[Listed]:
        """Return the people whom a query names, by whichever name."""
        slugs = self.names.named(text) if text else []
        return [one for one in self.names.people if one.slug in slugs] if slugs else []

    # the folder
    @property
    def generation(self) -> Path:
        """The folder of the generation in use. Raises IndexMissingError."""
        return self._opened.generation

    def faults(self) -> list[str]:
        """Return a sentence for each file of the index that is missing or altered."""
        return generations.faults(self.folder)

    def close(self) -> None:
        """Let go of what is open."""
        self._opened.close()
