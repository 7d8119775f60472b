"""Words through the encoder's own space: the words of a corpus that are nearest to a word of the other
language.

It needs no dictionary and knows what none has (elderly → 高龄, 100 years → 一百年). Only words of the
corpus are asked, once per index: ten seconds for 60,000.
"""

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from indexer.meaning.codes import Bytes, Codes, distances, least, packed, products, signs
from indexer.meaning.dictionary import Reading
from indexer.meaning.encoder import DIMENSIONS, Encodes, Floats

NEAREST, LEAST, POWER = 6, 0.45, 2  # words taken for one, from which likeness, and what it counts
MOST = 60_000  # words of a corpus that are asked, the most frequent
_LOOKED_AT = 48  # nearest by signs, of which the nearest are taken
_BITS = 4
_REMEMBERED = 10_000  # words and pairs of words


class Vocabulary:
    """Words of a corpus, folded, with their vectors."""

    def __init__(
        self, words: Sequence[str], codes: Codes, bytes_: Bytes, spread: Floats, centre: Floats
    ) -> None:
        """Take arrays of as many rows as words: use `of` and `read`."""
        self.words = words
        self._codes, self._bytes, self._spread, self._centre = codes, bytes_, spread, centre
        self._asked: dict[str, tuple[Reading, ...]] = {}

    @classmethod
    def of(cls, words: Sequence[str], encoder: Encodes) -> "Vocabulary":
        """Encode the words, best the most frequent first: those beyond MOST are left out."""
        words = list(dict.fromkeys(words))[:MOST]
        vectors = encoder.encode(words) if words else np.zeros((0, DIMENSIONS), dtype=np.float32)
        centre = vectors.mean(axis=0) if words else np.zeros(DIMENSIONS, dtype=np.float32)
        return cls(words, signs(vectors, centre), *packed(vectors, centre, _BITS), centre)

    def write(self, file: Path) -> None:
        """Write it: 330 bytes a word."""
        with file.open("wb") as out:
            listed = np.frombuffer(json.dumps(self.words, ensure_ascii=False).encode(), dtype=np.uint8)
            np.savez(
                out,
                words=listed,
                codes=self._codes,
                bytes=self._bytes,
                spread=self._spread,
                centre=self._centre,
            )

    @classmethod
    def read(cls, file: Path) -> "Vocabulary":
        """Read what `write` wrote."""
        with np.load(file, allow_pickle=False) as held:
            words = json.loads(held["words"].tobytes())
            return cls(words, held["codes"], held["bytes"], held["spread"], held["centre"])

    def near(self, text: str, vector: Floats) -> tuple[Reading, ...]:
        """Return the words nearest to a text of this vector; and what they count, a power of their cosine.

        A look at all words takes a millisecond: what was asked lately is remembered.
        """
        if text not in self._asked:
            if len(self._asked) >= _REMEMBERED:
                self._asked.clear()
            self._asked[text] = self._near(vector) if self.words else ()
        return self._asked[text]

    def _near(self, vector: Floats) -> tuple[Reading, ...]:
        far = distances(self._codes, signs(vector[None, :], self._centre))
        rows = least(far, _LOOKED_AT)
        like = products(self._bytes[rows], self._spread[rows], vector, self._centre, _BITS)
        best = np.argsort(-like)[:NEAREST]
        return tuple(
            Reading(self.words[rows[i]], float(like[i]) ** POWER) for i in best.tolist() if like[i] > LEAST
        )

    def likeness(self, words: Sequence[str], vector: Floats) -> list[float]:
        """Cosines of a vector with words; 0 for a word that is not among them."""
        rows = [self._place.get(word, -1) for word in words]
        held = [row for row in rows if row >= 0]
        like = (
            products(self._bytes[held], self._spread[held], vector, self._centre, _BITS).tolist()
            if held
            else []
        )
        found = iter(like)
        return [next(found) if row >= 0 else 0.0 for row in rows]

    @cached_property
    def _place(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self.words)}
