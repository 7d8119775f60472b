"""More like this: sections that share a section's most telling words."""

from collections import Counter

import numpy as np

from indexer.engines.arrays.postings import Ids
from indexer.engines.arrays.score import Scorer
from indexer.engines.arrays.snapshot import Snapshot
from indexer.model.query import Leaf, Run, Word
from indexer.text.analysis import analyze, words

_TELLING = 20  # words that stand for the section


def similar(snapshot: Snapshot, report_id: str, section_id: str, most: int) -> Ids:
    """Documents of the most similar sections of other reports, best first; none for an unknown section."""
    docs = snapshot.documents_of(report_id)
    doc = next((doc for doc in docs if snapshot.section(doc).id == section_id), None)
    if doc is None:
        return np.array([], dtype=np.int32)
    scorer = Scorer(snapshot, _telling(snapshot, snapshot.section(doc).searchable), {})
    others = snapshot.sections.copy()
    others[docs] = False
    ids = np.flatnonzero(others).astype(np.int32)
    scores = scorer.bm25(ids)
    best = np.argsort(-scores, kind="stable")[:most]
    return ids[best[scores[best] > 0]]


def _telling(snapshot: Snapshot, text: str) -> list[Leaf]:
    """The words of greatest frequency here against their frequency in all sections."""
    counts: Counter[Leaf] = Counter()
    for token in analyze(text):
        if token.cjk:
            counts.update(Run(word) for word in words(token.text))
        elif not token.honorific and len(token.text) > 2:
            counts[Word(token.parts)] += 1

    def weight(leaf: Leaf) -> float:
        field, term = ("words", leaf.text) if isinstance(leaf, Run) else ("latin", str(leaf).replace("-", ""))
        held = len(snapshot.postings(field, term)[0])
        return counts[leaf] * float(np.log1p(snapshot.section_count / max(1, held))) if held > 1 else 0.0

    return sorted(counts, key=weight, reverse=True)[:_TELLING]
