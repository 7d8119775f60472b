"""A page of a file as a picture."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A page drawn: how many pages its file has, its size in pixels, the bytes of the picture."""

    pages: int
    width: int
    height: int
    data: bytes
    media_type: str
