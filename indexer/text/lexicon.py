"""A set of terms, looked up by how they begin and by how little they differ."""

import weakref
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

_KEPT = 1024  # words whose neighbours are known


class Lexicon:
    """Different terms in order."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._held = frozenset(terms)
        own = weakref.proxy(self)  # a cache that holds its owner keeps all terms for ever
        self.near = lru_cache(maxsize=_KEPT)(lambda word: own._near(word))

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._held)

    @cached_property
    def _letters(self) -> list[str]:
        return sorted(set("".join(self._held)))

    def beginning(self, prefix: str) -> list[str]:
        """Return the terms with the prefix, in order."""
        end = bisect_left(self._sorted, prefix + "\U0010ffff")
        return self._sorted[bisect_left(self._sorted, prefix) : end]

    def _near(self, word: str) -> tuple[str, ...]:
        """Return terms within one edit or transposition of the word, itself included, in order.

        All spellings so near are looked up, some thousand: fewer than there are terms.
        """
        return tuple(sorted(self._held.intersection(self._spellings(word))))

    def _spellings(self, word: str) -> Iterator[str]:
        yield word
        for place in range(len(word) + 1):
            before, after = word[:place], word[place:]
            yield before + after[1:]
            yield before + after[1:2] + after[:1] + after[2:]
            for letter in self._letters:
                yield before + letter + after
                yield before + letter + after[1:]
