"""Fold: one character to one character, so that offsets never move.

Lower case, full width, accents, radicals, hiragana, compatibility forms and every Traditional,
Simplified, Taiwan, Hong Kong, Japanese and old shape of a character become the same character.
Context never matters: a query cut out of its phrase folds as the phrase does. Tables: OpenCC's
single-character dictionaries (conversion of one character at a time), Unicode NFKC/NFKD, and
`radicals.py` and `shapes.tsv` from the Unicode Character Database.
"""

import sys
import unicodedata
from functools import cache
from pathlib import Path

import numpy as np
import opencc

from indexer.text.radicals import IDEOGRAPHS

_STEPS = ("tw2t", "hk2t", "t2s")
_UTF32 = ("utf-32-le", "surrogatepass")
# Old, printed and Japanese shapes that OpenCC's tables lack, and marks that one types for another.
_SHAPES = (
    "鄕鄉尙尚靑青淸清愼慎塡填顚顛呉吳汚污鬪鬥隣鄰駮駁畧略凖準鎗槍囯國邉邊斈學鐡鐵躰體鴬鶯伝傳賔賓"
    "郞郎姉姊擧舉硏研廻迴栢柏寕寧漑溉鼈鱉戸戶餠餅緖緒甁瓶槪概竝並倂併飜翻襃褒槇槙萠萌姪侄劵券寳寶厰廠"
    "濶闊菓果姫姬浜濱豊豐渋澀澁澀聡聰闘鬥鬭鬥舗鋪輌輛焔焰繋繫値值甯寧籐藤氷冰○〇’'‘'ʼ'‐-‑-"
)
_HIRAGANA, _TO_KATAKANA = range(0x3041, 0x3097), 0x60


def _shapes() -> dict[int, str]:
    """Return the other shape of each character that OpenCC does not know."""
    lines = Path(__file__).with_name("shapes.tsv").read_text(encoding="utf-8").splitlines()
    read = (line.split("\t") for line in lines if not line.startswith("#"))
    own = zip(map(ord, _SHAPES[::2]), _SHAPES[1::2], strict=True)
    kana = ((code, chr(code + _TO_KATAKANA)) for code in _HIRAGANA)
    return {**IDEOGRAPHS, **{ord(shape): char for shape, char in read}, **dict(kana), **dict(own)}


_ALIKE = _shapes()


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


class _Table(dict[int, int]):
    """Translation table for `str.translate`, filled as characters turn up."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        seen = {char}
        while (step := _fold_once(char)) not in seen:  # a cycle would be a fault of the tables
            seen.add(step)
            char = step
        self[code] = folded = ord(min(seen) if step != char else char)
        return folded


_TABLE = _Table()
_LONG = 64  # characters from which arrays are faster: seven times for 1,000
_UNKNOWN = 0xFFFFFFFF
_CODES = np.full(sys.maxunicode + 1, _UNKNOWN, dtype=np.uint32)  # the same, as far as it is known


def fold(text: str) -> str:
    """Return the folded text; `len(fold(x)) == len(x)` and `fold(fold(x)) == fold(x)` for every x."""
    if len(text) < _LONG:
        return text.translate(_TABLE)
    codes = np.frombuffer(text.encode(*_UTF32), dtype=np.uint32)
    folded = _CODES[codes]
    if folded.max() == _UNKNOWN:
        for code in set(codes[folded == _UNKNOWN].tolist()):
            _CODES[code] = _TABLE[code]
        folded = _CODES[codes]
    return folded.tobytes().decode(*_UTF32)


def _fold_once(char: str) -> str:
    compatible = unicodedata.normalize("NFKC", char)
    char = (compatible if len(compatible) == 1 else char).translate(_ALIKE)
    char = _without_marks(char)
    lower = char.lower()
    char = lower if len(lower) == 1 else char
    if char < "\u2e80" or "\ud800" <= char <= "\udfff":
        return char
    if not _in_chinese_use(char):
        char = _convert("jp2t", char)
    for config in _STEPS:
        char = _convert(config, char)
    return char


def _without_marks(char: str) -> str:
    base, *marks = list(unicodedata.normalize("NFKD", char))
    return base if marks and base < "\u0530" and all(map(unicodedata.combining, marks)) else char


def _convert(config: str, char: str) -> str:
    converted: str = _converter(config).convert(char)
    return converted if len(converted) == 1 else char


def _in_chinese_use(char: str) -> bool:
    """Return whether Chinese uses the character itself: 芸 is no 藝 there, as it is in Japanese."""
    for charset in ("big5", "gb2312"):
        try:
            char.encode(charset)
        except UnicodeEncodeError:
            continue
        return True
    return False
