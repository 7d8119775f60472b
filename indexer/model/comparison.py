"""A topic side by side, as frozen records."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model.search import Hit

BY = ("agency", "country", "year")  # what is compared by
KINDS = ("目的", "心得", "建議")  # of sections


@dataclass(frozen=True, slots=True)
class Cell:
    """Sections of one kind under one value: how many, and the best of them."""

    total: int
    best: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One value of what is compared by: its sections in all, and a cell for each of KINDS."""

    value: str
    total: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The columns shown, and (value, sections) of all that could be."""

    columns: tuple[Column, ...]
    values: Sequence[tuple[str, int]]
