"""How many of the found sections have each value of a facet."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexer.engines.postings import Ids
from indexer.engines.snapshot import Snapshot
from indexer.report import KINDS
from indexer.results import FACETS

Facet = list[tuple[str, int]]


def facets(snapshot: Snapshot, ids: Ids, sections_of: npt.NDArray[np.intp]) -> dict[str, Facet]:
    """Sections by value, the most frequent first; `sections_of` counts the found ones of each report."""
    return {
        name: _kinds(snapshot, ids)
        if name == "kind"
        else _values(snapshot, name, sections_of, _named(snapshot, ids) if name == "person" else 0)
        for name in FACETS
    }


def _kinds(snapshot: Snapshot, ids: Ids) -> Facet:
    return _ordered(KINDS, np.bincount(snapshot.kind_of[ids], minlength=len(KINDS)))


def _named(snapshot: Snapshot, ids: Ids) -> npt.NDArray[np.intp]:
    """Found sections that name each member of a delegation, in reports of others."""
    sections, codes = snapshot.named_elsewhere
    found = codes[snapshot.mask(ids)[sections]]
    return np.bincount(found, minlength=len(snapshot.values("person").shown))


def _values(
    snapshot: Snapshot, name: str, sections_of: npt.NDArray[np.intp], more: npt.NDArray[np.intp] | int
) -> Facet:
    values = snapshot.values(name)
    counts = np.bincount(values.codes, sections_of[values.reports], minlength=len(values.shown)) + more
    return _ordered(values.shown, counts.astype(np.int64))


def _ordered(shown: Sequence[str], counts: npt.NDArray[np.intp]) -> Facet:
    found = [(shown[code], int(counts[code])) for code in np.flatnonzero(counts).tolist()]
    return sorted(found, key=lambda item: (-item[1], item[0]))
