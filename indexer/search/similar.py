"""More like this: sections that share a section's most telling words."""

import math
from collections import Counter

from indexer.model.query import Leaf, Run, Word
from indexer.search.ports import Ref, View
from indexer.search.ranking import Ranking
from indexer.text.analysis import analyze, words

_TELLING = 20  # words that stand for the section


def similar(view: View, report_id: str, section_id: str, most: int, ranking: Ranking) -> list[Ref]:
    """Return the most similar sections of other reports, best first; none for an unknown section."""
    report = view.report(report_id)
    section = next((one for one in report.sections if one.id == section_id), None) if report else None
    if section is None:
        return []
    return view.alike(_telling(view, section.searchable), report_id, most, ranking)


def _telling(view: View, text: str) -> list[Leaf]:
    """Return the words of greatest frequency here against their frequency in all sections."""
    counts: Counter[Leaf] = Counter()
    for token in analyze(text):
        if token.cjk:
            counts.update(Run(word) for word in words(token.text))
        elif not token.honorific and len(token.text) > 2:
            counts[Word(token.parts)] += 1
    _, sections = view.size()

    def weight(leaf: Leaf) -> float:
        field, term = ("words", leaf.text) if isinstance(leaf, Run) else ("latin", str(leaf).replace("-", ""))
        held = view.frequency(field, term)
        return counts[leaf] * math.log1p(sections / max(1, held)) if held > 1 else 0.0

    return sorted(counts, key=weight, reverse=True)[:_TELLING]
