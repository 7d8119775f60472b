"""Reports to bags of counted terms, as arrays: what a worker process hands to the writer of a segment.

The same terms as `analysis.terms` gives, a batch of reports at a time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer import completions
from indexer.analysis import IS_CJK, Token, analyze, stem, words
from indexer.engines.postings import Ids
from indexer.fold import fold
from indexer.report import Report

_CHAR = 21  # bits of a code point
_GRAM = 2 * _CHAR
_Longs = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Bag:
    """One field of a batch: for each posting the number of its term, its document and its frequency."""

    terms: list[str]
    which: Ids
    docs: Ids
    counts: Ids


@dataclass(frozen=True, slots=True)
class Batch:
    """Analysed reports; a report's own document is followed by those of its sections in order."""

    reports: tuple[Report, ...]
    bags: dict[str, list[Bag]]  # by field
    lengths: list[int]  # characters and words of each document
    folded: list[str]  # of each document: the title, or heading and text

    @property
    def size(self) -> int:
        """Number of documents."""
        return len(self.folded)


def analysed(reports: Sequence[Report]) -> Batch:
    """The batch of these reports."""
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
        tokens = analyze(text)
        lengths[doc] = sum(len(token.text) if token.cjk else len(token.parts) for token in tokens)
        for token in tokens:
            if token.cjk:
                found["words"].add(doc, words(token.text))
            else:
                found["latin"].add(doc, token.forms)
                found["stems"].add(doc, map(stem, token.parts))
    for name, texts in (("heading", headings), ("title", titles)):
        for doc, text in texts.items():
            for token in analyze(text):
                found[name].add(doc, _latin(token))
    bags = {name: [pairs.bag()] for name, pairs in (*found.items(), ("complete", complete))}
    for name, texts in (("han", bodies), ("heading", headings), ("title", titles)):
        bags.setdefault(name, []).append(gram_bag(texts))
    return Batch(tuple(reports), bags, lengths, folded)


def _latin(token: Token) -> tuple[str, ...]:
    return () if token.cjk else token.forms


class _Found:
    """Terms as they are met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._met: list[int] = []  # document and term in one number

    def add(self, doc: int, terms: Iterable[str]) -> None:
        numbers = self._numbers
        self._met += [doc << 32 | numbers.setdefault(term, len(numbers)) for term in terms]

    def bag(self) -> Bag:
        met, counts = np.unique(np.array(self._met, dtype=np.uint64), return_counts=True)
        return Bag(list(self._numbers), *_parts(met, 32), counts.astype(np.int32))


def gram_bag(texts: dict[int, str]) -> Bag:
    """Unigrams and bigrams of the CJK runs of folded texts by document."""
    joined = "\n".join([*texts.values(), ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    lengths = np.array([len(text) + 1 for text in texts.values()], dtype=np.int64)
    docs = np.repeat(np.array(list(texts), dtype=np.uint64), lengths) << np.uint64(_GRAM)
    cjk = IS_CJK[codes]
    pairs = np.flatnonzero(cjk[:-1] & cjk[1:])
    single = (docs | codes)[cjk]
    double = docs[pairs] | codes[pairs] << np.uint64(_CHAR) | codes[pairs + 1]
    met, counts = np.unique(np.concatenate((single, double)), return_counts=True)
    grams, which = np.unique(met & np.uint64((1 << _GRAM) - 1), return_inverse=True)
    return Bag(_texts(grams), which.astype(np.int32), _parts(met, _GRAM)[1], counts.astype(np.int32))


def _parts(met: _Longs, bits: int) -> tuple[Ids, Ids]:
    """(term, document) of numbers that hold both."""
    terms = met & np.uint64((1 << bits) - 1)
    return terms.astype(np.int32), (met >> np.uint64(bits)).astype(np.int32)


def _texts(grams: _Longs) -> list[str]:
    mask = (1 << _CHAR) - 1
    return [(chr(gram >> _CHAR) if gram >> _CHAR else "") + chr(gram & mask) for gram in grams.tolist()]
