"""What a query leaves open: terms that prefixes and fuzzy words stand for, and values that are no dates."""

from collections.abc import Iterator, Mapping, Sequence

from indexer import messages
from indexer.messages import Message
from indexer.model.query import And, Filter, Fuzzy, InField, InReport, Leaf, Node, Not, Or, Prefix
from indexer.search.matching import SHORTEST_FUZZY, Expansions, expand
from indexer.search.parser import date_range
from indexer.search.ports import View

MOST_EXPANSIONS = 500  # terms that a prefix may stand for


class Loose:
    """Looks the terms of one request up in a view, and notes what was not searched as it was typed."""

    def __init__(self, view: View, filters: Mapping[str, tuple[str, ...]]) -> None:
        """Note the values of filters that are no years or dates."""
        self._view = view
        self.terms: dict[Leaf, tuple[str, ...]] = {}
        self.notes: list[Message] = []
        for name, values in filters.items():
            for value in values:
                self._check(name, value)

    def expansions(self, *trees: Node | None) -> Expansions:
        """Return the terms of each prefix and fuzzy word met so far, those of the trees included."""
        for tree in trees:
            for node in _open(tree):
                if isinstance(node, Filter):
                    self._check(node.name, node.value)
                elif node not in self.terms:
                    self.terms[node] = tuple(self._expand(node))
        return self.terms

    def _check(self, name: str, value: str) -> None:
        if name in ("year", "date") and not date_range(name, value):
            sentence = messages.NO_YEAR if name == "year" else messages.NO_DATE
            self.notes.append(sentence(value=value))

    def _expand(self, leaf: Prefix | Fuzzy) -> Sequence[str]:
        terms = expand(leaf, self._view.latin)
        if len(terms) > MOST_EXPANSIONS:
            self.notes.append(
                messages.PREFIX_CUT(value=f"{leaf.text}*", count=len(terms), searched=MOST_EXPANSIONS)
            )
        if isinstance(leaf, Fuzzy) and len(leaf.text) < SHORTEST_FUZZY:
            self.notes.append(messages.FUZZY_SHORT(value=f"{leaf.text}~"))
        return terms[:MOST_EXPANSIONS]


def _open(node: Node | None) -> Iterator[Prefix | Fuzzy | Filter]:
    match node:
        case Prefix() | Fuzzy() | Filter():
            yield node
        case And(nodes) | Or(nodes):
            for inner in nodes:
                yield from _open(inner)
        case Not(inner) | InField(_, inner) | InReport(inner):
            yield from _open(inner)
