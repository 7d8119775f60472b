"""Names of persons by the lists they stand in: 王又曾、張國安, 出席人員：甲、乙, lines of their own.

A list is of people where its items have the shape of names, or where it goes on after a name known already.
"""

import re
from collections.abc import Collection, Iterator
from itertools import chain

from indexer.names import lexicon as lx
from indexer.names.everyday import is_ordinary
from indexer.names.reading.by_posts import LATIN_NAME, Name, personal
from indexer.names.reading.chinese import AHEAD, beginning, ending
from indexer.names.reading.native import is_native, is_said, is_sure
from indexer.names.reading.options import has_dot
from indexer.text.compare import DOT
from indexer.text.scripts import HAN

_FEWEST_ALONE, _FEWEST_LED = (
    3,
    2,
)  # items of a list that nothing leads, and of one after a word or mark that does
_FEWEST_LINES = 2  # names alone on their lines
_MANY = 5  # names among which whatever has their shape is one too
_FULL = 3  # characters of a name that is hardly a word
_SHARE = 0.8  # of a list's items that are names
_BRACKET = r"(?:[ \u3000]?[（(][^（()）\n]{1,60}[)）])?"
_END = r"(?=[、，,。；;：:（(…」』\s及與和暨等]|以及|$)"
_ITEM = re.compile(rf"(?<=、)([{HAN}]{{2,4}}){_BRACKET}{_END}")
_NEXT = re.compile(rf"{_BRACKET}(?:、|以及|[及與和暨])")
_BOUNDED = re.compile(rf"([{HAN}]{{2,4}}){_END}")
_ENDED = re.compile(_END)
_LATIN = re.compile(LATIN_NAME)
_BLANKS = re.compile(
    rf"(?:(?<=[：:\n\t])|^)[ \u3000]*([{HAN}]{{3}}(?:[ \u3000\t]+[{HAN}]{{3}}){{2,}})(?![{HAN}])", re.M
)
_LINE = re.compile(rf"^[ \u3000]*([{HAN}]{{3}})[ \u3000]*$", re.M)
_LABEL = re.compile(rf"{lx.any_of(lx.LABELS)}或?[：:][ \u3000]*([{HAN}]{{2,4}})(?=[\s、，,；;。（(]|$)", re.M)
_PARTY = re.compile(
    rf"{lx.ahead_of(lx.PARTIES)}{lx.any_of(lx.PARTIES)}[ \u3000]?([{HAN}]{{2,4}}?)"
    r"(?=等[0-9０-９一二三四五六七八九十]*[人員名位件]|君|先生|女士|[\s、，,。（(]|$)",
    re.M,
)
_CAPITALS = re.compile(r"^[ \u3000]*([A-Z]{2,}(?:[ \u00a0][A-Z]{2,}){1,5})[ \u3000]*$", re.M)
_PARTY_IN_LATIN = re.compile(
    rf"{lx.ahead_of(lx.PARTIES)}{lx.any_of(lx.PARTIES)} ?([A-Z]{{2,}}(?: [A-Z]{{2,}})+)"
)
_COUNTRY = lx.country_prefix().pattern
_OF_COUNTRY = re.compile(
    rf"(?<=[：:、，及和與])([{HAN}{DOT}]{{2,14}}?)[（(]{_COUNTRY}[)）](?=[、，。；及和與])"
)
_OF_REGION = re.compile(rf"(?<=的)([{HAN}]{{2,3}})(?=[、，。及和與])")
_REGION_BEFORE = re.compile(rf"(?:^|[、：:，及和與括])[{HAN}]{{2,3}}的\Z", re.M)
_KIN = re.compile(rf"{lx.ahead_of(lx.KIN)}{lx.any_of(lx.KIN)}([{HAN}]{{3}})")
_BRACKETED = re.compile(rf"[（(]([{HAN}]{{3}})[)）]")


def in_lists(text: str) -> Iterator[Name]:
    """Yield the names of every list of people in a text; one may come twice."""
    if "、" in text:
        for items in _runs(text):
            yield from _people(items, text)
    for match in _BLANKS.finditer(text):
        found = list(re.finditer(rf"[{HAN}]{{3}}", match[1]))
        if all(is_sure(each[0]) for each in found):
            yield from (_name(each[0], match.start(1) + each.start()) for each in found)
    lines = [match for match in _LINE.finditer(text) if is_native(match[1])]
    sure = sum(is_sure(match[1]) for match in lines)
    lines = lines if sure >= _MANY else [match for match in lines if is_sure(match[1])]
    if len(lines) >= _FEWEST_LINES:
        yield from (_name(match[1], match.start(1)) for match in lines)
    for match in _LABEL.finditer(text):
        if is_native(match[1]) or _may_be(match[1]):
            yield _name(match[1], match.start(1))
    for match in _KIN.finditer(text):
        if is_said(match[1]):
            yield _name(match[1], match.start(1))
    if text.count("、") >= _FEWEST_ALONE - 1:
        yield from _of_places(text)
    if "送達" in text or "公告" in text:
        yield from _in_notice(text)
    bracketed = [match for match in _BRACKETED.finditer(text) if is_native(match[1])]
    if sum(is_said(match[1]) for match in bracketed) >= _FEWEST_LINES:  # 瑞亦思（王中和）、大鋤花間（郭雅聰）
        yield from (_name(match[1], match.start(1)) for match in bracketed)


