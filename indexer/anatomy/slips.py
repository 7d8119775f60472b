"""Slips of recognition that would cost a section: a misread 壹、 or 貳、 before a top heading."""

import re
from collections.abc import Sequence

from indexer.anatomy.outline import read_marker
from indexer.model.report import Layout
from indexer.text.numerals import FORMAL

_MISREAD = re.compile(r"(?P<sign>[^\s\d、，。a-zA-Z])、(?P<words>\S.{1,19})")
_WORDS = re.compile(
    r"摘要|名單|人員|目的|緣起|前言|過程|行程|議程|經過|心得|感想|觀察|建議|結論|結語|附件|附錄|紀要|時程"
)


def mended(lines: Sequence[str], layouts: Sequence[Layout]) -> list[str]:
    """Return the lines as the outline should read them: a misread top number becomes the next in order.

    Only recognised lines, and only short ones that name a part of a report; the text itself stays.
    """
    read, last = list(lines), 0
    if all(layout.confidence is None for layout in layouts):
        return read
    for i, (line, layout) in enumerate(zip(lines, layouts, strict=True)):
        marker = read_marker(line)
        if marker and marker.style == "formal":
            last = marker.value
        match = _MISREAD.fullmatch(line) if layout.confidence is not None and not marker else None
        if match and _WORDS.search(match["words"]) and last < len(FORMAL):
            read[i] = f"{FORMAL[last]}、{match['words']}"
            last += 1
    return read
