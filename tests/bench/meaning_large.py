"""A query by vectors among many sections: real vectors of real passages, recombined with noise, in the index's format.

Time does not depend on what vectors say. A section has two passages of two clauses; the reader of the index maps the
files. It is the part of a query that grows with the vectors: reading the query's words is not in it.
"""

import time
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from indexer.meaning.codes import packed, signs
from indexer.meaning.encoder import DIMENSIONS, Encoder, Floats, encoder, unpack
from indexer.meaning.shard import CLAUSE_BITS, PASSAGE_BITS, Owner, Shard, write
from indexer.meaning.vectors import Vectors

NAME = "recombined"
_SHARD = 50_000  # sections of a file
_NOISE = 0.4  # of the recombined vector's length
_EXACT = 4  # queries whose nearest are sought among all
MOST = 10


def rows(keep: Path, texts: Sequence[str], queries: Sequence[str], sizes: Sequence[int]) -> Iterator[str]:
    """Yield Markdown rows; files are made once in a folder."""
    yield "| sections | p50 ms | p95 ms | bytes a section | of the ten nearest by a look at all |\n|---|---|---|---|---|"
    loaded = encoder(unpack(keep / "encoder").parent)
    for size in sizes:
        folder = keep / f"large-{size}"
        if not (folder / "complete").exists():
            _make(folder, size, loaded.encode(texts))
        owners = chain.from_iterable(_owners(i, size) for i in range(0, size, _SHARD))
        vectors = Vectors.of(folder, owners, NAME)
        yield _row(vectors, size, folder, loaded, queries)


def _row(vectors: Vectors, size: int, folder: Path, loaded: Encoder, queries: Sequence[str]) -> str:
    took = []
    asked = loaded.encode(queries)
    vectors.near(asked[0], vectors.candidates(asked[0]))  # warm
    for vector in asked:
        began = time.perf_counter()
        vectors.near(vector, vectors.candidates(vector))
        took.append(1000 * (time.perf_counter() - began))
    kept = 0
    every = vectors.sections()
    for vector in asked[:_EXACT]:
        parts = (vectors.near(vector, part) for part in np.array_split(every, max(1, size // _SHARD)))
        best = sorted(chain.from_iterable(parts), key=lambda near: -near.score)[:MOST]
        kept += len({near.section for near in best} & set(vectors.candidates(vector).tolist()))
    held = sum(file.stat().st_size for file in folder.glob("*.vectors"))
    recall = kept / (MOST * min(_EXACT, len(asked)))
    p50, p95 = np.quantile(took, (0.5, 0.95))
    return f"| {size:,} | {p50:.0f} | {p95:.0f} | {held / size:,.0f} | {recall:.3f} |"


def _owners(start: int, size: int) -> list[Owner]:
    return [Owner(f"r{i}", "0", "") for i in range(start, min(size, start + _SHARD))]


def _make(folder: Path, size: int, real: Floats) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    centre = real.mean(axis=0).astype(np.float32)
    rng = np.random.default_rng(1)
    for number, start in enumerate(range(0, size, _SHARD)):
        owners = _owners(start, size)
        write(_shard(owners, real, centre, rng), folder / f"{number + 1:08d}.vectors", NAME)
    (folder / "complete").touch()


def _shard(owners: Sequence[Owner], real: Floats, centre: Floats, rng: np.random.Generator) -> Shard:
    passages, clauses = 2 * len(owners), 4 * len(owners)
    whole = _recombined(real, passages, rng)
    # nearer to its passage (cosine some .7) than clauses of XQuAD are (median .54)
    parts = [packed(_unit(whole + _recombined(real, passages, rng)), centre, CLAUSE_BITS) for _ in range(2)]
    passage, passage_spread = packed(whole, centre, PASSAGE_BITS)
    return Shard(
        owners=tuple(owners),
        owner=np.repeat(np.arange(len(owners), dtype=np.int32), 2),
        language=np.zeros(passages, dtype=np.uint8),
        span=np.tile(np.array([0, 700], dtype=np.int32), (passages, 1)),
        codes=signs(whole, centre),
        passage=passage,
        passage_spread=passage_spread,
        first_clause=np.arange(0, clauses + 1, 2, dtype=np.int32),
        clause_span=np.tile(np.array([0, 30], dtype=np.int32), (clauses, 1)),
        clause=np.stack([bytes_ for bytes_, _ in parts], axis=1).reshape(clauses, -1),
        clause_spread=np.stack([spread for _, spread in parts], axis=1).ravel(),
        centre=centre,
    )


def _recombined(real: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Return means of two real vectors, with noise, of unit length."""
    one, two = rng.integers(0, len(real), (2, count))
    noise = rng.standard_normal((count, DIMENSIONS), dtype=np.float32) * np.float32(_NOISE / DIMENSIONS**0.5)
    return _unit(_unit(real[one] + real[two]) + noise)


def _unit(vectors: Floats) -> Floats:
    found: Floats = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return found
