"""Numbers as word processors and browsers generate them: 壹, 一, 甲, ①, IV, d."""

from collections.abc import Callable

_FORMAL = "零壹貳參肆伍陸柒捌玖"
_PLAIN = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)


def counted(value: int, digits: str = _PLAIN, units: str = "十百千", leading_one: bool = False) -> str:
    """Chinese numeral with places: 12 → 十二, in formal digits 壹拾貳."""
    if not 0 < value < 10_000:
        return digits[0] if value == 0 else str(value)
    text, zero = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            text += (digits[0].replace("〇", "零") if zero and text else "") + digits[digit]
            text += units[place - 1] if place else ""
            zero = False
        else:
            zero = True
    return text if leading_one or not text.startswith(digits[1] + units[0]) else text[1:]


def formal(value: int) -> str:
    """壹, 貳 … 拾, 拾壹, as the headings of official documents."""
    return counted(value, _FORMAL, "拾佰仟")


def legal(value: int) -> str:
    """壹, 貳 … 壹拾, 壹拾壹, as word processors write formal numerals."""
    return counted(value, _FORMAL, "拾佰仟", leading_one=True)


def digits(value: int) -> str:
    """Chinese digits without places: 12 → 一二."""
    return "".join(_PLAIN[int(digit)] for digit in str(value))


def cycle(signs: str) -> Callable[[int], str]:
    """Signs in their order, from the first again after the last."""
    return lambda value: signs[(value - 1) % len(signs)]


def roman(value: int) -> str:
    """IV; a number out of range in digits."""
    if not 0 < value < 4000:
        return str(value)
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (value // worth)
        value %= worth
    return text


def letters(value: int) -> str:
    """A … Z, AA, BB …, as word processors count on."""
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else str(value)


def circled(value: int) -> str:
    """① … ⑳, then digits."""
    return chr(ord("①") + value - 1) if 0 < value <= 20 else str(value)


def full_width(value: int) -> str:
    """１２."""
    return "".join(chr(ord("０") + int(digit)) for digit in str(value))


STEMS = cycle(_STEMS)
BRANCHES = cycle(_BRANCHES)
