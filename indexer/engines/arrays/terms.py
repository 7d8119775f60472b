"""The sorted terms of a field as they lie in a file: keys in a row, and a byte for each number of a term.

Most terms are short, rare, and have short postings. What a number has above 255 lies aside with its place,
and where the key and the postings of every 32nd term begin; the others are added up from there.
"""

import mmap
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.postings import Bytes, Longs

_EVERY = 32  # terms
_MOST = 255  # in a byte
_NUMBER = np.uint32


def packed(terms: Sequence[bytes], extents: Longs, sizes: Longs) -> list[bytes]:
    """Return what `Terms` reads: of each term the key, the bytes of its postings, and their number."""
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    aside: list[bytes] = []  # first, for they must lie at a multiple of four
    low: list[bytes] = []
    for values in (lengths, extents, sizes):
        large = np.flatnonzero(values > _MOST)
        starts = (np.cumsum(values) - values)[::_EVERY]
        aside += (part.astype(_NUMBER).tobytes() for part in (large, values[large] - _MOST, starts))
        low.append(np.minimum(values, _MOST).astype(np.uint8).tobytes())
    return [*aside, *low, b"".join(terms)]


class _Numbers:
    """A number of each term, from 0."""

    def __init__(self, low: Bytes, aside: Sequence[Bytes]) -> None:
        self._low = low.data
        self._large, self._above, self._starts = (part.view(_NUMBER).data for part in aside)

    def __len__(self) -> int:
        return len(self._low)

    def __getitem__(self, number: int) -> int:
        low = self._low[number]
        return low if low < _MOST else low + self._beyond(number, number + 1)

    def _beyond(self, start: int, end: int) -> int:
        """Return the sum of what lies aside."""
        begin = bisect_left(self._large, start)
        return sum(self._above[begin : bisect_left(self._large, end, begin)])

    def array(self, start: int, end: int) -> Longs:
        """Return the numbers of the terms from `start` on."""
        values = np.array(self._low[start:end], dtype=np.int64)
        begin, stop = bisect_left(self._large, start), bisect_left(self._large, end)
        large = np.array(self._large[begin:stop], dtype=np.int64) - start
        values[large] += np.array(self._above[begin:stop], dtype=np.int64)
        return values

    def before(self, number: int) -> int:
        """Return the sum of the numbers of all terms before."""
        block = number // _EVERY
        start = block * _EVERY
        return self._starts[block] + sum(self._low[start:number]) + self._beyond(start, number)

    def start(self, block: int) -> int:
        """Return the sum of the numbers of all terms before a block."""
        return self._starts[block]

    def heads(self) -> Iterator[tuple[int, int]]:
        """(sum of the numbers of all terms before, own number) of the first term of each block."""
        return zip(self._starts, self.array(0, len(self))[::_EVERY].tolist(), strict=True)

    def sums(self, block: int) -> list[int]:
        """Return the sums of the block's numbers before each of its terms, and of all."""
        start = block * _EVERY
        low = self._low[start : start + _EVERY].tolist()
        if _MOST in low:
            low = self.array(start, start + len(low)).tolist()
        return list(accumulate(low, initial=0))


class Terms(Sequence[bytes]):
    """The terms in order; the postings of all begin at `postings` in a file of their own."""

    def __init__(self, data: bytes | mmap.mmap, start: int, parts: Sequence[int], postings: int) -> None:
        """At `start` in the data, in so many bytes for each part of what `packed` made."""
        self._data, self._postings = data, postings
        *bounds, self._start, _ = accumulate(parts, initial=start)
        array = np.frombuffer(data, dtype=np.uint8)
        pieces = [array[begin:end] for begin, end in pairwise((*bounds, self._start))]
        self._lengths, self._extents, self.sizes = (
            _Numbers(pieces[9 + i], pieces[3 * i : 3 * i + 3]) for i in range(3)
        )

    def __len__(self) -> int:
        return len(self.sizes)

    def __getitem__(self, number: Any) -> Any:
        start = self._start + self._lengths.before(number)
        return self._data[start : start + self._lengths[number]]

    def __iter__(self) -> Iterator[bytes]:
        start = 0
        for end in self._ends.tolist():
            yield self._keys[start:end]
            start = end

    @cached_property
    def _keys(self) -> bytes:
        return self._data[self._start : self._start + int(self._ends[-1])] if len(self) else b""

    @cached_property
    def _ends(self) -> npt.NDArray[np.uint32]:
        return np.cumsum(self._lengths.array(0, len(self))).astype(_NUMBER)

    @cached_property
    def _firsts(self) -> list[bytes]:
        """The first term of each block: thousands, made at the first use."""
        data, base = self._data, self._start
        rows = self._lengths.heads()
        return [data[base + start : base + start + length] for start, length in rows]

    def _sought(self, term: bytes) -> tuple[int, bool]:
        """How many terms come before, and whether the term is the next one."""
        block = bisect_right(self._firsts, term) - 1
        if block < 0:
            return 0, False
        ends, start = self._lengths.sums(block), self._start + self._lengths.start(block)
        keys = self._data[start : start + ends[-1]]
        low, high = 0, len(ends) - 1
        while low < high:  # bisect would take a list of all keys, or a call for each
            middle = (low + high) // 2
            if keys[ends[middle] : ends[middle + 1]] < term:
                low = middle + 1
            else:
                high = middle
        return block * _EVERY + low, low < len(ends) - 1 and keys[ends[low] : ends[low + 1]] == term

    def place(self, term: bytes) -> int:
        """How many terms come before."""
        return self._sought(term)[0]

    def find(self, term: bytes) -> int:
        """Return the number of a term, or -1."""
        number, found = self._sought(term)
        return number if found else -1

    def bounds(self, prefix: bytes) -> tuple[int, int]:
        """(first, end) of the numbers of terms with the prefix."""
        return self.place(prefix), self.place(prefix + b"\xff")

    def holding(self, piece: bytes) -> Iterator[int]:
        """Numbers of the terms with the piece somewhere, but not at their beginning."""
        keys, ends = self._keys, self._ends.data
        place = keys.find(piece)
        while place >= 0:
            number = bisect_right(ends, place)
            start = ends[number - 1] if number else 0
            if place + len(piece) <= ends[number]:
                if start < place:
                    yield number
                place = keys.find(piece, ends[number])
            else:
                place = keys.find(piece, place + 1)

    def extent(self, number: int) -> tuple[int, int]:
        """Where the postings of a term lie."""
        start = self._postings + self._extents.before(number)
        return start, start + self._extents[number]
