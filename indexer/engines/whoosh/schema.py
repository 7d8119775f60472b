"""Whoosh's schema: one document a section, and one before them for their report."""

from collections.abc import Mapping
from typing import Any

from whoosh import fields, formats

from indexer.engines.arrays.layout import VALUES
from indexer.engines.whoosh.columns import ArrayColumn, RecordColumn, ValuesColumn
from indexer.engines.whoosh.texts import TextColumn
from indexer.search.ranking import FIELDS

COLUMNS: Mapping[str, Any] = {
    "kind": ArrayColumn("u1"),  # index into KINDS, or REPORT
    "aside": ArrayColumn("u1"),  # 1 where `Report.sets_aside` it
    "length": ArrayColumn("u4"),  # characters and words
    "text": TextColumn(),  # a report's title; a section's heading and text
    "record": RecordColumn(),  # of a report all that is said of it, of a section all but its heading and text
    **{f"{name}_values": ValuesColumn() for name in VALUES},
}


class Bag(fields.FieldType):  # type: ignore[misc, unused-ignore]
    """A Whoosh field fed with counted terms, so that analysis stays ours: no positions, no lengths."""

    def __init__(self) -> None:
        """Return an indexed, unstored field."""
        super().__init__(formats.Existence(), analyzer=None)  # type: ignore[arg-type]


def schema() -> fields.Schema:
    """Return the schema; `title` is indexed with the report's document, and holds for its sections."""
    return fields.Schema(
        report=fields.ID(),
        complete=Bag(),
        **{name: Bag() for name in FIELDS},
        **{name: fields.COLUMN(column) for name, column in COLUMNS.items()},
    )
