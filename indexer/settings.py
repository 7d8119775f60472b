"""Settings from the environment, each read in this one place."""

import os
from dataclasses import dataclass, fields
from pathlib import Path

from indexer import messages
from indexer.errors import SettingError


def index_dir() -> Path:
    """Folder of the index: `BAOGAO_INDEX`, or `.index` in the working directory."""
    return Path(os.environ.get("BAOGAO_INDEX") or ".index")


def engine() -> str:
    """Which engine keeps a new index: `BAOGAO_ENGINE`, or `whoosh`."""
    return os.environ.get("BAOGAO_ENGINE") or "whoosh"


def aliases() -> Path | None:
    """Return a table of further other names: `BAOGAO_ALIASES`."""
    path = os.environ.get("BAOGAO_ALIASES")
    return Path(path) if path else None


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take; each a whole number from the variable named beside it."""

    file_mb: int = 512  # BAOGAO_FILE_MB: a larger file is refused
    memory_mb: int = 2048  # BAOGAO_READ_MB: memory of the process that reads
    seconds: int = 120  # BAOGAO_READ_SECONDS: for one report, one record, or one recognised page
    unpacked_mb: int = 1024  # BAOGAO_UNPACKED_MB: what an archive or document may unpack to
    members: int = 10_000  # BAOGAO_MEMBERS: files in an archive
    pages: int = 5_000  # BAOGAO_PAGES: pages of a document


_VARIABLES = {
    "file_mb": "BAOGAO_FILE_MB",
    "memory_mb": "BAOGAO_READ_MB",
    "seconds": "BAOGAO_READ_SECONDS",
    "unpacked_mb": "BAOGAO_UNPACKED_MB",
    "members": "BAOGAO_MEMBERS",
    "pages": "BAOGAO_PAGES",
}


def limits() -> Limits:
    """Return the limits of reading. Raises SettingError for one that is no whole number above 0."""
    values = {}
    for field in fields(Limits):
        name = _VARIABLES[field.name]
        text = os.environ.get(name, "")
        if text and not (text.isascii() and text.isdigit() and int(text)):
            raise SettingError(messages.WHOLE_NUMBER_ABOVE_0(name=name, value=text))
        if text:
            values[field.name] = int(text)
    return Limits(**values)


CACHE_BYTES = 320 * 2**20
"""Memory of each server process for postings that were read."""
