"""The characters of a PDF's page to printed lines, by where each character stands.

A character stands at its origin and takes as much room as its type is large: the boxes that fonts state may
hang over (標楷體 does, by a third of a character). What is turned is read upright.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot, inf
from statistics import median

import pypdfium2 as pdfium
from pypdfium2 import raw

from indexer.importers.shared.cells import Rules
from indexer.importers.shared.downwards import downwards
from indexer.importers.shared.paragraphs import Line
from indexer.importers.shared.stacked import stacked
from indexer.text.scripts import CJK

_CELL_GAP = 0.9  # of the size, from which a gap parts two cells
_WORD_GAP = 1.5  # between Latin words, which justified lines set wider apart
_BOLD = 600  # font weight
_SCRIPT_GAP = 0.45  # of the size, up to which a gap between scripts is no blank
_DIGIT_GAP = 0.2  # between digits
_ABOVE, _BELOW = 0.8, 0.2  # of the size, from a line's base
_BLANKS = (0x0D, 0x0A, 0x20, 0xA0)
_HAN = re.compile(f"[{CJK}]")
_SPREAD_LABEL = re.compile(rf"(?<![^\t、])(?:[{CJK}][\t ]+)+[{CJK}](?=[\t ]*[：:])")
_SPREAD_LINE = re.compile(rf"(?:[{CJK}]\t){{2,}}[{CJK}](?=$|\t[（(][^\t]*$)")
_HEADS = frozenset("日一二三四五六七八九十男女甲乙丙丁戊己庚辛")  # of columns, each one character
_EVEN = 0.35  # by which the gaps of a line spread out differ from one another
Turn = Callable[[float, float], tuple[float, float]]  # a point of the page to where it is when it is upright


@dataclass(frozen=True, slots=True)
class Char:
    """A printed character; `apart` where a blank stands before it in the content."""

    text: str
    left: float
    right: float
    base: float
    size: float
    apart: bool
    bold: bool
    quarter: int  # in quarters of a turn, how its line is turned to the left


def turn(quarter: int, width: float, height: float) -> Turn:
    """Return what turns points of a page of some width and height upright."""
    return (
        lambda x, y: (x, y),
        lambda x, y: (y, width - x),
        lambda x, y: (width - x, height - y),
        lambda x, y: (height - y, x),
    )[quarter % 4]


def characters(page: pdfium.PdfPage, codes: Callable[[], Mapping[int, int]] = dict) -> Iterator[Char]:
    """Yield the characters of a page in the order of its content, each turned upright by itself.

    `codes` gives what is asked where PDFium knows no more of a character than its font's code.
    """
    text = page.get_textpage()
    width, height = unturned(page)
    turns = [turn(quarter, width, height) for quarter in range(4)]
    box, x, y, matrix = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    apart, high = False, 0
    for i in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, i)
        if raw.FPDFText_HasUnicodeMapError(text, i) == 1:
            code = codes().get(code, code)
        if 0xD800 <= code < 0xDC00:  # half of a character beyond U+FFFF; the other half comes next
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code, high = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD, 0
        if code in _BLANKS:
            apart = True
            continue
        if (code < 0x20 and code != 0x02) or code > 0x10FFFF:
            continue
        placed = raw.FPDFText_GetCharOrigin(text, i, x, y) and raw.FPDFText_GetLooseCharBox(text, i, box)
        if not placed or not raw.FPDFText_GetMatrix(text, i, matrix):
            continue
        quarter = _quarter(matrix.a, matrix.b)
        along = hypot(matrix.a, matrix.b)
        points = raw.FPDFText_GetFontSize(text, i)
        stated = (box.right - box.left) if quarter % 2 == 0 else (box.top - box.bottom)
        size = points * hypot(matrix.c, matrix.d) or abs(box.top - box.bottom)
        if size <= 0:
            continue
        left, base = turns[quarter](x.value, y.value)
        right = left + min(abs(stated), points * along or abs(stated))
        bold = raw.FPDFText_GetFontWeight(text, i) >= _BOLD
        yield Char(chr(code), left, right, base, size, apart, bold, quarter)
        apart = False
    text.close()


def unturned(page: pdfium.PdfPage) -> tuple[float, float]:
    """Return the width and height of a page before it is turned for display, as its content sees it."""
    width, height = page.get_size()
    return (height, width) if page.get_rotation() % 180 else (width, height)


def _quarter(a: float, b: float) -> int:
    """Return the quarter turn nearest to a direction."""
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 2
    return 1 if b > 0 else 3


@dataclass(slots=True)
class _Running:
    """The line that is being read, and its extent so far."""

    chars: list[Char]
    right: float

    def takes(self, char: Char) -> bool:
        """Return whether a character stands on the line: to the right of what is there, or in a gap of it.

        Signs in a row are pushed into one another, so it need only end further on. A sign from another
        font comes after the text in which a gap was left for it.
        """
        first = self.chars[0]
        size = min(first.size, char.size)
        low = max(first.base - _BELOW * first.size, char.base - _BELOW * char.size)
        overlap = min(first.base + _ABOVE * first.size, char.base + _ABOVE * char.size) - low
        if char.quarter != first.quarter or overlap <= 0.5 * size:
            return False
        middle = (char.left + char.right) / 2
        if middle > self.right - 0.4 * char.size:
            return True
        inside = middle > first.left and overlap > 0.7 * size
        return inside and not any(one.left < middle < one.right for one in self.chars)


def lines_of(page: pdfium.PdfPage, number: int, chars: Sequence[Char], rules: Rules) -> list[Line]:
    """Return the lines of a page's characters in their order; a wide gap within one becomes a tab.

    What upright rules part are lines of their own.
    """
    runs: list[_Running] = []
    for char in chars:
        if runs and runs[-1].takes(char) and not _parted(runs[-1].chars[-1], char, rules):
            runs[-1].chars.append(char)
            runs[-1].right = max(runs[-1].right, char.right)
        else:
            runs.append(_Running([char], char.right))
    width, height = unturned(page)
    heights = [height if run.chars[0].quarter % 2 == 0 else width for run in runs]
    lines = [_finished(run, number, high) for run, high in zip(runs, heights, strict=True)]
    alike = len({run.chars[0].quarter for run in runs}) == 1
    return downwards(stacked(lines) if alike else lines, width)


def _parted(before: Char, char: Char, rules: Rules) -> bool:
    """Return whether a rule of a table stands between two characters of an upright line."""
    middles = [(one.left + one.right) / 2 for one in (before, char)]
    return not char.quarter and rules.part(min(middles), max(middles), char.base + 0.3 * char.size)


def most_turned(chars: Iterable[Char]) -> int:
    """Return the quarter turn of most characters, 0 for none."""
    return max(Counter(char.quarter for char in chars).items(), key=lambda item: item[1], default=(0, 0))[0]


def _finished(line: _Running, number: int, height: float) -> Line:
    chars = line.chars
    if any(after.left < before.left for before, after in pairwise(chars)):
        chars = sorted(chars, key=lambda char: char.left)
    text = chars[0].text
    edges = [chars[0].left]
    for before, char in pairwise(chars):
        gap = char.left - before.right
        latin = before.text.isascii() and char.text.isascii()
        if gap > (_WORD_GAP if latin else _CELL_GAP) * char.size:
            text += "\t"
            edges += [before.right, char.left]
        elif char.apart and gap >= _least_blank(before.text, char.text) * char.size:
            text += " "
        text += char.text
    text = _SPREAD_LABEL.sub(lambda match: re.sub(r"\s", "", match[0]), text)
    text = _closed_up(text, chars)
    han = [char.size for char in chars if _HAN.match(char.text)]
    size = median(han or [char.size for char in chars])  # Latin letters may have a font of other measures
    base = median(char.base for char in chars)
    pieces = tuple(zip(edges[::2], [*edges[1::2], line.right], strict=True))
    return Line(text, number, chars[0].left, line.right, base, size, height, chars[0].bold, pieces=pieces)


def _closed_up(text: str, chars: Sequence[Char]) -> str:
    """Return a title spread out over its line (糾 正 案 文) as one word; heads of columns stay apart."""
    spread = _SPREAD_LINE.match(text)
    if not spread or set(spread[0]) - {"\t"} <= _HEADS:
        return text
    gaps = [char.left - before.right for before, char in pairwise(chars[: spread[0].count("\t") + 1])]
    even = max(gaps) <= (1 + _EVEN) * min(gaps) + 0.2 * chars[0].size
    return spread[0].replace("\t", "") + text[spread.end() :].replace("\t", "") if even else text


def _least_blank(before: str, after: str) -> float:
    """Return how far apart two characters stand, in sizes, from which a blank between them is one.

    Word processors set scripts apart without a blank, and a spread line the digits of a number.
    """
    if before.isdigit() and after.isdigit():
        return _DIGIT_GAP
    return _SCRIPT_GAP if _scripts_meet(before, after) else -inf


def _scripts_meet(before: str, after: str) -> bool:
    """Return whether one is Chinese and the other is not."""
    return bool(_HAN.match(before) and after.isascii()) or bool(before.isascii() and _HAN.match(after))
