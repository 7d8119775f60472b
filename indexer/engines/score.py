"""How well a section answers: BM25 by field, then nearness of the terms for the best of them.

BM25 as in Robertson and Zaragoza 2009. Nearness: the most of the query's terms, by their weight in
the collection, that stand within one window; what a reader takes in at a glance.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from indexer.analysis import described, grams, stem, words
from indexer.engines.postings import Ids
from indexer.engines.snapshot import Floats, Snapshot
from indexer.matching import Expansions
from indexer.query import Fuzzy, Leaf, Phrase, Prefix, Run, Word
from indexer.schema import PLAIN, UNIGRAM, WEIGHTS

K1, B = 1.2, 0.75
RERANKED = 50  # best sections by BM25 whose nearness is looked at
WINDOW = 50  # characters
NEARNESS = 1.0
RARE_UNIGRAM = 0.2  # of a bigram, within the window
AS_TYPED = 0.5  # for a run that stands in the very characters of the query

_Term = tuple[str, str, float]  # field, term, weight


class Scorer:
    """Scores of one query's leaves on one snapshot."""

    def __init__(self, snapshot: Snapshot, leaves: Sequence[Leaf], expansions: Expansions) -> None:
        self._snapshot = snapshot
        self._leaves = leaves
        self._expansions = expansions

    @cached_property
    def _terms(self) -> list[_Term]:
        return list(dict.fromkeys(self._scored(self._leaves)))

    def bm25(self) -> Floats:
        """BM25 of every section."""
        scores = np.zeros(self._snapshot.size, dtype=np.float32)
        for field, term, weight in self._terms:
            ids, gains = self._gains(field, term, weight)
            scores[ids] += gains
        return scores

    def extras(self, ids: Ids) -> dict[int, dict[str, float]]:
        """Nearness and as-typed bonus of each section."""
        near = self._near_terms
        runs = [leaf.shown for leaf in _flat(self._leaves) if isinstance(leaf, Run) and leaf.shown]
        found = {}
        for doc, folded in self._snapshot.folded(ids):
            typed = bool(runs) and self._snapshot.typed(doc, runs)
            nearness = NEARNESS * nearest(folded, near) if len(near) > 1 else 0.0
            found[doc] = {"nearness": nearness, "as_typed": AS_TYPED * typed}
        return found

    def explain(self, doc: int) -> dict[str, float]:
        """The parts of a section's score by field, nearness and as-typed included."""
        parts: dict[str, float] = {}
        for field, term, weight in self._terms:
            ids, gains = self._gains(field, term, weight)
            place = int(np.searchsorted(ids, doc))
            if place < len(ids) and ids[place] == doc:
                parts[field] = parts.get(field, 0.0) + float(gains[place])
        return {**parts, **self.extras(np.array([doc], dtype=np.int32))[doc]}

    def _gains(self, field: str, term: str, weight: float) -> tuple[Ids, Floats]:
        snapshot = self._snapshot
        ids, _ = snapshot.postings(field, term)
        (gains,) = snapshot.cached(("gains", field, term), lambda: (self._saturated(field, term),))
        return ids, gains * np.float32(weight * self._idf(field, term))

    def _saturated(self, field: str, term: str) -> Floats:
        """BM25 of the term's sections before weight and rarity."""
        snapshot = self._snapshot
        ids, tf = snapshot.postings(field, term)
        norm = 1.0 if field in PLAIN else 1 - B + B * snapshot.lengths[ids] / snapshot.mean_length
        gains: Floats = (tf * (K1 + 1) / (tf + K1 * norm)).astype(np.float32)
        return gains

    def _idf(self, field: str, term: str) -> float:
        df = len(self._snapshot.postings(field, term)[0])
        return float(np.log1p((self._snapshot.section_count - df + 0.5) / (df + 0.5))) if df else 0.0

    def _scored(self, leaves: Iterable[Leaf]) -> Iterable[_Term]:
        for leaf in _flat(leaves):
            match leaf:
                case Run(text):
                    for piece in described(text):
                        for gram in grams(piece):
                            weight = UNIGRAM if len(gram) == 1 else 1.0
                            for field in ("han", *PLAIN):
                                yield field, gram, WEIGHTS[field] * weight
                        for word in words(piece):
                            yield "words", word, WEIGHTS["words"]
                case Word(parts):
                    for part in dict.fromkeys((*parts, "".join(parts))):
                        yield "latin", part, WEIGHTS["latin"]
                        for field in PLAIN:
                            yield field, part, WEIGHTS[field] * WEIGHTS["latin"]
                    for part in parts:
                        yield "stems", stem(part), WEIGHTS["stems"]
                case Prefix() | Fuzzy():
                    for term in self._expansions.get(leaf, ()):
                        yield "latin", term, WEIGHTS["latin"]

    @cached_property
    def _near_terms(self) -> dict[str, float]:
        weights = {}
        for field, term, _ in self._terms:
            if field in ("han", "latin") and (idf := self._idf(field, term)):
                weights[term] = idf * (WEIGHTS[field] if len(term) > 1 else RARE_UNIGRAM)
        return weights


def nearest(text: str, weights: Mapping[str, float], window: int = WINDOW) -> float:
    """The greatest sum of weights of different terms that begin within `window` characters."""
    present = [term for term in weights if term in text]
    places = sorted((match.start(), term) for term in present for match in re.finditer(re.escape(term), text))
    inside: dict[str, int] = {}
    best = current = 0.0
    first = 0
    for start, term in places:
        inside[term] = inside.get(term, 0) + 1
        if inside[term] == 1:
            current += weights[term]
        while places[first][0] < start - window:
            left = places[first][1]
            inside[left] -= 1
            if not inside[left]:
                current -= weights[left]
            first += 1
        best = max(best, current)
    return best


def _flat(leaves: Iterable[Leaf]) -> Iterable[Run | Word | Prefix | Fuzzy]:
    for leaf in leaves:
        if isinstance(leaf, Phrase):
            yield from leaf.parts
        else:
            yield leaf
