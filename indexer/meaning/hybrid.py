"""The score of a section for a query of the other language: what is nearest in meaning, and what its words
may be.

What the engine has to provide (`Collection`): how many sections there are, their lengths in characters, and
`postings`, (section numbers rising, frequencies) of a term as it stands in the folded text, Chinese of any
length (a word of the index, or its bigrams verified) or a Latin word. What it gets: a number for each
section, and groups of words for its marks.

All readings of a group are one word to BM25 (Pirkola's structured query): frequencies are added, each times
its weight, and the sections that have any of them are counted once. So a rare sense is no stronger than a
frequent one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.meaning.dictionary import Dictionary, Reading
from indexer.meaning.encoder import Encodes, Floats
from indexer.meaning.english import STOP_STEMS, English, english
from indexer.meaning.sounds import Names
from indexer.meaning.words import Vocabulary

K1, B = 1.2, 0.75
WORDS = 0.25  # what words count beside the nearness of meaning, divided by their best
UNSURE = 0.6  # what words from the encoder's space count beside the dictionary's, literal ones and sounds
KNOWN = 0.45  # of a reading from the encoder's space, from which it is one, and no word like all others
SHORT = 4  # words, or signs, of a query that says little: one character or mere nearness is no evidence then
ASKING = frozenset(["who", "whom", "whose", "what", "which", "when", "where", "why", "how", "did", "does"])
UNKNOWN = 0.3  # likeness of a reading that is no word of the vocabulary
_LEAST = 0.05
Ints = npt.NDArray[np.int32]


class Collection(Protocol):
    """What BM25 asks of an index."""

    @property
    def lengths(self) -> Floats:
        """Characters of each section."""

    def postings(self, term: str) -> tuple[Ints, Floats]:
        """Sections (numbers, rising) where a folded term stands, and how often."""


@dataclass(frozen=True, slots=True)
class Group:
    """A piece of the query with its span, and the words it may be in the text: alternatives."""

    start: int
    end: int
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it is scored: its vector, and groups of words by where they come from."""

    vector: Floats
    dictionary: tuple[Group, ...]
    words: tuple[Group, ...]
    literal: tuple[Group, ...]
    sound: tuple[Group, ...]
    size: int  # words
    is_question: bool
    is_name: bool  # several words, each with a capital: a title, a law, an agency
    understood: float  # which part of those with a meaning a dictionary or the encoder knows, 0 to 1
    said: tuple[English, ...]  # those with a meaning, and
    vectors: Floats  # (len(said), DIMENSIONS)

    @property
    def groups(self) -> tuple[Group, ...]:
        """All of them, the surest first: for candidates and marks."""
        return (*self.literal, *self.dictionary, *self.sound, *self.words)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a query of one index is read with; what is missing is left out."""

    encoder: Encodes
    dictionary: Dictionary | None = None
    vocabulary: Vocabulary | None = None
    names: Names | None = None


def ask(query: str, known: Knowledge, collection: Collection) -> Asked:
    """Read an English query: one call of the encoder for it, its words and its pairs of words.

    Readings that stand in no section are left out; a word that has no other is heard as a name.
    """
    every = english(query)
    said = [word for word in every if word.stem not in STOP_STEMS]
    pieces = [(word.start, word.end) for word in said]
    pieces += [
        (one.start, two.end)
        for one, two in pairwise(every)
        if one.stem not in STOP_STEMS and two.stem not in STOP_STEMS
    ]

    def stands(word: str) -> bool:
        return len(word) > (len(every) <= SHORT) and len(collection.postings(word)[0]) > 0

    translated = known.dictionary.to_chinese(query, stands) if known.dictionary else []
    spans = list(dict.fromkeys([*pieces, *((one.start, one.end) for one in translated)]))
    vectors = known.encoder.encode([query, *(query[start:end] for start, end in spans)])
    of = dict(zip(spans, vectors[1:], strict=True))
    dictionary = tuple(
        Group(one.start, one.end, _weighted(one.readings, of[one.start, one.end], known.vocabulary))
        for one in translated
    )
    near = (
        [Group(*span, known.vocabulary.near(query[slice(*span)].lower(), of[span])) for span in pieces]
        if known.vocabulary
        else []
    )
    literal = [Group(word.start, word.end, (Reading(word.text, 1.0),)) for word in said if len(word.text) > 1]
    sure = [group for group in near if any(reading.weight > KNOWN for reading in group.readings)]
    understood = sum(any(_covers(group, word) for group in (*dictionary, *sure)) for word in said)
    return Asked(
        vectors[0],
        dictionary,
        tuple(group for group in near if group.readings),
        tuple(literal),
        tuple(_heard(said, dictionary, known.names)) if known.names else (),
        len(every),
        query.rstrip().endswith(("?", "？")) or any(word.text in ASKING for word in every),
        len(said) > 1 and all(query[word.start].isupper() for word in said),
        understood / len(said) if said else 1.0,
        tuple(said),
        vectors[1 : len(said) + 1],
    )


def _covers(group: Group, word: English) -> bool:
    return group.start <= word.start < group.end


def _weighted(
    readings: Sequence[Reading], vector: Floats, vocabulary: Vocabulary | None
) -> tuple[Reading, ...]:
    """Return the readings with what they count here, their nearness to the piece: odd senses count less."""
    if vocabulary is None:
        return tuple(readings)
    like = vocabulary.likeness([reading.term for reading in readings], vector)
    return tuple(
        Reading(reading.term, reading.weight * max(value or UNKNOWN, _LEAST))
        for reading, value in zip(readings, like, strict=True)
    )


def _heard(said: Sequence[English], dictionary: Sequence[Group], names: Names) -> list[Group]:
    """Group of names that sound like the words that the dictionary does not know."""
    found = []
    for word in said:
        known = any(_covers(group, word) for group in dictionary)
        if not known and (like := names.like(word.text)):
            found.append(Group(word.start, word.end, like))
    return found


def bm25(groups: Sequence[Group], collection: Collection) -> Floats:
    """BM25 of each section, a group one word: zeros where none of them stands."""
    lengths = collection.lengths
    size = len(lengths)
    scores = np.zeros(size, dtype=np.float32)
    if not size:
        return scores
    norm = (K1 * (1 - B + B * lengths / max(float(lengths.mean()), 1.0))).astype(np.float32)
    for group in groups:
        lists = [(*collection.postings(reading.term), reading.weight) for reading in group.readings]
        some = [(ids, weight * often) for ids, often, weight in lists if len(ids)]
        if not some:
            continue
        ids = np.unique(np.concatenate([one for one, _ in some]))
        often = np.zeros(len(ids), dtype=np.float32)
        for one, counts in some:
            often[np.searchsorted(ids, one)] += counts
        idf = np.log1p((size - len(ids) + 0.5) / (len(ids) + 0.5))
        scores[ids] += idf * often * (K1 + 1) / (often + norm[ids])
    return scores


def by_words(asked: Asked, collection: Collection) -> tuple[Floats, Floats]:
    """Return what the words of a query give each section, without the nearness of meaning.

    The second is of what a dictionary, the letters or the sound say, without the encoder's own words.
    """
    sure = bm25((*asked.dictionary, *asked.literal, *asked.sound), collection)
    return sure + np.float32(UNSURE) * bm25(asked.words, collection), sure


def divided(scores: Floats) -> Floats:
    """Return the scores divided by the best of them; as they are where none is above zero."""
    best = float(scores.max(initial=0.0))
    return scores / np.float32(best) if best > 0 else scores


def combined(nearness: Floats, words: Floats) -> Floats:
    """Return the order for a query of the other language: nearness and `by_words`, in one scale."""
    return nearness + np.float32(WORDS) * divided(words)


SAME = 1 / 40
"""What a point of BM25 counts beside nearness for a query of the text's own language.

Chosen on the Chinese questions of DRCD and XQuAD, with the ranking's weights (docs/quality.md).
"""


def same_language(lexical: Floats, nearness: Floats) -> Floats:
    """Return the order for a query of the text's own language: nearness parts what words leave alike."""
    order: Floats = np.float32(SAME) * lexical + np.maximum(nearness, np.float32(0))
    return order
