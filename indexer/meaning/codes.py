"""Vectors in a few bits a dimension: signs to scan, two or four bits to score.

Measured on XQuAD with DRCD beside it (R@1 of clause and passage together): floats .645, four bits .649, two
bits .645 for clauses, one bit .570. Steps are even and as wide as the vector's own spread.
"""

import numpy as np
import numpy.typing as npt

from indexer.meaning.encoder import DIMENSIONS, Floats

Bytes = npt.NDArray[np.uint8]
Codes = npt.NDArray[np.uint64]
_RANGE = {1: 1.6, 2: 2.0, 4: 2.75}  # spreads that the levels cover
_BLOCK = 16_384  # codes counted at once, in the processor's cache
_ROWS = 512  # vectors looked up at once, likewise
_PAIRS, _SUM, _HIGH = np.uint64(0x00FF00FF00FF00FF), np.uint64(0x0001000100010001), np.uint64(48)
FAR = DIMENSIONS + 1
"""More than any distance."""


def signs(vectors: Floats, centre: Floats) -> Codes:
    """One bit a dimension, above the centre or not: (n, 8)."""
    return np.packbits(vectors > centre, axis=1).view(np.uint64)


def packed(vectors: Floats, centre: Floats, bits: int) -> tuple[Bytes, Floats]:
    """Packs vectors to so many bits a dimension: (n, DIMENSIONS * bits / 8), and the spread of each."""
    off = vectors - centre
    spread = off.std(axis=1).astype(np.float32) + np.float32(1e-9)
    levels = 2**bits
    steps = np.floor((off / (spread[:, None] * _RANGE[bits]) + 1) / 2 * levels)
    values = np.clip(steps, 0, levels - 1).astype(np.uint8)
    each = 8 // bits
    bytes_ = np.zeros((len(vectors), DIMENSIONS // each), dtype=np.uint8)
    for i in range(each):
        bytes_ |= values[:, i::each] << (8 - bits * (i + 1))
    return bytes_, spread


def unpacked(bytes_: Bytes, spread: Floats, centre: Floats, bits: int) -> Floats:
    """Return the vectors that `packed` was given, as near as the bits tell."""
    return np.asarray(_levels(bits)[bytes_].reshape(len(bytes_), DIMENSIONS) * spread[:, None] + centre)


def products(bytes_: Bytes, spread: Floats, query: Floats, centre: Floats, bits: int) -> Floats:
    """Cosine of the query (of unit length) with each of the vectors.

    What each byte at each place gives is computed once, and looked up: a quarter of the time of unpacking.
    """
    if not len(bytes_):
        return np.zeros(0, dtype=np.float32)
    width = bytes_.shape[1]
    gives = (query.reshape(width, -1) @ _levels(bits).T).ravel()  # place * 256 + byte
    places = np.arange(width, dtype=np.int32) * 256
    found = np.empty(len(bytes_), dtype=np.float32)
    for start in range(0, len(bytes_), _ROWS):
        part = bytes_[start : start + _ROWS]
        found[start : start + _ROWS] = gives.take(part + places).sum(axis=1)
    return np.asarray(found * spread + query @ centre, dtype=np.float32)


def least(far: npt.NDArray[np.uint16], count: int) -> npt.NDArray[np.int32]:
    """Where the least distances are, at least so many with ties."""
    limit = int(np.searchsorted(np.cumsum(np.bincount(far, minlength=FAR + 1)), count))
    near: npt.NDArray[np.int32] = np.flatnonzero(far <= limit).astype(np.int32)
    return near


def distances(codes: Codes, query: Codes) -> npt.NDArray[np.uint16]:
    """How many bits of each code differ from the query's."""
    found = np.empty(len(codes), dtype=np.uint16)
    size = min(_BLOCK, max(len(codes), 1))
    differing, counts = (
        np.empty((size, codes.shape[1]), np.uint64),
        np.empty((size, codes.shape[1]), np.uint8),
    )
    for start in range(0, len(codes), size):
        n = min(size, len(codes) - start)
        np.bitwise_xor(codes[start : start + n], query, out=differing[:n])
        np.bitwise_count(differing[:n], out=counts[:n])
        eight = counts[:n].view(np.uint64)[:, 0]  # eight counts of up to 64, added in pairs, then all
        pairs = (eight & _PAIRS) + ((eight >> np.uint64(8)) & _PAIRS)
        found[start : start + n] = (pairs * _SUM) >> _HIGH
    return found


_TABLES: dict[int, Floats] = {}


def _levels(bits: int) -> Floats:
    """For each byte the values of its dimensions, in spreads: (256, 8 / bits)."""
    if bits not in _TABLES:
        each, levels = 8 // bits, 2**bits
        byte = np.arange(256)
        parts = [(byte >> (8 - bits * (i + 1))) & (levels - 1) for i in range(each)]
        _TABLES[bits] = (((np.stack(parts, axis=1) + 0.5) / levels * 2 - 1) * _RANGE[bits]).astype(np.float32)
    return _TABLES[bits]
