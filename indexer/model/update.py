"""What an update of the index did, and how it says how far it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from indexer.messages import Message


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a file, or of a line or member of one."""

    path: str
    message: Message

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """How many files of the folders were not read for a reason, and one of them."""

    why: Message
    files: int
    example: str


@dataclass(frozen=True, slots=True)
class Alike:
    """What two indexes hold alike, and how many pieces of text both were asked for."""

    reports: int
    sections: int
    probes: int


@dataclass(slots=True)
class Summary:
    """What an update did; `reports` and `sections` count the whole index afterwards, `read` the parsed."""

    reports: int = 0
    sections: int = 0
    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    read: int = 0
    failed: list[Said] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)  # duplicates, encodings, faulty metadata
    passed_over: tuple[PassedOver, ...] = ()
    seconds: float = 0.0

    def note(self, path: Path | str, message: Message) -> None:
        """Keep what a reader should know of a file that was read."""
        self.notes.append(Said(str(path), message))

    def fail(self, path: Path | str, message: Message) -> None:
        """Keep why a file, or a record of one, was not read."""
        self.failed.append(Said(str(path), message))


Progress = Callable[[int, int], None]  # source bytes just dealt with, reports read so far
