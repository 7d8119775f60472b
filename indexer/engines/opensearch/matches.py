"""Sections found in the cluster: counted there, the best of them scored here."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from indexer.engines.opensearch.best import Best
from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.compiled import buckets
from indexer.engines.opensearch.facets import facet_aggs, facets_of
from indexer.engines.opensearch.layout import PLACES
from indexer.engines.opensearch.named import Named
from indexer.engines.opensearch.scoring import Scorer
from indexer.engines.opensearch.snapshot import SECTION, Snapshot, filtered
from indexer.model.search import Facets
from indexer.search.ports import Match, Order, Ref, Scored

_KEPT = 200  # sections that a page may show
_READ_ALL = 10_000  # sections whose numbers are sooner read than asked for one by one
_COUNTED = 60_000  # reports that one answer may count; a cluster gives up above 65,535


class ClusterMatches:
    """The sections that a query finds, those of `literal` first; no `literal` says that all are such."""

    def __init__(self, snapshot: Snapshot, query: list[Json], literal: Json | None, named: Named) -> None:
        self._snapshot, self._query, self._named = snapshot, query, named
        self._literal_query = literal
        self._values: Json = {}  # of facets, where they came with other counts

    @cached_property
    def _totals(self) -> tuple[int, int]:
        key = "totals", repr(self._query), repr(self._literal_query)
        return self._snapshot.cached(key, self._counted)

    def _counted(self) -> tuple[int, int]:
        body: Json = {"query": filtered(SECTION, *self._query), "track_total_hits": True}
        if self._literal_query:
            body["aggs"] = {"literal": {"filter": self._literal_query}}
        found = self._snapshot.search(**body)
        total = int(found["hits"]["total"]["value"])
        return total, int(found["aggregations"]["literal"]["doc_count"]) if self._literal_query else total

    @property
    def total(self) -> int:
        """Number of sections."""
        return self._totals[0]

    @property
    def literal(self) -> int:
        """Number of the sections that need no other name."""
        return self._totals[1]

    @cached_property
    def reports(self) -> int:
        """Number of reports that the sections are in: exact, not estimated."""
        key = "reports", repr(self._query)
        return self._snapshot.cached(key, self._in_reports) if self.total else 0

    def _in_reports(self) -> int:
        """Count the reports, and facets at once: whoever asks for the one mostly asks for the other."""
        query = filtered(SECTION, *self._query)
        if self._snapshot.size[0] > _COUNTED:
            return len(buckets(self._snapshot, query))
        aggs: Json = {"of": {"terms": {"field": "report", "size": _COUNTED}}}
        aggs["reports"] = {"stats_bucket": {"buckets_path": "of._count"}}
        bodies = [{"query": query, "aggs": aggs}, {"query": query, "aggs": facet_aggs()}]
        found, values = (one["aggregations"] for one in self._snapshot.searches(bodies, without="of"))
        self._values = values
        return int(found["reports"]["count"])

    def facets(self) -> Facets:
        """Count the sections by the values of each facet."""
        query = filtered(SECTION, *self._query)
        found = self._values or self._snapshot.search(query=query, aggs=facet_aggs())["aggregations"]
        elsewhere = self._named.elsewhere
        here = (
            self._snapshot.ats(filtered(*self._query, {"terms": {"at": list(elsewhere)}}))
            if elsewhere
            else []
        )
        return facets_of(found, [key for at in here for key in elsewhere[at]], self._named.shown)

    def refs(self) -> Sequence[Ref]:
        """Return the sections in the order of their numbers."""
        key = "refs", repr(self._query)
        return self._snapshot.cached(
            key, lambda: list(map(self._snapshot.ref, self._snapshot.ats(filtered(*self._query))))
        )

    @cached_property
    def _set(self) -> frozenset[Ref]:
        return frozenset(self.refs())

    def holds(self, ref: Ref) -> bool:
        """Tell whether a section is among them."""
        if self.total <= _READ_ALL:
            return ref in self._set
        own = {"term": {"at": self._snapshot.at(ref)}}
        return self._snapshot.count(filtered(*self._query, own)) > 0

    # the first ones
    def first(self, scored: Scored, order: Order) -> list[Match]:
        """Return the first sections in an order, scored."""
        best = Best(self._snapshot, self._query, self._literal_query, self._totals)
        found = best.first(Scorer(self._snapshot, scored), order)
        more = self._more(one.at >> PLACES for one in found) if order.collapse else {}
        self._snapshot.keep([one.source for one in found[-_KEPT:] if "text" in one.source])
        return [
            Match(
                self._snapshot.ref(one.at),
                one.score,
                one.literal,
                more.get(one.at >> PLACES, 0),
                one.parts if order.explain else {},
            )
            for one in found
        ]

    def _more(self, seqs: Iterable[int]) -> dict[int, int]:
        """Return how many other sections were found in each of some reports."""
        wanted = list(seqs)
        terms = {"terms": {"field": "seq", "size": max(1, len(wanted))}}
        query = filtered(SECTION, *self._query, {"terms": {"seq": wanted}})
        found = self._snapshot.search(query=query, aggs={"by": terms})["aggregations"]["by"]["buckets"]
        return {int(bucket["key"]): int(bucket["doc_count"]) - 1 for bucket in found}
