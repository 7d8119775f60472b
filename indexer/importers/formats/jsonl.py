"""JSON lines, gzipped or not: one line {"id", "title", "text", …} is one report."""

import gzip
import json
import zlib
from collections.abc import Iterator

from indexer import messages, settings
from indexer.errors import ReadError
from indexer.importers.format import Format
from indexer.importers.shared.blocks import Source
from indexer.model.report import Document

OPTIONAL = ("date", "agency", "country", "category", "url", "access")


def read(source: Source) -> Iterator[Document | ReadError]:
    """Read a document a line; a faulty line comes as a ReadError naming it, and reading goes on.

    Raises ReadError when the file is damaged or not UTF-8.
    """
    path = source.path
    opener = gzip.open if path.name.endswith(".gz") else open
    found, length, most = False, 0, settings.limits().unpacked_mb << 20
    try:
        with opener(path, "rt", encoding="utf-8-sig") as lines:
            for number, line in enumerate(iter(lambda: lines.readline(most), ""), 1):
                length += len(line)
                if length >= most:
                    raise ReadError(messages.READ_UNPACKING(most=most >> 20), source.name)
                if line.strip():
                    found = True
                    yield _read_line(line, f"{source}:{number}")
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ReadError(messages.READ_BAD_GZIP(reason=error), source.name) from error
    except UnicodeDecodeError as error:
        raise ReadError(messages.READ_NOT_UTF8(), source.name) from error
    if not found:
        raise ReadError(messages.READ_EMPTY(), source.name)


def _read_line(line: str, source: str) -> Document | ReadError:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return ReadError(messages.READ_NOT_JSON(reason=error), source)
    if not isinstance(record, dict):
        return ReadError(messages.READ_NOT_OBJECT(), source)
    known = {name: _plain(record.get(name)) for name in ("id", "title", "text", *OPTIONAL)}
    missing = [name for name in ("id", "text") if not known[name].strip()]
    if known["title"] and record.get("text") == "":
        missing.remove("text")
    if missing:
        return ReadError(messages.READ_LACKS(fields=" and no ".join(missing)), source)
    return Document(
        key=known["id"],
        text=known["text"],
        source=source,
        title=" ".join(known["title"].split()),
        fields=tuple((name, known[name]) for name in OPTIONAL if known[name]),
    )


def _plain(value: object) -> str:
    """Return a text or number as text, several of them with 、 between; anything else is nothing."""
    if isinstance(value, list):
        return "、".join(filter(None, map(_plain, value)))
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


FORMAT = Format(name="jsonl", endings=(".jsonl", ".jsonl.gz"), read=read, is_text=True, accepts=("gzip",))
