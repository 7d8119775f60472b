"""How well a Chinese spelling sounds like a Latin name: 卡提斯 ~ Cartes, 柯文哲 ~ Ko Wen-Je.

Each syllable's initial (Hanyu Pinyin, from pypinyin) stands for the Latin letters that transliterations in
Taiwan, China and Hong Kong write for it; the best alignment in order is found by dynamic programming.
"""

import os
import re
from functools import lru_cache

from indexer.text.compare import DOT, latin_words
from indexer.text.scripts import HAN

_LETTERS = {
    "b": "bpv", "p": "pbf", "m": "m", "f": "fvphw", "d": "dt", "t": "tdh", "n": "nml", "l": "lrn",
    "g": "gkcjhqw", "k": "kcgqx", "h": "hgjkxwf", "j": "jgkczyxs", "q": "ckqtzjgs", "x": "sxhczk",
    "zh": "jzgcstd", "ch": "cjtsz", "sh": "szxcj", "r": "rjlyzi", "z": "zstcjd", "c": "cztsx", "s": "scztx",
    "y": "yijeaugln", "w": "wvuohbmn",
}  # fmt: skip
_VOWELS = "aeiouyhw"
_HAN_ALONE = re.compile(f"[{HAN}]*")


def _syllables(han: str) -> tuple[tuple[str, str], ...]:
    """Return (initial, rest) of each character."""
    return tuple(map(_syllable, han)) if _HAN_ALONE.fullmatch(han) else _read(han)


@lru_cache(maxsize=16384)
def _syllable(char: str) -> tuple[str, str]:
    """Return (initial, rest) of a character, which no word around it changes."""
    return _read(char)[0]


def _read(text: str) -> tuple[tuple[str, str], ...]:
    """Return (initial, rest) of each character and of each run of others."""
    # its 47,000 phrases change how few names are read, and take .2 s to load
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, lazy_pinyin  # a quarter of the start of a server or search, which need none

    initials = lazy_pinyin(text, style=Style.INITIALS, strict=False)
    whole = lazy_pinyin(text, style=Style.NORMAL)
    return tuple((i, w[len(i) :]) for i, w in zip(initials, whole, strict=True))


@lru_cache(maxsize=16384)
def likeness(han: str, latin: str) -> float:
    """Return which part of the syllables, 0 to 1, the Latin name has in order from a word's beginning on.

    The first syllable must begin a word of the name; otherwise the likeness is 0.
    """
    syllables = _syllables("".join(char for char in han if char not in DOT))
    words = latin_words(latin)
    if not syllables or not words:
        return 0.0
    return max(_aligned(syllables, words[first:]) for first in range(len(words)))


def _aligned(syllables: tuple[tuple[str, str], ...], words: tuple[str, ...]) -> float:
    text = "".join(words)
    if text[0] not in _LETTERS.get(syllables[0][0], _VOWELS):
        return 0.0
    rest = syllables[1:]
    # best[j]: most syllables heard, the last of them before letter j
    best = [0] * (len(text) + 1)
    for initial, vowels in rest:
        following = best[:]
        for j in range(1, len(text)):
            if text[j] in _LETTERS.get(initial, vowels[:1] or _VOWELS):
                following[j + 1] = max(following[j + 1], best[j] + 1)
        for j in range(1, len(following)):
            following[j] = max(following[j], following[j - 1])
        best = following
    return (1 + best[-1]) / len(syllables)
