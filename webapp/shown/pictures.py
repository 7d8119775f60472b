"""Counts as pictures: a column a year, a bar a country or agency. Lengths are per cent of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

FIELDS = ("country", "agency")
MOST_YEARS = 120  # columns; a wider span shows its last years
_YEAR_LABELS = 8

Counts = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with its count; `at` and `length` are per cent, `labelled` where an axis names it."""

    value: str
    count: int
    length: float
    at: float = 0
    labelled: bool = False


def bars(counts: Counts) -> list[Bar]:
    """Return bars in the order of the counts, the greatest as long as the drawing."""
    most = max((count for _, count in counts), default=1)
    return [Bar(value, count, round(100 * count / most, 2)) for value, count in counts]


def columns(counts: Counts) -> list[Bar]:
    """Return a column for every year from the first to the last, those without a count too."""
    found = {int(value): count for value, count in counts if value.isdigit()}
    if not found:
        return []
    last = max(found)
    years = range(max(min(found), last - MOST_YEARS + 1), last + 1)
    most = max(found[year] for year in years if year in found)
    step = -(-len(years) // _YEAR_LABELS)
    return [
        Bar(
            f"{year:04}",
            found.get(year, 0),
            length=round(100 * found.get(year, 0) / most, 2),
            at=round(100 * place / len(years), 2),
            labelled=(last - year) % step == 0,
        )
        for place, year in enumerate(years)
    ]
