"""A topic side by side: what each agency, country or year has as purpose, reflection, recommendation."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from indexer.model.comparison import KINDS, Cell, Column, Comparison
from indexer.model.search import Request, Results

COLUMNS, MOST_CHOSEN = 4, 6  # values side by side: of themselves, and when chosen
BEST = 2  # sections of a kind


def compare(
    asked: Request, by: str, chosen: Sequence[str], search: Callable[[Request], Results]
) -> Comparison:
    """Compare a topic by a field: the values chosen, else those filtered by, else the most frequent ones.

    Years stand in their order. Only sections that have the words count, by whichever name; none is there
    for its meaning alone.
    """
    filters = {name: values for name, values in asked.filters.items() if name != by}
    plain = Request(asked.text, per_page=1, filters=filters, aliases=asked.aliases, meaning=False)
    found = search(plain)
    values = found.facets.get(by, []) if found.rung == "exact" else []
    counts = dict(values)
    wished = chosen or asked.filters.get(by, ())
    picked = [value for value in wished if value in counts][:MOST_CHOSEN]
    picked = picked or [value for value, _ in values[:COLUMNS]]
    columns = tuple(
        Column(value, counts[value], tuple(_cell(plain, by, value, kind, search) for kind in KINDS))
        for value in (sorted(picked) if by == "year" else picked)
    )
    return Comparison(columns, values)


def _cell(plain: Request, by: str, value: str, kind: str, search: Callable[[Request], Results]) -> Cell:
    filters = {**plain.filters, by: (value,), "kind": (kind,)}
    found = search(replace(plain, filters=filters, per_page=BEST, facets=False))
    return Cell(found.total, found.hits) if found.rung == "exact" else Cell(0, ())
