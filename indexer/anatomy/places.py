"""Countries and cities as reports write them, to ISO 3166 codes with Chinese and English names.

Sources: Unicode CLDR through Babel, and a table of other names and of cities (places.tsv).
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel import Locale

from indexer.model.report import Place
from indexer.text.fold import fold

_SEPARATORS = re.compile(r"[、，,;；/／#\n]|\s{2,}|\t")
_AND = re.compile(r"[及與和](?=\S)|\band\b")
_BRACKETED = re.compile(r"[（(]([^（()）]*)[）)]")
_SUFFIX = re.compile(r"(?:市|州|省|地區|共和國|王國|等(?:地|國|地區)?)$")
_SHORTEST = 2  # characters of a name looked for inside other words


def find_places(text: str) -> tuple[Place, ...]:
    """Places that a field names, in its order; a piece that is none comes back without a code."""
    found: list[Place] = []
    outside = _BRACKETED.sub("、", text)
    for piece in filter(None, map(str.strip, _SEPARATORS.split(outside))):
        parts = [piece] if _key(piece) in _names() else _AND.split(piece)
        for part in filter(None, map(str.strip, parts)):
            found += list(_known(part)) or [Place("", part, "", raw=part)]
    for inside in _BRACKETED.findall(text):
        found += [place for piece in _SEPARATORS.split(inside) for place in _known(piece.strip())]
    return _without_repeats(found)


def country_name(value: str) -> str:
    """The one name under which a country is filed, for any of its names or its code; else the value."""
    place = _names().get(_key(value))
    return place.country if place and not place.city else value


def _known(piece: str) -> Iterator[Place]:
    """The place that the piece names, or those whose names it holds (美國洛杉磯)."""
    names = _names()
    whole = names.get(_key(piece)) or names.get(_key(_SUFFIX.sub("", piece)))
    if whole:
        yield _with_raw(whole, piece)
        return
    key, position = _key(piece), 0
    while position < len(key):
        for end in range(len(key), position + _SHORTEST - 1, -1):
            place = names.get(key[position:end])
            latin = place is not None and key[position].isascii()
            if place and not (latin and _inside_word(key, position, end)):
                yield _with_raw(place, piece)
                position = end
                break
        else:
            position += 1


def _inside_word(key: str, start: int, end: int) -> bool:
    return end - start < 4 or key[start - 1 : start].isalpha() or key[end : end + 1].isalpha()


def _with_raw(place: Place, raw: str) -> Place:
    return Place(place.code, place.country, place.country_en, place.city, place.city_en, raw)


def _without_repeats(places: list[Place]) -> tuple[Place, ...]:
    """Each place once; a country alone is left out where one of its cities is named in the same words."""
    kept: dict[tuple[str, str, str], Place] = {}
    for place in places:
        named = {other.raw for other in places if other.code == place.code and other.city}
        if place.city or not place.code or place.raw not in named:
            kept.setdefault((place.code, place.city, place.country), place)
    return tuple(kept.values())


def _key(name: str) -> str:
    return re.sub(r"[\s.'’]", "", fold(name))


@cache
def _names() -> dict[str, Place]:
    """Folded name or code → place; a country's names win over a city's."""
    chinese, english = Locale("zh", script="Hant"), Locale("en")
    simplified = Locale("zh", script="Hans")
    countries: dict[str, Place] = {}
    names: dict[str, Place] = {}
    cities: list[tuple[Place, list[str]]] = []
    rows = [
        line.split("\t")
        for line in Path(__file__).with_name("places.tsv").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    shown = {code[1:]: (zh, en) for code, zh, en, *_ in rows if code.startswith("=")}
    for code in map(str, english.territories):
        if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"):
            zh, en = shown.get(code, (chinese.territories.get(code, ""), english.territories[code]))
            countries[code] = Place(code, zh, en)
            written = (code, zh, en, chinese.territories.get(code), simplified.territories.get(code))
            names |= {_key(name): countries[code] for name in (*written, english.territories[code]) if name}
    for code, zh, en, *others in rows:
        if code.startswith("="):
            names |= {_key(name): countries[code[1:]] for name in (zh, en, *others)}
        else:
            country = countries[code]
            cities.append((Place(code, country.country, country.country_en, zh, en), [zh, en, *others]))
    for city, written_names in cities:
        for name in written_names:
            names.setdefault(_key(name), city)
    return names
