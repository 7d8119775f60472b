"""What is near a query in meaning among a view's sections: by vectors, a dictionary, words and sounds."""

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import numpy as np

from indexer.meaning import encoder as encoding
from indexer.meaning.dictionary import dictionary
from indexer.meaning.encoder import Encoder, Floats
from indexer.meaning.folder import FOLDER, WORDS, Checksums, names_of, owners_of
from indexer.meaning.hybrid import (
    SHORT,
    Asked,
    Ints,
    Knowledge,
    ask,
    by_words,
    combined,
    same_language,
)
from indexer.meaning.sentences import sentence_at
from indexer.meaning.shard import is_latin
from indexer.meaning.sounds import Names
from indexer.meaning.state import NO, State, mask_of, near_ones
from indexer.meaning.topics import LOOKED_AT, covered, evidence, is_topic, pieces, says
from indexer.meaning.vectors import Near, Vectors, of_query
from indexer.meaning.words import Vocabulary
from indexer.search.ports import Meant, Ref, View

LEAST = 2.5  # spreads above what is usual for its language, from which a section without a query word is near
LEAST_SHORT = 3.5  # the same for a short query: an encoder finds something near to every word
LEAST_TOPIC = 2.0  # the same for a topic, where there is other evidence as well
SAYS = 12  # characters of a section at least: headings alone are near to much
LEAST_ALONE, MOST_ALONE = -1.8, 3  # evidence, and sections shown, where nothing else is found
UNDERSTOOD = 0.5  # part of the words that must be known for a query to be near anything by its vector
SURELY, NEARLY = 0.5, 0.8  # likeness of a word of a dictionary that names a whole query; part of the best
_SHOWN = 4  # words that say why
_FOLLOWED = 2.0  # seconds between two looks for newer vectors
_TRIES = 5


