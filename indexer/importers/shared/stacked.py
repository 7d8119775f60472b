"""Lines of a page in the order of reading, where a program drew its boxes in another.

Design programs draw what was touched last; a title then comes behind the text below it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.importers.shared.paragraphs import Line

_SHARED = 0.5  # of a line's size, by which boxes that stand above one another may overlap


@dataclass(slots=True)
class _Stack:
    """Lines in the order of the content, and the height from their first to their last base, both upwards."""

    lines: list[Line]
    low: float
    high: float


def stacked(lines: Sequence[Line]) -> list[Line]:
    """Return the lines from the top down; those of boxes side by side keep the order of the content."""
    stacks: list[_Stack] = []
    for stack in sorted(_runs(lines), key=lambda one: -one.high):
        slack = _SHARED * stack.lines[0].size
        if stacks and stacks[-1].low < stack.high - slack:
            stacks[-1].lines += stack.lines
            stacks[-1].low = min(stacks[-1].low, stack.low)
        else:
            stacks.append(stack)
    place = {id(line): at for at, line in enumerate(lines)}
    return [line for stack in stacks for line in _in_order(stack.lines, place)]


def _in_order(lines: Sequence[Line], place: Mapping[int, int]) -> list[Line]:
    """Return lines of one column from the top down, others in the order of the content."""
    one_column = max(line.left for line in lines) < min(line.right for line in lines)
    apart = all(
        upper.base - lower.base > _SHARED * lower.size
        for upper, lower in pairwise(sorted(lines, key=lambda line: -line.base))
    )
    return sorted(lines, key=lambda line: -line.base if one_column and apart else place[id(line)])


def _runs(lines: Sequence[Line]) -> list[_Stack]:
    """Return the lines in runs, each of which goes down the page."""
    runs = [[line] for line in lines[:1]]
    for before, line in pairwise(lines):
        if line.base > before.base + _SHARED * min(line.size, before.size):
            runs.append([])
        runs[-1].append(line)
    return [_Stack(run, *_extent(run)) for run in runs]


def _extent(run: Sequence[Line]) -> tuple[float, float]:
    return min(line.base for line in run), max(line.base + line.size for line in run)
