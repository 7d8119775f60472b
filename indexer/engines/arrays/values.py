"""Values of the reports as arrays: agencies, countries, years, …, any number a report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.part import Mask, ValueCodes
from indexer.engines.arrays.postings import Ids
from indexer.text.arrays import distinct
from indexer.text.compare import value_key

_Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Values:
    """A field of the reports: different pairs of report and value, each value as written and as compared."""

    reports: Ids  # ascending
    codes: Ids
    first: Ids  # where the pairs of each report begin, and the end of the last
    shown: Sequence[str]
    squashed: Sequence[str]

    def pairs_of(self, reports: _Places) -> tuple[_Places, _Places]:
        """(places of the reports' pairs, place in `reports` of the owner of each)."""
        starts = self.first[reports]
        sizes = self.first[reports + 1] - starts
        owners = np.repeat(np.arange(len(reports)), sizes)
        before = np.cumsum(sizes) - sizes
        return (starts - before)[owners] + np.arange(len(owners)), owners

    def holding(self, codes: Iterable[int], reports: int) -> Mask:
        """Return the reports with one of the values."""
        mask = np.zeros(reports, dtype=np.bool_)
        mask[self.reports[np.isin(self.codes, list(codes))]] = True
        return mask


def values_of(columns: Iterable[tuple[ValueCodes, Mask, Ids]], reports: int) -> Values:
    """Return the values of a field, spellings that fold alike as one.

    From each segment its column, which of its documents are alive, and the report of each.
    """
    shown: dict[str, str] = {}
    numbers: dict[str, int] = {}
    pairs = [np.zeros(0, dtype=np.int64)]
    for column, alive, report_of in columns:
        held = alive[column.docs]
        codes = column.codes[held]
        known = np.zeros(len(column.values), dtype=np.int64)
        # those of deleted documents are no values any more; the first spelling is the one shown
        in_order = range(len(column.values)) if held.all() else dict.fromkeys(codes.tolist())
        for code in in_order:
            key = value_key(column.values[code])
            known[code] = numbers.setdefault(key, len(numbers))
            shown.setdefault(key, column.values[code])
        places = report_of[column.docs[held]].astype(np.int64)
        pairs.append(places << 32 | known[codes])
    different = distinct(np.concatenate(pairs))
    owners, codes = (different >> 32).astype(np.int32), different.astype(np.int32)
    return _in_rows(owners, codes, list(shown.values()), list(shown), reports)


def joined(fields: Mapping[str, Values], reports: int) -> tuple[Values, dict[str, slice]]:
    """Return the values of several fields as if of one, and which of them are whose."""
    slices: dict[str, slice] = {}
    start = 0
    for name, values in fields.items():
        slices[name] = slice(start, start := start + len(values.shown))
    owners = np.concatenate([values.reports for values in fields.values()])
    codes = np.concatenate([values.codes + slices[name].start for name, values in fields.items()])
    order = np.argsort(owners, kind="stable")
    shown = [value for values in fields.values() for value in values.shown]
    keys = [value for values in fields.values() for value in values.squashed]
    return _in_rows(owners[order], codes[order], shown, keys, reports), slices


def _in_rows(owners: Ids, codes: Ids, shown: Sequence[str], keys: Sequence[str], reports: int) -> Values:
    first = np.searchsorted(owners, np.arange(reports + 1)).astype(np.int32)
    return Values(owners, codes, first, shown, keys)
