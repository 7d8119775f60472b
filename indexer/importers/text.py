"""Plain text in UTF-8, UTF-16 with a byte-order mark, or Big5/CP950."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from indexer.errors import ReadError
from indexer.report import Document

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read(path: Path) -> Iterator[Document]:
    """The file as one Document, its id the file's stem.

    Raises ReadError for an empty or binary file, or one in no known encoding.
    """
    content = decode(path.read_bytes(), path)
    if not content.strip():
        raise ReadError(f"{path}: the file is empty.")
    yield Document(key=path.stem, text=content, source=str(path))


def decode(data: bytes, path: Path) -> str:
    """Text by its byte-order mark, else strict UTF-8, else strict CP950; never a guess."""
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    if marked is None and b"\0" in data:
        raise ReadError(f"{path}: holds binary data, not text; convert it to UTF-8 text.")
    for encoding in [marked] if marked else ["utf-8", "cp950"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadError(f"{path}: is neither UTF-8, UTF-16 nor Big5 text; save it as UTF-8.")
