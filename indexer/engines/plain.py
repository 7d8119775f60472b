"""Brute force over the sections: no index, no cleverness. What the contract tests hold every engine to.

A store is one file of JSON lines, a report a line, in the order in which they were put.
"""

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from indexer.anatomy.agencies import agency_name
from indexer.disk import write_atomically
from indexer.engines.arrays.values import squashed
from indexer.model.jsonable import metadata_from_dict, report_to_dict, section_from_dict
from indexer.model.query import And, Filter, InField, Leaf, Node, Not, Or
from indexer.model.report import KINDS, Report
from indexer.model.search import FACETS, Facets
from indexer.search import completions
from indexer.search.matching import Expansions, occurs
from indexer.search.parser import date_range
from indexer.search.ports import Batch, Match, Naming, Order, Ref, Row, Scored, Stored, Term, Wanted
from indexer.search.ranking import Extras, Ranking, terms_of
from indexer.text.analysis import analyze, terms, words
from indexer.text.countries import country_name
from indexer.text.fold import fold
from indexer.text.lexicon import Lexicon
from indexer.text.scripts import CJK

_FILE = "reports.jsonl"
_ONE_NAME: dict[str, Callable[[str], str]] = {"agency": agency_name, "country": country_name}
Postings = dict[str, dict[Ref, int]]  # term → frequency by section


@dataclass(frozen=True, slots=True)
class PlainBatch:
    """Reports as they are."""

    reports: tuple[Report, ...]

    def texts(self) -> Iterator[tuple[Report, list[str]]]:
        """Yield each report with its sections' folded headings and texts."""
        for report in self.reports:
            yield report, [fold(section.searchable) for section in report.sections]

    def under(self, reports: tuple[Report, ...]) -> "PlainBatch":
        """Return the same batch with other reports."""
        return PlainBatch(reports)


class PlainEngine:
    """Keeps each index in a file."""

    def analyse(self, reports: Sequence[Report]) -> PlainBatch:
        """Leave reports as they are."""
        return PlainBatch(tuple(reports))

    def create(self, generation: Path, committed: Callable[[], None]) -> "PlainStore":
        """Make an empty store in a folder."""
        write_atomically(generation / _FILE, "")
        return PlainStore(generation, committed)

    def open(self, generation: Path, committed: Callable[[], None]) -> "PlainStore":
        """Open the store in a folder."""
        return PlainStore(generation, committed)


class PlainStore:
    """The reports of one file, all read and written at once."""

    def __init__(self, generation: Path, committed: Callable[[], None]) -> None:
        self._file, self._committed = generation / _FILE, committed

    def put(
        self,
        batches: Iterable[Batch],
        before: Callable[[], None] = lambda: None,
        after: Callable[[list[str]], None] = lambda ids: None,
    ) -> None:
        """Add reports in one commit, those of the same ids exchanged."""
        added = {report.id: report for batch in batches for report in batch.reports}
        before()
        self._write(
            [*(one for one in self._read() if one.id not in added), *added.values()] if added else None
        )
        after(list(added))

    def drop(self, report_ids: Collection[str]) -> None:
        """Remove reports."""
        self._write([one for one in self._read() if one.id not in report_ids] if report_ids else None)

    def view(self, naming: Naming) -> "PlainView":
        """Return all reports as they are now."""
        return PlainView(list(self._read()), naming)

    def state(self) -> Hashable:
        """Return when the file was written, and its size."""
        found = self._file.stat()
        return found.st_mtime_ns, found.st_size

    def close(self) -> None:
        """Nothing is held open."""

    def _read(self) -> Iterator[Report]:
        for line in self._file.read_text(encoding="utf-8", errors="surrogatepass").split("\n")[:-1]:
            record = json.loads(line)
            sections = tuple(map(section_from_dict, record["sections"]))
            yield Report(record["id"], record["title"], metadata_from_dict(record["metadata"]), sections)

    def _write(self, reports: list[Report] | None) -> None:
        if reports is not None:
            lines = (json.dumps(report_to_dict(report)) + "\n" for report in reports)
            write_atomically(self._file, "".join(lines))
            self._committed()


