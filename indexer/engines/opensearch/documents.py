"""Reports as documents of an index, and back: one a report, one a section, all of a report in one shard."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indexer.engines.opensearch.layout import KEYS, PLACES, SHOWN
from indexer.model.jsonable import metadata_from_dict, metadata_to_dict, section_from_dict, section_to_dict
from indexer.model.report import Report, Section
from indexer.search import completions
from indexer.search.ports import Row, Stored
from indexer.text.analysis import analyze, terms
from indexer.text.compare import value_key
from indexer.text.fold import fold

Json = dict[str, Any]
_HALVES = dict.fromkeys(range(55296, 57344), "�")  # which UTF-8 has not


@dataclass(frozen=True, slots=True)
class Analysed:
    """What analysis says of one section."""

    folded: str
    fields: Json


@dataclass(frozen=True, slots=True)
class ClusterBatch:
    """Reports with the terms of their sections."""

    reports: tuple[Report, ...]
    sections: tuple[tuple[Analysed, ...], ...]

    def texts(self) -> Iterator[tuple[Report, list[str]]]:
        """Yield each report with its sections' folded headings and texts."""
        for report, several in zip(self.reports, self.sections, strict=True):
            yield report, [one.folded for one in several]

    def under(self, reports: tuple[Report, ...]) -> "ClusterBatch":
        """Return the same batch, its reports exchanged for those with their permanent ids."""
        return replace(self, reports=reports)


def analysed(reports: Sequence[Report]) -> ClusterBatch:
    """Return the batch of these reports."""
    return ClusterBatch(
        tuple(reports), tuple(tuple(_analysed(section) for section in report.sections) for report in reports)
    )


def _analysed(section: Section) -> Analysed:
    folded = fold(section.searchable)
    body = terms(analyze(folded))
    head = terms(analyze(section.heading if section.path else ""))
    fields = {
        "words": list(body.words.elements()),
        "latin": list(body.latin.elements()),
        "stems": list(body.stems.elements()),
        "heading_latin": list(head.latin.elements()),
        "length": body.length,
        "numbered": bool(section.path),
        "kind": section.kind,
        "complete": list(dict.fromkeys(completions.of_section(section))),
    }
    return Analysed(folded, fields)


def name_of(report_id: str, place: int | None = None) -> str:
    """Return the name of a document; ids of reports may be longer than names of documents."""
    digest = hashlib.blake2b(report_id.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return digest if place is None else f"{digest}.{place}"


def documents(report: Report, several: Sequence[Analysed], seq: int) -> Iterator[tuple[str, Json]]:
    """Yield (name, document) of a report and of its sections; `seq` is the report's number."""
    title_latin = list(terms(analyze(report.title)).latin.elements())
    about: Json = {
        "seq": seq,
        "report": clean(report.id),
        "date": report.metadata.date[:10],
        **_values(report),
    }
    if not about["date"]:
        del about["date"]
    yield (
        name_of(report.id),
        {
            **about,
            "doc": "report",
            "at": seq << PLACES,
            "title": clean(report.title),
            "title_latin": title_latin,
            "kind": list(dict.fromkeys(section.kind for section in report.sections)),
            "sections": len(report.sections),
            "lengths": {"of": [one.fields["length"] for one in several]},
            "complete": list(dict.fromkeys(completions.of_report(report))),
            "record": {"id": report.id, "metadata": metadata_to_dict(report.metadata)},
        },
    )
    for place, (section, one) in enumerate(zip(report.sections, several, strict=True)):
        record = section_to_dict(section)
        heading = record.pop("heading")
        del record["text"]
        yield (
            name_of(report.id, place),
            {
                **about,
                **one.fields,
                "doc": "section",
                "at": seq << PLACES | place,
                "aside": report.sets_aside(section),
                "title": clean(report.title),
                "title_latin": title_latin,
                "heading": clean(heading),
                "text": clean(section.searchable),
                "record": record,
            },
        )


def clean(text: str) -> str:
    """Return a text as UTF-8 can hold it; as many characters."""
    return text if text.isascii() else text.translate(_HALVES)


def _values(report: Report) -> Json:
    values = {**report.metadata.values, "report": (report.id,)}
    keys: dict[str, dict[str, str]] = {name: {} for name in KEYS}
    for name, known in keys.items():
        for value in values[name]:
            known.setdefault(clean(value_key(value)), value)  # spellings that fold alike are one
    return {
        "key": {name: list(known) for name, known in keys.items()},
        "shown": {
            name: [f"{key}{SHOWN}{clean(value)}" for key, value in known.items()]
            for name, known in keys.items()
        },
    }


def row_of(source: Mapping[str, Any]) -> Row:
    """Return the report of a document."""
    return Row(source["record"]["id"], source["title"], metadata_from_dict(source["record"]["metadata"]))


def section_of(source: Mapping[str, Any]) -> Section:
    """Return the section of a document."""
    heading = source["heading"]
    return section_from_dict(
        {**source["record"], "heading": heading, "text": source["text"][len(heading) + 1 :]}
    )


def stored_of(source: Mapping[str, Any], row: Row) -> Stored:
    """Return the section of a document, of a report."""
    return Stored(row, section_of(source), fold(source["text"]))
