"""Vectors behind the words: made when the words can be searched, and taken up where they were broken off."""

from collections.abc import Callable
from pathlib import Path

from indexer.meaning.encoder import is_installed
from indexer.meaning.folder import fill
from indexer.updating import catalogue, generations
from indexer.updating.writing import Writing


def forget_words(folder: Path) -> None:
    """Let words, names and vectors be taken anew from what is there now, where something is to be hidden."""
    if (folder / "meaning").is_dir():
        from indexer.meaning.folder import forget  # which hardly any update needs

        forget(folder)


def learn_meaning(folder: Path, jobs: int, progress: Callable[[int, int], None]) -> tuple[int, int]:
    """Make the vectors of the current generation that are missing; return (added, held)."""
    if not is_installed():
        return 0, 0
    with generations.writing(folder):
        generation = generations.current(folder)
        filled = fill(folder, Writing(generation).view(), catalogue.checksums(generation), jobs, progress)
    return filled.added, filled.held
