"""From a query tree to a query of the cluster that finds exactly its sections.

A run is its pairs of characters, and from three characters on the characters in a row: nothing is left to
verify. A word is a term. Compounds and phrases with Latin words are verified: their words give candidates,
whose texts are read once, and the few that are wrong are left out by their numbers.
"""

from collections.abc import Callable, Mapping, Sequence

from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.layout import PLACES
from indexer.engines.opensearch.snapshot import PAGE, REPORT, SECTION, Snapshot, filtered
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
from indexer.model.report import KINDS
from indexer.search.matching import Expansions, occurs
from indexer.search.parser import UNDATED, date_range
from indexer.search.ports import Naming
from indexer.search.readings import filed_key
from indexer.text.fold import fold

NONE: Json = {"match_none": {}}
ALL: Json = {"match_all": {}}
_PAIRS = 64  # of a run that are sought beside the run itself
_VERIFIED = 1000  # texts of one answer


class Compiler:
    """Compiles the trees of one request on one state."""

    def __init__(self, snapshot: Snapshot, naming: Naming, expansions: Expansions) -> None:
        """`naming` tells which sections name a person, `expansions` what prefixes and fuzzy words are."""
        self._snapshot, self._naming, self._expansions = snapshot, naming, expansions

    def compiled(self, node: Node) -> Json:
        """Return the query of a tree."""
        match node:
            case Run(text):
                return run_in("text", text)
            case Word((word,)):
                return {"term": {"latin": word}}
            case Word(parts):
                apart = filtered(*({"term": {"latin": part}} for part in parts))
                return self._verified(node, any_of([apart, {"term": {"latin": "".join(parts)}}]))
            case Phrase(parts):
                return self._verified(node, filtered(*map(self.compiled, parts)))
            case Prefix() | Fuzzy():
                terms = self._expansions.get(node, ())
                return {"terms": {"latin": list(terms)}} if terms else NONE
            case And(nodes):
                return filtered(*map(self.compiled, nodes))
            case Or(nodes):
                return any_of(list(map(self.compiled, nodes)))
            case Not(inner):
                return {"bool": {"must_not": [self.compiled(inner)]}}
            case InReport(inner):
                return self._in_report(self.compiled(inner))
            case InField("heading", inner):
                return filtered(self.compiled(inner), self._in_heading(inner))
            case InField(_, inner):
                return self._in_title(inner)
            case Filter(name, value):
                return self.passing(name, value)
        raise AssertionError(node)

    # verifying
    def _verified(self, leaf: Leaf, candidates: Json) -> Json:
        key = "verified", leaf, self._expansions.get(leaf, ())
        return self._snapshot.cached(key, lambda: self._kept(leaf, candidates, "text"))

    def _kept(self, node: Node, candidates: Json, field: str) -> Json:
        """Return the query of those candidates in whose field the tree stands."""
        good: list[int] = []
        bad: list[int] = []
        hits = self._snapshot.every(filtered(SECTION, candidates), size=_VERIFIED, _source=[field])
        for hit in hits:
            text = fold(hit["_source"].get(field, ""))
            (good if occurs(node, text, self._expansions) else bad).append(hit["sort"][0])
        if not bad:
            return candidates
        if len(good) <= len(bad):
            return {"terms": {"at": good}} if good else NONE
        return {"bool": {"filter": [candidates], "must_not": [{"terms": {"at": bad}}]}}

    # headings, titles, reports
    def _in_heading(self, node: Node) -> Json:
        if of_runs(node):
            return in_field("heading", node)
        candidates = filtered(in_field("heading", node), self.compiled(node))
        key = "heading", node, self._known(node)
        return self._snapshot.cached(key, lambda: self._kept(node, candidates, "heading"))

    def _in_title(self, node: Node) -> Json:
        """Return the query of the sections of reports in whose title the tree stands."""
        if of_runs(node):
            return in_field("title", node)
        key = "title", node, self._known(node)
        return self._snapshot.cached(key, lambda: self._titled(node))

    def _titled(self, node: Node) -> Json:
        hits = self._snapshot.every(
            filtered(REPORT, in_field("title", node)), _source=["title"], size=_VERIFIED
        )
        held = [
            hit["sort"][0] >> PLACES
            for hit in hits
            if occurs(node, fold(hit["_source"]["title"]), self._expansions)
        ]
        return {"terms": {"seq": held}} if held else NONE

    def _known(self, node: Node) -> tuple[tuple[Leaf, tuple[str, ...]], ...]:
        """Return what the leaves of a tree stand for, to keep its answer under."""
        match node:
            case And(nodes) | Or(nodes):
                return tuple(pair for inner in nodes for pair in self._known(inner))
            case Prefix() | Fuzzy():
                return ((node, tuple(self._expansions.get(node, ()))),)
        return ()

    def _in_report(self, query: Json) -> Json:
        return self._snapshot.cached(("in report", repr(query)), lambda: self._reports(query))

    def _reports(self, query: Json) -> Json:
        seqs = [bucket["key"]["of"] for bucket in buckets(self._snapshot, filtered(SECTION, query))]
        return {"terms": {"seq": seqs}} if seqs else NONE

    # filters
    def filtered(self, filters: Mapping[str, tuple[str, ...]]) -> list[Json]:
        """Return the query of each filter; the values of one are ORed."""
        return [any_of([self.passing(name, value) for value in values]) for name, values in filters.items()]

    def passing(self, name: str, value: str) -> Json:
        """Return the query of the sections that a filter lets pass."""
        if name == "kind":
            wanted = fold(value)
            return {"terms": {"kind": [kind for kind in KINDS if fold(kind) == wanted]}}
        if name in ("year", "date"):
            return _dated(date_range(name, value))
        if name == "person":
            return self._valued(name, value)  # whom a section names may change without a commit
        return self._snapshot.cached(("filter", name, value), lambda: self._valued(name, value))

    def _valued(self, name: str, value: str) -> Json:
        wanted, field = filed_key(name, value), f"key.{name}"
        exact: Json = {"term": {field: wanted}} if wanted else NONE
        named = self._named(value) if name == "person" else []
        if named:
            return any_of([exact, {"terms": {"at": named}}])
        if name == "report" or (wanted and self._snapshot.count(exact)):
            return exact
        escaped = "".join(f"\\{char}" if char in "*?\\" else char for char in wanted)
        return {"wildcard": {field: {"value": f"*{escaped}*"}}}

    def _named(self, person: str) -> list[int]:
        found = []
        for report_id, number in self._naming(person):
            held = self._snapshot.by_id.get(report_id)
            if held and number < held[1]:
                found.append(held[2] << PLACES | number)
        return found


