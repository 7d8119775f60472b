"""A person's Chinese name at the beginning or the end of a text: how long it is, and whether it is one."""

import re
from functools import lru_cache

from indexer.names import lexicon as lx
from indexer.names.everyday import is_ordinary, is_place
from indexer.names.reading.native import NEVER_LAST, OFFICES, is_japanese, is_native
from indexer.names.reading.options import country_at_end, has_dot
from indexer.names.shapes import ORGANISATION_END
from indexer.text.compare import DOT
from indexer.text.scripts import HAN

_KEPT = 1 << 14  # answers
AHEAD = 12  # characters looked at after a post
_BEHIND = 14  # and before one
# Lengths of names, the likeliest first; in Japan two characters of surname and two of given name.
_NATIVE, _JAPANESE, _ENDING = (3, 2, 4), (4, 3, 5, 6), (3, 4, 5, 2)
_SHORTEST_UNKNOWN, _LONGEST_UNKNOWN = 3, 4
_LONGEST_SPELLED = 8  # without dots
_LONGEST_DOTTED = 12
_FIRST_PART = 3  # characters before a dotted name may end
_NAME_RUN, _LAST_RUN = re.compile(rf"[{HAN}{DOT}]*"), re.compile(rf"[{HAN}{DOT}]*\Z")
_SPELLED_LEAD = re.compile(
    rf"(?:[{''.join(sorted(lx.TRANSLITERATING))}]國|感謝|邀請|接見|拜會|會晤|晤見|陪同|歡迎|和|與|及|、)\Z"
)
_LOOSE_LEADS = ("向", "由", "的")
_WITH_DEGREE = re.compile("(?<=..)博士.*", re.S)  # whose characters spell names too
_COURTEOUS = re.compile("(?:先生|女士|小姐|閣下)")
_EVENTS = tuple(event for event in lx.EVENTS if len(event) > 2)
_LAST_ALL_THE_SAME = frozenset("和則可能中")  # particles that names end with
_SONS = ("一郎", "二郎", "三郎", "四郎", "五郎", "太郎", "次郎", "士郎")  # ends of Japanese names
_ENDS_OF_THINGS = lx.CLASS_ENDS | OFFICES | frozenset(NEVER_LAST) | frozenset("人員級界者制權職選舉性型式")


@lru_cache(maxsize=_KEPT)
def beginning(following: str) -> str:
    """Return the name that a text begins with; empty for none."""
    run = _NAME_RUN.match(following)
    assert run is not None  # it matches the empty string
    text = run[0]
    closed = len(text) < len(following) or len(following) < AHEAD
    if has_dot(text[1:_LONGEST_SPELLED]):
        return _dotted(text, closed)
    if text.startswith(_EVENTS) or text[:2] in lx.WORDS_LIKE_NAMES:  # 領袖|高峰會議, 總統|祝福所有
        return ""
    japanese = next((n for n in _JAPANESE if is_japanese(text[:n], n) and _ends(text, n, closed)), 0)
    if japanese:
        return text[:japanese]
    if text[:1] in lx.DOUBTFUL_SURNAMES and (lx.FOLLOW.match(text[1:]) or lx.LEAD_AT_START.match(text[1:])):
        return ""
    name = _native_beginning(text, closed) or _spelled_beginning(text, closed) or _unended(text)
    courteous = _COURTEOUS.search(following)  # 首相|岸信介先生
    alone = text[: courteous.start()] if courteous else (text if closed else "")
    return name or (alone if _is_unknown_name(alone, bool(courteous)) else "")


def ending(text: str, end: int) -> str:
    """Return the name that ends at an offset, before a post: 由張光瑤|副市長; empty for none."""
    run = _LAST_RUN.search(text[max(0, end - _BEHIND) : end])
    return _at_end(run[0]) if run else ""


@lru_cache(maxsize=_KEPT)
def _at_end(run: str) -> str:
    """Return the name that a run ends with, which is whole when it is shorter than what was looked at."""
    whole = len(run) < _BEHIND
    if has_dot(run):
        return run if whole and lx.is_transliterated(run) and len(run) > _FIRST_PART else ""
    return _native_ending(run, whole) or _spelled_ending(run, whole)


def _native_beginning(text: str, closed: bool) -> str:
    lengths = [n for n in _NATIVE if len(text) >= n and is_native(text[:n]) and _ends(text, n, closed)]
    if 3 in lengths and 2 in lengths and _is_two(text, closed):
        lengths.remove(3)
    return text[: lengths[0]] if lengths else ""


def _is_two(text: str, closed: bool) -> bool:
    """Return whether of a name of three characters, or two and another word, it is the two: 柯恩|參議員."""
    if text.startswith("老先生", 2):
        return True  # 許王|老先生
    if text[2] == "和" and lx.FOLLOW.match(text[3:]):
        return False  # 焦仁和|陪同
    if text[2] in lx.PARTICLES:
        return len(text) > 3 or not closed or text[2] not in _LAST_ALL_THE_SAME  # 施克和、
    longer, shorter = lx.POST_AFTER.match(text[2:]), lx.POST_AFTER.match(text[3:])
    return bool(longer and shorter and len(longer[0]) > len(shorter[0]))


