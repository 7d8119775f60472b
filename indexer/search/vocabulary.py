"""Other names for what a query asks: across the strait, across scripts, and in English.

Sources: OpenCC's phrase tables (軟體/软件), Unicode CLDR through Babel (countries and cities in
zh-Hant, zh-Hans and English), a table that people edit (aliases.tsv), and what was learnt from the
reports. Query time only: what another name finds is always marked with the name it was found by.
"""

from collections.abc import Callable, Iterable
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Protocol

import opencc

from indexer import messages, settings
from indexer.errors import ReadError
from indexer.model.query import And, Leaf, Node, Or, Phrase, Run, Word, conjunction
from indexer.search.parser import phrase
from indexer.search.rungs import Cutter
from indexer.text.analysis import analyze
from indexer.text.compare import letters_key
from indexer.text.countries import names_of_cities, names_of_territories
from indexer.text.fold import fold

_PHRASE_TABLES = ("tw2sp", "s2twp", "hk2sp", "s2hkp")
_QUERIES = 1024  # whose other names are kept
_MOST = 6  # other names of one leaf
_LONGEST_NAME = 6  # words

Names = dict[str, tuple[str, ...]]  # folded name → all names of the thing, as they are written
Learnt = Callable[[str], tuple[str, ...]]  # a name as typed → other names that the reports taught


def nothing_learnt(name: str) -> tuple[str, ...]:
    """No other names: for an index without names."""
    return ()


class KnownNames(Protocol):
    """What is known of names beside the texts."""

    def others(self, name: str) -> tuple[str, ...]:
        """Return the other names of what a name as typed names."""

    @property
    def cutter(self) -> Cutter:
        """Cuts runs into words, known names left whole."""


class OtherNames:
    """The other names of what queries name: those of the tables, and those that the reports taught."""

    def __init__(self, names: KnownNames) -> None:
        self._names = names
        self.wider = lru_cache(maxsize=_QUERIES)(partial(with_aliases, learnt=names.others))

    @property
    def cutter(self) -> Cutter:
        """Cuts runs into words, known names left whole."""
        return self._names.cutter


def with_aliases(node: Node, learnt: Learnt = nothing_learnt) -> Node:
    """Return the tree with an OR of other names at each leaf that has some; nothing changes under a NOT."""
    match node:
        case Run() | Word() | Phrase():
            return _either(node, other_names(node, learnt))
        case And(nodes):
            return _join_names(nodes, learnt)
        case Or(nodes):
            return Or(tuple(with_aliases(inner, learnt) for inner in nodes))
        case _:
            return node


def other_names(leaf: Leaf, learnt: Learnt = nothing_learnt) -> tuple[Leaf, ...]:
    """Leaves for the other names of what the leaf names, or of a part of its run."""
    found = list(_written_otherwise(leaf.text, leaf.shown or leaf.text)) if isinstance(leaf, Run) else []
    names = (*table().get(_key(leaf), ()), *learnt(_typed(leaf)))
    found += [other for name in names if isinstance(other := phrase(name), Run | Word | Phrase)]
    return tuple(other for other in dict.fromkeys(found) if other != leaf)[:_MOST]


@lru_cache(maxsize=1024)
def _written_otherwise(folded: str, shown: str) -> tuple[Leaf, ...]:
    """Return the run in the phrases of other places, and with a name inside it exchanged."""
    # from the folded run, so that a query finds the same in whichever script it is typed
    scripts = dict.fromkeys((folded, *(_converter(script).convert(folded) for script in ("s2t", "s2tw"))))
    texts = [_converter(table).convert(one) for one in scripts for table in _PHRASE_TABLES]
    return tuple(Run(fold(text), text) for text in dict.fromkeys([*texts, *_replaced(shown)]))


def _either(leaf: Node, others: Iterable[Leaf]) -> Node:
    others = tuple(others)
    return Or((leaf, *others)) if others else leaf


def known_pairs() -> frozenset[tuple[str, str]]:
    """(Chinese, Latin) names of one thing as all tables have them: folded, the Latin ones letters only."""
    pairs: set[tuple[str, str]] = set()
    for group in table().values():
        han = [fold(name) for name in group if all(token.cjk for token in analyze(name))]
        latin = [letters_key(name) for name in group if name.isascii()]
        pairs.update((one, other) for one in han for other in latin)
    return frozenset(pairs)


def _typed(leaf: Leaf) -> str:
    parts = leaf.parts if isinstance(leaf, Phrase) else (leaf,)
    return ("" if isinstance(leaf, Phrase) and leaf.tight else " ").join(map(str, parts))


def _join_names(nodes: tuple[Node, ...], learnt: Learnt) -> Node:
    """Return a conjunction whose neighbouring Latin words may name one thing: New Zealand."""
    joined: list[Node] = []
    position = 0
    while position < len(nodes):
        for end in range(min(len(nodes), position + _LONGEST_NAME), position + 1, -1):
            words = nodes[position:end]
            if all(isinstance(word, Word) for word in words):
                others = other_names(Phrase(words), learnt)  # type: ignore[arg-type]
                if others:
                    joined.append(_either(And(words), others))
                    position = end
                    break
        else:
            joined.append(with_aliases(nodes[position], learnt))
            position += 1
    tree = conjunction(joined)
    assert tree is not None
    return tree


def _replaced(shown: str) -> list[str]:
    """Return the run with a name inside it exchanged for its other Chinese names: 雪梨歌劇院 → 悉尼歌劇院."""
    folded, found = fold(shown), []
    for length in range(min(8, len(folded) - 1), 1, -1):
        for start in range(len(folded) - length + 1):
            for name in table().get(folded[start : start + length], ()):
                if all(token.cjk for token in analyze(name)):
                    found.append(shown[:start] + name + shown[start + length :])
        if found:
            break
    return found


def _key(leaf: Leaf) -> str:
    parts = leaf.parts if isinstance(leaf, Phrase) else (leaf,)
    return " ".join("".join(part.parts) if isinstance(part, Word) else part.text for part in parts)


def _key_of(name: str) -> str:
    leaf = phrase(name)
    return _key(leaf) if isinstance(leaf, Run | Word | Phrase) else ""


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


@cache
def table() -> Names:
    """Every known name to the names of the same thing. Raises ReadError for a table that cannot be read."""
    names: dict[str, list[str]] = {}
    for group in (
        *names_of_territories(),
        *names_of_cities(),
        *_read(Path(__file__).with_name("aliases.tsv")),
        *_read(settings.aliases()),
    ):
        for name in group:
            known = names.setdefault(_key_of(name), [])
            known += [other for other in group if other not in known]
    return {key: tuple(group) for key, group in names.items() if key}


def _read(path: Path | None) -> Iterable[tuple[str, ...]]:
    if path is None:
        return
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(messages.ALIASES_UNREADABLE(reason=error), path) from error
    for number, line in enumerate(lines, 1):
        names = [name.strip() for name in line.split("\t") if name.strip()]
        if not names or names[0].startswith("#"):
            continue
        if len(names) < 2:
            raise ReadError(messages.ALIAS_ALONE(), f"{path}:{number}")
        yield tuple(names)
