"""Answers which passages of a report stand in others, and which reports are nearly the same."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from indexer.copies.folder import FOLDER, Checksums, shards
from indexer.copies.passages import shared
from indexer.copies.shard import Owner, Shard
from indexer.copies.shingles import Codes, Letters, compared, kept, letters, resemblance
from indexer.model.copies import Copied, Place
from indexer.model.report import Report
from indexer.search.ports import View

COMMON = 50  # reports that have a shingle, from which it is a form's wording
MOST = 20  # reports that are read for passages, those with the most shingles in common first
NEARLY = 0.6  # part of the shingles of either report that both have, where they are nearly the same
_NONE: frozenset[int] = frozenset()
Found = dict[str, set[tuple[int, int]]]  # report id → (own section, its section) that share shingles


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
        here, there = self._sketches.get(one, _NONE), self._sketches.get(other, _NONE)
        may_be = len(here & there) >= NEARLY * max(1, len(here), len(there))
        return may_be and resemblance(here, there) >= NEARLY

    @cached_property
    def _sketches(self) -> Mapping[str, frozenset[int]]:
        """The sketch of each report that there is."""
        return {
            shard.owners[i].report: frozenset(shard.sketches[i].tolist())
            for shard, alive in zip(self._shards, self._alive, strict=True)
            for i in np.flatnonzero(alive)
        }

    def _near(self, own_id: str, own: Sequence[Codes]) -> Iterator[tuple[str, set[tuple[int, int]]]]:
        """Yield the reports with shingles of these sections, and in which; those with the most first."""
        taken = [kept(codes)[0] for codes in own]
        hashes = np.concatenate([*taken, np.zeros(0, dtype=np.uint32)])
        sections = np.repeat(np.arange(len(taken)), [len(one) for one in taken])
        weights: Counter[str] = Counter()
        found: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
        held: Counter[int] = Counter()  # reports that have each own shingle
        seen = [self._postings(number, hashes) for number in range(len(self._shards))]
        for _, which, _ in seen:
            held.update(which.tolist())
        for shard, which, there in seen:
            owner_of = np.searchsorted(shard.first, there, side="right") - 1
            for i, row, place in zip(which.tolist(), owner_of.tolist(), there.tolist(), strict=True):
                owner: Owner = shard.owners[row]
                if owner.report != own_id and held[i] <= COMMON:
                    weights[owner.report] += 1
                    found[owner.report].add((int(sections[i]), place - int(shard.first[row])))
        for report_id, _ in weights.most_common(MOST):
            yield report_id, found[report_id]

    def _postings(self, number: int, hashes: Codes) -> tuple[Shard, Codes, Codes]:
        """Return for the hashes that a shard has: which of them, and in which of its sections."""
        shard, alive = self._shards[number], self._alive[number]
        begin, end = (np.searchsorted(shard.hashes, hashes, side=side) for side in ("left", "right"))
        lengths = end - begin
        which = np.repeat(np.arange(len(hashes)), lengths)
        rows = np.arange(int(lengths.sum())) + np.repeat(begin - (np.cumsum(lengths) - lengths), lengths)
        there = shard.section[rows].astype(np.int64)
        owner_of = np.searchsorted(shard.first, there, side="right") - 1
        living = alive[owner_of] if len(alive) else np.zeros(0, dtype=np.bool_)
        return shard, which[living], there[living]


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
