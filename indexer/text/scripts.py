"""Which characters belong to which script: the one place that says what is Han, kana or CJK.

Ranges are from Unicode 15.1's Blocks.txt, assigned or not, so that a character encoded later is one as well.
Each constant is the inside of a character class of `re`.
"""

import re

import numpy as np

HAN = "\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Ideographs of all extensions, compatibility ones too, the sign of repetition, 〇, and Suzhou numerals."""
KANA = "\u3040-\u30ff"
"""Hiragana and katakana."""
SIGNS = "\u2103\u2109\u3300-\u33ff"
"""Units in one character: ℃, ㎡, ㎞ and their like."""
CJK = HAN + KANA + SIGNS + "\u3105-\u312f\u31a0-\u31bf\ua000-\ua4cf\uac00-\ud7a3"
"""What is matched as it stands, without words: Han, kana, zhuyin, Yi, Hangul, and signs of units."""


def among(characters: str) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Return which code points (the index) a character class holds."""
    held = np.zeros(0x110000, dtype=np.bool_)
    for piece in re.finditer(r"(.)(?:-(.))?", characters, re.S):
        held[ord(piece[1]) : ord(piece[2] or piece[1]) + 1] = True
    return held


IS_CJK = among(CJK)
is_han = re.compile(f"[{HAN}]").match
"""Whether a text begins with an ideograph: a match or None."""
