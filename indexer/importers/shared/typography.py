"""Headings that show by their type alone: larger or bolder than the text below them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from indexer.anatomy.lines import is_closed
from indexer.anatomy.outline import read_marker
from indexer.importers.shared.blocks import Block

_LARGER = 1.12  # of the text's size
_LONGEST = 40  # characters
_NUMBERED = 3  # numbered headings from which a document needs no others
_HIGHEST = 3  # rank of 一、
_LABELLED = re.compile(r"[^：:]{1,12}[：:]\s*\S")
_DAY = re.compile(r"(?=.*(?:年|\d[./-]\d))[民國中華\d〇○零一二三四五六七八九十年月日./\-\s]*[年月日\d]")
_TITLE = 3  # blocks at the head, in which the title stands


def with_levels(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks, with levels by size and weight where neither styles nor numbers make headings.

    What stands out in the first lines alone is the title, and so is the very first line.
    """
    if _has_headings(blocks):
        return blocks
    usual, bold = _usual(blocks)
    shown = [i > 0 and _stands_out(block, usual, bold) for i, block in enumerate(blocks)]
    shown = _without_labels(blocks, _without_one_day(blocks, shown))
    levels = _levels(blocks, shown)
    return [
        replace(block, level=levels[_type(block)])
        if out and not block.level and _type(block) in levels
        else block
        for block, out in zip(blocks, shown, strict=True)
    ]


def _has_headings(blocks: Sequence[Block]) -> bool:
    """Return whether styles or numbers make headings, or nothing is known of the type."""
    if any(block.level > 0 for block in blocks) or not any(block.size or block.bold for block in blocks):
        return True
    markers = filter(None, (read_marker(block.text) for block in blocks))
    return sum(marker.value > 0 and marker.rank <= _HIGHEST for marker in markers) >= _NUMBERED


def _without_one_day(blocks: Sequence[Block], shown: Sequence[bool]) -> list[bool]:
    """Return what stands out but for the date of a cover; several dates are days of a journey."""
    days = [i for i, out in enumerate(shown) if out and _DAY.fullmatch(blocks[i].text.strip())]
    return [out and not (len(days) == 1 and i in days) for i, out in enumerate(shown)]


def _without_labels(blocks: Sequence[Block], shown: Sequence[bool]) -> list[bool]:
    """Return what stands out but for labels with values, as 帳號：… below 分行：…."""
    labelled = [False, *(_LABELLED.match(block.text) is not None for block in blocks), False]
    return [out and not (labelled[i + 1] and (labelled[i] or labelled[i + 2])) for i, out in enumerate(shown)]


def _levels(blocks: Sequence[Block], shown: Sequence[bool]) -> dict[tuple[int, bool], int]:
    """Return the heading level of each type that stands out below the title too: 1 for the largest."""
    last = {_type(block): i for i, (block, out) in enumerate(zip(blocks, shown, strict=True)) if out}
    headings = sorted((kind for kind, at in last.items() if at >= _TITLE), reverse=True)
    return {kind: level for level, kind in enumerate(headings, 1)}


def _type(block: Block) -> tuple[int, bool]:
    return round(block.size), block.bold


def _usual(blocks: Sequence[Block]) -> tuple[float, bool]:
    """Return (size, whether bold) of most of the text."""
    signs: Counter[tuple[float, bool]] = Counter()
    for block in blocks:
        signs[(block.size, block.bold)] += len(block.text)
    return signs.most_common(1)[0][0]


def _stands_out(block: Block, usual: float, bold: bool) -> bool:
    text = block.text.strip()
    if not text or len(text) > _LONGEST or "\t" in text or is_closed(text) or "，" in text:
        return False
    return block.size > _LARGER * usual or (block.bold and not bold and block.size >= usual)
