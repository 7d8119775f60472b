"""A section number at the head of a line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marker:
    """A section number at the head of a line: its style, value, and where the words begin."""

    style: str
    rank: float
    value: int
    label: str  # as the path shows it: 肆, 二, (一), 2
    end: int
