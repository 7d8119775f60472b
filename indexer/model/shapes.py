"""The JSON of searches and names, as programs get it: typed once, written by msgspec."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from indexer.model.addresses import PATHS, Addresses
from indexer.model.people import Appearance, Kind, KnownPerson, Listed, Pair, Post, Status, event_of
from indexer.model.search import Hit, Reading, Results, Snippet, Span, Suggestion
from indexer.model.update import PassedOver, Summary


class Shape(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A JSON object; what has a default is left out where it holds that."""

    def to_json(self) -> Any:
        """Return it as values that `json` writes."""
        return msgspec.to_builtins(self)


class SnippetShape(Shape, kw_only=True):
    """A piece of a section with its marks, character offsets into `text`."""

    text: str
    marks: list[Span]


class ReadingShape(Shape, kw_only=True):
    """What a word of the query also says of reports."""

    word: str
    field: str
    value: str


class MissingShape(Shape, kw_only=True):
    """A word that a section lacks, and the section of its report that has it, if one has."""

    word: str
    section_id: str = ""
    heading: str = ""


class HitShape(Shape, kw_only=True):
    """A section that answers a query."""

    report_id: str
    report_title: str
    section_id: str
    path: list[str]
    heading: str
    heading_marks: list[Span]
    kind: str
    date: str
    agency: str
    country: str
    score: float
    via: list[str]
    tier: str
    read_as: list[ReadingShape] = []
    missing: list[MissingShape] = []
    nearest: SnippetShape | None = None
    page: int = 0
    opening: str = ""
    more: int = 0
    explain: dict[str, float] = {}
    url: str
    snippets: list[SnippetShape]


class SuggestionShape(Shape, kw_only=True):
    """A completion or correction, and the sections that a search for it finds; a person's also has a page."""

    text: str
    kind: str = ""
    count: int
    url: str = ""


class QueryShape(Shape, kw_only=True):
    """What was asked, and how it was understood."""

    text: str
    understood: str
    rung: str
    notes: list[str]
    also_searched: list[str]
    by_sound: list[str]
    readings: list[ReadingShape]
    nowhere: list[str]
    did_you_mean: list[SuggestionShape]


class ValueShape(Shape, kw_only=True):
    """A value of a facet."""

    value: str
    count: int


class ResultsShape(Shape, kw_only=True):
    """One page of hits."""

    query: QueryShape
    total: int
    by_meaning: int
    reports: int
    page: int
    per_page: int
    took_ms: float
    facets: dict[str, list[ValueShape]]
    hits: list[HitShape]
    in_one_report: list[HitShape] = []


class ListedShape(Shape, kw_only=True):
    """A person as lists give them."""

    slug: str
    name: str
    chinese: str
    english: str
    post: str
    affiliation: str
    place: str
    confirmed: bool
    reports: int
    mentions: int
    namesakes: int
    url: str


class PostShape(Shape, kw_only=True):
    """A post, where it is held, and the reports that say so; `date` and `report_id` are of the first.

    It is confirmed when a form lists it, or it stands beside the name more than once.
    """

    post: str
    affiliation: str
    place: str
    confirmed: bool
    date: str
    last_date: str
    report_id: str
    reports: list[str]


class TalkShape(Shape, kw_only=True):
    """A talk with its event."""

    chinese: str
    english: str
    event: str
    date: str
    report_id: str
    section_id: str
    url: str


class MentionShape(Shape, kw_only=True):
    """Where a person is named: offsets into the section's heading, a line break, and its text."""

    report_id: str
    report_title: str
    date: str
    section_id: str
    start: int
    end: int
    text: str
    url: str


class MetShape(Shape, kw_only=True):
    """A person named in the same sections."""

    slug: str
    name: str
    sections: int


class PersonShape(Shape, kw_only=True):
    """All that is known of a person."""

    slug: str
    name: str
    chinese: str
    english: str
    names: list[str]
    namesakes: int
    because: list[str]
    roles: list[str]
    posts: list[PostShape]
    talks: list[TalkShape]
    mentions: list[MentionShape]
    met_with: list[MetShape]
    url: str


