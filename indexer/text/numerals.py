"""Numerals in every writing that reports and word processors use, to their values and from them.

壹, 一, 105, １０５, 一○五, 一百零五, 貳拾壹, ①, ㈠, ⑴, Ⅳ, IV, 甲, D. What a digit or unit is worth is
the Numeric_Value of Unicode, but for the round signs that are typed for 〇.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

ZEROS = "〇零○Ｏ◯⭘"
PLAIN = "一二三四五六七八九十"
FORMAL = "壹貳參肆伍陸柒捌玖拾"
FORMAL_WRITTEN = FORMAL + "叁参陆"
"""Formal numerals with the other shapes in which they are typed."""
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_DIGITS = "〇" + PLAIN[:9]
_FORMAL_DIGITS = "零" + FORMAL[:9]
_VALUES = dict.fromkeys(ZEROS, 0)
_UNITS = (10, 100, 1000)
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)
_IS_ROMAN = re.compile(r"(?=.)M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})").fullmatch


@lru_cache(maxsize=1024)
def value_of(numeral: str) -> int:
    """Return what a numeral is worth; its digits may be mixed, as scans mix them (十9). Raises ValueError."""
    if numeral.isdecimal():  # in any script, at full width too
        return int(numeral)
    if _IS_ROMAN(numeral.upper()):
        return _roman_value(numeral.upper())
    values = [_worth(char) for char in numeral]
    if not any(value in _UNITS for value in values):
        return int("".join(map(str, values)))
    total = current = 0
    for value in values:
        if value in _UNITS:
            total += (current or 1) * value
            current = 0
        else:
            current = value
    return total + current


def stem_value(stem: str) -> int:
    """Return the order of a heavenly stem: 1 for 甲. Raises ValueError."""
    return STEMS.index(stem) + 1


def letter_value(letter: str) -> int:
    """Return the order of a Latin letter of any width and case: 1 for A, a, Ａ. Raises ValueError."""
    letter = unicodedata.normalize("NFKC", letter).lower()
    return "abcdefghijklmnopqrstuvwxyz".index(letter) + 1


def _worth(char: str) -> int:
    value = _VALUES.get(char)
    return int(unicodedata.numeric(char)) if value is None else value


def _roman_value(numeral: str) -> int:
    total = 0
    for worth, sign in _ROMAN:
        while numeral.startswith(sign):
            total, numeral = total + worth, numeral.removeprefix(sign)
    return total


def counted(value: int, digits: str = _DIGITS, units: str = "十百千", leading_one: bool = False) -> str:
    """Return a Chinese numeral with units: 12 → 十二, in formal digits 壹拾貳."""
    if not 0 < value < 10_000:
        return digits[0] if value == 0 else str(value)
    text, zero = "", False
    for power in range(3, -1, -1):
        digit = value // 10**power % 10
        if digit:
            text += (digits[0].replace("〇", "零") if zero and text else "") + digits[digit]
            text += units[power - 1] if power else ""
            zero = False
        else:
            zero = True
    return text if leading_one or not text.startswith(digits[1] + units[0]) else text[1:]


def formal(value: int) -> str:
    """Return 壹, 貳 … 拾, 拾壹, as the headings of official documents."""
    return counted(value, _FORMAL_DIGITS, "拾佰仟")


def legal(value: int) -> str:
    """Return 壹, 貳 … 壹拾, 壹拾壹, as word processors write formal numerals."""
    return counted(value, _FORMAL_DIGITS, "拾佰仟", leading_one=True)


def digits(value: int) -> str:
    """Return Chinese digits without units: 12 → 一二."""
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def cycle(signs: str) -> Callable[[int], str]:
    """Return what counts by signs in their order, from the first again after the last."""
    return lambda value: signs[(value - 1) % len(signs)]


stem = cycle(STEMS)
branch = cycle(BRANCHES)


def roman(value: int) -> str:
    """Return IV; a number out of range in digits."""
    if not 0 < value < 4000:
        return str(value)
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (value // worth)
        value %= worth
    return text


def letters(value: int) -> str:
    """Return A … Z, AA, BB …, as word processors count on."""
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else str(value)


def circled(value: int) -> str:
    """Return ① … ⑳, then digits."""
    return chr(ord("①") + value - 1) if 0 < value <= 20 else str(value)


def circled_ideograph(value: int) -> str:
    """Return ㊀ … ㊉, then digits."""
    return chr(ord("㊀") + value - 1) if 0 < value <= 10 else str(value)


def full_width(value: int) -> str:
    """Return １２."""
    return "".join(chr(ord("０") + int(digit)) for digit in str(value))
