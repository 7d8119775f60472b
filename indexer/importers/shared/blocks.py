"""What every importer reads from and makes: a source, and blocks in reading order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_MOST_LINES = 3  # of a cell in a table that is one
_LONG = 200  # characters of a row


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read and the name by which people know it: its path, or archive!member.

    An importer calls `alive` after each page that takes seconds, so that it is not taken for stuck.
    """

    path: Path
    name: str
    alive: Callable[[], None] = field(default=lambda: None, compare=False)

    def __str__(self) -> str:
        """Return the name, for messages."""
        return self.name

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return self.path.stem


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, or table row with its cells parted by tabs."""

    text: str
    page: int = 0  # from 1; 0 where the format knows no pages
    level: int = 0  # heading level, from 1; 0 in running text; or CONTENTS
    confidence: float | None = None  # 0 to 1 of recognised text
    size: float = 0.0  # of the type, in any unit; 0 where unknown
    bold: bool = False


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


def _lays_out(cells: Sequence[Sequence[str]]) -> bool:
    """Return whether a row is no row but the layout of a page: much text, in many lines of a cell."""
    return max(map(len, cells), default=0) > _MOST_LINES and sum(map(len, map("".join, cells))) > _LONG
