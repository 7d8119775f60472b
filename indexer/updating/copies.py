"""Shingles behind the words: taken when the words can be searched, and read by who asks for copies."""

import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from indexer.copies.folder import FOLDER, fill
from indexer.copies.reader import Copies
from indexer.updating import catalogue, generations
from indexer.updating.writing import Writing


def learn_copies(folder: Path, progress: Callable[[int, int], None]) -> int:
    """Take the shingles of the current generation that are missing; return of how many reports."""
    with generations.writing(folder):
        generation = generations.current(folder)
        return fill(folder, Writing(generation).view(), catalogue.checksums(generation), progress)


def forget_copies(folder: Path) -> None:
    """Let shingles be taken anew from what is there now, where something is to be hidden."""
    shutil.rmtree(folder / FOLDER, ignore_errors=True)


def copies_of(folder: Path, generation: Path) -> Copies:
    """Return the shingles of the newest state of a folder."""
    times = [
        file.stat().st_mtime_ns if file.exists() else 0
        for file in (folder / FOLDER, generation / catalogue.CATALOGUE)
    ]
    return _copies_of(folder, generation, tuple(times))


@lru_cache(maxsize=8)
def _copies_of(folder: Path, generation: Path, _times: tuple[int, ...]) -> Copies:
    return Copies.of(folder, catalogue.checksums(generation))
