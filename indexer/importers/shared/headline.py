"""The title of a printed document: the largest type of its first page."""

import re
from collections.abc import Sequence
from statistics import median

from indexer.anatomy.agencies import AGENCY
from indexer.anatomy.forms import begins_with_label
from indexer.anatomy.lines import squeeze, starts_item
from indexer.anatomy.outline import is_contents
from indexer.importers.shared.paragraphs import Line
from indexer.text.scripts import HAN

_LARGER = 1.1  # of most of the text's size
_SAME = 0.9  # of the largest size, from which a line is of the title too
_MOST_LINES, _LONGEST = 3, 80  # lines and characters of a title
_APART = 2.5  # of the size, up to which lines of a title are apart
_SAME_PLACE, _REPEATED = 4.0, 3  # points, and pages on which a running head stands
_WORDS = re.compile(rf"[{HAN}]{{2}}|[A-Za-z]{{3}}")
_SAYS = re.compile(r"[^，。（(]{1,10}[：:]")  # 更新日期：
_CODE = re.compile(r"\t[^\t]*[：:].*")  # 代號：34050 beside it
_HAN = re.compile(f"[{HAN}]")


def headline(lines: Sequence[Line]) -> str:
    """Return the lines of the largest type on the first page as one; empty where none is larger than text.

    What is recognised has no sizes to rely on; a number or label begins no title, nor do Latin letters alone
    where the text is Chinese: they may be drawn across the page. What other pages repeat is no title either.
    """
    first = [line for line in lines if line.page == lines[0].page]
    if not first or any(line.confidence is not None for line in first):
        return ""
    usual = median(line.size for line in lines for _ in line.text)
    chinese = bool(_HAN.search("".join(line.text for line in lines)))
    able = [line for line in first if _may_be(line, chinese) and not _is_running(line, lines)]
    largest = max((line.size for line in able if _WORDS.search(squeeze(line.text))), default=0.0)
    if largest < _LARGER * usual:
        return ""
    titles = _together(
        sorted((one for one in able if one.size >= _SAME * largest), key=lambda one: -one.base)
    )
    written = [text for text in map(_joined, titles) if len(text) <= _LONGEST]
    named = (text for text in written if not AGENCY.fullmatch(squeeze(text)))  # a cover has its agency first
    return next(named, next(iter(written), ""))


def _together(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines in groups that stand close below one another."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and groups[-1][-1].base - line.base <= _APART * line.size:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _joined(lines: Sequence[Line]) -> str:
    text = ""
    for line in lines[:_MOST_LINES]:
        gap = " " if text[-1:].isascii() and line.text[:1].isascii() else ""
        text = (text + gap + squeeze(_CODE.sub("", line.text.strip()))).strip()
    return text


def _is_running(line: Line, lines: Sequence[Line]) -> bool:
    """Return whether a line stands in the same place of other pages too."""
    same = (one for one in lines if one.text == line.text and abs(one.base - line.base) <= _SAME_PLACE)
    return len({one.page for one in same}) >= _REPEATED


def _may_be(line: Line, chinese: bool) -> bool:
    """Return whether a line is of a kind that titles are."""
    if chinese and not _HAN.search(line.text):
        return False
    if is_contents(line.text):
        return False
    return not (starts_item(line.text) or begins_with_label(line.text) or _SAYS.match(line.text))
