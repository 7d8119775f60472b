"""Sections, vectors, words and names of public texts, and a plain inverted index over them, for measuring meaning."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from indexer.meaning import vectors
from indexer.meaning.encoder import Encoder, Floats, encoder, name, unpack
from indexer.meaning.hybrid import Ints
from indexer.meaning.sounds import Names, names_in
from indexer.meaning.words import Vocabulary
from indexer.text.analysis import cut
from indexer.text.fold import fold
from indexer.text.scripts import CJK

_RUN = re.compile(f"[{CJK}]+")
_LATIN = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*")


class Texts:
    """A `Collection` of texts in memory: bigrams, verified in the text, and Latin words."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Indexes the texts (heading, line end, text)."""
        self.texts = texts
        self.folded = [fold(text) for text in texts]
        self.lengths: Floats = np.array([max(len(text), 1) for text in texts], dtype=np.float32)
        held: dict[str, set[int]] = defaultdict(set)
        for i, text in enumerate(self.folded):
            for run in _RUN.findall(text):
                for gram in {*run, *(run[j : j + 2] for j in range(len(run) - 1))}:
                    held[gram].add(i)
        latin: dict[str, Counter[int]] = defaultdict(Counter)
        for i, text in enumerate(self.folded):
            for word in _LATIN.findall(text):
                latin[word][i] += 1
        self._held, self._latin = held, latin
        self._kept: dict[str, tuple[Ints, Floats]] = {}

    def postings(self, term: str) -> tuple[Ints, Floats]:
        """Sections where a folded term stands, and how often."""
        if term not in self._kept:
            self._kept[term] = self._found(term)
        return self._kept[term]

    def _found(self, term: str) -> tuple[Ints, Floats]:
        if term in self._latin:
            rows = sorted(self._latin[term].items())
        elif _RUN.fullmatch(term):
            grams = [term] if len(term) < 3 else [term[i : i + 2] for i in range(len(term) - 1)]
            among = set.intersection(*(self._held.get(gram, set()) for gram in grams))
            rows = [(i, often) for i in sorted(among) if (often := self.folded[i].count(term))]
        else:
            rows = []
        ids, counts = zip(*rows, strict=True) if rows else ((), ())
        return np.array(ids, dtype=np.int32), np.array(counts, dtype=np.float32)

    def words(self) -> list[str]:
        """Chinese words of two and more characters, those in most sections first."""
        found: Counter[str] = Counter()
        for text in self.folded:
            found.update({word for run in _RUN.findall(text) for word in cut(run) if len(word) > 1})
        return [word for word, _ in found.most_common()]


@dataclass(frozen=True)
class Corpus:
    """Texts with all that is known of their meaning, made once in a folder."""

    ids: Sequence[str]
    texts: Sequence[str]
    folder: Path

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder, its weights mapped."""
        return encoder(unpack(self.folder.parent / "encoder").parent)

    @cached_property
    def collection(self) -> Texts:
        """The words."""
        return Texts(self.texts)

    @cached_property
    def vectors(self) -> vectors.Vectors:
        """The vectors, made where they are missing."""
        owners = [vectors.owner(id_, "1", text) for id_, text in zip(self.ids, self.texts, strict=True)]
        there = vectors.Vectors.of(self.folder, owners, name())
        left = ((owners[i], self.texts[i]) for i in there.missing())
        for _ in vectors.fill(self.folder, left, self.encoder, name()):
            pass
        return vectors.Vectors.of(self.folder, owners, name())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words through the encoder."""
        file = self.folder / "words.npz"
        if not file.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            Vocabulary.of(self.collection.words(), self.encoder).write(file)
        return Vocabulary.read(file)

    @cached_property
    def names(self) -> Names:
        """The names by sound."""
        return Names({found for text in self.collection.folded for found in names_in(text)})


def paragraphs(file: Path) -> tuple[list[str], list[str]]:
    """(ids, texts) of a file of JSON lines."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [row["id"] for row in rows], [f"{row['title']}\n{row['text']}" for row in rows]


def ranks(scores: Iterable[Floats], wanted: Iterable[int]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """The place of the wanted section in each ranking, from 0; half of those that tie are before it."""
    found = []
    for values, want in zip(scores, wanted, strict=True):
        better, same = int((values > values[want]).sum()), int((values == values[want]).sum()) - 1
        found.append(better + (same + 1) // 2)
    return np.array(found)
