"""Who one report names: delegation, contact, speakers, people met, with posts, talks and every mention.

Names come from the form, its tables, the pairs of the report and the posts beside them. A surname with a
post (張副市長) is a mention when one person of the report fits both, else it stays what it is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from msgspec.structs import replace

from indexer.model.people import Mention, Person, Post, Sighting
from indexer.model.report import Metadata, Report, Section
from indexer.names import lexicon as lx
from indexer.names.reading.by_lists import after, in_lists
from indexer.names.reading.by_posts import names
from indexer.names.reading.by_verbs import by_verbs
from indexer.names.reading.drafts import Draft, Drafts, is_short
from indexer.names.reading.mentions import Place, add_mentions, add_titles
from indexer.names.reading.tables import add_seat, from_form, from_tables
from indexer.names.reading.talks import day_of, talks
from indexer.names.weights import LIKELY

_SENTENCE_END = re.compile(r"[。；;！？\n]")
_HEADING = 40  # characters of a section that say which day it is of
_NEAR = 60  # characters between a speaker and a talk's title


def people(report: Report, sightings: Sequence[Sighting]) -> tuple[Person, ...]:
    """Return everyone the report names, in the order of their first mention."""
    texts = {section.id: section.searchable for section in report.sections}
    posts = {section_id: tuple(lx.POST_ANYWHERE.finditer(text)) for section_id, text in texts.items()}
    drafts = Drafts()
    from_form(report, drafts)
    from_tables(report, drafts)
    _from_pairs(sightings, drafts)
    brackets: dict[str, dict[int, Sighting]] = defaultdict(dict)
    for seen in sightings:
        brackets[seen.section][seen.end] = seen
    short: dict[str, None] = {}
    for section_id, text in texts.items():
        short |= _from_text(section_id, text, posts[section_id], brackets[section_id], drafts)
    for name in short:
        drafts.add_short(name)
    named = drafts.named()
    places = {seen.chinese for seen in sightings if seen.kind == "place"}
    for section_id, text in texts.items():
        add_mentions(section_id, text, named, Place(brackets[section_id], places))
    add_seat(report.metadata.agency, () if places else tuple(texts.values()), drafts)
    for section_id, text in texts.items():
        add_titles(section_id, text, posts[section_id], drafts)
    for section in report.sections:
        _add_talks(section, _above(section, report), drafts, report.metadata)
    return _in_order(drafts, {section_id: number for number, section_id in enumerate(texts)})


def _from_pairs(sightings: Iterable[Sighting], drafts: Drafts) -> None:
    for seen in sightings:
        if seen.kind == "person" and seen.strength >= LIKELY and seen.english:
            drafts.add(seen.chinese, seen.english)


def _from_text(
    section: str, text: str, posts: Iterable[re.Match[str]], brackets: Mapping[int, Sighting], drafts: Drafts
) -> dict[str, None]:
    """Add whom posts, verbs and lists in a section name; return names that may be surnames alone."""
    short: dict[str, None] = {}
    found = [*names(text, posts), *by_verbs(text)]
    ends = {name.end for name in found} | {end for end, seen in brackets.items() if seen.kind == "person"}
    for name in chain(found, in_lists(text), after(text, ends)):
        han = lx.IS_HAN.match(name.text)
        apart = text[name.start : name.end] != name.text  # 李總統登輝先生
        if han and is_short(name.text) and not apart:
            short.setdefault(name.text)
            continue
        draft = drafts.add(name.text, "") if han else drafts.add("", name.text)
        if apart:
            draft.take(Post(name.post.removeprefix("故")))
            draft.mentions.append(Mention(section, name.start, name.end, text[name.start : name.end]))
    return short


def _above(section: Section, report: Report) -> str:
    """Return the headings, or first words, of the sections that a section stands under."""
    above = (one for one in report.sections if one.path and one.path == section.path[: len(one.path)])
    return "\n".join(one.searchable[:_HEADING] for one in above if one is not section)


def _add_talks(section: Section, above: str, drafts: Drafts, data: Metadata) -> None:
    """Add each talk of a section to its speaker."""
    text = section.searchable
    for talk, start, speaker in talks(section.id, text):
        owner = _called(speaker, drafts) if speaker else _last_before(section.id, start, text, drafts)
        talk = replace(talk, date=day_of(text, start, above, data))
        if owner and talk not in owner.talks:
            owner.talks.append(talk)
            owner.roles.add("speaker")


def _called(name: str, drafts: Drafts) -> Draft | None:
    return next((draft for draft in drafts.all if name in (draft.chinese, draft.english)), None)


def _last_before(section: str, start: int, text: str, drafts: Drafts) -> Draft | None:
    """Return who is named last before an offset, in the same sentence and near."""
    near = [
        (mention.end, draft)
        for draft in drafts.all
        for mention in draft.mentions
        if mention.section == section
        and start - _NEAR <= mention.end <= start
        and not _SENTENCE_END.search(text, mention.end, start)
    ]
    return max(near, key=lambda item: item[0])[1] if near else None


def _in_order(drafts: Drafts, order: Mapping[str, int]) -> tuple[Person, ...]:
    """Return the people with their mentions in reading order; those of the form alone come first."""
    found = []
    for draft in drafts.all:
        draft.mentions.sort(key=lambda mention: (order[mention.section], mention.start))
        if draft.mentions or draft.roles:
            found.append(draft.person())

    def first(person: Person) -> tuple[int, int]:
        return next(((order[mention.section], mention.start) for mention in person.mentions), (-1, 0))

    return tuple(sorted(found, key=first))
