"""Rows of tables to lines: cells parted by tabs, cells that rows share, and which rows begin no section."""

from collections.abc import Iterator, Sequence

from indexer.anatomy.forms import is_form_cell
from indexer.importers.shared.blocks import Block
from indexer.model.report import CONTENTS

_MOST_LINES = 3  # of a cell in a table that is one
_LONG = 200  # characters of a row
_MANY = 3  # filled cells of a row that is no label with its value


def row_lines(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield lines of a table row, given each cell's lines: the cells parted by tabs.

    A form's label with several lines beside it, and a table that only lays out a page, keep their lines.
    """
    rows = [[" ".join(line.split()) for line in cell if line.strip()] for cell in cells]
    filled = [cell for cell in rows if cell]
    if len(filled) == 1:
        yield from filled[0]
    elif _lays_out(filled):
        for cell in filled:
            yield from cell
    elif len(rows) == 2 and len(filled) == 2 and len(rows[0]) == 1:
        yield f"{rows[0][0]}\t{rows[1][0]}"
        yield from rows[1][1:]
    elif filled:
        yield "\t".join(" ".join(cell) for cell in rows)


def row_blocks(cells: Sequence[Sequence[str]], page: int = 0) -> Iterator[Block]:
    """Yield the lines of a row as blocks; numbers in a form's cell, and in rows of many, begin no section."""
    first, *others = [*row_lines(cells), ""]
    inside = CONTENTS if is_form_cell(first) else 0
    for line in (first, *others):
        if line:
            level = CONTENTS if is_one_of_many(line) else 0 if line is first else inside
            yield Block(line, page, level)


def is_one_of_many(row: str) -> bool:
    """Return whether a line is the row of a table of several columns, and no label with its value."""
    return sum(bool(cell.strip()) for cell in row.split("\t")) >= _MANY


def _lays_out(cells: Sequence[Sequence[str]]) -> bool:
    """Return whether a row is no row but the layout of a page: much text, in many lines of a cell."""
    return max(map(len, cells), default=0) > _MOST_LINES and sum(map(len, map("".join, cells))) > _LONG


class Shared:
    """Which columns of a table's next row a cell above takes, as HTML has no cells there."""

    def __init__(self) -> None:
        self._rows: dict[int, int] = {}  # by column: rows that a cell above still takes
        self._fresh: dict[int, int] = {}  # by those of the row being read
        self._column = 0

    def before_cell(self, rows: int, columns: int) -> int:
        """Return how many empty cells stand before the next one, which takes so many rows and columns."""
        empty = self._skipped()
        for column in range(self._column, self._column + columns):
            if rows > 1:
                self._fresh[column] = rows - 1
        self._column += columns
        return empty

    def at_end(self) -> int:
        """Return how many empty cells end the row, and begin the next one."""
        empty = self._skipped()
        left = {column: rows - 1 for column, rows in self._rows.items() if rows > 1}
        self._rows, self._fresh, self._column = left | self._fresh, {}, 0
        return empty

    def _skipped(self) -> int:
        empty = 0
        while self._column in self._rows:
            self._column += 1
            empty += 1
        return empty
