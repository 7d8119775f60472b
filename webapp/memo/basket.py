"""The basket: which sections and quotations were collected, in which order, with which notes.

It lives in a cookie of the visitor's browser, so that it needs no script, no account and no store of ours,
and the same text in an address is a memo that a colleague can open.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

COOKIE = "memo"
MOST_BYTES = 3800  # of a cookie, of which browsers keep 4,096 with its name and attributes
LONGEST_NOTE = 1000  # characters
LONGEST_QUOTATION = 400
_MOST_UNPACKED = 200_000  # bytes; nothing that we packed is larger
_FORM = "1"  # of the text, so that another one can be told from it


class FullError(Exception):
    """The basket has no room for what was to be added."""


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
    if not basket:
        return ""
    rows = [_row(item) for item in basket]
    compressed = zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    text = _FORM + base64.urlsafe_b64encode(compressed).decode().rstrip("=")
    if len(text) > MOST_BYTES:
        raise FullError
    return text


def unpacked(text: str) -> Basket:
    """Return the basket of a text; empty for what is none, for anyone may have written it."""
    if not text.startswith(_FORM) or len(text) > 2 * MOST_BYTES:
        return ()
    try:
        compressed = base64.urlsafe_b64decode(text[len(_FORM) :] + "=" * (-(len(text) - len(_FORM)) % 4))
        rows = json.loads(zlib.decompressobj().decompress(compressed, _MOST_UNPACKED))
    except (ValueError, zlib.error, RecursionError):
        return ()
    return _distinct(_items(rows)) if isinstance(rows, list) else ()


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


def _row(item: Item) -> list[str]:
    row = [item.report_id, item.section_id, item.quotation, item.note]
    while not row[-1]:
        row.pop()
    return row


def _items(rows: list[object]) -> Iterable[Item]:
    for row in rows:
        if isinstance(row, list) and 2 <= len(row) <= 4 and all(isinstance(cell, str) for cell in row):
            report_id, section_id, quotation, note = (*row, "", "")[:4]
            item = item_of(Item(report_id, section_id, quotation).key, note)
            if item:
                yield item


def _distinct(items: Iterable[Item]) -> Basket:
    """Keep the first item of each key."""
    found: dict[str, Item] = {}
    for item in items:
        found.setdefault(item.key, item)
    return tuple(found.values())
