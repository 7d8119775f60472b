"""What every importer reads from and makes: a source, and blocks in reading order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read and the name by which people know it: its path, or archive!member.

    An importer calls `alive` after each page that takes seconds, so that it is not taken for stuck.
    """

    path: Path
    name: str
    alive: Callable[[], None] = field(default=lambda: None, compare=False)

    def __str__(self) -> str:
        """Return the name, for messages."""
        return self.name

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return self.path.stem


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, or table row with its cells parted by tabs."""

    text: str
    page: int = 0  # from 1; 0 where the format knows no pages
    level: int = 0  # heading level, from 1; 0 in running text; or CONTENTS
    confidence: float | None = None  # 0 to 1 of recognised text
    size: float = 0.0  # of the type, in any unit; 0 where unknown
    bold: bool = False
