"""Numbering of Taiwanese official documents: 第一章 > 壹、 > 一、 > (一) > 1. > (1) > A.

Brackets are mixed half- and full-width, blanks stray in, list marks stand before. A number counts
only where it may follow the one before it, so that a year or a decimal starts no section.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.dates import number
from indexer.fold import fold

_FORMAL = "壹貳參叁参肆伍陸陆柒捌玖拾"
_FORMAL_VALUE = {c: i for i, c in enumerate("壹貳參肆伍陸柒捌玖拾", 1)} | {"叁": 3, "参": 3, "陆": 6}
_HAN = "一二三四五六七八九十"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LIST_MARK = r"(?:[-‧•●◎※*·]\s*)?"
_LEADERS = re.compile(r"(?:[.．…·‧]\s*){3,}\s*\d{0,4}\s*$|\t\s*\d{1,4}\s*$")
_NAMED = re.compile(
    r"(?:摘\s*要|內容摘要|前言|緣起|緣由|目的|過程|行程|心得|建議|結論|結語|心得[及與、和]?建議(?:事項)?|"
    r"附[件錄](?:[一二三四五六七八九十]{1,2}|\d{1,2})?|參考(?:資料|文獻))(?=\s*(?:[：:、]|$))"
)

# style, pattern, rank: a lower rank encloses a higher one.
_STYLES: tuple[tuple[str, re.Pattern[str], int], ...] = tuple(
    (style, re.compile(_LIST_MARK + pattern), rank)
    for style, pattern, rank in (
        ("chapter", rf"(?P<n>第\s*(?P<v>[{_HAN}百\d]+)\s*[章篇])[、\s：:]*", 0),
        ("formal", rf"(?P<n>(?P<v>[{_FORMAL}]{{1,3}}))(?:\s*[、.．：:]|\s+(?=\S))\s*", 1),
        ("article", rf"(?P<n>第\s*(?P<v>[{_HAN}百\d\s]+?)\s*[節條])(?![第之款項規至])[、\s：:]*", 2),
        ("stem", rf"(?P<n>(?P<v>[{_STEMS}]))\s*[、.．]\s*", 2),
        ("han", rf"(?P<n>(?P<v>[{_HAN}]{{1,3}}))\s*[、.．]\s*", 3),
        ("(han)", rf"(?P<n>[（(]\s*(?P<v>[{_HAN}]{{1,3}})\s*[）)])\s*[、.．]?\s*", 4),
        ("(han)", r"(?P<n>(?P<v>[㈠-㈩]))\s*[、.．]?\s*", 4),
        ("arabic", r"(?P<n>(?P<v>[0-9０-９]{1,2}))\s*(?:[.．](?![0-9０-９])|、)\s*", 5),
        ("(arabic)", r"(?P<n>[（(]\s*(?P<v>[0-9０-９]{1,2})\s*[）)])\s*[、.．]?\s*", 6),
        ("arabic)", r"(?P<n>(?P<v>[0-9０-９]{1,2})[）)])\s*", 6),
        ("circled", r"(?P<n>(?P<v>[①-⑳]))\s*", 7),
        ("letter", r"(?P<n>(?P<v>[A-ZＡ-Ｚ]))(?:[.．](?![A-Za-z]\.)|、)\s*(?=\S)", 7),
        ("(letter)", r"(?P<n>[（(](?P<v>[A-Za-zＡ-Ｚａ-ｚ])[）)])\s*", 8),
    )
)
_COUNTED = {"arabic", "(arabic)", "arabic)", "circled", "letter", "(letter)"}
_LARGEST_GAP = 3  # numbers lost to a scanner between two items


@dataclass(frozen=True, slots=True)
class Marker:
    """A section number at the head of a line: its style, value, and where the words begin."""

    style: str
    rank: int
    value: int
    label: str  # as the path shows it: 肆, 二, (一), 2
    end: int


def read_marker(line: str) -> Marker | None:
    """The number or fixed heading a line begins with, unless it is an entry of a table of contents."""
    if _LEADERS.search(line[-80:]):
        return None
    for style, pattern, rank in _STYLES:
        match = pattern.match(line)
        if match:
            value = _value(style, match["v"])
            if value:
                return Marker(style, rank, value, _label(match["n"]), match.end())
    named = _NAMED.match(line)
    if named and len(line) <= named.end() + 12:
        return Marker("named", 1, 0, re.sub(r"\s", "", named[0]), 0)
    return None


def outline(lines: Sequence[str]) -> Iterator[tuple[int, Marker, tuple[Marker, ...]]]:
    """(line number, marker, markers from the top down to it) for each line that starts a section."""
    stack: list[Marker] = []
    last: dict[tuple[tuple[str, str], ...], dict[str, int]] = {}
    for i, line in enumerate(lines):
        marker = read_marker(line)
        if marker is None:
            continue
        parents = [above for above in stack if above.rank < marker.rank]
        place = tuple((above.style, above.label) for above in parents)
        before = last.get(place, {}).get(marker.style, 0)
        if marker.style in _COUNTED and not (
            marker.value == 1 or (before and before < marker.value <= before + _LARGEST_GAP)
        ):
            continue
        last.setdefault(place, {})[marker.style] = marker.value
        for deeper in [key for key in last if len(key) > len(place) and key[: len(place)] == place]:
            del last[deeper]
        stack = [*parents, marker]
        yield i, marker, tuple(stack)


def ordinal(marker: Marker) -> str:
    """The marker as an ASCII piece of a section id."""
    return str(marker.value) if marker.value else "x" + "".join(f"{ord(c):x}" for c in marker.label)[:8]


def _value(style: str, text: str) -> int:
    text = re.sub(r"\s", "", text)
    if style == "formal":
        if len(text) == 1:
            return _FORMAL_VALUE[text]
        tens, _, ones = text.partition("拾")
        return (_FORMAL_VALUE.get(tens, 1) * 10 + _FORMAL_VALUE.get(ones, 0)) if "拾" in text else 0
    if style == "stem":
        return _STEMS.index(text) + 1
    if style == "circled":
        return ord(text) - ord("①") + 1
    if "㈠" <= text <= "㈩":
        return ord(text) - ord("㈠") + 1
    folded = fold(text)
    if style.endswith(("letter", "letter)")):
        return ord(folded) - ord("a") + 1
    return number(folded)


def _label(text: str) -> str:
    text = re.sub(r"\s", "", text).translate(str.maketrans("（）", "()"))
    if "㈠" <= text <= "㈩":
        return f"({_HAN[ord(text) - ord('㈠')]})"
    return text.translate({ord("０") + i: str(i) for i in range(10)})
