"""All reports in memory: every question goes through all of them."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from indexer.engines.plain.matches import PlainMatches
from indexer.engines.plain.scoring import Scoring
from indexer.engines.plain.values import Values, names_of
from indexer.model.query import (
    And,
    Filter,
    Fuzzy,
    InField,
    InReport,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Run,
    Word,
)
from indexer.model.report import Report
from indexer.model.search import Facets
from indexer.search import completions
from indexer.search.matching import Expansions, occurs, spans
from indexer.search.ports import Naming, Ref, Row, Scored, Stored, Term, Wanted
from indexer.search.ranking import Ranking
from indexer.text.analysis import analyze, terms
from indexer.text.fold import fold
from indexer.text.lexicon import Lexicon
from indexer.text.scripts import IS_CJK


class PlainView:
    """One state of a store."""

    def __init__(self, reports: Iterable[Report], naming: Naming) -> None:
        self._reports = {report.id: report for report in reports}
        self._sections = [
            Stored(row, section, fold(section.searchable))
            for row, report in zip(self._rows(), self._reports.values(), strict=True)
            for section in report.sections
        ]
        numbers = ((one.id, number) for one in self._reports.values() for number in range(len(one.sections)))
        self._values = Values(
            self._sections, names_of(naming, {pair: ref for ref, pair in enumerate(numbers)})
        )
        every = ((one, section) for one in self._reports.values() for section in one.sections)
        aside = {ref for ref, (one, section) in enumerate(every) if one.sets_aside(section)}
        self._scoring = Scoring(self._sections, aside)

    # sections
    def matches(self, wanted: Wanted) -> PlainMatches:
        """Find sections by looking at each."""
        filters = And(tuple(Or(tuple(Filter(k, v) for v in vs)) for k, vs in wanted.filters.items()))
        tree = filters if wanted.tree is None else And((filters, wanted.tree))
        refs = self._satisfying(tree, wanted.expansions)
        literal = self._satisfying(wanted.literal, wanted.expansions) if wanted.literal else refs
        return PlainMatches(
            self._sections, self._values, self._scoring, refs, set(refs).intersection(literal)
        )

    def count(self, node: Node, expansions: Expansions) -> int:
        """Count the sections that satisfy a tree."""
        return len(self._satisfying(node, expansions))

    def _satisfying(self, node: Node, expansions: Expansions) -> list[Ref]:
        return [ref for ref in range(len(self._sections)) if self._satisfies(ref, node, expansions)]

    def _satisfies(self, ref: Ref, node: Node, expansions: Expansions) -> bool:
        stored = self._sections[ref]
        match node:
            case And(nodes):
                return all(self._satisfies(ref, inner, expansions) for inner in nodes)
            case Or(nodes):
                return any(self._satisfies(ref, inner, expansions) for inner in nodes)
            case Not(inner):
                return not self._satisfies(ref, inner, expansions)
            case Filter(name, value):
                return ref in self._values.passing(name, value)
            case InReport(inner):
                own = (other for other, one in enumerate(self._sections) if one.report.id == stored.report.id)
                return any(self._satisfies(other, inner, expansions) for other in own)
            case InField("heading", inner):
                whole = _stands(inner, stored.folded, expansions)
                return whole and occurs(inner, fold(stored.section.heading), expansions)
            case InField(_, inner):
                return occurs(inner, fold(stored.report.title), expansions)  # its words need be in no section
        return _stands(node, stored.folded, expansions)

    def stored(self, ref: Ref) -> Stored:
        """Return a section as it is kept."""
        return self._sections[ref]

    def folded(self, ref: Ref) -> str:
        """Return the folded heading and text of a section."""
        return self._sections[ref].folded

    def holding(self, run: str, most: int) -> list[tuple[Ref, str]]:
        """Return the first sections with a folded run, each with its folded text."""
        return [(ref, self.folded(ref)) for ref in self._satisfying(Run(run), {})[:most]]

    def alike(self, leaves: Sequence[Leaf], apart_from: str, most: int, ranking: Ranking) -> list[Ref]:
        """Return the sections of other reports with the highest score by these leaves, the best first."""
        others = [ref for ref, one in enumerate(self._sections) if one.report.id != apart_from]
        parts = self._scoring.bm25(others, Scored(leaves, {}, ranking))
        scores = {ref: sum(parts[ref].values()) for ref in others}
        return sorted((ref for ref in others if scores[ref] > 0), key=lambda ref: -scores[ref])[:most]

    def occurrences(self, term: str) -> tuple[list[Ref], list[int]]:
        """Return the sections with a folded CJK run or Latin word, and how often each has it."""
        leaf = Run(term) if IS_CJK[ord(term[0])] else Word((term,))
        counts = {ref: len(spans(leaf, one.folded, {})) for ref, one in enumerate(self._sections)}
        held = {ref: count for ref, count in counts.items() if count}
        return list(held), list(held.values())

    def lengths(self) -> list[float]:
        """Return the characters and words of each section."""
        return [float(terms(analyze(one.folded)).length) for one in self._sections]

    def reports(self) -> Iterator[tuple[str, Ref, int]]:
        """Yield (id, number of the first section, sections) of each report."""
        first = 0
        for report in self._reports.values():
            yield report.id, first, len(report.sections)
            first += len(report.sections)

    # terms
    def frequency(self, field: str, term: str) -> int:
        """Count the sections with a term of a field."""
        return self._scoring.frequency(field, term)

    @cached_property
    def latin(self) -> Lexicon:
        """All Latin terms."""
        return Lexicon(term for bag in self._scoring.bags("latin") for term in bag)

    def runs_near(self, run: str) -> Iterator[tuple[str, int, Ref]]:
        """Yield runs that differ from a folded one in one character: (folded, sections, one that has it)."""
        holders: dict[str, list[Ref]] = {}
        for place, own in enumerate(run):
            near = re.compile(f"{re.escape(run[:place])}(.){re.escape(run[place + 1 :])}", re.S)
            for ref, stored in enumerate(self._sections):
                found = near.search(stored.folded)
                if found and found[1] != own and IS_CJK[ord(found[1])]:
                    holders.setdefault(found[0], []).append(ref)
        yield from ((other, len(refs), refs[0]) for other, refs in holders.items())

    def terms(self, field: str, key: str, inside: bool, most: int) -> list[Term]:
        """Return frequent terms that begin with a key, or terms that hold it further `inside`."""
        counts = Counter(term for bag in self._scoring.bags(field) for term in bag)
        if field == "complete":
            counts.update(term for one in self._reports.values() for term in set(completions.of_report(one)))
        held = [term for term in sorted(counts) if key in term and term.startswith(key) != inside]
        first = held if inside else sorted(held, key=lambda term: -counts[term])
        return [Term(field, term, counts[term], 0) for term in first[:most]]

    def holder(self, term: Term) -> Row | Stored:
        """Return a report or section that has the term."""
        for row, report in zip(self._rows(), self._reports.values(), strict=True):
            if term.field == "complete" and term.text in completions.of_report(report):
                return row
        return next(
            one
            for one, bag in zip(self._sections, self._scoring.bags(term.field), strict=True)
            if term.text in bag
        )

    def value(self, field: str, name: str) -> str:
        """Return the value of a field, as it is filed, that a name is."""
        return self._values.value(field, name)

    # reports
    def size(self) -> tuple[int, int]:
        """Return (reports, sections)."""
        return len(self._reports), len(self._sections)

    def ids(self) -> Collection[str]:
        """Return the ids of all reports."""
        return self._reports.keys()

    def row(self, report_id: str) -> Row | None:
        """Return a report without its sections."""
        return next((row for row in self._rows() if row.id == report_id), None)

    def report(self, report_id: str) -> Report | None:
        """Return a report with all its sections."""
        return self._reports.get(report_id)

    def newest(self, most: int, skip: int = 0) -> list[Row]:
        """Return the reports of the latest dates."""
        return sorted(self._rows(), key=lambda row: row.metadata.date[:10], reverse=True)[skip:][:most]

    def overview(self) -> Facets:
        """Count all reports by the values of each facet."""
        return self._values.overview()

    def _rows(self) -> list[Row]:
        return [Row(one.id, one.title, one.metadata) for one in self._reports.values()]


def _stands(node: Node, text: str, expansions: Expansions) -> bool:
    """Tell whether a folded text has what a tree of leaves asks for: runs as they stand, words as words."""
    match node:
        case And(nodes):
            return all(_stands(inner, text, expansions) for inner in nodes)
        case Or(nodes):
            return any(_stands(inner, text, expansions) for inner in nodes)
        case Run(run):
            return run in text
        case Word((word,)):
            return word in _words(text)
        case Word(parts):
            words = _words(text)
            return (words.issuperset(parts) or "".join(parts) in words) and occurs(node, text, expansions)
        case Phrase(parts):
            return all(_stands(part, text, expansions) for part in parts) and occurs(node, text, expansions)
        case Prefix() | Fuzzy():
            return not _words(text).isdisjoint(expansions.get(node, ()))
    return False


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """Return the words of a folded text; a compound is its parts and their joined form."""
    return frozenset(form for token in analyze(text) if not token.cjk for form in token.forms)
