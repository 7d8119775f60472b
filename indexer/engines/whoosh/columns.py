"""Whoosh column types that are read as arrays, straight from the mapped file."""

import json
import weakref
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.columns import Column, ColumnReader, ColumnWriter

from indexer.engines.whoosh.codec import mapped_array

_BLOCK = 4096  # bytes of records that are compressed together
_LEVEL = 6  # of zlib
_KEPT = 128  # blocks of a segment that are kept unpacked, some .8 MB: a large index has dozens of segments


class _Writer(ColumnWriter):  # type: ignore[misc, unused-ignore]
    """Collects the values of all documents; a document without one has the default."""

    def __init__(self, dbfile: Any, column: Any) -> None:
        super().__init__(dbfile)
        self.column = column
        self.values: list[Any] = []

    def add(self, docnum: int, value: Any) -> None:
        self.fill(docnum)
        self.values.append(value)

    def fill(self, docnum: int) -> None:
        self.values.extend([self.column.default_value()] * (docnum - len(self.values)))

    def finish(self, docnum: int) -> None:
        self.fill(docnum)
        for part in self.column.parts(self.values):
            self._dbfile.write(part)


class WholeColumn(Column):  # type: ignore[misc, unused-ignore]
    """Written at once when all values are known: `parts` makes the file's content of them."""

    def writer(self, dbfile: Any) -> _Writer:
        """Answer Whoosh, which calls this."""
        return _Writer(dbfile, self)


class ArrayColumn(WholeColumn):
    """A number or short bytes a document, of one numpy type."""

    def __init__(self, kind: str) -> None:
        """Of the numpy type named."""
        self.kind = kind
        self._default = np.zeros(1, kind)[0]

    def parts(self, values: Sequence[Any]) -> list[bytes]:
        """Return what is written for all documents."""
        return [np.array(values, dtype=self.kind).tobytes()]

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> "ArrayReader":
        """Answer Whoosh, which calls this."""
        return ArrayReader(dbfile, basepos, length, doccount, self.kind)


class ArrayReader(ColumnReader):  # type: ignore[misc, unused-ignore]
    """`array` has the values of all documents."""

    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int, kind: str) -> None:
        """Map the file."""
        super().__init__(dbfile, basepos, length, doccount)
        self.array: npt.NDArray[Any] = mapped_array(dbfile).view(kind)

    def __getitem__(self, docnum: int) -> Any:
        return self.array[docnum]


class RecordColumn(WholeColumn):
    """A JSON value a document; neighbours are compressed together."""

    _default = None

    def parts(self, values: Sequence[Any]) -> list[bytes]:
        """Return what is written: compressed blocks, (first document, end of block) of each, their number."""
        blocks: list[bytes] = []
        firsts: list[int] = []
        block: list[bytes] = []
        size = 0
        for number, value in enumerate(values):
            if not block:
                firsts.append(number)
            block.append(_json(value))
            size += len(block[-1])
            if size >= _BLOCK or number == len(values) - 1:
                blocks.append(zlib.compress(b"\n".join(block), _LEVEL))
                block, size = [], 0
        ends = np.cumsum([len(data) for data in blocks], dtype=np.int64)
        table = np.array([firsts, ends], dtype=np.int64)
        return [*blocks, table.tobytes(), np.int64(len(blocks)).tobytes()]

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> "RecordReader":
        """Answer Whoosh, which calls this."""
        return RecordReader(dbfile, basepos, length, doccount)


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


class RecordReader(ColumnReader):  # type: ignore[misc, unused-ignore]
    """Records by document; the blocks last read are kept."""

    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
        """Map the file."""
        super().__init__(dbfile, basepos, length, doccount)
        self._data = mapped_array(dbfile)
        number = int(self._data[-8:].copy().view(np.int64)[0])
        table = self._data[len(self._data) - 8 - 16 * number : -8].copy().view(np.int64)
        self._firsts, self._ends = table.reshape(2, number).tolist()
        own = weakref.proxy(self)  # a cache that holds its owner keeps the file mapped for ever
        self._block = lru_cache(maxsize=_KEPT)(lambda block: own._read(block))

    def __getitem__(self, docnum: int) -> Any:
        block = bisect_right(self._firsts, docnum) - 1
        raw = self._block(block)[docnum - self._firsts[block]]
        return json.loads(raw.decode("utf-8", "surrogatepass"))

    def _read(self, block: int) -> list[bytes]:
        start = self._ends[block - 1] if block else 0
        return zlib.decompress(self._data[start : self._ends[block]].tobytes()).split(b"\n")


class ValuesColumn(WholeColumn):
    """Any number of values a document, each different value written once."""

    _default = ()

    def parts(self, values: Sequence[Sequence[str]]) -> list[bytes]:
        """Return (document, code of value) pairs, the values as JSON, and before them the lengths of both."""
        codes: dict[str, int] = {}
        pairs = [
            (doc, codes.setdefault(value, len(codes))) for doc, row in enumerate(values) for value in row
        ]
        texts = json.dumps(list(codes)).encode()
        head = np.array([len(pairs), len(texts)], dtype=np.int64)
        return [head.tobytes(), np.array(pairs, dtype=np.int32).tobytes(), texts]

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> "ValuesReader":
        """Answer Whoosh, which calls this."""
        return ValuesReader(dbfile, basepos, length, doccount)


class ValuesReader(ColumnReader):  # type: ignore[misc, unused-ignore]
    """`docs` and `codes` in a row."""

    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
        """Map the file."""
        super().__init__(dbfile, basepos, length, doccount)
        data = mapped_array(dbfile)
        number, size = data[:16].view(np.int64).tolist()
        self.docs, self.codes = data[16 : 16 + 8 * number].view(np.int32).reshape(-1, 2).T
        self._texts = data[16 + 8 * number :][:size]

    @cached_property
    def values(self) -> list[str]:
        """What the codes stand for."""
        values: list[str] = json.loads(self._texts.tobytes())
        return values

    def __getitem__(self, docnum: int) -> tuple[str, ...]:
        start, end = np.searchsorted(self.docs, (docnum, docnum + 1)).tolist()
        return tuple(self.values[code] for code in self.codes[start:end])
