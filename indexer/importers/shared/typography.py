"""Headings that show by their type alone: larger or bolder than the text below them."""

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
_TITLE = 3  # blocks at the head, in which the title stands


def with_levels(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks, with levels by size and weight where neither styles nor numbers make headings.

    What stands out in the first lines alone is the title, and so is the very first line.
    """
    if any(block.level > 0 for block in blocks) or not any(block.size or block.bold for block in blocks):
        return blocks
    markers = [marker for block in blocks if (marker := read_marker(block.text))]
    if sum(marker.value > 0 and marker.rank <= _HIGHEST for marker in markers) >= _NUMBERED:
        return blocks
    usual, bold = _usual(blocks)
    shown = [i > 0 and _stands_out(block, usual, bold) for i, block in enumerate(blocks)]
    signs = [(round(block.size), block.bold) for block in blocks]
    placed: dict[tuple[int, bool], list[int]] = {}
    for i, sign in enumerate(signs):
        if shown[i]:
            placed.setdefault(sign, []).append(i)
    headings = sorted((sign for sign, at in placed.items() if at[-1] >= _TITLE), reverse=True)
    levels = {sign: level for level, sign in enumerate(headings, 1)}
    return [
        replace(block, level=levels[sign]) if out and sign in levels else block
        for block, out, sign in zip(blocks, shown, signs, strict=True)
    ]


def _usual(blocks: Sequence[Block]) -> tuple[float, bool]:
    """(size, whether bold) of most of the text."""
    signs: Counter[tuple[float, bool]] = Counter()
    for block in blocks:
        signs[(block.size, block.bold)] += len(block.text)
    return signs.most_common(1)[0][0]


def _stands_out(block: Block, usual: float, bold: bool) -> bool:
    text = block.text.strip()
    if not text or len(text) > _LONGEST or "\t" in text or is_closed(text) or "，" in text:
        return False
    return block.size > _LARGER * usual or (block.bold and not bold and block.size >= usual)
