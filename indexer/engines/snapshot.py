"""One committed state of the index, as arrays: postings, lengths, kinds, and the table of reports."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.reading import IndexReader, TermNotFound

from indexer.fold import fold
from indexer.report import KINDS, Metadata, Section, metadata_from_dict, section_from_dict

Mask = npt.NDArray[np.bool_]
Ids = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
_CACHED_TERMS = 4096


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report of the index without its sections."""

    id: str
    title: str
    metadata: Metadata

    def values(self, field: str) -> tuple[str, ...]:
        """Values of a facet, empty ones left out."""
        data = self.metadata
        values: tuple[str, ...] = {
            "agency": (data.agency,),
            "country": data.countries,
            "year": (data.year,),
            "category": data.categories,
            "person": data.people,
            "report": (self.id,),
        }[field]
        return tuple(filter(None, values))


def squashed(value: str) -> str:
    """A value folded and without blanks, as values are compared."""
    return "".join(fold(value).split())


class Snapshot:
    """Read-only arrays over all documents; document numbers are Whoosh's own."""

    def __init__(self, reader: IndexReader) -> None:
        """Reads the table of reports; the rest as it is asked for."""
        self._reader = reader
        self._lock = threading.RLock()  # Whoosh's files are sought and read in two steps
        self.size = reader.doc_count_all()
        self.postings = lru_cache(maxsize=_CACHED_TERMS)(self._postings)
        self.squashed_values = cache(self._squashed_values)
        self._report_docs, _ = self._postings("type", "report")
        self.reports = [
            ReportRow(r["id"], r["title"], metadata_from_dict(r["metadata"]))
            for r in (self._record(int(doc)) for doc in self._report_docs)
        ]
        self.by_id = {report.id: i for i, report in enumerate(self.reports)}
        self.sections = self.mask(self._postings("type", "section")[0])
        self.section_count = int(self.sections.sum())

    def close(self) -> None:
        """Closes the files."""
        with self._lock:
            self._reader.close()

    def mask(self, ids: Ids) -> Mask:
        """Boolean array over all documents, true at the ids."""
        mask = np.zeros(self.size, dtype=np.bool_)
        mask[ids] = True
        return mask

    def _postings(self, field: str, term: str) -> tuple[Ids, Floats]:
        """(documents, frequencies) of a term, deleted documents left out."""
        ids: list[int] = []
        weights: list[float] = []
        with self._lock:
            for reader, offset in self._reader.leaf_readers():
                try:
                    matcher = reader.postings(field, term.encode())
                except TermNotFound:
                    continue
                while matcher.is_active():
                    ids.append(matcher.id() + offset)
                    weights.append(matcher.weight())
                    matcher.next()
        return np.array(ids, dtype=np.int32), np.array(weights, dtype=np.float32)

    @cached_property
    def report_of(self) -> Ids:
        """Index into `reports` for every document; sections follow their report's own document."""
        return (np.searchsorted(self._report_docs, np.arange(self.size), side="right") - 1).astype(np.int32)

    @cached_property
    def lengths(self) -> Floats:
        """Characters and words of each section."""
        with self._lock:
            column = self._reader.column_reader("length", translate=False)
            return np.fromiter((column[i] for i in range(self.size)), dtype=np.float32, count=self.size)

    @cached_property
    def mean_length(self) -> float:
        """Mean of the sections' lengths, at least 1."""
        return max(1.0, float(self.lengths[self.sections].mean())) if self.section_count else 1.0

    @cached_property
    def kind_of(self) -> npt.NDArray[np.int8]:
        """Index into KINDS for every section, -1 elsewhere."""
        kinds = np.full(self.size, -1, dtype=np.int8)
        for code, kind in enumerate(KINDS):
            kinds[self._postings("kind", kind)[0]] = code
        return kinds

    @cached_property
    def date_of(self) -> npt.NDArray[np.str_]:
        """ISO date of each report, empty where unknown."""
        return np.array([report.metadata.date for report in self.reports], dtype=np.str_)

    @cached_property
    def folded_titles(self) -> list[str]:
        """Folded title of each report."""
        return [fold(report.title) for report in self.reports]

    def _squashed_values(self, field: str) -> list[tuple[str, ...]]:
        """Each report's values of a facet, squashed."""
        return [tuple(map(squashed, report.values(field))) for report in self.reports]

    @cached_property
    def latin_terms(self) -> list[str]:
        """All Latin terms, sorted."""
        with self._lock:
            return [term.decode() for term in self._reader.lexicon("latin")]

    def folded_headings(self) -> Iterator[tuple[int, str]]:
        """(section, its folded heading) of each section that has one of its own."""
        for doc, folded in self.folded(np.flatnonzero(self.sections).astype(np.int32)):
            heading = folded.partition(b"\n")[0].decode()
            if heading:
                yield doc, heading

    def frequent_terms(self, field: str, least: int) -> Iterator[tuple[str, int, int]]:
        """(term, sections that hold it, one of them) of each term in at least so many sections."""
        with self._lock:
            for reader, offset in self._reader.leaf_readers():
                for term, info in reader.iter_field(field):
                    if info.doc_frequency() >= least:
                        yield term.decode(), info.doc_frequency(), (info.min_id() or 0) + offset

    def folded(self, ids: Ids) -> Iterator[tuple[int, bytes]]:
        """(document, its folded heading and text in UTF-8) of each id."""
        with self._lock:
            column = self._reader.column_reader("folded", translate=False)
            for doc in ids.tolist():
                yield doc, column[doc]

    def section(self, doc: int) -> Section:
        """The stored section of a document."""
        return section_from_dict(self._record(doc))

    def documents_of(self, report_id: str) -> list[int]:
        """Documents of a report's sections in order."""
        docs, _ = self._postings("report", report_id)
        return [doc for doc in docs.tolist() if self.sections[doc]]

    def sections_of(self, report: int) -> list[Section]:
        """All sections of a report in order."""
        return [self.section(doc) for doc in self.documents_of(self.reports[report].id)]

    def _record(self, doc: int) -> dict[str, Any]:
        with self._lock:
            record: dict[str, Any] = self._reader.stored_fields(doc)["record"]
        return record
