"""What an id that names nothing any more leads to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lead:
    """The id under which the words stand now, or stood last: `removed` is then their title or heading."""

    id: str
    removed: str | None = None