def _dated(bounds: tuple[str, str] | None) -> Json:
    if bounds is None:
        return NONE
    if bounds == UNDATED:
        return {"bool": {"must_not": [{"exists": {"field": "date"}}]}}
    return {"range": {"date": {"gte": bounds[0] or "0", "lt": bounds[1] + "\uffff"}}}


def run_in(field: str, text: str) -> Json:
    """Return the query of the texts in which a folded run stands."""
    if len(text) == 1:
        return {"term": {field: text}}
    pairs = dict.fromkeys(text[i : i + 2] for i in range(len(text) - 1))
    terms: list[Json] = [{"term": {f"{field}.pairs": pair}} for pair in list(pairs)[:_PAIRS]]
    if len(text) == 2:
        return terms[0]
    return filtered(*terms, {"match_phrase": {field: text}})


def in_field(field: str, node: Node) -> Json:
    """Return a query of the texts of a short field in which a tree may stand; one of runs is exact."""
    match node:
        case Run(text):
            return run_in(field, text)
        case Word(parts):
            return filtered(*({"term": {field: char}} for char in dict.fromkeys("".join(parts))))
        case Phrase(parts):
            return filtered(*(in_field(field, part) for part in parts))
        case Prefix(text):
            return filtered(*({"term": {field: char}} for char in dict.fromkeys(text)))
        case Fuzzy():
            return ALL
        case And(nodes):
            return filtered(*(in_field(field, inner) for inner in nodes))
        case Or(nodes):
            return any_of([in_field(field, inner) for inner in nodes])
    return NONE  # what is said of a report stands in no text


def of_runs(node: Node) -> bool:
    """Tell whether a tree has no other leaves than runs: nothing is to be verified."""
    if isinstance(node, And | Or):
        return all(map(of_runs, node.nodes))
    return isinstance(node, Run | Filter)


def any_of(queries: Sequence[Json]) -> Json:
    """Return what satisfies one of some queries, without scores."""
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": list(queries), "minimum_should_match": 1}} if queries else NONE


def buckets(snapshot: Snapshot, query: Json, field: str = "seq") -> list[Json]:
    """Return each report that sections found by a query are in, and how many of them are its own."""
    found: list[Json] = []
    after: Json | None = None
    while True:
        composite: Json = {"size": PAGE, "sources": [{"of": {"terms": {"field": field}}}]}
        if after:
            composite["after"] = after
        page = snapshot.search(query=query, aggs={"by": {"composite": composite}})["aggregations"]["by"]
        found += page["buckets"]
        after = page.get("after_key")
        if not after or len(page["buckets"]) < PAGE:
            return found


Compile = Callable[[Node], Json]