class ConflictShape(Shape, kw_only=True):
    """Another name that one of a pair is paired with."""

    name: str
    count: int


class EvidenceShape(Shape, kw_only=True):
    """A section that pairs two names."""

    report_id: str
    section_id: str
    url: str


class PairShape(Shape, kw_only=True):
    """A Chinese and a Latin name of one thing."""

    chinese: str
    english: str
    kind: Kind
    status: Status
    acronym: bool
    beside: list[str]
    count: int
    reports: int
    rules: list[str]
    conflicts: list[ConflictShape]
    evidence: list[EvidenceShape]


def results_shape(results: Results, to: Addresses = PATHS) -> ResultsShape:
    """Return the answer of `/api/search` and `baogao search --json`."""
    return ResultsShape(
        query=QueryShape(
            text=results.text,
            understood=results.understood,
            rung=results.rung,
            notes=list(map(str, results.notes)),
            also_searched=list(results.also),
            by_sound=list(results.by_sound),
            readings=_readings(results.readings),
            nowhere=list(results.nowhere),
            did_you_mean=[SuggestionShape(text=near.text, count=near.count) for near in results.did_you_mean],
        ),
        total=results.total,
        by_meaning=results.by_meaning,
        reports=results.reports,
        page=results.page,
        per_page=results.per_page,
        took_ms=round(results.took_ms, 1),
        facets=facets_shape(results.facets),
        hits=[hit_shape(hit, results.text, to) for hit in results.hits],
        in_one_report=[hit_shape(hit, results.text, to) for hit in results.in_one_report],
    )


def _readings(readings: Iterable[Reading]) -> list[ReadingShape]:
    return [ReadingShape(word=one.word, field=one.field, value=one.value) for one in readings]


def facets_shape(facets: Mapping[str, list[tuple[str, int]]]) -> dict[str, list[ValueShape]]:
    """Return the values of each facet."""
    return {
        name: [ValueShape(value=value, count=count) for value, count in values]
        for name, values in facets.items()
    }


def hit_shape(hit: Hit, text: str = "", to: Addresses = PATHS) -> HitShape:
    """Return a hit; its address marks the query's hits."""
    return HitShape(
        report_id=hit.report_id,
        report_title=hit.report_title,
        section_id=hit.section_id,
        path=list(hit.path),
        heading=hit.heading.text,
        heading_marks=list(hit.heading.marks),
        kind=hit.kind,
        date=hit.date,
        agency=hit.agency,
        country=hit.country,
        score=round(hit.score, 4),
        via=list(hit.via),
        tier=hit.tier,
        read_as=_readings(hit.read_as),
        missing=[
            MissingShape(word=one.word, section_id=one.section_id, heading=one.heading) for one in hit.missing
        ],
        nearest=_snippet(hit.nearest) if hit.nearest else None,
        page=hit.page,
        opening=hit.opening,
        more=hit.more,
        explain={part: round(score, 4) for part, score in hit.explain.items()},
        url=to.section(hit.report_id, hit.section_id, text),
        snippets=list(map(_snippet, hit.snippets)),
    )


def _snippet(snippet: Snippet) -> SnippetShape:
    return SnippetShape(text=snippet.text, marks=list(snippet.marks))


def suggestion_shape(suggestion: Suggestion, url: str = "") -> SuggestionShape:
    """Return a completion, with the address of its own page if it has one."""
    return SuggestionShape(text=suggestion.text, kind=suggestion.kind, count=suggestion.count, url=url)


def listed_shape(person: Listed, to: Addresses = PATHS) -> ListedShape:
    """Return a person as lists give them."""
    post = person.post or Post("")
    return ListedShape(
        slug=person.slug,
        name=person.name,
        chinese=person.chinese,
        english=person.english,
        post=post.post,
        affiliation=post.affiliation,
        place=post.place,
        confirmed=person.confirmed,
        reports=person.reports,
        mentions=person.mentions,
        namesakes=person.namesakes,
        url=to.person(person.slug),
    )


