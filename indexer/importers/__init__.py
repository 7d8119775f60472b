"""One module a format: `read(source)` yields Documents; a new format is a module and a row here."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from indexer import settings
from indexer.errors import ReadError
from indexer.importers.process.worker import Worker
from indexer.model.report import Document

FORMATS: dict[str, str] = {  # ending → module
    ".txt": "text",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".docx": "docx",
    ".odt": "odt",
    ".doc": "office",
    ".pdf": "pdf",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".tif": "image",
    ".tiff": "image",
    ".zip": "archive",
    ".csv": "portal",
    ".json": "portal",
    ".xml": "portal",
}
_BY_LENGTH = sorted(FORMATS, key=len, reverse=True)
_idle: list[Worker] = []


def format_of(name: str) -> str | None:
    """The module for a file name, by its longest known ending."""
    name = name.lower()
    return next((FORMATS[ending] for ending in _BY_LENGTH if name.endswith(ending)), None)


def is_portal(path: Path) -> bool:
    """Whether a file holds rows of the portal, which join with full texts of other files."""
    return format_of(path.name) == "portal"


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files to read: folders recursively (readable formats only, sorted), files as they are named.

    A folder's README tells of the folder and is no report; hidden files and lock files are left out.
    """
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                hidden = any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
                if file.is_file() and not hidden and file.stem != "README" and format_of(file.name):
                    yield file
        else:
            yield path


def read_file(path: Path) -> Iterator[Document | ReadError]:
    """Documents of a file; a record that cannot be read comes as a ReadError in its place.

    The file is parsed in a process of its own, within the limits of `settings.limits()`.
    Raises ReadError when nothing of the file can be read.
    """
    if not path.exists():
        raise ReadError(f"{path}: no such file; check the path.")
    if format_of(path.name) is None:
        raise ReadError(f"{path}: unknown format; readable are {', '.join(FORMATS)}.")
    try:
        size, most = path.stat().st_size, settings.limits().file_mb
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error}).") from error
    if not size:
        raise ReadError(f"{path}: the file is empty.")
    if size > most << 20:
        raise ReadError(f"{path}: {size >> 20} MB is over the limit of {most} MB; split it.")
    try:
        worker = _idle.pop()
    except IndexError:
        worker = Worker()
    try:
        yield from worker.read(path)
    finally:
        if worker.ready:
            _idle.append(worker)
        else:
            worker.stop()
