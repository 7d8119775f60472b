"""Generations of an index folder: a new one is built beside the old and swapped in atomically.

    DIR/CURRENT      name of the generation that readers open
    DIR/gen-…/       Whoosh's files, the catalogue of sources, MANIFEST with a checksum of each

Whoosh never calls fsync and damaged segments may raise nothing, so both are done here. Its files
hold pickles: open only an index that you built.
"""

import json
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer import messages
from indexer.disk import checksum, sync, write_atomically
from indexer.errors import IndexBusyError, IndexDamagedError, IndexMissingError
from indexer.messages import Message

CURRENT = "CURRENT"
LOCK = "LOCK"
MANIFEST = "MANIFEST"
_REBUILD = "baogao index --rebuild"
_UNTRACKED = {MANIFEST}
_SEGMENT = "MAIN_"  # how Whoosh names the files of segments


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Lets no other process write to the folder meanwhile.

    Raises IndexBusyError, or IndexDamagedError for a folder that cannot be written to.
    """
    from filelock import FileLock, Timeout  # which only writing needs

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, blocking=False)
        lock.acquire()
    except Timeout:
        raise IndexBusyError(messages.INDEX_BUSY(), folder) from None
    except OSError as error:
        raise IndexDamagedError(messages.FOLDER_UNWRITABLE(reason=error.strerror or error), folder) from error
    try:
        yield
    finally:
        lock.release()


def current(folder: Path) -> Path:
    """Return the generation in use. Raises IndexMissingError or IndexDamagedError."""
    try:
        name = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise IndexMissingError(
            messages.INDEX_MISSING(command=f"baogao index PATH --index {folder}"), folder
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(messages.FOLDER_UNREADABLE(reason=error), folder) from error
    generation = folder / name
    if not name or Path(name).name != name or not generation.is_dir():
        raise IndexDamagedError(messages.NO_GENERATION(file=CURRENT, command=_REBUILD), folder)
    return generation


def new_generation(folder: Path) -> Path:
    """Return an empty folder for a generation to be built in."""
    generation = folder / f"gen-{secrets.token_hex(4)}"
    generation.mkdir(parents=True)
    return generation


def unpublished(folder: Path) -> list[Path]:
    """Return generation whose build was broken off, or that were replaced and could not be removed."""
    try:
        used = current(folder)
    except (IndexMissingError, IndexDamagedError):
        used = folder
    return [generation for generation in sorted(folder.glob("gen-*")) if generation != used]


def publish(folder: Path, generation: Path) -> None:
    """Make the generation current in one step, and removes the others."""
    write_atomically(folder / CURRENT, generation.name + "\n")
    for other in folder.glob("gen-*"):
        if other != generation:
            shutil.rmtree(other, ignore_errors=True)  # readers keep the files they have open


def seal(generation: Path) -> None:
    """Write all files of a commit through to disk, and the manifest of their checksums.

    Files of a segment never change once they are sealed; only new ones are read.
    """
    before = _manifest(generation)
    sums = {}
    for file in _files(generation):
        if file.name in before and file.name.startswith(_SEGMENT):
            sums[file.name] = before[file.name]
        else:
            sums[file.name] = checksum(file)
            sync(file)
    write_atomically(generation / MANIFEST, json.dumps(sums, indent=0, sort_keys=True))


def faults(folder: Path) -> list[tuple[Path, Message]]:
    """Return each file of the current generation that is missing or altered, with what is said of it."""
    generation = current(folder)
    sums = _manifest(generation)
    if not sums:
        return [(generation / MANIFEST, messages.MANIFEST_GONE(command=_REBUILD))]
    found = []
    for name, expected in sums.items():
        file = generation / name
        if not file.is_file():
            found.append((file, messages.FILE_MISSING(command=_REBUILD)))
        elif checksum(file) != expected:
            found.append((file, messages.FILE_ALTERED(command=_REBUILD)))
    return found


def _manifest(generation: Path) -> dict[str, str]:
    try:
        sums: dict[str, str] = json.loads((generation / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return sums


def _files(generation: Path) -> Iterator[Path]:
    for file in sorted(generation.iterdir()):
        lock = file.name.endswith("WRITELOCK")
        if file.is_file() and file.name not in _UNTRACKED and not lock and not file.name.startswith("."):
            yield file


def version(folder: Path) -> tuple[str, int]:
    """Return (current generation, when it was sealed in ns). Raises IndexMissingError or OSError."""
    generation = current(folder)
    return generation.name, (generation / MANIFEST).stat().st_mtime_ns
