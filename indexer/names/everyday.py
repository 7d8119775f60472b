"""Words that are no names: jieba's dictionary without its names, and places of common knowledge."""

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from indexer.names.lexicon import ahead_of, countries
from indexer.text.fold import fold

_ENTRY = re.compile(r"^(\S{2,4}) (?:[3-9]|\d\d+) (?!nr)", re.M)  # word, count of 3 and more, no name's tag
_KEPT = 1 << 15  # answers about words, which texts repeat
TAIWAN = [
    "臺北",
    "台北",
    "新北",
    "桃園",
    "臺中",
    "台中",
    "臺南",
    "台南",
    "高雄",
    "基隆",
    "新竹",
    "嘉義",
    "苗栗",
    "彰化",
    "南投",
    "雲林",
    "屏東",
    "宜蘭",
    "花蓮",
    "臺東",
    "台東",
    "澎湖",
    "金門",
    "連江",
    "馬祖",
]


@lru_cache(maxsize=_KEPT)
def is_place(name: str) -> bool:
    """Return whether it is, or ends as, a country or city of common knowledge."""
    return fold(name) in _place_ends()


@lru_cache(maxsize=_KEPT)
def is_ordinary(word: str) -> bool:
    """Return whether jieba's dictionary has it as a word that is not a person's name."""
    return fold(word) in _ordinary()


def place_at_end(words: str) -> str:
    """Return the country or Taiwan's city that words end with; empty for none."""
    folded = fold(words)
    longest = max((len(name) for name in _places() if folded.endswith(name)), default=0)
    return words[len(words) - longest :] if longest > 1 else ""


def _dictionary() -> str:
    found = find_spec("jieba")  # importing it would take longer than reading its dictionary
    assert found is not None and found.origin is not None
    return Path(found.origin).with_name("dict.txt").read_text(encoding="utf-8")


@cache
def _ordinary() -> frozenset[str]:
    """Return words of two to four characters, folded, as the dictionary is in Simplified characters."""
    return frozenset(_ENTRY.findall(_dictionary()))


@cache
def _place_ends() -> frozenset[str]:
    """Return places, and the ends of two and more characters of countries' names."""
    return _places() | {name[start:] for name in _countries() for start in range(len(name) - 1)}


@cache
def _countries() -> frozenset[str]:
    return frozenset(fold(name) for name in countries())


@cache
def _places() -> frozenset[str]:
    return _countries() | {fold(name) for name in TAIWAN}


@cache
def places_pattern() -> re.Pattern[str]:
    """Return a pattern for countries and Taiwan's cities in folded text."""
    names = sorted((name for name in _places() if len(name) > 1), key=len, reverse=True)
    return re.compile(f"{ahead_of(names)}(?:{'|'.join(map(re.escape, names))})")
