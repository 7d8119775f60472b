"""Organisations, events, treaties, laws and awards: frozen records that pass from the store to the pages."""

from dataclasses import dataclass
from typing import Literal, get_args

ThingKind = Literal["organisation", "event", "treaty", "law", "award"]
THING_KINDS: tuple[ThingKind, ...] = get_args(ThingKind)


@dataclass(frozen=True, slots=True)
class Thing:
    """What is no person and has a page: its names in both languages, people and places that tell of it."""

    slug: str
    kind: ThingKind
    chinese: str
    english: tuple[str, ...]  # the one most often written first
    people: int = 0
    evidence: tuple[tuple[str, str], ...] = ()  # (report, section) that pair its names

    @property
    def name(self) -> str:
        """The name it is listed under."""
        return self.chinese or self.english[0]

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the Chinese one first."""
        return tuple(filter(None, (self.chinese, *self.english)))

    @property
    def weight(self) -> int:
        """What it is listed by: people who belong to it, and places that pair its names."""
        return self.people + len(self.evidence)


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who held a post at an organisation, with the reports that say so."""

    slug: str
    name: str
    english: str
    post: str
    confirmed: bool
    first: str
    last: str
    reports: tuple[str, ...]
