"""What sections are scored by: the server brings the likely best, which are then scored as every engine does.

Lucene rounds lengths and counts terms that were deleted. So its order says only which sections are looked at;
BM25 and what is added to it are computed here, from their texts and exact counts.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.snapshot import SECTION, Snapshot, filtered
from indexer.search.ports import Scored
from indexer.search.ranking import PLAIN, Extras, Fields, terms_of
from indexer.text.analysis import words
from indexer.text.fold import fold
from indexer.text.scripts import IS_CJK

_CLAUSES = 900  # of a query; a cluster takes 1,024
_COUNTED = 500  # terms counted at once
_ASIDE = "aside"


def field_of(field: str, term: str) -> str:
    """Return where the server has a term of one of our fields."""
    name = "text" if field == "han" else field
    if field in ("words", "latin", "stems"):
        return name
    if not IS_CJK[ord(term[0])]:
        return f"{name}_latin"
    return name if len(term) == 1 else f"{name}.pairs"


def term_query(field: str, term: str) -> Json:
    """Return the query of the sections with a term of a field."""
    query: Json = {"term": {field_of(field, term): term}}
    return filtered(query, {"term": {"numbered": True}}) if field == "heading" else query


def frequencies(snapshot: Snapshot, pairs: Iterable[tuple[str, str]]) -> None:
    """Count the sections with each term of a field, those not yet known all at once."""
    missing = [pair for pair in dict.fromkeys(pairs) if not snapshot.knows(("df", *pair))]
    for start in range(0, len(missing), _COUNTED):
        some = missing[start : start + _COUNTED]
        filters = {str(number): term_query(*pair) for number, pair in enumerate(some)}
        found = snapshot.search(query=filtered(SECTION), aggs={"df": {"filters": {"filters": filters}}})
        for number, pair in enumerate(some):
            count = int(found["aggregations"]["df"]["buckets"][str(number)]["doc_count"])
            snapshot.cached(("df", *pair), lambda count=count: count)  # type: ignore[misc]


def frequency(snapshot: Snapshot, field: str, term: str) -> int:
    """Count the sections with a term of a field."""
    frequencies(snapshot, [(field, term)])
    return snapshot.cached(("df", field, term), lambda: 0)


class Scorer:
    """Scores of one query's leaves on one state."""

    def __init__(self, snapshot: Snapshot, scored: Scored) -> None:
        self._snapshot, self._scored, self.ranking = snapshot, scored, scored.ranking

    @cached_property
    def terms(self) -> dict[str, Fields]:
        """Each term with the fields that it is sought in; all counted."""
        found = terms_of(self._scored.leaves, self._scored.expansions, self.ranking, words)
        frequencies(self._snapshot, [(field, term) for term, fields in found.items() for field, _ in fields])
        return found

    def _idf(self, field: str, term: str) -> float:
        df, every = frequency(self._snapshot, field, term), self._snapshot.size[1]
        return math.log1p((every - df + 0.5) / (df + 0.5)) if df else 0.0

    @cached_property
    def extras(self) -> Extras:
        """What the best sections gain beside BM25."""
        return Extras(self._scored.leaves, self.terms, self._idf, self.ranking)

    def query(self, among: Sequence[Json], some: bool = False) -> Json:
        """Return the query that orders the sections that satisfy some queries; `some` term must be there."""
        clauses = sorted(self._sought, key=lambda one: -one[2])[:_CLAUSES]
        weights = {(field, term): weight for term, fields in self.terms.items() for field, weight in fields}
        should = [
            {"term": {field_of(field, term): {"value": term, "boost": weights[field, term]}}}
            for field, term, _ in clauses
        ]
        least = {"minimum_should_match": 1} if some and should else {}
        positive = {"bool": {"filter": [SECTION, *among], "should": should, **least}}
        negative = {"term": {"aside": True}}
        return {
            "boosting": {"positive": positive, "negative": negative, "negative_boost": 1 - self.ranking.aside}
        }

    @cached_property
    def _mean_length(self) -> float:
        return self._snapshot.cached("mean length", self._mean)

    def _mean(self) -> float:
        found = self._snapshot.search(query=filtered(SECTION), aggs={"mean": {"avg": {"field": "length"}}})
        return max(1.0, float(found["aggregations"]["mean"]["value"] or 1.0))

    @cached_property
    def _sought(self) -> list[tuple[str, str, float]]:
        """(field, term, what it gains at most) of each term that some section has."""
        pairs = ((term, field, weight) for term, fields in self.terms.items() for field, weight in fields)
        gains = ((field, term, weight * self._idf(field, term)) for term, field, weight in pairs)
        return [one for one in gains if one[2]]

    def parts(self, source: Mapping[str, Any]) -> dict[str, float]:
        """Return the BM25 of a section by field."""
        parts: dict[str, float] = {}
        bags, k1 = _Bags(source), self.ranking.k1
        damping = k1 * self.ranking.norm("han", source["length"], self._mean_length)
        for field, term, gain in self._sought:
            if tf := bags.count(field, term):
                k = k1 if field in PLAIN else damping
                parts[field] = parts.get(field, 0.0) + gain * tf * (k1 + 1) / (tf + k)
        if source.get(_ASIDE):
            parts[_ASIDE] = -self.ranking.aside * sum(parts.values())
        return parts

    def gained(self, source: Mapping[str, Any]) -> dict[str, float]:
        """Return what a section gains for nearness and for what stands as typed."""
        heading = source["heading"]
        return self.extras.of(fold(source["text"]), heading, source["text"][len(heading) + 1 :])


class _Bags:
    """How often a document of the cluster has a term of one of our fields."""

    def __init__(self, source: Mapping[str, Any]) -> None:
        self._source = source
        self._folded: dict[str, str] = {}

    def count(self, field: str, term: str) -> int:
        """Count a term of a field."""
        if field in PLAIN or field == "han":
            if IS_CJK[ord(term[0])]:
                return self._in_text("text" if field == "han" else field, term)
            field = f"{field}_latin"
        terms: list[str] = self._source.get(field, [])
        return terms.count(term)

    def _in_text(self, field: str, term: str) -> int:
        if field == "heading" and not self._source["numbered"]:
            return 0
        if field not in self._folded:
            self._folded[field] = fold(self._source.get(field, ""))
        text = self._folded[field]
        if len(term) == 1 or term[0] != term[1]:
            return text.count(term)
        return sum(text.startswith(term, place) for place in range(len(text)))  # 人人人 has 人人 twice
