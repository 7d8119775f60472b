"""From a query tree to the set of sections that satisfy it.

A CJK run is complete and exact: its bigrams give candidates, its folded text decides (Ctrl-F).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

import numpy as np

from indexer.engines.arrays.part import Mask
from indexer.engines.arrays.postings import Ids
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
from indexer.text.fold import fold

_FEW = 16  # sections that are sooner read than sought in further posting lists
_EMPTY: Ids = np.array([], dtype=np.int32)


class Retrieval:
    """Evaluates one query on one snapshot."""

    def __init__(self, snapshot: Snapshot, expansions: Expansions) -> None:
        """Evaluate on this snapshot; `expansions` has the terms of prefixes and fuzzy words."""
        self.snapshot, self.expansions = snapshot, expansions

    def filtered(self, filters: Mapping[str, tuple[str, ...]]) -> Mask:
        """Return the sections that pass all filters."""
        within = self.snapshot.sections
        for name, values in filters.items():
            within = within & self.select(Or(tuple(Filter(name, value) for value in values)), within)
        return within

    def select(self, node: Node, within: Mask) -> Mask:
        """Sections of `within` that satisfy the tree."""
        match node:
            case Run(text):
                return self._run(text, within)
            case Word(parts):
                return self._word(parts, node, within)
            case Phrase(parts, _):
                return self._verified(node, self._all(parts, within))
            case Prefix() | Fuzzy():
                return within & self._any_term("latin", self.expansions.get(node, ()))
            case And(nodes):
                return self._all(sorted(nodes, key=_cost), within)
            case Or(nodes):
                found = np.zeros_like(within)
                for inner in nodes:
                    found |= self.select(inner, within & ~found)
                return found
            case Not(inner):
                return within & ~self.select(inner, within)
            case InReport(inner):
                return within & self._in_report(inner)
            case InField("heading", inner):
                return self._in_heading(inner, self.select(inner, within))
            case InField(_, inner):
                return within & self._in_title(inner)
            case Filter(field, value):
                return within & self._filter(field, value)
        raise AssertionError(node)

    def _all(self, nodes: Sequence[Node], within: Mask) -> Mask:
        for node in nodes:
            if not within.any():
                break
            within = self.select(node, within)
        return within

    def _run(self, text: str, within: Mask) -> Mask:
        snapshot = self.snapshot
        if 2 * np.count_nonzero(within) < snapshot.section_count:  # fewer to read, but no answer to keep
            return snapshot.mask(self._holding(text, within))
        (ids,) = snapshot.cached(("run", text), lambda: (self._holding(text, snapshot.sections),))
        return within & snapshot.mask(ids)

    def _holding(self, text: str, within: Mask) -> Ids:
        terms = [text] if len(text) == 1 else [text[i : i + 2] for i in range(len(text) - 1)]
        lists = sorted((self.snapshot.postings("han", term)[0] for term in dict.fromkeys(terms)), key=len)
        ids = lists[0][within[lists[0]]]
        for other in lists[1:]:
            if len(ids) <= _FEW:
                break
            ids = common(ids, other, self.snapshot)
        return ids if len(text) <= 2 else self.snapshot.documents.holding(ids, text)

    def _word(self, parts: tuple[str, ...], word: Word, within: Mask) -> Mask:
        if len(parts) == 1:
            return within & self._any_term("latin", parts)
        apart = within.copy()
        for part in parts:
            apart &= self._any_term("latin", (part,))
        return self._verified(word, apart | (within & self._any_term("latin", ("".join(parts),))))

    def _any_term(self, field: str, terms: Iterable[str]) -> Mask:
        ids = [self.snapshot.postings(field, term)[0] for term in terms]
        return self.snapshot.mask(np.concatenate(ids) if ids else _EMPTY)

    def _verified(self, leaf: Leaf, within: Mask) -> Mask:
        return self._kept(within, lambda folded: occurs(leaf, folded, self.expansions))

    def _in_heading(self, node: Node, within: Mask) -> Mask:
        return self._kept(within, lambda folded: occurs(node, folded.partition("\n")[0], self.expansions))

    def _kept(self, within: Mask, test: Callable[[str], bool]) -> Mask:
        ids = np.flatnonzero(within)
        kept = [doc for doc, folded in self.snapshot.documents.folded(ids) if test(folded)]
        return self.snapshot.mask(np.array(kept, dtype=np.int32))

    def _in_report(self, node: Node) -> Mask:
        reports = np.zeros(len(self.snapshot.report_docs), dtype=np.bool_)
        reports[self.snapshot.report_of[self.select(node, self.snapshot.sections)]] = True
        return self._of_reports(reports)

    def _in_title(self, node: Node) -> Mask:
        docs = self.snapshot.report_docs
        found = [occurs(node, title, self.expansions) for _, title in self.snapshot.documents.folded(docs)]
        return self._of_reports(np.array(found, dtype=np.bool_))

    def _of_reports(self, reports: Mask) -> Mask:
        if not len(reports):
            return np.zeros(self.snapshot.size, dtype=np.bool_)
        return self.snapshot.sections & reports[self.snapshot.report_of]

    def _filter(self, field: str, value: str) -> Mask:
        if field in ("year", "date") and not date_range(field, value):
            return np.zeros(self.snapshot.size, dtype=np.bool_)
        (passing,) = self.snapshot.cached(("filter", field, value), lambda: (self._passing(field, value),))
        return cast(Mask, passing)

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


def common(ids: Ids, others: Ids, snapshot: Snapshot) -> Ids:
    """Ids that are among both; both ascend."""
    ids, others = sorted((ids, others), key=len)
    if len(others) > 32 * len(ids):
        places = np.minimum(np.searchsorted(others, ids), len(others) - 1)
        kept = others[places] == ids
    else:
        kept = snapshot.mask(others)[ids]
    both: Ids = ids[kept]
    return both


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
