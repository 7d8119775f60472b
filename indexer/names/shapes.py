"""What names look like: whose name it can be, of what kind, and whether two names can be of one thing."""

import re

from indexer.model.people import Kind
from indexer.names import lexicon as lx
from indexer.names.sounds import likeness
from indexer.names.weights import (
    CHARACTERS_A_LETTER,
    CHARACTERS_A_WORD,
    FURTHER_CHARACTERS,
    FURTHER_LETTERS,
    HEARD,
)
from indexer.text.compare import latin_words
from indexer.text.scripts import HAN

ORGANISATION_END = re.compile(rf"{lx.any_of(lx.ORGANISATIONS)}$(?<![體星水派]系)")
PLACE_END = re.compile(rf"{lx.any_of(lx.PLACES)}$")
_ENDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("treaty", re.compile(rf"{lx.any_of(lx.TREATIES)}$")),
    ("law", re.compile(rf"(?<![方辦作想說看書語無國]){lx.any_of(lx.LAWS)}$")),  # no 方法
    ("award", re.compile(rf"{lx.any_of(lx.AWARDS)}$")),
    ("title", re.compile(rf"{lx.any_of(lx.WORKS)}$")),
    ("event", re.compile(rf"{lx.any_of(lx.EVENTS)}$")),
    ("organisation", ORGANISATION_END),
)
_SENTENCE = re.compile(r"[：:，,？?！!。]")
_NO_HAN = re.compile(rf"[^{HAN}]")
_CAPITALISED = re.compile(rf"[{lx.LATIN}][{lx.LATIN}.'’]*")
_NO_PERSON = re.compile(r"[0-9&:]|[’']s\b")
_TWO_PHRASES = re.compile(r"\w \w[^,]*, \w+ \w")  # Say Hello, Shake Hands
_WRITTEN_OUT = re.compile("[a-z]{2}")
_MOST_WORDS = 8  # of a person's name
_MOST_WITH_A_THING = 4  # Park Won-Soon
_LONG_TITLE = 4  # words of which a name is the title of something
_NAMES_TOO = {"the", "by", "in", "as", "an", "a", "or"}  # function words that persons are called


def looks_personal(english: str) -> bool:
    """Return whether a Latin name could be a person's or a place's: capitalised, no words of things."""
    words = _CAPITALISED.findall(english)
    if not 1 <= len(words) <= _MOST_WORDS or _NO_PERSON.search(english):
        return False
    if len(words) == 1 and not _WRITTEN_OUT.search(words[0]):
        return False
    lower = [word.lower().strip(".") for word in words]
    if lower[0] in ("the", "a", "an") or (lx.FUNCTION_WORDS - _NAMES_TOO).intersection(lower):
        return False
    if _names_a_thing(lower) or _TWO_PHRASES.search(english):
        return False
    return all(word[0].isupper() or word.lower() in lx.PERSON_PARTICLES for word in words)


def _names_a_thing(words: list[str]) -> bool:
    """Return whether a word is of a thing, and not a surname all the same: Park Won-Soon."""
    things = [word for word in words if word in lx.THINGS]
    surname = len(things) == 1 and things[0] in lx.SURNAMES_TOO and 2 <= len(words) <= _MOST_WITH_A_THING
    return bool(things) and not surname


def kind_of(chinese: str, english: str) -> Kind:
    """Return what a name that is no person's is of, by the ending of its Chinese form."""
    if _SENTENCE.search(chinese):
        return "title"
    for kind, ending in _ENDS:
        if ending.search(chinese):
            return kind
    words = latin_words(english)
    if PLACE_END.search(chinese) and (
        set(words) & lx.PLACE_WORDS or likeness(chinese[:-1], english) >= HEARD
    ):
        return "place"
    return "title" if len(words) > _LONG_TITLE else "term"


def heads_agree(chinese: str, english: str) -> bool:
    """Return whether the head words say the same: Summit ~ 峰會."""
    return any(chinese.endswith(lx.HEADS.get(word, ())) for word in latin_words(english))


def fits(chinese: str, english: str, acronym: str) -> bool:
    """Return whether the lengths can belong together: about two characters a word, or a letter."""
    length = len(_NO_HAN.sub("", chinese))
    if english:
        content = sum(word not in lx.FUNCTION_WORDS for word in latin_words(english))
        least, most = CHARACTERS_A_WORD
        return least * content <= length <= most * content + FURTHER_CHARACTERS
    letters = sum(char.isalnum() for char in acronym)
    least, most = CHARACTERS_A_LETTER
    return least * letters <= length <= most * letters + FURTHER_LETTERS


def is_name_shape(name: str) -> bool:
    """Return whether a Chinese spelling looks like a person's name, of whatever origin."""
    bare = lx.RULERS.sub("", name)
    return is_native(name) or lx.is_transliterated(bare)


def is_native(name: str) -> bool:
    """Return whether a Chinese spelling looks like a Chinese, Korean or Japanese person's name."""
    return lx.is_chinese_name(name) or lx.is_japanese_name(name)
