"""Stored text as templates print it: escaped and marked pieces, paragraphs, tables, dates, messages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from markupsafe import Markup

from indexer.fold import fold
from indexer.matching import Span
from indexer.report import Section
from indexer.results import Snippet

_OPENING = 60  # columns of the words that stand in for a missing heading
_BREAK = re.compile(r"[，。；：！？、）)」』》]|\n|, ")
_MESSAGES = tuple(
    (re.compile(pattern), chinese)
    for pattern, chinese in (
        (r"Only the first (\d+) characters were searched\.", r"只搜尋了前 \1 個字。"),
        (r"A closing bracket without an opening one was ignored\.", "略過了多出來的右括號。"),
        (r"An opening bracket without a closing one was ignored\.", "略過了沒有成對的左括號。"),
        (r"Brackets nested deeper than (\d+) were ignored\.", r"括號超過 \1 層，更裡面的略過了。"),
        (r"A quotation mark without its pair was ignored\.", "略過了沒有成對的引號。"),
        (r"An OR without a word on both sides was ignored\.", "OR 的兩邊都要有詞，略過了這個 OR。"),
        (r"A NOT without a word after it was ignored\.", "NOT 後面沒有詞，略過了這個 NOT。"),
        (r"There is no word to search for\.", "這裡沒有可以搜尋的字詞。"),
        (r"“(.*):” without a value was searched as a word\.", r"「\1:」後面沒有值，當作一般的詞搜尋。"),
        (r"“(.*)” is no (?:year|date) and was searched as words\.", r"「\1」不是日期，當作一般的詞搜尋。"),
        (r"“(.*)” is no (?:year|date)\.", r"「\1」不是日期。"),
        (
            r"“(.*)” stands for (\d+) words; (\d+) were searched\.",
            r"「\1」可以是 \2 個詞，搜尋了其中 \3 個。",
        ),
        (r"“(.*)” is too short for a fuzzy search and was searched as it is\.", r"「\1」太短，照原樣搜尋。"),
        (r"There is no report (.*)\.", r"沒有編號為 \1 的報告。"),
        (r"Report .* has no section (.*)\.", r"這份報告沒有 \1 這一段。"),
        (r"There is nothing at this address\.", "這個網址沒有內容。"),
        (r"This section was removed\.", "這一段已經移除。"),
        (r"This address does not take that method\.", "這個網址不接受這種請求。"),
        (r"Something went wrong here; it has been logged\.", "系統出了錯，已經記錄下來。"),
        (r"(\w+) is a whole number, not “(.*)”\.", r"\1 要是整數，不能是「\2」。"),
        (r"(\w+) is a number from (\d+) to (\d+)\.", r"\1 要在 \2 到 \3 之間。"),
        (r"sort is one of (.*)\.", r"sort 只能是 \1。"),
        (r".*holds no index yet; .*", "還沒有建立索引；請先執行 baogao index。"),
    )
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (a single cell) or a table (rows of cells; the first row names the columns)."""

    rows: tuple[tuple[Markup, ...], ...]
    table: bool


def marked(text: str, marks: Sequence[Span] = (), start: int = 0, end: int | None = None) -> Markup:
    """The piece `start:end`, escaped, with its marks; the rest of a mark begun earlier has class `rest`."""
    end = len(text) if end is None else end
    pieces, position = [], start
    for first, last in marks:
        first, last, begun = max(first, start), min(last, end), first < start
        if first < last:
            rest = Markup(' class="rest"') if begun else ""
            pieces += [Markup("{}<mark{}>{}</mark>").format(text[position:first], rest, text[first:last])]
            position = last
    return Markup("").join([*pieces, text[position:end]])


def snippet(piece: Snippet) -> Markup:
    """A snippet with its marks."""
    return marked(piece.text, piece.marks)


def blocks(text: str, marks: Sequence[Span] = ()) -> Iterator[Block]:
    """Lines as paragraphs; two and more lines with tabs after one another as a table."""
    lines = [(line.start(), line.end()) for line in re.finditer(r"[^\n]+", text) if line[0].strip()]
    for tabbed, group in groupby(lines, key=lambda line: "\t" in text[slice(*line)]):
        rows = [_cells(text, marks, *line) for line in group]
        if tabbed and len(rows) > 1:
            width = max(map(len, rows))
            yield Block(tuple(row + (Markup(""),) * (width - len(row)) for row in rows), table=True)
        else:
            yield from (Block(((Markup("\u3000").join(row),),), table=False) for row in rows)


def _cells(text: str, marks: Sequence[Span], start: int, end: int) -> tuple[Markup, ...]:
    cuts = [start - 1, *(i for i in range(start, end) if text[i] == "\t"), end]
    return tuple(marked(text, marks, left + 1, right) for left, right in pairwise(cuts))


def opening(piece: Snippet, number: str = "") -> tuple[Markup, Snippet]:
    """The snippet's first words, to stand in for a heading, and what follows them.

    Dots lead in a snippet that does not begin with the section's number, so not at its start.
    """
    text, columns, most = piece.text, 0, 0
    while most < len(text) and columns < _OPENING:
        columns += 1 if text[most].isascii() else 2
        most += 1
    lead = "" if fold(text).startswith(fold(number)) else "……"
    if most == len(text):
        return lead + snippet(piece), Snippet("")
    breaks = [match.end() for match in _BREAK.finditer(text, most // 4, most)]
    cut = next(
        (end for end in reversed(breaks) if not any(first < end < last for first, last in piece.marks)), most
    )
    rest = text[cut:].lstrip(" \n-－—")
    shift = len(text) - len(rest)
    head = marked(text, piece.marks, 0, len(text[:cut].rstrip("，、；： ")))
    marks = tuple((max(first, shift) - shift, last - shift) for first, last in piece.marks if last > shift)
    return lead + head + ("" if text[cut - 1] in "。！？" else "……"), Snippet(rest, marks)


def levels(sections: Sequence[Section]) -> dict[str, int]:
    """Section id → heading level under the title's 1: one below the nearest heading above it."""
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


def roc(value: str) -> str:
    """A Gregorian year or ISO date with its ROC year beside it: 2016（民國105年）."""
    year = int(value[:4]) - 1911 if re.match(r"\d{4}(?:-|$)", value) else 0
    return f"{value}（民國{year}年）" if year > 0 else value


def chinese(message: str) -> str:
    """A note or error of the engine in Chinese; empty for one unknown here."""
    for pattern, wording in _MESSAGES:
        match = pattern.fullmatch(message)
        if match:
            return match.expand(wording)
    return ""


FILTERS = (marked, snippet, blocks, opening, levels, roc, chinese)
