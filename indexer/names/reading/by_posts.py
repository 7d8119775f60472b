"""Names of persons in Chinese and Latin text, by the posts and courtesies beside them.

市長黃偉哲表示, 陳良乾局長, 總統費蓋雷斯, Dr. Judith Rodin, Len Brown市長.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.names import lexicon as lx
from indexer.names.everyday import is_ordinary
from indexer.names.reading.chinese import AHEAD, beginning, ending
from indexer.names.reading.native import is_japanese, is_native, is_said
from indexer.names.reading.options import country_at_end, has_dot
from indexer.names.shapes import looks_personal
from indexer.text.compare import without_courtesy
from indexer.text.scripts import HAN

_LATIN_BEFORE = 60  # characters looked at before a post
_WORD = rf"[A-ZÀ-ÖØ-Þ][{lx.LATIN}]*(?:[’'\-][{lx.LATIN}]+)*\.?"
LATIN_NAME = (
    rf"{_WORD}(?:[ \u00a0](?:{_WORD}|de|del|der|da|do|dos|di|du|la|van|von|bin|binti|al|el|y|e)){{0,5}}"
)
_TITLED = re.compile(rf"(?<![{lx.LATIN}])(?:{lx.COURTESY}|{lx.RANK})\s+({LATIN_NAME})")
_AFTER_POST = re.compile(rf"\s*((?:(?:{lx.COURTESY}|{lx.RANK})\s*)?)({LATIN_NAME})")
_BEFORE_POST = re.compile(rf"({LATIN_NAME})[ \u00a0\u3000]*\Z")
_IN_BRACKET = re.compile(rf"[ \u3000]?[（(]\s*((?:{lx.COURTESY}\s*)?)({LATIN_NAME})\s*[，,）)]")
_HAN_IN_BRACKET = re.compile(rf"[a-z.][ \u3000]?[（(][{HAN}]")
# Juan Nina（能源委員會執行長）
_WITH_POST = re.compile(rf"({LATIN_NAME})[ \u3000]?[（(]([{HAN}]{{2,30}})[)）]")
_SINGLE = re.compile(rf"(?<![{lx.LATIN} ])([A-Z][{lx.LATIN}]{{2,}})[ \u00a0\u3000]?\Z")
_HEADS = re.compile("[前故]?(?:總統|總理|首相|國王)\\Z")  # of whom a surname in Latin is enough
_GREAT = re.compile(f"[君{''.join(sorted(lx.TRANSLITERATING))}]{{2,8}}大帝")  # 君士坦丁大帝
_COURTEOUS_LATIN = re.compile(rf"(?<=[{lx.LATIN}])[ \u00a0]?(?:君(?!主)|先生|女士|小姐)")
_RULER = re.compile(rf"[{HAN}]{{2,8}}?[一二三四五六七八九十]{{1,3}}世(?![界紀代])")
_COURTEOUS = re.compile("(?:老?先生|女士|小姐|伉儷)")
_TEACHER = re.compile("老師")
_OF_COMPANY = re.compile("(?:董事長|總經理|執行長|總裁|創辦人|負責人)\\Z")
_FIRM = re.compile(rf"(?:^|[、，,。；;：:「『（(\n\t及與和由])([{HAN}]{{2,10}})([{HAN}]{{3}})\Z")
_MARRIED = re.compile(rf"(?:^|[、，,。；;：:\n\t及與和暨])([{HAN}]{{4}})\Z")
_GIVEN = re.compile(rf"([{HAN}]{{1,2}}?){_COURTEOUS.pattern}")
_JOINING = frozenset("與和及由向對偕同於")
_GIVEN_NAME, _FULL = 2, 3  # characters
_SHORTEST_CUT = 3  # characters of a name that stays one without its last
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
    for match in _GREAT.finditer(text) if "大帝" in text else ():
        yield Name(match[0], match.start(), match.end())
    for match in _COURTEOUS.finditer(text):
        name = ending(text, match.start()) or _married(text, match.start())
        before = text[max(0, match.start() - len(name) - 12) : match.start() - len(name)]
        post = lx.POST_AT_END.search(before) if name else None
        if name and not (
            post and _around(text, match.start() - len(name) - len(post[0]), match.start() - len(name))
        ):
            yield Name(name, match.start() - len(name), match.start())
    for match in _TEACHER.finditer(text):
        name = text[max(0, match.start() - _FULL) : match.start()]
        if is_said(name):
            yield Name(name, match.start() - _FULL, match.start())
    for match in _WITH_POST.finditer(text) if _HAN_IN_BRACKET.search(text) else ():
        latin = personal(match[1])
        if len(latin.split()) > 1 and match[1].endswith(latin) and lx.POST_AT_END.search(match[2]):
            yield Name(latin, match.end(1) - len(latin), match.end(1))
    courteous = "君" in text or "先生" in text or "女士" in text
    for match in _COURTEOUS_LATIN.finditer(text) if courteous else ():
        yield from _latin_before(text, match.start(), match[0])
    for match in _TITLED.finditer(text):
        if (latin := personal(match[1])) and not re.match(r"\s*[（(]", text[match.end() :][:2]):
            start = text.index(latin, match.start())
            yield Name(latin, start, start + len(latin))


def _beside(text: str, start: int, end: int, post: str) -> Iterator[Name]:
    """Yield the names around, after and before a post."""
    around = _around(text, start, end)
    if around:
        yield Name(around, start - 1, end + len(around) - 1, post)
        return
    following = text[end : end + AHEAD]
    name = _ruler(text, end) or (beginning(following) if following[:1] not in _BREAK else "")
    if name:
        name = _before_post(name, following)
        yield Name(name, end, end + len(name), post)
        return
    if following.lstrip()[:1].isascii():
        yield from _latin_after(text, end, post)
    name = ending(text, start) or (_of_firm(text, start) if _OF_COMPANY.search(post) else "")
    if name and _is_place_of_it(name, post, text, start):
        return
    if name:
        yield Name(name, start - len(name), start, post)
    else:
        yield from _latin_before(text, start, post)
        yield from _latin_in_bracket(text, start, end, post)


def _married(text: str, end: int) -> str:
    """Return the name of four characters, a husband's surname first, that stands alone: 邱蕭秀美|女士."""
    alone = _MARRIED.search(text, max(0, end - _FULL - 2), end)
    return alone[1] if alone and lx.is_chinese_name(alone[1]) and not is_ordinary(alone[1][:2]) else ""


