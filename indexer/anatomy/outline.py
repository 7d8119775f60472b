"""Numbering of Taiwanese official documents: 第一章 > 壹、 > 一、 > (一) > 1. > (1) > A.

Brackets are mixed half- and full-width, blanks stray in, list marks stand before. A number counts
only where it may follow the one before it, so that a year or a decimal starts no section.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from indexer.anatomy.markers import Marker
from indexer.anatomy.nesting import settled
from indexer.anatomy.quoted import quoted
from indexer.model.report import CONTENTS
from indexer.text import numerals
from indexer.text.fold import fold
from indexer.text.numerals import FORMAL_WRITTEN as _FORMAL
from indexer.text.numerals import PLAIN as _HAN
from indexer.text.numerals import STEMS as _STEMS
from indexer.text.scripts import CJK

_LIST_MARK = r"(?:[-‧•●◎※*·\ue000-\uf8ff]\s*)?"  # or a sign of a font of one's own
_PAGE = r"\s*(?:\d{1,4}(?:[-–~～]\d{1,4})?|[ivx]{1,5})\s*$"
_LEADERS = re.compile(
    r"(?:[.．…·‧⋯‥]\s*){3,}\s*\d{0,4}\s*$|"
    rf"(?:(?:[-–—─━_＿~～]\s*){{3,}}|[…⋯‥]{{2,}}|\t|[ \u3000]{{3,}}|／\s*){_PAGE}|"
    r"\s[-–]\s?\d{1,4}\s?[-–]\s*$"  # - 12 -
)
_NAMED = re.compile(
    r"(?:摘\s*要|內容摘要|前言|緣起|緣由|目的|過程|行程|心得|建議|結論|結語|心得[及與、和]?建議(?:事項)?|"
    r"參考(?:資料|文獻))(?=\s*(?:[：:、]|$))"
)
_APPENDIX = re.compile(
    r"(?:附[件錄]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[A-ZＡ-Ｚ]|[（(][一二三四五六七八九十\d]{1,3}[）)])?|"
    r"Appendix(?:\s+(?:[A-Z]|\d{1,2}))?|Annex(?:\s+(?:[A-Z]|\d{1,2}))?)(?=\s*(?:[：:、]|$)|\s+[^。，；]{1,25}$)",
    re.I,
)
_CONTENTS = re.compile(r"(?:目\s*[次錄]|(?:table of )?contents)", re.I)
_SUBNUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}(?=[.\s]|[^\d.])")
_PAGE_OF_ENTRY = re.compile(r"[\s.．…·‧⋯‥\-–—─━_＿~～／]*(?:\d{1,4}[-–~～])?\d{0,4}(?:\s?[-–])?$")
_NO_PART_OF_ENTRY = re.compile(r"[\s、：:]")
_LONGEST_ENTRY = 60  # characters
_BOX = re.compile(r"[□■☐☑☒▢]\s*")
_BOXED = ("formal", "han", "(han)")  # 1. behind a box is one of several to choose

# 三、四年內: about three or four years, no third item. 四月五日 is a day, though.
_ABOUT = "|".join(
    f"{few}、{_HAN[value + 1]}(?:年|個?月(?![{_HAN}十]+日)|[日天週次位名人項成倍點分]|小時|十|百|千|萬)"
    for value, few in enumerate(_HAN[:9])
)

# 七、九及十二款, 二三一、二三九地號: several numbers in running text.
_SEVERAL = rf"[{_HAN}百]{{1,4}}、[{_HAN}百]{{1,4}}(?:[、及與和至]|款|地號)"

_HEADING = (  # behind 1.1: a short heading and no measure
    rf"[.．]?(?:\s+(?=[{CJK}A-Z])|(?=[{CJK}])(?![倍億萬千百公年月日元個次人度折坪噸]))(?=[^。，；]{{0,31}}$)"
)

# style, what the number may begin with, pattern, rank: a lower rank encloses a higher one.
_STYLES: tuple[tuple[str, re.Pattern[str], re.Pattern[str], float], ...] = tuple(
    (style, re.compile(f"[{first}]"), re.compile(_LIST_MARK + pattern), float(rank))
    for style, first, pattern, rank in (
        ("part", "第", rf"(?P<n>第\s*(?P<v>[{_HAN}百\d]+)\s*(?:篇|編(?![輯號制])))[、\s：:]*", -0.25),
        ("chapter", "第", rf"(?P<n>第\s*(?P<v>[{_HAN}百\d]+)\s*章)[、\s：:]*", 0),
        ("formal", _FORMAL, rf"(?P<n>(?P<v>[{_FORMAL}]{{1,3}}))(?:\s*[、.．：:]|\s+(?=\S))\s*", 1),
        ("roman", "Ⅰ-Ⅻ", r"(?P<n>(?P<v>[Ⅰ-Ⅻ]))\s*[、.．\s]\s*", 1),
        (
            "roman",
            "IVX",
            r"(?P<n>(?P<v>X{0,2}(?:IX|IV|V?I{0,3})(?<=[IVX])))\s*(?:[.．](?![A-Za-z]\.)|、)\s*(?=\S)",
            1,
        ),
        (
            "article",
            "第",
            rf"(?P<n>第\s*(?P<v>[{_HAN}百\d][{_HAN}百\d\s]*?)\s*[節條])(?![第之款項規至])[、\s：:]*",
            2,
        ),
        ("stem", _STEMS, rf"(?P<n>(?P<v>[{_STEMS}]))\s*[、.．]\s*", 2),
        ("han", _HAN, rf"(?!{_ABOUT}|{_SEVERAL})(?P<n>(?P<v>[{_HAN}]{{1,3}}))\s*[、.．]\s*", 3),
        ("(han)", "（(", rf"(?P<n>[（(]\s*(?P<v>[{_HAN}]{{1,3}})\s*[）)])\s*[、.．]?\s*", 4),
        ("(han)", "㈠-㈩", r"(?P<n>(?P<v>[㈠-㈩]))\s*[、.．]?\s*", 4),
        (
            "arabic",
            "0-9０-９",
            r"(?P<n>(?P<v>[0-9０-９]{1,2}))\s*(?:[.．](?![0-9０-９])|[.．](?=(?:19|20|1)\d\d年)|、)\s*",
            5,
        ),
        ("arabic", "⒈-⒛", r"(?P<n>(?P<v>[⒈-⒛]))\s*", 5),
        (
            "decimal",
            r"\d",
            rf"(?P<n>\d{{1,2}}\.(?P<v>\d{{1,2}})){_HEADING}",
            5.5,
        ),
        (
            "decimal of three",
            r"\d",
            rf"(?P<n>\d{{1,2}}(?:\.\d{{1,2}}){{1,2}}\.(?P<v>\d{{1,2}})){_HEADING}",
            5.75,
        ),
        ("bare", r"\d", rf"(?P<n>(?P<v>\d{{1,2}}))[ \u3000]*(?=[{CJK}][^。，；\t]{{0,20}}$)", 5),
        ("(arabic)", "（(", r"(?P<n>[（(]\s*(?P<v>[0-9０-９]{1,2})\s*[）)])\s*[、.．]?\s*", 6),
        ("(arabic)", "⑴-⒇", r"(?P<n>(?P<v>[⑴-⒇]))\s*[、.．]?\s*", 6),
        ("arabic)", "0-9０-９", r"(?P<n>(?P<v>[0-9０-９]{1,2})[）)])\s*", 6),
        ("circled", "①-⑳", r"(?P<n>(?P<v>[①-⑳]))\s*", 7),
        ("letter", "A-ZＡ-Ｚ", r"(?P<n>(?P<v>[A-ZＡ-Ｚ]))(?:[.．](?![A-Za-z]\.)|、)\s*(?=\S)", 7),
        ("(letter)", "（(", r"(?P<n>[（(](?P<v>[A-Za-zＡ-Ｚａ-ｚ])[）)])\s*", 8),
    )
)
_COUNTED = {
    "roman",
    "decimal",
    "decimal of three",
    "arabic",
    "(arabic)",
    "arabic)",
    "circled",
    "letter",
    "(letter)",
}
_LARGEST_GAP = 3  # numbers lost to a scanner between two items
_APPENDIX_RANK = -0.5  # an appendix may have chapters and 壹、 of its own
_WORDED = (("named", _NAMED, 1.0, 12), ("appendix", _APPENDIX, _APPENDIX_RANK, 30))  # and most words behind
_BEGINS = re.compile(  # what no number or fixed heading begins without
    rf"{_LIST_MARK}([第{_FORMAL}Ⅰ-Ⅻ{_STEMS}{_HAN}（(㈠-㈩\d⒈-⒛⑴-⒇①-⑳A-ZＡ-Ｚa摘內前緣目過行心建結參附])"
)
_HALF_WIDTH = str.maketrans("（）０１２３４５６７８９", "()0123456789")
_LONGEST_LABEL = 20  # characters of a heading without a number in a path


def read_marker(line: str) -> Marker | None:
    """Return the number or fixed heading a line begins with, unless it is an entry of a table of contents."""
    begins = _BEGINS.match(line)
    if not begins or _LEADERS.search(line[-80:]):
        return None
    for style, pattern, rank in _styles(begins[1]):
        match = pattern.match(line)
        if match:
            value = _value(style, match["v"])
            if value and not _goes_on_beside(line, pattern, value):
                return Marker(style, rank, value, _label(match["n"]), match.end())
    for style, pattern, above, longest in _WORDED:
        named = pattern.match(line)
        if named and len(line) <= named.end() + longest:
            return Marker(style, above, 0, re.sub(r"\s", "", named[0]), 0)
    return None


def number_length(heading: str) -> int:
    """Return how many characters a heading's number takes, with its signs; 0 for a fixed heading."""
    marker = read_marker(heading)
    return marker.end if marker and marker.style != "bare" else 0  # 5年計畫 alone begins with no number


