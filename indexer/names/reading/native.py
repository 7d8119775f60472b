"""Whether a text is a Chinese or Japanese person's name, and no everyday word, place, office or thing."""

from functools import cache, lru_cache

from indexer.names import lexicon as lx
from indexer.names.everyday import is_ordinary, is_place
from indexer.names.shapes import ORGANISATION_END

_KEPT = 1 << 14  # answers
OFFICES = frozenset("嶼礁縣市區鄉鎮州省局處署院會部科系館廳團黨")  # how offices and areas end
NEVER_LAST, _NEVER_SECOND = "的了之等於在及與或氏副故兄兼", "的之於在及與或前"
_PRONOUNS = frozenset("我你您他她它們誰這那很")
_THINGS = frozenset((*lx.WORKS, *lx.EVENTS, *lx.ORGANISATIONS, *lx.PLACES))
_NO_NAMES = lx.WORDS_LIKE_NAMES | lx.SPELLED_THINGS
_ACTIONS = frozenset(lx.LEADS) | frozenset(lx.FOLLOWS)
_VERBS = frozenset(word for word in (*lx.PERSON_LEADS, *lx.POST_FRONTS) if len(word) == 2)
_FOLLOWING = frozenset(word for word in lx.FOLLOWS if len(word) == 1)
_NOT_WITHIN = frozenset("位駐最不僅暨")  # 宋|兩位, 任|駐美, 錢|最高
_AFTER_TO = lx.SURNAMES | frozenset("先前故老各")
_LONGEST_NATIVE = 4
_FULL = 3


def is_japanese(name: str, length: int) -> bool:
    """Return whether a text of a length is a Japanese name, and no office or everyday word."""
    return (
        len(name) == length
        and lx.is_japanese_name(name)
        and name[-1] not in lx.PARTICLES
        and name[-1] != "今"
        and name[-1] not in OFFICES
        and not is_ordinary(name[2:])
        and not (length > len("藤本章") and is_ordinary(name[-2:]))
        and not is_ordinary(name)
        and not ORGANISATION_END.search(name)
        and not is_place(name)
    )


@lru_cache(maxsize=_KEPT)
def is_native(name: str) -> bool:
    """Return whether it is a Chinese name, no everyday word, without particles where names have none."""
    if name in lx.NAMES_LIKE_WORDS:
        return True
    if not lx.is_chinese_name(name) or is_ordinary(name) or is_place(name) or name in _NO_NAMES:
        return False
    if name[:2] in lx.WORDS_LIKE_NAMES or (name[2:] in _FOLLOWING and is_ordinary(name[:2])):
        return False  # 祝福|大, 席次|還
    if name[:2] in _VERBS or (len(name) == 2 and name[0] == "向" and name[1] in _AFTER_TO):
        return False  # 祝賀|蔣, 向|李
    if name.startswith("蔣公") or (is_place(name[:2]) and name[:2] != "王國") or _NOT_WITHIN & set(name[1:]):
        return False  # 馬祖高|中
    if _PRONOUNS & set(name[1:]):  # 陳跟我
        return False
    if name in _THINGS or name[1:] in ("公", "國"):  # 宣言, 蔣公, 薩國
        return False
    if name[0] in lx.DOUBTFUL_SURNAMES and _is_word_all_the_same(name):
        return False
    if (is_ordinary(name[:2]) and is_ordinary(name[1:])) or name[1:] in _ACTIONS or name[-1] in OFFICES:
        return False
    if lx.country_prefix().match(name) or name in _country_beginnings():
        return False
    if len(name) == _LONGEST_NATIVE and name[:2] not in lx.COMPOUND_SURNAMES and not _is_married(name):
        return False
    thing = name[-1] in lx.CLASS_ENDS and len(name) == 3 and is_ordinary(name[:2])
    if thing or lx.POST_AT_END.search(name):
        return False
    return name[-1] not in NEVER_LAST and name[1] not in _NEVER_SECOND


def is_sure(name: str) -> bool:
    """Return whether three characters are a name of a surname that is hardly a word besides."""
    return len(name) >= _FULL and name[0] not in lx.DOUBTFUL_SURNAMES and is_native(name)


def is_said(name: str) -> bool:
    """Return whether it is a sure name, and no part of it an everyday word: 許多|人, 賀電|中."""
    return is_sure(name) and not (
        is_ordinary(name[:2]) or is_ordinary(name[1:]) or set(name[1:]) & lx.PARTICLES
    )


def _is_married(name: str) -> bool:
    """Return whether four characters may be a husband's surname and a name: 辜嚴倬雲, no 賈羅首先."""
    return not (
        is_ordinary(name[2:]) or is_ordinary(name[:2]) or lx.PARTICLES & set(name) or name[-1] == "君"
    )


@cache
def _country_beginnings() -> frozenset[str]:
    """Return the first three characters of countries' names: 薩爾瓦; people are called 索羅門."""
    return frozenset(name[:3] for name in lx.countries() if len(name) > 3 and not name.endswith("群島"))


def _is_word_all_the_same(name: str) -> bool:
    """Return whether what begins with a doubtful surname is words: 高速|公路."""
    if is_ordinary(name[1:]) or is_ordinary(name[:2]):
        return True
    return bool(set(name[1:]) & lx.PARTICLES) or name[-1] in lx.CLASS_ENDS
