"""Names of one thing known beforehand, in Chinese and English: places, agencies, terms of trade, laws.

Sources: Unicode CLDR through Babel (countries, cities of time zones), adjectives of countries, agencies as
they are filed, tables of our own (`tables/`: one thing a line, its names parted by tabs), and the
installation's own (BAOGAO_ALIASES).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path

from indexer import messages, settings
from indexer.anatomy.agencies import names_of_agencies
from indexer.errors import ReadError
from indexer.model.query import Leaf, Phrase, Run, Word
from indexer.search.parser import phrase
from indexer.text.analysis import analyze, stem
from indexer.text.compare import letters_key, typed_key
from indexer.text.countries import names_of_cities, names_of_peoples, names_of_territories
from indexer.text.fold import fold

TABLES = Path(__file__).with_name("tables")
# Acronyms that are words as well: meant in capitals alone.
_WORDS_TOO = frozenset(["aids", "bis", "cop", "ice", "it", "its", "mice", "most", "pops", "rec", "who", "us"])
_WITH_A_CAPITAL = frozenset(["poles", "polish", "turkey"])  # words that are a country's with a capital alone
Group = tuple[str, ...]  # the names of one thing


def names_of(leaf: Leaf) -> Group:
    """Return all names of what a leaf names, in singular or plural; none where it names nothing known."""
    key = _key(leaf)
    if key in _WORDS_TOO and not str(leaf).isupper():
        return ()
    if key in _WITH_A_CAPITAL and not str(leaf)[:1].isupper():
        return ()
    return _by_key().get(key) or (
        _by_stems().get(_stemmed(leaf), ()) if isinstance(leaf, Word | Phrase) else ()
    )


def names_at(folded: str) -> Group:
    """Return all names of what a folded name names."""
    return _by_key().get(folded, ())


def known_pairs(of: AbstractSet[str] | None = None) -> frozenset[tuple[str, str]]:
    """(Chinese, Latin) names of one thing as all tables have them: folded, the Latin ones letters only.

    Those `of` some Latin ones alone are sooner found.
    """
    pairs: set[tuple[str, str]] = set()
    for group in groups():
        latin = [letters_key(name) for name in group if name.isascii()]
        if of is None or not of.isdisjoint(latin):
            han = [fold(name) for name in group if is_chinese(name)]
            pairs.update((one, other) for one in han for other in latin)
    return frozenset(pairs)


@cache
def latin_names() -> Sequence[tuple[str, str]]:
    """Return (as it is typed, as it is written) of every name in Latin letters, sorted."""
    return sorted({(typed_key(name), name) for group in groups() for name in group if name.isascii()})


def is_chinese(name: str) -> bool:
    """Tell whether all of a name is matched as it stands, without words."""
    return all(token.cjk for token in analyze(name))


@cache
def groups() -> tuple[Group, ...]:
    """Return the names of each thing. Raises ReadError for a table that cannot be read."""
    own = settings.aliases()
    tables = (*sorted(TABLES.glob("*.tsv")), *([own] if own else ()))
    read = (group for table in tables for group in _read(table))
    return (
        *names_of_territories(),
        *names_of_peoples(),
        *names_of_cities(),
        *names_of_agencies(),
        *read,
    )


@cache
def _by_key() -> Mapping[str, Group]:
    """Every known name to the names of the same thing."""
    names: dict[str, dict[str, None]] = {}
    for group in groups():
        for name in group:
            names.setdefault(_key_of(name), {}).update(dict.fromkeys(group))
    return {key: tuple(group) for key, group in names.items() if key}


@cache
def _by_stems() -> Mapping[str, Group]:
    """Return the same by the stems of Latin names of several words: sister cities is sister city."""
    found: dict[str, Group] = {}
    for group in groups():
        for name in group:
            leaf = phrase(name)
            if isinstance(leaf, Phrase) and all(isinstance(part, Word) for part in leaf.parts):
                found.setdefault(_stemmed(leaf), _by_key()[_key(leaf)])
    return found


def _key(leaf: Leaf) -> str:
    parts = leaf.parts if isinstance(leaf, Phrase) else (leaf,)
    return " ".join("".join(part.parts) if isinstance(part, Word) else part.text for part in parts)


def _stemmed(leaf: Leaf) -> str:
    return " ".join(map(stem, _key(leaf).split()))


def _key_of(name: str) -> str:
    leaf = phrase(name)
    return _key(leaf) if isinstance(leaf, Run | Word | Phrase) else ""


def _read(path: Path) -> Iterator[Group]:
    try:
        lines: Iterable[str] = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(messages.ALIASES_UNREADABLE(reason=error), path) from error
    for number, line in enumerate(lines, 1):
        names = [name.strip() for name in line.partition("\t#")[0].split("\t") if name.strip()]
        if not names or names[0].startswith("#"):
            continue
        if len(names) < 2:
            raise ReadError(messages.ALIAS_ALONE(), f"{path}:{number}")
        yield tuple(names)
