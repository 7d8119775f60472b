"""Sections found in the cluster: counted there, the best of them scored here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.compiled import buckets
from indexer.engines.opensearch.facets import facet_aggs, facets_of
from indexer.engines.opensearch.layout import PLACES
from indexer.engines.opensearch.named import Named
from indexer.engines.opensearch.scoring import Scorer
from indexer.engines.opensearch.snapshot import SECTION, Snapshot, filtered
from indexer.model.search import Facets
from indexer.search.ports import Match, Order, Ref, Scored

LOOKED_AT = 100  # sections that are scored here before the first page is told
_FAR = 2  # bands before the last section wanted, whose texts are read
_BARE = ["doc", "at", "seq", "date"]
_KEPT = 200  # sections that a page may show
_READ_ALL = 10_000  # sections whose numbers are sooner read than asked for one by one
_BAND = 1000  # further down, so many are put in order together
_WITHIN = 5  # sections of a report that are looked at for its best one
_COUNTED = 60_000  # reports that one answer may count; a cluster gives up above 65,535
_LITERAL = 1e4  # added to the score of what stands as typed, where scores break ties of dates
SOURCE = ["doc", "at", "seq", "heading", "text", "record", "title", "words", "latin", "stems",
           "heading_latin", "title_latin", "length", "numbered", "aside", "date"]  # fmt: skip


@dataclass(slots=True)
class _Found:
    """A section that was read, as it is put in order."""

    at: int
    source: Mapping[str, Any]
    parts: dict[str, float]
    literal: bool

    @property
    def score(self) -> float:
        return sum(self.parts.values())

    @property
    def key(self) -> tuple[bool, float]:
        return not self.literal, -self.score


@dataclass(frozen=True, slots=True)
class _Class:
    """Sections that stand before or after all others."""

    query: list[Json]
    literal: bool
    size: int


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
        scorer = Scorer(self._snapshot, scored)
        most = min(order.most, self.total)
        if not most:
            return []
        if order.sort == "relevance":
            found = self._by_relevance(scorer, most, order.collapse)
        else:
            found = self._by_date(scorer, most, order)
        if order.collapse:
            best: dict[int, _Found] = {}
            for one in found:
                best.setdefault(one.at >> PLACES, one)
            found = list(best.values())
        found = found[: order.most]
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

    def _by_relevance(self, scorer: Scorer, most: int, collapse: bool) -> list[_Found]:
        """Return the first sections, literal ones before others, each class in bands of exact scores."""
        if self._literal_query is None:
            classes = [(self._query, True, self.total)]
        else:
            others = {"bool": {"must_not": [self._literal_query]}}
            classes = [
                ([*self._query, self._literal_query], True, self.literal),
                ([*self._query, others], False, self.total - self.literal),
            ]
        found: list[_Found] = []
        for query, literal, size in classes:
            wanted = min(size, most - (0 if collapse else len(found)))
            if wanted > 0:
                again = max(0, scorer.ranking.reranked - len(found))
                found += self._ranked(scorer, _Class(query, literal, size), wanted, collapse, again)
        return found

    def _ranked(
        self, scorer: Scorer, sought: "_Class", most: int, collapse: bool, again: int
    ) -> list[_Found]:
        """Return the best sections of a class; `again` of them gain what their texts add."""
        bands = [LOOKED_AT]
        while sum(bands) < most:
            bands.append(_BAND)
        sort: list[Json] = [{"_score": "desc"}, _BY_DATE, _BY_PLACE]
        hits = self._hits(scorer.query(sought.query), sort, sum(bands), collapse and sought.size > sum(bands))
        found = [_found(hit, scorer, sought.literal) for hit in hits]
        start, ordered = 0, []
        for band in bands:
            some = found[start : start + band]
            if all("text" in one.source for one in some):
                some = _in_order(some)
                for one in some[:again] if start == 0 else ():
                    one.parts |= scorer.gained(one.source)
                some = _in_order(some)
            ordered += some
            start += band
        return ordered

    def _by_date(self, scorer: Scorer, most: int, order: Order) -> list[_Found]:
        query = scorer.query(self._query)
        literal = self._literal_query
        if literal:
            first = {"constant_score": {"filter": literal, "boost": _LITERAL}}
            query = {"bool": {"must": [query], "should": [first]}}
        way = "desc" if order.sort == "newest" else "asc"
        by_date = {"date": {"order": way, "missing": "_last"}}
        several = order.collapse and most < self.total
        hits = self._hits(query, [by_date, {"_score": "desc"}, _BY_PLACE], most, several)
        held = set(self._snapshot.ats(filtered(*self._query, literal, _ats(hits)))) if literal else set()
        found = [_found(hit, scorer, not literal or hit["at"] in held) for hit in hits]
        best = sorted(found, key=lambda one: one.key)[: scorer.ranking.reranked]
        for one in best if len(found) == self.total else ():
            if "text" in one.source:
                one.parts |= scorer.gained(one.source)
        return found

    def _hits(self, query: Json, sort: list[Json], most: int, collapse: bool) -> list[Mapping[str, Any]]:
        """Return the documents of the first sections in an order of the server, of a report some of its best.

        Of more reports than one answer has, all sections are gone through. Those far before the last one
        wanted, which no page shows, come without their texts.
        """
        body: Json = {"query": query, "sort": sort, "track_total_hits": False}
        if collapse and most <= _BAND:
            inner = {"name": "own", "size": _WITHIN, "sort": sort, "_source": SOURCE}
            once: Json = {"field": "report", "inner_hits": inner}
            hits = self._snapshot.search(**body, size=most, collapse=once, _source=False)
            return [
                one["_source"]
                for hit in hits["hits"]["hits"]
                for one in hit["inner_hits"]["own"]["hits"]["hits"]
            ]
        found: list[Mapping[str, Any]] = []
        after: list[Any] | None = None
        reports: set[int] = set()
        while (len(reports) if collapse else len(found)) < most:
            bare = collapse or len(found) + _FAR * _BAND < most
            size = _BAND if collapse else min(_BAND, most - len(found))
            here = {**body, "size": size, "_source": _BARE if bare else SOURCE}
            page = self._snapshot.search(**here, **({"search_after": after} if after else {}))
            hits = page["hits"]["hits"]
            found += [hit["_source"] for hit in hits]
            reports.update(hit["_source"]["seq"] for hit in hits if collapse)
            if len(hits) < size:
                break
            after = hits[-1]["sort"]
        return found

    def _more(self, seqs: Iterable[int]) -> dict[int, int]:
        """Return how many other sections were found in each of some reports."""
        wanted = list(seqs)
        terms = {"terms": {"field": "seq", "size": max(1, len(wanted))}}
        query = filtered(SECTION, *self._query, {"terms": {"seq": wanted}})
        found = self._snapshot.search(query=query, aggs={"by": terms})["aggregations"]["by"]["buckets"]
        return {int(bucket["key"]): int(bucket["doc_count"]) - 1 for bucket in found}


_BY_DATE: Json = {"date": {"order": "desc", "missing": "_last"}}
_BY_PLACE: Json = {"at": "asc"}


def _found(hit: Mapping[str, Any], scorer: Scorer, literal: bool) -> _Found:
    return _Found(hit["at"], hit, scorer.parts(hit) if "text" in hit else {}, literal)


def _in_order(found: Sequence[_Found]) -> list[_Found]:
    """Return sections with the best first; of equals the newest, then in the order of reading."""
    newest = sorted(
        sorted(found, key=lambda one: one.at), key=lambda one: one.source.get("date", ""), reverse=True
    )
    return sorted(newest, key=lambda one: one.key)


def _ats(hits: Sequence[Mapping[str, Any]]) -> Json:
    return {"terms": {"at": [hit["at"] for hit in hits]}}
