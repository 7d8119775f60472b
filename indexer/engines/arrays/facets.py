"""How many of the found sections have each value of a facet."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.postings import Ids
from indexer.engines.arrays.snapshot import Snapshot
from indexer.model.report import KINDS
from indexer.model.search import FACETS
from indexer.text.arrays import distinct

_Numbers = npt.NDArray[np.intp]
Facet = list[tuple[str, int]]


def by_report(snapshot: Snapshot, ids: Ids) -> tuple[_Numbers, _Numbers]:
    """Return (reports of the found sections, how many of each one's were found); ids ascend."""
    owners = snapshot.report_of[ids]
    begins = np.ones(len(owners), dtype=np.bool_)
    np.not_equal(owners[1:], owners[:-1], out=begins[1:])
    first = begins.nonzero()[0]
    ends = np.append(first[1:], len(owners))[: len(first)]
    return owners[first].astype(np.intp), ends - first


def facets(snapshot: Snapshot, ids: Ids, reports: _Numbers, sections_of: _Numbers) -> dict[str, Facet]:
    """Sections by value, the most frequent first; `sections_of` counts the found ones of each report."""
    values, of_field = snapshot.facet_values
    pairs, owners = values.pairs_of(reports)
    counts = np.bincount(values.codes[pairs], sections_of[owners], minlength=len(values.shown)).astype(
        np.int64
    )
    found = {name: (values.shown[part], counts[part]) for name, part in of_field.items()}
    found["kind"] = KINDS, np.bincount(snapshot.kind_of[ids], minlength=len(KINDS))
    _add_named(snapshot, ids, found["person"][1])
    return {name: _ordered(*found[name]) for name in FACETS}


def overview(snapshot: Snapshot) -> dict[str, Facet]:
    """Count the reports with a section that passes each value as a filter, the most frequent first."""
    sections = snapshot.section_ids
    owners = snapshot.report_of[sections].astype(np.int64)
    kinds = distinct(owners * len(KINDS) + snapshot.kind_of[sections]) % len(KINDS)
    naming, codes = snapshot.named_elsewhere
    named = distinct(codes.astype(np.int64) << 32 | snapshot.report_of[naming]) >> 32
    reports = distinct(owners)
    values, of_field = snapshot.facet_values
    pairs, _ = values.pairs_of(reports)
    counts = np.bincount(values.codes[pairs], minlength=len(values.shown))
    found = {name: (values.shown[part], counts[part]) for name, part in of_field.items()}
    found["kind"] = KINDS, np.bincount(kinds, minlength=len(KINDS))
    shown, counts = found["person"]
    found["person"] = shown, counts + np.bincount(named, minlength=len(counts))
    return {name: _ordered(*found[name]) for name in FACETS}


def _add_named(snapshot: Snapshot, ids: Ids, counts: npt.NDArray[np.int64]) -> None:
    """Count the found sections that name a member of a delegation in a report of another one."""
    sections, codes = snapshot.named_elsewhere
    if len(sections):
        counts += np.bincount(codes[snapshot.mask(ids)[sections]], minlength=len(counts))


def _ordered(shown: Sequence[str], counts: npt.NDArray[np.intp]) -> Facet:
    found = [(shown[code], int(counts[code])) for code in counts.nonzero()[0].tolist()]
    return sorted(found, key=lambda item: (-item[1], item[0]))
