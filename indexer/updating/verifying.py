"""Files looked at before they are read: small ones at once, the largest behind the first answers."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from indexer import manifest, messages
from indexer.disk import checksum
from indexer.errors import IndexDamagedError
from indexer.manifest import MANIFEST, Manifest
from indexer.messages import Message
from indexer.updating.generations import REBUILD, fitting

AT_ONCE = 128 * 2**20  # bytes of the smaller files, which nobody reads before their checksums held
_THREADS = 4  # checksums are computed beside each other


class Verifier:
    """Remembers which files held their checksums; a file is looked at again when it was written to."""

    def __init__(self, damaged: Callable[[Message], None]) -> None:
        """`damaged` is called, in another thread, when a large file turns out to be altered."""
        self._damaged = damaged
        self._held: dict[Path, tuple[int, int, str]] = {}  # size, time of change in ns, checksum

    def verify(self, generation: Path) -> Manifest:
        """Return the manifest when the files hold; go on with the largest in the background.

        Raises IndexDamagedError, or IndexFormatError for a generation of another version or engine.
        """
        known = manifest.read(generation)
        if known is None:
            raise IndexDamagedError(messages.MANIFEST_GONE(command=REBUILD), generation / MANIFEST)
        fitting(generation, known)
        paths = [generation / name for name in {**known.before, **known.now}]
        sizes = {path: path.stat().st_size for path in paths if path.is_file() and not self._fresh(path)}
        later, left = [], AT_ONCE
        for path in sorted(sizes, key=sizes.__getitem__):
            left -= sizes[path]
            if left < 0:
                later.append(path)
        now = [path for path in sizes if path not in later]
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(self._sum, now))
        waived = dict.fromkeys(later)
        self._tell(
            generation,
            known,
            lambda path: known.now.get(path.name, "") if path in waived else self._sum(path),
        )
        if later:
            threading.Thread(target=self._go_on, args=(generation, known), daemon=True).start()
        return known

    def _go_on(self, generation: Path, known: Manifest) -> None:
        try:
            self._tell(generation, known, self._sum)
        except IndexDamagedError as error:
            if manifest.read(generation) == known:  # else swept away by an update
                self._damaged(error.message)
        except OSError:
            pass  # so were they

    def _tell(self, generation: Path, known: Manifest, sums: Callable[[Path], str]) -> None:
        for file, message in manifest.faults(generation, known, sums):
            raise IndexDamagedError(message, file)

    def _fresh(self, path: Path) -> bool:
        stat = path.stat()
        return self._held.get(path, ())[:2] == (stat.st_size, stat.st_mtime_ns)

    def _sum(self, path: Path) -> str:
        if not self._fresh(path):
            stat = path.stat()
            self._held[path] = stat.st_size, stat.st_mtime_ns, checksum(path)
        return self._held[path][2]

    def forget(self, generation: Path) -> None:
        """Remember the files of this generation alone."""
        self._held = {path: held for path, held in self._held.items() if path.parent == generation}
