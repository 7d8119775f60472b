"""Places in a text where a Chinese and a Latin name stand side by side.

中文（English, ABBR）, 「…」(…), English（中文）, 柯文哲Dr. Ko Wen-Je, cells of a table, 中文 / English, and
the form's （中文）… （英文）… lines. Nothing is decided here about where the Chinese name begins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from indexer.names.lexicon import (
    COURTESY,
    IS_HAN,
    LATIN,
    LATIN_POSTS,
    PERSON_PARTICLES,
    UNITS,
    any_of,
    english_countries,
)
from indexer.text.compare import DOT
from indexer.text.scripts import HAN

Shape = Literal["quoted", "brackets", "reverse", "adjacent", "cells", "form"]

_OPEN_OF = {"」": "「", "』": "『", "》": "《", "〉": "〈", "】": "【", "”": "“", '"': '"', "＂": "＂"}
_LONGEST_QUOTE = 60  # characters
_LONGEST_RUN = 32  # characters before a bracket that may belong to the name
_LONGEST_NAME = 160  # characters of a Latin name
_FEWEST_LETTERS = 2
_FEWEST_DIGITS = 3  # of the number of a document
_DIGITS, _YEAR, _WORD = re.compile("[0-9]"), re.compile("(?:19|20)[0-9]{2}(?![0-9])"), re.compile("[a-z]{3}")
_LETTERS_OF_A_NAME = 0.6  # at least this share of its characters
_BRACKETS = re.compile(r"[（(]([^（()）\n]{2,200})[)）]")
_RUN = re.compile(rf"[{HAN}{DOT}0-9A-Za-z０-９Ａ-Ｚ－\-&＆]*$")
_LETTERS = re.compile(rf"[{LATIN}]")
_MEASURE = re.compile(
    r"(?:https?:|www\.|@|\.com|\.tw|\d[\d,.]*\s*(?:km|kg|cm|mm|m|mw|gw|kw|g|t|ha|min|pm|am|usd|nt|%)\b)", re.I
)
_SAID = re.compile(
    r"(?:以下)?(?:簡稱|縮寫為|縮寫|英文簡稱|英文名稱|英文名|英文|英語|原文|原名|又稱|亦稱|或稱)(?:為|作)?\s*[：:]?\s*"
)
_SPLIT = re.compile(r"\s*[，,、;；/／]\s*")
_ACRONYM = re.compile(
    r"(?=(?:[^A-Z]*[A-Z]){2})[A-Z][A-Za-z0-9]*(?:[&＆\-－][A-Z][A-Za-z0-9]*)*(?: (?:[IVX]+|\d+))?"
)
_POST = re.compile(rf"^{any_of(LATIN_POSTS)}\.? (?=[A-Z]\S+ [A-Z]\S+$)")
_STATE = re.compile(r"[,，]\s*[RDI]\s*-\s*[A-Z]{2}$")
_CAPITALISED = rf"[A-ZÀ-ÖØ-Þ][{LATIN}.'’\-]*"
_LATIN_NAME = rf"{_CAPITALISED}(?:[ 　{DOT}]+(?:{_CAPITALISED}|{any_of(PERSON_PARTICLES)}\b))*"
_REVERSE = re.compile(rf"([A-Z][{LATIN}0-9 .,'’&\-]{{1,100}}?)\s*[（(]([{HAN}{DOT}]{{2,24}})[)）]")
_ADJACENT = re.compile(rf"(?<=[{HAN}])((?:{COURTESY}\s*)?)({_LATIN_NAME})")
_BEFORE_LATIN = re.compile(rf"[{HAN}{DOT}]{{2,16}}$")
_SLASH = re.compile(
    rf"(?:(?<=[\s：:、，。；（(])|^)([{HAN}{DOT}]{{2,20}})\s*[/／]\s*({_LATIN_NAME})(?=$|[\s、，。；)）])",
    re.M,
)
_FORM = re.compile(
    r"[（(]\s*中文\s*[)）]\s*[：:]?\s*(?P<zh>[^\n（(]{2,80}?)\s*[/／]?\s*[（(]\s*英文\s*[)）]\s*[：:]?\s*(?P<en>[^\n（(]{3,160})"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two names side by side; `quoted` is the Chinese one where its marks or cell bound it.

    Else it ends at the end of `left`, the characters before the Latin name, and begins somewhere in it.
    Spans are of the section's `searchable` text; `end` is where the Latin name and its bracket end.
    """

    shape: Shape
    left: str
    quoted: str
    english: str
    acronym: str
    country: str  # ISO code that the Latin part names after a comma
    section: str
    start: int  # of the Chinese name when quoted, else of `left`
    end: int
    before: str = ""  # what stands before `left`, at most two characters
    after: str = ""  # what follows, at most twelve characters


def candidates(section: str, text: str) -> Iterator[Candidate]:
    """Yield all candidates of a section's text in reading order of their shapes."""
    if not _LETTERS.search(text):
        return
    yield from _in_brackets(section, text)
    yield from _reverse(section, text)
    yield from _adjacent(section, text)
    yield from _in_cells(section, text)
    for match in _FORM.finditer(text):
        yield _whole("form", section, text, match.span("zh"), match["en"].strip(" 。.;"), match.end())


@dataclass(frozen=True, slots=True)
class English:
    """What a bracket says: a full name, its abbreviation; a town and its country where a comma parts them."""

    name: str
    acronym: str = ""
    town: str = ""
    country: str = ""  # ISO code


