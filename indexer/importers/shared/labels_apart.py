"""Labels of a printed form that its program draws apart from their values: both on one line again."""

from collections.abc import Sequence
from dataclasses import replace

from indexer.importers.shared.paragraphs import Line

_LONGEST = 14  # characters of a label
_LEVEL = 0.45  # of the size, by which bases differ at most
_LEADING = 1.8  # sizes from a line of a value to the next at most
_REACH = 12.0  # sizes from a label to its value at most


def with_values(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with each label that ends in a colon before the value to the right of it.

    Only where the label is drawn later: what is drawn in turn is one line already.
    """
    found = list(lines)
    for label in [line for line in lines if _is_label(line)]:
        at = next(i for i, line in enumerate(found) if line is label)
        value = next((i for i, line in enumerate(found[:at]) if _is_value(label, line)), None)
        if value is not None:
            value = _top(found, value)
            joined = replace(found[value], text=label.text.rstrip() + found[value].text, left=label.left)
            found[value] = joined
            del found[at]
    return found


def _top(lines: Sequence[Line], value: int) -> int:
    """Return the first line of a value over several, at whose height its label may stand in the middle."""
    while value and _goes_on(lines[value - 1], lines[value]):
        value -= 1
    return value


def _goes_on(above: Line, line: Line) -> bool:
    near = 0 < above.base - line.base <= _LEADING * line.size
    return near and abs(above.left - line.left) < line.size and not _is_label(above)


def _is_label(line: Line) -> bool:
    text = line.text.rstrip()
    return len(text) <= _LONGEST and text.endswith(("：", ":"))


def _is_value(label: Line, line: Line) -> bool:
    level = abs(line.base - label.base) <= _LEVEL * label.size
    right = -label.size < line.left - label.right < _REACH * label.size
    return level and right and not _is_label(line)
