"""The title of a printed document: the largest type of its first page."""

import re
from collections.abc import Sequence
from statistics import median

from indexer.anatomy.forms import begins_with_label
from indexer.anatomy.lines import starts_item
from indexer.importers.shared.paragraphs import Line
from indexer.text.scripts import HAN

_LARGER = 1.1  # of most of the text's size
_SAME = 0.9  # of the largest size, from which a line is of the title too
_MOST_LINES, _LONGEST = 3, 80  # lines and characters of a title
_APART = 2.5  # of the size, up to which lines of a title are apart
_WORDS = re.compile(rf"[{HAN}]{{2}}|[A-Za-z]{{3}}")
_SAYS = re.compile(r"[^，。（(]{1,10}[：:]")  # 更新日期：
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
    repeated = {line.text for line in lines if line.page != first[0].page}
    chinese = bool(_HAN.search("".join(line.text for line in lines)))
    able = [line for line in first if line.text not in repeated and _may_be(line, chinese)]
    largest = max((line.size for line in able if _WORDS.search(line.text)), default=0.0)
    if largest < _LARGER * usual:
        return ""
    title = sorted((line for line in able if line.size >= _SAME * largest), key=lambda line: -line.base)
    text, below = "", title[0].base
    for line in title[:_MOST_LINES]:
        if below - line.base > _APART * line.size:
            break
        below = line.base
        gap = " " if text[-1:].isascii() and line.text[:1].isascii() else ""
        text = (text + gap + line.text.strip()).strip()
    return text if len(text) <= _LONGEST else ""


def _may_be(line: Line, chinese: bool) -> bool:
    """Return whether a line is of a kind that titles are."""
    if chinese and not _HAN.search(line.text):
        return False
    return not (starts_item(line.text) or begins_with_label(line.text) or _SAYS.match(line.text))
