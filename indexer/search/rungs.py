"""Rungs: exact → all-words → any-words, each a looser reading of the same query.

Filters and everything under a NOT hold on every rung.
"""

from collections.abc import Callable, Collection
from itertools import groupby

from indexer.model.query import And, Filter, InField, Node, Not, Or, Phrase, Run, conjunction
from indexer.text.analysis import cut, described

Cutter = Callable[[str], list[str]]  # a folded run → its words
_SHORTEST_NAME = 3  # characters of a name that is kept whole


def keeping(names: Collection[str]) -> Cutter:
    """Cuts as jieba does, but for the folded names, the longest of which stay whole."""
    longest = max(map(len, names), default=0)

    def cut_run(run: str) -> list[str]:
        words: list[str] = []
        begin = position = 0
        while position < len(run):
            for length in range(min(longest, len(run) - position), _SHORTEST_NAME - 1, -1):
                name = run[position : position + length]
                if name in names:
                    words += [*(cut(run[begin:position]) if position > begin else ()), name]
                    begin = position = position + length
                    break
            else:
                position += 1
        return words + (cut(run[begin:]) if begin < len(run) else [])

    return cut_run


def all_words(node: Node, cutter: Cutter = cut) -> Node:
    """Return runs and phrases in their words, in any order and place."""
    match node:
        case Run(text):
            return _join([Run(word) for word in dict.fromkeys(cutter(text))])
        case Phrase(parts):
            return _join([all_words(part, cutter) for part in parts])
        case And(nodes):
            return _join([all_words(inner, cutter) for inner in nodes])
        case Or(nodes):
            return Or(tuple(all_words(inner, cutter) for inner in nodes))
        case _:
            return node


def any_words(node: Node, cutter: Cutter = cut) -> Node:
    """One of the words is enough."""
    if _holds(node):
        return node
    if isinstance(node, Or):
        return Or(tuple(any_words(inner, cutter) for inner in node.nodes))
    parts = node.nodes if isinstance(node, And) else (node,)
    held = [part for part in parts if _holds(part)]
    choices = dict.fromkeys(choice for part in parts if not _holds(part) for choice in _choices(part, cutter))
    return _join([*held, *([Or(tuple(choices))] if len(choices) > 1 else choices)])


def _choices(node: Node, cutter: Cutter) -> list[Node]:
    match node:
        case Run(text):
            return [Run(word) for piece in described(text) for word in _telling(piece, cutter)]
        case Phrase(parts):
            return [choice for part in parts for choice in _choices(part, cutter)]
        case And() | Or():
            return [any_words(node, cutter)]
        case _:
            return [node]


def _telling(piece: str, cutter: Cutter) -> list[str]:
    """Words of two and more characters, and pairs of the characters that are in none: 骨嵬, 嵬反."""
    words: list[str] = []
    for single, group in groupby(cutter(piece), key=lambda word: len(word) == 1):
        text = "".join(group) if single else ""
        words += [text[i : i + 2] for i in range(len(text) - 1)] if single else []
    words += [word for word in cutter(piece) if len(word) > 1]
    return words or list(piece)


def _holds(node: Node) -> bool:
    """Whether the part limits the search rather than says what is sought."""
    if isinstance(node, And | Or):
        return all(map(_holds, node.nodes))
    return isinstance(node, Filter | Not | InField)


def _join(nodes: list[Node]) -> Node:
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.nodes if isinstance(node, And) else [node])
    joined = conjunction(list(dict.fromkeys(flat)))
    assert joined is not None  # a run, phrase or conjunction has parts
    return joined
