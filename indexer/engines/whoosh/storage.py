"""The folder of a Whoosh index: made quietly, committed in one step, read without foreign pickles."""

import pickle
import re
from io import BytesIO
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, FileIndex

from indexer.engines.whoosh.schema import schema
from indexer.manifest import exchange

_NAME = "MAIN"  # of the index in its folder, as Whoosh's own functions have it
_COMMIT = re.compile(rf"_{_NAME}_\d+\.toc")
_SEGMENT = re.compile(rf"({_NAME}_[0-9a-z]+)\.")
# what the list of segments is made of; a name beside these is none that Whoosh or we ever wrote
_KNOWN = {
    ("whoosh.codec.whoosh3", "W3Segment"),
    ("indexer.engines.whoosh.codec", "ArrayCodec"),
    ("collections", "defaultdict"),
    ("builtins", "int"),
    ("builtins", "set"),
}


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

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Put a file in its place; a commit is in the manifest before anybody can see it."""
        folder = Path(self.folder)
        if not _COMMIT.fullmatch(newname):
            super().rename_file(oldname, newname, safe)  # type: ignore[no-untyped-call, unused-ignore]
            return
        kept = {segment.segment_id() for segment in _segments(folder / oldname)}

        def gone(name: str) -> bool:
            found = _SEGMENT.match(name)
            return bool(_COMMIT.fullmatch(name)) or bool(found and found[1] not in kept)

        exchange(folder / oldname, folder / newname, gone)


class _Index(FileIndex):  # type: ignore[misc, unused-ignore]
    """An index whose schema is ours, and whose list of segments may name nothing else."""

    def __init__(self, storage: Storage) -> None:
        self._folder, self._schema = Path(storage.folder), schema()
        self.storage, self.indexname = storage, _NAME
        self._read_toc()

    def _read_toc(self) -> Any:
        number = TOC._latest_generation(self.storage, _NAME)
        return TOC(self._schema, _segments(self._folder / f"_{_NAME}_{number}.toc"), number)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name} is nothing that a list of segments holds")
        return super().find_class(module, name)


def _segments(file: Path) -> list[Any]:
    """Return the segments that a commit lists, the schema written with them passed over."""
    stream = StructFile(BytesIO(file.read_bytes()))
    for _ in range(3):
        stream.read_varint()  # sizes of numbers
    stream.read_int(), stream.read_int()  # order of bytes, version
    for _ in range(3):
        stream.read_varint()  # release
    stream.skip_string()  # schema
    stream.read_int(), stream.read_int()  # number of the commit, nothing
    found: list[Any] = _Unpickler(stream.file).load()
    return found


def create(folder: Path) -> None:
    """Make an empty index."""
    TOC.create(Storage(folder), schema(), _NAME)


def opened(folder: Path) -> Any:
    """Return the index in its newest state. Raises what Whoosh raises where there is none."""
    return _Index(Storage(folder))


def last_commit(folder: Path) -> int:
    """Return the number of the last commit; -1 without any."""
    return int(TOC._latest_generation(Storage(folder), _NAME))
