"""Did you mean: what the index holds that is one slip away from what was typed.

Latin words: one edit or transposition. Chinese runs: one character exchanged, as scanners do (水湳 ↔
水滸); a run of three, for a word, and only when no section has the run. Offered beside the hits, never
mixed with them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial, reduce
from itertools import accumulate

from indexer.engines.arrays.retrieve import Retrieval, common
from indexer.engines.arrays.snapshot import Snapshot
from indexer.model.query import Leaf, Phrase, Run, Word
from indexer.text.scripts import IS_CJK

FEW = 5  # sections; with more literal hits nothing is offered
SHORTEST_RUN, LONGEST_RUN = 3, 10  # characters; many others are near the shortest
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
        elif isinstance(leaf, Run) and _may_be_a_slip(retrieval, leaf):
            near = _near_runs(retrieval.snapshot, leaf.text)
        else:
            continue
        for shown, count in near:
            rewritten = text.replace(str(leaf), shown, 1)
            if rewritten != text:
                found[rewritten] = max(found[rewritten], count)
    return tuple(rewritten for rewritten, _ in found.most_common(_MOST))


def _may_be_a_slip(retrieval: Retrieval, run: Run) -> bool:
    """Whether hardly a section of all holds the run, filtered or not.

    For the shortest: none, and it has no other names, as what is known has.
    """
    if not SHORTEST_RUN <= len(run.text) <= LONGEST_RUN:
        return False
    shortest = len(run.text) == SHORTEST_RUN
    few = int(retrieval.select(run, retrieval.snapshot.sections).sum()) <= (0 if shortest else FEW)
    return few and not (shortest and retrieval.snapshot.wider(run) != run)


def _near_words(retrieval: Retrieval, word: str) -> Iterable[tuple[str, int]]:
    if len(word) < SHORTEST_WORD or any(char.isdigit() for char in word):
        return
    own = len(retrieval.snapshot.postings("latin", word)[0])
    for term in retrieval.snapshot.latin.near(word):
        if term != word:
            count = len(retrieval.snapshot.postings("latin", term)[0])
            if count >= own:
                yield term, count


def _near_runs(snapshot: Snapshot, run: str) -> Iterable[tuple[str, int]]:
    """Runs that differ in one character, and how many sections hold them."""
    found: tuple[tuple[str, int], ...] = snapshot.cached(("near", run), lambda: tuple(_sought(snapshot, run)))
    return found


def _sought(snapshot: Snapshot, run: str) -> Iterator[tuple[str, int]]:
    found: Counter[str] = Counter()
    holder: dict[str, int] = {}  # a section that has it
    both = partial(common, snapshot=snapshot)
    pairs = [snapshot.postings("han", run[i : i + 2])[0] for i in range(len(run) - 1)]
    ends = [
        snapshot.postings("han", char)[0] if len(run) == SHORTEST_RUN else None for char in (run[0], run[-1])
    ]
    # sections with all pairs of the first and of the last so many characters
    rows = zip(ends, (pairs, reversed(pairs)), strict=True)
    first, last = ([None, end, *accumulate(row, both)] for end, row in rows)
    for place in range(len(run)):
        before, after = run[:place], run[place + 1 :]
        sides = (side for side in (first[len(before)], last[len(after)]) if side is not None)
        ids = reduce(both, sides)[:_READ]
        for doc, char in snapshot.between(ids, before, after):
            if char != run[place] and IS_CJK[ord(char)]:
                near = before + char + after
                found[near] += 1
                holder.setdefault(near, doc)
    if len(run) == SHORTEST_RUN:
        found = Counter({near: count for near, count in found.items() if snapshot.idf("words", near)})
    for near, count in found.most_common(_MOST):
        start = snapshot.text(holder[near]).index(near)
        yield snapshot.section(holder[near]).searchable[start : start + len(run)], count
