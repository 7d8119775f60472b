"""Chinese words: rjieba, jieba's algorithm in Rust, or jieba itself where rjieba is not installed.

Both with HMM off, whose cuts depend on context, and with the same words and frequencies: their tokens are
the same, and a test holds them so.
"""

import logging
import threading
from functools import cache
from importlib.util import find_spec
from typing import Protocol


class Segmenter(Protocol):
    """What cuts a run into words."""

    def cut(self, text: str) -> list[str]:
        """Return all of the text, in words."""

    def parts(self, word: str) -> list[str]:
        """Return the shorter words that a word is made of, side by side."""

    def add(self, word: str, frequency: int) -> None:
        """Take in a further word."""


class Jieba:
    """The reference."""

    def __init__(self) -> None:
        import jieba  # its warnings and second of loading only where it is used

        jieba.setLogLevel(logging.WARNING)
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.initialize()

    def cut(self, text: str) -> list[str]:
        """Return all of the text, in words."""
        return list(self._tokenizer.cut(text, HMM=False))

    def parts(self, word: str) -> list[str]:
        """Return the shorter words that a word is made of, side by side."""
        return _side_by_side(word, set(self._tokenizer.cut_for_search(word, HMM=False)))

    def add(self, word: str, frequency: int) -> None:
        """Take in a further word."""
        self._tokenizer.add_word(word, frequency)


class RJieba:
    """The same words, some ten times as fast."""

    def __init__(self) -> None:
        import rjieba  # not on every machine

        self._jieba = rjieba  # which reads its dictionary when it is imported

    def cut(self, text: str) -> list[str]:
        """Return all of the text, in words."""
        return self._jieba.cut(text, False)

    def parts(self, word: str) -> list[str]:
        """Return the shorter words that a word is made of, side by side."""
        return _side_by_side(word, set(self._jieba.cut_for_search(word, False)))

    def add(self, word: str, frequency: int) -> None:
        """Take in a further word."""
        self._jieba.add_word(word, frequency, None)


def _side_by_side(word: str, inside: set[str]) -> list[str]:
    """Return shorter words that make up one, with as few single characters between them as can be."""
    best: list[list[str]] = [[]]  # of each beginning of the word
    for end in range(1, len(word) + 1):
        choices = [
            [*best[start], word[start:end]]
            for start in range(end)
            if end - start == 1 or (end - start < len(word) and word[start:end] in inside)
        ]
        best.append(min(choices, key=lambda parts: (sum(len(part) == 1 for part in parts), len(parts))))
    return best[-1]


_LOADING = threading.Lock()


@cache
def _loaded() -> Segmenter:
    return RJieba() if find_spec("rjieba") else Jieba()


def segmenter() -> Segmenter:
    """Return the segmenter in use, which is loaded once, whichever thread asks first."""
    with _LOADING:
        return _loaded()


@cache
def load_ahead() -> None:
    """Begin to load it, once, while something else is waited for."""
    threading.Thread(target=segmenter).start()
