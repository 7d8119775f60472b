"""Posting lists as bytes and as arrays: variable-byte gaps, with the few frequencies above one at the end.

One value a posting, gap × 2 + (frequency > 1), then frequency − 2 for each posting so marked; seven bits a
byte, the lowest first, the high bit on all but a value's last byte.
"""

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.int64]
_BITS = 7
_MORE = 0x80
_FEW = 64  # bytes


def encode(values: Longs) -> tuple[Bytes, Longs]:
    """(bytes of all values in a row, number of bytes of each); values are below 2**35."""
    lengths = np.ones(len(values), dtype=np.int64)
    for bits in range(_BITS, 35, _BITS):
        lengths += values >= 1 << bits
    ends = np.cumsum(lengths)
    out = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    starts = ends - lengths
    for place in range(int(lengths.max(initial=0))):
        has = lengths > place
        byte = (values[has] >> (_BITS * place)) & (_MORE - 1)
        out[starts[has] + place] = byte | np.where(lengths[has] > place + 1, _MORE, 0)
    return out, lengths


def decode(data: Bytes) -> Longs:
    """Return the values of the bytes."""
    if len(data) <= _FEW:
        return np.array(_decoded(data.tolist()), dtype=np.int64)
    last = data < _MORE
    low = (data & (_MORE - 1)).astype(np.int64)
    if last.all():
        return low
    ends = last.nonzero()[0]
    starts = np.empty_like(ends)
    starts[0] = 0
    np.add(ends[:-1], 1, out=starts[1:])
    values: Longs = low.take(starts)
    lengths = ends - starts
    has, place = lengths.nonzero()[0], 1
    while len(has):
        values[has] |= low.take(starts.take(has) + place) << (_BITS * place)
        place += 1
        has = has[lengths.take(has) >= place]
    return values


def _decoded(data: list[int]) -> list[int]:
    """Return the same byte by byte, sooner done for a few."""
    values, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & (_MORE - 1)) << shift
        if byte < _MORE:
            values.append(value)
            value = shift = 0
        else:
            shift += _BITS
    return values


def encode_lists(first: Longs, ids: Ids, counts: Ids) -> tuple[bytes, Longs]:
    """(bytes, end of each list) of posting lists that lie in a row.

    `first` is where each begins in `ids` (ascending within a list) and `counts` (frequencies, from 1).
    """
    sizes = np.diff(first, append=len(ids))
    gaps = np.diff(ids.astype(np.int64), prepend=0)
    gaps[first] = ids[first]
    repeated = counts > 1
    owner = np.repeat(np.arange(len(first)), sizes)
    # each list's marked frequencies come after its gaps: a stable sort by list puts them there
    values = np.concatenate((gaps * 2 + repeated, counts[repeated].astype(np.int64) - 2))
    order = np.argsort(np.concatenate((owner, owner[repeated])), kind="stable")
    data, lengths = encode(values[order].astype(np.int64))
    per_list = sizes + np.bincount(owner[repeated], minlength=len(first))
    return data.tobytes(), np.cumsum(lengths)[np.cumsum(per_list) - 1]


def decode_list(data: Bytes, size: int) -> tuple[Ids, Ids]:
    """(ids, frequencies) of one list of `size` postings."""
    values = decode(data)
    marked = values[:size]
    counts = np.ones(size, dtype=np.int32)
    if len(values) > size:
        counts[(marked & 1).nonzero()[0]] = values[size:] + 2
    return (marked >> 1).cumsum().astype(np.int32), counts
