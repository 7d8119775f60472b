"""Files to documents. A format is a module of `formats/`; which of them reads a file, its ending says."""

from collections.abc import Iterable, Iterator
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
    return _by_ending().format_of(name.lower())


def _by_ending() -> "_Endings":
    global _endings
    if _endings is None or _endings.known is not all_formats():
        _endings = _Endings(all_formats())
    return _endings


class _Endings:
    """The formats by their endings, the longest first: a folder may have a hundred thousand names."""

    def __init__(self, known: tuple[Format, ...]) -> None:
        self.known = known
        pairs = [(ending, form) for form in known for ending in form.endings]
        self._pairs = sorted(pairs, key=lambda pair: len(pair[0]), reverse=True)
        self._any = tuple(ending for ending, _ in self._pairs)
        self.of_rows = tuple(ending for ending, form in self._pairs if form.holds_rows)

    def format_of(self, name: str) -> Format | None:
        """Return the format of a lower-case name."""
        if not name.endswith(self._any):
            return None
        return next(form for ending, form in self._pairs if name.endswith(ending))


_endings: _Endings | None = None


def is_portal(path: Path | str) -> bool:
    """Return whether a file holds rows of the portal, which join with full texts of other files."""
    name = str(path).lower()
    if not name.endswith(_by_ending().of_rows):
        return False
    form = format_of(name)
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


def passed_over(paths: Iterable[Path]) -> tuple[PassedOver, ...]:
    """Return how many files below the paths are not read, and why."""
    return counted((path, why) for path, why in find_every(paths) if why)


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
