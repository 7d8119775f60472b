"""What stays recognisable of a text after edits: a checksum, its length and a sketch of its shingles.

Shingles are three letters or digits in a row of the folded text, so that neither the script, blanks,
punctuation nor the file format matters. The sketch keeps the smallest of their hashes (Broder, On
the resemblance and containment of documents, 1997): an even sample, whatever is added elsewhere. Of each the
last bits are kept (b-bit minwise hashing, Li and König 2010): enough to tell sections of a report apart.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.anatomy.outline import number_length
from indexer.model.report import Section
from indexer.text.arrays import distinct

SHINGLE = 3  # letters
BITS = 12  # of a hash that are kept: another section of a hundred letters has one of 40 by chance
DIGITS = 6  # of a checksum: what has the same length and sketch too is the same
FEWEST, MOST = 3, 32  # hashes in a sketch
_SHORT = 14  # letters from which a sketch has _SOME hashes
_SOME = 6
_SAMPLED = 12  # letters a hash in long texts
Shingles = NDArray[np.uint32]

_OTHER = re.compile(r"[\W_]+")
_HASH = np.dtype("<u4")
_KEPT = np.dtype("<u2")
_MASK = (1 << BITS) - 1


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A text's traces: enough to know it again, not to read it."""

    checksum: str  # of the letters alone, DIGITS hexadecimal digits
    letters: int
    sketch: bytes  # `sketched(letters)` numbers below 1 << BITS of two bytes, ascending

    @property
    def hashes(self) -> NDArray[np.uint16]:
        """The last bits of the hashes in the sketch."""
        return np.frombuffer(self.sketch, dtype=_KEPT)

    @property
    def shingles(self) -> int:
        """How many runs of SHINGLE letters there are."""
        return max(0, self.letters - SHINGLE + 1)

    def share_in(self, shingles: Shingles) -> float:
        """Estimate, 0–1, of how much of this text is in another; 0 for one of under SHINGLE letters."""
        if not self.sketch or not len(shingles):
            return 0.0
        return float(_held(shingles)[self.hashes].mean())


def sketched(letters: int) -> int:
    """Return how many hashes the sketch of so many letters has."""
    if letters < SHINGLE:
        return 0
    return max(_SOME if letters >= _SHORT else FEWEST, min(MOST, letters // _SAMPLED))


def last_bits(shingles: Shingles) -> NDArray[np.uint16]:
    """Return what a sketch keeps of each hash."""
    return (shingles & np.uint32(_MASK)).astype(_KEPT)


def _held(shingles: Shingles) -> NDArray[np.bool_]:
    held = np.zeros(1 << BITS, dtype=np.bool_)
    held[last_bits(shingles)] = True
    return held


def letters_of(heading: str, folded: str) -> str:
    """Return the folded letters and digits of a section's heading and text, without its number."""
    return _OTHER.sub("", folded[number_length(heading) :])


def shingles_of(letters: str) -> Shingles:
    """Sorted distinct 32-bit hashes of all runs of SHINGLE letters."""
    return distinct(_hashes(_codes(letters)))


def _codes(letters: str) -> NDArray[np.uint32]:
    return np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype=_HASH)


def _hashes(codes: NDArray[np.uint32]) -> Shingles:
    """Return the hash of each code and the two after it."""
    if len(codes) < SHINGLE:
        return np.empty(0, dtype=_HASH)
    hashes = codes[:-2] * np.uint32(0x9E3779B1) + codes[1:-1] * np.uint32(0x85EBCA77) + codes[2:]
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):  # a bijection that scatters the bits
        hashes ^= hashes >> np.uint32(shift)
        hashes *= np.uint32(factor)
    return hashes ^ hashes >> np.uint32(16)


def fingerprints(texts: Sequence[str]) -> list[Fingerprint]:
    """Return the fingerprint of the letters of each text, all sketched together."""
    joined = "".join(texts)
    owners = np.repeat(np.arange(len(texts), dtype=np.uint64), list(map(len, texts)))
    inside = owners[2:] == owners[:-2]  # runs that no text ends within
    found = distinct(owners[2:][inside] << np.uint64(32) | _hashes(_codes(joined))[inside])
    owners, hashes = found >> np.uint64(32), last_bits(found.astype(_HASH))
    bounds = np.searchsorted(owners, np.arange(len(texts) + 1, dtype=np.uint64)).tolist()
    return [
        Fingerprint(_checksum(letters), len(letters), sketch_of(hashes[start:end], len(letters)))
        for letters, (start, end) in zip(texts, pairwise(bounds), strict=True)
    ]


def sketch_of(hashes: NDArray[np.uint16], letters: int) -> bytes:
    """Return the sketch of a text of so many letters, of what is kept of its hashes in their order.

    One with fewer different hashes has them several times.
    """
    size = sketched(letters)
    kept = hashes[:size] if len(hashes) >= size else np.resize(hashes, size)
    return np.sort(kept).tobytes()


def marks_of(sections: Sequence[Section], folded: Sequence[str]) -> list[Fingerprint]:
    """Return the fingerprint of each section; `folded` has their searchable texts."""
    pairs = zip(sections, folded, strict=True)
    return fingerprints([letters_of(section.heading, text) for section, text in pairs])


def _checksum(letters: str) -> str:
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
