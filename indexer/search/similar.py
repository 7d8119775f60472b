"""More like this: sections that share a section's most telling words, and those that say the like.

The two orders are fused by reciprocal ranks (Cormack, Clarke and Büttcher 2009): neither scale matters.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from indexer.model.query import Leaf, Run, Word
from indexer.search.ports import Meaning, Meant, Ref, View
from indexer.search.ranking import Ranking
from indexer.text.analysis import analyze, words

_TELLING = 20  # words that stand for the section
_RANKS = 60  # that a place further down counts as little more than the next, as in the paper
_DEPTH = 4  # times the sections wanted, that are looked at in each order


def similar(
    view: View, meaning: Meaning | None, report_id: str, section_id: str, most: int, ranking: Ranking
) -> list[Ref | Meant]:
    """Return the most similar sections of other reports, best first; none for an unknown section.

    A section that words find too is given by its number alone.
    """
    report = view.report(report_id)
    ids = [section.id for section in report.sections] if report else []
    if report is None or section_id not in ids:
        return []
    number = ids.index(section_id)
    telling = _telling(view, report.sections[number].searchable)
    by_words = view.alike(telling, report_id, _DEPTH * most, ranking)
    meant = _meant(view, meaning, report_id, number, _DEPTH * most)
    scores: defaultdict[Ref, float] = defaultdict(float)
    for order in (by_words, [one.ref for one in meant]):
        for rank, ref in enumerate(order):
            scores[ref] += 1 / (_RANKS + rank)
    near = {one.ref: one for one in meant if one.ref not in by_words}
    best = sorted(scores, key=lambda ref: -scores[ref])[:most]
    return [near.get(ref, ref) for ref in best]


def _meant(view: View, meaning: Meaning | None, report_id: str, number: int, most: int) -> Sequence[Meant]:
    if meaning is None or not meaning.ready:
        return ()
    first, size = next((first, size) for id_, first, size in view.reports() if id_ == report_id)
    return meaning.alike(first + number, range(first, first + size), most)


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
