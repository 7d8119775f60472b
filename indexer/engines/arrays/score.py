"""How well a section answers: BM25 by field, then nearness of the terms for the best of them.

BM25 as in Robertson and Zaragoza 2009. Nearness: the most of the query's terms, by their weight in
the collection, that stand within one window; what a reader takes in at a glance.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.postings import Ids
from indexer.engines.arrays.snapshot import Floats, Snapshot
from indexer.engines.whoosh.schema import PLAIN, UNIGRAM, WEIGHTS
from indexer.model.query import Fuzzy, Leaf, Phrase, Prefix, Run, Word
from indexer.search.matching import Expansions
from indexer.text.analysis import described, grams, stem, words

K1, B = 1.2, 0.75
WINDOW = 50  # characters
NEARNESS = 1.0
RARE_UNIGRAM = 0.2  # of a bigram, within the window
AS_TYPED = 0.5  # for a run that stands in the very characters of the query
_FREQUENT = 8  # a term in one document of so many has its gains in an array over all of them
_SHORTEST_WORD = 2  # characters of a word in the index
_FAR = 16  # times as long a list is sought in rather than gone through

_NONE: Ids = np.zeros(0, dtype=np.int32)
_Fields = tuple[tuple[str, float], ...]  # in which a term is sought, and what it weighs there


class Scorer:
    """Scores of one query's leaves on one snapshot."""

    def __init__(self, snapshot: Snapshot, leaves: Sequence[Leaf], expansions: Expansions) -> None:
        self._snapshot = snapshot
        self._leaves = leaves
        self._expansions = expansions

    @cached_property
    def _terms(self) -> dict[str, _Fields]:
        """Each term once: what it gains in its fields is kept together."""
        terms: dict[str, _Fields] = {}
        for leaf in _flat(self._leaves):
            if isinstance(leaf, Run):
                found = terms_of(leaf, tuple(map(self._words, described(leaf.text))))
            elif isinstance(leaf, Word):
                found = terms_of(leaf)
            else:
                alone = (("latin", WEIGHTS["latin"]),)
                found = tuple((term, alone) for term in self._expansions.get(leaf, ()))
            for term, fields in found:
                known = terms.setdefault(term, fields)
                if known != fields:
                    terms[term] = tuple(dict.fromkeys((*known, *fields)))
        return terms

    def _words(self, piece: str) -> tuple[str, ...]:
        """The words of a piece that the index may have; for what is one of them jieba need not be loaded."""
        if self._snapshot.idf("words", piece):
            return (piece,)
        return words(piece) if len(piece) > _SHORTEST_WORD else ()

    def bm25(self, ids: Ids) -> Floats:
        """BM25 of each of the sections; ids ascend."""
        scores = np.zeros(len(ids), dtype=np.float32)
        spread: Floats | None = None
        for term, fields in self._terms.items():
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
        return scores if spread is None else scores + spread[ids]

    def extra(self, doc: int) -> float:
        """What a section's score gains for nearness and for what stands as typed."""
        return sum(self._extras(doc).values())

    def _extras(self, doc: int) -> dict[str, float]:
        return {"nearness": NEARNESS * self._nearness(doc), "as_typed": AS_TYPED * self._typed(doc)}

    @cached_property
    def most_extra(self) -> float:
        """The extras of a section at best."""
        return NEARNESS * self._nearest + AS_TYPED * bool(self._runs)

    def most_extra_of(self, doc: int) -> float:
        """The same for a section that has only some of the terms."""
        text = self._snapshot.text(doc)
        near = sum(weight for term, weight in self._near_terms.items() if term in text)
        return NEARNESS * near + AS_TYPED * bool(self._runs)

    def explain(self, doc: int) -> dict[str, float]:
        """The parts of a section's score by field, nearness and as-typed included."""
        parts: dict[str, float] = {}
        for term, fields in self._terms.items():
            for field, weight in fields:
                ids, tf = self._snapshot.postings(field, term)
                place = int(ids.searchsorted(doc))
                if place < len(ids) and ids[place] == doc:
                    one = slice(place, place + 1)
                    gain = weight * float(self._saturated(field, term, ids[one], tf[one])[0])
                    parts[field] = parts.get(field, 0.0) + gain
        return {**parts, **self._extras(doc)}

    def _gains(self, term: str, fields: _Fields) -> tuple[Ids, Floats]:
        """(sections, BM25 of each) of a term in some fields; for a frequent one (none, of all documents)."""
        found: tuple[Ids, Floats] = self._snapshot.cached(
            ("gains", term, fields), lambda: self._computed(term, fields)
        )
        return found

    def _computed(self, term: str, fields: _Fields) -> tuple[Ids, Floats]:
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
        snapshot = self._snapshot
        norm = 1.0 if field in PLAIN else 1 - B + B * snapshot.lengths[ids] / snapshot.mean_length
        gains: npt.NDArray[np.floating[Any]] = snapshot.idf(field, term) * tf * (K1 + 1) / (tf + K1 * norm)
        return gains

    def _typed(self, doc: int) -> bool:
        return bool(self._runs) and self._snapshot.typed(doc, self._runs)

    def _nearness(self, doc: int) -> float:
        if len(self._near_terms) < 2:
            return 0.0
        folded = self._snapshot.text(doc)
        if self._whole and self._whole in folded:
            return self._nearest
        return nearest(folded, self._near_terms)

    @cached_property
    def _runs(self) -> list[str]:
        return [leaf.shown for leaf in _flat(self._leaves) if isinstance(leaf, Run) and leaf.shown]

    @cached_property
    def _whole(self) -> str:
        """The run that is all of the query: where it stands, all terms are as near as can be."""
        match self._leaves:
            case [Run(text)] if len(text) <= WINDOW:
                return text
        return ""

    @cached_property
    def _near_terms(self) -> dict[str, float]:
        weights = {}
        for term, fields in self._terms.items():
            for field, _ in fields:
                if field in ("han", "latin") and (idf := self._snapshot.idf(field, term)):
                    weights[term] = idf * (WEIGHTS[field] if len(term) > 1 else RARE_UNIGRAM)
        return weights

    @cached_property
    def _nearest(self) -> float:
        """Nearness where all terms stand side by side."""
        return sum(self._near_terms.values())


