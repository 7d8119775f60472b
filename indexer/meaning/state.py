"""The vectors of one moment, which of them are looked at, and what nearness is usual among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.meaning.encoder import Floats
from indexer.meaning.hybrid import Ints
from indexer.meaning.opened import Opened
from indexer.meaning.vectors import Mask, Near, Vectors
from indexer.search.ports import Ref

BY_WORDS = 300  # sections that words find first and whose nearness is looked at
_SPREAD = 1.4826  # standard deviation of a normal distribution, in median deviations
_LEAST_SPREAD = 0.04
_SAMPLE = 128  # sections of each language whose nearness says what is usual
NO = np.float32(-2)  # the score of what is not near


@dataclass(frozen=True)
class State:
    """The vectors of one moment, and what nearness is usual among them."""

    vectors: Vectors
    written: int  # when the folder was last written to, ns

    @cached_property
    def _usual(self) -> tuple[Opened, Opened]:
        """Some sections in Chinese and some in Latin letters, the same each time."""
        held = self.vectors.sections()
        latin = self.vectors.language(held)
        rng = np.random.default_rng(1)
        some = [part[rng.permutation(len(part))[:_SAMPLE]] for part in (held[~latin], held[latin])]
        return self.vectors.opened(np.sort(some[0])), self.vectors.opened(np.sort(some[1]))

    def levels(self, vectors: Floats) -> tuple[Floats, Floats]:
        """Return what nearness to vectors (n, DIMENSIONS) is usual in Chinese and in Latin letters: (n, 2).

        The middle, and the spread about it by medians: of few sections the very one that is sought may be in
        the sample. Of a language that no section has both are those of the other.
        """
        near = [some.nearness(vectors) for some in self._usual if some.size]
        if not near:
            return np.zeros((len(vectors), 2), np.float32), np.ones((len(vectors), 2), np.float32)
        middle = np.stack([np.median(one, axis=1) for one in near], axis=1)
        off = [np.median(np.abs(one - middle[:, [i]]), axis=1) for i, one in enumerate(near)]
        spread = np.maximum(np.float32(_SPREAD) * np.stack(off, axis=1), np.float32(_LEAST_SPREAD))
        both = [0, 1] if len(near) == 2 else [0, 0]
        return middle[:, both].astype(np.float32), spread[:, both].astype(np.float32)

    def levelled(
        self, vector: Floats, sections: Ints, nearness: Floats, scores: Floats, said: Mask, least: float
    ) -> Floats:
        """Return the scores with either language at the same level, and what is not near at all at NO.

        Sections of the query's own language are nearer by mere language: each language's usual nearness,
        of a sample, is taken off. `said` tells which have a word of the query.
        """
        latin = self.vectors.language(sections).astype(np.int32)
        middles, spreads = self.levels(vector[None, :])
        middle, spread = middles[0, latin], spreads[0, latin]
        levelled: Floats = scores - (middle - middles.max())
        levelled[~said & (nearness < middle + np.float32(least) * spread)] = NO
        return levelled


def mask_of(allowed: Sequence[Ref] | None, size: int) -> Mask | None:
    """Return a truth value for each section: whether it is among the allowed ones; None for all."""
    if allowed is None:
        return None
    mask = np.zeros(size, dtype=np.bool_)
    mask[np.asarray(allowed, dtype=np.int32)] = True
    return mask


def near_ones(
    vectors: Vectors, vector: Floats, words: Floats, ranked: Sequence[Ref], mask: Mask | None
) -> list[Near]:
    """Return the nearness of the sections that meaning, words or the engine find first."""
    few = min(BY_WORDS, len(words))
    by_word = np.argpartition(-words, few - 1)[:few] if few else np.zeros(0, dtype=np.int64)
    candidates = np.concatenate(
        [
            vectors.candidates(vector, allowed=mask),
            by_word[words[by_word] > 0],
            np.array([ref for ref in ranked if ref < vectors.size], dtype=np.int64),
        ]
    )
    return vectors.near(vector, np.unique(candidates).astype(np.int32))
