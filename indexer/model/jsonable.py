"""Records of a report as what JSON holds, and back: to store, and as the API shows them."""

from collections.abc import Mapping
from typing import Any

import msgspec

from indexer.model.report import Document, Metadata, Report, Section

Values = dict[str, Any]


def report_to_dict(report: Report) -> Values:
    """Return a report as it is stored."""
    return {
        "id": report.id,
        "title": report.title,
        "metadata": metadata_to_dict(report.metadata),
        "sections": [section_to_dict(section) for section in report.sections],
    }


def report_from_dict(values: Mapping[str, Any]) -> Report:
    """Return the report again; the spans of its sections in the source are not kept."""
    sections = tuple(map(section_from_dict, values["sections"]))
    return Report(values["id"], values["title"], metadata_from_dict(values["metadata"]), sections)


def report_shown(report: Report) -> Values:
    """Return a report as the API shows it: with the `date` it is filed under, and notes as sentences."""
    shown = report_to_dict(report)
    metadata = shown["metadata"] | {"notes": list(map(str, report.metadata.notes))}
    return shown | {"metadata": {"date": report.metadata.date, **metadata}}


def metadata_to_dict(metadata: Metadata) -> Values:
    """Return all fields; a note is its code and values."""
    values: Values = msgspec.to_builtins(metadata)
    notes = [[note.code, dict(note.values)] for note in metadata.notes]
    return values | {"others": dict(metadata.others), "notes": notes}


def metadata_from_dict(values: Mapping[str, Any]) -> Metadata:
    """Return the metadata again."""
    notes = [{"code": code, "values": tuple(said.items())} for code, said in values["notes"]]
    return msgspec.convert({**values, "others": tuple(values["others"].items()), "notes": notes}, Metadata)


def section_to_dict(section: Section) -> Values:
    """Return what is stored and shown of a section: a page and a confidence only where there is one."""
    return {
        "id": section.id,
        "path": list(section.path),
        "heading": section.heading,
        "kind": section.kind,
        "text": section.text,
        **({"page": section.page} if section.page else {}),
        **({} if section.confidence is None else {"confidence": round(section.confidence, 3)}),
    }


def section_from_dict(values: Mapping[str, Any]) -> Section:
    """Return the section again; its span in the source is not kept."""
    return msgspec.convert(values, Section)


def document_to_dict(document: Document) -> Values:
    """Return all of a document, as the process that reads hands it over."""
    values: Values = msgspec.to_builtins(document)
    return values


def document_from_dict(values: Mapping[str, Any]) -> Document:
    """Return the document again."""
    return msgspec.convert(values, Document)