def without_number(heading: str) -> str:
    """Return the words of a heading: 智慧城市 of 三、智慧城市."""
    return heading[number_length(heading) :].strip()


def _goes_on_beside(line: str, pattern: re.Pattern[str], value: int) -> bool:
    """Return whether the next number stands in another cell: a row of steps, of which none is a section."""
    cells = (pattern.match(cell) for cell in line.split("\t")[1:])
    return any(cell and numerals.value_of(cell["v"]) == value + 1 for cell in cells)


@cache
def _styles(first: str) -> tuple[tuple[str, re.Pattern[str], float], ...]:
    """Return the styles of numbers that begin with the character; at most a few hundred begin any."""
    return tuple((style, pattern, rank) for style, begins, pattern, rank in _STYLES if begins.match(first))


def outline(
    lines: Sequence[str], levels: Sequence[int] = (), written: bool = True
) -> Iterator[tuple[int, Marker, tuple[Marker, ...]]]:
    """Yield (line number, marker, markers from the top down to it) for each line that starts a section.

    `levels` holds the heading level of each line where a style or its type says so, or CONTENTS. In a text
    that is `written`, and not recognised in a picture, quotation marks can be relied on.
    """
    levels = levels or [0] * len(lines)
    entries = contents(lines, levels)
    if written:
        entries |= {i for i in quoted(lines) if levels[i] <= 0}
    markers = [None if i in entries else read_marker(line) or _boxed(line) for i, line in enumerate(lines)]
    markers = settled(markers)
    ranks = _ranks(markers, levels)
    counting = _Counting()
    appended = 0  # the level of the last appendix
    for i, (line, marker) in enumerate(zip(lines, markers, strict=True)):
        if levels[i] > 0 and line and i not in entries and (marker is None or marker.style == "named"):
            after = levels[i] <= appended  # a heading of an appendix's own level ends it
            marker = _styled(line, marker, _APPENDIX_RANK if after else ranks[levels[i]])
        elif marker and marker.style == "appendix":
            appended = levels[i]
        if marker and (path := counting.take(marker, begins=not _BOX.match(line))):
            yield i, marker, path


