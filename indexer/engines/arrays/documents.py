"""The documents of an index, by number: their texts, folded and as written, and what is said of them."""

import weakref
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.layout import row_of, section_of
from indexer.engines.arrays.part import Part
from indexer.engines.arrays.postings import Ids
from indexer.model.report import Section
from indexer.search.ports import Row

_READ = 2048  # texts and sections kept, some 10 MB: those of the best are ranked by, then shown
_ROWS = 2048  # reports without their sections that are kept, some 5 MB


class Documents:
    """The documents of all segments, one after the other."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._offsets = [part.offset for part in parts]
        self.size = sum(part.size for part in parts)
        # kept through a weak reference: a cache that holds its owner keeps mapped files open for ever
        own = weakref.proxy(self)
        self.text = lru_cache(maxsize=_READ)(lambda doc: own._text(doc))
        self.section = lru_cache(maxsize=_READ)(lambda doc: own._section(doc))
        self.row = lru_cache(maxsize=_ROWS)(lambda doc: own._row(doc))

    def _text(self, doc: int) -> str:
        """Return the folded title, or heading and text, of a document."""
        part = self._part_of(doc)
        return part.texts[doc - part.offset]

    def _section(self, doc: int) -> Section:
        part = self._part_of(doc)
        return section_of(part.record(doc - part.offset), part.texts.written(doc - part.offset))

    def _row(self, doc: int) -> Row:
        part = self._part_of(doc)
        return row_of(part.record(doc - part.offset))

    def folded(self, ids: npt.NDArray[Any]) -> Iterator[tuple[int, str]]:
        """Yield (document, its folded text) of each id; ids ascend."""
        for part, docs in self._split(ids):
            for doc in docs:
                yield doc + part.offset, part.texts[doc]

    def holding(self, ids: Ids, text: str) -> Ids:
        """Return those of the documents whose folded text holds the text; ids ascend."""
        holders = [
            doc + part.offset for part, docs in self._split(ids) for doc in part.texts.holding(docs, text)
        ]
        return np.array(holders, dtype=np.int32)

    def between(self, ids: Ids, before: str, after: str) -> Iterator[tuple[int, str]]:
        """Yield (document, character): the first one between the two in each; ids ascend."""
        for part, docs in self._split(ids):
            for doc, char in part.texts.between(docs, before, after):
                yield doc + part.offset, char

    def _split(self, ids: npt.NDArray[Any]) -> Iterator[tuple[Part, list[int]]]:
        """Yield documents by segment, as numbered there; ids ascend."""
        bounds = np.searchsorted(ids, [*self._offsets, self.size])
        for part, start, end in zip(self._parts, bounds[:-1], bounds[1:], strict=True):
            if end > start:
                yield part, (ids[start:end] - part.offset).tolist()

    def _part_of(self, doc: int) -> Part:
        return self._parts[bisect_right(self._offsets, doc) - 1]
