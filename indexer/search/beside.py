"""Hits by meaning beside those by words: which are offered, and in which order the page goes through both.

Where the query stands in some sections as it was typed, or under another name, these come first and whole;
what is near in meaning follows. On the loosest rung, where words alone say little, both are one order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model.query import And, Filter, InField, Node, Not, Phrase, Query, Run, Word, conjunction
from indexer.model.query import positive_leaves as leaves_of
from indexer.model.search import Request
from indexer.search.ports import Match, Matches, Meaning, Meant, Order, Scored, View, Wanted

ENOUGH = 100  # sections; who has so many by words is offered none by meaning
OFFERED = 20  # sections by meaning at most
_TOGETHER = 20  # sections of the loosest rung that are ordered by words and meaning together
_RANKED = 100  # best sections by words that take part in it


@dataclass(frozen=True, slots=True)
class Offer:
    """Sections by meaning in their order; `together` when they are one order with those by words."""

    meant: Sequence[Meant] = ()
    together: bool = False
    added: int = 0  # of them, that no words found
    by_words: Sequence[Match] = ()  # the best sections by words, where both are one order


def offer(
    view: View,
    meaning: Meaning | None,
    query: Query,
    request: Request,
    rung: str,
    matches: Matches,
    scored: Scored,
) -> Offer:
    """Return what meaning adds to the sections that words found."""
    text = _asked(query)
    if meaning is None or not meaning.ready or not text or not request.meaning:
        return Offer()
    if request.sort != "relevance" or request.collapse or request.explain:
        return Offer()
    loose = rung == "any-words" or not matches.total
    if not loose and matches.total > ENOUGH:
        return Offer()
    allowed = _allowed(view, query.root, request)
    by_words: Sequence[Match] = ()
    if loose and matches.total:
        shown = request.page * request.per_page + _TOGETHER
        by_words = matches.first(scored, Order(most=max(_RANKED, shown)))
    ranked = [(one.ref, one.score) for one in by_words[:_RANKED]]
    most = _TOGETHER if loose else OFFERED + matches.total
    meant = meaning.nearest(text, allowed, ranked, most)
    held, size = meaning.coverage()
    if not loose or (matches.total and held < size):  # what has no vector yet would sink in one order
        meant = [one for one in meant if not matches.holds(one.ref)][:OFFERED]
        return Offer(meant, False, len(meant))
    return Offer(meant, True, sum(not matches.holds(one.ref) for one in meant), by_words)


def page(
    offered: Offer, matches: Matches, scored: Scored, order: Order, start: int
) -> list[tuple[Match | None, Meant | None]]:
    """Return what stands on a page from a place on: found by words, by meaning, or by both."""
    if not offered.meant:
        first_ones = offered.by_words or matches.first(scored, order)
        return [(match, None) for match in first_ones[start : order.most]]
    if not offered.together:
        by_words: list[tuple[Match | None, Meant | None]] = [
            (match, None) for match in matches.first(scored, order)[start:]
        ]
        rest = offered.meant[max(0, start - matches.total) : max(0, order.most - matches.total)]
        return [*by_words, *((None, one) for one in rest)]
    first = {match.ref: match for match in offered.by_words}
    both: list[tuple[Match | None, Meant | None]] = [(first.get(one.ref), one) for one in offered.meant]
    ahead = {one.ref for one in offered.meant}
    both += [(match, None) for ref, match in first.items() if ref not in ahead]
    return both[start : order.most]


def _asked(query: Query) -> str:
    """Return the words of a query in the order typed; nothing where it has none or excludes all."""
    root = query.root
    if root is None or not any(True for _ in leaves_of(root)):
        return ""
    plain = root.nodes if isinstance(root, And) else (root,)
    if all(isinstance(node, Run | Word | Phrase) for node in plain):
        return query.text
    return " ".join(_said(leaf) for leaf in leaves_of(root))


def _said(leaf: object) -> str:
    return " ".join(map(str, leaf.parts)) if isinstance(leaf, Phrase) else str(leaf).strip("≈…")


def _allowed(view: View, root: Node | None, request: Request) -> Sequence[int] | None:
    """Return the sections that pass filters, and what the query limits them by; None for all."""
    nodes = root.nodes if isinstance(root, And) else (root,) if root else ()
    limits = conjunction([node for node in nodes if isinstance(node, Filter | Not | InField)])
    if limits is None and not request.filters:
        return None
    return view.matches(Wanted(limits, filters=request.filters)).refs()