class _Counting:
    """How far the numbers of each style have counted, under each heading above them."""

    def __init__(self) -> None:
        self._path: list[Marker] = []  # from the top down to the last one taken
        self._last: dict[tuple[tuple[str, str], ...], dict[str, int]] = {}

    def take(self, marker: Marker, begins: bool = True) -> tuple[Marker, ...]:
        """Return the markers from the top down to this one; nothing where it may not follow the last.

        One that `begins` no list is a section only where it goes on from the number before it.
        """
        parents = [above for above in self._path if above.rank < marker.rank]
        if parents and parents[0].style == "appendix" and not self._is_inside(marker, parents):
            parents = []
        place = _place(parents)
        before = self._value(place, marker.style)
        if not self._may_follow(marker, before) or not (begins or 0 < before == marker.value - 1):
            return ()
        self._last.setdefault(place, {})[marker.style] = marker.value
        for deeper in [key for key in self._last if len(key) > len(place) and key[: len(place)] == place]:
            del self._last[deeper]
        self._path = [*parents, marker]
        return tuple(self._path)

    def _may_follow(self, marker: Marker, before: int) -> bool:
        """Return whether a number is the first, or follows the last, a scanner's losses allowed for."""
        follows = 0 < before < marker.value <= before + _LARGEST_GAP
        return marker.style not in _COUNTED or marker.value == 1 or follows

    def _is_inside(self, marker: Marker, parents: Sequence[Marker]) -> bool:
        """Return whether a top number belongs into the appendix above it: the first, or the next in it."""
        if marker.style not in ("formal", "chapter", "part") or marker.value == 1:
            return True
        before, outside = (self._value(_place(above), marker.style) for above in (parents, ()))
        return 0 < before < marker.value and (marker.value == before + 1 or marker.value != outside + 1)

    def _value(self, place: tuple[tuple[str, str], ...], style: str) -> int:
        return self._last.get(place, {}).get(style, 0)


