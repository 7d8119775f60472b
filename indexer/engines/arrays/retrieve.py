"""From a query tree to the set of sections that satisfy it.

A CJK run is complete and exact: its bigrams give candidates, its folded text decides (Ctrl-F).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

import numpy as np

from indexer.engines.arrays.part import Mask
from indexer.engines.arrays.postings import Ids
from indexer.engines.arrays.sets import common, either, without
from indexer.engines.arrays.snapshot import Snapshot
from indexer.model.query import (
    And,
    Filter,
    Fuzzy,
    InField,
    InReport,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Run,
    Word,
)
from indexer.model.report import KINDS
from indexer.search.matching import Expansions, occurs
from indexer.search.parser import UNDATED, date_range
from indexer.search.readings import filed_key
from indexer.text.arrays import distinct
from indexer.text.fold import fold

_READ = 200  # postings that are decoded in the time of verifying one section
_PREFIXED = 1000  # words of titles with a prefix, of more all titles are read
_EMPTY: Ids = np.array([], dtype=np.int32)


class Retrieval:
    """Evaluates one query on one snapshot: sets of sections are their sorted numbers, None is all of them."""

    def __init__(self, snapshot: Snapshot, expansions: Expansions) -> None:
        """Evaluate on this snapshot; `expansions` has the terms of prefixes and fuzzy words."""
        self.snapshot, self.expansions = snapshot, expansions

    def filtered(self, filters: Mapping[str, tuple[str, ...]]) -> Ids | None:
        """Return the sections that pass all filters."""
        within = None
        for name, values in filters.items():
            within = self.select(Or(tuple(Filter(name, value) for value in values)), within)
        return within

    def every(self, within: Ids | None) -> Ids:
        """Return the numbers of the sections, of all for None."""
        return self.snapshot.section_ids if within is None else within

    def select(self, node: Node, within: Ids | None) -> Ids:
        """Sections of `within` that satisfy the tree."""
        match node:
            case Run(text):
                return self._run(text, within)
            case Word(parts):
                return self._word(parts, node, within)
            case Phrase(parts, _):
                return self._verified(node, self._all(parts, within))
            case Prefix() | Fuzzy():
                return self._any_term("latin", self.expansions.get(node, ()), within)
            case And(nodes):
                return self._all(sorted(nodes, key=_cost), within)
            case Or(nodes):
                return either(self.snapshot, [self.select(inner, within) for inner in nodes])
            case Not(inner):
                return without(self.snapshot, self.every(within), self.select(inner, within))
            case InReport(inner):
                return self._both(self._in_report(inner), within)
            case InField("heading", inner):
                return self._in_heading(inner, self.select(inner, within))
            case InField(_, inner):
                return self._both(self._in_title(inner), within)
            case Filter(field, value):
                return self._filter(field, value, within)
        raise AssertionError(node)

    def _all(self, nodes: Sequence[Node], within: Ids | None) -> Ids:
        for node in nodes:
            within = self.select(node, within)
            if not len(within):
                break
        return self.every(within)

    def _held(self, field: str, term: str) -> Ids:
        """Return the sections with a term."""
        return self.snapshot.postings(field, term)[0]

    def _both(self, ids: Ids, within: Ids | None) -> Ids:
        return ids if within is None else common(self.snapshot, ids, within)

    def _run(self, text: str, within: Ids | None) -> Ids:
        snapshot = self.snapshot
        if len(text) <= 2:
            return self._both(self._held("han", text), within)
        if within is not None and 2 * len(within) < snapshot.section_count:  # fewer to read, but none to keep
            return self._holding(text, within)
        (ids,) = snapshot.cached(("run", text), lambda: (self._holding(text, None),))
        return self._both(ids, within)

    def _holding(self, text: str, within: Ids | None) -> Ids:
        """Return the sections with a run: those with its rarest pairs, as many as it pays, verified."""
        first, *others = sorted(_pairs(text), key=lambda pair: self.snapshot.frequency("han", pair))
        ids = self._both(self._held("han", first), within)
        for pair in others:
            if len(ids) * _READ < self.snapshot.frequency("han", pair):
                break
            ids = common(self.snapshot, ids, self._held("han", pair))
        return self.snapshot.documents.holding(ids, text)

    def _word(self, parts: tuple[str, ...], word: Word, within: Ids | None) -> Ids:
        if len(parts) == 1:
            return self._any_term("latin", parts, within)
        apart = within
        for part in parts:
            apart = self._any_term("latin", (part,), apart)
        joined = self._any_term("latin", ("".join(parts),), within)
        return self._verified(word, either(self.snapshot, [self.every(apart), joined]))

    def _any_term(self, field: str, terms: Iterable[str], within: Ids | None) -> Ids:
        return self._both(either(self.snapshot, [self._held(field, term) for term in terms]), within)

    def _verified(self, leaf: Leaf, ids: Ids) -> Ids:
        return self._kept(ids, lambda folded: occurs(leaf, folded, self.expansions))

    def _in_heading(self, node: Node, ids: Ids) -> Ids:
        return self._kept(ids, lambda folded: occurs(node, folded.partition("\n")[0], self.expansions))

    def _kept(self, ids: Ids, test: Callable[[str], bool]) -> Ids:
        kept = [doc for doc, folded in self.snapshot.documents.folded(ids) if test(folded)]
        return np.array(kept, dtype=np.int32)

    def _in_report(self, node: Node) -> Ids:
        reports = self.snapshot.report_of[self.select(node, None)]  # ascending, as sections stand in them
        return self.snapshot.sections_of(distinct(reports))

    def _in_title(self, node: Node) -> Ids:
        docs = self._titles(node)
        docs = self.snapshot.report_docs if docs is None else docs
        kept = self._kept(docs, lambda title: occurs(node, title, self.expansions))
        return self.snapshot.sections_of(self.snapshot.report_of[kept])

    def _titles(self, node: Node) -> Ids | None:
        """Return the own documents of the reports whose title has all terms of a tree; None for any."""
        titled = self.snapshot.titled
        match node:
            case Run(text):
                return self._meet(list(map(titled, _pairs(text))))
            case Word(parts):
                apart = self._meet([titled(part) for part in parts])
                return either(self.snapshot, [apart, titled("".join(parts))]) if apart is not None else None
            case Prefix(text):
                terms = self.snapshot.terms_beginning("title", text, _PREFIXED)
                words = list(dict.fromkeys(term.text for term in terms))
                return either(self.snapshot, list(map(titled, words))) if len(words) < _PREFIXED else None
            case And(parts) | Phrase(parts):
                return self._meet([self._titles(part) for part in parts])
            case Or(nodes):
                several = [self._titles(inner) for inner in nodes]
                some = [ids for ids in several if ids is not None]
                return either(self.snapshot, some) if len(some) == len(several) else None
            case _:
                return None

    def _meet(self, several: Sequence[Ids | None]) -> Ids | None:
        """Return the documents that are in all of the sets, the shortest first; None for any."""
        found: Ids | None = None
        for ids in sorted((ids for ids in several if ids is not None), key=len):
            found = self._both(ids, found)
        return found

    def _of_reports(self, reports: Mask) -> Mask:
        if not len(reports):
            return np.zeros(self.snapshot.size, dtype=np.bool_)
        return self.snapshot.sections & reports[self.snapshot.report_of]

    def _filter(self, field: str, value: str, within: Ids | None) -> Ids:
        if field in ("year", "date") and not date_range(field, value):
            return _EMPTY
        passing, ids = self.snapshot.cached(("filter", field, value), lambda: self._filed(field, value))
        return cast(Ids, ids if within is None else within[passing[within]])

    def _filed(self, field: str, value: str) -> tuple[Mask, Ids]:
        passing = self.snapshot.sections & self._passing(field, value)
        return passing, np.flatnonzero(passing).astype(np.int32)

    def _passing(self, field: str, value: str) -> Mask:
        snapshot = self.snapshot
        if field == "kind":
            wanted = fold(value)
            codes = [code for code, kind in enumerate(KINDS) if fold(kind) == wanted]
            return np.isin(snapshot.kind_of, codes)
        if field in ("year", "date") and (bounds := date_range(field, value)):
            return self._dated(*bounds)
        wanted = filed_key(field, value)
        values = snapshot.values(field)
        codes = [code for code, known in enumerate(values.squashed) if known == wanted]
        naming = snapshot.naming(value) if field == "person" else _EMPTY
        if not codes and not len(naming) and field != "report":
            codes = [code for code, known in enumerate(values.squashed) if wanted in known]
        return self._of_reports(values.holding(codes, len(snapshot.report_docs))) | snapshot.mask(naming)

    def _dated(self, first: str, last: str) -> Mask:
        dates = self.snapshot.date_of
        if (first, last) == UNDATED:
            return self._of_reports(dates == b"")
        within = (dates >= first.encode()) & (dates != b"")
        return self._of_reports(within & (dates.astype(f"S{len(last)}") <= last.encode()))


def _pairs(text: str) -> set[str]:
    """Return the pairs of neighbours in a run; the run itself where it is a single character."""
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def _cost(node: Node) -> int:
    """Filter first, what must be verified in the text later, negations last."""
    match node:
        case Filter():
            return 0
        case Word() | Prefix() | Fuzzy():
            return 1
        case Run(text):
            return 2 if len(text) <= 2 else 3
        case Not():
            return 5
        case _:
            return 4
