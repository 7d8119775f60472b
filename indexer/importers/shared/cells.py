"""Lines of a page that stand in the cells of ruled tables: broken lines joined, a row a line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
from pypdfium2 import raw

from indexer.anatomy.lines import starts_item
from indexer.importers.shared.paragraphs import Line
from indexer.importers.shared.rows import row_blocks
from indexer.model.report import CONTENTS

_THIN = 3.0  # points; what is thinner is a rule
_SHORTEST = 8.0  # points of a rule
_SAME_LINE = 3.0  # points; lines of a cell whose bases differ by less are one
_NEAR = 2.0  # points by which two ends of one rule may differ
_ROOM = 1.7  # of the size: a line with less room than this at its end is full
_MOST_RULES = 4000  # of a page; more are a drawing


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a page: (place, from, to) in points; upright ones by their x, level ones by their y."""

    upright: tuple[tuple[float, float, float], ...]
    level: tuple[tuple[float, float, float], ...]

    def part(self, left: float, right: float, y: float) -> bool:
        """Return whether an upright rule stands between two places at a height."""
        return any(left <= at <= right and low <= y <= high for at, low, high in self.upright)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by the rules around it."""

    left: float
    right: float
    bottom: float
    top: float

    def is_beside(self, other: "Cell") -> bool:
        """Return whether both stand at one height, one to the right of the other."""
        level = min(self.top, other.top) - max(self.bottom, other.bottom) > _NEAR
        return level and (self.right <= other.left + _NEAR or other.right <= self.left + _NEAR)

    def in_row_with(self, other: "Cell") -> bool:
        """Return whether both have the same rules above and below."""
        return abs(self.top - other.top) < _NEAR and abs(self.bottom - other.bottom) < _NEAR


def rules_of(page: pdfium.PdfPage) -> Rules:
    """Return the rules that a page draws, those around boxes too."""
    upright: set[tuple[float, float, float]] = set()
    level: set[tuple[float, float, float]] = set()
    for number, one in enumerate(page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,))):
        if number > _MOST_RULES:
            return Rules((), ())
        left, bottom, right, top = one.get_bounds()
        wide, high = right - left, top - bottom
        if wide < _THIN and high >= _SHORTEST:
            upright.add((round((left + right) / 2, 1), bottom, top))
        elif high < _THIN and wide >= _SHORTEST:
            level.add((round((bottom + top) / 2, 1), left, right))
        elif wide >= _SHORTEST and high >= _SHORTEST:
            upright |= {(round(left, 1), bottom, top), (round(right, 1), bottom, top)}
            level |= {(round(bottom, 1), left, right), (round(top, 1), left, right)}
    return Rules(tuple(sorted(upright)), tuple(sorted(level)))


def in_rows(lines: Sequence[Line], rules: Rules) -> list[Line]:
    """Return lines with those in cells of several columns as rows, cells parted by tabs; others stay."""
    cells = [_cell_of(line, rules) for line in lines]
    within: dict[Cell, list[Line]] = {}
    for line, cell in zip(lines, cells, strict=True):
        if cell:
            within.setdefault(cell, []).append(line)
    rows = _rows(within)
    found: list[Line] = []
    done: set[Cell] = set()
    for line, cell in zip(lines, cells, strict=True):
        row = rows[cell] if cell else []
        shared = cell is not None and len(row) == 1 and any(cell.is_beside(other) for other in rows)
        if len(row) < 2 and not shared:
            found.append(line)
        elif cell not in done:
            done.update(row)
            texts = [list(_texts(within[own], own)) for own in row]
            right = max(one.right for own in row for one in within[own])
            found += [
                replace(line, text=block.text, right=right, in_table=shared or block.level == CONTENTS)
                for block in row_blocks(texts)
            ]
    return found


def _cell_of(line: Line, rules: Rules) -> Cell | None:
    """Return the cell around a line, if there are rules on all four sides."""
    x, y = (line.left + line.right) / 2, line.base + 0.3 * line.size
    left = max((at for at, low, high in rules.upright if at <= x and low <= y <= high), default=None)
    right = min((at for at, low, high in rules.upright if at > x and low <= y <= high), default=None)
    bottom = max((at for at, start, end in rules.level if at <= y and start <= x <= end), default=None)
    top = min((at for at, start, end in rules.level if at > y and start <= x <= end), default=None)
    if left is None or right is None or bottom is None or top is None:
        return None
    return Cell(left, right, bottom, top)


def _rows(cells: Iterable[Cell]) -> dict[Cell, list[Cell]]:
    """Return by cell the cells of its row, from left to right."""
    rows: list[list[Cell]] = []
    for cell in cells:
        row = next((row for row in rows if row[0].in_row_with(cell)), None)
        if row:
            row.append(cell)
        else:
            rows.append([cell])
    ordered = [sorted(row, key=lambda cell: cell.left) for row in rows]
    return {cell: row for row in ordered for cell in row}


def _texts(lines: Sequence[Line], cell: Cell) -> Iterator[str]:
    """Yield the lines of a cell from top to bottom, those that were broken at its edge joined."""
    lines = sorted(lines, key=lambda line: (-round(line.base / _SAME_LINE), line.left))
    padding = max(0.0, min((line.left - cell.left for line in lines), default=0.0))
    text = ""
    full = False
    for line in lines:
        if text and full and not starts_item(line.text):
            gap = " " if text[-1].isascii() and line.text[:1].isascii() else ""
            text += gap + line.text
        else:
            if text:
                yield text
            text = line.text
        full = cell.right - padding - line.right < _ROOM * line.size
    if text:
        yield text
