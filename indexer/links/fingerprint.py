"""What stays recognisable of a text after edits: a checksum, its length and a sketch of its shingles.

Shingles are three letters or digits in a row of the folded text, so that neither the script, blanks,
punctuation nor the file format matters. The sketch keeps the smallest of their hashes (Broder, On
the resemblance and containment of documents, 1997): an even sample, whatever is added elsewhere.
"""

import base64
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
SKETCH = 32  # hashes: a share of shingles is off by at most .09 (one standard error)
Shingles = NDArray[np.uint32]

_OTHER = re.compile(r"[\W_]+")
_HASH = np.dtype("<u4")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A text's traces: enough to know it again, not to read it."""

    checksum: str  # of the letters alone, 16 hexadecimal digits
    letters: int
    sketch: bytes  # at most SKETCH hashes of four bytes, ascending

    @property
    def hashes(self) -> Shingles:
        """The hashes of the sketch."""
        return np.frombuffer(self.sketch, dtype=_HASH)

    def share_in(self, shingles: Shingles) -> float:
        """Estimate, 0–1, of how much of this text is in another; 0 for one of under SHINGLE letters."""
        if not self.sketch or not len(shingles):
            return 0.0
        places = np.searchsorted(shingles, self.hashes)
        found = shingles[np.minimum(places, len(shingles) - 1)] == self.hashes
        return float(found.mean())


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
    owners, hashes = found >> np.uint64(32), found.astype(_HASH)
    bounds = np.searchsorted(owners, np.arange(len(texts) + 1, dtype=np.uint64)).tolist()
    return [
        Fingerprint(_checksum(letters), len(letters), hashes[start : min(start + SKETCH, end)].tobytes())
        for letters, (start, end) in zip(texts, pairwise(bounds), strict=True)
    ]


def marks_of(sections: Sequence[Section], folded: Sequence[str]) -> list[Fingerprint]:
    """Return the fingerprint of each section; `folded` has their searchable texts."""
    pairs = zip(sections, folded, strict=True)
    return fingerprints([letters_of(section.heading, text) for section, text in pairs])


def _checksum(letters: str) -> str:
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def encode(sketch: bytes) -> str:
    """Return the sketch as one word of text."""
    return base64.b64encode(sketch).decode("ascii")


def decode(word: str) -> bytes:
    """Inverse of `encode`. Raises ValueError."""
    sketch = base64.b64decode(word, validate=True)
    np.frombuffer(sketch, dtype=_HASH)  # raises it for what are no whole hashes
    return sketch
