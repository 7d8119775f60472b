"""What stays recognisable of a text after edits: a checksum, its length and a sketch of its shingles.

Shingles are three letters or digits in a row of the folded text, so that neither the script, blanks,
punctuation nor the file format matters. The sketch keeps the smallest of their hashes (Broder, On
the resemblance and containment of documents, 1997): an even sample, whatever is added elsewhere.
"""

import base64
import hashlib
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.anatomy.outline import read_marker

SHINGLE = 3  # letters
SKETCH = 32  # hashes: a share of shingles is off by at most .09 (one standard error)
Shingles = NDArray[np.uint32]

_OTHER = re.compile(r"[\W_]+")
_FIRST, _SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77)
_SCATTER = (  # a bijection that scatters the bits
    (np.uint32(16), np.uint32(0x7FEB352D)),
    (np.uint32(15), np.uint32(0x846CA68B)),
)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A text's traces: enough to know it again, not to read it."""

    checksum: str  # of the letters alone, 16 hexadecimal digits
    letters: int
    sketch: tuple[int, ...]  # at most SKETCH hashes, ascending

    def share_in(self, shingles: Shingles) -> float:
        """Estimate, 0–1, of how much of this text is in another; 0 for one of under SHINGLE letters."""
        if not self.sketch or not len(shingles):
            return 0.0
        sample = np.array(self.sketch, dtype=np.uint32)
        places = np.searchsorted(shingles, sample)
        found = shingles[np.minimum(places, len(shingles) - 1)] == sample
        return float(found.mean())


def letters_of(heading: str, folded: str) -> str:
    """The letters and digits of a section's heading and text as they are folded, but for its number."""
    marker = read_marker(heading)
    return _OTHER.sub("", folded[marker.end if marker else 0 :])


def shingle(letters: str) -> Shingles:
    """Sorted distinct 32-bit hashes of all runs of SHINGLE letters."""
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if len(codes) < SHINGLE:
        return np.empty(0, dtype=np.uint32)
    hashes = codes[:-2] * _FIRST + codes[1:-1] * _SECOND + codes[2:]
    for shift, factor in _SCATTER:
        hashes ^= hashes >> shift
        hashes *= factor
    hashes ^= hashes >> _SCATTER[0][0]
    hashes.sort()
    return hashes[np.concatenate(([True], hashes[1:] != hashes[:-1]))]


def fingerprint(letters: str, shingles: Shingles) -> Fingerprint:
    """The fingerprint of letters whose shingles are at hand."""
    checksum = hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Fingerprint(checksum, len(letters), tuple(shingles[:SKETCH].tolist()))


def encode(sketch: tuple[int, ...]) -> str:
    """The sketch as one word of text."""
    return base64.b64encode(np.array(sketch, dtype="<u4").tobytes()).decode("ascii")


def decode(word: str) -> tuple[int, ...]:
    """Inverse of `encode`. Raises ValueError."""
    return tuple(np.frombuffer(base64.b64decode(word, validate=True), dtype="<u4").tolist())
