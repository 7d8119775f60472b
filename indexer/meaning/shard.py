"""One file of vectors, written once and mapped: the passages of some sections, and the clauses in them.

Nothing is ever changed in it: what is deleted or altered is left behind, for its owner is no longer known.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.mapped import read_arrays, write_arrays
from indexer.meaning.codes import Bytes, Codes, packed, signs
from indexer.meaning.encoder import Encodes, Floats
from indexer.meaning.sentences import Passage, passages

PASSAGE_BITS, CLAUSE_BITS = 4, 2
_FORM = "baogao vectors 1"
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, order=True)
class Owner:
    """The section that vectors are of, and what they were made from: another digest, other vectors."""

    report: str
    section: str
    digest: str


@dataclass(frozen=True, slots=True)
class Shard:
    """Arrays of p passages and c clauses; those of passage i are first_clause[i]:first_clause[i + 1]."""

    owners: tuple[Owner, ...]
    owner: Ints  # (p) index into owners, rising
    language: Bytes  # (p) 0 Chinese, 1 Latin
    span: Ints  # (p, 2) of the section's text
    codes: Codes  # (p, 8)
    passage: Bytes  # (p, 256)
    passage_spread: Floats  # (p)
    first_clause: Ints  # (p + 1)
    clause_span: Ints  # (c, 2)
    clause: Bytes  # (c, 128)
    clause_spread: Floats  # (c)
    centre: Floats  # (DIMENSIONS) that codes are about


_ARRAYS = tuple(name for name in Shard.__slots__ if name != "owners")


def make(owners: Sequence[Owner], texts: Sequence[str], encoder: Encodes, centre: Floats) -> Shard:
    """Encode sections (heading, line end, text); a clause that is a whole passage is encoded once."""
    cut = [passages(text) for text in texts]
    flat: list[tuple[int, Passage]] = [(i, passage) for i, several in enumerate(cut) for passage in several]
    inside = [passage.clauses if len(passage.clauses) > 1 else () for _, passage in flat]
    spans = [(i, *span) for (i, _), clauses in zip(flat, inside, strict=True) for span in clauses]
    whole = encoder.encode([texts[i][passage.start : passage.end] for i, passage in flat])
    parts = encoder.encode([texts[i][start:end] for i, start, end in spans])
    passage, passage_spread = packed(whole, centre, PASSAGE_BITS)
    clause, clause_spread = packed(parts, centre, CLAUSE_BITS)
    return Shard(
        owners=tuple(owners),
        owner=np.array([i for i, _ in flat], dtype=np.int32),
        language=np.array([is_latin(texts[i][p.start : p.end]) for i, p in flat], dtype=np.uint8),
        span=np.array([(p.start, p.end) for _, p in flat], dtype=np.int32).reshape(-1, 2),
        codes=signs(whole, centre),
        passage=passage,
        passage_spread=passage_spread,
        first_clause=np.fromiter(accumulate(map(len, inside), initial=0), dtype=np.int32),
        clause_span=np.array([span[1:] for span in spans], dtype=np.int32).reshape(-1, 2),
        clause=clause,
        clause_spread=clause_spread,
        centre=centre,
    )


def is_latin(text: str) -> bool:
    """Whether most of a text's letters are Latin, three of them counted as one character."""
    letters = [char for char in text if char.isalpha()]
    return sum(char < "\u0300" for char in letters) > 0.75 * len(letters)


def write(shard: Shard, file: Path, encoder: str) -> None:
    """Write the file through to the disk under its name, or not at all."""
    rows = [[owner.report, owner.section, owner.digest] for owner in shard.owners]
    owners = np.frombuffer(json.dumps(rows, ensure_ascii=False).encode(), dtype=np.uint8)
    arrays = {name: getattr(shard, name) for name in _ARRAYS}
    write_arrays(file, _FORM, {"encoder": encoder}, {**arrays, "owners": owners})


def read(file: Path) -> tuple[Shard, str]:
    """Map a file; returns it with its encoder's name. Raises ValueError where it is none or is damaged."""
    facts, arrays = read_arrays(file, _FORM)
    owners = tuple(Owner(*row) for row in json.loads(arrays.pop("owners").tobytes()))
    return Shard(owners=owners, **arrays), facts["encoder"]


def joined(shards: Sequence[Shard], keep: Sequence[Sequence[int]]) -> Shard:
    """One shard of the owners to keep of several; all are about the same centre."""
    owners: list[Owner] = []
    parts: dict[str, list[Any]] = {name: [] for name in _ARRAYS}
    counts: list[Any] = []
    for shard, kept in zip(shards, keep, strict=True):
        new = np.full(len(shard.owners), -1, dtype=np.int32)
        new[list(kept)] = np.arange(len(owners), len(owners) + len(kept))
        owners += [shard.owners[i] for i in kept]
        rows = np.flatnonzero(new[shard.owner] >= 0)
        several = np.diff(shard.first_clause)
        inside = np.repeat(new[shard.owner] >= 0, several)
        counts.append(several[rows])
        parts["owner"].append(new[shard.owner[rows]])
        for name in ("language", "span", "codes", "passage", "passage_spread"):
            parts[name].append(getattr(shard, name)[rows])
        for name in ("clause_span", "clause", "clause_spread"):
            parts[name].append(getattr(shard, name)[inside])
    found = {name: np.concatenate(several) for name, several in parts.items() if several}
    first = np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.int32)
    return Shard(owners=tuple(owners), first_clause=first, centre=shards[0].centre, **found)


def ranges(starts: Ints, ends: Ints) -> Ints:
    """Return all numbers of several ranges, one after the other."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    numbers: Ints = (np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)).astype(np.int32)
    return numbers
