"""Other names for what a query asks: across the strait, across scripts, and in English.

Sources: OpenCC's phrase tables (軟體/软件), the names known beforehand (`known.py`), and what was learnt from
the reports. Query time only: what another name finds is always marked with the name it was found by.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial
from itertools import chain, combinations
from typing import Protocol

import opencc

from indexer.model.query import And, Filter, Leaf, Node, Or, Phrase, Run, Word, conjunction
from indexer.search.known import is_chinese, names_at, names_of
from indexer.search.parser import phrase
from indexer.search.readings import as_typed
from indexer.search.rungs import Cutter, holds, in_words
from indexer.search.spellings import spellings
from indexer.text.fold import fold

_PHRASE_TABLES = ("tw2sp", "s2twp", "hk2sp", "s2hkp")
_QUERIES = 1024  # whose other names are kept
_MOST = 6  # other names of one leaf
_LONGEST_NAME = 6  # words

Learnt = Callable[[str], tuple[str, ...]]  # a name as typed → other names that the reports taught
ReadAs = Callable[[Leaf], tuple[Filter, ...]]  # a leaf → values of metadata that it means too


def nothing_learnt(name: str) -> tuple[str, ...]:
    """No other names: for an index without names."""
    return ()


def nothing_read(leaf: Leaf) -> tuple[Filter, ...]:
    """No values: for a text by itself."""
    return ()


class KnownNames(Protocol):
    """What is known of names beside the texts."""

    def others(self, name: str) -> tuple[str, ...]:
        """Return the other names of what a name as typed names."""

    def by_sound(self, name: str) -> tuple[str, ...]:
        """Return the Chinese names that a Latin name of no known person may write."""

    @property
    def cutter(self) -> Cutter:
        """Cuts runs into words, known names left whole."""


class OtherNames:
    """The other names of what queries name: those of the tables, and those that the reports taught."""

    def __init__(self, names: KnownNames, read_as: ReadAs = nothing_read) -> None:
        # what is kept refers to nothing that refers to it: a view that is let go is gone at once
        self._names, self.read_as = names, read_as
        self.learnt = partial(_learnt, names)
        self.wider = lru_cache(maxsize=_QUERIES)(partial(with_aliases, learnt=self.learnt))
        self.wider_still = lru_cache(maxsize=_QUERIES)(partial(_wider_still, self.learnt, read_as))

    def heard(self, asked: Sequence[Leaf]) -> frozenset[str]:
        """Return the names that what is asked sounds like and nothing else ties it to."""
        names = [as_typed(leaf) for leaf in asked if isinstance(leaf, Phrase)]
        for start, end in combinations(range(len(asked) + 1), 2):
            words = asked[start:end]
            if 1 < len(words) <= _LONGEST_NAME and all(isinstance(word, Word) for word in words):
                names.append(" ".join(map(str, words)))
        return frozenset(chain.from_iterable(map(self._names.by_sound, names)))

    @property
    def cutter(self) -> Cutter:
        """Cuts runs into words, known names left whole."""
        return self._names.cutter


def _learnt(names: KnownNames, name: str) -> tuple[str, ...]:
    """Return what the reports say a name is called too, or else what it sounds like."""
    return names.others(name) or names.by_sound(name)


def _wider_still(learnt: Learnt, read_as: ReadAs, root: Node, quoted: frozenset[Leaf] = frozenset()) -> Node:
    """Return the tree with other names, and with what its words say of reports but for quoted ones."""
    return with_aliases(root, learnt, lambda leaf: () if leaf in quoted else read_as(leaf))


def with_aliases(node: Node, learnt: Learnt = nothing_learnt, read_as: ReadAs = nothing_read) -> Node:
    """Return the tree with an OR of other names at each leaf that has some; nothing changes under a NOT.

    Beside other words, a leaf that is a value of the reports' metadata means that value too.
    """
    match node:
        case Run() | Word() | Phrase():
            return _either(node, other_names(node, learnt))
        case And(nodes):
            return _all_of(nodes, learnt, read_as)
        case Or(nodes):
            return Or(tuple(with_aliases(inner, learnt) for inner in nodes))
        case _:
            return node


def other_names(leaf: Leaf, learnt: Learnt = nothing_learnt) -> tuple[Leaf, ...]:
    """Leaves for the other names of what the leaf names, or of a part of its run."""
    found = list(_written_otherwise(leaf.text, leaf.shown or leaf.text)) if isinstance(leaf, Run) else []
    typed = as_typed(leaf)
    names = (*_apart(typed, names_of(leaf)), *learnt(typed))
    found += [other for name in names if isinstance(other := phrase(name), Run | Word | Phrase)]
    others = [*found[:_MOST], *(one for text in spellings(typed) if (one := _as_spelled(text)))]
    return tuple(other for other in dict.fromkeys(others) if other != leaf)


def _as_spelled(text: str) -> Leaf | None:
    """Return a spelling as a leaf that is called as it is written."""
    leaf = phrase(text)
    return (
        replace(leaf, shown=text)
        if isinstance(leaf, Phrase)
        else leaf
        if isinstance(leaf, Run | Word)
        else None
    )


@lru_cache(maxsize=1024)
def _written_otherwise(folded: str, shown: str) -> tuple[Leaf, ...]:
    """Return the run in the phrases of other places, and with a name inside it exchanged."""
    # from the folded run, so that a query finds the same in whichever script it is typed
    scripts = dict.fromkeys((folded, *(_converter(script).convert(folded) for script in ("s2t", "s2tw"))))
    texts = [_converter(table).convert(one) for one in scripts for table in _PHRASE_TABLES]
    return tuple(Run(fold(text), text) for text in dict.fromkeys([*texts, *_replaced(shown)]))


def _either(leaf: Node, others: Iterable[Node]) -> Node:
    others = tuple(others)
    return Or((leaf, *others)) if others else leaf


def _apart(typed: str, names: Iterable[str]) -> list[str]:
    """Return the names that find other sections than what was typed does.

    A Chinese name within what was typed, or around it, is none: who types 臺中市 does not mean all of 臺中.
    Of two names one of which is in the other the shorter one finds all.
    """
    key, keys = fold(typed), {name: fold(name) for name in names}
    others = [name for name, own in keys.items() if not (_in(own, key) or _in(key, own))]
    return [
        name
        for name in others
        if not any(keys[one] != keys[name] and _in(keys[one], keys[name]) for one in others)
    ]


def _in(one: str, other: str) -> bool:
    """Tell whether a folded name stands in another; Latin ones as whole words."""
    return f" {one} " in f" {other} " if one.isascii() else one in other


def _all_of(nodes: tuple[Node, ...], learnt: Learnt, read_as: ReadAs) -> Node:
    """Return a conjunction of parts with their other names and, where they are several, readings.

    One word at least stands in a section itself, if no reading is of the section: who types an agency and a
    country does not ask for every section of a report.
    """
    things = list(_things(nodes, learnt, read_as))
    several = sum(not holds(words) for words, _ in things) > 1
    parts: list[Node] = []
    of_section = False
    for words, leaf in things:
        if leaf is None:
            parts.append(with_aliases(words, learnt))
            continue
        filters = read_as(leaf) if several else ()
        of_section |= any(one.name == "kind" for one in filters)
        parts.append(_either(_either(words, other_names(leaf, learnt)), filters))
    sought = [part for part in parts if not holds(part)]
    if sought and not of_section and all(_reads(part) for part in sought):
        parts.append(Or(tuple(filter(None, map(in_words, sought)))))
    tree = conjunction(parts)
    assert tree is not None
    return tree


def _reads(part: Node) -> bool:
    """Tell whether a part is also met by what is said of a report."""
    return isinstance(part, Or) and any(isinstance(node, Filter) for node in part.nodes)


def _things(nodes: tuple[Node, ...], learnt: Learnt, read_as: ReadAs) -> Iterator[tuple[Node, Leaf | None]]:
    """Yield (what is typed, the leaf it is): neighbouring Latin words may name one thing, New Zealand."""
    position = 0
    while position < len(nodes):
        for end in range(min(len(nodes), position + _LONGEST_NAME), position + 1, -1):
            words = nodes[position:end]
            if all(isinstance(word, Word) for word in words):
                name = Phrase(words)  # type: ignore[arg-type]
                if read_as(name) or other_names(name, learnt):
                    yield And(words), name
                    position = end
                    break
        else:
            node = nodes[position]
            yield node, node if isinstance(node, Run | Word | Phrase) else None
            position += 1


def _replaced(shown: str) -> list[str]:
    """Return the run with a name inside it exchanged for its other Chinese names: 雪梨歌劇院 → 悉尼歌劇院."""
    folded, found = fold(shown), []
    for length in range(min(8, len(folded) - 1), 1, -1):
        for start in range(len(folded) - length + 1):
            for name in _apart(inside := folded[start : start + length], names_at(inside)):
                if is_chinese(name):
                    found.append(shown[:start] + name + shown[start + length :])
        if found:
            break
    return found


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)
