"""Sets of documents as sorted numbers: joined and met without a look at all where they are few."""

from collections.abc import Sequence

import numpy as np

from indexer.engines.arrays.part import Mask
from indexer.engines.arrays.postings import Ids
from indexer.engines.arrays.snapshot import Snapshot
from indexer.text.arrays import distinct

_SPARSE = 16  # of so many documents one is in a set that is joined as numbers
_SOUGHT = 16  # times as long to seek a number among sorted ones as to write one down
_EMPTY: Ids = np.array([], dtype=np.int32)


def common(snapshot: Snapshot, ids: Ids, others: Ids) -> Ids:
    """Return the documents that are in both sets."""
    ids, others = sorted((ids, others), key=len)
    both: Ids = ids[_among(snapshot, ids, others)]
    return both


def without(snapshot: Snapshot, ids: Ids, others: Ids) -> Ids:
    """Return the documents of the first set that are not in the other."""
    rest: Ids = ids[~_among(snapshot, ids, others)] if len(others) else ids
    return rest


def either(snapshot: Snapshot, several: Sequence[Ids]) -> Ids:
    """Return the documents that are in any of the sets."""
    some = [ids for ids in several if len(ids)]
    if len(some) < 2:
        return some[0] if some else _EMPTY
    joined = np.concatenate(some)
    if len(joined) * _SPARSE < snapshot.size:
        return distinct(joined)
    return np.flatnonzero(snapshot.mask(joined)).astype(np.int32)


def _among(snapshot: Snapshot, ids: Ids, others: Ids) -> Mask:
    """Tell of each document whether it is among the others: sought there, or looked up if sooner."""
    if not len(others):
        return np.zeros(len(ids), dtype=np.bool_)
    if _SOUGHT * len(ids) < len(others) + snapshot.size // _SPARSE:
        found: Mask = others.take(others.searchsorted(ids), mode="clip") == ids
        return found
    return snapshot.mask(others)[ids]
