"""Lines with their places on pages to paragraphs: running heads dropped, broken lines and words joined.

Only geometry tells a broken line from the end of a paragraph: a line is broken where the next line's
first word would not have fitted behind it, and no indent, gap or item number begins anew.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import median, quantiles

from indexer.anatomy.forms import begins_with_label
from indexer.anatomy.lines import is_closed, starts_item
from indexer.importers.shared.blocks import Block
from indexer.model.report import CONTENTS
from indexer.text.numerals import value_of
from indexer.text.scripts import CJK

_ZONE = 0.12  # of the page's height, at its top and at its bottom, where running heads stand
_SAME_PLACE = 4.0  # points
_SAYS = re.compile(rf"[{CJK}]{{4}}|[A-Za-z]{{4}}")  # a running head that is more than a number
_ON_MOST = 0.7  # of the pages: what stands on so many in small type belongs to the paper, not to what it says
_LARGER = 1.1  # of the text's size, from which a running head is a title
_REPEATED = 3  # pages on which a running head stands at least; both of two
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:第|Page|p\.)?\s*(?P<n>\d{1,4}|[〇○一二三四五六七八九十百]{1,5})\s*(?:頁)?(?:\s*(?:[/／]|of|[,，、]?\s*共)\s*\d{1,4}\s*頁?)?[-–—\s]*",
    re.I,
)
_DECIMAL = re.compile(r"\d+[.．,]\d")
_FIRST_WORD = re.compile(  # what no line break parts: opening signs, a character or word, closing signs
    rf"[（「『《〈【(]*(?:[{CJK}]|[^\s{CJK}（）「」『』《》，。、；：]+|.)[，。、；：！？」』）)》〉】/,.:;!?%]*"
)
_WIDE = 15  # characters of a line that shows where its column ends
_SAME_SIZE = 0.2  # of the size; fonts of one line differ in their measures
_INDENT = 0.8  # of the size
_GAP, _CLOSED_GAP = 1.4, 1.12  # of the usual distance between lines, and behind the end of a sentence
_LENIENT, _STRICT = 0.8, 0.3  # of the size: room behind the next word in a full line, and at a sentence's end
_LINE_HYPHENS = {0xFFFE: "-", 0x02: "-"}  # as PDFium marks a hyphen at the end of a line
_ENDS_TITLE = ("）", ")", "》", "」", "：")  # of a centred line, that the next one does not go on
_NOTE = re.compile(r"[（(\[]?(?:\d{1,3}|[*※＊①-⑳]|註\s*\d*)[）)\].．、]?\s*\S")
_SMALLER = 0.3  # points by which the type of a footnote is smaller at least
_HYPHENS = "-\u00ad\u2010\ufffe\x02"


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; coordinates in points from the page's lower left corner."""

    text: str
    page: int  # from 1
    left: float
    right: float
    base: float
    size: float
    height: float  # of the page
    bold: bool = False
    confidence: float | None = None
    in_table: bool = False  # of several columns, where numbers begin no section
    pieces: tuple[tuple[float, float], ...] = ()  # (left, right) of what tabs part


def to_blocks(lines: Sequence[Line]) -> list[Block]:
    """Return paragraphs and table rows of a document in reading order."""
    lines = [line for line in lines if line.text.strip()]
    if not lines:
        return []
    lines, heads = _without_running_heads(lines)
    if not lines:
        return []
    edges = _Edges(lines)
    hyphenated = set(re.findall(r"[A-Za-z]+-[A-Za-z]+", " ".join(line.text for line in lines)))
    behind = heads | _footnotes(lines)  # the paragraph that goes on over the page
    paragraphs: list[list[Line]] = []
    aside: list[list[Line]] = []
    running: list[Line] = []
    for line in lines:
        if id(line) in behind:
            begins = not aside or id(line) in heads or bool(_NOTE.match(line.text))
            aside[len(aside) if begins else -1 :] = [[line] if begins else [*aside[-1], line]]
            continue
        if running and not _goes_on(running, line, edges):
            paragraphs += [running, *aside]
            running, aside = [], []
        running.append(line)
    return [_block(one, hyphenated) for one in (*paragraphs, running, *aside) if one]


