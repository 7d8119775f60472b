"""Names of countries and cities in Chinese of either script and in English, by ISO 3166-1 codes.

Sources: Unicode CLDR through Babel, a table of further names and of cities (places.tsv), and one of
adjectives (peoples.tsv), which name a country to a query and none in a field of a form. The pseudo and
unknown territories of CLDR are no countries; the European Union, which trips are made to, counts as one.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from babel import Locale

from indexer.text.compare import table_key
from indexer.text.fold import fold

_LOCALES = (("zh", "Hant", None), ("zh", "Hans", None), ("zh", "Hant", "HK"), ("en", None, None))
_PSEUDO = ("XA", "XB", "ZZ")  # accents and directions to test programs with, and the unknown
GROUPS = ("EZ", "QO", "UN")  # of countries: they have names, but a trip leads to one of theirs

Table = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Country:
    """A country under the names that are shown."""

    code: str
    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class City:
    """A city under the names that are shown."""

    country: Country
    chinese: str
    english: str


def country_name(value: str) -> str:
    """Return the name under which a country is filed, for any of its names or its code; else the value."""
    country = names().get(table_key(value))
    return country.chinese if isinstance(country, Country) else value


def english_name(value: str) -> str:
    """Return a country's English name, for any of its names or its code; else the value."""
    country = names().get(table_key(value))
    return country.english if isinstance(country, Country) else value


@cache
def names() -> Mapping[str, Country | City]:
    """Return what each name or code stands for, by its key; a country's names win over a city's."""
    known = countries()
    traditional, simplified, _, english = territories()
    found: dict[str, Country | City] = {}
    for code, country in known.items():
        written = (
            code,
            country.chinese,
            country.english,
            *(t.get(code) for t in (traditional, simplified, english)),
        )
        found |= {table_key(name): country for name in written if name}
    for code, *written_names in _rows():
        if code.startswith("="):
            found |= {table_key(name): known[code[1:]] for name in written_names}
    for code, *written_names in _rows():
        if not code.startswith("="):
            city = City(known[code], *written_names[:2])
            for name in written_names:
                found.setdefault(table_key(name), city)
    return found


@cache
def countries() -> Mapping[str, Country]:
    """Return all countries by their codes."""
    traditional, *_, english = territories()
    shown = {code[1:]: (zh, en) for code, zh, en, *_ in _rows() if code.startswith("=")}
    return {
        code: Country(code, *shown.get(code, (traditional.get(code, ""), name)))
        for code, name in english.items()
        if code not in GROUPS
    }


def names_of_territories() -> Iterator[tuple[str, ...]]:
    """Yield the different names of each country and group of countries by CLDR, the English one last."""
    tables = territories()
    for code in tables[-1]:
        yield tuple(dict.fromkeys(table[code] for table in tables if code in table))


def names_of_peoples() -> Iterator[tuple[str, ...]]:
    """Yield a country's names, then its adjectives: 荷蘭, Netherlands, Dutch."""
    tables, known = territories(), countries()
    for code, *adjectives in _table("peoples.tsv"):
        named = [table[code] for table in tables if code in table]
        shown = known[code].chinese, known[code].english
        yield tuple(dict.fromkeys((*shown, *named, *adjectives)))


def names_of_cities() -> Iterator[tuple[str, ...]]:
    """Yield the different names of each city that CLDR names a time zone by, the English one last."""
    english_of = sorted((fold(name), group[-1]) for group in names_of_territories() for name in group)
    zones_of = [locale.time_zones for locale in _locales()]
    for zone in map(str, zones_of[0]):
        english = zone.rsplit("/", 1)[-1].replace("_", " ")  # which CLDR leaves out
        written = [zones.get(zone, {}).get("city") or english for zones in zones_of]
        yield tuple(
            dict.fromkeys(name for name in written if not _of_another(fold(name), english, english_of))
        )


@cache
def cities() -> frozenset[str]:
    """Return every name, folded, of the cities of the table and of CLDR's time zones."""
    own = (name for code, *names in _rows() if not code.startswith("=") for name in names)
    return frozenset(map(fold, chain(own, *names_of_cities()))) - {""}


def _of_another(city: str, english: str, english_of: Sequence[tuple[str, str]]) -> bool:
    """Return whether a city's name begins a country's of another name: 多米尼加 is not Dominica."""
    words = set(english.split())
    for country, of in english_of[bisect_left(english_of, (city, "")) :]:
        if not country.startswith(city):
            return False
        if not words <= set(of.split()):
            return True
    return False


def _locales() -> list[Locale]:
    return [Locale(language, script=script, territory=place) for language, script, place in _LOCALES]


@cache
def territories() -> tuple[Table, ...]:
    """Return names by code in each of the locales; codes of regions are numbers and left out."""
    return tuple(
        {
            str(code): str(name)
            for code, name in locale.territories.items()
            if len(code) == 2 and code.isalpha() and code not in _PSEUDO
        }
        for locale in _locales()
    )


@cache
def _rows() -> tuple[tuple[str, ...], ...]:
    """Return the rows of the table of names: code, Chinese, English, further names."""
    return _table("places.tsv")


def _table(name: str) -> tuple[tuple[str, ...], ...]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))