@lru_cache(maxsize=1024)
def terms_of(leaf: Run | Word, words_of: tuple[tuple[str, ...], ...] = ()) -> tuple[tuple[str, _Fields], ...]:
    """The terms that a leaf is scored by; a run comes with the words of each of its pieces."""
    fields: dict[str, dict[tuple[str, float], None]] = {}
    for field, term, weight in _scored(leaf, words_of):
        fields.setdefault(term, {})[field, weight] = None
    return tuple((term, tuple(pairs)) for term, pairs in fields.items())


def _scored(leaf: Run | Word, words_of: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, str, float]]:
    """(field, term, weight)."""
    if isinstance(leaf, Run):
        for piece, several in zip(described(leaf.text), words_of, strict=True):
            for gram in grams(piece):
                weight = UNIGRAM if len(gram) == 1 else 1.0
                for field in ("han", *PLAIN):
                    yield field, gram, WEIGHTS[field] * weight
            for word in several:
                yield "words", word, WEIGHTS["words"]
        return
    for part in dict.fromkeys((*leaf.parts, "".join(leaf.parts))):
        yield "latin", part, WEIGHTS["latin"]
        for field in PLAIN:
            yield field, part, WEIGHTS[field] * WEIGHTS["latin"]
    for part in leaf.parts:
        yield "stems", stem(part), WEIGHTS["stems"]


def nearest(text: str, weights: Mapping[str, float], window: int = WINDOW) -> float:
    """The greatest sum of weights of different terms that begin within `window` characters."""
    places: list[tuple[int, str]] = []
    present = 0
    for term in weights:
        start = text.find(term)
        present += start >= 0
        while start >= 0:
            places.append((start, term))
            start = text.find(term, start + len(term))
    places.sort()
    inside: dict[str, int] = {}  # terms within the window, each with the number of its places there
    best = current = 0.0
    first = 0
    for start, term in places:
        while places[first][0] < start - window:
            left = places[first][1]
            inside[left] -= 1
            if not inside[left]:
                del inside[left]
                current -= weights[left]
            first += 1
        if term not in inside:
            inside[term] = 0
            current += weights[term]
            best = max(best, current)
            if len(inside) == present:  # no more can be together
                break
        inside[term] += 1
    return best


def _flat(leaves: Iterable[Leaf]) -> Iterable[Run | Word | Prefix | Fuzzy]:
    for leaf in leaves:
        if isinstance(leaf, Phrase):
            yield from leaf.parts
        else:
            yield leaf
