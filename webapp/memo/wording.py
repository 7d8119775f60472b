"""A memo with its words in the page's language, as the writers of files take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from webapp.memo.chapters import Chapter, by_report
from webapp.words.sentences import told
from webapp.words.wording import dated


@dataclass(frozen=True, slots=True)
class Titled:
    """A memo: its title, the day it was made, and its chapters by report."""

    title: str
    day: date
    groups: Sequence[Sequence[Chapter]]

    @property
    def chapters(self) -> list[Chapter]:
        """All chapters in order."""
        return [chapter for group in self.groups for chapter in group]

    @property
    def source(self) -> str:
        """What stands before a source."""
        return str(gettext("Source")) + str(gettext(": "))

    @property
    def note(self) -> str:
        """What stands before a note."""
        return str(gettext("Note")) + str(gettext(": "))

    def missing(self, chapter: Chapter) -> str:
        """Return why a chapter has no text."""
        return told(chapter.missing) if chapter.missing else ""


def titled(chapters: Sequence[Chapter], day: date) -> Titled:
    """Return the memo of chapters, made on a day."""
    return Titled(str(gettext("Excerpts from overseas-trip reports")), day, by_report(chapters))


def made(memo: Titled) -> str:
    """Return how much a memo has and when it was made."""
    chapters = len(memo.chapters)
    much = ngettext("%(num)s excerpt", "%(num)s excerpts", chapters)
    return f"{much}・{dated(memo.day.isoformat())}"
