"""The first of many sections in the order asked for, without sorting the rest."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.postings import Ids
from indexer.engines.snapshot import Floats, Mask, Snapshot

_Places = npt.NDArray[np.intp]


def ranked(snapshot: Snapshot, ids: Ids, scores: Floats, literal: Mask, sort: str, most: int) -> Ids:
    """The first `most`: by date, or literal hits and then those by another name, each best first.

    What decides in one order breaks the ties of the other; what is the same in all is in reading order.
    """
    if not len(ids):
        return ids
    age = snapshot.age_of[snapshot.report_of[ids]]
    by_date, by_rank = [age if sort == "oldest" else -age], [~literal[ids], -scores[ids]]
    keys: list[npt.NDArray[Any]] = by_rank + by_date if sort == "relevance" else by_date + by_rank
    return ids[least([*keys, ids], most)]


def least(keys: Sequence[npt.NDArray[Any]], most: int) -> _Places:
    """Places of the `most` least rows by the keys, the first key first, in order."""
    chosen: list[_Places] = []
    tied = np.arange(len(keys[0]))
    for key in keys:
        wanted = most - sum(map(len, chosen))
        if len(tied) <= wanted or not wanted:
            break
        values = key[tied]
        bound = np.partition(values, wanted - 1)[wanted - 1]
        chosen.append(tied[values < bound])
        tied = tied[values == bound]
    if most > sum(map(len, chosen)):
        chosen.append(tied)
    places = np.concatenate([*chosen, tied[:0]])
    order = np.lexsort([key[places] for key in reversed(keys)])
    return places[order][:most]
