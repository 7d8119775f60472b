"""What can go wrong, as one tree with one base class.

BaogaoError
├── ReadError           a file or record could not be read as a report
├── IndexMissingError   the index folder holds no index yet
├── IndexDamagedError   files of the index are missing or altered
├── IndexFormatError    the index is of another version or engine
├── WriteError          the disk takes nothing more, or the user may not write
├── IndexChangedError   the state that was being searched is gone; the next search opens the newer one
├── EngineError         the engine behind the index refuses what is asked of it
│   └── EngineUnreachableError  it does not answer now, and may again by itself
├── IndexBusyError      another process is writing to the index
├── LedgerError         the ledger of permanent links is damaged or cannot be written
├── RuleError           access.tsv or takedown.tsv is not as it is to be
├── RequestError        a search parameter is out of range
└── SettingError        an environment variable has a value that cannot be used
"""

from pathlib import Path

from indexer.messages import Message


class BaogaoError(Exception):
    """Base of all errors raised on purpose; its text is one sentence for the user."""

    def __init__(self, message: Message, where: str | Path = "") -> None:
        """Take what is said, and the path (with a line or member) that it is said of."""
        super().__init__(message, str(where))
        self.message = message
        self.where = str(where)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else str(self.message)


class ReadError(BaogaoError):
    """A file or record could not be read as a report."""


class IndexMissingError(BaogaoError):
    """The index folder holds no index yet."""


class IndexDamagedError(BaogaoError):
    """Files of the index are missing or altered."""


class IndexFormatError(BaogaoError):
    """The index is of another version or engine."""


class WriteError(BaogaoError):
    """The disk takes nothing more, or the user may not write."""


class IndexChangedError(BaogaoError):
    """The state that was being searched is gone; the next search opens the newer one."""


class EngineError(BaogaoError):
    """The engine behind the index refuses what is asked of it."""


class EngineUnreachableError(EngineError):
    """The engine behind the index does not answer now, and may again by itself."""


class IndexBusyError(BaogaoError):
    """Another process is writing to the index."""


class LedgerError(BaogaoError):
    """The ledger of permanent links is damaged or cannot be written."""


class RuleError(BaogaoError):
    """A table of who may read what, or of what was taken down, is not as it is to be."""


class RequestError(BaogaoError):
    """A search parameter is out of range."""


class SettingError(BaogaoError):
    """An environment variable has a value that cannot be used."""
