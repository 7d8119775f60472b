"""Whether a section is on a topic: how much of what the topic names is around the sentence that is nearest.

A wrong hit shares a word, a place or an occasion with the topic, and is as near to it as a right one. What
it lacks is the rest: of all that a topic names, weighed by how rare it is, a section on it has most in one
place, as a word that translates it or as something near to it. That, the score, and how much the section
says are weighed together, by a logistic regression on what was judged by hand (`tests/bench/meaning_fit.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.meaning.dictionary import Reading
from indexer.meaning.encoder import Floats
from indexer.meaning.hybrid import KNOWN, Asked, Collection
from indexer.meaning.state import State
from indexer.meaning.vectors import Near

LONGEST = 8  # words of a topic, which is no question
LOOKED_AT = 40  # sections with the best scores that are looked at beside those that are wanted
AROUND = 100  # characters before and behind the clause that is nearest
LENGTH, COVERED, SCORED, LEAST = 0.36, 4.4, 2.8, 6.8
"""Weights of the logarithm of a section's characters, of what is covered and of the score; what they give."""
_SAYS = 20, 400  # characters: less says as little, more says as much
_FAINT = 0.3  # of scores the least that tells
_AWAY, _MEANT = 0.7, 0.7  # what a word counts that stands elsewhere in the section, and what is meant by none
_RARE = 4.6  # of the weight of a piece: what one section of a hundred has is rare enough
_READINGS = 14  # of a piece, the likeliest
_NEAR, _SURE = 1.0, 4.0  # spreads above what is usual from which a piece is meant a little, and wholly
_CLAUSE = 12  # characters


@dataclass(frozen=True, slots=True)
class Piece:
    """What a topic names: its readings, the likeliest first, which counts 1; its words; how rare it is."""

    readings: tuple[Reading, ...]
    words: tuple[int, ...]  # places in what was said
    rare: float


def is_topic(asked: Asked) -> bool:
    """Tell whether a query is a topic: no question, and no name, which may be said in a line."""
    return asked.size <= LONGEST and not asked.is_question and not asked.is_name


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
    meant = _meant(asked, named, near, state)
    found = np.zeros(len(near), np.float32)
    for i, one in enumerate(near):
        text = folded(one.section)
        around = text[max(0, one.start - AROUND) : one.end + AROUND]
        for piece, like in zip(named, meant[:, i].tolist(), strict=True):
            part = max(_said(piece, around), _MEANT * like)
            found[i] += piece.rare * (part if part >= _AWAY else max(part, _AWAY * _said(piece, text)))
    return found / np.float32(whole)


def _said(piece: Piece, text: str) -> float:
    """Return what the likeliest reading counts that stands in a folded text."""
    return next((one.weight for one in piece.readings if _stands(one.term, text)), 0.0)


def _stands(term: str, text: str) -> bool:
    """Tell whether a term stands in a text, a Latin one at the beginning of a word."""
    at = text.find(term)
    while at > 0 and term.isascii() and text[at - 1].isascii() and text[at - 1].isalnum():
        at = text.find(term, at + 1)
    return at >= 0


def _meant(asked: Asked, named: Sequence[Piece], near: Sequence[Near], state: State) -> Floats:
    """Return how surely each piece is meant in each section, 0 to 1: (pieces, sections)."""
    sections = np.array([one.section for one in near], dtype=np.int32)
    middle, spread = state.levels(asked.vectors)
    latin = state.vectors.language(sections).astype(np.int32)
    likeness = state.vectors.opened(sections).nearness(asked.vectors)
    above = (likeness - middle[:, latin]) / spread[:, latin]
    of_pieces = np.stack([above[list(piece.words)].mean(axis=0) for piece in named])
    sure: Floats = np.clip((of_pieces - _NEAR) / (_SURE - _NEAR), 0, 1)
    return sure


def features(scores: Floats, lengths: Floats, part: Floats) -> Floats:
    """Return what is weighed of sections with these scores and characters, that cover such a part: (n, 3)."""
    found: Floats = np.stack(
        [np.log(np.clip(lengths, *_SAYS)), part, np.maximum(scores, np.float32(_FAINT))], axis=1
    ).astype(np.float32)
    return found


def evidence(scores: Floats, lengths: Floats, part: Floats) -> Floats:
    """Return what speaks for sections being on a topic: above 0 for those that are."""
    weights = np.array([LENGTH, COVERED, SCORED], dtype=np.float32)
    found: Floats = features(scores, lengths, part) @ weights - np.float32(LEAST)
    return found
