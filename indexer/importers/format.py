"""What a format is: the one record that each module of `formats/` ends in.

A further format is a module there, after `formats/_example.py`, and its row in `formats/__init__.py`.
"""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from indexer import messages
from indexer.errors import ReadError
from indexer.importers.shared.blocks import Source
from indexer.messages import Message
from indexer.model.report import Document

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # documents of Office before 2007, and encrypted ones since
_HEAD = 1024  # bytes in which a file says what it is


class Content:
    """The first bytes of a file, and what else tells its format, read when it is asked for."""

    def __init__(self, source: Source) -> None:
        self.source = source
        with source.path.open("rb") as file:
            self.head = file.read(_HEAD)

    def begins(self, *signs: bytes) -> bool:
        """Return whether the file begins with one of the signs."""
        return self.head.startswith(signs)

    def holds(self, sign: bytes) -> bool:
        """Return whether the sign stands anywhere in the file."""
        return sign in self._all

    @cached_property
    def members(self) -> frozenset[str]:
        """Names in a zip container; none in any other file. Raises ReadError for a damaged one."""
        if not self.begins(*ZIP):
            return frozenset()
        try:
            with zipfile.ZipFile(self.source.path) as package:
                return frozenset(package.namelist())
        except zipfile.BadZipFile as error:
            raise ReadError(messages.READ_CUT(reason=error), self.source.name) from error

    @cached_property
    def _all(self) -> bytes:
        return self.source.path.read_bytes()


@dataclass(frozen=True, slots=True)
class Need:
    """A program that a format cannot be read without, and what is said where it is not installed."""

    is_there: Callable[[], bool]
    otherwise: Message


@dataclass(frozen=True, slots=True)
class Format:
    """How files of a kind are told and read.

    A format of bytes has signs by which it is told (`tells`); one of text has none that can be relied on, so
    that any text is handed to its reader.
    """

    name: str
    endings: tuple[str, ...]  # lower case, with the dot
    read: Callable[[Source], Iterator[Document | ReadError]]  # raises ReadError where nothing can be read
    called: str = "text"  # in a sentence: is a PDF, not …
    is_text: bool = False
    tells: Callable[[Content], bool] | None = None
    accepts: tuple[str, ...] = ()  # further formats, and kinds of `signs.OTHERS`, that its reader can take
    needs: Need | None = None
    holds_rows: bool = False  # of the portal, each of which may join with a full text
    holds_files: bool = False  # an archive
