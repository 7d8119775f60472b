"""The first of many sections in the order asked for, read and sorted no further than it takes."""

from collections.abc import Sequence
from heapq import heappush, heappushpop
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.part import Mask
from indexer.engines.arrays.postings import Ids
from indexer.engines.arrays.score import Scorer
from indexer.engines.arrays.snapshot import Floats, Snapshot

_SOON_SORTED = 200  # rows
_SLACK = 1e-3  # of a score in single precision

Places = npt.NDArray[np.intp]


def best(
    snapshot: Snapshot, scorer: Scorer, ids: Ids, literal: Mask, sort: str, most: int
) -> tuple[Places, Floats]:
    """(places in `ids` of the first `most` in the order asked for, score of each section)."""
    scores, reranked_most = scorer.bm25(ids), scorer.ranking.reranked
    first = ranked(snapshot, ids, scores, literal, "relevance", reranked_most)
    if sort == "relevance" and most <= reranked_most:  # extras only raise: the best are among the first
        return reranked(scorer, ids, literal, scores, first, most), scores
    reranked(scorer, ids, literal, scores, first, reranked_most)
    return ranked(snapshot, ids, scores, literal, sort, most), scores


def reranked(scorer: Scorer, ids: Ids, literal: Mask, scores: Floats, first: Places, most: int) -> Places:
    """Return the best `most` of the first sections in order; extras are added to those it may be."""
    kept: list[tuple[bool, float, int, int]] = []  # a heap, the worst of the best at its head
    rows = (ids[first].tolist(), scores[first].tolist(), literal[first].tolist(), first.tolist())
    for number, (doc, score, direct, place) in enumerate(zip(*rows, strict=True)):
        if len(kept) == most:
            if (direct, score + scorer.extras.most + _SLACK) < kept[0]:
                break
            if (direct, score + scorer.most_extra_of(doc) + _SLACK) < kept[0]:
                continue
        score += scorer.extra(doc)
        scores[place] = score
        # ties keep their original order
        (heappush if len(kept) < most else heappushpop)(kept, (direct, score, -number, place))
    return np.array([place for *_, place in sorted(kept, reverse=True)], dtype=np.intp)


def ranked(snapshot: Snapshot, ids: Ids, scores: Floats, literal: Mask, sort: str, most: int) -> Places:
    """Places in `ids` of the first `most`: by date, or literal hits and then the others, each best first.

    What decides in one order breaks the ties of the other; what is the same in all is in reading order.
    """
    age = snapshot.age_of[snapshot.report_of[ids]]
    oldest = np.where(snapshot.dated[snapshot.report_of[ids]], age, len(snapshot.report_docs))
    by_date, by_rank = [oldest if sort == "oldest" else -age], [~literal, -scores]
    keys: list[npt.NDArray[Any]] = by_rank + by_date if sort == "relevance" else by_date + by_rank
    return least([*keys, ids], most)


def least(keys: Sequence[npt.NDArray[Any]], most: int) -> Places:
    """Places of the `most` least rows by the keys, the first key first, in order."""
    if len(keys[0]) <= max(most, _SOON_SORTED):
        return np.lexsort(keys[::-1])[:most]
    chosen: list[Places] = []
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
