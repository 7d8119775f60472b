"""Under which keys the forms of a name are kept, and which keys a name as typed is looked up under."""

import re
from collections.abc import Iterator

from indexer.model.people import KnownPerson, Pair
from indexer.names.lexicon import COURTESIES, IS_HAN, POST
from indexer.text.compare import han_key, joined_key, letters_key, person_keys, without_courtesy
from indexer.text.fold import fold

Alias = tuple[str, str, str]  # key, form, slug of the person it is of (empty for a pair)
_TITLE_AFTER = re.compile(rf"(?:{POST}|{'|'.join(COURTESIES)})+$")
_TITLE_BEFORE = re.compile(rf"^{POST}")


def keys_of(name: str) -> tuple[str, ...]:
    """Return every key under which a name as typed may be kept."""
    if IS_HAN.search(name):
        keys = [han_key(name)]
        bare = _TITLE_BEFORE.sub("", _TITLE_AFTER.sub("", name))
        if len(bare) > 1:
            keys.append(han_key(bare))
    else:
        capital = name.title()  # courtesies are known by their capitals: mr. wong
        bare = without_courtesy(capital)
        keys = [letters_key(name), letters_key(bare), *person_keys(capital), joined_key(capital)]
    return tuple(dict.fromkeys(filter(None, keys)))


def person_aliases(person: KnownPerson) -> Iterator[Alias]:
    """Yield every form of a person under the keys of every other."""
    keys: dict[str, None] = {}
    for name in person.names:
        if fold(name)[:1].isascii():
            keys.update(dict.fromkeys(person_keys(name)))
            keys[joined_key(name)] = None
        else:
            keys[han_key(name)] = None
    for key in filter(None, keys):
        for form in person.names:
            yield key, form, person.slug


def pair_aliases(pair: Pair) -> Iterator[Alias]:
    """Yield each name of a pair under the other's key, WCS under World Cities Summit too."""
    latin = (
        [*person_keys(pair.english), joined_key(pair.english)]
        if pair.kind == "person"
        else [letters_key(pair.english)]
    )
    yield han_key(pair.chinese), pair.english, ""
    for key in filter(None, latin):
        for form in (pair.chinese, *pair.beside):
            yield key, form, ""