def person_shape(person: KnownPerson, met: list[tuple[str, str, int]], to: Addresses = PATHS) -> PersonShape:
    """Return all that is known of a person; `met` are (slug, name, sections) of who is named with them."""
    return PersonShape(
        slug=person.slug,
        name=person.name,
        chinese=person.chinese,
        english=person.english,
        names=list(person.names),
        namesakes=person.namesakes,
        because=list(person.because),
        roles=list(person.roles),
        posts=[
            PostShape(
                post=held.post.post,
                affiliation=held.post.affiliation,
                place=held.post.place,
                confirmed=held.confirmed,
                date=held.first,
                last_date=held.last,
                report_id=held.reports[0],
                reports=list(held.reports),
            )
            for held in person.held
        ],
        talks=[
            TalkShape(
                chinese=talk.chinese,
                english=talk.english,
                event=event_of(seen.title),
                date=talk.date or seen.date,
                report_id=seen.report,
                section_id=talk.section,
                url=to.section(seen.report, talk.section),
            )
            for talk, seen in person.talks
        ],
        mentions=[mention for seen in person.appearances for mention in _mentions(seen, to)],
        met_with=[MetShape(slug=slug, name=name, sections=count) for slug, name, count in met],
        url=to.person(person.slug),
    )


def _mentions(seen: Appearance, to: Addresses) -> Iterator[MentionShape]:
    for mention in seen.person.mentions:
        yield MentionShape(
            report_id=seen.report,
            report_title=seen.title,
            date=seen.date,
            section_id=mention.section,
            start=mention.start,
            end=mention.end,
            text=mention.text,
            url=to.section(seen.report, mention.section, mention.text),
        )


def pair_shape(pair: Pair, to: Addresses = PATHS) -> PairShape:
    """Return a pair with its evidence."""
    return PairShape(
        chinese=pair.chinese,
        english=pair.english,
        kind=pair.kind,
        status=pair.status,
        acronym=pair.acronym,
        beside=list(pair.beside),
        count=pair.count,
        reports=pair.reports,
        rules=list(pair.rules),
        conflicts=[ConflictShape(name=name, count=count) for name, count in pair.conflicts],
        evidence=[
            EvidenceShape(report_id=report, section_id=section, url=to.section(report, section))
            for report, section in pair.evidence
        ],
    )


class FailureShape(Shape, kw_only=True):
    """A file or record that was not read, and the sentence for it."""

    path: str
    error: str


class NoteShape(Shape, kw_only=True):
    """What is noted of a file that was read."""

    path: str
    note: str


class PassedOverShape(Shape, kw_only=True):
    """How many files of the folders were not read for a reason, and one of them."""

    why: str
    files: int
    example: str


def passed_over_shapes(passed: Iterable[PassedOver]) -> list[PassedOverShape]:
    """Return what `baogao index --json` and `baogao doctor --json` say of files that are not read."""
    return [PassedOverShape(why=str(one.why), files=one.files, example=one.example) for one in passed]


class SummaryShape(Shape, kw_only=True):
    """What an update did."""

    reports: int
    sections: int
    added: int
    updated: int
    removed: int
    unchanged: int
    failed: list[FailureShape]
    seconds: float
    notes: list[NoteShape] = []
    passed_over: list[PassedOverShape] = []


def summary_shape(summary: Summary) -> SummaryShape:
    """Return what `baogao index --json` prints."""
    return SummaryShape(
        reports=summary.reports,
        sections=summary.sections,
        added=summary.added,
        updated=summary.updated,
        removed=summary.removed,
        unchanged=summary.unchanged,
        failed=[FailureShape(path=said.path, error=str(said)) for said in summary.failed],
        seconds=summary.seconds,
        notes=[NoteShape(path=said.path, note=str(said.message)) for said in summary.notes],
        passed_over=passed_over_shapes(summary.passed_over),
    )
