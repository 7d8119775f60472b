"""Where a leaf of the query stands in a folded text: the one rule for verifying and for marking."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from indexer.model.query import And, Fuzzy, Leaf, Node, Or, Phrase, Prefix, Run, Word
from indexer.model.search import Span
from indexer.text.scripts import CJK, IS_CJK

Expansions = Mapping[Leaf, tuple[str, ...]]  # the terms that a prefix or fuzzy leaf stands for

SHORTEST_FUZZY = 4
_LETTER = rf"[^\W_{CJK}]"
_ASCII_LETTER = "[0-9a-z]"  # `re` compiles it a hundred times as fast
_BETWEEN_LETTERS = r"['\-]?"  # wenje is found in wen-je
_BETWEEN_PARTS = r"['\-\s]*"  # and wen-je in wen je
_WITHIN_LINE = r"[^\S\n]*"  # a heading ends in a line break
_BETWEEN_WORDS = rf"(?:'s(?!{_ASCII_LETTER})|[\W_])*"


def spans(leaf: Leaf, folded: str, expansions: Expansions) -> list[Span]:
    """Spans of the leaf in the folded text, leftmost first, none overlapping another."""
    if isinstance(leaf, Run):
        return _find_all(leaf.text, folded)
    return list(_matches(leaf, folded, expansions))


def occurs(node: Node, folded: str, expansions: Expansions) -> bool:
    """Whether the text has what the tree of leaves asks for."""
    match node:
        case And(nodes):
            return all(occurs(inner, folded, expansions) for inner in nodes)
        case Or(nodes):
            return any(occurs(inner, folded, expansions) for inner in nodes)
        case Run(text):
            return text in folded
        case Word() | Phrase() | Prefix() | Fuzzy():
            return any(_matches(node, folded, expansions))
        case _:
            return False


def mark(folded: str, leaves: Sequence[Leaf], expansions: Expansions) -> list[Span]:
    """Spans of all leaves in order; where two overlap, the longer one stays."""
    if len(leaves) == 1:
        return spans(leaves[0], folded, expansions)
    found = {span for leaf in leaves for span in spans(leaf, folded, expansions)}
    in_order = sorted(found)
    if all(end <= start for (_, end), (start, _) in pairwise(in_order)):
        return in_order
    kept: list[Span] = []
    for start, end in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
        place = bisect_left(kept, (start, end))
        free_before = place == 0 or kept[place - 1][1] <= start
        if free_before and (place == len(kept) or end <= kept[place][0]):
            kept.insert(place, (start, end))
    return kept


class Vocabulary(Protocol):
    """Different terms, looked up by how they begin and by how little they differ."""

    def beginning(self, prefix: str) -> Sequence[str]:
        """Return the terms with a prefix, in order."""

    def near(self, word: str) -> Sequence[str]:
        """Return the terms within one edit or transposition of a word, itself included, in order."""


def expand(leaf: Prefix | Fuzzy, terms: Vocabulary) -> Sequence[str]:
    """Return the terms that the leaf stands for: with its prefix, or one edit or transposition away.

    A fuzzy word of fewer than SHORTEST_FUZZY letters has too many neighbours and stands for itself.
    """
    if isinstance(leaf, Prefix):
        return terms.beginning(leaf.text)
    return terms.near(leaf.text) if len(leaf.text) >= SHORTEST_FUZZY else [leaf.text]


def _find_all(needle: str, text: str) -> list[Span]:
    found, start = [], text.find(needle)
    while start >= 0:
        found.append((start, start + len(needle)))
        start = text.find(needle, start + len(needle))
    return found


def _matches(leaf: Word | Phrase | Prefix | Fuzzy, folded: str, expansions: Expansions) -> Iterator[Span]:
    """Spans of the leaf; whether a word goes on beyond what the pattern matched is asked here."""
    parts = leaf.parts if isinstance(leaf, Phrase) else (leaf,)
    begins, ends = not isinstance(parts[0], Run), not isinstance(parts[-1], Run | Prefix)
    for match in _pattern(leaf, expansions.get(leaf, ())).finditer(folded):
        start, end = match.span()
        if isinstance(leaf, Prefix):
            while _letter_at(folded, end):
                end += 1
        within = (begins and start and _letter_at(folded, start - 1)) or (ends and _letter_at(folded, end))
        if end > start and not within:
            yield start, end


def _letter_at(folded: str, place: int) -> bool:
    """Whether a letter or digit of a word stands there."""
    char = folded[place : place + 1]
    return char.isalnum() and not IS_CJK[ord(char)]


@lru_cache(maxsize=1024)
def _pattern(leaf: Leaf, expansion: tuple[str, ...]) -> re.Pattern[str]:
    match leaf:
        case Phrase(parts, tight):
            return re.compile((_WITHIN_LINE if tight else _BETWEEN_WORDS).join(map(_part, parts)))
        case Prefix(text):
            return re.compile(_spelled(text, begins=True))
        case Fuzzy():
            return re.compile("|".join(_word((term,)) for term in expansion) or r"(?!)")
        case _:
            return re.compile(_part(leaf))


def _part(part: Run | Word) -> str:
    return _word(part.parts) if isinstance(part, Word) else re.escape(part.text)


def _word(parts: tuple[str, ...]) -> str:
    spelled = (_spelled(part, begins=number == 0) for number, part in enumerate(parts))
    return rf"{_BETWEEN_PARTS.join(spelled)}(?!{_letter(parts[-1])})"


def _spelled(part: str, begins: bool) -> str:
    """Return the letters of a part; of the first, no letter stands before it.

    That is asked after the first letter, for `re` finds a letter faster than a place without one before it.
    """
    first = re.escape(part[0])
    spelled = [f"{first}(?<!{_letter(part)}{first})" if begins else first]
    for before, char in pairwise(part):
        joined = "" if before.isdigit() and char.isdigit() else _BETWEEN_LETTERS
        spelled.append(joined + re.escape(char))
    return "".join(spelled)


def _letter(part: str) -> str:
    return _ASCII_LETTER if part.isascii() else _LETTER
