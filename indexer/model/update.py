"""What an update of the index did, and how it says how far it is."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Summary:
    """What an update did; `reports` and `sections` count the whole index afterwards."""

    reports: int = 0
    sections: int = 0
    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)  # duplicates, encodings, faulty metadata
    seconds: float = 0.0


Progress = Callable[[int, int], None]  # source bytes just dealt with, reports read so far
