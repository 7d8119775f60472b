"""Countries and cities in the words of a form's field, several of them and in any writing."""

import re
from collections.abc import Iterator

from indexer.model.report import Place
from indexer.text.compare import table_key
from indexer.text.countries import City, Country, names

_SEPARATORS = re.compile(r"[、，,;；/／#\n]|\s{2,}|\t")
_AND = re.compile(r"[及與和](?=\S)|\band\b")
_BRACKETED = re.compile(r"[（(]([^（()）]*)[）)]")
_SUFFIX = re.compile(r"(?:市|州|省|地區|共和國|王國|等(?:地|國|地區)?)$")
_SHORTEST = 2  # characters of a name looked for inside other words


def find_places(text: str) -> tuple[Place, ...]:
    """Return the places that a field names, in its order; a piece that is none comes back without a code."""
    if (whole := names().get(table_key(text))) is not None:  # which may have brackets of its own
        return (_place(whole, text.strip()),)
    found: list[Place] = []
    outside = _BRACKETED.sub("、", text)
    for piece in filter(None, map(str.strip, _SEPARATORS.split(outside))):
        parts = [piece] if table_key(piece) in names() else _AND.split(piece)
        for part in filter(None, map(str.strip, parts)):
            found += list(_known(part)) or [Place("", part, "", raw=part)]
    for inside in _BRACKETED.findall(text):
        found += [place for piece in _SEPARATORS.split(inside) for place in _known(piece.strip())]
    return _without_repeats(found)


def _known(piece: str) -> Iterator[Place]:
    """Yield the place that the piece names, or those whose names it holds (美國洛杉磯)."""
    known = names()
    whole = known.get(table_key(piece)) or known.get(table_key(_SUFFIX.sub("", piece)))
    if whole:
        yield _place(whole, piece)
        return
    key, position = table_key(piece), 0
    while position < len(key):
        for end in range(len(key), position + _SHORTEST - 1, -1):
            place = known.get(key[position:end])
            latin = place is not None and key[position].isascii()
            if place and not (latin and _inside_word(key, position, end)):
                yield _place(place, piece)
                position = end
                break
        else:
            position += 1


def _inside_word(key: str, start: int, end: int) -> bool:
    return end - start < 4 or key[start - 1 : start].isalpha() or key[end : end + 1].isalpha()


def _place(named: Country | City, raw: str) -> Place:
    if isinstance(named, Country):
        return Place(named.code, named.chinese, named.english, raw=raw)
    country = named.country
    return Place(country.code, country.chinese, country.english, named.chinese, named.english, raw)


def _without_repeats(places: list[Place]) -> tuple[Place, ...]:
    """Return each place once, but no country alone where one of its cities is named in the same words."""
    kept: dict[tuple[str, str, str], Place] = {}
    for place in places:
        named = {other.raw for other in places if other.code == place.code and other.city}
        if place.city or not place.code or place.raw not in named:
            kept.setdefault((place.code, place.city, place.country), place)
    return tuple(kept.values())
