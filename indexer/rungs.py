"""Rungs: exact → all-words → any-words, each a looser reading of the same query.

Filters and everything under a NOT hold on every rung.
"""

from indexer.analysis import cut
from indexer.query import And, Filter, Fuzzy, InField, Node, Not, Or, Phrase, Prefix, Run, Word, conjunction


def all_words(node: Node) -> Node:
    """Runs and phrases in their words, in any order and place."""
    match node:
        case Run(text):
            return _join([Run(word) for word in dict.fromkeys(cut(text))])
        case Phrase(parts):
            return _join([all_words(part) for part in parts])
        case And(nodes):
            return _join([all_words(inner) for inner in nodes])
        case Or(nodes):
            return Or(tuple(all_words(inner) for inner in nodes))
        case _:
            return node


def any_words(node: Node) -> Node:
    """One of the words is enough; words of two and more characters where there are any."""
    if isinstance(node, Or) and not _holds(node):
        return Or(tuple(any_words(inner) for inner in node.nodes))
    node = all_words(node)
    parts = node.nodes if isinstance(node, And) else (node,)
    held = [part for part in parts if _holds(part)]
    words = [part for part in parts if isinstance(part, Run | Word | Prefix | Fuzzy)]
    groups = [any_words(part) for part in parts if isinstance(part, Or) and not _holds(part)]
    telling = [word for word in words if not isinstance(word, Run) or len(word.text) > 1] or words
    choices = (*telling, *groups)
    choice = choices[0] if len(choices) == 1 else Or(choices)
    return _join([*held, choice] if choices else list(held))


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
