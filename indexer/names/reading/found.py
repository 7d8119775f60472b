"""Names of persons in Chinese and Latin text, found by the posts and courtesies beside them.

市長黃偉哲表示, 陳良乾局長, 總統費蓋雷斯, Dr. Judith Rodin, Len Brown市長, 委員邱泰源、賴惠員、陳以信.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.names import lexicon as lx
from indexer.names.everyday import is_ordinary, is_place
from indexer.names.reading.boundaries import looks_personal
from indexer.text.compare import DOT, without_courtesy
from indexer.text.scripts import HAN

_NAME_RUN, _LAST_RUN = re.compile(rf"[{HAN}{DOT}]*"), re.compile(rf"[{HAN}{DOT}]*$")
_DOT = re.compile(f"[{DOT}]")
_WORD = rf"[A-ZÀ-ÖØ-Þ][{lx.LATIN}]*(?:[’'\-][{lx.LATIN}]+)*\.?"
_LATIN = rf"{_WORD}(?:[ \u00a0](?:{_WORD}|de|del|der|da|do|dos|di|du|la|van|von|bin|binti|al|el|y|e)){{0,5}}"
_TITLED = re.compile(rf"(?<![{lx.LATIN}])(?:{lx.COURTESY}|{lx.RANK})\s+({_LATIN})")
_AFTER_POST = re.compile(rf"\s*((?:(?:{lx.COURTESY}|{lx.RANK})\s*)?)({_LATIN})")
_BEFORE_POST = re.compile(rf"({_LATIN})\s*$")
_LISTED = re.compile(rf"(?:、|及|與|和)([{HAN}]{{2,4}})(?=[、，,；。及與和等\n）)]|$)")
_COURTEOUS = re.compile("(?:先生|女士|小姐)")
_GIVEN = re.compile(rf"([{HAN}]{{1,2}}?){_COURTEOUS.pattern}")
_OFFICES = frozenset("縣市區鄉鎮州省局處署院會部科系館廳團")
_ACTIONS = frozenset(lx.LEADS) | frozenset(lx.FOLLOWS)
_BREAK = frozenset('、，,；;：:。！？!?（）()「」『』《》〈〉〔〕"“”\n\t /／-－–—…─ \u3000')


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a person where it stands: Chinese or Latin, with the post that gave it away."""

    text: str
    start: int
    end: int
    post: str = ""


def names(text: str, posts: Iterable[re.Match[str]]) -> Iterator[Name]:
    """Names of persons in the order of what gave them away, the posts first; a place may come twice."""
    for match in posts:
        yield from _beside(text, match.start(), match.end(), match[0])
    for match in _COURTEOUS.finditer(text):
        name = _ending(text, match.start())
        before = text[max(0, match.start() - len(name) - 12) : match.start() - len(name)]
        post = lx.POST_AT_END.search(before) if name else None
        if name and not (
            post and _around(text, match.start() - len(name) - len(post[0]), match.start() - len(name))
        ):
            yield Name(name, match.start() - len(name), match.start())
    for match in _TITLED.finditer(text):
        if (latin := _personal(match[1])) and not re.match(r"\s*[（(]", text[match.end() :][:2]):
            start = text.index(latin, match.start())
            yield Name(latin, start, start + len(latin))


def _beside(text: str, start: int, end: int, post: str) -> Iterator[Name]:
    following = text[end : end + 12]
    around = _around(text, start, end)
    if around:
        yield Name(around, start - 1, end + len(around) - 1, post)
        return
    if following and following[0] not in _BREAK:
        name = _beginning(following)
        if name:
            yield Name(name, end, end + len(name), post)
            yield from _listed(text, end + len(name), post)
            return
    if following.lstrip()[:1].isascii() and (latin := _AFTER_POST.match(text, end)):
        person = _personal(latin[2])
        if person and (latin[1] or len(person.split()) > 1):
            at = text.index(person, end)
            yield Name(person, at, at + len(person), post)
    name = _ending(text, start)
    if name:
        yield Name(name, start - len(name), start, post)
        return
    before = text[max(0, start - 60) : start]
    if before.rstrip()[-1:].isascii() and (latin := _BEFORE_POST.search(before)):
        person = _personal(latin[1])
        if person and len(person.split()) > 1 and before.rstrip().endswith(person):
            at = text.rindex(person, 0, start)
            yield Name(person, at, at + len(person), post)


def _around(text: str, start: int, end: int) -> str:
    """The name that a post stands in the middle of: 李總統登輝先生 → 李登輝."""
    surname, before = text[start - 1 : start], text[max(0, start - 4) : start - 1]
    if not surname or surname not in lx.SURNAMES:
        return ""
    free = not before or before[-1] in _BREAK or lx.LEAD_AT_END.search(before) or before[-1] in lx.CLASS_ENDS
    given = _GIVEN.match(text, end, end + 5)
    if free and given and not given[1].startswith("夫人"):
        return surname + given[1]
    return ""


def _listed(text: str, position: int, post: str) -> Iterator[Name]:
    """Further names of a list that a post leads: 委員邱泰源、賴惠員、陳以信及林俊憲."""
    while match := _LISTED.match(text, position):
        if not _native(match[1]):
            return
        yield Name(match[1], match.start(1), match.end(1), post)
        position = match.end()


