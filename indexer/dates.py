"""Dates as Taiwanese documents write them, in ROC or Gregorian years, to ISO 8601."""

import re
from datetime import date

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0, "元": 1}
_NUM = r"[0-9]{1,4}|[〇零○元一二三四五六七八九十百]{1,6}"
_WRITTEN = re.compile(
    rf"(?P<era>中華民國|民國|西元|公元|昭和|明治|大正|平成|令和|康熙|光緒)?\s*(?P<y>{_NUM})\s*年\s*"
    rf"(?:(?P<m>{_NUM})\s*月\s*(?:(?P<d>{_NUM})\s*[日號])?)?"
)
_POINTED = re.compile(
    r"(?<!\d)(?P<y>\d{2,4})\s*(?P<sep>[./-])\s*(?P<m>\d{1,2})\s*(?P=sep)\s*(?P<d>\d{1,2})(?!\d)"
)
_PACKED = re.compile(r"(?<!\d)(?P<y>\d{2,4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)")
_REST = re.compile(rf"\s*[至到~～\-–—─]\s*(?:(?P<m>{_NUM})\s*月\s*)?(?P<d>{_NUM})\s*[日號]")


def number(text: str) -> int:
    """Value of an Arabic or Chinese numeral below 10,000: 105, 一百零五, 一〇五, 十二."""
    if text.isascii():
        return int(text)
    if not set(text) & {"十", "百"}:
        return int("".join(str(_DIGITS[c]) for c in text))
    total, current = 0, 0
    for char in text:
        if char in "十百":
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        else:
            current = _DIGITS[char]
    return total + current


def gregorian_year(year: int) -> int:
    """ROC years (below 1000) become Gregorian: 105 → 2016."""
    return year + 1911 if year < 1000 else year


def parse_dates(text: str) -> list[str]:
    """Every full date in the text, in order, as ISO; a later `至11日` borrows month and year."""
    found: list[tuple[int, int, date]] = []
    for pattern in (_WRITTEN, _POINTED, _PACKED):
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end, _ in found):
                day = _to_date(match)
                if day:
                    found.append((match.start(), match.end(), day))
    found.sort()
    for _, end, day in list(found):
        rest_of = _REST.match(text, end)
        if rest_of:
            month = number(rest_of["m"]) if rest_of["m"] else day.month
            last = _date(day.year, month, number(rest_of["d"]))
            if last:
                found.append((rest_of.start(), rest_of.end(), last))
    return [day.isoformat() for _, _, day in sorted(found)]


def parse_period(text: str) -> tuple[str, str]:
    """First and last date of a period; both empty when there is none."""
    days = parse_dates(text)
    return (days[0], days[-1]) if days else ("", "")


def _to_date(match: re.Match[str]) -> date | None:
    era = match.groupdict().get("era")
    if era and era not in ("中華民國", "民國", "西元", "公元"):
        return None  # a Japanese or imperial era is not an ROC year
    if not match["m"] or not match["d"]:
        return None
    year = number(match["y"])
    return _date(gregorian_year(year), number(match["m"]), number(match["d"]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
