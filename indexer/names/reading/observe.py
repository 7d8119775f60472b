"""What one report says: the pairs seen in it and the people it names. Pure: a report in, a record out."""

from collections.abc import Iterator
from functools import lru_cache

from msgspec.structs import replace

from indexer.model.people import Observed, Sighting
from indexer.model.report import Report
from indexer.names.everyday import places_pattern
from indexer.names.reading.candidates import candidates
from indexer.names.reading.pairs import read
from indexer.names.reading.people import people
from indexer.text.compare import without_courtesy
from indexer.text.fold import fold


def observe(report: Report) -> Observed:
    """Read a report once, section by section."""
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
                    reading.chinese, without_courtesy(candidate.english), candidate.acronym, reading.kind,
                    reading.rule, reading.strength,
                    section.id, candidate.start, candidate.end, candidate.left,
                )  # fmt: skip
