"""What one report says: the pairs seen in it and the people it names. Pure: a report in, a record out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from indexer.fold import fold
from indexer.names.boundaries import read
from indexer.names.candidates import candidates, plain
from indexer.names.everyday import places_pattern
from indexer.names.people import Person, people
from indexer.names.votes import Sighting
from indexer.report import Report


@dataclass(frozen=True, slots=True)
class Observed:
    """The sightings and people of one report, with what is needed to tell people of one name apart."""

    report: str
    agency: str
    date: str
    title: str
    sections: tuple[str, ...]  # ids in order
    places: tuple[str, ...]  # countries and cities named, folded, without 市 and 縣
    sightings: tuple[Sighting, ...]
    people: tuple[Person, ...]

    def under(self, report: Report) -> "Observed":
        """The same under the ids that the report and its sections have now."""
        ids = tuple(section.id for section in report.sections)
        if ids == self.sections:
            return self if report.id == self.report else replace(self, report=report.id)
        now = dict(zip(self.sections, ids, strict=True))
        sightings = tuple(replace(seen, section=now[seen.section]) for seen in self.sightings)
        people = tuple(
            replace(
                person,
                mentions=tuple(replace(mention, section=now[mention.section]) for mention in person.mentions),
                talks=tuple(replace(talk, section=now[talk.section]) for talk in person.talks),
            )
            for person in self.people
        )
        return replace(self, report=report.id, sections=ids, sightings=sightings, people=people)


def observe(report: Report) -> Observed:
    """Reads a report once, section by section."""
    sightings = tuple(_sightings(report))
    data = report.metadata
    named = people(report, sightings)
    titles = {talk.chinese for person in named for talk in person.talks}
    sightings = tuple(replace(seen, kind="title") if seen.chinese in titles else seen for seen in sightings)
    sections = tuple(section.id for section in report.sections)
    return Observed(
        report.id, data.agency, data.date, report.title, sections, _places(report), sightings, named
    )


def _places(report: Report) -> tuple[str, ...]:
    text = fold("\n".join([report.title, *(section.searchable for section in report.sections)]))
    return tuple(sorted(set(places_pattern().findall(text))))


def _sightings(report: Report) -> Iterator[Sighting]:
    texts = [section.searchable for section in report.sections]
    whole = "\n".join(texts)

    @lru_cache(maxsize=4096)
    def contexts(name: str) -> int:
        found: set[str] = set()
        start = whole.find(name)
        while start >= 0:
            found.add(whole[start - 1 : start])
            start = whole.find(name, start + 1)
        return len(found)

    for section, text in zip(report.sections, texts, strict=True):
        for candidate in candidates(section.id, text):
            reading = read(candidate, contexts)
            if reading:
                yield Sighting(
                    reading.chinese, plain(candidate.english), candidate.acronym, reading.kind, reading.rule,
                    reading.strength, section.id, candidate.start, candidate.end, candidate.left,
                )  # fmt: skip
