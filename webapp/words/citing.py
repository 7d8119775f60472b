"""A reference in words: as an official letter names it, and in the styles of APA and Chicago.

Sources: the Executive Yuan's handbook of official letters (文書處理手冊) for dates and numbering, and the
publication manuals of the APA (7th edition, 10.4) and of Chicago (17th edition, 14.220).
"""

from datetime import date

from babel.dates import format_date
from flask_babel import get_locale, gettext
from markupsafe import Markup

from webapp.shown.cite import Reference
from webapp.words.language import CHINESE, in_language, language


def letter(cited: Reference) -> str:
    """Return a reference as a letter has it: 臺中市政府（民國105年9月7日），〈…〉，公務出國報告，陸、五。"""
    who = cited.publisher or "、".join(filter(None, cited.authors))
    day = _roc_day(cited.date)
    filed = f"{who}（{day}）" if who and day else who or day
    section = "、".join(cited.path) if cited.path else ""
    return "，".join(filter(None, (filed, f"〈{cited.title or cited.id}〉", "公務出國報告", section))) + "。"


def apa(cited: Reference) -> Markup:
    """Return a reference in the style of the APA, 7th edition, in the page's language."""
    publisher = cited.publisher if cited.authors != (cited.publisher,) else ""
    return _sentences(
        Markup(gettext("%(authors)s (%(date)s)"))
        % {
            "authors": _authors(cited, gettext(" & ")),
            "date": _day(cited.date, "y, MMMM d", "y, MMMM", "y年M月d日"),
        },
        Markup(gettext("%(title)s [Overseas-trip report]")) % {"title": _title(cited)},
        _section(cited),
        in_language(publisher),
        cited.url,
    )


def chicago(cited: Reference) -> Markup:
    """Return a reference in the style of Chicago's bibliographies, 17th edition, in the page's language."""
    day = _day(cited.date, "MMMM d, y", "MMMM y", "y年M月d日")
    publisher = cited.publisher if cited.authors != (cited.publisher,) else ""
    filed = Markup(gettext(", ")).join(filter(None, (in_language(publisher), day)))
    return _sentences(
        _authors(cited, gettext(" and ")),
        _title(cited),
        _section(cited),
        Markup(gettext("Overseas-trip report")),
        filed,
        cited.url,
    )


def _sentences(*parts: str) -> Markup:
    """Join parts by full stops; none follows an address."""
    stop = Markup(gettext(". "))
    return stop.join(part for part in parts if part)


def _title(cited: Reference) -> Markup:
    return Markup("<cite>{}</cite>").format(in_language(cited.title or cited.id))


def _section(cited: Reference) -> Markup:
    numbers = "、".join(cited.path)
    section = Markup(gettext("Section %(numbers)s")) % {"numbers": in_language(numbers)} if numbers else ""
    page = gettext("p. %(page)s", page=cited.page) if cited.page else ""
    return Markup(gettext(", ")).join(filter(None, (section, page)))


def _authors(cited: Reference, last: str) -> Markup:
    names = [in_language(name) for name in cited.authors if name]
    head, tail = names[:-1], names[-1:]
    listed = Markup(gettext(", ")).join(head)
    return Markup(last).join(filter(None, (listed, *tail)))


def _day(value: str, whole: str, month: str, chinese: str) -> str:
    """Return an ISO date, perhaps only a month or year, as the page's language has it; “n.d.” for none."""
    parts = [int(part) for part in value.split("-")] if value else []
    if len(parts) < 2:
        return str(gettext("%(year)s", year=parts[0])) if parts else str(gettext("n.d."))
    if language() == CHINESE:
        whole, month = chinese, chinese.removesuffix("d日")
    day = date(*(*parts, 1)[:3])
    return str(format_date(day, whole if len(parts) == 3 else month, locale=get_locale()))


def _roc_day(value: str) -> str:
    """Return an ISO date in the Republic's years: 民國105年9月7日; before them, in Gregorian ones."""
    parts = [int(part) for part in value.split("-")] if value else []
    if not parts:
        return ""
    year = f"民國{parts[0] - 1911}年" if parts[0] > 1911 else f"西元{parts[0]}年"
    return year + "".join(f"{part}{unit}" for part, unit in zip(parts[1:], "月日", strict=False))


FILTERS = (letter, apa, chicago)