def _beginning(following: str) -> str:
    """The name that a text begins with; empty for none."""
    run = _NAME_RUN.match(following)
    assert run is not None  # it matches the empty string
    text = run[0]
    closed = len(text) < len(following) or len(following) < 12
    if _DOT.search(text, 1, 8):
        return _dotted(text, closed)
    for n in (4, 3, 5, 6):
        if len(text) >= n and _japanese(text[:n]) and _ends(text, n, closed):
            return text[:n]
    if text[:1] in lx.DOUBTFUL_SURNAMES and (lx.FOLLOW.match(text[1:]) or lx.LEAD_AT_START.match(text[1:])):
        return ""
    fits = [n for n in (3, 2, 4) if len(text) >= n and _native(text[:n]) and _ends(text, n, closed)]
    if 3 in fits and 2 in fits and text[2] in lx.PARTICLES:
        fits.remove(3)
    if fits:
        return text[: fits[0]]
    spelled = 0
    while spelled < min(8, len(text)) and text[spelled] in lx.TRANSLITERATING:
        spelled += 1
    for n in range(spelled, 2, -1):
        if _ends(text, n, closed) and not is_ordinary(text[:n]) and not (n == 3 and is_ordinary(text[:2])):
            return text[:n]
    foreign = lx.is_transliterated(text[:4])
    certain = (
        not foreign and text[:1] in lx.SURNAMES and text[:1] not in lx.DOUBTFUL_SURNAMES and len(text) >= 4
    )
    if (
        certain
        and not lx.PARTICLES & set(text[1:3])
        and _native(text[:3])
        and not is_ordinary(text[1:3])
        and not is_ordinary(text[2:4])
    ):
        return text[:3]
    return ""


def _dotted(text: str, closed: bool) -> str:
    end = len(text)
    for match in lx.FOLLOW.finditer(text, 3):
        if lx.is_transliterated(text[: match.start()]):
            end = match.start()
            break
    name = text[:end].strip(DOT)
    return name if lx.is_transliterated(name) and (closed or end < len(text)) and len(name) <= 12 else ""


def _ends(text: str, length: int, closed: bool) -> bool:
    """Whether a name may end there: at the end of the run, or before a verb, particle or post."""
    rest = text[length:]
    if not rest:
        return closed
    return bool(lx.FOLLOW.match(rest) or lx.POST_AFTER.match(rest))


def _ending(text: str, end: int) -> str:
    """The Chinese name that ends there, before a post: 由張光瑤|副市長."""
    run = _LAST_RUN.search(text[max(0, end - 14) : end])
    assert run is not None  # it matches the empty string
    before = run[0]
    whole = len(before) < 14
    if _DOT.search(before):
        name = before.rpartition("、")[2]
        return name if whole and lx.is_transliterated(name) and len(name) > 3 else ""
    for n in (3, 4, 5, 2):
        name, rest = before[-n:], before[:-n]
        if len(name) < n or not (_native(name) or _japanese(name)) or is_place(name):
            continue
        if n == 2 and rest:
            continue  # two characters are a name only when they stand alone
        begins = not rest and whole
        begins = begins or bool(
            lx.LEAD_AT_END.search(rest) or lx.POST_AT_END.search(rest) or rest[-1:] in lx.CLASS_ENDS
        )
        if begins:
            return name
    spelled = 0
    while spelled < min(8, len(before)) and before[-1 - spelled] in lx.TRANSLITERATING:
        spelled += 1
    for n in range(spelled, 1, -1):
        name, rest = before[-n:], before[:-n]
        free = (
            (not rest and whole)
            or lx.POST_AT_END.search(rest)
            or re.search("(?:感謝|邀請|接見|拜會|會晤|晤見|陪同|歡迎|和|與|及|、)$", rest)
        )
        if free and not is_place(name) and not is_ordinary(name) and lx.is_transliterated(name):
            return name
    return ""


def _japanese(name: str) -> bool:
    return (
        lx.is_japanese_name(name)
        and name[-1] not in lx.PARTICLES
        and name[-1] not in _OFFICES
        and not is_ordinary(name[2:])
        and not is_place(name)
    )


def _native(name: str) -> bool:
    """A Chinese name that is no everyday word and holds no particle where names have none."""
    if not lx.is_chinese_name(name) or is_ordinary(name) or is_place(name):
        return False
    if name[0] in lx.DOUBTFUL_SURNAMES and (
        is_ordinary(name[1:])
        or set(name[1:]) & lx.PARTICLES
        or is_ordinary(name[:2])
        or name[-1] in lx.CLASS_ENDS
    ):
        return False
    if (is_ordinary(name[:2]) and is_ordinary(name[1:])) or name[1:] in _ACTIONS or name[-1] in _OFFICES:
        return False
    if lx.POST_AT_END.search(name) or (
        name[-1] in lx.CLASS_ENDS and len(name) == 3 and is_ordinary(name[:2])
    ):
        return False
    return name[-1] not in "的了之等於在及與和或氏" and name[1] not in "的之於在及與或"


def _personal(latin: str) -> str:
    """The Latin name cut to what looks like a person's; empty for none."""
    words = without_courtesy(latin.strip(" .")).split()
    while words and not looks_personal(" ".join(words)):
        words.pop()
    name = " ".join(words).strip(" .,")
    return name if len(name) > 3 and re.search(r"[a-z]|[A-Z]{2,} [A-Z]", name) else ""
