"""A snapshot as a search sees it: sections by a query, terms, reports."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property, partial, reduce
from itertools import accumulate
from typing import cast

import numpy as np

from indexer.engines.arrays.facets import by_report, facets, overview
from indexer.engines.arrays.layout import REPORT
from indexer.engines.arrays.part import Mask
from indexer.engines.arrays.postings import Ids
from indexer.engines.arrays.rank import Places, best, least
from indexer.engines.arrays.retrieve import Retrieval
from indexer.engines.arrays.score import Scorer
from indexer.engines.arrays.sets import common, without
from indexer.engines.arrays.snapshot import Floats, Snapshot
from indexer.model.query import Leaf, Node, Run
from indexer.model.report import KINDS, Report
from indexer.model.search import Facets
from indexer.search.matching import Expansions
from indexer.search.ports import Match, Order, Ref, Row, Scored, Stored, Term, Wanted
from indexer.search.ranking import Ranking
from indexer.search.readings import filed_key
from indexer.text.fold import fold
from indexer.text.lexicon import Lexicon
from indexer.text.scripts import IS_CJK

_READ_FOR_SLIPS = 2000  # candidate sections read for one pattern
_SECTIONS = 4  # sections of a report that are found, where the first of each is sought
_SHORTEST_RUN = 3  # characters of a run whose neighbours are sought by its first and last one too


class ArrayMatches:
    """Sections found, as a sorted array of their documents."""

    def __init__(self, snapshot: Snapshot, ids: Ids, literal: Mask) -> None:
        self._snapshot, self._ids, self._literal = snapshot, ids, literal
        self.total = len(self._ids)
        self.literal = int(np.count_nonzero(self._literal))

    @cached_property
    def _by_report(self) -> tuple[Places, Places]:
        return by_report(self._snapshot, self._ids)

    @property
    def reports(self) -> int:
        """Number of reports that the sections are in."""
        return len(self._by_report[0])

    def facets(self) -> Facets:
        """Count the sections by the values of each facet."""
        return facets(self._snapshot, self._ids, *self._by_report)

    def refs(self) -> Sequence[Ref]:
        """Return the sections in the order of their numbers."""
        return cast(Sequence[Ref], self._ids)

    def holds(self, ref: Ref) -> bool:
        """Tell whether a section is among them."""
        place = int(self._ids.searchsorted(ref))
        return place < self.total and int(self._ids[place]) == ref

    def first(self, scored: Scored, order: Order) -> list[Match]:
        """Return the first sections in an order, scored."""
        scorer = Scorer(self._snapshot, scored)
        if order.collapse:
            places, scores = self._of_reports(scorer, order)
        else:
            places, scores = best(self._snapshot, scorer, self._ids, self._literal, order.sort, order.most)
        return [
            Match(
                doc := int(self._ids[place]),
                float(scores[place]),
                bool(self._literal[place]),
                self._more(doc) if order.collapse else 0,
                scorer.explain(doc) if order.explain else {},
            )
            for place in places[: order.most].tolist()
        ]

    def _of_reports(self, scorer: Scorer, order: Order) -> tuple[Places, Floats]:
        """Return the first section of each of the first reports: sorted no further than it takes."""
        reranked = scorer.ranking.reranked
        most = self.total if self.total <= reranked else max(reranked + 1, _SECTIONS * order.most)
        while True:
            places, scores = best(self._snapshot, scorer, self._ids, self._literal, order.sort, most)
            _, first = np.unique(self._snapshot.report_of[self._ids[places]], return_index=True)
            if len(first) >= min(order.most, self.reports) or most >= self.total:
                return places[np.sort(first)], scores
            most *= _SECTIONS

    def _more(self, doc: int) -> int:
        """Return the number of further sections found in the report of one."""
        reports, sections_of = self._by_report
        return int(sections_of[reports.searchsorted(self._snapshot.report_of[doc])]) - 1


class ArrayView:
    """One committed state of an index of arrays."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def matches(self, wanted: Wanted) -> ArrayMatches:
        """Find sections, exactly."""
        retrieval = Retrieval(self.snapshot, wanted.expansions)
        within = retrieval.filtered(wanted.filters)
        if wanted.tree is None:
            return self._matches(retrieval.every(within))
        if wanted.literal is None:
            return self._matches(retrieval.select(wanted.tree, within))
        literal = retrieval.select(wanted.literal, within)
        others = without(self.snapshot, retrieval.select(wanted.tree, within), literal)
        if not len(others):
            return self._matches(literal)
        ids = np.concatenate((literal, others))
        order = ids.argsort(kind="stable")
        return ArrayMatches(self.snapshot, ids[order], order < len(literal))

    def _matches(self, ids: Ids) -> ArrayMatches:
        return ArrayMatches(self.snapshot, ids, np.ones(len(ids), dtype=np.bool_))

    def count(self, node: Node, expansions: Expansions) -> int:
        """Count the sections that satisfy a tree."""
        return len(self._select(node, expansions))

    def _select(self, node: Node, expansions: Expansions) -> Ids:
        return Retrieval(self.snapshot, expansions).select(node, None)

    def stored(self, ref: Ref) -> Stored:
        """Return a section as it is kept."""
        documents, report = self.snapshot.documents, int(self.snapshot.report_of[ref])
        return Stored(self._row(report), documents.section(ref), documents.text(ref))

    def folded(self, ref: Ref) -> str:
        """Return the folded heading and text of a section."""
        text: str = self.snapshot.documents.text(ref)
        return text

    def holding(self, run: str, most: int) -> Iterator[tuple[Ref, str]]:
        """Yield the first sections with a folded run, each with its folded text."""
        return self.snapshot.documents.folded(self._select(Run(run), {})[:most])

    def alike(self, leaves: Sequence[Leaf], apart_from: str, most: int, ranking: Ranking) -> list[Ref]:
        """Return the sections of other reports with the highest score by these leaves, the best first."""
        scorer = Scorer(self.snapshot, Scored(leaves, {}, ranking))
        own, _ = self.snapshot.postings("report", apart_from)
        others = self.snapshot.sections.copy()
        others[own] = False
        ids = np.flatnonzero(others).astype(np.int32)
        scores = scorer.bm25(ids)
        first = np.argsort(-scores, kind="stable")[:most]
        found: list[Ref] = ids[first[scores[first] > 0]].tolist()
        return found

    def occurrences(self, term: str) -> tuple[Sequence[Ref], Sequence[int]]:
        """Return the sections with a folded CJK run or Latin word, and how often each has it."""
        snapshot = self.snapshot
        if not IS_CJK[ord(term[0])]:
            found = snapshot.postings("latin", term)
        elif len(term) <= 2:
            found = snapshot.postings("han", term)
        elif not len((found := snapshot.postings("words", term))[0]):
            found = snapshot.cached(("holding", term), lambda: self._held(term))
        return cast(tuple[Sequence[Ref], Sequence[int]], found)

    def _held(self, run: str) -> tuple[Ids, Ids]:
        """Return the sections with a run that is no word; how often is not counted."""
        ids = self._select(Run(run), {})
        return ids, np.ones(len(ids), dtype=np.uint16)

    def lengths(self) -> Sequence[float]:
        """Return the characters and words of each section by its number."""
        return cast(Sequence[float], np.where(self.snapshot.sections, self.snapshot.lengths, np.float32(0)))

    def frequency(self, field: str, term: str) -> int:
        """Count the sections with a term of a field."""
        return int(self.snapshot.frequency(field, term))

    @property
    def latin(self) -> Lexicon:
        """All Latin terms."""
        return self.snapshot.latin

    def runs_near(self, run: str) -> Iterator[tuple[str, int, Ref]]:
        """Yield runs that differ from a folded one in one character: (folded, sections, one that has it)."""
        (near,) = self.snapshot.cached(("near", run), lambda: (tuple(self._near(run)),))
        yield from near

    def _near(self, run: str) -> Iterator[tuple[str, int, Ref]]:
        counts: Counter[str] = Counter()
        holder: dict[str, Ref] = {}
        snapshot, both = self.snapshot, partial(common, self.snapshot)
        pairs = [snapshot.postings("han", run[i : i + 2])[0] for i in range(len(run) - 1)]
        ends = [
            snapshot.postings("han", char)[0] if len(run) == _SHORTEST_RUN else None
            for char in (run[0], run[-1])
        ]
        # sections with all pairs of the first and of the last so many characters
        rows = zip(ends, (pairs, reversed(pairs)), strict=True)
        first, last = ([None, end, *accumulate(row, both)] for end, row in rows)
        for place in range(len(run)):
            before, after = run[:place], run[place + 1 :]
            sides = (side for side in (first[len(before)], last[len(after)]) if side is not None)
            ids = reduce(both, sides)[:_READ_FOR_SLIPS]
            for doc, char in snapshot.documents.between(ids, before, after):
                if char != run[place] and IS_CJK[ord(char)]:
                    counts[near := before + char + after] += 1
                    holder.setdefault(near, doc)
        for near, count in counts.items():
            yield near, count, holder[near]

    def terms(self, field: str, key: str, inside: bool, most: int) -> Iterator[Term]:
        """Yield frequent terms that begin with a key, or terms that hold it further `inside`."""
        find = self.snapshot.terms_holding if inside else self.snapshot.terms_beginning
        return find(field, key, most)

    def holder(self, term: Term) -> Row | Stored:
        """Return a report or section that has the term."""
        doc = self.snapshot.holder(term)
        is_report = self.snapshot.kind_of[doc] == REPORT
        return self.snapshot.documents.row(doc) if is_report else self.stored(doc)

    def value(self, field: str, name: str) -> str:
        """Return the value of a field, as it is filed, that a name is; empty where it is none."""
        key = filed_key(field, name)
        if field == "kind":
            return next((kind for kind in KINDS if fold(kind) == key), "")
        return str(self.snapshot.shown(field).get(key, ""))

    def reports(self) -> Iterator[tuple[str, Ref, int]]:
        """Yield (id, number of the first section, sections) of each report."""
        firsts, sizes = self.snapshot.report_docs.tolist(), self.snapshot.report_sizes.tolist()
        for report_id, number in self.snapshot.by_id.items():
            yield report_id, firsts[number] + 1, sizes[number]

    def size(self) -> tuple[int, int]:
        """Return (reports, sections)."""
        return len(self.snapshot.report_docs), self.snapshot.section_count

    def ids(self) -> Collection[str]:
        """Return the ids of all reports."""
        return self.snapshot.by_id.keys()

    def row(self, report_id: str) -> Row | None:
        """Return a report without its sections."""
        number = self.snapshot.number_of(report_id)
        return None if number is None else self._row(number)

    def report(self, report_id: str) -> Report | None:
        """Return a report with all its sections, in reading order."""
        number = self.snapshot.number_of(report_id)
        return None if number is None else self._report(number)

    def reports_in(self, documents: range) -> Iterator[Report]:
        """Yield the reports whose own documents are among these."""
        bounds = np.searchsorted(self.snapshot.report_docs, (documents.start, documents.stop))
        yield from map(self._report, range(*bounds.tolist()))

    def newest(self, most: int, skip: int = 0) -> list[Row]:
        """Return the reports of the latest dates."""
        return [self._row(number) for number in least([-self.snapshot.age_of], skip + most)[skip:].tolist()]

    def overview(self) -> Facets:
        """Count all reports by the values of each facet; spellings that fold alike count as one."""
        (counted,) = self.snapshot.cached(("overview",), lambda: (overview(self.snapshot),))
        return cast(Facets, counted)

    def _row(self, number: int) -> Row:
        row: Row = self.snapshot.documents.row(int(self.snapshot.report_docs[number]))
        return row

    def _report(self, number: int) -> Report:
        row, start = self._row(number), int(self.snapshot.report_docs[number]) + 1
        docs = range(start, start + int(self.snapshot.report_sizes[number]))
        return Report(row.id, row.title, row.metadata, tuple(map(self.snapshot.documents.section, docs)))
