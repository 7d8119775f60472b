"""People and pairs of names by what is typed."""

from collections.abc import Sequence
from typing import TypeVar

from indexer.model.people import Listed, Pair
from indexer.names.store import Names
from indexer.text.compare import letters_key, value_key

_Named = TypeVar("_Named", Listed, Pair)


def find_people(names: Names, text: str = "") -> Sequence[Listed]:
    """Return people of a name under any spelling, else whose name holds it or sounds so; all for none."""
    if not text.strip():
        return names.people
    slugs = set(names.named(text))
    found = [one for one in names.people if one.slug in slugs] if slugs else []
    found = found or _holding(names.people, names.keys_of_people, text)
    if found:
        return found
    sounding = set(names.by_sound(text))
    return [person for person in names.people if person.chinese in sounding] if sounding else []


def find_pairs(names: Names, text: str = "") -> Sequence[Pair]:
    """Return the pairs with a name equal to the text, else those with one that holds it; all for none."""
    if not text.strip():
        return names.pairs
    han, latin = value_key(text), letters_key(text)
    keys = names.keys_of_pairs
    equal = {own for own, other in keys if han == own or (latin and latin == other)}
    found = [pair for pair, (own, _) in zip(names.pairs, keys, strict=True) if own in equal] if equal else []
    return found or _holding(names.pairs, keys, text)


def _holding(named: Sequence[_Named], keys: Sequence[tuple[str, str]], text: str) -> list[_Named]:
    """Return those of whose names one holds the text; `keys` are of their names, in order."""
    han, latin = value_key(text), letters_key(text)
    return [
        each
        for each, (own, other) in zip(named, keys, strict=True)
        if han in own or (latin and latin in other)
    ]
