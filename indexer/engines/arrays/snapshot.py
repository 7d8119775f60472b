"""One committed state of an index, as arrays: postings, lengths, kinds, dates and values of reports.

The arrays are views of mapped files, one for each segment; what is made of them is made at its first use.
Document numbers are those of the segments in a row.
"""

import math
import weakref
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.cache import Cache
from indexer.engines.arrays.documents import Documents
from indexer.engines.arrays.layout import REPORT, VALUES
from indexer.engines.arrays.part import Mask, Part
from indexer.engines.arrays.postings import Ids
from indexer.engines.arrays.values import Values, joined, values_of
from indexer.model.search import FACETS
from indexer.search.ports import Naming, Term
from indexer.settings import cache_bytes
from indexer.text.arrays import distinct
from indexer.text.lexicon import Lexicon

Floats = npt.NDArray[np.float32]
_IDFS = 8192  # terms of queries
_NOTHING: Ids = np.zeros(0, dtype=np.int32)


class Snapshot:
    """Read-only arrays over all documents."""

    def __init__(self, parts: Sequence[Part], naming: Naming = lambda name: ()) -> None:
        """Join what the segments map; `naming` says which sections name a person."""
        self._parts, self._named = parts, naming
        self._whole = [bool(part.alive.all()) for part in parts]
        self.documents = Documents(parts)
        self.size = self.documents.size
        self._cache = Cache(cache_bytes())
        own = weakref.proxy(self)  # see Documents
        self.values = lru_cache(maxsize=None)(lambda field: own._values(field))
        self.shown = lru_cache(maxsize=None)(lambda field: own._shown(field))
        self.frequency = lru_cache(maxsize=_IDFS)(lambda field, term: own._frequency(field, term))
        self.idf = lru_cache(maxsize=_IDFS)(lambda field, term: own._idf(field, term))
        self.kind_of: npt.NDArray[np.uint8] = self._joined("kind", np.uint8)
        alive = np.concatenate([*(part.alive for part in parts), np.zeros(0, dtype=np.bool_)])
        own_document = alive & (self.kind_of == REPORT)
        self.sections: Mask = alive & ~own_document
        self.section_count = int(self.sections.sum())
        self.report_docs: Ids = np.flatnonzero(own_document).astype(np.int32)
        self.report_of: Ids = (np.cumsum(own_document) - 1).astype(np.int32)

    def _joined(self, column: str, kind: Any) -> npt.NDArray[Any]:
        return np.concatenate([*(part.numbers(column) for part in self._parts), np.zeros(0, dtype=kind)])

    def mask(self, ids: Ids) -> Mask:
        """Return a boolean array over all documents, true at the ids."""
        mask = np.zeros(self.size, dtype=np.bool_)
        mask[ids] = True
        return mask

    def postings(self, field: str, term: str) -> tuple[Ids, Ids]:
        """Return (documents, frequencies) of a term; a title's term is that of each of its sections."""
        return self._cache.get((field, term), lambda: self._postings(field, term))

    def _frequency(self, field: str, term: str) -> int:
        """Count the documents with a term; where none was deleted its list need not be read."""
        if field == "title":
            return len(self.postings(field, term)[0])
        key, count = term.encode("utf-8", "surrogatepass"), 0
        for part, whole in zip(self._parts, self._whole, strict=True):
            terms = part.terms(field) if whole else None
            place = terms.find(key) if terms else -1
            if not whole:
                count += len(part.postings(field, key)[0])
            elif terms and place >= 0:
                count += terms.sizes[place]
        return count

    def titled(self, term: str) -> Ids:
        """Return the own documents of the reports whose title has a term."""
        ids, _ = self._cache.get(("titled", term), lambda: self._listed("title", term))
        return ids

    def _postings(self, field: str, term: str) -> tuple[Ids, Ids]:
        ids, counts = self._listed(field, term)
        return self._spread(ids, counts) if field == "title" else (ids, counts)

    def _listed(self, field: str, term: str) -> tuple[Ids, Ids]:
        lists = [part.postings(field, term.encode("utf-8", "surrogatepass")) for part in self._parts]
        lists = [(ids, counts) for ids, counts in lists if len(ids)]
        if not lists:
            return _NOTHING, _NOTHING
        ids, counts = (np.concatenate(arrays) for arrays in zip(*lists, strict=True))
        return ids, np.minimum(counts, 0xFFFF).astype(np.uint16)  # many are kept

    def _spread(self, docs: Ids, counts: Ids) -> tuple[Ids, Ids]:
        """Return what holds of reports for their sections."""
        places = self.report_of[docs]
        return self.sections_of(places), np.repeat(counts, self.report_sizes[places])

    def sections_of(self, reports: Ids) -> Ids:
        """Return the sections of some reports, which follow their own documents; reports ascend."""
        sizes = self.report_sizes[reports]
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        found: Ids = (np.repeat(self.report_docs[reports] + 1, sizes) + within).astype(np.int32)
        return found

    def cached(self, key: Hashable, make: Any) -> Any:
        """Return what was made of postings, kept with them."""
        return self._cache.get(key, make)

    @cached_property
    def section_ids(self) -> Ids:
        """The numbers of all sections."""
        return np.flatnonzero(self.sections).astype(np.int32)

    @cached_property
    def report_sizes(self) -> Ids:
        """Number of each report's sections."""
        places = self.report_of[self.sections]
        return np.bincount(places, minlength=len(self.report_docs)).astype(np.int32)

    @cached_property
    def aside(self) -> Mask:
        """Which sections stand aside from the text of their report."""
        found: Mask = self._joined("aside", np.uint8).astype(np.bool_)
        return found

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
            column = part.values("date")
            held = part.alive[column.docs]
            texts = np.array([value.encode() for value in column.values], dtype="S10")
            dates[self.report_of[column.docs[held] + part.offset]] = texts[column.codes[held]]
        return dates

    @cached_property
    def age_of(self) -> Ids:
        """Rank of each report's date, the oldest first."""
        return np.unique(self.date_of, return_inverse=True)[1].astype(np.int32)

    @cached_property
    def dated(self) -> Mask:
        """Which reports have a date."""
        known: Mask = self.date_of != b""
        return known

    def _values(self, field: str) -> Values:
        columns = ((part.values(field), part) for part in self._parts)
        rows = ((column, part.alive, self.report_of[part.offset :]) for column, part in columns)
        return values_of(rows, len(self.report_docs))

    def _shown(self, field: str) -> dict[str, str]:
        """Return the values of a field as written, by their keys."""
        values = self.values(field)
        return dict(zip(values.squashed, values.shown, strict=True))

    @cached_property
    def facet_values(self) -> tuple[Values, dict[str, slice]]:
        """The values of all facets of the reports as if of one field, and which of them are whose."""
        return joined({name: self.values(name) for name in VALUES if name in FACETS}, len(self.report_docs))

    @cached_property
    def by_id(self) -> dict[str, int]:
        """Which report (in the order of documents) has an id."""
        reports = {}
        for part in self._parts:
            column = part.values("report")
            for doc, code in zip(column.docs.tolist(), column.codes.tolist(), strict=True):
                if part.alive[doc]:
                    reports[column.values[code]] = int(self.report_of[doc + part.offset])
        return reports

    def number_of(self, report_id: str) -> int | None:
        """Return which report has an id, by a posting list."""
        docs, _ = self.postings("report", report_id)
        return int(self.report_of[docs[0]]) if len(docs) else None

    def naming(self, name: str) -> Ids:
        """Return the sections that name the person, under whichever name.

        Names may be those of an earlier commit, with sections that a report has no more.
        """
        pairs = [
            (report, number)
            for report_id, number in self._named(name)
            if (report := self.by_id.get(report_id)) is not None and number < self.report_sizes[report]
        ]
        if not pairs:
            return _NOTHING
        reports, numbers = np.array(pairs, dtype=np.int32).T
        return distinct(self.report_docs[reports] + 1 + numbers).astype(np.int32)

    @cached_property
    def named_elsewhere(self) -> tuple[Ids, Ids]:
        """(sections, codes): sections that name a member of a delegation in a report of another one."""
        values = self.values("person")
        sections, codes = [_NOTHING], [_NOTHING]
        for code, shown in enumerate(values.shown):
            naming = self.naming(shown)
            own = values.reports[values.codes == code]
            naming = naming[~np.isin(self.report_of[naming], own)]
            sections.append(naming)
            codes.append(np.full(len(naming), code, dtype=np.int32))
        return np.concatenate(sections), np.concatenate(codes)

    @cached_property
    def latin(self) -> Lexicon:
        """All Latin terms."""
        return Lexicon(term.decode() for part in self._parts for term in part.terms("latin") or ())

    def terms_beginning(self, field: str, prefix: str, most: int) -> Iterator[Term]:
        """Yield the most frequent terms of each segment with the prefix."""
        for number, part in enumerate(self._parts):
            if terms := part.terms(field):
                start, end = terms.bounds(prefix.encode())
                first = np.argsort(-terms.sizes.array(start, end), kind="stable")[:most]
                for place in first.tolist():
                    yield Term(field, terms[start + place].decode(), terms.sizes[start + place], number)

    def terms_holding(self, field: str, piece: str, most: int) -> Iterator[Term]:
        """Yield some terms of each segment that have the piece further in."""
        for number, part in enumerate(self._parts):
            if terms := part.terms(field):
                for place in islice(terms.holding(piece.encode()), most):
                    yield Term(field, terms[place].decode(), terms.sizes[place], number)

    def holder(self, term: Term) -> int:
        """Return a document that has the term."""
        return self._parts[term.part].holder(term.field, term.text.encode())

    @property
    def segments(self) -> list[tuple[range, int]]:
        """(documents, number of those not deleted) of each segment."""
        return [(range(p.offset, p.offset + p.size), int(p.alive.sum())) for p in self._parts]

    def _idf(self, field: str, term: str) -> float:
        """Return the inverse document frequency of a term among the sections, 0 where it has none."""
        df = self.frequency(field, term)
        return math.log1p((self.section_count - df + 0.5) / (df + 0.5)) if df else 0.0