def _of_firm(text: str, end: int) -> str:
    """Return the name after a company that no word ends: 國華食品|周怡華|董事長."""
    firm = _FIRM.search(text, max(0, end - 14), end)
    if not firm or not is_said(firm[2]) or is_ordinary(firm[1][-1] + firm[2][0]):
        return ""
    return firm[2]


def _before_post(name: str, following: str) -> str:
    """Return a long name without a last character that the next post begins with: 鈴木貴子|眾議員."""
    longer = lx.POST_AFTER.match(following, len(name) - 1) if len(name) > _SHORTEST_CUT else None
    within = lx.POST_AFTER.match(following, len(name)) if longer else None
    return name[:-1] if longer and within and longer.end() == within.end() else name


def _ruler(text: str, start: int) -> str:
    """Return a ruler's name that begins there: 國王|恩史瓦帝三世."""
    match = _RULER.match(text, start)
    return match[0] if match and match[0][0] not in _JOINING else ""


def _is_place_of_it(name: str, post: str, text: str, start: int) -> bool:
    """Return whether a name before a mayor's or governor's post is the place's: 奧克蘭市長, 新加坡大安區長.

    A spelled name always is; another where a country stands before it, or the area's name in the text.
    """
    ruled = lx.RULED.match(post)
    if not ruled:
        return False
    if not is_native(name) and not is_japanese(name, len(name)) and not has_dot(name):
        return True
    area = ruled[1]
    of_country = country_at_end(text[max(0, start - len(name) - _LONGEST_COUNTRY) : start - len(name)])
    return bool(of_country or (area and re.search(f"{name}{area}(?!長)", text)))


def _latin_in_bracket(text: str, start: int, end: int, post: str) -> Iterator[Name]:
    """Yield the Latin name of two words in brackets right after a post: 副總統（Teima Onorio）."""
    match = _IN_BRACKET.match(text, end)
    person = personal(match[2]) if match else ""
    if match and len(person.split()) > 1:
        at = text.index(person, end)
        yield Name(person, at, at + len(person), post)


def _latin_after(text: str, end: int, post: str) -> Iterator[Name]:
    """Yield the Latin name after a post, with a courtesy or of two words: 主席Dr. Judith Rodin."""
    latin = _AFTER_POST.match(text, end)
    person = personal(latin[2]) if latin else ""
    if latin and person and (latin[1] or len(person.split()) > 1):
        at = text.index(person, end)
        yield Name(person, at, at + len(person), post)


def _latin_before(text: str, start: int, post: str) -> Iterator[Name]:
    """Yield the Latin name of two words before a post: Len Brown市長."""
    before = text[max(0, start - _LATIN_BEFORE) : start]
    latin = _BEFORE_POST.search(before) if before.rstrip()[-1:].isascii() else None
    person = personal(latin[1]) if latin else ""
    single = _SINGLE.search(before) if _HEADS.match(post) else None
    if single and single[1].lower() not in lx.english_countries():
        person = personal(single[1])
    if (single or len(person.split()) > 1) and person and before.rstrip().endswith(person):
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
    apart = not before or before[-1] in _BREAK or before[-1] in lx.CLASS_ENDS
    return _with_given(surname, text[end : end + AHEAD], apart) if free and sure else ""


def _with_given(surname: str, following: str, apart: bool) -> str:
    """Return the name whose given half, of two characters, follows a post: 蕭前副總統|萬長於."""
    given, then = following[:_GIVEN_NAME], following[_GIVEN_NAME : _GIVEN_NAME + 1]
    verb = lx.FOLLOW.match(following, _GIVEN_NAME)
    ended = bool(then) and (then in _BREAK or then == "等" or beginning(following) == given)
    ended = ended or bool(apart and verb and len(verb[0]) > 1)  # 焦主任|仁和陪同
    if not ended or len(given) < _GIVEN_NAME or _BREAK & set(given) or lx.FOLLOW.match(given):
        return ""
    return surname + given if is_native(surname + given) and not is_ordinary(given) else ""


def personal(latin: str) -> str:
    """Return the Latin name cut to what looks like a person's; empty for none."""
    words = without_courtesy(latin.strip(" .")).split()
    while words and not looks_personal(" ".join(words)):
        words.pop()
    name = " ".join(words).strip(" .,")
    return name if len(name) > 3 and re.search(r"[a-z]|[A-Z]{2,} [A-Z]", name) else ""
