"""What pages call things, in the visitor's language: fields and their values, dates, sizes, references."""

import json
import re
from collections.abc import Iterable
from datetime import date

from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal
from flask_babel import get_locale, gettext, lazy_gettext
from markupsafe import Markup

from indexer.library import agency_in_english, country_in_english
from indexer.model.report import UNSTATED, Metadata
from webapp.shown.cite import coins, hit_coins
from webapp.words.language import CHINESE, lang_attribute, language

LABELS = {
    "agency": lazy_gettext("Agency"),
    "unit": lazy_gettext("Unit"),
    "country": lazy_gettext("Country"),
    "city": lazy_gettext("City"),
    "year": lazy_gettext("Year"),
    "category": lazy_gettext("Category"),
    "kind": lazy_gettext("Kind of section"),
    "person": lazy_gettext("Traveller"),
    "report": lazy_gettext("Report"),
}
RUNGS = {
    "one-report": lazy_gettext("No section contains all of the words; these reports do, here and there."),
    "all-words": lazy_gettext("No exact match; these sections contain all of the words."),
    "any-words": lazy_gettext("No section contains all of the words; these contain some."),
    "meaning": "",
}
KINDS = {
    "摘要": lazy_gettext("Summary"),
    "目的": lazy_gettext("Purpose"),
    "過程": lazy_gettext("Proceedings"),
    "心得": lazy_gettext("Reflections"),
    "建議": lazy_gettext("Recommendations"),
    "名單": lazy_gettext("List of members"),
    "附件": lazy_gettext("Attachment"),
    "other": lazy_gettext("Other"),
}
COMPLETED = {
    "person": lazy_gettext("Person"),
    "agency": lazy_gettext("Agency"),
    "country": lazy_gettext("Country"),
    "term": lazy_gettext("Term"),
    "title": lazy_gettext("Report"),
    "heading": lazy_gettext("Heading"),
}
# The boxes of the 提要 form, and what else trips are filed under.
CATEGORIES = {
    "考察": lazy_gettext("Inspection"),
    "視察": lazy_gettext("Official inspection"),
    "訪問": lazy_gettext("Visit"),
    "參訪": lazy_gettext("Study visit"),
    "進修": lazy_gettext("Further study"),
    "研究": lazy_gettext("Research"),
    "實習": lazy_gettext("Practical training"),
    "訓練": lazy_gettext("Training"),
    "國際會議": lazy_gettext("International conference"),
    "業務接洽": lazy_gettext("Official business"),
    "談判": lazy_gettext("Negotiation"),
    "洽展": lazy_gettext("Trade fair"),
    "表演": lazy_gettext("Performance"),
    "比賽": lazy_gettext("Competition"),
    "擔任裁判": lazy_gettext("Refereeing"),
    "海外檢測": lazy_gettext("Testing overseas"),
    "特使團": lazy_gettext("Special envoy"),
    "其他": lazy_gettext("Other"),
}


def kinds_completed() -> str:
    """Return what the kinds of completions are called, as JSON for the search box."""
    return json.dumps({name: str(called) for name, called in COMPLETED.items()}, ensure_ascii=False)


def kind(name: str) -> str:
    """Return what a kind of section is called."""
    return str(KINDS.get(name, name))


def named(value: str, field: str) -> str:
    """Return a field's value in the page's language; people stay as they are."""
    if value == UNSTATED:
        return str(gettext("not stated"))
    match field:
        case "agency":
            return value if language() == CHINESE else agency_in_english(value)
        case "kind":
            return kind(value)
        case "category":
            return str(CATEGORIES.get(value, value))
        case "country":
            return value if language() == CHINESE else country_in_english(value)
        case "year":
            return years(value)
        case _:
            return value


def territory(code: str) -> str:
    """Return what a country of an ISO 3166 code is called."""
    locale = get_locale()
    return str(locale.territories.get(code, code)) if locale else code


def cities(data: Metadata, country: str) -> str:
    """Return the cities visited in a country, in brackets after it; empty where none is named."""
    chinese = language() == CHINESE
    found = [
        p.city if chinese else p.city_en or p.city for p in data.places if p.country == country and p.city
    ]
    return str(gettext(" (%(names)s)", names=gettext(", ").join(found))) if found else ""


def dated(value: str) -> str:
    """Return an ISO date, month or year as the language writes it, with its ROC year: 2016年（民國105年）."""
    parts = [int(part) for part in value.split("-")] if re.fullmatch(r"\d{4}(-\d\d){0,2}", value) else []
    try:
        day = date(*(*parts, 1, 1)[:3]) if parts else None
    except ValueError:
        day = None
    if day is None:
        return value
    locale = get_locale()
    shown = (
        value if len(parts) == 1
        else format_skeleton("yMMMM", day, locale=locale) if len(parts) == 2
        else format_date(day, "long", locale=locale)
    )  # fmt: skip
    return _with_roc_year(shown, day.year)


def years(value: str) -> str:
    """Return a year, or years from one to another (105..2018, 105..), each in both countings."""
    first, dots, last = value.partition("..")
    begin, end = (_gregorian(year.strip()) for year in (first, last))
    if not dots:
        return dated(begin)
    if first and last:
        return str(gettext("%(start)s to %(end)s", start=dated(begin), end=dated(end)))
    return str(
        gettext("from %(year)s", year=dated(begin)) if first else gettext("to %(year)s", year=dated(end))
    )


def _gregorian(year: str) -> str:
    """Return a year of the Republic as a Gregorian one, as searches read it; anything else as it is."""
    return str(int(year) + 1911) if re.fullmatch(r"[1-9]\d{0,2}", year) and year.isascii() else year


def _with_roc_year(shown: str, year: int) -> str:
    return str(gettext("%(date)s (ROC %(year)s)", date=shown, year=year - 1911)) if year > 1911 else shown


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def travelled(data: Metadata) -> str:
    """Return the days of a trip, what they share said once: 2016年7月9日至11日（民國105年）."""
    first, last = data.start or data.end, data.end or data.start
    if not _is_day(first) or not _is_day(last) or first == last:
        return dated(first)
    days = date.fromisoformat(first), date.fromisoformat(last)
    if first[:4] != last[:4]:
        return str(gettext("%(start)s to %(end)s", start=dated(first), end=dated(last)))
    return _with_roc_year(format_interval(*days, "yMMMMd", locale=get_locale()), days[0].year)


def quoted(names: Iterable[str]) -> Markup:
    """Return names in quotation marks, each in its own language."""
    marks = (Markup("<q{}>{}</q>").format(lang_attribute(name), name) for name in names)
    return Markup(gettext(", ")).join(marks)


def size(count: int) -> str:
    """Return a file's size from its bytes: 812 B, 12 kB, 3.4 MB."""
    number, unit = (
        (count, "B") if count < 1e3 else (count / 1e3, "kB") if count < 1e6 else (count / 1e6, "MB")
    )
    return f"{format_decimal(number, '#,##0.#' if unit == 'MB' else '#,##0', locale=get_locale())} {unit}"


FILTERS = (kind, named, territory, cities, dated, travelled, quoted, size, coins, hit_coins)
