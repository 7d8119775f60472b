"""Whether a section is on a topic: how much of what the topic names is around the sentence that is nearest.

A wrong hit shares a word, a place or an occasion with the topic, and is as near to it as a right one. What it
lacks is the rest: of all that a topic names, weighed by how rare it is, a section on it has most in one place,
as a word that translates it or as something near to it. That, the score, and how much the section says are
weighed together; `python -m tests.bench.meaning_fit` chooses the weights from what was judged by hand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.meaning.dictionary import Reading
from indexer.meaning.encoder import Floats
from indexer.meaning.hybrid import KNOWN, Asked, Collection, Ints
from indexer.meaning.state import State
from indexer.meaning.vectors import Near

LONGEST = 8  # words of a topic, which is no question
LOOKED_AT = 40  # sections with the best scores that are looked at beside those that are wanted
AROUND = 100  # characters before and behind the clause that is nearest
LENGTH, COVERED, SCORED, LEAST = 0.45, 3.8, 3.6, 4.95
"""Weights of the logarithm of a section's characters, of what is covered and of the score; what they must give."""
_SAYS = 20, 400  # characters: less says as little, more says as much
_RARE = 4.6  # of the weight of a piece: what one section of a hundred has is rare enough
_READINGS = 14  # of a piece, the likeliest
_NEAR, _SURE = 1.0, 4.0  # spreads above what is usual from which a piece is meant a little, and wholly
_CLAUSE = 12  # characters
_MOST, _FAINT = -0.3, 0.6  # a score below the middle one counts so much less at most


@dataclass(frozen=True, slots=True)
class Piece:
    """What a topic names: its readings with what they count, the words of it, and how rare it is."""

    readings: tuple[Reading, ...]
    words: tuple[int, ...]  # places in what was said
    rare: float


def is_topic(asked: Asked) -> bool:
    """Tell whether a query is a topic, and no question."""
    return asked.size <= LONGEST and not asked.is_question


def says(near: Near) -> bool:
    """Tell whether the clause that is nearest is one: a cell of a table, a name in a list is near to much.

    A heading, where a section begins, may be as short.
    """
    return not near.start or near.end - near.start >= _CLAUSE


def pieces(asked: Asked, collection: Collection) -> list[Piece]:
    """Return what a topic names: what the dictionary knows, and the other words by themselves.

    What is near to a single word in the encoder's space reads it too; the likeliest reading counts 1.
    """
    near = {(group.start, group.end): group.readings for group in asked.words}
    spans = [(group.start, group.end, group.readings) for group in asked.dictionary]
    known = {i for start, end, _ in spans for i, word in enumerate(asked.said) if start <= word.start < end}
    spans += [(word.start, word.end, ()) for i, word in enumerate(asked.said) if i not in known]
    found = []
    for start, end, readings in sorted(spans, key=lambda span: span[:2]):
        words = tuple(i for i, word in enumerate(asked.said) if start <= word.start < end)
        if len(words) == 1:
            word = asked.said[words[0]]
            sure = [one for one in near.get((word.start, word.end), ()) if one.weight > KNOWN]
            readings = (*readings, *sure)
        held = [collection.postings(one.term)[0] for one in readings]
        count = len(np.unique(np.concatenate(held))) if held else 0
        rare = float(np.log1p((len(collection.lengths) - count + 0.5) / (count + 0.5)))
        typed = tuple(Reading(asked.said[i].text, 1.0) for i in words if len(words) == 1)
        found.append(Piece((*typed, *_likeliest(readings)), words, min(rare, _RARE)))
    return found


def _likeliest(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return the likeliest readings; a single sign stands in too many words, where there are longer ones."""
    long = [one for one in readings if len(one.term) > 1] or list(readings)
    first = sorted(long, key=lambda one: -one.weight)[:_READINGS]
    return tuple(Reading(one.term, one.weight / first[0].weight) for one in first)


def covered(
    asked: Asked, named: Sequence[Piece], near: Sequence[Near], folded: Callable[[int], str], state: State
) -> Floats:
    """Return which part of what a topic names is around the nearest clause of each section, 0 to 1."""
    whole = sum(piece.rare for piece in named)
    if not whole or not near:
        return np.zeros(len(near), np.float32)
    sections = np.array([one.section for one in near], dtype=np.int32)
    meant = _meant(asked, sections, state)
    found = np.zeros(len(near), np.float32)
    for i, one in enumerate(near):
        text = folded(one.section)[max(0, one.start - AROUND) : one.end + AROUND]
        for piece in named:
            said = max((reading.weight for reading in piece.readings if reading.term in text), default=0.0)
            like = float(meant[list(piece.words), i].mean()) if piece.words else 0.0
            found[i] += piece.rare * max(said, min(1.0, max(0.0, (like - _NEAR) / (_SURE - _NEAR))))
    return found / np.float32(whole)


def _meant(asked: Asked, sections: Ints, state: State) -> Floats:
    """Return how many spreads above what is usual each word is to each section: (words, sections)."""
    middle, spread = state.levels(asked.vectors)
    latin = state.vectors.language(sections).astype(np.int32)
    near = state.vectors.opened(sections).nearness(asked.vectors)
    above: Floats = (near - middle[:, latin]) / spread[:, latin]
    return above


def evidence(scores: Floats, lengths: Floats, part: Floats) -> Floats:
    """Return what speaks for sections with these scores and characters, that cover such a part: above 0."""
    length = np.log(np.clip(lengths, *_SAYS))
    score = np.maximum(scores - np.float32(_FAINT), np.float32(_MOST))
    found: Floats = (LENGTH * length + COVERED * part + SCORED * score - LEAST).astype(np.float32)
    return found
