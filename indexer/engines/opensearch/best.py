"""The first sections that a query finds: in the order of the server, then of exact scores, in bands.

The server brings the likely best; those are scored as every engine does. Literal ones come before others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.layout import PLACES
from indexer.engines.opensearch.scoring import Scorer
from indexer.engines.opensearch.snapshot import Snapshot, filtered
from indexer.search.ports import Order

LOOKED_AT = 100  # sections that are scored here before the first page is told
_FEW = 200  # sections that are all scored
_FAR = 2  # bands before the last section wanted, whose texts are read
_BARE = ["doc", "at", "seq", "date"]
_BAND = 1000  # further down, so many are put in order together
_WITHIN = 5  # sections of a report that are looked at for its best one
_LITERAL = 1e4  # added to the score of what stands as typed, where scores break ties of dates
SOURCE = ["doc", "at", "seq", "heading", "text", "record", "title", "words", "latin", "stems",
           "heading_latin", "title_latin", "length", "numbered", "aside", "date"]  # fmt: skip


@dataclass(slots=True)
class Found:
    """A section that was read, as it is put in order."""

    at: int
    source: Mapping[str, Any]
    parts: dict[str, float]
    literal: bool

    @property
    def score(self) -> float:
        """Sum of what it gains."""
        return sum(self.parts.values())

    @property
    def key(self) -> tuple[bool, float]:
        """What sorts it: literal ones first, the best first."""
        return not self.literal, -self.score


@dataclass(frozen=True, slots=True)
class Class:
    """Sections that stand before or after all others."""

    query: list[Json]
    literal: bool
    size: int


class Best:
    """Puts the sections of one query in order; `total` are found, `literal` of them as typed."""

    def __init__(
        self, snapshot: Snapshot, query: list[Json], literal: Json | None, counts: tuple[int, int]
    ) -> None:
        self._snapshot, self._query, self._literal_query = snapshot, query, literal
        self.total, self.literal = counts

    def first(self, scorer: Scorer, order: Order) -> list[Found]:
        """Return the first sections in an order; collapsed, the first of each report."""
        most = min(order.most, self.total)
        if not most:
            return []
        if order.sort == "relevance":
            found = self._by_relevance(scorer, most, order.collapse)
        else:
            found = self._by_date(scorer, most, order)
        if order.collapse:
            best: dict[int, Found] = {}
            for one in found:
                best.setdefault(one.at >> PLACES, one)
            found = list(best.values())
        return found[: order.most]

    def _by_relevance(self, scorer: Scorer, most: int, collapse: bool) -> list[Found]:
        """Return the first sections, literal ones before others, each class in bands of exact scores."""
        if self._literal_query is None:
            classes = [(self._query, True, self.total)]
        else:
            others = {"bool": {"must_not": [self._literal_query]}}
            classes = [
                ([*self._query, self._literal_query], True, self.literal),
                ([*self._query, others], False, self.total - self.literal),
            ]
        found: list[Found] = []
        for query, literal, size in classes:
            wanted = min(size, most - (0 if collapse else len(found)))
            if wanted > 0:
                again = max(0, scorer.ranking.reranked - len(found))
                found += self._ranked(scorer, Class(query, literal, size), wanted, collapse, again)
        return found

    def _ranked(self, scorer: Scorer, sought: Class, most: int, collapse: bool, again: int) -> list[Found]:
        """Return the best sections of a class; `again` of them gain what their texts add."""
        bands = [sought.size if sought.size <= _FEW else LOOKED_AT]
        while sum(bands) < most:
            bands.append(_BAND)
        sort: list[Json] = [{"_score": "desc"}, _BY_DATE, _BY_PLACE]
        hits = self._hits(scorer.query(sought.query), sort, sum(bands), collapse and sought.size > sum(bands))
        found = [_scored(hit, scorer, sought.literal) for hit in hits]
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

    def _by_date(self, scorer: Scorer, most: int, order: Order) -> list[Found]:
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
        found = [_scored(hit, scorer, not literal or hit["at"] in held) for hit in hits]
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


_BY_DATE: Json = {"date": {"order": "desc", "missing": "_last"}}
_BY_PLACE: Json = {"at": "asc"}


def _scored(hit: Mapping[str, Any], scorer: Scorer, literal: bool) -> Found:
    return Found(hit["at"], hit, scorer.parts(hit) if "text" in hit else {}, literal)


def _in_order(found: Sequence[Found]) -> list[Found]:
    """Return sections with the best first; of equals the newest, then in the order of reading."""
    newest = sorted(
        sorted(found, key=lambda one: one.at), key=lambda one: one.source.get("date", ""), reverse=True
    )
    return sorted(newest, key=lambda one: one.key)


def _ats(hits: Sequence[Mapping[str, Any]]) -> Json:
    return {"terms": {"at": [hit["at"] for hit in hits]}}
