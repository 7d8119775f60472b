"""What a person's page shows: sentences of mentions and meetings, names with sources, lines to paste."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from indexer.library import Library
from indexer.model.people import Appearance, KnownPerson, Listed, Mention
from indexer.model.report import Metadata, Report, Section
from indexer.model.search import Snippet
from webapp.shown.text import sentence_around

PER_PAGE = 50  # mentions
_MET = 12  # people met that are shown
_TRIED = 4  # sections in which a sentence that names both is looked for
_FARTHEST = 120  # characters between two people whom one sentence names


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its marks, and the section that it stands in."""

    seen: Appearance
    section: str
    heading: str
    piece: Snippet
    form: str  # of the name


@dataclass(frozen=True, slots=True)
class Meeting:
    """Someone named in the same sections, how many, and the newest sentence that names both, if one does."""

    slug: str
    name: str
    sections: int
    said: Said | None


class Texts:
    """Sections of reports by id, each report read once for a page."""

    def __init__(self, library: Library) -> None:
        """Read nothing yet."""
        self.report = cache(library.report)

    def section(self, report_id: str, section_id: str) -> Section | None:
        """Return a section; None where it is no longer there."""
        report: Report | None = self.report(report_id)
        found = report.sections if report else ()
        return next((section for section in found if section.id == section_id), None)

    def trip(self, report_id: str) -> Metadata | None:
        """Return the days of a report's trip, as its metadata; None where it has none."""
        report: Report | None = self.report(report_id)
        return report.metadata if report and report.metadata.start else None


def mentions(person: KnownPerson, role: str, report: str) -> list[tuple[Appearance, Mention]]:
    """Return the mentions, newest first, in reports where they have a role, or in one; empty for any."""
    return [
        (seen, mention)
        for seen in reversed(person.appearances)
        if (not role or role in seen.person.roles) and (not report or seen.report == report)
        for mention in seen.person.mentions
    ]


def said(texts: Texts, found: Sequence[tuple[Appearance, Mention]]) -> Iterator[Said]:
    """Yield the sentences of mentions, marked; one that has several stands once, with all of them marked."""
    for (report_id, section_id), group in groupby(found, key=lambda one: (one[0].report, one[1].section)):
        section = texts.section(report_id, section_id)
        pieces: dict[tuple[int, int], Said] = {}
        for seen, mention in group if section else ():
            assert section is not None
            piece = sentence_around(section.searchable, mention.start, mention.end)
            begin = mention.start - piece.marks[0][0]
            own = (begin, len(piece.text))
            if own in pieces:
                piece = Snippet(piece.text, (*pieces[own].piece.marks, *piece.marks))
            heading = heading_of(section)
            heading = "" if heading == seen.title else heading
            pieces[own] = Said(seen, section_id, heading, piece, mention.text)
        yield from pieces.values()


def meetings(library: Library, texts: Texts, person: KnownPerson) -> list[Meeting]:
    """Return who is named in the same sections, most often first, those with a sentence before the others."""
    spans: dict[tuple[str, str], list[Mention]] = {}
    seen_in = {seen.report: seen for seen in person.appearances}
    for seen in person.appearances:
        for mention in seen.person.mentions:
            spans.setdefault((seen.report, mention.section), []).append(mention)
    found = []
    directory = library.directory
    for slug, name, count in library.met_with(person.slug)[:_MET]:
        places = [place for place in directory.sections_of(slug) if place in spans]
        places.sort(key=lambda place: seen_in[place[0]].date, reverse=True)
        other = directory.by_slug.get(slug)
        both = (
            _together(texts, seen_in[report], spans[report, section], other)
            for report, section in places[:_TRIED]
            if other
        )
        found.append(Meeting(slug, name, count, next(filter(None, both), None)))
    return sorted(found, key=lambda meeting: meeting.said is None)


def _together(texts: Texts, seen: Appearance, own: Sequence[Mention], other: Listed) -> Said | None:
    """Return the sentence of a section that names both, both marked."""
    section = texts.section(seen.report, own[0].section)
    text = section.searchable if section else ""
    for mention in own if section else ():
        around = sentence_around(text, mention.start, mention.end, _FARTHEST)
        shift = mention.start - around.marks[0][0]
        for name in filter(None, (other.chinese, other.english)):
            at = around.text.find(name)
            if at >= 0 and section:
                marks = tuple(sorted((around.marks[0], (at, at + len(name)))))
                if marks[0][1] <= marks[1][0] and text.startswith(name, at + shift):
                    return Said(
                        seen, section.id, heading_of(section), Snippet(around.text, marks), mention.text
                    )
    return None


def sources(person: KnownPerson) -> list[tuple[str, Appearance, int]]:
    """Return (form of the name, the newest report that writes it so, reports that do)."""
    found: dict[str, list[Appearance]] = {}
    for seen in reversed(person.appearances):
        forms = {mention.text for mention in seen.person.mentions} | {
            seen.person.chinese,
            seen.person.english,
        }
        for name in person.names:
            if name in forms:
                found.setdefault(name, []).append(seen)
    return [(name, seen[0], len(seen)) for name, seen in found.items()]


def corrections(person: KnownPerson, namesakes: Sequence[KnownPerson], report: str = "") -> Mapping[str, str]:
    """Return the lines of people.yml that would decide otherwise, by what they say."""
    newest = report or person.appearances[-1].report
    own = f"{person.name} @ {newest}"
    lines = {"nobody": f"- reject: {person.name}", "not-there": f"- reject: {own}"}
    if len(person.appearances) > 1:
        lines["another"] = f"- split: {own}"
    lines["name"] = f"- name: {own}\n  chinese: {person.chinese}\n  english: {person.english}"
    if namesakes:
        others = ", ".join(f"{other.name} @ {other.appearances[0].report}" for other in namesakes)
        lines["same"] = f"- merge: [{person.name} @ {person.appearances[0].report}, {others}]"
    return lines


def heading_of(section: Section) -> str:
    """Return what a section is called: its heading, else its numbers; empty for a cover."""
    return section.heading or " › ".join(section.path)
