"""Which term goes into which field of the index, and with what weight a query reads it."""

from collections.abc import Mapping
from typing import Any

from whoosh import fields, formats

from indexer.engines.whoosh.columns import ArrayColumn, RecordColumn, ValuesColumn
from indexer.engines.whoosh.texts import TextColumn
from indexer.model.jsonable import metadata_to_dict, section_to_dict
from indexer.model.report import KINDS, Report, Section

# BM25 weights by field, chosen on half of DRCD's development questions (docs/quality.md); heading by the
# rule that a heading outranks its body. A unigram counts UNIGRAM of a bigram.
WEIGHTS: Mapping[str, float] = {
    "han": 1.0,
    "words": 0.5,
    "latin": 2.0,
    "stems": 0.4,
    "heading": 0.6,
    "title": 0.15,
}
UNIGRAM = 0.5
PLAIN = ("heading", "title")  # short fields: no length normalisation, grams and Latin terms together
REPORT = 255  # in the column `kind`: a report's own document
VALUES = ("agency", "country", "date", "year", "category", "person", "report")  # of a report, several of one

COLUMNS: Mapping[str, Any] = {
    "kind": ArrayColumn("u1"),  # index into KINDS, or REPORT
    "length": ArrayColumn("u4"),  # characters and words
    "text": TextColumn(),  # a report's title; a section's heading and text
    "record": RecordColumn(),  # of a report all that is said of it, of a section all but its heading and text
    **{f"{name}_values": ValuesColumn() for name in VALUES},
}


class Bag(fields.FieldType):  # type: ignore[misc, unused-ignore]
    """A Whoosh field fed with counted terms, so that analysis stays ours: no positions, no lengths."""

    def __init__(self) -> None:
        """An indexed, unstored field."""
        super().__init__(formats.Existence(), analyzer=None)  # type: ignore[arg-type]


def schema() -> fields.Schema:
    """Whoosh's schema: one document a section, and one before them for their report.

    `title` is indexed with the report's document, and holds for its sections.
    """
    return fields.Schema(
        report=fields.ID(),
        complete=Bag(),
        **{name: Bag() for name in WEIGHTS},
        **{name: fields.COLUMN(column) for name, column in COLUMNS.items()},
    )


def report_columns(report: Report) -> dict[str, Any]:
    """Column values of a report's own document, those that analysis gives left out."""
    data = report.metadata
    values = {
        "agency": (data.agency,),
        "country": data.countries,
        "date": (data.date[:10],),
        "year": (data.year,),
        "category": data.categories,
        "person": data.people,
        "report": (report.id,),
    }
    return {
        "kind": REPORT,
        "record": {"id": report.id, "title": report.title, "metadata": metadata_to_dict(data)},
        **{f"{name}_values": tuple(filter(None, values[name])) for name in VALUES},
    }


def section_columns(section: Section) -> dict[str, Any]:
    """Column values of a section, those that analysis gives left out."""
    record = section_to_dict(section)
    record |= {"heading": len(section.heading)}  # which begins the text
    del record["text"]
    return {"kind": KINDS.index(section.kind), "record": record}


def section_record(record: Mapping[str, Any], written: str) -> dict[str, Any]:
    """The section of a record and its text as it was written."""
    heading = record["heading"]
    return {**record, "heading": written[:heading], "text": written[heading + 1 :]}
