"""People and pairs of names by what is typed."""

from collections.abc import Sequence
from typing import TypeVar

from indexer.model.people import Listed, Pair
from indexer.names.store import Names
from indexer.text.compare import letters_key, value_key
from indexer.text.fold import fold

_Named = TypeVar("_Named", Listed, Pair)


def find_people(names: Names, text: str = "") -> Sequence[Listed]:
    """Return people of a name under any spelling, else whose name holds it or sounds so; all for none."""
    if not text.strip():
        return names.people
    slugs = set(names.named(text))
    found = [person for person in names.people if person.slug in slugs] or _holding(names.people, text)
    if found:
        return found
    sounding = set(names.by_sound(text))
    return [person for person in names.people if person.chinese in sounding]


def find_pairs(names: Names, text: str = "") -> Sequence[Pair]:
    """Return the pairs with a name equal to the text, else those with one that holds it; all for none."""
    if not text.strip():
        return names.pairs
    han, latin = value_key(text), letters_key(text)
    equal = {
        fold(pair.chinese)
        for pair in names.pairs
        if han == fold(pair.chinese) or (latin and latin == letters_key(pair.english))
    }
    return [pair for pair in names.pairs if fold(pair.chinese) in equal] or _holding(names.pairs, text)


def _holding(named: Sequence[_Named], text: str) -> list[_Named]:
    """Return those of whose names one holds the text."""
    han, latin = value_key(text), letters_key(text)
    return [
        each for each in named if han in fold(each.chinese) or (latin and latin in letters_key(each.english))
    ]
