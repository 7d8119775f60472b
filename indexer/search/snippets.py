"""Pieces of a section around its hits. Offsets are characters; fold moves none of them."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from indexer.model.query import Leaf, Run
from indexer.model.search import Snippet, Span
from indexer.search.matching import Expansions, mark

WIDTH = 120  # characters of a snippet, about two lines of Chinese
LEAD = 40  # characters before its first hit
MOST = 2  # snippets of a hit
LONGEST_SENTENCE = 240  # characters of one that is marked whole
SLACK = 30  # characters beyond WIDTH at most, to the end of a sentence
_STOP = re.compile(r"[。！？!?；;\n][」』”）)]*|(?<=[a-z]{4})\.(?=\s|$)")
_BREAK = re.compile(r"[。；！？，,\s](?:(?<!,)|(?<=\D,)\s)")  # a comma between digits breaks nothing
_LAST_BREAK = re.compile(rf"(?s:.*){_BREAK.pattern}")


def make_snippets(
    heading: str, text: str, folded: str, leaves: Sequence[Leaf], expansions: Expansions
) -> tuple[Snippet, tuple[Snippet, ...]]:
    """Return (marked heading, snippets of the text); a text without hits shows its beginning.

    When only the heading has the hit it comes as the first snippet too. `folded` is both, folded, as the
    index has them.
    """
    in_heading, spans = _parted(folded, len(heading), leaves, expansions)
    head = Snippet(heading, tuple(in_heading))
    pieces = _around(text, spans) or ([_piece(text, 0, [])] if text else [])
    if not spans and (head.marks or not text):
        pieces.insert(0, head)
    return head, tuple(pieces[:MOST])


def _parted(
    folded: str, cut: int, leaves: Sequence[Leaf], expansions: Expansions
) -> tuple[list[Span], list[Span]]:
    """Return marks in the heading, which ends at `cut`, and in the text after it.

    A phrase that only goes on from one into the other is marked in both.
    """
    after = cut + 1
    if not all(isinstance(leaf, Run) for leaf in leaves):  # a run never goes on
        apart = mark(folded[:cut], leaves, expansions), mark(folded[after:], leaves, expansions)
        if any(apart):
            return apart
    spans = mark(folded, leaves, expansions)
    return (
        [(start, min(end, cut)) for start, end in spans if start < cut],
        [(max(start, after) - after, end - after) for start, end in spans if end > after],
    )


def _around(text: str, spans: Sequence[Span]) -> list[Snippet]:
    """Return the windows with most hits, in reading order, none touching another."""
    if len(spans) == 1:
        return [_piece(text, max(0, spans[0][0] - LEAD), spans)]
    windows: list[tuple[int, int]] = []  # (number of hits, the most being the least, start)
    ends = [end for _, end in spans]
    for i, (start, _) in enumerate(spans):
        begin = max(0, start - LEAD)
        windows.append((i - bisect_right(ends, begin + WIDTH), begin))
    chosen: list[int] = []
    for _, begin in sorted(windows):
        if all(abs(begin - other) >= WIDTH + SLACK for other in chosen):
            chosen.append(begin)
        if len(chosen) == MOST:
            break
    return [_piece(text, begin, spans) for begin in sorted(chosen)]


def _piece(text: str, begin: int, spans: Sequence[Span]) -> Snippet:
    """Return the window moved to the ends of sentences, else to other breaks, but never across a mark."""
    end = min(len(text), begin + WIDTH)
    inside = [span for span in spans if begin <= span[0] < end]
    if inside:
        end = max(end, inside[0][1])
        inside = [span for span in inside if span[1] <= end]
    first = inside[0][0] if inside else begin
    last = inside[-1][1] if inside else begin
    if begin > 0:
        found = _STOP.search(text, begin, first) or _BREAK.search(text, begin, first)
        begin = found.end() if found else begin
    if end < len(text):
        end = _end(text, max(last, begin + WIDTH // 3), end)
    piece = text[begin:end]
    begin += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return Snippet(piece, tuple((start - begin, stop - begin) for start, stop in inside))


def _end(text: str, least: int, most: int) -> int:
    """Return where a sentence ends between two places, or soon after; else where words part."""
    stops = [stop.end() for stop in _STOP.finditer(text, least, most + SLACK)]
    if stops:
        return max((stop for stop in stops if stop <= most), default=stops[0])
    found = _LAST_BREAK.match(text, least, most)
    return found.end() - 1 if found else most


def make_nearest(heading: str, text: str, start: int, end: int) -> Snippet:
    """Return the sentence that stands at a span of heading, line end and text, marked as a whole.

    A short one comes with what stands beside it.
    """
    first = len(heading) + 1
    if end <= first:
        return Snippet(heading, ((0, len(heading)),)) if heading else Snippet(text[:WIDTH])
    start, end = max(start - first, 0), min(end - first, len(text), max(start - first, 0) + LONGEST_SENTENCE)
    return _piece(text, max(0, start - LEAD), [(start, end)])