def read_english(inner: str) -> English | None:
    """Return the Latin names in a bracket; None when it holds something else."""
    inner = _POST.sub("", _STATE.sub("", inner.strip().strip('「」『』"“”').replace("\u3000", " ")))
    if _MEASURE.search(inner) or len(_LETTERS.findall(inner)) < _FEWEST_LETTERS:
        return None
    parts = (part.strip(" ，,、;；：:") for part in _SAID.split(inner))
    names = [name for part in parts for name in _SPLIT.split(part) if name]
    if not names or any(IS_HAN.search(name) for name in names):
        return None
    if any(name.lower() in UNITS or _is_number(name) for name in names):
        return None
    acronyms = [name for name in names if is_acronym(name)]
    if len(acronyms) == len(names):
        return English("", acronyms[0]) if len(acronyms) == 1 else None
    return _named(names, acronyms)


def _named(names: list[str], acronyms: list[str]) -> English | None:
    """Return a full name, with the one acronym that follows it, or the country that it is in."""
    rest = [name for name in names if name not in acronyms]
    acronym = acronyms[0] if len(acronyms) == 1 and names[0] != acronyms[0] else ""
    name = ", ".join(names if acronyms and not acronym else rest)
    letters = len(_LETTERS.findall(name))
    written_out = letters >= max(_FEWEST_LETTERS, _LETTERS_OF_A_NAME * len(name.replace(" ", "")))
    if not written_out or len(name) > _LONGEST_NAME:
        return None
    country = english_countries().get(rest[1].lower(), "") if len(rest) == 2 and not acronyms else ""
    return English(name, acronym, rest[0] if country else "", country)


def _is_number(name: str) -> bool:
    """Return whether it is the number of a document or grade: A01010100C, NIEA W407, G24-G22; no SO2."""
    return len(_DIGITS.findall(_YEAR.sub("", name))) >= _FEWEST_DIGITS and not _WORD.search(name)


def is_acronym(name: str) -> bool:
    """Return whether it is written as an abbreviation: WCS, TiSA, EM-DAT, ITA II."""
    return len(name) <= 12 and _ACRONYM.fullmatch(name) is not None and not re.search(r"[a-z]{3}", name)


def _in_brackets(section: str, text: str) -> Iterator[Candidate]:
    for match in _BRACKETS.finditer(text):
        english = read_english(match[1])
        if english is None:
            continue
        left = text[: match.start()].rstrip(" \u3000\n")
        quoted = _quoted(left, text[match.end() : match.end() + 1])
        after = text[match.end() : match.end() + 12]
        if quoted:
            start, name = quoted
            yield Candidate(
                "quoted", left[max(0, start - 12) : start], name, english.name, english.acronym, "",
                section, start, match.end(), after=after,
            )  # fmt: skip
            continue
        run = _RUN.search(left[-_LONGEST_RUN:])
        assert run is not None  # it matches the empty string
        if IS_HAN.search(run[0]):
            start = len(left) - len(run[0])
            yield Candidate(
                "brackets", run[0], "", english.town or english.name, english.acronym, english.country,
                section, start, match.end(), before=left[max(0, start - 2) : start], after=after,
            )  # fmt: skip


def _quoted(left: str, following: str) -> tuple[int, str] | None:
    """Return (offset, name) where quotation marks bound it: 「名稱」(…) or 「名稱(…)」."""
    opening = _OPEN_OF.get(left[-1:])
    if opening:
        start = left.rfind(opening, max(0, len(left) - _LONGEST_QUOTE - 2), len(left) - 1)
        name = left[start + 1 : -1]
    elif following in _OPEN_OF:
        opening = _OPEN_OF[following]
        start = left.rfind(opening, max(0, len(left) - _LONGEST_QUOTE - 1))
        name = left[start + 1 :]
        if following in name:
            return None
    else:
        return None
    if start < 0 or not IS_HAN.search(name) or re.search(r"[。\n]", name):
        return None
    name = name.strip()
    return start + 1, name


def _reverse(section: str, text: str) -> Iterator[Candidate]:
    for match in _REVERSE.finditer(text):
        english = read_english(match[1])
        if english:
            yield Candidate(
                "reverse", "", match[2], english.name, english.acronym, "",
                section, match.start(2), match.end(), before=text[max(0, match.start() - 2) : match.start()],
            )  # fmt: skip


def _adjacent(section: str, text: str) -> Iterator[Candidate]:
    for match in _ADJACENT.finditer(text):
        words = re.split(rf"[ 　{DOT}\-]+", match[2])
        left = _BEFORE_LATIN.search(text[max(0, match.start() - 16) : match.start()])
        if left and (match[1] or len(words) > 1):
            start = match.start() - len(left[0])
            yield Candidate(
                "adjacent", left[0], "", match[2].strip(" .'’-"), "", "", section, start, match.end(),
                before=text[max(0, start - 2) : start], after=match[1],
            )  # fmt: skip


def _in_cells(section: str, text: str) -> Iterator[Candidate]:
    for match in _SLASH.finditer(text):
        yield _whole("cells", section, text, match.span(1), match[2], match.end())
    if "\t" not in text:
        return
    position = 0
    for line in text.split("\n"):
        cells, offset = line.split("\t"), position
        for left, right in pairwise(cells):
            zh, en = left.strip(), right.strip()
            if re.fullmatch(rf"[{HAN}{DOT}]{{2,20}}", zh) and re.fullmatch(
                rf"(?:{COURTESY}\s*)?{_LATIN_NAME}", en
            ):
                start = offset + left.find(zh)
                end = offset + len(left) + 1 + len(right)
                yield _whole("cells", section, text, (start, start + len(zh)), en, end)
            offset += len(left) + 1
        position += len(line) + 1


def _whole(shape: Shape, section: str, text: str, span: tuple[int, int], latin: str, end: int) -> Candidate:
    english = read_english(latin) or English(latin)
    return Candidate(
        shape,
        "",
        text[slice(*span)].strip(),
        english.name,
        english.acronym,
        english.country,
        section,
        span[0],
        end,
    )