class Reader:
    """Answers for one committed state; loads what it needs once, at the first question or ahead of it."""

    def __init__(
        self, folder: Path, view: View, checksums: Checksums, pairs: Sequence[tuple[str, str]] = ()
    ) -> None:
        """`pairs` are names in both languages that the reports taught."""
        self._home, self._view, self._checksums, self._pairs = folder / FOLDER, view, checksums, pairs
        self._loading = threading.Lock()
        self._state: State | None = None
        self._looked = 0.0  # when it was last looked for newer vectors, by time.monotonic()

    @property
    def ready(self) -> bool:
        """Whether it can answer without loading first."""
        return self._state is not None

    def coverage(self) -> tuple[int, int]:
        """Return how many sections have vectors, and how many there are."""
        return self._current().vectors.held, self._view.size()[1]

    def load(self) -> None:
        """Load the encoder, the tables and the vectors, or newer vectors; whoever comes meanwhile waits."""
        with self._loading:
            self._looked = time.monotonic()
            written = self._home.stat().st_mtime_ns
            if self._state is None or self._state.written != written:
                _ = self._collection, self._knowledge
                self._state = self._read(written)

    def _read(self, written: int) -> "State":
        """Map the vectors that there are; another process may join shards meanwhile."""
        owners = owners_of(self._view, self._checksums)
        for _ in range(_TRIES - 1):
            with suppress(FileNotFoundError):
                return State(Vectors.of(self._home, owners, encoding.name()), written)
            time.sleep(0.1)
        return State(Vectors.of(self._home, owners, encoding.name()), written)

    def _current(self) -> "State":
        """Return the vectors loaded; newer ones are loaded behind the answer."""
        if self._state is None:
            self.load()
        elif time.monotonic() - self._looked > _FOLLOWED:
            self._looked = time.monotonic()
            if self._home.stat().st_mtime_ns != self._state.written:
                threading.Thread(target=self.load, daemon=True).start()
        assert self._state is not None
        return self._state

    @cached_property
    def _encoder(self) -> Encoder:
        return encoding.encoder(self._home)

    @cached_property
    def _collection(self) -> "_Collection":
        return _Collection(self._view)

    @cached_property
    def _knowledge(self) -> Knowledge:
        words = self._home / WORDS
        return Knowledge(
            self._encoder,
            dictionary(self._home, self._pairs),
            Vocabulary.read(words) if words.exists() else None,
            Names(names_of(self._home)),
        )

    def nearest(
        self, text: str, allowed: Sequence[Ref] | None, ranked: Sequence[tuple[Ref, float]], most: int
    ) -> list[Meant]:
        """Return the sections nearest a query, best first; `ranked` have words of it, with their scores."""
        state = self._current()
        vectors, mask = state.vectors, mask_of(allowed, state.vectors.size)
        asked = ask(text, self._knowledge, self._collection) if is_latin(text) else None
        vector = asked.vector if asked else of_query(text, self._encoder)
        zeros = np.zeros(vectors.size, np.float32)
        words, sure = by_words(asked, self._collection) if asked else (zeros, zeros)
        if mask is not None:
            words = np.where(mask, words, np.float32(0))
        near = near_ones(vectors, vector, words, [ref for ref, _ in ranked], mask)
        if not near:
            return []
        sections = np.array([one.section for one in near], dtype=np.int32)
        nearness = np.array([one.score for one in near], dtype=np.float32)
        if asked:
            scores = combined(nearness, words[sections])
        else:
            lexical = dict(ranked)
            have = np.array([lexical.get(one.section, 0.0) for one in near], dtype=np.float32)
            scores = same_language(have, nearness)
        said = sure[sections] > 0 if asked else have > 0
        topic = asked is not None and is_topic(asked)
        short = (asked.size if asked else len(text)) <= SHORT
        least = LEAST_TOPIC if topic else LEAST_SHORT if short else LEAST
        scores = state.levelled(vector, sections, nearness, scores, said & (not topic), least)
        scores[self._collection.lengths[sections] < SAYS] = NO
        if asked and asked.understood < UNDERSTOOD:  # a name, or no language: its vector says nothing
            scores[~said] = NO
        if asked and topic:
            scores = self._on_topic(asked, near, scores, state, most + LOOKED_AT)
            if ranked or (scores > 0).any():
                scores[scores <= 0] = NO
            else:  # where nothing else is found, what may be on the topic is more than nothing
                most = min(most, MOST_ALONE)
        kept = [i for i in np.argsort(-scores, kind="stable").tolist() if scores[i] > NO][:most]
        return [self._meant(near[i], float(scores[i]), asked) for i in kept]

    def _on_topic(
        self, asked: Asked, near: Sequence[Near], scores: Floats, state: State, most: int
    ) -> Floats:
        """Return what speaks for each section being on the topic, NO where far too little does."""
        best = np.argsort(-scores, kind="stable")[:most]
        best = np.array([i for i in best.tolist() if scores[i] > NO and says(near[i])], dtype=np.int64)
        looked_at = [near[i] for i in best.tolist()]
        part = covered(asked, pieces(asked, self._collection), looked_at, self._view.folded, state)
        lengths = self._collection.lengths[[one.section for one in looked_at]]
        found = np.full(len(scores), NO)
        found[best] = evidence(scores[best], lengths, part)
        return np.where(found > LEAST_ALONE, found, NO)

    def named(self, text: str) -> Sequence[str]:
        """Return what a whole query is called in the other language, where a dictionary surely knows it.

        Of readings that are nearly as likely it is the one that most sections have, as the first writes it.
        """
        if not self.ready or not is_latin(text):
            return ()
        asked = ask(text, self._knowledge, self._collection)
        if len(pieces(asked, self._collection)) != 1 or not asked.dictionary:
            return ()
        readings = sorted(asked.dictionary[0].readings, key=lambda one: -one.weight)
        best = readings[0]
        if len(best.term) < 2 or best.weight < SURELY:  # a sign stands in too many words
            return ()
        likely = [one.term for one in readings if len(one.term) > 1 and one.weight >= NEARLY * best.weight]
        most = max(likely, key=lambda term: len(self._collection.postings(term)[0]))
        stored = self._view.stored(int(self._collection.postings(most)[0][0]))
        start = stored.folded.index(most)
        return (stored.section.searchable[start : start + len(most)],)

    def translations(self, text: str) -> list[str]:
        """Return the words of the sections, folded, that a dictionary or table gives for a query's."""
        if not self.ready or not is_latin(text) or not (known := self._knowledge.dictionary):
            return []

        def stands(word: str) -> bool:
            return len(word) > 1 and len(self._collection.postings(word)[0]) > 0

        readings = (one for piece in known.to_chinese(text, stands) for one in piece.readings)
        return list(dict.fromkeys(one.term for one in readings))

    def alike(self, ref: Ref, apart_from: range, most: int) -> list[Meant]:
        """Return the sections nearest another one, none of some numbers among them."""
        vectors = self._current().vectors
        vector = of_query(self._view.stored(ref).section.searchable, self._encoder)
        mask = np.ones(vectors.size, dtype=np.bool_)
        mask[apart_from.start : apart_from.stop] = False
        near = near_ones(vectors, vector, np.zeros(vectors.size, np.float32), (), mask)
        near = [one for one in near if self._collection.lengths[one.section] >= SAYS]
        best = sorted(near, key=lambda one: -one.score)[:most]
        return [self._meant(one, one.score, None) for one in best]

    def _meant(self, near: Near, score: float, asked: Asked | None) -> Meant:
        """Return a section with the words of its own that the query's may be, as they are written there."""
        groups = (*asked.dictionary, *asked.sound) if asked else ()
        terms = dict.fromkeys(reading.term for group in groups for reading in group.readings)
        stored = self._view.stored(near.section)
        held = [term for term in terms if term in stored.folded]
        longest = [term for term in held if not any(term in other and term != other for other in held)]
        places = [(stored.folded.index(term), len(term)) for term in longest[:_SHOWN]]
        words = tuple(stored.section.searchable[start : start + size] for start, size in places)
        start, end = sentence_at(stored.section.searchable, near.start, near.end)
        return Meant(near.section, score, start, end, words)


class _Collection:
    """A view as BM25 asks it."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.lengths: Floats = np.asarray(view.lengths(), dtype=np.float32)

    def postings(self, term: str) -> tuple[Ints, Floats]:
        """Return the sections where a folded term stands, and how often."""
        refs, counts = self._view.occurrences(term)
        return np.asarray(refs, dtype=np.int32), np.asarray(counts, dtype=np.float32)
