"""One segment of an index: its terms, its columns, and which of its documents are not deleted."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh.columns import EmptyColumnReader
from whoosh.reading import SegmentReader

from indexer.engines.arrays.postings import Ids
from indexer.engines.whoosh.codec import ArrayTerms
from indexer.engines.whoosh.schema import COLUMNS


@dataclass(frozen=True, slots=True)
class Term:
    """A term of one segment and the number of documents there."""

    field: str
    text: str
    count: int
    offset: int  # of the segment


class Part:
    """A segment; `offset` is the number of its first document in the whole index."""

    def __init__(self, reader: SegmentReader, offset: int) -> None:
        """Maps the files of the reader. Raises FileNotFoundError when one of a column is gone."""
        self.offset = offset
        self.size: int = reader.doc_count_all()
        self.terms: ArrayTerms = reader._terms
        self.columns: dict[str, Any] = {
            name: reader.column_reader(name, column, translate=False) for name, column in COLUMNS.items()
        }
        gone = [name for name, column in self.columns.items() if isinstance(column, EmptyColumnReader)]
        if gone:
            raise FileNotFoundError(f"the column {gone[0]} of a segment is missing")
        self.alive = np.ones(self.size, dtype=np.bool_)
        self.alive[list(reader._perdoc.deleted_docs())] = False
        self._whole = bool(self.alive.all())

    def term(self, field: str, number: int) -> Term:
        """A term by its place in the order of the field's."""
        terms = self.terms.fields[field]
        return Term(field, terms[number].decode(), terms.sizes[number], self.offset)

    def postings(self, field: str, term: bytes) -> tuple[Ids, Ids]:
        """(documents of the whole index, frequencies) of a term."""
        ids, counts = self.terms.arrays(field, term)
        if not self._whole:
            alive = self.alive[ids]
            ids, counts = ids[alive], counts[alive]
        return ids + np.int32(self.offset), counts
