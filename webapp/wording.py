"""What pages call things, in the visitor's language: fields, kinds, dates, and the engine's sentences."""

import re
from collections.abc import Iterable
from datetime import date

from babel.dates import format_date, format_skeleton
from flask_babel import get_locale, gettext, lazy_gettext
from markupsafe import Markup

from indexer.report import Metadata
from webapp.language import lang_attribute

LABELS = {
    "agency": lazy_gettext("Agency"),
    "country": lazy_gettext("Country"),
    "year": lazy_gettext("Year"),
    "category": lazy_gettext("Purpose of travel"),
    "kind": lazy_gettext("Kind of section"),
    "person": lazy_gettext("Traveller"),
    "report": lazy_gettext("Report"),
}
KINDS = {
    "摘要": lazy_gettext("Summary"),
    "目的": lazy_gettext("Purpose"),
    "過程": lazy_gettext("Proceedings"),
    "心得": lazy_gettext("Reflections"),
    "建議": lazy_gettext("Recommendations"),
    "名單": lazy_gettext("Delegation"),
    "附件": lazy_gettext("Attachment"),
    "other": lazy_gettext("Other"),
}


def _(message: str) -> str:
    """Marks a message for the catalogue."""
    return message


# What the engine and the error handlers say, as messages that fit the very sentence.
_SENTENCES = (
    _("Only the first %(count)s characters were searched."),
    _("A closing bracket without an opening one was ignored."),
    _("An opening bracket without a closing one was ignored."),
    _("Brackets nested deeper than %(count)s were ignored."),
    _("A quotation mark without its pair was ignored."),
    _("An OR without a word on both sides was ignored."),
    _("A NOT without a word after it was ignored."),
    _("There is no word to search for."),
    _("“%(field)s:” without a value was searched as a word."),
    _("“%(value)s” is no year and was searched as words."),
    _("“%(value)s” is no date and was searched as words."),
    _("“%(value)s” is no year."),
    _("“%(value)s” is no date."),
    _("“%(value)s” stands for %(count)s words; %(searched)s were searched."),
    _("“%(value)s” is too short for a fuzzy search and was searched as it is."),
    _("There is no report %(report)s."),
    _("Report %(report)s has no section %(section)s."),
    _("There is nothing at this address."),
    _("Report %(report)s was removed; its title was “%(title)s”."),
    _("Section %(section)s was removed from report %(report)s; its heading was “%(heading)s”."),
    _("This was removed."),
    _("This address does not take that method."),
    _("Something went wrong here; it has been logged."),
    _("%(name)s is a whole number, not “%(value)s”."),
    _("%(name)s is a number from %(least)s to %(most)s."),
    _("sort is one of %(sorts)s."),
    _("%(folder)s: holds no index yet; run `%(command)s`."),
)
_PATTERNS = tuple(
    (re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.*)", re.escape(message)), re.S), message)
    for message in _SENTENCES
)


def told(sentence: str) -> str:
    """A note or error of the engine in the visitor's language; empty for one unknown here."""
    for pattern, message in _PATTERNS:
        match = pattern.fullmatch(sentence)
        if match:
            return str(gettext(message)) % match.groupdict()
    return ""


def kind(name: str) -> str:
    """What a kind of section is called."""
    return str(KINDS.get(name, name))


def dated(value: str) -> str:
    """An ISO date, month or year as the language writes it, its ROC year beside it: 2016年（民國105年）."""
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
    if day.year < 1912:
        return shown
    return str(gettext("%(date)s (ROC %(year)s)", date=shown, year=day.year - 1911))


def travelled(data: Metadata) -> Markup:
    """The days of a trip, from the first to the last."""
    days = [
        Markup('<time class="whole" datetime="{}">{}</time>').format(day, dated(day))
        for day in dict.fromkeys(filter(None, (data.start, data.end)))
    ]
    return Markup(gettext("%(start)s to %(end)s", start=days[0], end=days[1]) if len(days) == 2 else days[0])


def quoted(names: Iterable[str]) -> Markup:
    """Names in quotation marks, each in its own language."""
    marks = (Markup("<q{}>{}</q>").format(lang_attribute(name), name) for name in names)
    return Markup(gettext(", ")).join(marks)


FILTERS = (told, kind, dated, travelled, quoted)
