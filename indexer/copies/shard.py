"""One file of kept shingles: in which section of which report each stands.

Nothing is ever changed in it: what is of a report that changed or went is passed over.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.copies.shingles import Hashes, kept, letters, sketch
from indexer.mapped import read_arrays, write_arrays

_FORM = "baogao copies 1"


@dataclass(frozen=True, slots=True, order=True)
class Owner:
    """A report, and what its shingles were taken from: another checksum, other shingles."""

    report: str
    checksum: str


@dataclass(frozen=True, slots=True)
class Shard:
    """Arrays of r reports and h shingles; the sections of report i are numbered first[i]:first[i + 1]."""

    owners: tuple[Owner, ...]
    first: npt.NDArray[np.int64]  # (r + 1)
    sketches: Hashes  # (r, SKETCH)
    hashes: Hashes  # (h) rising
    section: npt.NDArray[np.uint32]  # (h)


def make(reports: Sequence[tuple[Owner, Sequence[str]]]) -> Shard:
    """Take the shingles of reports, each with the texts of its sections."""
    first, sketches = [0], []
    hashes: list[Hashes] = []
    sections: list[npt.NDArray[np.uint32]] = []
    for _, texts in reports:
        taken = [kept(letters(text).codes)[0] for text in texts]
        for i, several in enumerate(taken):
            hashes.append(several)
            sections.append(np.full(len(several), first[-1] + i, dtype=np.uint32))
        sketches.append(sketch(np.concatenate(taken)) if taken else sketch(np.zeros(0, dtype=np.uint32)))
        first.append(first[-1] + len(texts))
    owners = tuple(owner for owner, _ in reports)
    return _ordered(owners, np.array(first, dtype=np.int64), np.array(sketches), hashes, sections)


def joined(shards: Sequence[Shard], keep: Sequence[Sequence[int]]) -> Shard:
    """Return one shard of the reports to keep of several."""
    owners: list[Owner] = []
    sizes: list[npt.NDArray[np.int64]] = []
    hashes: list[Hashes] = []
    sections: list[npt.NDArray[np.uint32]] = []
    begin = 0
    for shard, rows in zip(shards, keep, strict=True):
        chosen = np.array(rows, dtype=np.int64)
        lengths = np.diff(shard.first)
        shift = np.full(len(lengths), -1, dtype=np.int64)  # the new number of a report's first section
        shift[chosen] = begin + np.cumsum(lengths[chosen]) - lengths[chosen]
        number = np.repeat(shift - shard.first[:-1], lengths)
        alive = np.repeat(shift >= 0, lengths)[shard.section]
        hashes.append(shard.hashes[alive])
        places = shard.section[alive].astype(np.int64)
        sections.append((places + number[places]).astype(np.uint32))
        owners += [shard.owners[row] for row in rows]
        sizes.append(lengths[chosen])
        begin += int(lengths[chosen].sum())
    first = np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64)
    sketches = np.concatenate([shard.sketches[list(rows)] for shard, rows in zip(shards, keep, strict=True)])
    return _ordered(tuple(owners), first, sketches, hashes, sections)


def write(shard: Shard, file: Path) -> None:
    """Write the file through to the disk under its name, or not at all."""
    rows = [[owner.report, owner.checksum] for owner in shard.owners]
    owners = np.frombuffer(json.dumps(rows, ensure_ascii=False).encode(), dtype=np.uint8)
    arrays = {name: getattr(shard, name) for name in ("first", "sketches", "hashes", "section")}
    write_arrays(file, _FORM, {}, {**arrays, "owners": owners})


def read(file: Path) -> Shard:
    """Map a file. Raises ValueError where it is none or is damaged."""
    _, arrays = read_arrays(file, _FORM)
    owners = tuple(Owner(*row) for row in json.loads(arrays.pop("owners").tobytes()))
    return Shard(owners=owners, **arrays)


def _ordered(
    owners: tuple[Owner, ...],
    first: npt.NDArray[np.int64],
    sketches: Hashes,
    hashes: Sequence[Hashes],
    sections: Sequence[npt.NDArray[np.uint32]],
) -> Shard:
    everything = np.concatenate(hashes) if hashes else np.zeros(0, dtype=np.uint32)
    where = np.concatenate(sections) if sections else np.zeros(0, dtype=np.uint32)
    order = np.argsort(everything, kind="stable")
    return Shard(owners, first, sketches, everything[order], where[order])
