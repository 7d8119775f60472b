"""Dates as Taiwanese documents write them, in ROC or Gregorian years, to ISO 8601."""

import re
from collections.abc import Iterator
from datetime import date

from indexer.text.numerals import PLAIN, ZEROS, value_of

_NUM = rf"[0-9]{{1,4}}|[0{ZEROS}元{PLAIN}百]{{1,6}}"
_OTHER_ERA = (
    r"昭和|明治|大正|平成|令和|慶應|康熙|雍正|乾隆|嘉慶|道光|咸豐|同治|光緒|宣統|"
    r"佛曆|檀紀|民前|民國前|西元前|公元前"
)
_WRITTEN = re.compile(
    rf"(?P<era>中華民國|民國(?!前)|西元(?!前)|公元(?!前)|{_OTHER_ERA})?\s*(?P<y>{_NUM})\s*年\s*"
    rf"(?:(?P<m>{_NUM})\s*月\s*(?:(?P<d>{_NUM})\s*[日號]?)?)?"
)
_POINTED = re.compile(
    rf"(?P<era>{_OTHER_ERA}|(?<![A-Za-z])[HSR](?=\d))?\s*(?<![\d.])(?P<y>\d{{2,4}})\s*(?P<sep>[./-])\s*(?P<m>\d{{1,2}})"
    r"\s*(?P=sep)\s*(?P<d>\d{1,2})(?!\d)"
)
_PACKED = re.compile(r"(?P<era>)(?<!\d)(?P<y>\d{2,4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DAY = (
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:\s*(?:[-–—~]|\b(?:to|through|and)\b)\s*(?P<d2>\d{1,2})(?:st|nd|rd|th)?(?!\d))?"
)
_FROM_MONTH = re.compile(  # July 30 to August 2, 2016; 30 July to 2 August 2016
    rf"\b(?:{_MONTH}\s+(?P<d>\d{{1,2}})|(?P<e>\d{{1,2}})\s+{_MONTH.replace('name', 'named')})(?:st|nd|rd|th)?"
    rf"\s*(?:[-–—~]|\bto\b|\bthrough\b)\s*"
    rf"(?=(?:\d{{1,2}}\s+)?[A-Za-z]{{3}}[A-Za-z\d .]{{0,20}},?\s+(?P<y>\d{{4}}))",
    re.I,
)
_ENGLISH = (
    re.compile(rf"\b{_MONTH}\s+{_DAY},?\s+(?P<y>\d{{4}})\b", re.I),
    re.compile(rf"\b{_DAY}\s+{_MONTH},?\s+(?P<y>\d{{4}})\b", re.I),
)
_TO = r"\s*(?:[（(][^（()）]{1,8}[）)])?\s*起?\s*(?:[至到迄~～\-–—─－]|止)\s*"
_REST = re.compile(rf"{_TO}(?:同年)?\s*(?:(?:(?P<m>{_NUM})|同)\s*月\s*)?(?P<d>{_NUM})\s*[日號]")
_POINTED_REST = re.compile(
    rf"{_TO}(?:(?P<m>\d{{1,2}})\s*[./-]\s*)?(?P<d>\d{{1,2}})(?![\d年月]|\s*[./-]\s*\d)"
)
_ALSO = r"\s*(?:[（(][^（()）]{1,8}[）)])?\s*[、，,及和與]\s*"
_FURTHER = re.compile(rf"{_ALSO}(?:(?P<m>{_NUM})\s*月\s*)?(?P<d>{_NUM})\s*[日號]")
_DANGLING = re.compile(rf"{_TO}$")
_MONTH_ONLY = re.compile(rf"(?P<y>{_NUM})\s*(?:年|[./-])\s*(?P<m>{_NUM})(?:\s*月)?(?!\s*[\d./-])")
_WEEK = "一二三四五六日"
_WEEKDAY = re.compile(rf"\s*[（(]\s*(?:星期|週|周|禮拜)?\s*(?P<day>[{_WEEK}天])\s*[）)]")
_WIDE = str.maketrans("０１２３４５６７８９．／－", "0123456789./-")
_SIGN = f"{ZEROS}元{PLAIN}百"
_APART = re.compile(
    rf"(?<=[0{_SIGN}])[ \t\u3000\xa0]+(?=[{_SIGN}])|(?<=[{_SIGN}])[ \t\u3000\xa0]+(?=0[{_SIGN}])"
)
_LETTER_ZERO = re.compile(rf"(?<=[{PLAIN}])\s*[OoΟОо]\s*(?=[{PLAIN}年])")


