"""Rungs: exact → one-report → all-words → any-words, each a looser reading of the same query.

Filters and everything under a NOT hold on every rung.
"""

from collections.abc import Callable, Collection, Sequence
from itertools import groupby
from typing import TypeVar

from indexer.model.query import And, Filter, InField, InReport, Node, Not, Or, Phrase, Run, Word, conjunction
from indexer.text.analysis import cut, described, parts_of_word
from indexer.text.function_words import FUNCTION_WORDS

Cutter = Callable[[str], list[str]]  # a folded run → its words
N = TypeVar("N", bound=Node)
_SHORTEST_NAME = 3  # characters of a name that is kept whole
_LONG = 4  # characters of a word that may be sought by its parts


def keeping(names: Collection[str], is_name: Callable[[str], bool] = lambda run: False) -> Cutter:
    """Cuts as jieba does, but for folded names, the longest of which stay whole.

    `names` are known ones; `is_name` tells whether a run may be one that is not.
    """
    longest = max(map(len, names), default=0)

    def cut_run(run: str) -> list[str]:
        words: list[str] = []
        begin = position = 0
        while position < len(run):
            for length in range(min(longest, len(run) - position), _SHORTEST_NAME - 1, -1):
                name = run[position : position + length]
                if name in names:
                    words += [*(_named(run[begin:position], is_name)), name]
                    begin = position = position + length
                    break
            else:
                position += 1
        return words + _named(run[begin:], is_name)

    return cut_run


def _named(run: str, is_name: Callable[[str], bool]) -> list[str]:
    """Return a run's words; what jieba cut to pieces though it may be a name stays whole."""
    words, whole = cut(run) if run else [], []
    position = 0
    while position < len(words):
        for count in (3, 2):
            pieces = words[position : position + count]
            name = "".join(pieces)
            cut_apart = len(pieces) == count and min(map(len, pieces)) == 1
            if cut_apart and FUNCTION_WORDS.isdisjoint(pieces) and is_name(name):
                whole.append(name)
                position += count
                break
        else:
            whole.append(words[position])
            position += 1
    return whole


def one_report(node: Node) -> Node | None:
    """Return the parts in whichever sections of one report, or in its title; None for a single part.

    Found are the sections with one of the parts' words.
    """
    parts = node.nodes if isinstance(node, And) else (node,)
    held = [part for part in parts if holds(part)]
    sought = [part for part in parts if not holds(part)]
    words = [part for part in map(in_words, sought) if part]
    if len(words) < 2:
        return None
    titled = [
        Or((InReport(part), *([InField("title", only)] if (only := in_words(part)) else [])))
        for part in sought
    ]
    return _join([*held, *titled, Or(tuple(words))])


def said(node: Node) -> Node | None:
    """Return the conjunction whose parts are met by what is said of a report, where they can be so.

    None where nothing is, or a part has no other part beside it.
    """
    if not isinstance(node, And):
        return None
    filters = [
        tuple(one for one in part.nodes if isinstance(one, Filter)) if isinstance(part, Or) else ()
        for part in node.nodes
    ]
    if not any(filters):
        return None
    parts = zip(node.nodes, filters, strict=True)
    return _join([Or(own) if len(own) > 1 else own[0] if own else part for part, own in parts])


def in_words(node: Node) -> Node | None:
    """Return a part without what is said of reports: what may stand in a text; None for nothing."""
    if isinstance(node, Filter):
        return None
    if not isinstance(node, Or):
        return node
    left = [part for part in map(in_words, node.nodes) if part]
    return None if not left else left[0] if len(left) == 1 else Or(tuple(left))


def all_words(node: Node, cutter: Cutter = cut) -> Node:
    """Return runs and phrases in their words, in any order and place."""
    match node:
        case Run(text):
            return _join([Run(word) for word in units(cutter(text))])
        case Phrase(parts):
            return _join([all_words(part, cutter) for part in parts])
        case And(nodes):
            return _join([all_words(inner, cutter) for inner in nodes])
        case Or(nodes):
            return Or(tuple(all_words(inner, cutter) for inner in nodes))
        case _:
            return node


def any_words(node: Node, cutter: Cutter = cut, held: Callable[[str], bool] = lambda word: True) -> Node:
    """One of the words is enough; of a long word that no section has, one of its parts.

    `held` tells whether a section has a folded run.
    """
    if holds(node):
        return node
    if isinstance(node, Or):
        return Or(tuple(any_words(inner, cutter, held) for inner in node.nodes))
    parts = node.nodes if isinstance(node, And) else (node,)
    limits = [part for part in parts if holds(part)]
    choices = dict.fromkeys(
        choice
        for part in telling([part for part in parts if not holds(part)])
        for choice in _choices(part, cutter, held)
    )
    return _join([*limits, *([Or(tuple(choices))] if len(choices) > 1 else choices)])


def _choices(node: Node, cutter: Cutter, held: Callable[[str], bool]) -> list[Node]:
    match node:
        case Run(text):
            pieces = list(map(cutter, described(text)))
            cuts = {word for piece in pieces for word in piece}
            words = [word for piece in pieces for word in units(piece)]
            told = [word for word in words if word not in FUNCTION_WORDS] or words
            long = [word for word in told if len(word) > 1] or told
            sought = (
                [word] if held(word) else _parts(word) if word in cuts else _pairs(word) for word in long
            )
            return [Run(part) for several in sought for part in several]
        case Phrase(parts):
            return [choice for part in telling(list(parts)) for choice in _choices(part, cutter, held)]
        case And() | Or():
            return [any_words(node, cutter, held)]
        case _:
            return [node]


def units(words: Sequence[str]) -> list[str]:
    """Return different words; single characters side by side are one, as no dictionary has it."""
    found: list[str] = []
    for single, group in groupby(words, lambda word: len(word) == 1 and word not in FUNCTION_WORDS):
        several = list(group)
        found += ["".join(several)] if single else several
    return list(dict.fromkeys(found))


def _pairs(unit: str) -> list[str]:
    """Return the pairs of neighbours of a unit that no dictionary and no section has."""
    return [unit[i : i + 2] for i in range(len(unit) - 1)] or [unit]


def _parts(word: str) -> list[str]:
    """Return the words that a long word is made of, and the word where it is not."""
    parts = [part for part in parts_of_word(word) if len(part) > 1] if len(word) >= _LONG else []
    return parts if len("".join(parts)) == len(word) else [word]


def telling(nodes: Sequence[N]) -> list[N]:
    """Return the nodes that are no function words, or all where there is nothing else."""
    return [node for node in nodes if not _is_function(node)] or list(nodes)


def _is_function(node: Node) -> bool:
    text = node.text if isinstance(node, Run) else node.parts[0] if isinstance(node, Word) else ""
    return text in FUNCTION_WORDS


def holds(node: Node) -> bool:
    """Tell whether the part limits the search rather than says what is sought."""
    if isinstance(node, And | Or):
        return all(map(holds, node.nodes))
    return isinstance(node, Filter | Not | InField)


def _join(nodes: list[Node]) -> Node:
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.nodes if isinstance(node, And) else [node])
    joined = conjunction(list(dict.fromkeys(flat)))
    assert joined is not None  # a run, phrase or conjunction has parts
    return joined
