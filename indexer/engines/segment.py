"""Analysed reports to one segment of Whoosh's index: columns by document, postings all at once."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from whoosh.writing import SegmentWriter

from indexer.engines.bags import Bag, Batch
from indexer.engines.codec import FieldPostings
from indexer.report import Report
from indexer.schema import COLUMNS, WEIGHTS, report_columns, section_columns

FULL = 8_000_000  # postings of a segment: some 70,000 short sections, 500 MB while they are written


class SegmentBuilder:
    """Collects batches until they are written as one segment."""

    def __init__(self) -> None:
        self._fields = {name: _Postings() for name in (*WEIGHTS, "report", "complete")}
        self._batches: list[Batch] = []
        self._size = 0

    @property
    def reports(self) -> Iterator[Report]:
        """What is held."""
        return (report for batch in self._batches for report in batch.reports)

    @property
    def full(self) -> bool:
        """Whether it should be written before more is added."""
        return sum(len(field) for field in self._fields.values()) >= FULL

    def add(self, batch: Batch) -> None:
        """Adds the batch's documents after those held."""
        for name, bags in batch.bags.items():
            for bag in bags:
                self._fields[name].add(bag, self._size)
        sizes = [1 + len(report.sections) for report in batch.reports]
        which = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        docs = np.arange(batch.size, dtype=np.int32)
        ids = Bag([report.id for report in batch.reports], which, docs, np.ones_like(docs))
        self._fields["report"].add(ids, self._size)
        self._batches.append(batch)
        self._size += batch.size

    def write(self, writer: SegmentWriter) -> None:
        """Makes the segment that the writer commits."""
        if not self._size:
            return
        columns = writer.perdocwriter
        doc = 0
        for batch in self._batches:
            texts = zip(batch.folded, batch.lengths, strict=True)
            for report in batch.reports:
                for values in (report_columns(report), *map(section_columns, report.sections)):
                    values["folded"], values["length"] = next(texts)
                    columns.start_doc(doc)
                    for name, value in values.items():
                        columns.add_column_value(name, COLUMNS[name], value)
                    columns.finish_doc()
                    doc += 1
        writer.docnum, writer._added = doc, True
        writer.pool = _Pool(self._fields)  # type: ignore[assignment, unused-ignore]


class _Postings:
    """The postings of one field, as they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._which: list[npt.NDArray[np.uint32]] = []
        self._docs: list[npt.NDArray[np.uint32]] = []
        self._counts: list[npt.NDArray[np.uint16]] = []
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, bag: Bag, offset: int) -> None:
        numbers = self._numbers
        known = np.array([numbers.setdefault(term, len(numbers)) for term in bag.terms], dtype=np.uint32)
        self._which.append(known[bag.which])
        self._docs.append((bag.docs + offset).astype(np.uint32))
        self._counts.append(np.minimum(bag.counts, 0xFFFF).astype(np.uint16))
        self._size += len(bag.docs)

    def sorted(self) -> FieldPostings:
        """By term in the order of their bytes, then by document."""
        terms = sorted(self._numbers)  # code points and their UTF-8 are in the same order
        rank = np.empty(len(terms), dtype=np.uint64)
        rank[[self._numbers[term] for term in terms]] = np.arange(len(terms), dtype=np.uint64)
        place = rank[np.concatenate(self._which)] << np.uint64(32)
        place |= np.concatenate(self._docs)
        order = np.argsort(place)
        place = place[order]
        return FieldPostings(
            terms=[term.encode("utf-8", "surrogatepass") for term in terms],
            first=np.searchsorted(place, np.arange(len(terms), dtype=np.uint64) << np.uint64(32)),
            ids=(place & np.uint64(0xFFFFFFFF)).astype(np.int32),
            counts=np.concatenate(self._counts)[order].astype(np.int32),
        )


class _Pool:
    """Stands in for the pool in which Whoosh sorts postings one by one."""

    def __init__(self, postings: dict[str, _Postings]) -> None:
        self._postings = postings

    def iter_postings(self) -> Iterator[tuple[str, FieldPostings]]:
        """Each field with all its postings, in the order of names."""
        for name in sorted(self._postings):
            if len(self._postings[name]):
                yield name, self._postings.pop(name).sorted()

    def cleanup(self) -> None:
        """Called by Whoosh; there is nothing on disk."""
