"""Marks over a whole report, for the reading page."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from indexer.model.query import Fuzzy, Leaf, Node, Prefix, Run, positive_leaves
from indexer.model.report import Report
from indexer.model.search import Marks
from indexer.search.matching import expand, mark
from indexer.search.parser import parse
from indexer.search.rungs import all_words, any_words, telling
from indexer.search.vocabulary import Learnt, nothing_learnt, with_aliases
from indexer.text.analysis import analyze
from indexer.text.fold import fold
from indexer.text.lexicon import Lexicon

Translated = Callable[[str], Sequence[str]]  # a query → the folded words that translate it


def untranslated(text: str) -> Sequence[str]:
    """Return no word: where there is no dictionary."""
    return ()


def highlight(
    report: Report, text: str, learnt: Learnt = nothing_learnt, translated: Translated = untranslated
) -> Mapping[str, Marks]:
    """Section id → marks of the query in it, sections without any left out.

    Its other names are marked too; where none of them stands, its words are; where no word of it stands, the
    words that translate it.
    """
    root = parse(text).root
    if root is None:
        return {}
    folded = [(section.id, fold(section.heading), fold(section.text)) for section in report.sections]
    for leaves in _tried(root, text, learnt, translated):
        expansions = _expansions(leaves, report)
        marks = {
            section_id: Marks(tuple(mark(heading, leaves, expansions)), tuple(mark(body, leaves, expansions)))
            for section_id, heading, body in folded
        }
        found = {section_id: found for section_id, found in marks.items() if found.heading or found.text}
        if found:
            return found
    return {}


def _tried(root: Node, text: str, learnt: Learnt, translated: Translated) -> Iterator[list[Leaf]]:
    """Yield what may be marked, the nearest to what was typed first and translations last."""
    yield list(dict.fromkeys(positive_leaves(with_aliases(root, learnt))))
    for tree in (all_words(root), any_words(root)):
        yield telling(list(dict.fromkeys(positive_leaves(tree))))
    yield [Run(word) for word in translated(text)]


def _expansions(leaves: list[Leaf], report: Report) -> dict[Leaf, tuple[str, ...]]:
    loose = [leaf for leaf in leaves if isinstance(leaf, Prefix | Fuzzy)]
    if not loose:
        return {}
    terms = Lexicon(
        form
        for section in report.sections
        for token in analyze(section.searchable)
        if not token.cjk
        for form in token.forms
    )
    return {leaf: tuple(expand(leaf, terms)) for leaf in loose}
