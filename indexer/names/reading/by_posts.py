"""Names of persons in Chinese and Latin text, by the posts and courtesies beside them.

市長黃偉哲表示, 陳良乾局長, 總統費蓋雷斯, Dr. Judith Rodin, Len Brown市長, 委員邱泰源、賴惠員、陳以信.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.names import lexicon as lx
from indexer.names.reading.chinese import AHEAD, beginning, ending, is_native
from indexer.names.reading.options import country_at_end
from indexer.names.shapes import looks_personal
from indexer.text.compare import without_courtesy
from indexer.text.scripts import HAN

_LATIN_BEFORE = 60  # characters looked at before a post
_WORD = rf"[A-ZÀ-ÖØ-Þ][{lx.LATIN}]*(?:[’'\-][{lx.LATIN}]+)*\.?"
_LATIN = rf"{_WORD}(?:[ \u00a0](?:{_WORD}|de|del|der|da|do|dos|di|du|la|van|von|bin|binti|al|el|y|e)){{0,5}}"
_TITLED = re.compile(rf"(?<![{lx.LATIN}])(?:{lx.COURTESY}|{lx.RANK})\s+({_LATIN})")
_AFTER_POST = re.compile(rf"\s*((?:(?:{lx.COURTESY}|{lx.RANK})\s*)?)({_LATIN})")
_BEFORE_POST = re.compile(rf"({_LATIN})[ \u00a0\u3000]*\Z")
_LISTED = re.compile(rf"(?:、|及|與|和)([{HAN}]{{2,4}})(?=[、，,；。及與和等\n）)]|$)")
_COURTEOUS = re.compile("(?:先生|女士|小姐|伉儷)")
_GIVEN = re.compile(rf"([{HAN}]{{1,2}}?){_COURTEOUS.pattern}")
_AREAS = frozenset("市縣省州郡鎮町村")  # that a post names first: 市長
_LONGEST_COUNTRY = 12
_BREAK = frozenset('、，,；;：:。！？!?（）()「」『』《》〈〉〔〕"“”\n\t /／-－–—…─ \u3000')


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a person where it stands: Chinese or Latin, with the post that gave it away."""

    text: str
    start: int
    end: int
    post: str = ""


def names(text: str, posts: Iterable[re.Match[str]]) -> Iterator[Name]:
    """Yield names of persons by what gave them away, the posts first; one may come twice."""
    for match in posts:
        yield from _beside(text, match.start(), match.end(), match[0])
    for match in _COURTEOUS.finditer(text):
        name = ending(text, match.start())
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
    """Yield the names around, after and before a post."""
    around = _around(text, start, end)
    if around:
        yield Name(around, start - 1, end + len(around) - 1, post)
        return
    following = text[end : end + AHEAD]
    name = beginning(following) if following[:1] not in _BREAK else ""
    if name:
        yield Name(name, end, end + len(name), post)
        yield from _listed(text, end + len(name), post)
        return
    if following.lstrip()[:1].isascii():
        yield from _latin_after(text, end, post)
    name = ending(text, start)
    if name and post[0] in _AREAS and _is_place_of_it(name, post[0], text, start):
        return
    if name:
        yield Name(name, start - len(name), start, post)
    else:
        yield from _latin_before(text, start, post)


def _is_place_of_it(name: str, area: str, text: str, start: int) -> bool:
    """Return whether a name before 州長 is the place's: of a country, or called 夏威夷州 in the text."""
    of_country = country_at_end(text[max(0, start - len(name) - _LONGEST_COUNTRY) : start - len(name)])
    return bool(of_country or re.search(f"{name}{area}(?!長)", text))


def _latin_after(text: str, end: int, post: str) -> Iterator[Name]:
    """Yield the Latin name after a post, with a courtesy or of two words: 主席Dr. Judith Rodin."""
    latin = _AFTER_POST.match(text, end)
    person = _personal(latin[2]) if latin else ""
    if latin and person and (latin[1] or len(person.split()) > 1):
        at = text.index(person, end)
        yield Name(person, at, at + len(person), post)


def _latin_before(text: str, start: int, post: str) -> Iterator[Name]:
    """Yield the Latin name of two words before a post: Len Brown市長."""
    before = text[max(0, start - _LATIN_BEFORE) : start]
    latin = _BEFORE_POST.search(before) if before.rstrip()[-1:].isascii() else None
    person = _personal(latin[1]) if latin else ""
    if len(person.split()) > 1 and before.rstrip().endswith(person):
        at = text.rindex(person, 0, start)
        yield Name(person, at, at + len(person), post)


def _around(text: str, start: int, end: int) -> str:
    """Return the name that a post stands in the middle of: 李總統登輝先生 → 李登輝."""
    surname, before = text[start - 1 : start], text[max(0, start - 4) : start - 1]
    if not surname or surname not in lx.SURNAMES:
        return ""
    spelled = before[-1:] in lx.TRANSLITERATING  # 吐瓦魯|大使張明伉儷
    sure = surname not in lx.DOUBTFUL_SURNAMES and not spelled
    free = (
        sure
        or not before
        or before[-1] in _BREAK
        or lx.LEAD_AT_END.search(before)
        or before[-1] in lx.CLASS_ENDS
    )
    given = _GIVEN.match(text, end, end + 5)
    if free and given and not given[1].startswith("夫人"):
        return surname + given[1]
    return ""


def _listed(text: str, position: int, post: str) -> Iterator[Name]:
    """Yield further names of a list that a post leads: 委員邱泰源、賴惠員、陳以信及林俊憲."""
    while match := _LISTED.match(text, position):
        if not is_native(match[1]):
            return
        yield Name(match[1], match.start(1), match.end(1), post)
        position = match.end()


def _personal(latin: str) -> str:
    """Return the Latin name cut to what looks like a person's; empty for none."""
    words = without_courtesy(latin.strip(" .")).split()
    while words and not looks_personal(" ".join(words)):
        words.pop()
    name = " ".join(words).strip(" .,")
    return name if len(name) > 3 and re.search(r"[a-z]|[A-Z]{2,} [A-Z]", name) else ""
