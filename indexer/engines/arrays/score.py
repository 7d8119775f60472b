"""BM25 of sections by field, from posting lists held as arrays (Robertson and Zaragoza 2009)."""

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.postings import Ids
from indexer.engines.arrays.snapshot import Floats, Snapshot
from indexer.search.ports import Scored
from indexer.search.ranking import PLAIN, Extras, Fields, terms_of
from indexer.text.analysis import words

_FREQUENT = 8  # a term in one document of so many has its gains in an array over all of them
_SHORTEST_WORD = 2  # characters of a word in the index
_FAR = 16  # times as long a list is sought in rather than gone through

_NONE: Ids = np.zeros(0, dtype=np.int32)


class Scorer:
    """Scores of one query's leaves on one snapshot."""

    def __init__(self, snapshot: Snapshot, scored: Scored) -> None:
        self._snapshot, self._scored, self.ranking = snapshot, scored, scored.ranking

    @cached_property
    def terms(self) -> dict[str, Fields]:
        """Each term once: what it gains in its fields is kept together."""
        return terms_of(self._scored.leaves, self._scored.expansions, self.ranking, self._words)

    @cached_property
    def extras(self) -> Extras:
        """What the best sections gain beside BM25."""
        return Extras(self._scored.leaves, self.terms, self._snapshot.idf, self.ranking)

    def _words(self, piece: str) -> tuple[str, ...]:
        """Return the words of a piece that the index may have; for what is one jieba need not be loaded."""
        if self._snapshot.idf("words", piece):
            return (piece,)
        return words(piece) if len(piece) > _SHORTEST_WORD else ()

    def bm25(self, ids: Ids) -> Floats:
        """BM25 of each of the sections; ids ascend."""
        scores = np.zeros(len(ids), dtype=np.float32)
        spread: Floats | None = None
        for term, fields in self.terms.items():
            held, gains = self._gains(term, fields)
            if not len(gains):
                continue
            if not len(held):
                scores += gains[ids]
            elif len(held) * _FAR < len(ids):
                places = ids.searchsorted(held)
                among = ids.take(places, mode="clip") == held
                scores[places[among]] += gains[among]
            elif len(ids) * _FAR < len(held):
                places = held.searchsorted(ids)
                scores += gains.take(places, mode="clip") * (held.take(places, mode="clip") == ids)
            else:
                if spread is None:
                    spread = np.zeros(self._snapshot.size, dtype=np.float32)
                spread[held] += gains
        scores = scores if spread is None else scores + spread[ids]
        scores[self._snapshot.aside[ids]] *= np.float32(1 - self.ranking.aside)
        return scores

    def extra(self, doc: int) -> float:
        """Return what a section's score gains for nearness and for what stands as typed."""
        return sum(self._gained(doc).values())

    def most_extra_of(self, doc: int) -> float:
        """Return the same at best, for a section that has only some of the terms."""
        return self.extras.most_of(self._snapshot.documents.text(doc))

    def _gained(self, doc: int) -> dict[str, float]:
        section = self._snapshot.documents.section(doc)
        return self.extras.of(self._snapshot.documents.text(doc), section.heading, section.text)

    def explain(self, doc: int) -> dict[str, float]:
        """Return the parts of a section's score by field, nearness and as-typed included."""
        parts: dict[str, float] = {}
        for term, fields in self.terms.items():
            for field, weight in fields:
                ids, tf = self._snapshot.postings(field, term)
                place = int(ids.searchsorted(doc))
                if place < len(ids) and ids[place] == doc:
                    one = slice(place, place + 1)
                    gain = weight * float(self._saturated(field, term, ids[one], tf[one])[0])
                    parts[field] = parts.get(field, 0.0) + gain
        if self._snapshot.aside[doc]:
            parts["aside"] = -self.ranking.aside * sum(parts.values())
        return {**parts, **self._gained(doc)}

    def _gains(self, term: str, fields: Fields) -> tuple[Ids, Floats]:
        """(sections, BM25 of each) of a term in some fields; for a frequent one (none, of all documents)."""
        found: tuple[Ids, Floats] = self._snapshot.cached(
            ("gains", term, fields, self.ranking), lambda: self._computed(term, fields)
        )
        return found

    def _computed(self, term: str, fields: Fields) -> tuple[Ids, Floats]:
        lists = [(field, weight, *self._snapshot.postings(field, term)) for field, weight in fields]
        found = [
            (ids, weight * self._saturated(field, term, ids, tf))
            for field, weight, ids, tf in lists
            if len(ids)
        ]
        if sum(len(ids) for ids, _ in found) * _FREQUENT >= self._snapshot.size:
            every = np.zeros(self._snapshot.size, dtype=np.float32)
            for ids, gains in found:
                every[ids] += gains
            return _NONE, every
        held, places = np.unique(np.concatenate([*(ids for ids, _ in found), _NONE]), return_inverse=True)
        summed = np.bincount(places, np.concatenate([*(gains for _, gains in found), _NONE]))
        return held.astype(np.int32), summed.astype(np.float32)

    def _saturated(self, field: str, term: str, ids: Ids, tf: Ids) -> npt.NDArray[np.floating[Any]]:
        """BM25 before weight of sections where a term has these frequencies."""
        snapshot, k1 = self._snapshot, self.ranking.k1
        norm = self._norms(field, ids)
        gains: npt.NDArray[np.floating[Any]] = snapshot.idf(field, term) * tf * (k1 + 1) / (tf + k1 * norm)
        return gains

    def _norms(self, field: str, ids: Ids) -> Any:
        """Return how much each section's length damps a term's frequency."""
        if field in PLAIN:
            return 1.0
        b = self.ranking.b
        return 1 - b + b * self._snapshot.lengths[ids] / self._snapshot.mean_length
