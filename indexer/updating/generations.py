"""Generations of an index folder: a new one is built beside the old and swapped in atomically.

    DIR/CURRENT      name of the generation that readers open
    DIR/gen-…/       the engine's files, the catalogue of sources, MANIFEST with a checksum of each

Whoosh never calls fsync and damaged segments may raise nothing, so both are done here (`indexer.manifest`).
"""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from indexer import manifest, messages, settings
from indexer.disk import checksum, write_atomically
from indexer.engines import open_engine
from indexer.errors import IndexBusyError, IndexDamagedError, IndexFormatError, IndexMissingError
from indexer.manifest import MANIFEST, Manifest
from indexer.messages import Message
from indexer.search.ports import Sharing
from indexer.updating.catalogue import FORMAT

CURRENT = "CURRENT"
LOCK = "LOCK"
PULL = ".PULL"  # held by who takes over the state of other machines, or writes
REBUILD = "baogao index --rebuild"


@contextmanager
def writing(folder: Path) -> Iterator[Sharing | None]:
    """Lets no other process write to the folder meanwhile, on no machine; yield what lets them have it.

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
        sharing = open_engine(settings.engine()).sharing(folder)
        if sharing is None:
            yield None
            return
        with FileLock(folder / PULL), sharing.writing():  # meanwhile no reader here takes an older state
            yield sharing
    finally:
        lock.release()


def follow(folder: Path, sharing: Sharing) -> None:
    """Bring the folder to what another machine has written, unless this one is writing."""
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / PULL, blocking=False):
            sharing.pull()
    except Timeout:
        pass


def current(folder: Path) -> Path:
    """Return the generation in use. Raises IndexMissingError or IndexDamagedError."""
    try:
        name = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise IndexMissingError(messages.INDEX_MISSING(command="baogao index PATH"), folder) from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(messages.FOLDER_UNREADABLE(reason=error), folder) from error
    generation = folder / name
    if not name or Path(name).name != name or not generation.is_dir():
        raise IndexDamagedError(messages.NO_GENERATION(file=CURRENT, command=REBUILD), folder)
    return generation


def new_generation(folder: Path) -> Path:
    """Return an empty folder for a generation to be built in."""
    generation = folder / f"gen-{secrets.token_hex(4)}"
    generation.mkdir(parents=True)
    return generation


def unpublished(folder: Path) -> list[Path]:
    """Return generations whose build was broken off, or that were replaced and could not be removed."""
    try:
        used = current(folder)
    except (IndexMissingError, IndexDamagedError):
        used = folder
    return [generation for generation in sorted(folder.glob("gen-*")) if generation != used]


def publish(folder: Path, generation: Path) -> None:
    """Make the generation current in one step, and removes the others."""
    open_engine(settings.engine()).publish(generation)
    write_atomically(folder / CURRENT, generation.name + "\n")
    for other in folder.glob("gen-*"):
        if other != generation:
            shutil.rmtree(other, ignore_errors=True)  # readers keep the files they have open


def seal(generation: Path) -> None:
    """Write all files of a commit through to disk, and the manifest of their checksums."""
    manifest.seal(generation, FORMAT, settings.engine_name())


def faults(
    folder: Path, sums: Callable[[Path, Manifest], Callable[[Path], str]] = lambda generation, known: checksum
) -> list[tuple[Path, Message]]:
    """Return each file of the current generation that is missing or altered, with what is said of it.

    `sums` gives what tells the checksums of a generation's files.
    """
    generation = current(folder)
    known = manifest.read(generation)
    if known is None:
        return [(generation / MANIFEST, messages.MANIFEST_GONE(command=REBUILD))]
    return manifest.faults(generation, fitting(generation, known), sums(generation, known))


def first_fault(folder: Path) -> tuple[Path, Message] | None:
    """Return a file of the current generation that is missing or was written to, if there is one.

    None too for a generation of another format, of which nothing can be said.
    """
    try:
        return next(iter(faults(folder, manifest.as_seen)), None)
    except IndexFormatError:
        return None


def tidy(folder: Path) -> None:
    """Give back what an update took that failed: new files, and a generation that nobody reads."""
    for generation in unpublished(folder):
        shutil.rmtree(generation, ignore_errors=True)
    with suppress(IndexMissingError, IndexDamagedError, OSError):
        manifest.sweep(current(folder))


def broken_off(folder: Path) -> bool:
    """Tell whether an update is under way or was broken off, of which nothing is lost."""
    known = manifest.read(current(folder))
    return known is not None and bool(known.before)


def fitting(generation: Path, known: Manifest) -> Manifest:
    """Return the manifest. Raises IndexFormatError for a generation that this version cannot read."""
    if known.format != FORMAT:
        raise IndexFormatError(messages.INDEX_OTHER_FORMAT(command="baogao index"), generation.parent)
    if known.engine != settings.engine_name():
        raise IndexFormatError(
            messages.INDEX_OTHER_ENGINE(engine=known.engine, command="baogao index"), generation.parent
        )
    return known


def version(folder: Path) -> tuple[str, int]:
    """Return (current generation, when it was sealed in ns). Raises IndexMissingError or OSError."""
    generation = current(folder)
    return generation.name, (generation / MANIFEST).stat().st_mtime_ns