def _footnotes(lines: Sequence[Line]) -> set[int]:
    """Return the lines (by identity) of notes at the foot of pages, in a type smaller than the text's."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    found: set[int] = set()
    for group in pages.values():
        most = median(line.size for line in group for _ in line.text) - _SMALLER
        large = max(place for place, line in enumerate(group) if line.size >= most)
        foot = group[large + 1 :]
        first = next((place for place, line in enumerate(foot) if _NOTE.match(line.text)), len(foot))
        found |= {id(line) for line in foot[first:]}
    return found


def _without_running_heads(lines: list[Line]) -> tuple[list[Line], set[int]]:
    """Return lines without page numbers and without what stands in one place at the edge of several pages.

    From the edge inwards: behind the first line that is none, everything is text. What is said in the heads
    of some pages alone, as the title of slides, is kept once: those lines are returned by identity too.
    """
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    places: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        places[f"{_zone(line)} {_key(line.text)}"].append(line)
    least = min(_REPEATED, max(2, len(pages)))

    def is_head(line: Line) -> bool:
        if not _zone(line):
            return False
        number = _PAGE_NUMBER.fullmatch(line.text)
        if number and value_of(number["n"]) == line.page:
            return True
        alike = places[f"{_zone(line)} {_key(line.text)}"]
        return len({each.page for each in alike if abs(each.base - line.base) <= _SAME_PLACE}) >= least

    dropped: set[int] = set()
    for group in pages.values():
        inwards = sorted(group, key=lambda line: line.base)
        for ordered in (inwards, inwards[::-1]):
            dropped |= {id(line) for line in takewhile(is_head, ordered)}
    kept = {re.sub(r"\s", "", line.text) for line in lines if id(line) not in dropped}
    usual = median(line.size for line in lines for _ in line.text)
    heads: set[int] = set()
    for line in lines:
        said = re.sub(r"\s", "", line.text)
        alike = {each.page for each in places[f"{_zone(line)} {_key(line.text)}"]}
        as_text = line.size < _LARGER * usual and len(alike) > _ON_MOST * len(pages)
        if id(line) not in dropped or as_text:
            continue
        if _SAYS.search(_key(line.text)) and not any(said in other for other in kept):
            heads.add(id(line))
            kept.add(said)
    return [line for line in lines if id(line) not in dropped or id(line) in heads], heads


def _zone(line: Line) -> str:
    if line.base > line.height * (1 - _ZONE):
        return "top"
    return "bottom" if line.base < line.height * _ZONE else ""


def _key(text: str) -> str:
    return re.sub(r"(?<!\d)\d{1,4}(?!\d)|\b[ivxlc]+\b", "#", re.sub(r"\s", "", text))


class _Edges:
    """Where lines begin and end, how far they lie apart, and how large most of the text is."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._right: dict[int, float] = {}
        self._left: dict[int, float] = {}
        everywhere = [line.right for line in lines if len(line.text) >= _WIDE] or [
            line.right for line in lines
        ]
        usual = quantiles(everywhere, n=20)[-1] if len(everywhere) > 1 else everywhere[0]
        by_page: dict[int, list[Line]] = defaultdict(list)
        for line in lines:
            by_page[line.page].append(line)
        for line in lines:
            self._place(line, by_page[line.page], usual)
        self._distance = self._distances(lines)

    def _place(self, line: Line, page: Sequence[Line], usual: float) -> None:
        """Note the edges of a line's column, which are those of the wide lines that begin near it."""
        near = (other for other in page if abs(other.left - line.left) < 5 * line.size)
        column = [other for other in near if len(other.text) >= _WIDE]
        self._left[id(line)] = min((other.left for other in column), default=line.left)
        right = max((other.right for other in column), default=usual)
        narrow = len(column) >= 5 and right < usual - 10 * line.size  # one column of several
        self._right[id(line)] = right if narrow else max(right, usual)

    def _distances(self, lines: Sequence[Line]) -> dict[int, float]:
        """Return how far lines of a paragraph lie apart, by their size."""
        distances: dict[int, list[float]] = defaultdict(list)
        for above, below in pairwise(lines):
            if above.page == below.page and above.base > below.base and self.is_full(above, below):
                distances[round(above.size)].append(above.base - below.base)
        return {size: median(values) for size, values in distances.items()}

    def is_full(self, line: Line, following: Line) -> bool:
        """Return whether the following line's first word would not have fitted behind the line."""
        first = _FIRST_WORD.match(following.text)
        width = (following.right - following.left) / max(1.0, _columns(following.text))
        word = _columns(first[0]) * width if first else 0.0
        slack = _STRICT if is_closed(line.text) else _LENIENT
        return self._right[id(line)] - line.right < word + slack * line.size

    def is_near(self, line: Line, following: Line) -> bool:
        """Return whether they lie no farther apart than lines of a paragraph."""
        usual = self._distance.get(round(line.size), 1.6 * line.size)
        most = _CLOSED_GAP if is_closed(line.text) else _GAP
        return 0 < line.base - following.base <= most * usual

    def is_indented(self, line: Line) -> bool:
        """Return whether the line begins to the right of its column's edge."""
        return line.left > self._left[id(line)] + _INDENT * line.size


