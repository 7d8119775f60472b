"""Analysed reports to one segment of Whoosh's index: columns by document, postings all at once."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import count

import numpy as np
from whoosh.writing import SegmentWriter

from indexer.engines.arrays.bags import ArrayBatch, Bag, gram_texts
from indexer.engines.arrays.layout import report_columns, section_columns
from indexer.engines.whoosh.codec import FieldPostings
from indexer.engines.whoosh.schema import COLUMNS
from indexer.model.report import Report
from indexer.search.ranking import FIELDS

FULL = 8_000_000  # postings of a segment: some 70,000 short sections, 500 MB while they are written
_TERM, _DOC = 40, 16  # where the numbers of both begin in 64 bits, above the frequency
_DOCS, _COUNTS = (1 << _TERM - _DOC) - 1, (1 << _DOC) - 1


class SegmentBuilder:
    """Collects batches until they are written as one segment."""

    def __init__(self) -> None:
        self._fields = {name: _Postings() for name in (*FIELDS, "report", "complete")}
        self._batches: list[ArrayBatch] = []
        self._size = 0

    @property
    def reports(self) -> Iterator[Report]:
        """What is held."""
        return (report for batch in self._batches for report in batch.reports)

    @property
    def full(self) -> bool:
        """Whether it should be written before more is added."""
        return sum(len(field) for field in self._fields.values()) >= FULL

    def add(self, batch: ArrayBatch) -> None:
        """Add the batch's documents after those held."""
        for name, bags in batch.bags.items():
            for bag in bags:
                self._fields[name].add(bag, self._size)
        sizes = [1 + len(report.sections) for report in batch.reports]
        which = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        once = np.ones(batch.size, dtype=np.uint16)
        ids = Bag([report.id for report in batch.reports], which, once, once.astype(np.int32))
        self._fields["report"].add(ids, self._size)
        self._batches.append(batch)
        self._size += batch.size

    def write(self, writer: SegmentWriter) -> None:
        """Make the segment that the writer commits."""
        if not self._size:
            return
        columns = writer.perdocwriter
        doc = 0
        for batch in self._batches:
            texts = zip(batch.folded, batch.lengths, strict=True)
            for report in batch.reports:
                rows = [(report_columns(report), report.title)]
                rows += [(section_columns(report, one), one.searchable) for one in report.sections]
                for values, written in rows:
                    folded, values["length"] = next(texts)
                    values["text"] = folded, written
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
        self._bags: list[tuple[Bag, int]] = []  # and the number of its first document
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, bag: Bag, offset: int) -> None:
        self._bags.append((bag, offset))
        self._size += len(bag.which)

    def sorted(self) -> FieldPostings:
        """By term in the order of their bytes, then by document."""
        keys = [bag.keys for bag, _ in self._bags]
        several = [np.zeros(0, np.uint64), *(grams for grams in keys if not isinstance(grams, list))]
        grams, numbers = np.unique(np.concatenate(several), return_inverse=True)
        words: defaultdict[str, int] = defaultdict(count(len(grams)).__next__)
        met, begin = [], 0
        for (bag, first), own in zip(self._bags, keys, strict=True):
            if isinstance(own, list):
                known = np.fromiter(map(words.__getitem__, own), np.int64, len(own))
            else:
                known = numbers[begin : begin + len(own)]
                begin += len(own)
            met.append((known[bag.which], bag.docs + first, bag.counts))
        terms = [*gram_texts(grams), *words]
        order = sorted(range(len(terms)), key=terms.__getitem__)  # as their UTF-8 is ordered
        rank = np.empty(len(terms), dtype=np.uint64)
        rank[order] = np.arange(len(terms), dtype=np.uint64)
        place = np.concatenate(
            [rank[which] << _TERM | docs.astype(np.uint64) << _DOC | counts for which, docs, counts in met]
        )
        place.sort()
        return FieldPostings(
            terms=[terms[number].encode("utf-8", "surrogatepass") for number in order],
            first=np.searchsorted(place, np.arange(len(terms), dtype=np.uint64) << _TERM),
            ids=(place >> _DOC & _DOCS).astype(np.int32),
            counts=(place & _COUNTS).astype(np.int32),
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
        """Answer Whoosh, which calls this; there is nothing on disk."""