class PlainMatches:
    """Sections found, as a list."""

    def __init__(self, view: "PlainView", refs: list[Ref], literal: set[Ref]) -> None:
        self._view, self._refs, self._literal = view, refs, literal
        self.total, self.literal = len(refs), len(literal)
        self._of_report = Counter(view.sections[ref].report.id for ref in refs)
        self.reports = len(self._of_report)

    def facets(self) -> Facets:
        """Count the sections by the values of each facet."""
        return self._view.counted(self._refs)

    def first(self, scored: Scored, order: Order) -> list[Match]:
        """Return the first sections in an order, scored."""
        view, parts = self._view, {ref: self._view.bm25(ref, scored) for ref in self._refs}
        extras = Extras(scored.leaves, view.terms_of(scored), view.idf, scored.ranking)
        for ref in self._sorted("relevance", parts)[: scored.ranking.reranked]:
            section = view.sections[ref].section
            parts[ref] |= extras.of(view.folded(ref), section.heading, section.text)
        refs = self._sorted(order.sort, parts)
        if order.collapse:
            firsts: dict[str, Ref] = {}
            for ref in refs:
                firsts.setdefault(view.sections[ref].report.id, ref)
            refs = list(firsts.values())
        return [
            Match(
                ref,
                sum(parts[ref].values()),
                ref in self._literal,
                self._of_report[view.sections[ref].report.id] - 1 if order.collapse else 0,
                parts[ref] if order.explain else {},
            )
            for ref in refs[: order.most]
        ]

    def _sorted(self, sort: str, parts: dict[Ref, dict[str, float]]) -> list[Ref]:
        dates = {ref: self._view.sections[ref].report.metadata.date[:10] for ref in self._refs}
        ages = {date: age for age, date in enumerate(sorted(set(dates.values())))}

        def key(ref: Ref) -> tuple[tuple[float, ...], ...]:
            age = ages[dates[ref]] if sort == "oldest" else -ages[dates[ref]]
            rank = (ref not in self._literal, -sum(parts[ref].values()))
            return ((*rank, age), (ref,)) if sort == "relevance" else ((age, *rank), (ref,))

        return sorted(self._refs, key=key)


