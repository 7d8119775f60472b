"""The title of a report: of its cover, by its type, or among its first lines."""

import re
from collections.abc import Sequence
from itertools import takewhile

from indexer.anatomy.agencies import AGENCY
from indexer.anatomy.forms import read_form
from indexer.anatomy.lines import squeeze
from indexer.anatomy.outline import is_contents

COVER = re.compile(r"出國報告(?:書)?\s*[（(]\s*(?:出國)?類別\s*[：:]\s*(?P<category>[^）)]*)[）)]")
_BARE_COVER = re.compile(
    r"(?:公務|因公)?出國報告書?|(?:Overseas|Official|Business) (?:Trip|Travel|Visit) Report", re.I
)
_ENDS_AS_TITLE = re.compile(
    r"..(?:報告書?|提要|計畫書?|要點|辦法|須知|手冊|紀錄|試題|綱要|彙編|條例|細則|[^代發圖列]表|申請書)(?:[（(][^（()）]*[）)])?$"
)
_GOES_ON = ("及", "與", "和", "暨", "、")  # at the end of a line that is no whole title
_LONGEST_TITLE = 80  # characters
_MOST_BEFORE = 5  # lines, among which a title is


def cover_title(front: Sequence[str], headline: str) -> str:
    """Return a cover's title, from 出國報告 to the first label; else the headline or the first short line."""
    for i, line in enumerate(front):
        cover, bare = COVER.search(squeeze(line)), _BARE_COVER.fullmatch(squeeze(line))
        if cover or bare:
            following = takewhile(
                lambda line: "\t" not in line and not read_form([line]).values, front[i + 1 :]
            )
            title = squeeze("".join(following))
            if title and (cover or len(title) <= _LONGEST_TITLE):  # running text may follow the bare words
                return title
    return headline or _first_title([line for line in front if line and not is_contents(line)][:_MOST_BEFORE])


def _first_title(lines: Sequence[str]) -> str:
    """Return the title among the first lines: the first, that below an agency, or a cell of a form's head."""
    line = next(iter(lines), "")
    if "\t" in line:
        cells = (cell.strip() for cell in line.split("\t"))
        line = next((cell for cell in cells if _ENDS_AS_TITLE.search(cell)), line)
    elif AGENCY.fullmatch(line) and not _ENDS_AS_TITLE.search(line):
        named = (below for below in lines[1:] if _ENDS_AS_TITLE.search(below) and "\t" not in below)
        line = next(named, line)
    elif line.endswith(_GOES_ON) and len(lines) > 1:
        line += lines[1]
    return squeeze(line) if len(line) <= _LONGEST_TITLE else ""
