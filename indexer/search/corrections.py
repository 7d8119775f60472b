"""Did you mean: what the index holds that is one slip away from what was typed.

Latin words: one edit or transposition. Chinese runs: one character exchanged, as scanners do (水湳 ↔
水滸); a run of three, for a word, and only when no section has the run. What has hits is right if it is made
of words, and hardly a slip unless the other is several times as frequent. Offered beside the hits, never
mixed with them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from indexer.model.query import Leaf, Phrase, Run, Word
from indexer.search.ports import View
from indexer.search.vocabulary import OtherNames
from indexer.text.analysis import cut

FEW = 5  # sections; with more literal hits nothing is offered
SHORTEST_RUN, LONGEST_RUN = 3, 10  # characters; many others are near the shortest
SHORTEST_WORD = 4  # letters
_SEVERAL = 3  # times as many sections as what was typed
_MOST = 3
_LOOKED_AT = 6  # leaves of the query


def corrections(view: View, others: OtherNames, leaves: list[Leaf], text: str) -> tuple[str, ...]:
    """Return rewritten queries, first those whose rewritten word or run stands in the most sections."""
    near: Counter[str] = Counter()
    parts = [part for leaf in leaves for part in (leaf.parts if isinstance(leaf, Phrase) else (leaf,))]
    for leaf in parts[:_LOOKED_AT]:
        if isinstance(leaf, Word) and len(leaf.parts) == 1:
            alike = _near_words(view, leaf.parts[0])
        elif isinstance(leaf, Run) and _may_be_a_slip(view, others, leaf):
            alike = _near_runs(view, leaf.text)
        else:
            continue
        for shown, count in alike:
            rewritten = text.replace(str(leaf), _cased(shown, str(leaf)), 1)
            if rewritten != text:
                near[rewritten] = max(near[rewritten], count)
    return tuple(rewritten for rewritten, _ in near.most_common(_MOST))


def _cased(word: str, typed: str) -> str:
    """Return a folded word with the capitals of what was typed."""
    return word.upper() if typed.isupper() else word.capitalize() if typed[:1].isupper() else word


def _may_be_a_slip(view: View, others: OtherNames, run: Run) -> bool:
    """Tell whether hardly a section of all holds the run, filtered or not, and it is no row of words.

    For the shortest: none, and it has no other names, as what is known has.
    """
    if not SHORTEST_RUN <= len(run.text) <= LONGEST_RUN:
        return False
    own = view.count(run, {})
    if own > FEW or (own and _in_words(run.text)):
        return False
    return len(run.text) > SHORTEST_RUN or not (own or others.wider(run) != run)


def _near_words(view: View, word: str) -> Iterable[tuple[str, int]]:
    if len(word) < SHORTEST_WORD or any(char.isdigit() for char in word):
        return
    own = view.frequency("latin", word)
    for term in view.latin.near(word):
        if term != word:
            count = view.frequency("latin", term)
            if count >= max(own * _SEVERAL, 1):  # the terms of an index may be of reports that are gone
                yield term, count


def _near_runs(view: View, run: str) -> Iterator[tuple[str, int]]:
    """Yield runs that differ in one character, as they are written, and how many sections hold them."""
    least = _SEVERAL * view.count(Run(run), {})
    once = 2 if _in_words(run) else 1  # what stands once and is no row of words corrects none
    near = [one for one in view.runs_near(run) if one[1] >= least and (one[1] >= once or _in_words(one[0]))]
    if len(run) == SHORTEST_RUN:
        near = [(text, count, holder) for text, count, holder in near if view.frequency("words", text)]
    for text, count, holder in sorted(near, key=lambda row: -row[1])[:_MOST]:
        stored = view.stored(holder)
        start = stored.folded.index(text)
        yield stored.section.searchable[start : start + len(run)], count


def _in_words(run: str) -> bool:
    """Tell whether a run is a row of words that a dictionary has."""
    return all(len(word) > 1 for word in cut(run))
