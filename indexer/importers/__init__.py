"""One module a format: `read(path)` yields Documents; a new format is a module and a row here."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from indexer.errors import ReadError
from indexer.importers import jsonl, text
from indexer.report import Document
from indexer.settings import MAX_FILE_BYTES

Importer = Callable[[Path], Iterator[Document | ReadError]]

IMPORTERS: dict[str, Importer] = {
    ".txt": text.read,
    ".jsonl": jsonl.read,
    ".jsonl.gz": jsonl.read,
}


def importer_for(path: Path) -> Importer | None:
    """The importer for a file name, by its longest known ending."""
    name = path.name.lower()
    return next(
        (IMPORTERS[end] for end in sorted(IMPORTERS, key=len, reverse=True) if name.endswith(end)), None
    )


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files to read: folders recursively (readable formats only, sorted), files as they are named."""
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
                if file.is_file() and not hidden and importer_for(file):
                    yield file
        else:
            yield path


def read_file(path: Path) -> Iterator[Document | ReadError]:
    """Documents of a file; a record that cannot be read comes as a ReadError in its place.

    Raises ReadError when nothing of the file can be read.
    """
    importer = importer_for(path)
    if not path.exists():
        raise ReadError(f"{path}: no such file; check the path.")
    if importer is None:
        raise ReadError(f"{path}: unknown format; readable are {', '.join(IMPORTERS)}.")
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise ReadError(
                f"{path}: {size >> 20} MB is over the limit of {MAX_FILE_BYTES >> 20} MB; split it."
            )
        yield from importer(path)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error}).") from error
