"""Text written downwards: a label beside a table is one word, columns are lines from right to left."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.importers.shared.paragraphs import Line
from indexer.text.scripts import CJK

_STACKED = 1.4  # of the size, up to which characters one below the other are a line that is written downwards
_LONG = 8  # characters of a column of text; a label beside a table has fewer
_APART = 2.5  # of the size, up to which columns of a text are apart, and their tops differ
_HAN = re.compile(f"[{CJK}]")
_SIGNS = "，。、；：？！（）「」『』︵︶﹁﹂"


@dataclass(slots=True)
class _Column:
    """A line, or characters below one another, and where the last one stands."""

    line: Line
    count: int
    last: float

    def takes(self, line: Line) -> bool:
        """Return whether a single character stands close below the last of some that go downwards."""
        if not self.count or len(line.text) != 1 or not (_HAN.match(line.text) or line.text in _SIGNS):
            return False
        step = (self.line.base - line.base) / self.count
        same = abs(self.line.left - line.left) < 0.5 * line.size
        alike = abs(self.line.size - line.size) < 0.2 * line.size
        return same and alike and 0.8 * line.size < step <= _STACKED * line.size

    def is_beside(self, other: "_Column") -> bool:
        """Return whether two are columns of one text: alike, next to one another, from one height on."""
        one, size = self.line, self.line.size
        if min(self.count, other.count) < 2 or max(self.count, other.count) < _LONG:
            return False
        near = max(abs(one.left - other.line.left), abs(one.base - other.line.base)) <= _APART * size
        return near and one.page == other.line.page and abs(size - other.line.size) < 0.2 * size


def downwards(lines: Sequence[Line], width: float) -> list[Line]:
    """Return lines with characters that go downwards joined; several columns are turned, so as to go on.

    A turned column begins where its top was, and the next one to the left lies below it.
    """
    columns: list[_Column] = []
    for line in lines:
        if columns and columns[-1].takes(line):
            last = columns[-1]
            last.line = replace(last.line, text=last.line.text + line.text)
            last.count, last.last = last.count + 1, line.base
        else:
            starts = len(line.text) == 1 and bool(_HAN.match(line.text))
            columns.append(_Column(line, int(starts), line.base))
    found: list[Line] = []
    while columns:
        group = [columns.pop(0)]
        while columns and any(columns[0].is_beside(one) for one in group):
            group.append(columns.pop(0))
        if len(group) == 1:
            found.append(group[0].line)
        else:
            found += [_turned(one, width) for one in sorted(group, key=lambda one: -one.line.left)]
    return found


def _turned(column: _Column, width: float) -> Line:
    line = column.line
    top, bottom = line.height - line.base - line.size, line.height - column.last
    return replace(line, left=top, right=bottom, base=line.left, height=width)
