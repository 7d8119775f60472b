"""In which order Chinese surnames are looked up: by strokes, by zhuyin or by pinyin.

The strokes are those of Big5, whose first part is in their order; rarer surnames are counted here.
"""

from bisect import bisect_right
from functools import lru_cache

ORDERS = ("stroke", "zhuyin", "pinyin")
# The first Big5 code of each number of strokes, from one stroke on.
_FIRST = (
    0xA440, 0xA442, 0xA454, 0xA4A1, 0xA4FE, 0xA5E0, 0xA6EA, 0xA8C3, 0xAB45, 0xADBC, 0xB0AE, 0xB3C3, 0xB6C3,
    0xB9AC, 0xBBF5, 0xBEA7, 0xC075, 0xC24F, 0xC35F, 0xC455, 0xC4D7, 0xC56B, 0xC5C8, 0xC5F1, 0xC655,
)  # fmt: skip
_LAST = 0xC67E  # of the first part
_RARER = {
    4: "亓", 6: "辻", 7: "佘佟妘", 8: "冼宓芮邴", 9: "凃昝畑郇", 10: "涂郗郜逄", 11: "粘", 12: "温琚甯鈄",
    13: "塩鄔隗靳", 14: "榊綦鄢", 18: "鄺", 20: "闞", 21: "酆", 23: "欒",
}  # fmt: skip
_COUNTED = {char: count for count, chars in _RARER.items() for char in chars}
_ZHUYIN = "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄧㄨㄩㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦ"
# Surnames that are read otherwise than the character mostly is, without tones.
_SURNAMES = {
    "曾": ("zeng", "ㄗㄥ"),
    "單": ("shan", "ㄕㄢˋ"),
    "仇": ("qiu", "ㄑㄧㄡˊ"),
    "解": ("xie", "ㄒㄧㄝˋ"),
    "查": ("zha", "ㄓㄚ"),
    "朴": ("piao", "ㄆㄧㄠˊ"),
    "區": ("ou", "ㄡ"),
    "尉": ("yu", "ㄩˋ"),
    "翟": ("zhai", "ㄓㄞˊ"),
    "樂": ("yue", "ㄩㄝˋ"),
    "隗": ("wei", "ㄨㄟˇ"),
    "華": ("hua", "ㄏㄨㄚˋ"),
    "任": ("ren", "ㄖㄣˊ"),
    "召": ("shao", "ㄕㄠˋ"),
    "洗": ("xian", "ㄒㄧㄢˇ"),
}


def strokes(char: str) -> int:
    """Return how many strokes a character has; 0 where it is not known."""
    code = int.from_bytes(char.encode("big5", "ignore"))
    return bisect_right(_FIRST, code) if _FIRST[0] <= code <= _LAST else _COUNTED.get(char, 0)


@lru_cache(maxsize=8192)
def heading(char: str, order: str) -> str:
    """Return under what a surname stands: strokes, zhuyin sign or Latin letter; empty for none."""
    if order == "stroke":
        return str(strokes(char) or "")
    said = _said(char, order)
    return said[:1].upper() if said != char else ""


@lru_cache(maxsize=8192)
def place(char: str, order: str) -> tuple[int, str, str]:
    """Return what surnames are sorted by; those of which nothing is known come last."""
    if order == "stroke":
        return strokes(char) or 99, char, char
    said = _said(char, order)
    first = _ZHUYIN.find(said[:1]) if order == "zhuyin" else ord(said[:1].lower())
    return (first if first >= 0 and said != char else 999), said, char


def _said(char: str, order: str) -> str:
    if char in _SURNAMES:
        return _SURNAMES[char][order == "zhuyin"]
    from pypinyin import Style, pinyin  # what no search needs

    style = Style.BOPOMOFO if order == "zhuyin" else Style.NORMAL
    return str(pinyin(char, style=style)[0][0])
