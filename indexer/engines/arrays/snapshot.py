"""One committed state of the index, as arrays: postings, lengths, kinds, dates and values of reports.

The arrays are views of Whoosh's mapped files, one for each segment; what is made of them is made at its
first use. Document numbers are Whoosh's own.
"""

import math
from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.reading import IndexReader, SegmentReader

from indexer.engines.arrays.cache import Cache
from indexer.engines.arrays.postings import Ids
from indexer.engines.arrays.values import Mask, Values, joined, values_of
from indexer.engines.whoosh.part import Part, Term
from indexer.engines.whoosh.schema import REPORT, VALUES, section_record
from indexer.model.jsonable import metadata_from_dict, section_from_dict
from indexer.model.query import Node
from indexer.model.report import Metadata, Report, Section
from indexer.model.search import FACETS
from indexer.names.store import Names
from indexer.search.vocabulary import with_aliases
from indexer.settings import CACHE_BYTES
from indexer.text.arrays import distinct
from indexer.text.lexicon import Lexicon

Floats = npt.NDArray[np.float32]
_READ = 2048  # texts and records kept, some 10 MB: those of the best are ranked by, then shown
_ROWS = 2048  # reports without their sections that are kept, some 5 MB
_WIDER = 1024  # queries with their other names
_IDFS = 8192  # terms of queries
_NOTHING: Ids = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report of the index without its sections."""

    id: str
    title: str
    metadata: Metadata


class Reports(Sequence[ReportRow]):
    """The reports in the order of their documents, read as they are asked for."""

    def __init__(self, snapshot: "Snapshot") -> None:
        self._snapshot = snapshot
        self._row = lru_cache(maxsize=_ROWS)(self._read)

    def __len__(self) -> int:
        return len(self._snapshot.report_docs)

    def __getitem__(self, place: Any) -> Any:
        return self._row(int(self._snapshot.report_docs[place]))

    def _read(self, doc: int) -> ReportRow:
        record = self._snapshot.record(doc)
        return ReportRow(record["id"], record["title"], metadata_from_dict(record["metadata"]))


class Snapshot:
    """Read-only view of all documents."""

    def __init__(self, reader: IndexReader, names: Names | None = None) -> None:
        """Maps the files, and closes the reader: the maps stay. `names` are what the reports taught."""
        self.names = names or Names()
        with closing(reader):
            leaves = reader.leaf_readers()
            self._parts = [Part(leaf, start) for leaf, start in leaves if isinstance(leaf, SegmentReader)]
            self.size: int = reader.doc_count_all()
        self._offsets = [part.offset for part in self._parts]
        self._cache = Cache(CACHE_BYTES)
        self.values = lru_cache(maxsize=None)(self._values)
        self.text = lru_cache(maxsize=_READ)(self._text)
        self.record = lru_cache(maxsize=_READ)(self._record)
        self.wider = lru_cache(maxsize=_WIDER)(self._wider)
        self.idf = lru_cache(maxsize=_IDFS)(self._idf)
        self.kind_of: npt.NDArray[np.uint8] = self._joined("kind", np.uint8)
        alive = np.concatenate([*(part.alive for part in self._parts), np.zeros(0, dtype=np.bool_)])
        own = alive & (self.kind_of == REPORT)
        self.sections: Mask = alive & ~own
        self.section_count = int(self.sections.sum())
        self.report_docs: Ids = np.flatnonzero(own).astype(np.int32)
        self.report_of: Ids = (np.cumsum(own) - 1).astype(np.int32)
        self.reports = Reports(self)

    def _joined(self, column: str, kind: Any) -> npt.NDArray[Any]:
        arrays = [part.columns[column].array for part in self._parts]
        return np.concatenate([*arrays, np.zeros(0, dtype=kind)])

    def mask(self, ids: Ids) -> Mask:
        """Boolean array over all documents, true at the ids."""
        mask = np.zeros(self.size, dtype=np.bool_)
        mask[ids] = True
        return mask

    def postings(self, field: str, term: str) -> tuple[Ids, Ids]:
        """(documents, frequencies) of a term; a title's term is that of each of its sections."""
        return self._cache.get((field, term), lambda: self._postings(field, term))

    def _postings(self, field: str, term: str) -> tuple[Ids, Ids]:
        found = [part.postings(field, term.encode("utf-8", "surrogatepass")) for part in self._parts]
        found = [(ids, counts) for ids, counts in found if len(ids)]
        if not found:
            return _NOTHING, _NOTHING
        ids, counts = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        counts = np.minimum(counts, 0xFFFF).astype(np.uint16)  # many are kept
        return self._spread(ids, counts) if field == "title" else (ids, counts)

    def _spread(self, docs: Ids, counts: Ids) -> tuple[Ids, Ids]:
        """From reports to their sections, which follow them."""
        places = self.report_of[docs]
        sizes = self.report_sizes[places]
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return (np.repeat(docs + 1, sizes) + within).astype(np.int32), np.repeat(counts, sizes)

    def cached(self, key: Hashable, make: Any) -> Any:
        """What was made of postings, kept with them."""
        return self._cache.get(key, make)

    @cached_property
    def report_sizes(self) -> Ids:
        """Number of each report's sections."""
        places = self.report_of[self.sections]
        return np.bincount(places, minlength=len(self.report_docs)).astype(np.int32)

    @cached_property
    def lengths(self) -> Floats:
        """Characters and words of each section."""
        return self._joined("length", np.uint32).astype(np.float32)

    @cached_property
    def mean_length(self) -> float:
        """Mean of the sections' lengths, at least 1."""
        return max(1.0, float(self.lengths[self.sections].mean())) if self.section_count else 1.0

    @cached_property
    def date_of(self) -> npt.NDArray[np.bytes_]:
        """ISO date of each report, empty where unknown."""
        dates = np.zeros(len(self.report_docs), dtype="S10")
        for part in self._parts:
            column = part.columns["date_values"]
            held = part.alive[column.docs]
            known = np.array([value.encode() for value in column.values], dtype="S10")
            dates[self.report_of[column.docs[held] + part.offset]] = known[column.codes[held]]
        return dates

    @cached_property
    def age_of(self) -> Ids:
        """Rank of each report's date, the oldest first."""
        return np.unique(self.date_of, return_inverse=True)[1].astype(np.int32)

    def _values(self, field: str) -> Values:
        columns = ((part.columns[f"{field}_values"], part) for part in self._parts)
        rows = ((column, part.alive, self.report_of[part.offset :]) for column, part in columns)
        return values_of(rows, len(self.report_docs))

    @cached_property
    def facet_values(self) -> tuple[Values, dict[str, slice]]:
        """The values of all facets of the reports as if of one field, and which of them are whose."""
        return joined({name: self.values(name) for name in VALUES if name in FACETS}, len(self.report_docs))

    @cached_property
    def by_id(self) -> dict[str, int]:
        """Place in `reports` of every id."""
        found = {}
        for part in self._parts:
            column = part.columns["report_values"]
            for doc, code in zip(column.docs.tolist(), column.codes.tolist(), strict=True):
                if part.alive[doc]:
                    found[column.values[code]] = int(self.report_of[doc + part.offset])
        return found

    def place_of(self, report_id: str) -> int | None:
        """Place of a report in `reports`."""
        docs, _ = self.postings("report", report_id)
        return int(self.report_of[docs[0]]) if len(docs) else None

    def naming(self, name: str) -> Ids:
        """Sections that name the person, under whichever name."""
        slugs = self.names.named(name)
        places = [
            (place, number)
            for report, number in (self.names.sections_naming(slugs) if slugs else ())
            if (place := self.by_id.get(report)) is not None
        ]
        if not places:
            return _NOTHING
        reports, numbers = np.array(places, dtype=np.int32).T
        return distinct(self.report_docs[reports] + 1 + numbers).astype(np.int32)

    @cached_property
    def named_elsewhere(self) -> tuple[Ids, Ids]:
        """(sections, codes): sections that name a member of a delegation in a report of another one."""
        values = self.values("person")
        sections, codes = [_NOTHING], [_NOTHING]
        for code, shown in enumerate(values.shown):
            found = self.naming(shown)
            own = values.reports[values.codes == code]
            found = found[~np.isin(self.report_of[found], own)]
            sections.append(found)
            codes.append(np.full(len(found), code, dtype=np.int32))
        return np.concatenate(sections), np.concatenate(codes)

    @cached_property
    def latin(self) -> Lexicon:
        """All Latin terms."""
        return Lexicon(term.decode() for part in self._parts for term in part.terms.fields.get("latin", ()))

    def terms_beginning(self, field: str, prefix: str, most: int) -> Iterator[Term]:
        """The most frequent terms of each segment with the prefix."""
        for part in self._parts:
            if terms := part.terms.fields.get(field):
                start, end = terms.bounds(prefix.encode())
                first = np.argsort(-terms.sizes.array(start, end), kind="stable")[:most]
                yield from (part.term(field, start + int(number)) for number in first)

    def terms_holding(self, field: str, piece: str, most: int) -> Iterator[Term]:
        """Some terms of each segment that have the piece further in."""
        for part in self._parts:
            if terms := part.terms.fields.get(field):
                yield from (
                    part.term(field, number) for number in islice(terms.holding(piece.encode()), most)
                )

    def first(self, term: Term) -> int:
        """A document that has the term."""
        part = self._part_of(term.offset)
        return int(part.terms.arrays(term.field, term.text.encode())[0][0]) + part.offset

    def _split(self, ids: npt.NDArray[Any]) -> Iterator[tuple[Part, list[int]]]:
        """Documents by segment, as numbered there; ids ascend."""
        bounds = np.searchsorted(ids, [*self._offsets, self.size])
        for part, start, end in zip(self._parts, bounds[:-1], bounds[1:], strict=True):
            if end > start:
                yield part, (ids[start:end] - part.offset).tolist()

    def folded(self, ids: npt.NDArray[Any]) -> Iterator[tuple[int, str]]:
        """(document, its folded heading and text) of each id; ids ascend."""
        for part, docs in self._split(ids):
            column = part.columns["text"]
            for doc in docs:
                yield doc + part.offset, column[doc]

    def _text(self, doc: int) -> str:
        """The folded heading and text of a document."""
        part = self._part_of(doc)
        text: str = part.columns["text"][doc - part.offset]
        return text

    def holding(self, ids: Ids, text: str) -> Ids:
        """Those of the documents whose folded text holds the text; ids ascend."""
        found = [
            doc + part.offset
            for part, docs in self._split(ids)
            for doc in part.columns["text"].holding(docs, text)
        ]
        return np.array(found, dtype=np.int32)

    def between(self, ids: Ids, before: str, after: str) -> Iterator[tuple[int, str]]:
        """(document, character) where a character stands between the two in its folded text; ids ascend."""
        for part, docs in self._split(ids):
            for doc, char in part.columns["text"].between(docs, before, after):
                yield doc + part.offset, char

    def section(self, doc: int) -> Section:
        """The stored section of a document."""
        return section_from_dict(self._record(doc))

    def typed(self, doc: int, runs: Iterable[str]) -> bool:
        """Whether one of the runs stands in a section's heading or text in these very characters."""
        record = self.record(doc)
        return any(run in record["heading"] or run in record["text"] for run in runs)

    def documents_of(self, report_id: str) -> list[int]:
        """Documents of a report's sections in order."""
        docs, _ = self.postings("report", report_id)
        return [doc for doc in docs.tolist() if self.sections[doc]]

    def sections_of(self, report: int) -> list[Section]:
        """All sections of a report in order."""
        start = int(self.report_docs[report]) + 1
        return [self.section(doc) for doc in range(start, start + int(self.report_sizes[report]))]

    def report(self, place: int) -> Report:
        """A report with its sections."""
        row = self.reports[place]
        return Report(row.id, row.title, row.metadata, tuple(self.sections_of(place)))

    @property
    def segments(self) -> list[tuple[int, int]]:
        """(documents held, documents written) of each segment."""
        return [(int(part.alive.sum()), part.size) for part in self._parts]

    def reports_in(self, segments: Collection[int]) -> Iterator[Report]:
        """The reports of the segments."""
        for number in sorted(segments):
            part = self._parts[number]
            bounds = np.searchsorted(self.report_docs, (part.offset, part.offset + part.size))
            yield from map(self.report, range(*bounds.tolist()))

    def _record(self, doc: int) -> Any:
        """What is stored of a report or of a section, as its dictionary."""
        part = self._part_of(doc)
        record = part.columns["record"][doc - part.offset]
        if self.kind_of[doc] == REPORT:
            return record
        return section_record(record, part.columns["text"].written(doc - part.offset))

    def _idf(self, field: str, term: str) -> float:
        """Inverse document frequency of a term among the sections, 0 where it has none."""
        df = len(self.postings(field, term)[0])
        return math.log1p((self.section_count - df + 0.5) / (df + 0.5)) if df else 0.0

    def _wider(self, root: Node) -> Node:
        """The query with the other names that tables and these reports have for what it names."""
        return with_aliases(root, self.names.others)

    def _part_of(self, doc: int) -> Part:
        return self._parts[bisect_right(self._offsets, doc) - 1]