def _spelled_beginning(text: str, closed: bool) -> str:
    """Return a foreigner's name, spelled by characters that spell foreign names."""
    text, spelled = _WITH_DEGREE.sub("", text), 0
    while spelled < min(_LONGEST_SPELLED, len(text)) and text[spelled] in lx.TRANSLITERATING:
        spelled += 1
    for n in range(spelled, 2, -1):
        if is_place(text[:n]):
            return ""
        if text[:n] in lx.SPELLED_THINGS:
            return ""
        if _ends(text, n, closed) and not is_ordinary(text[:n]) and not (n == 3 and is_ordinary(text[:2])):
            return text[:n]
    return ""


def _unended(text: str) -> str:
    """Return a name of three characters after a sure surname, where no word that follows names ends it."""
    if len(text) < 4 or text[0] not in lx.SURNAMES or text[0] in lx.DOUBTFUL_SURNAMES:
        return ""
    spelled = lx.is_transliterated(text[:4]) and not is_ordinary(text[3:5])  # 湯繼仁|登機
    if spelled or lx.PARTICLES & set(text[1:3]):
        return ""
    if text[3:5] in _SONS or text[4:5] == _SONS[0][-1]:
        return text[:5]  # 衛藤征士郎
    sure = is_native(text[:3]) and not is_ordinary(text[1:3]) and not is_ordinary(text[2:4])
    return text[:3] if sure else ""


def _is_unknown_name(text: str, courteous: bool = False) -> bool:
    """Return whether all that stands between a post and a mark is a name of no known shape: 市長|郡和子."""
    if not _SHORTEST_UNKNOWN <= len(text) <= _LONGEST_UNKNOWN or lx.POST_AT_END.search(text):
        return False
    if lx.FOLLOW.match(text) or lx.LEAD_AT_START.match(text) or is_place(text) or text[-1] in _ENDS_OF_THINGS:
        return False
    if text[0] in lx.AFTER_POSTS or lx.NEVER_IN_NAMES & set(text):
        return False
    if lx.PARTICLES & set(text.removesuffix("和子")):  # 郡|和子
        return False
    words = [is_ordinary(text[n : n + 2]) for n in range(len(text) - 1)]
    return not (all(words) if courteous else any(words)) and not lx.POST_ANYWHERE.search(text)


def _dotted(text: str, closed: bool) -> str:
    end = len(text)
    for match in lx.FOLLOW.finditer(text, _FIRST_PART):
        if lx.is_transliterated(text[: match.start()]):
            end = match.start()
            break
    name = text[:end].strip(DOT)
    ended = closed or end < len(text)
    return name if ended and lx.is_transliterated(name) and len(name) <= _LONGEST_DOTTED else ""


def _ends(text: str, length: int, closed: bool) -> bool:
    """Return whether a name may end there: at the end of the run, or before a verb, particle or post."""
    rest = text[length:]
    if not rest:
        return closed
    return bool(lx.FOLLOW.match(rest) or lx.POST_AFTER.match(rest))


def _native_ending(run: str, whole: bool) -> str:
    for n in (4, *_ENDING) if run[-4:-2] in lx.JAPANESE_SURNAMES else _ENDING:  # 和田政宗|參議員
        name, rest = run[-n:], run[:-n]
        if len(name) < n or (n == 2 and rest):  # two characters are a name only when they stand alone
            continue
        named = (is_native(name) or is_japanese(name, n)) and not is_place(name)
        if named and _may_begin_after(rest, whole) and not _cuts_country(run, len(rest)):
            return name
    return ""


def _cuts_country(run: str, at: int) -> bool:
    """Return whether a country's name goes over a place in a run: 布吉納法|索龔保雷."""
    return any(match.start() < at < match.end() for match in lx.country_prefix().finditer(run))


def _may_begin_after(rest: str, whole: bool) -> bool:
    if not rest:
        return whole
    led = lx.LEAD_AT_END.search(rest) or lx.POST_AT_END.search(rest)
    return bool(led or ORGANISATION_END.search(rest)) or rest[-1] in lx.CLASS_ENDS or rest[-1] == "者"


def _spelled_ending(run: str, whole: bool) -> str:
    spelled = 0
    while spelled < min(_LONGEST_SPELLED, len(run)) and run[-1 - spelled] in lx.TRANSLITERATING:
        spelled += 1
    for n in range(spelled, 1, -1):
        name, rest = run[-n:], run[:-n]
        led = lx.POST_AT_END.search(rest) or _SPELLED_LEAD.search(rest) or country_at_end(rest)
        loosely = n >= _SHORTEST_UNKNOWN and rest.endswith(_LOOSE_LEADS)
        free = led or loosely or (not rest and whole)
        if not free or _is_of_country(name) or is_ordinary(name) or name in lx.SPELLED_THINGS:
            continue
        if lx.is_transliterated(name):
            return name
    return ""


def _is_of_country(name: str) -> bool:
    """Return whether it is a place, or a country with something after it: 多明尼加|正."""
    country = lx.country_prefix().match(name)
    return is_place(name) or bool(country and country.end() >= len(name) - 1)
