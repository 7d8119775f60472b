"""What sections are scored by: their terms, counted anew for whatever is asked, and BM25 by the book."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from indexer.search import completions
from indexer.search.ports import Ref, Scored, Stored
from indexer.search.ranking import Extras, Fields, Ranking, terms_of
from indexer.text.analysis import Terms, analyze, terms, words


class Scoring:
    """The bags of terms of all sections, and what a query gains by them."""

    def __init__(self, sections: Sequence[Stored], aside: Collection[Ref]) -> None:
        """`aside` has the sections that text outranks."""
        self._sections, self._aside = sections, aside
        self._idfs: dict[tuple[str, str], float] = {}

    @cached_property
    def _bodies(self) -> list[Terms]:
        return [terms(analyze(one.folded)) for one in self._sections]

    @cached_property
    def _bags(self) -> list[dict[str, Counter[str]]]:
        return [_bags(*pair) for pair in zip(self._sections, self._bodies, strict=True)]

    def bags(self, field: str) -> Iterator[Counter[str]]:
        """Yield the terms of each section in a field."""
        return (bags[field] for bags in self._bags)

    def frequency(self, field: str, term: str) -> int:
        """Count the sections with a term of a field."""
        return sum(term in bag for bag in self.bags(field))

    def idf(self, field: str, term: str) -> float:
        """Return the inverse document frequency of a term, 0 where no section has it."""
        if (field, term) not in self._idfs:
            df, every = self.frequency(field, term), len(self._sections)
            self._idfs[field, term] = math.log1p((every - df + 0.5) / (df + 0.5)) if df else 0.0
        return self._idfs[field, term]

    def bm25(self, refs: Iterable[Ref], scored: Scored) -> dict[Ref, dict[str, float]]:
        """Return the BM25 of sections by field."""
        sought = _sought(scored)
        return {ref: self._by_field(ref, sought, scored.ranking) for ref in refs}

    def _by_field(self, ref: Ref, sought: Mapping[str, Fields], ranking: Ranking) -> dict[str, float]:
        parts: defaultdict[str, float] = defaultdict(float)
        length, mean = self._bodies[ref].length, self._mean_length
        for term, fields in sought.items():
            for field, weight in fields:
                if tf := self._bags[ref][field][term]:
                    k = ranking.k1 * ranking.norm(field, length, mean)
                    parts[field] += weight * self.idf(field, term) * tf * (ranking.k1 + 1) / (tf + k)
        if ref in self._aside:
            parts["aside"] = -ranking.aside * sum(parts.values())
        return dict(parts)

    @cached_property
    def _mean_length(self) -> float:
        return max(1.0, sum(body.length for body in self._bodies) / len(self._bodies))

    def extras(self, scored: Scored) -> Extras:
        """Return what the best sections gain beside BM25."""
        return Extras(scored.leaves, _sought(scored), self.idf, scored.ranking)


def _sought(scored: Scored) -> dict[str, Fields]:
    return terms_of(scored.leaves, scored.expansions, scored.ranking, words)


def _bags(stored: Stored, body: Terms) -> dict[str, Counter[str]]:
    head = terms(analyze(stored.section.heading if stored.section.path else ""))
    title = terms(analyze(stored.report.title))
    return {
        "han": body.han,
        "words": body.words,
        "latin": body.latin,
        "stems": body.stems,
        "heading": head.han + head.latin,
        "title": title.han + title.latin,
        "complete": Counter(completions.of_section(stored.section)),
    }
