"""Shingles of a text's letters, and the few of them that are kept to find copies by.

Winnowing (Schleimer, Wilkerson and Aiken 2003): of WINDOW shingles in a row the one of least hash is kept, so
two texts that share SIZE + WINDOW - 1 letters in a row share a kept shingle, wherever the letters stand.
Letters are folded letters and digits: punctuation, blanks, script, width and case make no difference.
"""

from collections.abc import Set
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from indexer.model.report import Report
from indexer.text.fold import fold

SIZE = 14  # letters of a shingle: a run that two reports seldom have by chance
WINDOW = 19  # shingles of which one is kept
SURE = SIZE + WINDOW - 1  # letters in a row that are always found
SKETCH = 128  # shingles that stand for a whole report
_BASE, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_LOW = np.uint64(0xFFFFFFFF)
_FILLED = 0xFFFFFFFF  # in a sketch of a short report
_LETTERS = 0x34000  # code points up to the last block of Han

Codes = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Letters:
    """The folded letters and digits of a text (n), and the place of each in it (n)."""

    codes: Codes
    places: Places


def compared(report: Report) -> list[str]:
    """Return the text of each section; none of a cover, whose wording is that of its form."""
    whole = len(report.sections) == 1
    return [section.text if whole or section.path else "" for section in report.sections]


def letters(text: str) -> Letters:
    """Return what is compared of a text."""
    codes = np.frombuffer(fold(text).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    places = np.flatnonzero(_is_letter()[np.minimum(codes, _LETTERS)])
    return Letters(codes[places], places)


def kept(codes: Codes) -> tuple[Hashes, Places]:
    """Return the hashes of the shingles that are kept, and where among the letters each begins."""
    if len(codes) < SIZE:
        return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.int64)
    hashed = _hashes(codes)
    numbers = np.arange(len(hashed), dtype=np.uint64)
    least = (hashed.astype(np.uint64) << np.uint64(32)) | (_LOW - numbers)  # of equals the last one
    for step in (1, 2, 4, 8, 3):  # least of 2, 4, 8, 16 and 19 in a row
        if len(least) > step:
            least = np.minimum(least[:-step], least[step:])
    chosen = (_LOW - (least & _LOW)).astype(np.int64)
    chosen = chosen[np.flatnonzero(np.diff(chosen, prepend=-1))]
    return hashed[chosen], chosen


def sketch(hashes: Hashes) -> Hashes:
    """Return the SKETCH least of the different hashes (Broder 1997), filled up with the greatest number."""
    least = np.unique(hashes)[:SKETCH]
    return np.pad(least, (0, SKETCH - len(least)), constant_values=_FILLED)


def resemblance(one: Set[int], other: Set[int]) -> float:
    """Estimate which part of the shingles of either report both have, from their sketches."""
    least = sorted((one | other) - {_FILLED})[:SKETCH]
    return sum(hashed in one and hashed in other for hashed in least) / max(1, len(least))


def _hashes(codes: Codes) -> Hashes:
    """Return a hash of each SIZE letters in a row."""
    size = len(codes) - SIZE + 1
    total = np.zeros(size, dtype=np.uint64)
    for i in range(SIZE):
        total = total * _BASE + codes[i : i + size]
    total ^= total >> np.uint64(29)
    return ((total * _MIX) >> np.uint64(32)).astype(np.uint32)


@cache
def _is_letter() -> npt.NDArray[np.bool_]:
    return np.array([chr(code).isalnum() for code in range(_LETTERS)] + [False])