def number(text: str) -> int:
    """Return the value of a date's numeral, 元年 being the first year of an era."""
    return value_of(text.replace("元", "一"))


def gregorian_year(year: int) -> int:
    """Return the Gregorian year of an ROC one, which is below 1000: 105 → 2016."""
    return year + 1911 if year < 1000 else year


def parse_dates(text: str) -> list[str]:
    """Return every full date in the text, in order, as ISO; a later `至11日` borrows month and year.

    Years of Japanese, imperial and other eras are no ROC years and give nothing.
    """
    return [day.isoformat() for _, _, day in _found(_plain(text))]


def wrong_weekdays(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (date as ISO, weekday written behind it, its true one) where the two differ: 7月9日（星期日）."""
    text = _plain(text)
    for _, end, day in _found(text):
        written = _WEEKDAY.match(text, end)
        if written and written["day"].replace("天", "日") != _WEEK[day.weekday()]:
            yield day.isoformat(), f"星期{written['day']}", f"星期{_WEEK[day.weekday()]}"


def _plain(text: str) -> str:
    """Return text with half-width numbers and zeros of one kind: 一 ○ 五年, 一O五年."""
    return _LETTER_ZERO.sub("〇", _APART.sub("", text.translate(_WIDE)))


def _found(text: str) -> list[tuple[int, int, date]]:
    """Return (start, end, day) of every full date in the text, in order."""
    found: list[tuple[int, int, date]] = []
    taken: list[tuple[int, int]] = []
    for pattern in (_WRITTEN, _POINTED, _PACKED):
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                day = _to_date(match)
                if day:
                    found.append((*match.span(), day))
                    rest = (_POINTED_REST if pattern is _POINTED else _REST).match(text, match.end())
                    found += _borrowed(rest, day) or _further(text, match.end(), day)
    found += _english(text)
    return sorted(found)


def parse_period(text: str) -> tuple[str, str]:
    """Return first and last date of a period; both empty when there is none."""
    days = parse_dates(text)
    return (days[0], days[-1]) if days else ("", "")


def parse_month(text: str) -> str:
    """Return year and month where a text gives no day: 105年7月 → 2016-07; empty for none."""
    match = _MONTH_ONLY.search(text.translate(_WIDE))
    if not match:
        return ""
    year, month = gregorian_year(number(match["y"])), number(match["m"])
    return f"{year}-{month:02}" if 1 <= month <= 12 and year > 1911 else ""


def is_open(text: str) -> bool:
    """Return whether a period's end is missing, as in 95年7月9日至."""
    return _DANGLING.search(text.translate(_WIDE)) is not None


def _borrowed(rest: re.Match[str] | None, day: date) -> list[tuple[int, int, date]]:
    if not rest:
        return []
    month = number(rest["m"]) if rest["m"] else day.month
    last = _date(day.year, month, number(rest["d"]))
    return [(*rest.span(), last)] if last else []


def _further(text: str, end: int, day: date) -> Iterator[tuple[int, int, date]]:
    """Yield the days listed behind one, as in 7月9日、10日及11日."""
    while rest := _FURTHER.match(text, end):
        for listed in _borrowed(rest, day):
            yield listed
            day = listed[2]
        end = rest.end()


def _english(text: str) -> Iterator[tuple[int, int, date]]:
    for match in _FROM_MONTH.finditer(text):
        month = _MONTHS.index((match["name"] or match["named"]).lower()) + 1
        if first := _date(int(match["y"]), month, int(match["d"] or match["e"])):
            yield *match.span(), first
    for pattern in _ENGLISH:
        for match in pattern.finditer(text):
            month = _MONTHS.index(match["name"].lower()) + 1
            for day in filter(None, (match["d"], match["d2"])):
                found = _date(int(match["y"]), month, int(day))
                if found:
                    yield *match.span(), found


def _to_date(match: re.Match[str]) -> date | None:
    if match["era"] and match["era"] not in ("中華民國", "民國", "西元", "公元"):
        return None
    if not match["m"] or not match["d"]:
        return None
    return _date(gregorian_year(number(match["y"])), number(match["m"]), number(match["d"]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
