"""Files written so that a crash leaves the whole new one or the whole old one."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_atomically(path: Path, text: str) -> None:
    """Write the whole new text through to the disk, or leave the old one, whatever happens."""
    with beside(path) as scratch:
        scratch.write_text(text, encoding="utf-8")
        sync(scratch)
        scratch.replace(path)
        sync(path.parent)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Yield a name in the same folder for what will replace a file; what is left there goes."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield scratch
    finally:
        scratch.unlink(missing_ok=True)


def checksum(file: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal digits."""
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Wait until what was written to a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