class PlainView:
    """All reports in memory; every question goes through all of them."""

    def __init__(self, reports: list[Report], naming: Naming) -> None:
        self._reports, self._naming = {report.id: report for report in reports}, naming
        rows = ((Row(one.id, one.title, one.metadata), one.sections) for one in reports)
        self.sections = [
            Stored(row, section, fold(section.searchable)) for row, sections in rows for section in sections
        ]

    def matches(self, wanted: Wanted) -> PlainMatches:
        """Find sections by looking at each."""
        filters = And(tuple(Or(tuple(Filter(k, v) for v in vs)) for k, vs in wanted.filters.items()))
        refs = [ref for ref in range(len(self.sections)) if self._satisfies(ref, filters, {})]
        refs = [
            ref for ref in refs if wanted.tree is None or self._satisfies(ref, wanted.tree, wanted.expansions)
        ]
        first = wanted.literal or wanted.tree
        literal = {ref for ref in refs if first is None or self._satisfies(ref, first, wanted.expansions)}
        return PlainMatches(self, refs, literal)

    def _satisfies(self, ref: Ref, node: Node, expansions: Expansions) -> bool:
        match node:
            case And(nodes):
                return all(self._satisfies(ref, inner, expansions) for inner in nodes)
            case Or(nodes):
                return any(self._satisfies(ref, inner, expansions) for inner in nodes)
            case Not(inner):
                return not self._satisfies(ref, inner, expansions)
            case InField("heading", inner):
                return occurs(inner, self.folded(ref).partition("\n")[0], expansions)
            case InField(_, inner):
                return occurs(inner, fold(self.sections[ref].report.title), expansions)
            case Filter(name, value):
                return self._passes(ref, name, value)
        return occurs(node, self.folded(ref), expansions)

    def _passes(self, ref: Ref, name: str, value: str) -> bool:
        stored = self.sections[ref]
        date = stored.report.metadata.date[:10]
        if name == "kind":
            return fold(stored.section.kind) == fold(value)
        if name in ("year", "date"):
            bounds = date_range(name, value)
            return bool(date and bounds and bounds[0] <= date and date[: len(bounds[1])] <= bounds[1])
        wanted = squashed(_ONE_NAME[name](value) if name in _ONE_NAME else value)
        own = list(map(squashed, self._values(stored.report)[name]))
        naming = self._named(value) if name == "person" else set()
        exact = naming or name == "report" or wanted in self._all_values[name]
        return ref in naming or (wanted in own if exact else any(wanted in one for one in own))

    def _named(self, value: str) -> set[Ref]:
        return {self._numbered[pair] for pair in self._naming(value) if pair in self._numbered}

    @cached_property
    def _numbered(self) -> dict[tuple[str, int], Ref]:
        pairs = ((one.id, number) for one in self._reports.values() for number in range(len(one.sections)))
        return {pair: ref for ref, pair in enumerate(pairs)}

    @cached_property
    def _all_values(self) -> dict[str, set[str]]:
        values: defaultdict[str, set[str]] = defaultdict(set)
        for report in self._reports.values():
            for name, own in self._values(report).items():
                values[name].update(map(squashed, own))
        return values

    @staticmethod
    def _values(report: Row | Report) -> dict[str, tuple[str, ...]]:
        data = report.metadata
        values = {
            "agency": (data.agency,),
            "country": data.countries,
            "year": (data.year,),
            "person": data.people,
        }
        values |= {"category": data.categories, "report": (report.id,)}
        return {name: tuple(filter(None, own)) for name, own in values.items()}

    def counted(self, refs: Iterable[Ref]) -> Facets:
        """Count sections by the values of each facet, spellings that fold alike as one."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        for ref in refs:
            for name, values in self._values(self.sections[ref].report).items():
                if name in FACETS:
                    counts[name].update(set(map(squashed, values)))
            counts["kind"][squashed(self.sections[ref].section.kind)] += 1
            own = set(map(squashed, self.sections[ref].report.metadata.people))
            counts["person"].update(
                key for key, named in self._members.items() if ref in named and key not in own
            )
        shown = self._shown
        return {
            name: sorted(
                ((shown[name, key], n) for key, n in found.items()), key=lambda one: (-one[1], one[0])
            )
            for name, found in counts.items()
        }

    @cached_property
    def _members(self) -> dict[str, set[Ref]]:
        """Sections that name each member of a delegation."""
        people = chain.from_iterable(report.metadata.people for report in self._reports.values())
        return {key: self._named(self._shown["person", key]) for key in set(map(squashed, people))}

    @cached_property
    def _shown(self) -> dict[tuple[str, str], str]:
        shown = {("kind", squashed(kind)): kind for kind in KINDS}
        for report in self._reports.values():
            for name, values in self._values(report).items():
                for value in values:
                    shown.setdefault((name, squashed(value)), value)
        return shown

    def count(self, node: Node, expansions: Expansions) -> int:
        """Count the sections that satisfy a tree."""
        return sum(self._satisfies(ref, node, expansions) for ref in range(len(self.sections)))

    def stored(self, ref: Ref) -> Stored:
        """Return a section as it is kept."""
        return self.sections[ref]

    def folded(self, ref: Ref) -> str:
        """Return the folded heading and text of a section."""
        return self.sections[ref].folded

    def holding(self, run: str, most: int) -> list[tuple[Ref, str]]:
        """Return the first sections with a folded run, each with its folded text."""
        return [(ref, one.folded) for ref, one in enumerate(self.sections) if run in one.folded][:most]

    def alike(self, leaves: Sequence[Leaf], apart_from: str, most: int, ranking: Ranking) -> list[Ref]:
        """Return the sections of other reports with the highest score by these leaves, the best first."""
        scored = Scored(leaves, {}, ranking)
        others = (ref for ref, one in enumerate(self.sections) if one.report.id != apart_from)
        scores = {ref: sum(self.bm25(ref, scored).values()) for ref in others}
        return sorted((ref for ref in scores if scores[ref] > 0), key=lambda ref: (-scores[ref], ref))[:most]

    # terms and scores
    @cached_property
    def _postings(self) -> dict[str, Postings]:
        postings: dict[str, Postings] = defaultdict(lambda: defaultdict(dict))
        for ref, stored in enumerate(self.sections):
            body = terms(analyze(stored.folded))
            head = terms(analyze(stored.section.heading if stored.section.path else ""))
            title = terms(analyze(stored.report.title))
            bags = {"han": body.han, "words": body.words, "latin": body.latin, "stems": body.stems}
            bags |= {"heading": head.han + head.latin, "title": title.han + title.latin}
            bags["complete"] = Counter(completions.of_section(stored.section))
            for field, bag in bags.items():
                for term, count in bag.items():
                    postings[field][term][ref] = count
        return postings

    @cached_property
    def _lengths(self) -> list[int]:
        return [terms(analyze(stored.folded)).length for stored in self.sections]

    def idf(self, field: str, term: str) -> float:
        """Return the inverse document frequency of a term, 0 where no section has it."""
        df = self.frequency(field, term)
        return math.log1p((len(self.sections) - df + 0.5) / (df + 0.5)) if df else 0.0

    def terms_of(self, scored: Scored) -> dict[str, tuple[tuple[str, float], ...]]:
        """Return the terms that sections are scored by."""
        return terms_of(scored.leaves, scored.expansions, scored.ranking, words)

    def bm25(self, ref: Ref, scored: Scored) -> dict[str, float]:
        """Return the BM25 of a section by field."""
        parts: defaultdict[str, float] = defaultdict(float)
        mean = max(1.0, sum(self._lengths) / len(self._lengths))
        for term, fields in self.terms_of(scored).items():
            for field, weight in fields:
                if tf := self._postings[field].get(term, {}).get(ref, 0):
                    k = scored.ranking.k1 * scored.ranking.norm(field, self._lengths[ref], mean)
                    parts[field] += weight * self.idf(field, term) * tf * (scored.ranking.k1 + 1) / (tf + k)
        return dict(parts)

    def frequency(self, field: str, term: str) -> int:
        """Count the sections with a term of a field."""
        return len(self._postings[field].get(term, ()))

    @property
    def latin(self) -> Lexicon:
        """All Latin terms."""
        return Lexicon(self._postings["latin"])

    def runs_near(self, run: str) -> Iterator[tuple[str, int, Ref]]:
        """Yield runs that differ from a folded one in one character: (folded, sections, one that has it)."""
        counts: Counter[str] = Counter()
        holders: dict[str, Ref] = {}
        for place in range(len(run)):
            pattern = re.compile(f"{re.escape(run[:place])}([{CJK}]){re.escape(run[place + 1 :])}")
            for ref, stored in enumerate(self.sections):
                if (near := pattern.search(stored.folded)) and near[1] != run[place]:
                    counts[near[0]] += 1
                    holders.setdefault(near[0], ref)
        yield from ((near, count, holders[near]) for near, count in counts.items())

    def terms(self, field: str, key: str, inside: bool, most: int) -> list[Term]:
        """Return frequent terms that begin with a key, or terms that hold it further `inside`."""
        counts = {term: len(refs) for term, refs in self._postings[field].items()}
        if field == "complete":
            counts |= Counter(term for one in self._reports.values() for term in completions.of_report(one))
        held = [term for term in sorted(counts) if key in term and term.startswith(key) != inside]
        first = held if inside else sorted(held, key=lambda term: -counts[term])
        return [Term(field, term, counts[term], 0) for term in first[:most]]

    def holder(self, term: Term) -> Row | Stored:
        """Return a report or section that has the term."""
        for report in self._reports.values():
            if term.field == "complete" and term.text in completions.of_report(report):
                return Row(report.id, report.title, report.metadata)
        return self.sections[next(iter(self._postings[term.field][term.text]))]

    # reports
    def size(self) -> tuple[int, int]:
        """Return (reports, sections)."""
        return len(self._reports), len(self.sections)

    def ids(self) -> Collection[str]:
        """Return the ids of all reports."""
        return self._reports.keys()

    def row(self, report_id: str) -> Row | None:
        """Return a report without its sections."""
        report = self._reports.get(report_id)
        return Row(report.id, report.title, report.metadata) if report else None

    def report(self, report_id: str) -> Report | None:
        """Return a report with all its sections."""
        return self._reports.get(report_id)

    def newest(self, most: int) -> list[Row]:
        """Return the reports of the latest dates."""
        rows = [Row(one.id, one.title, one.metadata) for one in self._reports.values()]
        return sorted(rows, key=lambda row: row.metadata.date[:10], reverse=True)[:most]

    def overview(self) -> Facets:
        """Count all reports by the values of each facet."""
        firsts = {
            report.id: ref for ref, report in reversed(list(enumerate(s.report for s in self.sections)))
        }
        return self.counted(firsts.values())
