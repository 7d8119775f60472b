"""Files to documents. A format is a module of `formats/`; which of them reads a file, its ending says."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from indexer import messages, settings
from indexer.errors import ReadError
from indexer.importers.folders import counted, walk
from indexer.importers.format import Format
from indexer.importers.process.reader import Reader
from indexer.messages import Message
from indexer.model.report import Document
from indexer.model.update import PassedOver

_idle: list[Reader] = []


def all_formats() -> tuple[Format, ...]:
    """Return all formats; their libraries are loaded by who reads files, and not by who only searches."""
    from indexer.importers.formats import FORMATS

    return FORMATS


def format_of(name: str) -> Format | None:
    """Return the format of a file name, by its longest known ending."""
    name = name.lower()
    return next((form for ending, form in _by_ending(all_formats()) if name.endswith(ending)), None)


@lru_cache(maxsize=4)
def _by_ending(known: tuple[Format, ...]) -> tuple[tuple[str, Format], ...]:
    """Return (ending, format), the longest first."""
    pairs = [(ending, form) for form in known for ending in form.endings]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


def is_portal(path: Path) -> bool:
    """Return whether a file holds rows of the portal, which join with full texts of other files."""
    form = format_of(path.name)
    return form is not None and form.holds_rows


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Find the files to read: of folders all in a readable format, sorted; files as they are named."""
    return (path for path, why in find_every(paths) if why is None)


def find_every(paths: Iterable[Path]) -> Iterator[tuple[Path, Message | None]]:
    """Find every file with why it is passed over, or None for one that is read, as each that is named."""
    for path in paths:
        if path.is_dir():
            yield from walk(path, format_of)
        else:
            yield path, None


def passed_over(paths: Iterable[Path], but: Path | None = None) -> tuple[PassedOver, ...]:
    """Return how many files below the paths are not read, and why, but for those in the folder `but`."""
    found = find_every(paths)
    return counted((path, why) for path, why in found if why and not (but and path.is_relative_to(but)))


def read_file(path: Path) -> Iterator[Document | ReadError]:
    """Read the documents of a file; a record that cannot be read comes as a ReadError in its place.

    The file is parsed in a process of its own, within the limits of `settings.limits()`.
    Raises ReadError when nothing of the file can be read.
    """
    _refuse(path)
    try:
        reader = _idle.pop()
    except IndexError:
        reader = Reader()
    try:
        yield from reader.read(path)
    finally:
        if reader.ready:
            _idle.append(reader)
        else:
            reader.stop()


def _refuse(path: Path) -> None:
    """Raise ReadError for a file that need not be opened to know that it cannot be read."""
    if not path.exists():
        raise ReadError(messages.READ_NO_FILE(), path)
    if format_of(path.name) is None:
        endings = ", ".join(ending for form in all_formats() for ending in form.endings)
        raise ReadError(messages.READ_UNKNOWN_FORMAT(endings=endings), path)
    try:
        size, most = path.stat().st_size, settings.limits().file_mb
    except OSError as error:
        raise ReadError(messages.READ_IMPOSSIBLE(reason=error.strerror or error), path) from error
    if not size:
        raise ReadError(messages.READ_EMPTY(), path)
    if size > most << 20:
        raise ReadError(messages.READ_TOO_LARGE(size=size >> 20, most=most), path)
