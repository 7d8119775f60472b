"""Reports to bags of counted terms, as arrays: what a worker process hands to the writer of a segment.

The same terms as `analysis.terms` gives, a batch of reports at a time.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, islice

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.postings import Ids
from indexer.model.report import Report
from indexer.search import completions
from indexer.text.analysis import cut, forms_of, parts_of, runs_in, stem, words_in
from indexer.text.fold import fold
from indexer.text.scripts import IS_CJK

_CHAR = 21  # bits of a code point
_GRAM = 2 * _CHAR
Longs = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Bag:
    """One field of a batch: for each posting the number of its term and its frequency, by document."""

    keys: list[str] | Longs  # the terms; grams as numbers, for there are a million to be merged
    which: Ids
    counts: npt.NDArray[np.uint16]
    sizes: Ids  # postings of each document

    @property
    def terms(self) -> list[str]:
        """The terms as texts."""
        return self.keys if isinstance(self.keys, list) else gram_texts(self.keys)

    @property
    def docs(self) -> Ids:
        """The document of each posting."""
        return np.repeat(np.arange(len(self.sizes), dtype=np.int32), self.sizes)


@dataclass(frozen=True, slots=True)
class ArrayBatch:
    """Analysed reports; a report's own document is followed by those of its sections in order."""

    reports: tuple[Report, ...]
    bags: dict[str, list[Bag]]  # by field
    lengths: list[int]  # characters and words of each document
    folded: list[str]  # of each document: the title, or heading and text

    @property
    def size(self) -> int:
        """Number of documents."""
        return len(self.folded)

    def under(self, reports: tuple[Report, ...]) -> "ArrayBatch":
        """Return the same batch, its reports exchanged for those with their permanent ids."""
        return replace(self, reports=reports)

    def texts(self) -> Iterator[tuple[Report, list[str]]]:
        """Yield each report with its sections' folded texts."""
        texts = iter(self.folded)
        for report in self.reports:
            next(texts)  # the title
            yield report, list(islice(texts, len(report.sections)))


def analysed(reports: Sequence[Report]) -> ArrayBatch:
    """Return the batch of these reports."""
    folded: list[str] = []
    titles: dict[int, str] = {}
    headings: dict[int, str] = {}
    complete = _Found()
    for report in reports:
        titles[len(folded)] = title = fold(report.title)
        complete.add(len(folded), completions.of_report(report))
        folded.append(title)
        for section in report.sections:
            complete.add(len(folded), completions.of_section(section))
            if section.path:  # the front's heading is the title
                headings[len(folded)] = fold(section.heading)
            folded.append(fold(section.searchable))
    bodies = {doc: text for doc, text in enumerate(folded) if doc not in titles}
    found = {name: _Found() for name in ("words", "latin", "stems", "heading", "title")}
    lengths = [0] * len(folded)
    for doc, text in bodies.items():
        runs = runs_in(text)
        parts = [parts_of(word) for word in words_in(text)]
        single = [part for several in parts for part in several]
        lengths[doc] = sum(map(len, runs)) + len(single)
        found["words"].add(doc, (word for word in cut("\n".join(runs)) if len(word) > 1))
        found["latin"].add(doc, chain.from_iterable(map(forms_of, parts)))
        found["stems"].add(doc, map(stem, single))
    for name, texts in (("heading", headings), ("title", titles)):
        for doc, text in texts.items():
            found[name].add(doc, (form for word in words_in(text) for form in forms_of(parts_of(word))))
    size = len(folded)
    bags = {name: [pairs.bag(size)] for name, pairs in (*found.items(), ("complete", complete))}
    for name, texts in (("han", bodies), ("heading", headings), ("title", titles)):
        bags.setdefault(name, []).append(gram_bag(texts, size))
    return ArrayBatch(tuple(reports), bags, lengths, folded)


class _Found:
    """Terms as they are met, document by document."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._met: list[int] = []
        self._docs: list[int] = []
        self._sizes: list[int] = []

    def add(self, doc: int, terms: Iterable[str]) -> None:
        before = len(self._met)
        self._met += map(self._numbers.__getitem__, terms)
        self._docs.append(doc)
        self._sizes.append(len(self._met) - before)

    def bag(self, size: int) -> Bag:
        docs = np.repeat(np.array(self._docs, dtype=np.uint64), np.array(self._sizes, dtype=np.int64))
        met, counts = np.unique(docs << 32 | np.array(self._met, dtype=np.uint64), return_counts=True)
        which = (met & 0xFFFFFFFF).astype(np.int32)
        return Bag(list(self._numbers), which, _short(counts), _sizes(met >> 32, size))


def gram_bag(texts: dict[int, str], size: int) -> Bag:
    """Unigrams and bigrams of the CJK runs of folded texts by document."""
    joined = "\n".join([*texts.values(), ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    lengths = np.array([len(text) + 1 for text in texts.values()], dtype=np.int64)
    docs = np.repeat(np.array(list(texts), dtype=np.uint64), lengths)
    single = docs << _GRAM | codes << _CHAR
    cjk = IS_CJK[codes]
    pairs = np.flatnonzero(cjk[:-1] & cjk[1:])
    found = np.concatenate((single[cjk], single[pairs] | codes[pairs + 1]))
    met, counts = np.unique(found, return_counts=True)
    grams, which = np.unique(met & ((1 << _GRAM) - 1), return_inverse=True)
    return Bag(grams, which.astype(np.int32), _short(counts), _sizes(met >> np.uint64(_GRAM), size))


def gram_texts(grams: Longs) -> list[str]:
    """Return what the numbers of a gram bag stand for, which are in the order of these texts."""
    firsts, seconds = (grams >> _CHAR).tolist(), (grams & ((1 << _CHAR) - 1)).tolist()
    return [chr(one) + chr(other) if other else chr(one) for one, other in zip(firsts, seconds, strict=True)]


def _short(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.uint16]:
    return np.minimum(counts, 0xFFFF).astype(np.uint16)


def _sizes(docs: Longs, size: int) -> Ids:
    return np.bincount(docs.astype(np.int64), minlength=size).astype(np.int32)
