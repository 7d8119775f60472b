"""The folder of a Whoosh index, made without an exception."""

from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from indexer.engines.whoosh.schema import schema

_NAME = "MAIN"  # of the index in its folder, as Whoosh's own functions have it


class Storage(FileStorage):  # type: ignore[misc, unused-ignore]
    """Whoosh's files in a folder.

    Whoosh makes folders by catching an exception that it then keeps in a cycle with its frame, and, from
    Python 3.12 on, with all the frames below: whatever a caller holds would stay until a search for cycles.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))  # type: ignore[no-untyped-call, unused-ignore]

    def create(self) -> "Storage":
        """Make the folder unless it is there."""
        Path(self.folder).mkdir(parents=True, exist_ok=True)
        return self

    def temp_storage(self, name: str | None = None) -> "Storage":
        """Return a folder inside for what is written before a commit."""
        return Storage(Path(self.folder, name or f"{_NAME}.tmp")).create()


def create(folder: Path) -> None:
    """Make an empty index."""
    FileIndex.create(Storage(folder), schema(), _NAME)


def opened(folder: Path) -> Any:
    """Return the index in its newest state. Raises what Whoosh raises where there is none."""
    return FileIndex(Storage(folder), indexname=_NAME)


def last_commit(folder: Path) -> int:
    """Return the number of the last commit; -1 without any."""
    return int(TOC._latest_generation(Storage(folder), _NAME))
