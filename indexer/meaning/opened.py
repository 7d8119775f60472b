"""The vectors of some sections as floats, for several vectors to be compared with all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.meaning.codes import unpacked
from indexer.meaning.encoder import DIMENSIONS, Floats
from indexer.meaning.shard import CLAUSE_BITS, PASSAGE_BITS, Ints, Shard, ranges

_FAR = np.float32(-1)  # of a section without vectors


@dataclass(frozen=True, slots=True)
class Opened:
    """Passages and clauses of sections: (vectors, DIMENSIONS), and of which section each is, rising."""

    size: int
    passages: tuple[Floats, Ints]
    clauses: tuple[Floats, Ints]

    def nearness(self, vectors: Floats) -> Floats:
        """Return how near each section is to vectors (n, DIMENSIONS), as `Vectors.near` has it: (n, size)."""
        near: Floats = (
            self._best(vectors, *self.passages) + self._best(vectors, *self.clauses)
        ) / np.float32(2)
        return near

    def _best(self, vectors: Floats, held: Floats, of: Ints) -> Floats:
        """Return the best product of each section with each vector: (n, size)."""
        best = np.full((len(vectors), self.size), _FAR, dtype=np.float32)
        if len(of):
            starts = np.flatnonzero(np.diff(of, prepend=-1))
            best[:, of[starts]] = np.maximum.reduceat(vectors @ held.T, starts, axis=1)
        return best


def opened(shards: Sequence[Shard], rows: Ints) -> Opened:
    """Open sections by their rows: shard, first passage, end (size, 3), -1 for one without vectors."""
    passages: list[tuple[Floats, Ints]] = []
    clauses: list[tuple[Floats, Ints]] = []
    for number, shard in enumerate(shards):
        inside = np.flatnonzero((rows[:, 0] == number) & (rows[:, 1] < rows[:, 2])).astype(np.int32)
        if not len(inside):
            continue
        starts, ends = rows[inside, 1], rows[inside, 2]
        places, of = ranges(starts, ends), np.repeat(inside, ends - starts)
        first, last = shard.first_clause[places], shard.first_clause[places + 1]
        cut = ranges(first, last)
        whole = unpacked(shard.passage[places], shard.passage_spread[places], shard.centre, PASSAGE_BITS)
        part = unpacked(shard.clause[cut], shard.clause_spread[cut], shard.centre, CLAUSE_BITS)
        alone = first == last  # a passage of one clause is its own clause
        passages.append((whole, of))
        clauses += [(part, np.repeat(of, last - first)), (whole[alone], of[alone])]
    return Opened(len(rows), _in_order(passages), _in_order(clauses))


def _in_order(parts: Sequence[tuple[Floats, Ints]]) -> tuple[Floats, Ints]:
    if not parts:
        return np.zeros((0, DIMENSIONS), np.float32), np.zeros(0, np.int32)
    vectors, of = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    order = np.argsort(of, kind="stable")
    return vectors[order].astype(np.float32), of[order]
