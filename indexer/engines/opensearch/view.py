"""A state of the cluster as a search sees it: sections by a query, terms, reports."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from indexer.engines.opensearch.best import LOOKED_AT, SOURCE
from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.compiled import Compiler, run_in
from indexer.engines.opensearch.documents import row_of, section_of
from indexer.engines.opensearch.facets import facet_aggs, facets_of
from indexer.engines.opensearch.layout import PLACES, SHOWN
from indexer.engines.opensearch.matches import ClusterMatches
from indexer.engines.opensearch.named import Named
from indexer.engines.opensearch.scoring import Scorer, field_of, frequency
from indexer.engines.opensearch.snapshot import PAGE, REPORT, SECTION, Snapshot, filtered
from indexer.engines.opensearch.vocabulary import ClusterVocabulary, terms_of
from indexer.model.query import Leaf, Node
from indexer.model.report import KINDS, Report
from indexer.model.search import Facets
from indexer.search.matching import Expansions
from indexer.search.ports import Naming, Ref, Row, Scored, Stored, Term, Wanted
from indexer.search.ranking import Ranking
from indexer.search.readings import READ_AS, filed_key
from indexer.text.fold import fold
from indexer.text.scripts import IS_CJK

_READ_FOR_SLIPS = 500  # texts read for each place of a run
_VALUES = 9_000  # of each field that are read at once


class ClusterView:
    """One committed state of an index in a cluster."""

    def __init__(self, snapshot: Snapshot, naming: Naming) -> None:
        self._snapshot, self._naming = snapshot, naming
        self._named = Named(snapshot, naming)

    def _compiler(self, expansions: Expansions) -> Compiler:
        return Compiler(self._snapshot, self._naming, expansions)

    # sections
    def matches(self, wanted: Wanted) -> ClusterMatches:
        """Find sections, exactly."""
        compiler = self._compiler(wanted.expansions)
        query = compiler.filtered(wanted.filters)
        if wanted.tree is not None:
            query.append(compiler.compiled(wanted.tree))
        literal = compiler.compiled(wanted.literal) if wanted.literal else None
        return ClusterMatches(self._snapshot, query, literal, self._named)

    def count(self, node: Node, expansions: Expansions) -> int:
        """Count the sections that satisfy a tree."""
        return self._snapshot.count(self._compiler(expansions).compiled(node))

    def stored(self, ref: Ref) -> Stored:
        """Return a section as it is kept."""
        return self._snapshot.stored([ref])[0]

    def folded(self, ref: Ref) -> str:
        """Return the folded heading and text of a section."""
        return self.stored(ref).folded

    def holding(self, run: str, most: int) -> Iterator[tuple[Ref, str]]:
        """Yield the first sections with a folded run, each with its folded text."""
        query = filtered(SECTION, run_in("text", run))
        found = self._snapshot.search(query=query, size=most, sort=[{"at": "asc"}], _source=["text"])
        for hit in found["hits"]["hits"]:
            yield self._snapshot.ref(hit["sort"][0]), fold(hit["_source"]["text"])

    def alike(self, leaves: Sequence[Leaf], apart_from: str, most: int, ranking: Ranking) -> list[Ref]:
        """Return the sections of other reports with the highest score by these leaves, the best first."""
        scorer = Scorer(self._snapshot, Scored(leaves, {}, ranking))
        others: Json = {"bool": {"must_not": [{"term": {"report": apart_from}}]}}
        found = self._snapshot.search(query=scorer.query([others], some=True), size=LOOKED_AT, _source=SOURCE)
        scores = {}
        for hit in found["hits"]["hits"]:
            scores[hit["_source"]["at"]] = sum(scorer.parts(hit["_source"]).values())
        best = sorted((at for at in scores if scores[at] > 0), key=lambda at: (-scores[at], at))
        return [self._snapshot.ref(at) for at in best[:most]]

    def occurrences(self, term: str) -> tuple[Sequence[Ref], Sequence[int]]:
        """Return the sections with a folded CJK run or Latin word, rising, and how often each has it."""
        return self._snapshot.cached(("occurrences", term), lambda: self._occurrences(term))

    def _occurrences(self, term: str) -> tuple[list[Ref], list[int]]:
        name = (
            "han"
            if IS_CJK[ord(term[0])] and len(term) <= 2
            else "latin"
            if not IS_CJK[ord(term[0])]
            else "words"
        )
        if name == "words" and not frequency(self._snapshot, name, term):
            refs = [self._snapshot.ref(at) for at in self._snapshot.ats(run_in("text", term))]
            return refs, [1] * len(refs)  # how often is not counted
        field = field_of(name, term)
        often = {"source": "termFreq(params.field, params.term)", "params": {"field": field, "term": term}}
        query = {"script_score": {"query": filtered(SECTION, {"term": {field: term}}), "script": often}}
        hits = list(self._snapshot.every(query, _source=False, track_scores=True))
        return [self._snapshot.ref(hit["sort"][0]) for hit in hits], [int(hit["_score"]) for hit in hits]

    def lengths(self) -> Sequence[float]:
        """Return the characters and words of each section by its number."""
        return self._snapshot.cached("lengths", self._lengths)

    def _lengths(self) -> list[float]:
        hits = self._snapshot.every(REPORT, _source=["lengths"])
        return [float(one) for hit in hits for one in hit["_source"]["lengths"]["of"]]

    # terms
    def frequency(self, field: str, term: str) -> int:
        """Count the sections with a term of a field."""
        return frequency(self._snapshot, field, term)

    @property
    def latin(self) -> ClusterVocabulary:
        """All Latin terms."""
        return ClusterVocabulary(self._snapshot)

    def runs_near(self, run: str) -> Iterator[tuple[str, int, Ref]]:
        """Yield runs that differ from a folded one in one character: (folded, sections, one that has it)."""
        yield from self._snapshot.cached(("runs near", run), lambda: self._runs_near(run))

    def _runs_near(self, run: str) -> list[tuple[str, int, Ref]]:
        bodies: list[Json] = []
        for place in range(len(run)):
            rest = run[:place] + run[place + 1 :]
            sides = [run_in("text", side) for side in (run[:place], run[place + 1 :]) if side]
            gap = {"intervals": {"text": {"match": {"query": rest, "ordered": True, "max_gaps": 1}}}}
            query = filtered(SECTION, *sides, *([gap] if len(sides) > 1 else []))
            bodies.append(
                {"query": query, "size": _READ_FOR_SLIPS, "sort": [{"at": "asc"}], "_source": ["text"]}
            )
        holders: dict[str, list[Ref]] = defaultdict(list)
        for place, found in enumerate(self._snapshot.searches(bodies)):
            near = re.compile(f"{re.escape(run[:place])}(.){re.escape(run[place + 1 :])}", re.S)
            for hit in found["hits"]["hits"]:
                match = near.search(fold(hit["_source"]["text"]))
                if match and match[1] != run[place] and IS_CJK[ord(match[1])]:
                    holders[match[0]].append(self._snapshot.ref(hit["sort"][0]))
        return [(other, len(refs), refs[0]) for other, refs in holders.items()]

    def terms(self, field: str, key: str, inside: bool, most: int) -> list[Term]:
        """Return frequent terms that begin with a key, or terms that hold it further `inside`."""
        return terms_of(self._snapshot, field, key, inside, most)

    def holder(self, term: Term) -> Row | Stored:
        """Return a report or section that has the term."""
        query = {"term": {term.field: term.text}}
        found = self._snapshot.search(
            query=query, size=1, sort=[{"doc": "asc"}, {"at": "asc"}], _source=["doc", "at", "seq"]
        )
        source = found["hits"]["hits"][0]["_source"]
        if source["doc"] == "report":
            return self._snapshot.rows([source["seq"]])[0]
        return self.stored(self._snapshot.ref(source["at"]))

    def value(self, field: str, name: str) -> str:
        """Return the value of a field, as it is filed, that a name is; empty where it is none."""
        if field == "kind":
            wanted = fold(name)
            return next((kind for kind in KINDS if fold(kind) == wanted), "")
        key, known = filed_key(field, name), self._snapshot.cached("values", self._values)
        if key in known[field]:
            return known[field][key]
        if len(known[field]) < _VALUES:
            return ""
        return self._snapshot.cached(("value", field, key), lambda: self._value(field, key))

    def _values(self) -> dict[str, dict[str, str]]:
        """Return values of each field as they are written, by their keys: all, or the most frequent."""
        aggs = {
            field: {"terms": {"field": f"shown.{field}", "size": _VALUES}}
            for field in READ_AS
            if field != "kind"
        }
        found = self._snapshot.search(query=filtered(REPORT), aggs=aggs)["aggregations"]
        values: dict[str, dict[str, str]] = {}
        for field in aggs:
            pairs = (bucket["key"].partition(SHOWN) for bucket in found[field]["buckets"])
            values[field] = {key: shown for key, _, shown in pairs}
        return values

    def _value(self, field: str, key: str) -> str:
        """Return a value by its key where there are too many to know them all."""
        query = filtered(REPORT, {"term": {f"key.{field}": key}})
        for hit in self._snapshot.search(query=query, size=1, _source=[f"shown.{field}"])["hits"]["hits"]:
            pairs = (one.partition(SHOWN) for one in hit["_source"]["shown"][field])
            return next((str(shown) for own, _, shown in pairs if own == key), "")
        return ""

    # reports
    def reports(self) -> Iterator[tuple[str, Ref, int]]:
        """Yield (id, number of the first section, sections) of each report."""
        for name, (first, size, _) in self._snapshot.by_id.items():
            yield name, first, size

    def size(self) -> tuple[int, int]:
        """Return (reports, sections)."""
        return self._snapshot.size

    def ids(self) -> Collection[str]:
        """Return the ids of all reports."""
        return self._snapshot.by_id.keys()

    def row(self, report_id: str) -> Row | None:
        """Return a report without its sections."""
        held = self._snapshot.by_id.get(report_id)
        return self._snapshot.rows([held[2]])[0] if held else None

    def report(self, report_id: str) -> Report | None:
        """Return a report with all its sections, in reading order."""
        held = self._snapshot.by_id.get(report_id)
        if held is None:
            return None
        (row,) = self._snapshot.rows([held[2]])
        query = filtered(SECTION, {"term": {"seq": held[2]}})
        hits = self._snapshot.every(query, _source=["heading", "text", "record"], size=1000)
        return Report(row.id, row.title, row.metadata, tuple(section_of(hit["_source"]) for hit in hits))

    def newest(self, most: int, skip: int = 0) -> list[Row]:
        """Return the reports of the latest dates, of the first PAGE."""
        if skip >= PAGE:
            return []
        sort = [{"date": {"order": "desc", "missing": "_last"}}, {"at": "asc"}]
        body = {
            "query": filtered(REPORT),
            "from": skip,
            "size": min(most, PAGE - skip),
            "sort": sort,
            "_source": ["title", "record"],
        }
        return [row_of(hit["_source"]) for hit in self._snapshot.search(**body)["hits"]["hits"]]

    def overview(self) -> Facets:
        """Count all reports by the values of each facet."""
        return self._overview

    @cached_property
    def _overview(self) -> Facets:
        found = self._snapshot.search(query=filtered(REPORT), aggs=facet_aggs())["aggregations"]
        pairs = {(key, at >> PLACES) for at, keys in self._named.elsewhere.items() for key in keys}
        return facets_of(found, [key for key, _ in pairs], self._named.shown)
