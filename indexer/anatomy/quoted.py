"""Which lines stand inside a quotation: the numbers of a quoted statute or letter begin no section."""

from collections.abc import Sequence

_PAIRS = {"「": "」", "『": "』", "“": "”"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_LONGEST = 40  # lines; a mark that none closes so soon is a slip


def quoted(lines: Sequence[str]) -> set[int]:
    """Return the numbers of lines that begin inside a quotation which was opened before and closes behind."""
    found: set[int] = set()
    opened: list[tuple[str, int]] = []  # mark and its line
    for i, line in enumerate(lines):
        opened = [one for one in opened if one[1] >= i - _LONGEST]
        for char in line:
            if char in _PAIRS:
                opened.append((char, i))
            elif char in _CLOSING:
                at = next((k for k in range(len(opened) - 1, -1, -1) if opened[k][0] == _CLOSING[char]), None)
                if at is not None:
                    found.update(range(opened[at][1] + 1, i + 1))
                    del opened[at:]
    return found
