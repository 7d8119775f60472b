"""What a memo says: each item of a basket as a chapter, read from the reports as they are now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext

from indexer import messages
from indexer.library import Library
from indexer.messages import Message
from indexer.model.report import Metadata, Report, Section
from webapp.memo.basket import Item
from webapp.plumbing.errors import RefusedError
from webapp.plumbing.lookup import report_led_to, section_led_to
from webapp.shown.addresses import Links
from webapp.shown.cite import Reference, reference
from webapp.shown.text import Plain, plain_blocks
from webapp.words.citing import letter
from webapp.words.wording import dated, named

_PREVIEW = 90  # characters of its text
_OPENING = 40  # characters that stand in for a missing heading


@dataclass(frozen=True, slots=True)
class Part:
    """A section's own text; the heading is empty for the section that was collected."""

    heading: str
    blocks: tuple[Plain, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One item of a memo; `missing` says why there is nothing of it to read."""

    item: Item
    report: Report | None = None
    section: Section | None = None
    cited: Reference | None = None
    parts: tuple[Part, ...] = ()
    missing: Message | None = None

    @property
    def title(self) -> str:
        """Title of the report, or the id under which it was collected."""
        return (self.report and (self.report.title or self.report.id)) or self.item.report_id

    @property
    def about(self) -> str:
        """Who filed the report, where the trip led, and when."""
        data = self.report.metadata if self.report else Metadata()
        countries = (named(country, "country") for country in data.countries)
        return "・".join(filter(None, (data.agency, *countries, dated(data.date))))

    @property
    def heading(self) -> str:
        """Heading of the section, or the words that it begins with."""
        if not self.section:
            return self.item.section_id
        if not self.section.path:
            several = self.report and len(self.report.sections) > 1
            return str(gettext("Cover") if several else gettext("Whole text"))
        begin = self.section.text.strip()
        return self.section.heading or (begin if len(begin) <= _OPENING else f"{begin[:_OPENING]}……")

    @property
    def numbered(self) -> str:
        """Heading behind the numbers above it: 陸、五、結語."""
        path, heading = (self.section.path, self.heading) if self.section else ((), self.heading)
        own = bool(path) and heading.startswith(path[-1])
        above = "、".join(path[:-1] if own else path)
        return (above and above + ("、" if own else "\u3000")) + heading

    @property
    def length(self) -> int:
        """Characters that it says."""
        cells = (cell for part in self.parts for block in part.blocks for row in block for cell in row)
        return sum(map(len, cells))

    @property
    def opening(self) -> str:
        """How it begins, for who decides whether to keep it."""
        cells = (cell for part in self.parts for block in part.blocks for row in block for cell in row)
        text = " ".join(cells)
        return text if len(text) <= _PREVIEW else f"{text[:_PREVIEW]}……"

    @property
    def letter(self) -> str:
        """The source as an official letter names it."""
        return letter(self.cited) if self.cited else ""

    @property
    def url(self) -> str:
        """The permanent link."""
        return self.cited.url if self.cited else ""


def chapters(library: Library, items: Iterable[Item], links: Links) -> Iterator[Chapter]:
    """Yield the chapter of each item, a section with those below it; what was removed is told.

    A section below that was collected too is said once, in the chapter of its own.
    """
    items = tuple(items)
    whole = {(item.report_id, item.section_id) for item in items if not item.quotation}
    for item in items:
        report, section, missing = _found(library, item)
        if not report or not section:
            yield Chapter(item, report, missing=missing)
            continue
        cited = reference(report, links.permanent(report.id, section.id, item.quotation), section)
        apart = {own for report_id, own in whole if report_id in (report.id, item.report_id)} - {section.id}
        yield Chapter(item, report, section, cited, tuple(_parts(item, report, section, apart)))


def by_report(found: Iterable[Chapter]) -> list[list[Chapter]]:
    """Group the chapters of one report that follow each other."""
    groups = groupby(found, key=lambda chapter: chapter.report.id if chapter.report else chapter.item.key)
    return [list(group) for _, group in groups]


def _parts(item: Item, report: Report, section: Section, apart: set[str]) -> Iterator[Part]:
    """Yield what an item says; the sections `apart`, and those below them, are said elsewhere."""
    yield Part("", tuple(plain_blocks(item.quotation or section.text)))
    if item.quotation or not section.path:
        return
    left_out: tuple[str, ...] = ()
    for below in report.sections:
        inside = below.path[: len(section.path)] == section.path and len(below.path) > len(section.path)
        if not inside or (left_out and below.path[: len(left_out)] == left_out):
            continue
        if below.id in apart:
            left_out = below.path
        else:
            yield Part(below.heading, tuple(plain_blocks(below.text)))


def _found(library: Library, item: Item) -> tuple[Report | None, Section | None, Message | None]:
    """Return the report and section that an item's ids name or lead to, else what became of them."""
    report = None
    try:
        report = library.report(item.report_id) or library.report(report_led_to(library, item.report_id))
        if report is None:
            return None, None, messages.NO_REPORT(report=item.report_id)
        sections = {section.id: section for section in report.sections}
        section = sections.get(item.section_id)
        if section is None:
            section = sections.get(section_led_to(library, report.id, item.section_id))
    except RefusedError as refused:
        return report, None, refused.message
    missing = None if section else messages.NO_SECTION(report=report.id, section=item.section_id)
    return report, section, missing
