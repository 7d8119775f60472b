"""Stored text as templates print it: escaped and marked pieces, paragraphs, tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from markupsafe import Markup

from indexer.model.report import Section
from indexer.model.search import Snippet, Span

_SURE = 8  # characters that tell the beginning of a section
_OPENING = 60  # columns of the words that stand in for a missing heading
_STOPS = "。！？\n"
_AROUND = 80  # characters of a long sentence on either side
_BREAK = re.compile(r"[，。；：！？、][）)」』》]?|[）)」』》](?=\s)|\n|, ")


Plain = tuple[tuple[str, ...], ...]  # rows of cells


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (a single cell) or a table (rows of cells; the first row names the columns)."""

    rows: tuple[tuple[Markup, ...], ...]
    table: bool

    @property
    def quoted(self) -> bool:
        """Whether a quoted passage begins here."""
        return any('<mark id="quote"' in cell for row in self.rows for cell in row)


def marked(
    text: str, marks: Sequence[Span] = (), start: int = 0, end: int | None = None, quote: Span | None = None
) -> Markup:
    """Return the piece `start:end`, escaped and marked; what is left of an earlier mark has class `rest`.

    A quoted passage is a mark with the id `quote`, in place of the marks that it touches.
    """
    end = len(text) if end is None else end
    if quote:
        apart = (mark for mark in marks if mark[1] <= quote[0] or quote[1] <= mark[0])
        marks = sorted((*apart, quote))
    pieces, position = [], start
    for mark in marks:
        first, last, begun = max(mark[0], start), min(mark[1], end), mark[0] < start
        if first < last:
            kind = "rest" if begun and mark != quote else "quote" if mark == quote else ""
            attributes = Markup(' id="quote"') if kind == "quote" and not begun else ""
            attributes += Markup(' class="{}"').format(kind) if kind else ""
            pieces += [
                Markup("{}<mark{}>{}</mark>").format(text[position:first], attributes, text[first:last])
            ]
            position = last
    return Markup("").join([*pieces, text[position:end]])


def printable(text: str) -> str:
    """Return text without the characters that XML and paper do not know."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t\u3000")


def snippet(piece: Snippet) -> Markup:
    """Return a snippet with its marks."""
    return marked(piece.text, piece.marks)


def sentence_around(text: str, start: int, end: int, most: int = _AROUND) -> Snippet:
    """Return the sentence around a span, which is marked; of a long one `most` characters on either side."""
    first = max(text.rfind(stop, 0, start) for stop in _STOPS) + 1
    last = min((at for stop in _STOPS if (at := text.find(stop, end)) >= 0), default=len(text) - 1) + 1
    near = max(first, start - most), min(last, end + most)
    before, after = "……" * (near[0] > first), "……" * (near[1] < last)
    first, last = near
    while first < start and text[first].isspace():
        first += 1
    shift = first - len(before)
    return Snippet(before + text[first:last].rstrip() + after, ((start - shift, end - shift),))


def blocks(text: str, marks: Sequence[Span] = (), quote: Span | None = None) -> Iterator[Block]:
    """Yield lines as paragraphs; two and more lines with tabs after one another as a table."""
    for table, lines in _grouped(text):
        rows = [_cells(text, marks, *line, quote) for line in lines]
        if table:
            width = max(map(len, rows))
            yield Block(tuple(row + (Markup(""),) * (width - len(row)) for row in rows), table=True)
        else:
            yield from (Block(((Markup("\u3000").join(row),),), table=False) for row in rows)


def plain_blocks(text: str) -> Iterator[Plain]:
    """Yield what `blocks` does as plain text: rows of cells, a paragraph being one row of one cell."""
    for table, lines in _grouped(text):
        rows = [text[start:end].split("\t") for start, end in lines]
        if table:
            width = max(map(len, rows))
            yield tuple((*row, *[""] * (width - len(row))) for row in rows)
        else:
            yield from (((("\u3000").join(row).strip(),),) for row in rows)


def _grouped(text: str) -> Iterator[tuple[bool, list[Span]]]:
    """Yield lines that follow each other, and whether they are rows of a table."""
    lines = [(line.start(), line.end()) for line in re.finditer(r"[^\n]+", text) if line[0].strip()]
    for tabbed, group in groupby(lines, key=lambda line: "\t" in text[slice(*line)]):
        found = list(group)
        yield tabbed and len(found) > 1, found


def _cells(text: str, marks: Sequence[Span], start: int, end: int, quote: Span | None) -> tuple[Markup, ...]:
    cuts = [start - 1, *(i for i in range(start, end) if text[i] == "\t"), end]
    return tuple(marked(text, marks, left + 1, right, quote) for left, right in pairwise(cuts))


def opening(piece: Snippet, begin: str) -> tuple[Markup, Snippet]:
    """Return the section's first words, to stand in for a heading, and what is left of its first snippet.

    `begin` is how the section begins; a snippet from there gives them with their marks.
    """
    here = piece.text.startswith(begin[:_SURE].strip())
    whole = piece if here else Snippet(begin)
    cut = _first_words(whole)
    rest = whole.text[cut:].lstrip(" \n-－—")
    rest = rest if any(map(str.isalnum, rest)) else ""
    shift = len(whole.text) - len(rest)
    head = marked(whole.text, whole.marks, 0, len(whole.text[:cut].rstrip("，、；： ")))
    head += "" if whole.text[cut - 1 : cut] in ("", "。", "！", "？") or not rest else "……"
    marks = tuple((max(first, shift) - shift, last - shift) for first, last in whole.marks if last > shift)
    return head, Snippet(rest, marks) if here else piece


def _first_words(piece: Snippet) -> int:
    """Return where the words that fit on a line end: after punctuation, and in no mark of the search."""
    text, columns, most = piece.text, 0, 0
    while most < len(text) and columns < _OPENING:
        columns += 1 if text[most].isascii() else 2
        most += 1
    if most == len(text):
        return most
    breaks = [match.end() for match in _BREAK.finditer(text, most // 4, most)]
    inside = (end for end in reversed(breaks) if not any(first < end < last for first, last in piece.marks))
    return next(inside, most)


def levels(sections: Sequence[Section]) -> dict[str, int]:
    """Return heading levels by section id, below the title's 1: one more than the nearest heading above."""
    found: dict[str, int] = {}
    above: list[int] = []
    for section in sections:
        depth = len(section.path)
        del above[max(0, depth - 1) :]
        level = min(6, (above[-1] if above else 1) + 1)
        found[section.id] = level
        if depth:
            own = level if section.heading else level - 1
            above += [own] * (depth - len(above))
    return found


FILTERS = (marked, snippet, blocks, opening, levels)
