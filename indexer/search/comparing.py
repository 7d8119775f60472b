"""A topic side by side: what each agency, country or year has as purpose, reflection, recommendation."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from indexer.model.comparison import KINDS, Cell, Column, Comparison
from indexer.model.report import UNSTATED
from indexer.model.search import Hit, Request, Results

COLUMNS, MOST_CHOSEN = 4, 6  # values side by side: of themselves, and when chosen
TRIED = 8  # values that are looked at for the columns
BEST = 2  # sections of a kind
LOOKED_AT = 6  # sections that these are the best of


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
    several = picked or [value for value, _ in values if value != UNSTATED][:TRIED]
    columns = [
        Column(value, counts[value], tuple(_cell(plain, by, value, kind, search) for kind in KINDS))
        for value in several
    ]
    if not picked:  # only those that have something to be compared, if there are several
        telling = [column for column in columns if any(cell.total for cell in column.cells)]
        columns = (telling if len(telling) > 1 else columns)[:COLUMNS]
    if by == "year":
        columns = sorted(columns, key=lambda column: column.value)
    return Comparison(tuple(columns), values)


def _cell(plain: Request, by: str, value: str, kind: str, search: Callable[[Request], Results]) -> Cell:
    filters = {**plain.filters, by: (value,), "kind": (kind,)}
    found = search(replace(plain, filters=filters, per_page=LOOKED_AT, facets=False))
    return Cell(found.total, _telling(found.hits)) if found.rung == "exact" else Cell(0, ())


def _telling(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return the best hits that say different things, a sentence before a bare heading."""
    different = {hit.snippets[0].text if hit.snippets else hit.heading.text: hit for hit in reversed(hits)}
    ordered = list(reversed(different.values()))
    ordered.sort(key=lambda hit: not hit.snippets or hit.snippets[0].text == hit.heading.text)
    return tuple(ordered[:BEST])
