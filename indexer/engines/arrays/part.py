"""What the kernel reads of one segment of an index: terms, columns, which documents are not deleted."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.postings import Ids
from indexer.engines.arrays.terms import Terms

Mask = npt.NDArray[np.bool_]


class Texts(Protocol):
    """Folded texts by document; `written` gives them as they were."""

    def __getitem__(self, doc: int, /) -> str: ...

    def written(self, doc: int) -> str:
        """Return the text of a document as it was written."""

    def holding(self, docs: Sequence[int], text: str) -> list[int]:
        """Return those of the documents whose folded text holds the text."""

    def between(self, docs: Sequence[int], before: str, after: str) -> Iterator[tuple[int, str]]:
        """Yield (document, character): the first one that stands between the two in each text."""


class ValueCodes(Protocol):
    """Values of the documents: `codes[i]` is a value of `docs[i]`, and `values` what the codes stand for."""

    docs: Ids
    codes: Ids

    @property
    def values(self) -> list[str]:
        """What the codes stand for."""


class Part(Protocol):
    """A segment; a report's own document is followed by those of its sections."""

    @property
    def offset(self) -> int:
        """The number of its first document in the whole index."""

    @property
    def size(self) -> int:
        """Number of documents, deleted ones included."""

    @property
    def alive(self) -> Mask:
        """Which documents are not deleted."""

    @property
    def texts(self) -> Texts:
        """Of a report the title, of a section the heading and text."""

    def record(self, doc: int) -> Any:
        """Return what is said of a document beside its text, as a JSON value."""

    def numbers(self, column: str) -> npt.NDArray[Any]:
        """Return a number of each document: `kind` or `length`."""

    def values(self, name: str) -> ValueCodes:
        """Return the values of a facet or filter."""

    def terms(self, field: str) -> Terms | None:
        """Return the sorted terms of a field; None where it has none."""

    def postings(self, field: str, term: bytes) -> tuple[Ids, Ids]:
        """Return (documents of the whole index, frequencies) of a term."""

    def holder(self, field: str, term: bytes) -> int:
        """Return a document of the whole index, perhaps a deleted one, that has a term."""
