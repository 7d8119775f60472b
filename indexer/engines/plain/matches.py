"""Sections found, counted and put in order."""

from collections import Counter
from collections.abc import Mapping, Sequence

from indexer.engines.plain.scoring import Scoring
from indexer.engines.plain.values import Values
from indexer.model.search import Facets
from indexer.search.ports import Match, Order, Ref, Scored, Stored


class PlainMatches:
    """The sections that a query finds, as a list."""

    def __init__(
        self, sections: Sequence[Stored], values: Values, scoring: Scoring, refs: list[Ref], literal: set[Ref]
    ) -> None:
        self._sections, self._values, self._scoring = sections, values, scoring
        self._refs, self._literal = refs, literal
        self._reports = Counter(map(self._report, refs))
        self.total, self.literal, self.reports = len(refs), len(literal), len(self._reports)

    def _report(self, ref: Ref) -> str:
        return self._sections[ref].report.id

    def facets(self) -> Facets:
        """Count the sections by the values of each facet."""
        return self._values.facets(self._refs)

    def refs(self) -> list[Ref]:
        """Return the sections in the order of their numbers."""
        return self._refs

    def holds(self, ref: Ref) -> bool:
        """Tell whether a section is among them."""
        return ref in self._refs

    def first(self, scored: Scored, order: Order) -> list[Match]:
        """Return the first sections in an order, scored."""
        parts, extras = self._scoring.bm25(self._refs, scored), self._scoring.extras(scored)
        for ref in self._sorted("relevance", parts)[: scored.ranking.reranked]:
            stored = self._sections[ref]
            parts[ref] |= extras.of(stored.folded, stored.section.heading, stored.section.text)
        refs = self._sorted(order.sort, parts)
        if order.collapse:
            best: dict[str, Ref] = {}
            for ref in refs:
                best.setdefault(self._report(ref), ref)
            refs = list(best.values())
        return [
            Match(
                ref,
                sum(parts[ref].values()),
                ref in self._literal,
                self._reports[self._report(ref)] - 1 if order.collapse else 0,
                parts[ref] if order.explain else {},
            )
            for ref in refs[: order.most]
        ]

    def _sorted(self, sort: str, parts: Mapping[Ref, Mapping[str, float]]) -> list[Ref]:
        """Return the sections in an order; what decides in one breaks the ties of the other."""

        def rank(ref: Ref) -> tuple[bool, float]:
            return ref not in self._literal, -sum(parts[ref].values())

        def date(ref: Ref) -> str:
            return self._sections[ref].report.metadata.date[:10]

        if sort == "relevance":
            return sorted(sorted(self._refs, key=date, reverse=True), key=rank)
        in_order = sorted(sorted(self._refs, key=rank), key=date, reverse=sort == "newest")
        return sorted(in_order, key=lambda ref: not date(ref))  # undated ones last