def is_contents(line: str) -> bool:
    """Return whether a line is the heading of a table of contents, or an entry with its page."""
    return bool(_CONTENTS.fullmatch(line) or _LEADERS.search(line[-80:]))


def contents(lines: Sequence[str], levels: Sequence[int] = ()) -> set[int]:
    """Return line numbers of a table of contents, whose entries name sections but start none.

    They follow its heading and stand again further on, with or without their number and a page number; or
    its heading is one by style, and they are all that stands up to the next such.
    """
    levels = levels or [0] * len(lines)
    found = {i for i, level in enumerate(levels) if level == CONTENTS}
    filled = [(i, line) for i, line in enumerate(lines) if line]
    if not any(_CONTENTS.fullmatch(line) for _, line in filled):
        return found
    places: dict[str, int] = {_entry(line): i for i, line in filled}  # the last of each
    inside = styled = False
    for i, line in filled:
        if _CONTENTS.fullmatch(line):
            inside, styled = True, levels[i] > 0
            found.add(i)
        elif inside:
            repeated = any(places.get(entry, i) > i for entry in (_entry(line), _entry(without_number(line))))
            listed = styled and levels[i] <= 0 and len(line) <= _LONGEST_ENTRY and "。" not in line
            inside = bool(_LEADERS.search(line[-80:])) or repeated or listed
            if inside:
                found.add(i)
    return found


def _boxed(line: str) -> Marker | None:
    """Return the number of an item that a form lets one choose, as □四十、 among others without a box."""
    box = _BOX.match(line)
    marker = read_marker(line[box.end() :]) if box else None
    return replace(marker, end=marker.end + box.end()) if box and marker and marker.style in _BOXED else None


def _entry(line: str) -> str:
    return _NO_PART_OF_ENTRY.sub("", _PAGE_OF_ENTRY.sub("", line[:200]))


def _place(markers: Sequence[Marker]) -> tuple[tuple[str, str], ...]:
    return tuple((marker.style, marker.label) for marker in markers)


def _ranks(markers: Sequence[Marker | None], levels: Sequence[int]) -> dict[int, float]:
    """Return the rank of each heading level: of the numbers on the level, else between its neighbours'."""
    known: dict[int, float] = {}
    for marker, level in zip(markers, levels, strict=True):
        if level > 0 and marker and marker.style not in ("named", "appendix"):
            known[level] = min(marker.rank, known.get(level, marker.rank))
    ranks = dict(known)
    for level in {level for level in levels if level > 0} - set(known):
        rank = 1 + (level - 1) / 3
        rank = max([rank, *(known[above] + (level - above) / 10 for above in known if above < level)])
        ranks[level] = min([rank, *(known[below] - (below - level) / 10 for below in known if below > level)])
    return ranks


def _styled(line: str, named: Marker | None, rank: float) -> Marker:
    """Return a heading that only its style shows; 2.1 before it is no number of ours but its label."""
    number = _SUBNUMBER.match(line)
    words = re.sub(r"\s+", " ", line).strip("：: ")
    label = named.label if named else number[0] if number else words[:_LONGEST_LABEL]
    return Marker("styled", rank, 0, label.replace("/", "／"), 0)


def value_of(label: str) -> int | str:
    """Return the number of a label in any writing: 3 for 參, 叁, 三, (三), 3; else the folded label."""
    marker = read_marker(f"{label}、")
    return marker.value if marker and marker.value else fold(label)


def ordinal(marker: Marker) -> str:
    """Return the marker as an ASCII piece of a section id."""
    return str(marker.value) if marker.value else "x" + "".join(f"{ord(c):x}" for c in marker.label)[:8]


def _value(style: str, text: str) -> int:
    """Return what a number of a style is worth; 0 for what only looks like one."""
    text = "".join(text.split())
    if style == "stem":
        return numerals.stem_value(text)
    if style.endswith(("letter", "letter)")):
        return numerals.letter_value(text)
    if style == "formal" and len(text) > 1 and "拾" not in text:
        return 0
    if style == "han" and len(text) == 3 and "十" not in text:  # 二三一
        return 0
    return numerals.value_of(text)


def _label(text: str) -> str:
    text = "".join(text.split()).translate(_HALF_WIDTH)
    if "㈠" <= text <= "㈩":
        return f"({_HAN[ord(text) - ord('㈠')]})"
    return text
