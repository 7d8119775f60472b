"""A request on one view: what it finds, on the first rung that finds something."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from indexer.model.query import And, InReport, Leaf, Node, Not, Or, Phrase, Query, Run, Word, positive_leaves
from indexer.model.search import Reading, Request
from indexer.search.loose import Loose
from indexer.search.parser import phrase
from indexer.search.ports import Match, Matches, Order, Ref, Scored, View, Wanted
from indexer.search.ranking import Ranking
from indexer.search.readings import readings_in
from indexer.search.rungs import all_words, any_words, in_words, one_report, said
from indexer.search.vocabulary import OtherNames

_APART = 20  # sections with all words; beside more of them no report is offered that has the words apart
_REPORTS = 3  # offered so
_NOTHING = Or(())


def _nothing_named(text: str) -> Sequence[str]:
    return ()


def _is_latin(root: Node) -> bool:
    """Tell whether all that is asked are Latin words, as a dictionary has them."""
    return all(isinstance(node, Word) for node in (root.nodes if isinstance(root, And) else (root,)))


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, on which rung, by which tree; `literal` is that of words as they were typed."""

    rung: str
    tree: Node | None
    literal: Node | None
    matches: Matches


@dataclass(frozen=True, slots=True)
class Asking:
    """A request on a view; `loose` knows what its prefixes and fuzzy words stand for.

    `named` tells what a whole query is called in the other language that no table of names knows.
    """

    view: View
    others: OtherNames
    request: Request
    query: Query
    loose: Loose
    named: Callable[[str], Sequence[str]] = _nothing_named

    def find(self) -> Found:
        """Return what the first rung to find any section finds."""
        root = self.query.root
        if root is None:
            return Found("exact", None, None, self.matches(None if self.request.filters else _NOTHING))
        found = exact = self.exact(root)
        for rung, literal in self._looser(root):
            if found.matches.total:
                break
            wider = self._wider_on(rung, literal)
            known = exact.matches if (wider, literal) == (exact.tree, exact.literal) else None
            found = Found(rung, wider, literal, known or self.matches(wider, literal))
        return found

    def _looser(self, root: Node) -> Iterator[tuple[str, Node]]:
        """Yield each looser rung and its tree, no sooner than it is tried."""
        if in_report := one_report(self.wider(root)):
            yield "one-report", in_report
        yield "all-words", all_words(root, self.others.cutter)
        yield "any-words", any_words(root, self.others.cutter, self._held)

    def _wider_on(self, rung: str, literal: Node) -> Node:
        """Return what is sought on a rung: all other names too, or those of words that stand nowhere."""
        if rung == "all-words":
            return self.wider(literal)
        return self._named(literal) if rung == "any-words" else literal

    def _named(self, node: Node) -> Node:
        """Return a tree in which the names of a word that stands nowhere stand beside it."""
        match node:
            case And(nodes):
                return And(tuple(map(self._named, nodes)))
            case Or(nodes):
                return Or(tuple(map(self._named, nodes)))
            case Run() | Word() if not self.view.count(node, {}):
                return in_words(self.wider(node)) or node
            case _:
                return node

    def _held(self, run: str) -> bool:
        return self.view.count(Run(run), {}) > 0

    def exact(self, root: Node) -> Found:
        """Return what stands in the text as it was typed, under another name, or is said of its report."""
        wider = self.wider(root)
        if wider == root == self.query.root and _is_latin(root) and not self.query.quoted:
            wider = self._translated(root)
        return Found("exact", wider, root, self.matches(wider, root))

    def _translated(self, root: Node) -> Node:
        names = [leaf for name in self.named(self.query.text) if (leaf := phrase(name))]
        return Or((root, *names)) if names else root

    def wider(self, tree: Node) -> Node:
        """Return a tree with other names and readings, if they are asked for."""
        return self.others.wider_still(tree, self.query.quoted) if self.request.aliases else tree

    def matches(self, tree: Node | None, literal: Node | None = None) -> Matches:
        """Return the sections that a tree finds, those that satisfy `literal` first."""
        literal = None if literal == tree else literal
        expansions = self.loose.expansions(tree, literal)
        return self.view.matches(Wanted(tree, literal, self.request.filters, expansions))

    def in_one_report(self, found: Found, first: Collection[Ref], ranking: Ranking) -> list[Match]:
        """Return the best section of each report that deserves a look beside the first sections found.

        Such as words of the query are said of; then, where few sections have all words, such as have them in
        different ones.
        """
        root, request = self.query.root, self.request
        if root is None or found.rung != "exact" or request.page > 1 or not request.aliases:
            return []
        wider = self.wider(root)
        seen = {self.view.stored(ref).report.id for ref in first}
        apart = one_report(wider) if 0 < found.matches.literal <= _APART else None
        offered: list[Match] = []
        for tree in (said(wider), apart and And((apart, Not(InReport(root))))):
            if tree is not None and len(offered) < _REPORTS:
                scored = Scored(list(positive_leaves(tree)), self.loose.terms, ranking)
                order = Order(most=_REPORTS + len(seen), collapse=True)
                matches = self.matches(tree).first(scored, order)
                offered += [one for one in matches if self.view.stored(one.ref).report.id not in seen]
                seen |= {self.view.stored(one.ref).report.id for one in offered}
        return offered[:_REPORTS]

    def words(self, found: Found) -> list[Leaf]:
        """Return the words of which a section may lack some: none where all stand as typed."""
        if found.rung == "exact":
            return []
        tree = self.query.root if found.rung == "one-report" else found.literal
        return list(dict.fromkeys(positive_leaves(tree)))

    def readings(self, found: Found) -> tuple[Reading, ...]:
        """Return what words of the query say of reports; what a single word says is a filter to be had."""
        root = self.query.root
        trees = [root, found.tree]
        if root is not None and self.request.aliases:
            trees.append(self.wider(root))
            if isinstance(root, Run | Word | Phrase) and root not in self.query.quoted:
                trees += self.others.read_as(root)
        return tuple(dict.fromkeys(chain.from_iterable(map(readings_in, trees))))
