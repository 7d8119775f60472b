"""Tables without rules, drawn cell by cell: the cells of a row side by side again, as one line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from indexer.anatomy.lines import starts_item
from indexer.importers.shared.paragraphs import Line
from indexer.importers.shared.rows import is_one_of_many, row_lines

_LEVEL = 0.5  # of the size, by which the first lines of a row's cells differ
_LEADING = 2.0  # sizes from a line of a cell to the next at most
_ALIGNED = 0.7  # of the size, by which lines of a cell begin apart
_ROOM = 1.7  # of the size: a line with less room than this at its end is full
_MOST_LINES = 12  # of a cell; more are a column of text


@dataclass(slots=True)
class _Cell:
    """Pieces of lines below one another: (text, left, right, base)."""

    pieces: list[tuple[str, float, float, float]] = field(default_factory=list)

    @property
    def right(self) -> float:
        """The right edge of its longest line."""
        return max(right for _, _, right, _ in self.pieces)

    def takes(self, line: Line) -> bool:
        """Return whether a line goes on below the cell's last one."""
        _, left, _, base = self.pieces[-1]
        near = 0 < base - line.base <= _LEADING * line.size and len(self.pieces) < _MOST_LINES
        return near and "\t" not in line.text and abs(line.left - left) <= _ALIGNED * line.size

    def texts(self, size: float) -> Iterator[str]:
        """Yield its lines, those broken at its edge joined."""
        text, full = "", False
        for piece, _, right, _ in self.pieces:
            if text and full and not starts_item(piece):
                text += (" " if text[-1].isascii() and piece[:1].isascii() else "") + piece
            else:
                if text:
                    yield text
                text = piece
            full = self.right - right < _ROOM * size
        yield text


def in_columns(lines: Sequence[Line]) -> list[Line]:
    """Return lines with each row that is drawn cell by cell as one, its cells parted by tabs; others stay.

    Such a row shows by its second cell, which is drawn behind lines below it and begins where the row began.
    """
    found: list[Line] = []
    at = 0
    while at < len(lines):
        cells, count = _row(lines, at)
        if count > 1:
            first, size = lines[at], lines[at].size
            right = max(cell.right for cell in cells)
            for text in row_lines([list(cell.texts(size)) for cell in cells]):
                found.append(replace(first, text=text, right=right, in_table=is_one_of_many(text)))
        else:
            found.append(lines[at])
        at += max(1, count)
    return found


def _row(lines: Sequence[Line], at: int) -> tuple[list[_Cell], int]:
    """Return the cells of the row that begins at a line, and its lines; none where it is no such row."""
    first = lines[at]
    cells = _pieces(first)
    end, jumps = at + 1, 0
    for line in lines[at + 1 :]:
        if line.page != first.page or line.in_table or abs(line.size - first.size) > 0.2 * first.size:
            break
        level = abs(line.base - first.base) <= _LEVEL * first.size
        if level and line.left > cells[-1].right and lines[end - 1].base < line.base - _LEVEL * first.size:
            cells += _pieces(line)
            jumps += 1
        elif not cells[-1].takes(line):
            break
        else:
            cells[-1].pieces.append((line.text, line.left, line.right, line.base))
        end += 1
    if not jumps:
        return [], 0
    return cells, end - at


def _pieces(line: Line) -> list[_Cell]:
    """Return the cells whose first lines stand on a line."""
    texts = line.text.split("\t")
    places = line.pieces if len(line.pieces) == len(texts) else ((line.left, line.right),) * len(texts)
    return [_Cell([(text, *place, line.base)]) for text, place in zip(texts, places, strict=True)]
