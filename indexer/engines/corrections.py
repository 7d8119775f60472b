"""Did you mean: what the index holds that is one slip away from what was typed.

Latin words: one edit or transposition. Chinese runs of four and more characters: one character
exchanged, as scanners do (水湳 ↔ 水滸). Offered beside the hits, never mixed with them.
"""

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np

from indexer.analysis import IS_CJK
from indexer.engines.retrieve import Retrieval
from indexer.query import Leaf, Phrase, Run, Word

FEW = 5  # sections; with more literal hits nothing is offered
SHORTEST_RUN, LONGEST_RUN = 4, 10  # characters
SHORTEST_WORD = 4  # letters
_MOST = 3
_LOOKED_AT = 6  # leaves of the query
_READ = 2000  # candidate sections read for one pattern


def corrections(retrieval: Retrieval, leaves: list[Leaf], text: str) -> tuple[str, ...]:
    """Rewritten queries, first those whose rewritten word or run stands in the most sections."""
    found: Counter[str] = Counter()
    parts = [part for leaf in leaves for part in (leaf.parts if isinstance(leaf, Phrase) else (leaf,))]
    for leaf in parts[:_LOOKED_AT]:
        if isinstance(leaf, Word) and len(leaf.parts) == 1:
            near = _near_words(retrieval, leaf.parts[0])
        elif isinstance(leaf, Run) and SHORTEST_RUN <= len(leaf.text) <= LONGEST_RUN:
            near = _near_runs(retrieval, leaf.text)
        else:
            continue
        for shown, count in near:
            rewritten = text.replace(str(leaf), shown, 1)
            if rewritten != text:
                found[rewritten] = max(found[rewritten], count)
    return tuple(rewritten for rewritten, _ in found.most_common(_MOST))


def _near_words(retrieval: Retrieval, word: str) -> Iterator[tuple[str, int]]:
    if len(word) < SHORTEST_WORD or any(char.isdigit() for char in word):
        return
    own = len(retrieval.snapshot.postings("latin", word)[0])
    for term in retrieval.snapshot.latin.near(word):
        if term != word:
            count = len(retrieval.snapshot.postings("latin", term)[0])
            if count >= own:
                yield term, count


def _near_runs(retrieval: Retrieval, run: str) -> Iterator[tuple[str, int]]:
    """Runs that differ in one character, by the sections that hold them."""
    found: Counter[str] = Counter()
    for place in range(len(run)):
        pairs = [run[i : i + 2] for i in range(len(run) - 1) if place not in (i, i + 1)]
        within = retrieval.snapshot.sections
        for pair in pairs:
            within = within & retrieval.select(Run(pair), within)
        ids = np.flatnonzero(within)[:_READ]
        pattern = re.compile(f"(?={run[:place]}(.){run[place + 1 :]})")
        for doc, folded in retrieval.snapshot.folded(ids):
            starts = (match.start() for match in pattern.finditer(folded) if IS_CJK[ord(match[1])])
            start = next(starts, -1)
            if start >= 0 and not folded.startswith(run, start):
                shown = retrieval.snapshot.section(doc).searchable[start : start + len(run)]
                found[shown] += 1
    yield from found.most_common(_MOST)
