"""The same thing spelled otherwise: days and months, amounts with their units, numerals, thousands.

They find each other as other names do: below what stands as it was typed, each saying how it was found.
"""

import re
from collections.abc import Iterator

from indexer.anatomy.dates import parse_dates, parse_month
from indexer.text.numerals import FORMAL, PLAIN, ZEROS, counted, digits, roman

# One unit a line, the sign of one character first; letters count beside a number alone.
_UNITS = tuple(
    tuple(line.split())
    for line in """
㎡ m2 m² 平方公尺 平方米
㎥ m3 m³ 立方公尺 立方米
㎢ km2 km² 平方公里
㎞ km 公里
㎝ cm 公分 厘米
㎜ mm 公釐 毫米
㎏ kg 公斤
㎎ mg 毫克
㏄ cc
㏊ ha 公頃
㎖ ml 毫升
㎾ kw 瓩
℃ 度C 攝氏度
℉ 華氏度
""".strip().splitlines()
)
_EVERY_UNIT = "|".join(sorted((unit for units in _UNITS for unit in units), key=len, reverse=True))
_AMOUNT = re.compile(rf"(\d[\d.,]*)\s*({_EVERY_UNIT})", re.I)
_THOUSANDS, _LONG_NUMBER = re.compile(r"\d{1,3}(?:[,，]\d{3})+"), re.compile(r"\d{4,}")
_ROMAN_SIGN, _ROMAN_LETTERS = re.compile(r"[Ⅰ-Ⅻⅰ-ⅻ]"), re.compile(r"(?<![A-Za-z])[IVX]{1,4}(?![A-Za-z])")
_FORMAL = re.compile(rf"(?<=第)[{FORMAL}]+|^[{FORMAL}]+(?=、)|(?<=第)[{PLAIN}]+")
_TO_PLAIN, _TO_FORMAL = str.maketrans(FORMAL, PLAIN), str.maketrans(PLAIN, FORMAL)
_DATE_ALONE = re.compile(rf"[\d\s０-９年月日號./／\-－,，元{ZEROS}{PLAIN}百中華民國西公A-Za-z]{{6,30}}")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_NO_YEAR = range(1900, 2100)  # numbers without a thousands mark that are years
_FIRST_YEAR = 1912  # of the Republic


def spellings(typed: str) -> tuple[str, ...]:
    """Return what was typed spelled otherwise; nothing where there is no other way."""
    others = [*_dates(typed), *_amounts(typed), *_numbers(typed)]
    return tuple(other for other in dict.fromkeys(others) if other != typed)


def _dates(typed: str) -> Iterator[str]:
    if not _DATE_ALONE.fullmatch(typed):
        return
    days = parse_dates(typed)
    if len(days) == 1:
        year, month, day = map(int, days[0].split("-"))
        yield from _of_day(year, month, day)
    elif not days and (parsed := parse_month(typed) or _english_month(typed)):
        year, month = map(int, parsed.split("-"))
        yield from _of_month(year, month)


def _of_day(year: int, month: int, day: int) -> Iterator[str]:
    for y in _years(year):
        yield f"{y}年{month}月{day}日"
        yield f"{y}/{month}/{day}"  # of whichever marks stand between
        if month < 10 or day < 10:
            yield f"{y}/{month:02}/{day:02}"
            yield f"{y}年{month:02}月{day:02}日"
    name = _MONTHS[month - 1]
    yield from (f"{name} {day}, {year}", f"{day} {name} {year}", f"{name[:3]} {day}, {year}")
    for y in _years(year):
        spelled = (digits(y), *([counted(y)] if y < 1000 else []))
        yield from (f"{one}年{counted(month)}月{counted(day)}日" for one in spelled)


def _of_month(year: int, month: int) -> Iterator[str]:
    for y in _years(year):
        yield f"{y}年{month}月"
    yield f"{year}-{month:02}"
    yield f"{_MONTHS[month - 1]} {year}"


def _years(year: int) -> tuple[int, ...]:
    """Return the Gregorian year, and that of the Republic."""
    return (year, year - _FIRST_YEAR + 1) if year >= _FIRST_YEAR else (year,)


def _english_month(typed: str) -> str:
    name, _, year = typed.strip().partition(" ")
    known = [number for number, one in enumerate(_MONTHS, 1) if one.lower().startswith(name.lower())]
    return (
        f"{year}-{known[0]:02}" if len(name) > 2 and len(known) == 1 and re.fullmatch(r"\d{4}", year) else ""
    )


def _amounts(typed: str) -> Iterator[str]:
    for names in _UNITS:
        if typed in names and (not typed.isascii() or typed[-1].isdigit()):  # km and ha may be other words
            yield from (name for name in names if not name.isascii() or name[-1].isdigit())
    if amount := _AMOUNT.search(typed):
        number, unit = amount.groups()
        names = next(names for names in _UNITS if unit.lower() in (name.lower() for name in names))
        for name in names:
            yield typed[: amount.start()] + number + name + typed[amount.end() :]
            if name[0].isascii():
                yield f"{typed[: amount.start()]}{number} {name}{typed[amount.end() :]}"


def _numbers(typed: str) -> Iterator[str]:
    if _THOUSANDS.fullmatch(typed):
        yield re.sub("[,，]", "", typed)
    elif _LONG_NUMBER.fullmatch(typed) and int(typed) not in _NO_YEAR:
        yield f"{int(typed):,}"
    if _ROMAN_SIGN.search(typed):
        yield _ROMAN_SIGN.sub(lambda match: roman((ord(match[0]) - 0x2160) % 16 + 1), typed)
    elif letters := _ROMAN_LETTERS.search(typed):
        value = next((one for one in range(1, 13) if roman(one) == letters[0]), 0)
        if value:
            yield typed[: letters.start()] + chr(0x2160 + value - 1) + typed[letters.end() :]
    if formal := _FORMAL.search(typed):
        written = formal[0]
        other = written.translate(_TO_PLAIN if written[0] in FORMAL else _TO_FORMAL)
        yield typed[: formal.start()] + other + typed[formal.end() :]
