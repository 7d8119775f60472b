"""Words that are no names: jieba's dictionary without its names, and places of common knowledge."""

import re
from functools import cache

from indexer.fold import fold
from indexer.names.lexicon import countries

_TAIWAN = [
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


def is_place(name: str) -> bool:
    """Whether it is, or ends as, a country or city of common knowledge."""
    return fold(name) in _place_ends()


def is_ordinary(word: str) -> bool:
    """Whether jieba's dictionary has it as a word that is not a person's name."""
    return fold(word) in _ordinary()


@cache
def _ordinary() -> frozenset[str]:
    """Words of two to four characters, folded (the dictionary is in Simplified characters, as folds are)."""
    import jieba  # a tenth of a second, which only reading names needs

    with jieba.get_dict_file() as file:
        lines = file.read().decode().splitlines()
    entries = (line.split(" ") for line in lines)
    return frozenset(
        w
        for w, count, tag in entries
        if 1 < len(w) < 5 and (len(count) > 1 or count > "2") and tag[:2] != "nr"
    )


@cache
def _place_ends() -> frozenset[str]:
    """Places, and the ends of two and more characters of countries' names."""
    return _places() | {name[start:] for name in _countries() for start in range(len(name) - 1)}


@cache
def _countries() -> frozenset[str]:
    return frozenset(fold(name) for name in countries())


@cache
def _places() -> frozenset[str]:
    return _countries() | {fold(name) for name in _TAIWAN}


@cache
def places_pattern() -> re.Pattern[str]:
    """Countries and Taiwan's cities in folded text."""
    names = sorted((name for name in _places() if len(name) > 1), key=len, reverse=True)
    first = "".join(sorted({name[0] for name in names}))
    return re.compile(f"(?=[{re.escape(first)}])(?:{'|'.join(map(re.escape, names))})")
