"""The texts of a segment, each as it is compared and as it was written, two bytes a Chinese character.

The folded text is searched where it lies in the mapped file. The written one differs from it by what each
character is most often written as (a table), and by the few characters that are written otherwise.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.columns import ColumnReader

from indexer.engines.whoosh.codec import mapped
from indexer.engines.whoosh.columns import WholeColumn

_UTF16 = ("utf-16-le", "surrogatepass")
_WIDE = re.compile("[\U00010000-\U0010ffff]")  # takes two units
_HIGH, _LOW = (
    re.compile(b"[\xd8-\xdb]").match,
    re.compile(b"[\xdc-\xdf]").match,
)  # their upper bytes
_SAMPLE = 1 << 19  # units from which the table is made
_PARTS = 6  # of the file, whose sizes in bytes are its last numbers
Units = npt.NDArray[np.uint16]


class TextColumn(WholeColumn):
    """(folded text, text as written) of a document: as many characters, no halves of pairs side by side."""

    _default = ("", "")

    def parts(self, values: Sequence[tuple[str, str]]) -> list[bytes]:
        """Return what is written for all documents.

        The folded texts, the length of each, the table as pairs, places and units of what it does not give,
        and by document and place the characters that are shorter or longer as written.
        """
        folded = [encoded(text) for text, _ in values]
        written = [encoded(text) for _, text in values]
        odd: dict[int, dict[int, str]] = {}
        for doc, (one, other) in enumerate(zip(folded, written, strict=True)):
            if len(one) != len(other):
                odd[doc], written[doc] = _without_odd(*values[doc])
        units, wanted = _units(b"".join(folded)), _units(b"".join(written))
        table = _most_usual(units, wanted)
        known = np.flatnonzero(table != np.arange(len(table))).astype(np.uint16)
        places = np.flatnonzero(table[units] != wanted).astype(np.uint32)
        arrays = (
            units,
            np.array([len(text) for text in folded], dtype=np.uint32),
            places,
            wanted[places],
            np.concatenate((known, table[known])),
        )
        parts = [*(array.tobytes() for array in arrays), json.dumps(odd).encode()]
        parts[0] += bytes(len(parts[0]) % 4)
        return [*parts, np.array([len(part) for part in parts], dtype=np.int64).tobytes()]

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> "TextReader":
        """Answer Whoosh, which calls this."""
        return TextReader(dbfile, basepos, length, doccount)


class TextReader(ColumnReader):  # type: ignore[misc, unused-ignore]
    """Folded texts by document; `written` gives them as they were."""

    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
        """Map the file."""
        super().__init__(dbfile, basepos, length, doccount)
        self._data = mapped(dbfile)
        sizes = np.frombuffer(self._data[-8 * _PARTS :], np.int64)
        ends = np.cumsum(sizes)
        view = memoryview(self._data)
        texts, lengths, places, written, table, odd = (
            view[end - size : end] for end, size in zip(ends.tolist(), sizes.tolist(), strict=True)
        )
        self.bounds = np.concatenate(
            (np.zeros(1, np.int64), np.cumsum(np.frombuffer(lengths, np.uint32), dtype=np.int64))
        )
        self._units = np.frombuffer(texts, np.uint16)
        self._places, self._written = np.frombuffer(places, np.uint32), np.frombuffer(written, np.uint16)
        known, usual = np.frombuffer(table, np.uint16).reshape(2, -1)
        self._table = np.arange(1 << 16, dtype=np.uint16)
        self._table[known] = usual
        self._odd: dict[str, dict[str, str]] = json.loads(bytes(odd))

    def __getitem__(self, docnum: int) -> str:
        return self._data[self.bounds[docnum] : self.bounds[docnum + 1]].decode(*_UTF16)

    def written(self, docnum: int) -> str:
        """Return the text of a document as it was written."""
        start, end = (self.bounds[docnum : docnum + 2] // 2).tolist()
        units = self._table[self._units[start:end]]
        first, last = self._places.searchsorted(np.array((start, end), dtype=np.uint32)).tolist()
        units[self._places[first:last] - start] = self._written[first:last]
        text = units.tobytes().decode(*_UTF16)
        odd = self._odd.get(str(docnum))
        if not odd:
            return text
        chars = list(text)
        for place, char in odd.items():
            chars[int(place)] = char
        return "".join(chars)

    def holding(self, docs: Sequence[int], text: str) -> list[int]:
        """Those of the documents whose text holds the text."""
        find, needle = self._data.find, encoded(text)
        starts, ends = self.bounds[docs].tolist(), self.bounds[np.asarray(docs) + 1].tolist()
        found = []
        for doc, start, end in zip(docs, starts, ends, strict=True):
            place = find(needle, start, end)
            while place >= 0 and place & 1:  # between two characters
                place = find(needle, place + 1, end)
            if place >= 0:
                found.append(doc)
        return found

    def between(self, docs: Sequence[int], before: str, after: str) -> Iterator[tuple[int, str]]:
        """(document, character): the first one that stands between the two in each text."""
        data, head, tail = self._data, encoded(before), encoded(after)
        by_head = len(head) >= len(tail)
        sought = head if by_head else tail
        for doc in docs:
            start, end = self.bounds[doc : doc + 2].tolist()
            place = data.find(sought, start, end)
            while place >= 0:
                gap = place + len(head) if by_head else place - (4 if _LOW(data[place - 1 : place]) else 2)
                begin, after_it = gap - len(head), gap + (4 if _HIGH(data[gap + 1 : gap + 2]) else 2)
                stands = begin >= start and data[begin:gap] == head and data[after_it:end].startswith(tail)
                if stands and not place & 1 and after_it <= end:
                    yield doc, data[gap:after_it].decode(*_UTF16)
                    break
                place = data.find(sought, place + 1, end)


def encoded(text: str) -> bytes:
    """Return the text as the column holds it."""
    return text.encode(*_UTF16)


def _without_odd(folded: str, written: str) -> tuple[dict[int, str], bytes]:
    """Return the characters of other width than folded, and the text with their folded forms instead."""
    wide_folded, wide_written = (
        {match.start() for match in _WIDE.finditer(text)} for text in (folded, written)
    )
    odd = {place: written[place] for place in sorted(wide_folded ^ wide_written)}
    chars = list(written)
    for place in odd:
        chars[place] = folded[place]
    return odd, encoded("".join(chars))


def _units(data: bytes) -> Units:
    return np.frombuffer(data, dtype=np.uint16)


def _most_usual(folded: Units, written: Units) -> Units:
    """Return what each folded unit is most often written as, in a sample."""
    step = 1 + len(folded) // _SAMPLE
    pairs, counts = np.unique(folded[::step].astype(np.uint32) << 16 | written[::step], return_counts=True)
    pairs = pairs[np.argsort(counts, kind="stable")]  # of what is set twice the last one stays
    table = np.arange(1 << 16, dtype=np.uint16)
    table[pairs >> 16] = (pairs & 0xFFFF).astype(np.uint16)
    return table