def _columns(text: str) -> float:
    """Return the width in units of a full-width character."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _goes_on(paragraph: Sequence[Line], line: Line, edges: _Edges) -> bool:
    last = paragraph[-1]
    if line.in_table or last.in_table:
        return False
    tabs = ("\t" in line.text) + ("\t" in last.text)  # one may be a gap of justified prose
    if tabs == 2 or (tabs and is_closed(last.text)) or abs(line.size - last.size) > _SAME_SIZE * last.size:
        return False
    if not edges.is_full(last, line):
        return False
    if (starts_item(line.text) and not _DECIMAL.match(line.text)) or begins_with_label(line.text):
        return False
    closed = is_closed(last.text)
    if line.page != last.page:
        return not closed
    if not edges.is_near(last, line):
        return False
    shift = line.left - last.left
    centred = abs(line.left + line.right - last.left - last.right) < line.size
    if centred and abs(shift) > _INDENT * last.size and last.text.rstrip().endswith(_ENDS_TITLE):
        return False
    if len(paragraph) > 1:
        return abs(shift) <= _INDENT * last.size
    return not (closed and edges.is_indented(line) and abs(shift) <= _INDENT * last.size)


def _block(paragraph: Sequence[Line], hyphenated: set[str]) -> Block:
    text = paragraph[0].text.rstrip()
    text = text.replace("\t", " ") if len(paragraph) > 1 else text
    for line in paragraph[1:]:
        text = _joined(text, line.text.strip().replace("\t", " "), hyphenated)
    known = [(line.confidence, len(line.text)) for line in paragraph if line.confidence is not None]
    return Block(
        text=text.translate(_LINE_HYPHENS),
        page=paragraph[0].page,
        level=CONTENTS if paragraph[0].in_table else 0,
        confidence=sum(c * n for c, n in known) / sum(n for _, n in known) if known else None,
        size=max(line.size for line in paragraph),
        bold=all(line.bold for line in paragraph),
    )


def _joined(before: str, after: str, hyphenated: set[str]) -> str:
    """Join two parts of a line; a word broken at a hyphen is whole unless it has the hyphen elsewhere too."""
    if (
        before[-1:] in tuple(_HYPHENS)
        and re.search(rf"[A-Za-z][{_HYPHENS}]$", before)
        and after[:1].isalpha()
    ):
        head = re.search(r"[A-Za-z]+$", before[:-1])
        tail = re.match(r"[A-Za-z]+", after)
        if head and tail:
            kept = f"{head[0]}-{tail[0]}" in hyphenated or not after[0].islower()
            return before[:-1] + ("-" if kept else "") + after
    gap = " " if before[-1:].isascii() and after[:1].isascii() else ""
    return before + gap + after