def _in_notice(text: str) -> Iterator[Name]:
    """Yield whom a public notice is served on: 納稅義務人王大明等7件, in capitals a line."""
    capitals = list(_CAPITALS.finditer(text)) if "姓名" in text else []
    for match in chain(capitals if len(capitals) >= _FEWEST_LINES else (), _PARTY_IN_LATIN.finditer(text)):
        yield _name(match[1], match.start(1))
    for match in _PARTY.finditer(text):
        if is_sure(match[1]):
            yield _name(match[1], match.start(1))


def _of_places(text: str) -> Iterator[Name]:
    """Yield the names of lists that say of each whence: 李永佳(韓國)、…, 湖南的黃興、浙江的秋瑾."""
    brackets = _OF_COUNTRY.finditer(text) if "(" in text or "（" in text else ()
    with_country = [match for match in brackets if _is_anyones(match[1])]
    of_region = [
        match
        for match in _OF_REGION.finditer(text)
        if _REGION_BEFORE.search(text, max(0, match.start() - 5), match.start()) and is_native(match[1])
    ]
    for matches in (with_country, of_region):
        if len(matches) >= _FEWEST_ALONE:
            yield from (_name(match[1], match.start(1)) for match in matches)


def _is_anyones(name: str) -> bool:
    """Return whether it may be a Chinese name, or one that is spelled with points."""
    return is_native(name) or (has_dot(name) and lx.is_transliterated(name))


def after(text: str, ends: Collection[int]) -> Iterator[Name]:
    """Yield the names with which a list goes on after a known name, whose ends are given."""
    for end in ends:
        position = end
        while match := _NEXT.match(text, position):
            start = match.end()
            bounded = _BOUNDED.match(text, start)
            name = bounded[1] if bounded and is_native(bounded[1]) else beginning(text[start : start + AHEAD])
            latin = None if name else _LATIN.match(text, start)
            if latin:
                name = personal(latin[0])
                start = text.index(name, start)
            whole = is_native(name) and _ends(name, text[start + len(name) : start + len(name) + AHEAD])
            if not (len(name.split()) > 1 if latin else whole):
                break
            yield _name(name, start)
            position = start + len(name)


def _ends(name: str, rest: str) -> bool:
    """Return whether a name of a list ends before the rest: at a mark, or a word that follows full names."""
    if _ENDED.match(rest):
        return True
    post = lx.POST_AFTER.match(rest) and not is_ordinary(name[1:])  # 薛|政務委員
    return is_sure(name) and bool(post or lx.FOLLOW.match(rest))


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the items between the marks of each list, but for its first, and a last one after 及."""
    run: list[re.Match[str]] = []
    for match in _ITEM.finditer(text):
        if run and match.start() != run[-1].end() + 1:
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _people(items: list[re.Match[str]], text: str) -> Iterator[Name]:
    sure = sum(is_sure(match[1]) for match in items)
    start = items[0].start() - 1
    if sure < _FEWEST_LED - 1:
        return
    first = _first(text, start)
    led = bool(first) and is_sure(first.text) if first else False
    awarded = led and text.endswith("者", 0, first.start if first else 0)  # 得獎者吳誠文、洪上程
    among_names = sure >= _MANY or awarded
    names = [match for match in items if is_native(match[1]) or (among_names and _may_be(match[1]))]
    if sure + led < (_FEWEST_LED if led else _FEWEST_ALONE) or len(names) < _SHARE * len(items):
        return
    if first:
        yield first
    yield from (_name(match[1], match.start()) for match in names)
    yield from after(text, [items[-1].start() + len(items[-1][1])])


def _may_be(item: str) -> bool:
    """Return whether it has the shape of a name, though a word might: 胡慎之, 方可喜."""
    return len(item) == _FULL and lx.is_chinese_name(item) and not is_ordinary(item)


def _first(text: str, end: int) -> Name | None:
    """Return the name that stands before the first mark of a list, with a bracket after it or none."""
    bracket = re.search(r"[（(][^（()）\n]{1,60}[)）]\Z", text[max(0, end - 64) : end])
    end -= len(bracket[0]) if bracket else 0
    name = ending(text, end)
    return _name(name, end - len(name)) if name and is_native(name) else None


def _name(name: str, start: int) -> Name:
    return Name(name, start, start + len(name))
