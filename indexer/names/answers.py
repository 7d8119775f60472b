"""People and pairs of names by what is typed."""

from collections.abc import Sequence

from indexer.model.people import Listed, Pair
from indexer.names.keys import latin_key
from indexer.names.store import Names
from indexer.text.fold import fold


def find_people(names: Names, text: str = "") -> Sequence[Listed]:
    """People of a name under any spelling, else those whose name holds the text; everyone for none."""
    if not text.strip():
        return names.people
    slugs = set(names.named(text))
    found = [person for person in names.people if person.slug in slugs]
    if found:
        return found
    han, latin = fold("".join(text.split())), latin_key(text)
    return [
        person
        for person in names.people
        if han in fold(person.chinese) or (latin and latin in latin_key(person.english))
    ]


def find_pairs(names: Names, text: str = "") -> Sequence[Pair]:
    """Pairs with a name equal to the text, else those with one that holds it; all for none."""
    if not text.strip():
        return names.pairs
    han, latin = fold("".join(text.split())), latin_key(text)
    equal = [p for p in names.pairs if han == fold(p.chinese) or (latin and latin == latin_key(p.english))]
    if not equal:
        return [p for p in names.pairs if han in fold(p.chinese) or (latin and latin in latin_key(p.english))]
    chinese = {fold(pair.chinese) for pair in equal}
    return [pair for pair in names.pairs if fold(pair.chinese) in chinese]
