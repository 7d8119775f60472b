"""Whoosh's file format with terms and postings as arrays: written and read whole, without a step a posting.

Segments, commits and columns stay Whoosh's own, and its searchers read such an index like any other.
"""

import json
import mmap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec import base, whoosh3
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from indexer.engines.arrays.postings import Bytes, Ids, decode_list, encode_lists
from indexer.engines.arrays.terms import Terms, packed

_AT_ONCE = 1 << 20  # postings encoded together
_ALIGNED = 8  # bytes
_LENGTH = 8  # bytes of the directory's length, the last ones of the file


@dataclass(frozen=True, slots=True)
class FieldPostings:
    """All postings of one field of a segment: sorted terms; ids and frequencies in a row, term by term."""

    terms: Sequence[bytes]
    first: npt.NDArray[np.int64]  # where each term's postings begin
    ids: Ids
    counts: Ids


def mapped(file: Any) -> bytes | mmap.mmap:
    """Return the content of one of Whoosh's open files, shared with every process that maps it."""
    try:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except ValueError:  # an empty file cannot be mapped
        return b""


def mapped_array(file: Any) -> Bytes:
    """Return the same as an array of bytes."""
    return np.frombuffer(mapped(file), dtype=np.uint8)


def _mapped_and_closed(file: Any) -> bytes | mmap.mmap:
    with closing(file):
        return mapped(file)


class ArrayCodec(whoosh3.W3Codec):  # type: ignore[misc, unused-ignore]
    """Whoosh's third codec with other terms and postings."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> "_FieldWriter":
        """Answer Whoosh, which calls this."""
        return _FieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> "ArrayTerms":
        """Answer Whoosh, which calls this."""
        return ArrayTerms(storage, segment)


class _FieldWriter(base.FieldWriter):  # type: ignore[misc, unused-ignore]
    def __init__(self, storage: Any, segment: Any) -> None:
        self._terms = segment.create_file(storage, ArrayCodec.TERMS_EXT)
        self._posts = segment.create_file(storage, ArrayCodec.POSTS_EXT)
        self._directory: dict[str, dict[str, Any]] = {}
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[tuple[str, FieldPostings]]) -> None:
        """(field, its postings) of all fields."""
        for name, postings in items:
            start = self._posts.tell()
            extents = np.diff(np.concatenate([np.array([start]), *self._encoded(postings)]))
            sizes = np.diff(postings.first, append=len(postings.ids))
            parts = packed(postings.terms, extents, sizes)
            self._directory[name] = {
                "start": self._terms.tell(),
                "parts": [len(part) for part in parts],
                "postings": start,
            }
            data = b"".join(parts)
            self._terms.write(data + bytes(-len(data) % _ALIGNED))

    def _encoded(self, postings: FieldPostings) -> Iterator[npt.NDArray[np.int64]]:
        """Write the postings; yields their ends in the file."""
        begin = 0
        while begin < len(postings.first):
            limit = postings.first[begin] + _AT_ONCE
            end = max(begin + 1, int(np.searchsorted(postings.first, limit)))
            low = postings.first[begin]
            high = postings.first[end] if end < len(postings.first) else len(postings.ids)
            base_place = self._posts.tell()
            first = postings.first[begin:end] - low
            data, ends = encode_lists(first, postings.ids[low:high], postings.counts[low:high])
            self._posts.write(data)
            yield ends + base_place
            begin = end

    def close(self) -> None:
        directory = json.dumps(self._directory).encode()
        self._terms.write(directory)
        self._terms.write(len(directory).to_bytes(_LENGTH, "little"))
        self._terms.close()
        self._posts.close()
        self.is_closed = True

    # Whoosh's own writers feed a posting at a time, which this codec is not for.
    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        raise NotImplementedError

    def start_term(self, text: bytes) -> None:
        raise NotImplementedError

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        raise NotImplementedError

    def finish_term(self) -> None:
        raise NotImplementedError


class ArrayTerms(base.TermsReader):  # type: ignore[misc, unused-ignore]
    """Terms and postings of a segment; `arrays` for us, the rest for Whoosh."""

    def __init__(self, storage: Any, segment: Any) -> None:
        """Map the files."""
        terms, posts = (
            _mapped_and_closed(segment.open_file(storage, ext))
            for ext in (ArrayCodec.TERMS_EXT, ArrayCodec.POSTS_EXT)
        )
        self._posts: Bytes = np.frombuffer(posts, dtype=np.uint8)
        length = int.from_bytes(terms[-_LENGTH:], "little")
        directory = json.loads(terms[-_LENGTH - length : -_LENGTH])
        self.fields = {name: Terms(terms, **place) for name, place in directory.items()}

    def arrays(self, field: str, term: bytes) -> tuple[Ids, Ids]:
        """(documents, frequencies) of a term, deleted documents included; empty for an unknown one."""
        found = self.fields.get(field)
        number = found.find(term) if found else -1
        if not found or number < 0:
            return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32)
        return self._arrays(found, number)

    def _arrays(self, field: Terms, number: int) -> tuple[Ids, Ids]:
        start, end = field.extent(number)
        return decode_list(self._posts[start:end], field.sizes[number])

    def _number(self, fieldname: str, term: bytes) -> tuple[Terms, int]:
        field = self.fields.get(fieldname)
        number = field.find(term) if field else -1
        if field is None or number < 0:
            raise TermNotFound(f"No term {fieldname}:{term!r}")
        return field, number

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self.fields.get(term[0])
        return field is not None and field.find(term[1]) >= 0

    def indexed_field_names(self) -> Iterable[str]:
        """Answer Whoosh, which calls this."""
        return self.fields.keys()

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Answer Whoosh, which calls this."""
        return ((name, term) for name, field in self.fields.items() for term in field)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Answer Whoosh, which calls this."""
        return (term for term, _ in self._from(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Answer Whoosh, which calls this."""
        return (
            ((name, term), self._info(field, number))
            for name, field in self.fields.items()
            for number, term in enumerate(field)
        )

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Answer Whoosh, which calls this."""
        return (
            (term, self._info(self.fields[term[0]], number)) for term, number in self._from(fieldname, prefix)
        )

    def _from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], int]]:
        names = list(self.fields)
        if fieldname not in names:
            return
        for name in names[names.index(fieldname) :]:
            field = self.fields[name]
            begin = field.place(prefix) if name == fieldname else 0
            for number in range(begin, len(field)):
                yield (name, field[number]), number

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Answer Whoosh, which calls this."""
        return self._info(*self._number(fieldname, text))

    def _info(self, field: Terms, number: int) -> TermInfo:
        ids, counts = self._arrays(field, number)
        return TermInfo(
            weight=float(counts.sum()),
            df=len(ids),
            minlength=1,
            maxlength=1,
            maxweight=float(counts.max()),
            minid=int(ids[0]),
            maxid=int(ids[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Answer Whoosh, which calls this."""
        return float(self.arrays(fieldname, text)[1].sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Answer Whoosh, which calls this."""
        field = self.fields.get(fieldname)
        number = field.find(text) if field else -1
        return field.sizes[number] if field and number >= 0 else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        """Answer Whoosh, which calls this."""
        field, number = self._number(fieldname, text)
        ids, counts = self._arrays(field, number)
        term = fieldname, text
        info = self._info(field, number)
        weights = counts.astype(float).tolist()
        return ListMatcher(ids.tolist(), weights, None, format_, scorer=scorer, term=term, terminfo=info)

    def cursor(self, fieldname: str, fieldobj: Any) -> Any:
        """No query of ours walks the terms by a cursor."""
        raise NotImplementedError
