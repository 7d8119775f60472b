"""What a query of one index is read with, kept in a folder beside its vectors and loaded once in a process.

The folder holds the encoder's weights, CC-CEDICT turned round, the words of the corpus with their vectors,
and the names that it may hold. Words and names are of one state of the corpus: later ones are found in
other ways.
"""

import json
import threading
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from indexer.disk import write_atomically
from indexer.meaning import encoder
from indexer.meaning.dictionary import dictionary
from indexer.meaning.hybrid import Knowledge
from indexer.meaning.sounds import Names
from indexer.meaning.words import Vocabulary

_WORDS, _NAMES = "words.npz", "names.json"
_LOADING = threading.Lock()


def store(folder: Path, words: Sequence[str], names: Iterable[str]) -> None:
    """Makes all that `known` loads: folded words, the most frequent first; names of `sounds.names_in`."""
    encoder.unpack(folder)
    dictionary(kept=folder)
    Vocabulary.of(words, encoder.encoder(folder)).write(folder / _WORDS)
    write_atomically(folder / _NAMES, json.dumps(sorted(set(names)), ensure_ascii=False))


@cache
def _known(folder: Path, *tables: Path) -> Knowledge:
    words, names = folder / _WORDS, folder / _NAMES
    return Knowledge(
        encoder.encoder(folder),
        dictionary(*tables, kept=folder),
        Vocabulary.read(words) if words.exists() else None,
        Names(json.loads(names.read_text(encoding="utf-8"))) if names.exists() else None,
    )


def known(folder: Path, *tables: Path) -> Knowledge:
    """Loads it, once, whichever thread asks first; our tables outrank CC-CEDICT in the order given."""
    with _LOADING:
        return _known(folder, *tables)


def load_ahead(folder: Path, *tables: Path) -> threading.Thread:
    """Begins to load it beside what else is done, so that the first query need not wait."""
    thread = threading.Thread(target=known, args=(folder, *tables), daemon=True)
    thread.start()
    return thread
