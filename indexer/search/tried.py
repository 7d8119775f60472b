"""What an empty answer can still say: each word by itself, the search without its filters, words near by."""

from collections.abc import Callable
from dataclasses import replace

from indexer.model.query import positive_leaves
from indexer.model.search import Request, Results, Suggestion, Tried
from indexer.search.hits import typed_as
from indexer.search.parser import parse
from indexer.search.rungs import any_words

MOST_WORDS = 6
MOST_NEAR = 6


Search = Callable[[Request], Results]
Suggest = Callable[[str], list[Suggestion]]


def tried(search: Search, suggest: Suggest, asked: Request) -> Tried:
    """Return what was sought, word by word, for a search that found nothing."""
    root = parse(asked.text).root
    leaves = dict.fromkeys(positive_leaves(any_words(root))) if root else {}
    typed = (typed_as(leaf, asked.text) for leaf in list(leaves)[:MOST_WORDS])
    words = tuple((text, _count(search, text)) for text in typed)
    bare = replace(asked, filters={}, page=1, per_page=1)
    near: dict[str, int] = {}
    for text, count in words:
        if not count:
            for length in (len(text) - 1, 2, 1):
                found = suggest(text[:length]) if 0 < length < len(text) else []
                near |= {suggestion.text: suggestion.count for suggestion in found}
                if found:
                    break
    best = sorted(near.items(), key=lambda item: -item[1])[:MOST_NEAR]
    return Tried(words, search(bare).total if asked.filters and asked.text else 0, tuple(best))


def _count(search: Search, text: str) -> int:
    found = search(Request(text, per_page=1, facets=False))
    return found.total if found.rung == "exact" else 0
