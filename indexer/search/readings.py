"""What a word of a query says of a report: its country, city, agency, unit, traveller, kind or category.

Four of five sections of a trip report do not name the country of the trip. A word that is a value of the
reports' metadata therefore means the value too; the sections that it finds so stand below those that have it.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial

from indexer.anatomy.agencies import agency_name
from indexer.model.query import And, Filter, Leaf, Node, Or, Phrase, Run, Word
from indexer.model.report import UNSTATED
from indexer.model.search import Reading
from indexer.search.known import names_of
from indexer.search.ports import Row, View
from indexer.text.compare import value_key
from indexer.text.countries import country_name

READ_AS = ("country", "city", "agency", "unit", "person", "year", "kind", "category")
_NO_READING = frozenset(["other", "其他", UNSTATED])  # say of a report only what it is not
_ONE_NAME: dict[str, Callable[[str], str]] = {"agency": agency_name, "country": country_name}
_KEPT = 1024  # leaves


def filed_key(field: str, value: str) -> str:
    """Return the key under which a value of a field is compared, whichever of its names it is given by."""
    return value_key(_ONE_NAME[field](value) if field in _ONE_NAME else value)


def readings_of(view: View) -> Callable[[Leaf], tuple[Filter, ...]]:
    """Return what gives the values of a view's metadata that a leaf is."""
    return lru_cache(maxsize=_KEPT)(partial(_of, view))


def _of(view: View, leaf: Leaf) -> tuple[Filter, ...]:
    """Return the filters that a leaf means too, each with what was typed."""
    if not isinstance(leaf, Run | Word | Phrase):
        return ()
    typed = as_typed(leaf)
    found = {}
    for field in READ_AS:
        for name in dict.fromkeys((typed, *names_of(leaf))):
            value = view.value(field, name)
            if value and value not in _NO_READING:
                found[field] = Filter(field, value, typed)
                break
    return tuple(found.values())


def as_typed(leaf: Leaf) -> str:
    """Return a leaf as it was typed, the words of a phrase with blanks between."""
    if isinstance(leaf, Phrase) and leaf.shown:
        return leaf.shown
    parts = leaf.parts if isinstance(leaf, Phrase) else (leaf,)
    return ("" if isinstance(leaf, Phrase) and leaf.tight else " ").join(map(str, parts))


def readings_in(tree: Node | None) -> Iterator[Reading]:
    """Yield what words of a tree are also read as, in their order."""
    match tree:
        case Filter(name, value, word) if word:
            yield Reading(word, name, value)
        case And(nodes) | Or(nodes):
            for inner in nodes:
                yield from readings_in(inner)


def read_so(row: Row, kind: str, readings: Iterable[Reading]) -> Iterator[Reading]:
    """Yield the readings that hold for a section of a report."""
    values = row.metadata.values | {"kind": (kind,)}
    for reading in readings:
        key = value_key(reading.value)
        if any(value_key(value) == key for value in values.get(reading.field, ())):
            yield reading
