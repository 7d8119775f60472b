"""One committed state of an index to be searched: its view, its names, the ranking."""

from collections.abc import Mapping

from indexer.model.report import Report
from indexer.model.search import Hit, Marks, Request, Results, Suggestion, Tried
from indexer.search.answer import answer
from indexer.search.highlight import highlight, untranslated
from indexer.search.hits import make_hit, meant_hit
from indexer.search.parser import parse
from indexer.search.ports import Meaning, Meant, Names, Row, View
from indexer.search.ranking import RANKING, Ranking
from indexer.search.readings import readings_of
from indexer.search.related import Related, related
from indexer.search.similar import similar
from indexer.search.suggest import Completer
from indexer.search.tried import tried
from indexer.search.vocabulary import OtherNames


class Searcher:
    """Answers what is asked of one view; the library makes a new one when there is a newer state."""

    def __init__(
        self, view: View, names: Names, ranking: Ranking = RANKING, meaning: Meaning | None = None
    ) -> None:
        self.view, self.names, self._ranking, self.meaning = view, names, ranking, meaning
        self._others = OtherNames(names, readings_of(view))
        self._completer: Completer | None = None

    def warm(self) -> None:
        """Read the tables of names that the first question would wait for."""
        root = parse("two words").root
        if root:
            self._others.wider(root)

    def search(self, request: Request) -> Results:
        """Return one page of ranked hits with exact totals."""
        return answer(self.view, self._others, request, self._ranking, self.meaning)

    def suggest(self, typed: str) -> list[Suggestion]:
        """Return completions of what is being typed, with the sections that each finds."""
        if self._completer is None:
            self._completer = Completer(self.view, self.names.completions(), self._others.wider)
        return self._completer.complete(typed)

    def similar(self, report_id: str, section_id: str, most: int = 5) -> tuple[Hit, ...]:
        """Return the most similar sections of other reports, without scores of a query."""
        found = similar(self.view, self.meaning, report_id, section_id, most, self._ranking)
        return tuple(
            meant_hit(self.view, one) if isinstance(one, Meant) else make_hit(self.view, one) for one in found
        )

    def related(self, report: Report) -> Related:
        """Return other reports of a report's trip and of its event."""
        return related(Row(report.id, report.title, report.metadata), self.view, self.search)

    def highlights(self, report: Report, text: str) -> Mapping[str, Marks]:
        """Return the spans of a query's hits in each section of a report that has some."""
        translated = self.meaning.translations if self.meaning else untranslated
        return highlight(report, text, self._others.learnt, translated)

    def tried(self, request: Request) -> Tried:
        """Return what an empty answer can still say: words by themselves, no filters, words near by."""
        return tried(self.search, self.suggest, request)
