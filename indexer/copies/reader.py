"""Answers which passages of a report stand in others, and which reports are nearly the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.copies.folder import FOLDER, Checksums, shards
from indexer.copies.passages import shared
from indexer.copies.shard import Shard
from indexer.copies.shingles import Codes, Letters, compared, kept, letters, resemblance
from indexer.model.copies import Copied, Place
from indexer.model.report import Report
from indexer.search.ports import View

COMMON = 50  # reports that have a shingle, from which it is a form's wording
MOST = 20  # reports that are read for passages, those with the most shingles in common first
NEARLY = 0.6  # part of the shingles of either report that both have, where they are nearly the same
_NONE: frozenset[int] = frozenset()
Pairs = set[tuple[int, int]]  # (own section, section of another report) that share shingles
Numbers = npt.NDArray[np.int64]


class Copies:
    """The shingles of one committed state."""

    def __init__(self, held: Sequence[Shard], checksums: Checksums) -> None:
        """Match what the shards hold with the reports there are; of two shards the later one counts."""
        self._shards = held
        last = {owner: number for number, shard in enumerate(held) for owner in shard.owners}
        self._alive = [
            np.array([last[one] == i and checksums.get(one.report) == one.checksum for one in shard.owners])
            for i, shard in enumerate(held)
        ]

    @classmethod
    def of(cls, folder: Path, checksums: Checksums) -> "Copies":
        """Map the shingles of an index; none is no fault."""
        return cls([shard for _, shard in shards(folder / FOLDER)], checksums)

    def passages(self, report: Report, view: View) -> list[Copied]:
        """Return the passages of a report that stand in others, in the order of reading."""
        own = [letters(text) for text in compared(report)]
        found: list[Copied] = []
        for report_id, pairs in self._near(report.id, [one.codes for one in own]):
            other = view.report(report_id)
            if other:
                found += _copied(report, own, other, sorted(pairs))
        order = {section.id: i for i, section in enumerate(report.sections)}
        return sorted(found, key=lambda one: (order[one.here.section_id], one.here.start, -one.here.end))

    def nearly_same(self, report_ids: Sequence[str]) -> Mapping[str, str]:
        """Return of each report that is nearly the same as an earlier one of these which one that is."""
        found: dict[str, str] = {}
        for i, report_id in enumerate(report_ids):
            for before in report_ids[:i]:
                if before not in found and before != report_id and self._alike(before, report_id):
                    found[report_id] = before
                    break
        return found

    def _alike(self, one: str, other: str) -> bool:
        here, there = self._sketch(one), self._sketch(other)
        may_be = len(here & there) >= NEARLY * max(1, len(here), len(there))
        return may_be and resemblance(here, there) >= NEARLY

    def _sketch(self, report_id: str) -> frozenset[int]:
        """Return the sketch of a report; empty for one that is not there."""
        if report_id not in self._rows:
            return _NONE
        number, row = self._rows[report_id]
        return frozenset(self._shards[number].sketches[row].tolist())

    @cached_property
    def _rows(self) -> Mapping[str, tuple[int, int]]:
        """In which shard, and which of its reports, each report is that there is."""
        return {
            self._shards[number].owners[row].report: (number, row)
            for number, alive in enumerate(self._alive)
            for row in np.flatnonzero(alive).tolist()
        }

    def _near(self, own_id: str, own: Sequence[Codes]) -> Iterator[tuple[str, Pairs]]:
        """Yield the reports with shingles of these sections, and in which; those with the most first."""
        taken = [kept(codes)[0] for codes in own]
        hashes = np.concatenate([*taken, np.zeros(0, dtype=np.uint32)])
        section_of = np.repeat(np.arange(len(taken)), [len(one) for one in taken])
        seen = [self._postings(number, hashes) for number in range(len(self._shards))]
        held = sum((np.bincount(one.which, minlength=len(hashes)) for one in seen), np.zeros(len(hashes)))
        found: list[tuple[int, str, Pairs]] = []
        for shard, one in zip(self._shards, seen, strict=True):
            some = held[one.which] <= COMMON
            rows, counts = np.unique(one.report[some], return_counts=True)
            for i in np.argsort(-counts, kind="stable")[: MOST + 1].tolist():
                mine = some & (one.report == rows[i])
                pairs = {*zip(section_of[one.which[mine]].tolist(), one.section[mine].tolist(), strict=True)}
                found.append((int(counts[i]), shard.owners[rows[i]].report, pairs))
        others = sorted((one for one in found if one[1] != own_id), key=lambda one: -one[0])
        for _, report_id, pairs in others[:MOST]:
            yield report_id, pairs

    def _postings(self, number: int, hashes: Codes) -> "_Postings":
        """Return where the hashes stand that a shard has."""
        shard, alive = self._shards[number], self._alive[number]
        begin, end = (np.searchsorted(shard.hashes, hashes, side=side) for side in ("left", "right"))
        lengths = end - begin
        which = np.repeat(np.arange(len(hashes)), lengths)
        places = np.arange(int(lengths.sum())) + np.repeat(begin - (np.cumsum(lengths) - lengths), lengths)
        numbers = shard.section[places].astype(np.int64)
        report = np.searchsorted(shard.first, numbers, side="right") - 1
        living = alive[report] if len(alive) else np.zeros(0, dtype=np.bool_)
        report = report[living]
        return _Postings(which[living], report, numbers[living] - shard.first[report])


@dataclass(frozen=True, slots=True)
class _Postings:
    """Of each place: which hash stands there, in which report of a shard, in which of its sections."""

    which: Numbers
    report: Numbers
    section: Numbers


def _copied(
    report: Report, own: Sequence[Letters], other: Report, pairs: Sequence[tuple[int, int]]
) -> Iterator[Copied]:
    """Yield the passages that a report shares with another one in these sections of both."""
    texts = compared(other)
    theirs: dict[int, Letters] = {}
    for i, j in pairs:
        if j not in theirs:
            theirs[j] = letters(texts[j] if j < len(texts) else "")
        there = theirs[j]
        for one in shared(own[i], there):
            yield Copied(
                Place(report.id, report.sections[i].id, one.start, one.end),
                Place(other.id, other.sections[j].id, one.other_start, one.other_end),
            )
