"""What a page shows of passages that stand in other reports too: where else, and both beside each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from indexer.library import Library, differences
from indexer.model.copies import Copied, Place
from indexer.model.report import Report, Section
from webapp.shown.text import marked


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another report that has passages of a section: where the longest one stands, and characters of all."""

    report_id: str
    section_id: str
    characters: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A passage of a report and as it stands in another one, the differences marked."""

    report: Report
    section: Section
    here: Markup
    there: Markup


Pairs = tuple[Section, list[Copy]]


def elsewhere(copied: Iterable[Copied]) -> dict[str, list[Elsewhere]]:
    """Return by id of a report's sections the reports that have passages of it, those with the most first."""
    found: dict[str, list[Elsewhere]] = {}
    for section_id, of_section in groupby(copied, key=lambda one: one.here.section_id):
        several: dict[str, list[Copied]] = {}
        for one in of_section:
            several.setdefault(one.there.report_id, []).append(one)
        reports = [
            Elsewhere(report_id, max(ones, key=_length).there.section_id, _covered(ones))
            for report_id, ones in several.items()
        ]
        found[section_id] = sorted(reports, key=lambda one: -one.characters)
    return found


def beside(library: Library, report: Report, copied: Sequence[Copied]) -> Iterator[Pairs]:
    """Yield the sections of a report that have passages of others, each with these."""
    others: dict[str, Report | None] = {}
    own = _sections(report)
    for section_id, several in groupby(copied, key=lambda one: one.here.section_id):
        found: list[Copy] = []
        for one in several:
            other_id = one.there.report_id
            if other_id not in others:
                others[other_id] = library.report(other_id)
            other = others[other_id]
            if other:
                theirs = _sections(other)
                here, there = _passage(own, one.here), _passage(theirs, one.there)
                found.append(_copy(other, theirs[one.there.section_id], here, there))
        yield own[section_id], found


def _copy(other: Report, section: Section, here: str, there: str) -> Copy:
    lacks, has = differences(here, there)
    return Copy(other, section, marked(here, lacks), marked(there, has))


def _passage(sections: Mapping[str, Section], place: Place) -> str:
    return sections[place.section_id].text[place.start : place.end]


def _sections(report: Report) -> dict[str, Section]:
    return {section.id: section for section in report.sections}


def _length(one: Copied) -> int:
    return one.here.end - one.here.start


def _covered(several: Iterable[Copied]) -> int:
    """Return the characters that stand in some of the passages, each counted once."""
    return len(set().union(*(range(one.here.start, one.here.end) for one in several)))
