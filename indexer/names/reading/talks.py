"""Titles of talks, in one language or both: 以「韌性城市」(RESILIENCE CITY)為題, 講題：「…」, tables."""

import re
from collections.abc import Iterator

from indexer.model.people import Talk
from indexer.model.report import Metadata
from indexer.names.lexicon import IS_HAN

_QUOTED = r"[「『《〈“](?P<zh>[^「」『』《》〈〉“”\n]{2,80})[」』》〉”]"
_ENGLISH = r"(?:\s*[（(]\s*(?P<en>[^（()）]{3,200}?)\s*[)）])?"
_TALKS = (
    re.compile(
        rf"以\s*{_QUOTED}{_ENGLISH}\s*(?:為題|為講題|為演講題目|為演講主題|為報告題目|為演說題目|為專題|為題目|進行[^。；\n]{{0,10}}(?:演講|演說|簡報|報告|分享)|"
        r"(?:發表|作|做|進行)?(?:專題|主題)?(?:演講|演說|簡報|報告))"
    ),
    re.compile(
        rf"(?:講題|演講題目|演講主題|報告題目|演說題目|發表題目|題目|題為|主講|講演|演講題)\s*(?:為|是)?\s*[：:]?\s*{_QUOTED}{_ENGLISH}"
    ),
    re.compile(
        rf"發表\s*(?:題為|名為|以)?\s*{_QUOTED}{_ENGLISH}\s*的?(?:專題|主題)?(?:演講|演說|論文|報告|簡報)"
    ),
)
_ENGLISH_ONLY = re.compile(
    r"以\s*[「『“\"](?P<en>[A-Za-z][^「」『』“”\"\n]{3,160})[」』”\"]\s*為(?:題|講題|演講題目)"
)
_DAY = re.compile(r"([01]?\d)\s*[月/]\s*([0-3]?\d)(?:\s*日|(?!\d))")
_SPEAKER_COLUMNS = ("講者", "主講人", "講員", "演講者", "發表人", "報告人")
_TITLE_COLUMNS = ("講題", "題目", "演講題目", "報告題目", "主題", "發表題目")


def talks(section: str, text: str) -> Iterator[tuple[Talk, int, str]]:
    """Yield (talk, where its title begins, speaker where a table says who) of every talk of a section."""
    seen: set[int] = set()
    for pattern in _TALKS:
        for match in pattern.finditer(text):
            if match.start("zh") not in seen:
                seen.add(match.start("zh"))
                title, english = match["zh"].strip(), " ".join((match["en"] or "").split())
                if IS_HAN.search(title):
                    yield Talk(title, english, section), match.start(), ""
                else:
                    yield Talk("", title, section), match.start(), ""
    for match in _ENGLISH_ONLY.finditer(text):
        if match.start("en") not in seen and not any(match.start() <= start <= match.end() for start in seen):
            yield Talk("", match["en"].strip(), section), match.start(), ""
    yield from _in_tables(section, text)


def day_of(text: str, at: int, above: str, data: Metadata) -> str:
    """Return the day of a talk: the last of the trip that is named before it in its section, or above it.

    `above` are the headings that the section stands under. A trip of one day is that day; empty where
    nothing says it.
    """
    start, end = data.start or data.date, data.end or data.date
    if not start or not end:
        return ""
    for match in (*reversed(list(_DAY.finditer(text, 0, at))), *reversed(list(_DAY.finditer(above)))):
        day = f"{start[:4]}-{int(match[1]):02}-{int(match[2]):02}"
        if start[:10] <= day <= end[:10]:
            return day
    return start if start == end and data.start else ""


def _in_tables(section: str, text: str) -> Iterator[tuple[Talk, int, str]]:
    header: list[str] = []
    position = 0
    for line in text.split("\n"):
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) < 2:
            header = []
        elif {*_SPEAKER_COLUMNS} & {*cells} and {*_TITLE_COLUMNS} & {*cells}:
            header = cells
        elif header:
            row = dict(zip(header, cells, strict=False))
            speaker = next((row[name] for name in _SPEAKER_COLUMNS if row.get(name)), "")
            title = next((row[name] for name in _TITLE_COLUMNS if row.get(name)), "")
            match = re.fullmatch(rf"[「『]?(?P<zh>.*?)[」』]?{_ENGLISH}", title)
            if speaker and match and match["zh"]:
                who = re.sub(r"\s*[（(].*", "", speaker)
                yield Talk(match["zh"], match["en"] or "", section), position, who
        position += len(line) + 1
