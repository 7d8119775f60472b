"""Passages that stand in two reports."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: `start:end` are offsets into the text of a section."""

    report_id: str
    section_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Copied:
    """A passage of a report, and where it stands in another one, word for word or with small changes."""

    here: Place
    there: Place
