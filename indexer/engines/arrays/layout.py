"""What is kept of each document: one a report, followed by one a section; records, numbers and values."""

from collections.abc import Mapping
from typing import Any

from indexer.model.jsonable import metadata_from_dict, metadata_to_dict, section_from_dict, section_to_dict
from indexer.model.report import KINDS, Report, Section
from indexer.search.ports import Row

REPORT = 255  # in the column `kind`: a report's own document
# of a report, several of one
VALUES = ("agency", "unit", "country", "city", "date", "year", "category", "person", "report")


def report_columns(report: Report) -> dict[str, Any]:
    """Return the column values of a report's own document, those that analysis gives left out."""
    values = {**report.metadata.values, "report": (report.id,)}
    record = {"id": report.id, "title": report.title, "metadata": metadata_to_dict(report.metadata)}
    return {"kind": REPORT, "record": record, **{f"{name}_values": values[name] for name in VALUES}}


def section_columns(report: Report, section: Section) -> dict[str, Any]:
    """Return the column values of a section of a report, those that analysis gives left out."""
    record = section_to_dict(section)
    record |= {"heading": len(section.heading)}  # which begins the text
    del record["text"]
    return {"kind": KINDS.index(section.kind), "aside": int(report.sets_aside(section)), "record": record}


def row_of(record: Mapping[str, Any]) -> Row:
    """Return the report of a record."""
    return Row(record["id"], record["title"], metadata_from_dict(record["metadata"]))


def section_of(record: Mapping[str, Any], written: str) -> Section:
    """Return the section of a record and its text as it was written."""
    heading = record["heading"]
    return section_from_dict({**record, "heading": written[:heading], "text": written[heading + 1 :]})
