"""Characters turned one by one while their lines run as the page does: typefaces for upright writing."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.importers.shared.characters import Char, turn

_MOST = 0.7  # of the steps between turned characters that go down
_FEWEST = 10  # such steps that tell


def along_page(chars: Sequence[Char], width: float, height: float) -> list[Char]:
    """Return the characters of a page, those on their side that follow one another along it unturned.

    Word prints columns so (@標楷體): each character is turned, and the next stands below it as it is read.
    """
    for quarter, across in ((1, width), (3, height)):
        if _goes_down([char for char in chars if char.quarter == quarter]):
            back = turn(4 - quarter, across, across)
            chars = [
                _unturned(char, *back(char.left, char.base)) if char.quarter == quarter else char
                for char in chars
            ]
    return list(chars)


def _goes_down(chars: Sequence[Char]) -> bool:
    """Return whether nearly each character stands below the one before."""
    steps = [
        (after.left - before.left, before.base - after.base, after.size) for before, after in pairwise(chars)
    ]
    near = [(right, down) for right, down, size in steps if max(abs(right), abs(down)) < 3 * size]
    down = sum(down > 2 * abs(right) for right, down in near)
    return down >= max(_FEWEST, _MOST * len(near))


def _unturned(char: Char, x: float, y: float) -> Char:
    apart = char.apart and char.text.isascii()  # PDFium tells of a blank wherever a character is turned
    return replace(char, left=x, right=x + char.right - char.left, base=y, quarter=0, apart=apart)
