"""A list cut into pages."""

from collections.abc import Sequence
from typing import TypeVar

_Item = TypeVar("_Item")


def page_of(found: Sequence[_Item], page: int, size: int) -> Sequence[_Item]:
    """Return what stands on a page, counted from 1."""
    return found[(page - 1) * size : page * size]


def pages_of(count: int, size: int) -> int:
    """Return how many pages so many things fill; one where there is none."""
    return max(1, -(-count // size))
