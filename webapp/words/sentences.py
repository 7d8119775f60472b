"""What the engine and the error handlers say, in the visitor's language.

They speak English; a message of the catalogue fits the very sentence, values and all.
"""

import re

from flask_babel import gettext


def _(message: str) -> str:
    """Marks a message for the catalogue."""
    return message


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
    _("Report %(report)s has no file of its own."),
    _("%(field)s is missing."),
    _("%(field)s says %(value)s, which cannot be; it was left out."),
    _("%(field)s says “%(first)s” and “%(second)s”; the first was taken."),
    _("%(field)s: the report says %(own)s, the portal %(portal)s; the report's was taken."),
    _("%(field)s ends (%(end)s) before it begins (%(start)s)."),
    _("%(field)s (%(value)s) lies before %(other)s (%(start)s)."),
    _("“%(value)s” is no country or city known here."),
    _("The portal names the report “%(portal)s”, its text “%(text)s”."),
    _("The file was read as %(encoding)s, as it says."),
    _("The file was read as %(encoding)s."),
    _("There is nothing at this address."),
    _("Report %(report)s was removed; its title was “%(title)s”."),
    _("Section %(section)s was removed from report %(report)s; its heading was “%(heading)s”."),
    _("This was removed."),
    _("This address does not take that method."),
    _("Something went wrong here; it has been logged."),
    _("%(name)s is a whole number, not “%(value)s”."),
    _("%(name)s is a number from %(least)s to %(most)s."),
    _("%(name)s is one of %(choices)s."),
    _("%(name)s is given once."),
    _("%(name)s is a number from %(least)s."),
    _("%(folder)s: holds no index yet; run `%(command)s`."),
    _("%(folder)s: the index cannot be opened (%(reason)s); run `%(command)s`."),
    _("%(folder)s: %(file)s names no generation; run `%(command)s`."),
    _("%(folder)s: cannot be read (%(reason)s)."),
)
_PATTERNS = tuple(
    (re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.*)", re.escape(message)), re.S), message)
    for message in _SENTENCES
)


def told(message: object) -> str:
    """A note or error of the engine in the visitor's language; empty for one unknown here."""
    for pattern, english in _PATTERNS:
        match = pattern.fullmatch(str(message))
        if match:
            return str(gettext(english)) % match.groupdict()
    return ""
