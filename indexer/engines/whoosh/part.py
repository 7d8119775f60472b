"""One segment of Whoosh's index as the kernel reads it."""

from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.columns import EmptyColumnReader
from whoosh.reading import SegmentReader

from indexer.engines.arrays.part import Mask, Texts, ValueCodes
from indexer.engines.arrays.postings import Ids
from indexer.engines.arrays.terms import Terms
from indexer.engines.whoosh.codec import ArrayTerms
from indexer.engines.whoosh.schema import COLUMNS


class WhooshPart:
    """A segment; `offset` is the number of its first document in the whole index."""

    def __init__(self, reader: SegmentReader, offset: int) -> None:
        """Map the files of the reader. Raises FileNotFoundError when one of a column is gone."""
        self.offset = offset
        self.size: int = reader.doc_count_all()
        self._terms: ArrayTerms = reader._terms
        self._columns: dict[str, Any] = {
            name: reader.column_reader(name, column, translate=False) for name, column in COLUMNS.items()
        }
        gone = [name for name, column in self._columns.items() if isinstance(column, EmptyColumnReader)]
        if gone:
            raise FileNotFoundError(f"the column {gone[0]} of a segment is missing")
        self.texts: Texts = self._columns["text"]
        self.alive: Mask = np.ones(self.size, dtype=np.bool_)
        self.alive[list(reader._perdoc.deleted_docs())] = False
        self._whole = bool(self.alive.all())

    def record(self, doc: int) -> Any:
        """Return what is said of a document beside its text."""
        return self._columns["record"][doc]

    def numbers(self, column: str) -> npt.NDArray[Any]:
        """Return a number of each document."""
        array: npt.NDArray[Any] = self._columns[column].array
        return array

    def values(self, name: str) -> ValueCodes:
        """Return the values of a facet or filter."""
        codes: ValueCodes = self._columns[f"{name}_values"]
        return codes

    def terms(self, field: str) -> Terms | None:
        """Return the sorted terms of a field; None where it has none."""
        return self._terms.fields.get(field)

    def postings(self, field: str, term: bytes) -> tuple[Ids, Ids]:
        """Return (documents of the whole index, frequencies) of a term."""
        ids, counts = self._terms.arrays(field, term)
        if not self._whole:
            alive = self.alive[ids]
            ids, counts = ids[alive], counts[alive]
        return ids + np.int32(self.offset), counts

    def holder(self, field: str, term: bytes) -> int:
        """Return a document of the whole index, perhaps a deleted one, that has a term."""
        return int(self._terms.arrays(field, term)[0][0]) + self.offset
