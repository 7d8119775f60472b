"""rjieba beside jieba on every file of the public data: the same words, in how much less time."""

import gzip
import json
import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from indexer.text.fold import fold
from indexer.text.scripts import CJK
from indexer.text.segmenter import Jieba, RJieba, Segmenter

_RUN = re.compile(f"[{CJK}]+")
Row = tuple[str, int, int, float, float]  # file, different runs, of them cut otherwise, seconds of each


def runs(path: Path, every: int = 1) -> set[str]:
    """Different folded runs of one line in so many of a file; of JSON lines, of their values."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        chosen = [line for number, line in enumerate(lines) if number % every == 0]
    if ".jsonl" in path.name:
        chosen = [value for line in chosen for value in map(str, json.loads(line).values())]
    return {run for text in chosen for run in _RUN.findall(fold(text))}


def compared(path: Path, every: int = 1) -> Row:
    """One file's row."""
    found = sorted(runs(path, every))
    (one, slow), (other, fast) = _cut(Jieba(), found), _cut(RJieba(), found)
    differ = sum(a != b for a, b in zip(one, other, strict=True))
    return path.name, len(found), differ, slow, fast


def _cut(segmenter: Segmenter, found: Sequence[str]) -> tuple[list[list[str]], float]:
    began = time.process_time()
    return [segmenter.cut(run) for run in found], time.process_time() - began


def run(shared: Path, jobs: int) -> Iterator[list[str]]:
    """The table: header, then a row a file and their sum."""
    yield ["file", "different runs", "cut otherwise", "jieba, CPU s", "rjieba, CPU s", "ratio"]
    files = sorted(path for path in shared.iterdir() if path.is_file())
    with ProcessPoolExecutor(jobs) as pool:
        rows = list(pool.map(compared, files))
    _, counts, differ, slow, fast = zip(*rows, strict=True)
    for name, count, other, first, second in [*rows, ("all", sum(counts), sum(differ), sum(slow), sum(fast))]:
        ratio = f"{first / second:.1f}" if second else "—"
        yield [name, f"{count:,}", str(other), f"{first:.1f}", f"{second:.1f}", ratio]
