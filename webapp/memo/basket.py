"""The basket: which sections and quotations were collected, in which order, with which notes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from webapp.plumbing import kept

COOKIE = "memo"
LONGEST_NOTE = 1000  # characters
LONGEST_QUOTATION = 400


@dataclass(frozen=True, slots=True)
class Item:
    """A section, or a quotation from it, with the visitor's note."""

    report_id: str
    section_id: str
    quotation: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        """Return what tells it from others, as forms send it; sections' ids have no blank."""
        return f"{self.report_id}/{self.section_id}" + (f" {self.quotation}" if self.quotation else "")


Basket = tuple[Item, ...]


def item_of(key: str, note: str = "") -> Item | None:
    """Return the item that a form names by its key; None where that is no key."""
    place, _, quotation = key.strip().partition(" ")
    report_id, _, section_id = place.partition("/")
    if not report_id or not section_id or "/" in section_id:
        return None
    return Item(report_id, section_id, quotation[:LONGEST_QUOTATION].strip(), note.strip()[:LONGEST_NOTE])


def packed(basket: Basket) -> str:
    """Return a basket as text for a cookie or an address; empty for an empty one. Raises FullError."""
    return kept.packed(_row(item) for item in basket)


def unpacked(text: str) -> Basket:
    """Return the basket of a text; empty for what is none."""
    rows = ((*row, "", "")[:4] for row in kept.unpacked(text) if 2 <= len(row) <= 4)
    items = (item_of(Item(*row[:3]).key, row[3]) for row in rows)
    return _distinct(item for item in items if item)


def with_added(basket: Basket, items: Iterable[Item]) -> Basket:
    """Return the basket with items behind; one that it has already stays where it is."""
    return _distinct((*basket, *items))


def without(basket: Basket, key: str) -> Basket:
    """Return the basket without the item of this key."""
    return tuple(item for item in basket if item.key != key)


def moved(basket: Basket, key: str, by: int) -> Basket:
    """Return the basket with an item so many places further down, as far as there are places."""
    keys = [item.key for item in basket]
    if key not in keys:
        return basket
    rest = list(without(basket, key))
    at = keys.index(key)
    rest.insert(min(max(at + by, 0), len(rest)), basket[at])
    return tuple(rest)


def noted(basket: Basket, notes: Sequence[tuple[str, str]]) -> Basket:
    """Return the basket with its items' notes replaced by those of (key, note)."""
    known = dict(notes)
    return tuple(replace(item, note=known.get(item.key, item.note).strip()[:LONGEST_NOTE]) for item in basket)


def _row(item: Item) -> tuple[str, ...]:
    row = [item.report_id, item.section_id, item.quotation, item.note]
    while not row[-1]:
        row.pop()
    return tuple(row)


def _distinct(items: Iterable[Item]) -> Basket:
    """Keep the first item of each key."""
    found: dict[str, Item] = {}
    for item in items:
        found.setdefault(item.key, item)
    return tuple(found.values())
