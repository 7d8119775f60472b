"""A search on one view, from the request to the page of results."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from indexer.model.query import Leaf, Node, Or, Phrase, positive_leaves
from indexer.model.search import Correction, Hit, Request, Results
from indexer.search.beside import offer, page
from indexer.search.corrections import FEW, corrections
from indexer.search.loose import Loose
from indexer.search.matching import Expansions, occurs
from indexer.search.parser import parse
from indexer.search.ports import Match, Matches, Meaning, Meant, Order, Ref, Scored, View, Wanted
from indexer.search.ranking import RANKING, Ranking
from indexer.search.rungs import Cutter, all_words, any_words
from indexer.search.snippets import make_nearest, make_snippets
from indexer.search.vocabulary import OtherNames

OPENING = 60  # characters of what stands in for a missing heading

_RELAX: dict[str, Callable[[Node, Cutter], Node]] = {"all-words": all_words, "any-words": any_words}
_NOTHING = Or(())


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found, on which rung, by which tree."""

    rung: str
    tree: Node | None
    matches: Matches


@dataclass(frozen=True, slots=True)
class _Asking:
    """A request on a view; `loose` knows what its prefixes and fuzzy words stand for."""

    view: View
    others: OtherNames
    request: Request
    loose: Loose

    def find(self, root: Node | None) -> _Found:
        """Return what the first rung to find any section finds."""
        if root is None:
            return _Found("exact", None, self.matches(None if self.request.filters else _NOTHING))
        found = self.exact(root)
        for rung in _RELAX:
            if found.matches.total:
                break
            relaxed = _RELAX[rung](root, self.others.cutter)
            found = _Found(rung, relaxed, found.matches if relaxed == found.tree else self.matches(relaxed))
        return found

    def exact(self, root: Node) -> _Found:
        """Return what stands in the text just as it was typed, or under another name."""
        wider = self.others.wider(root) if self.request.aliases else root
        if wider != root:
            both = self.matches(wider, root)
            if both.total:
                return _Found("exact", wider, both)
            return _Found("exact", root, both)
        return _Found("exact", root, self.matches(root))

    def matches(self, tree: Node | None, literal: Node | None = None) -> Matches:
        expansions = self.loose.expansions(tree, literal)
        return self.view.matches(Wanted(tree, literal, self.request.filters, expansions))


def answer(
    view: View,
    others: OtherNames,
    request: Request,
    ranking: Ranking = RANKING,
    meaning: Meaning | None = None,
) -> Results:
    """Return one page of hits: the first rung that finds something, filtered, ranked, counted."""
    began = time.perf_counter()
    query = parse(request.text)
    asking = _Asking(view, others, request, Loose(view, request.filters))
    found = asking.find(query.root)
    matches = found.matches
    asked = list(positive_leaves(query.root))
    leaves = list(dict.fromkeys([*asked, *positive_leaves(found.tree)]))
    expansions = asking.loose.terms
    # other names score too when some sections were found by nothing else
    scored = Scored(asked if matches.literal == matches.total else leaves, expansions, ranking)
    order = Order(request.sort, request.page * request.per_page, request.collapse, request.explain)
    offered = offer(view, meaning, query, request, found.rung, matches, scored)
    shown_ones = page(offered, matches, scored, order, (request.page - 1) * request.per_page)
    also = [leaf for leaf in leaves if leaf not in asked] if found.rung == "exact" else []
    shown = _Shown(asked, leaves, also, expansions, exact=found.rung == "exact")
    few = query.root is not None and (matches.total <= FEW or found.rung != "exact")
    return Results(
        text=query.text,
        understood=query.understood,
        rung="meaning" if offered.meant and not matches.total else found.rung,
        notes=tuple(dict.fromkeys([*query.notes, *asking.loose.notes])),
        also=(names := tuple(dict.fromkeys(map(_name, also)))),
        by_sound=tuple(name for name in names if name in others.heard(asked)) if names else (),
        did_you_mean=_corrected(asking, asked) if few else (),
        total=matches.total,
        reports=matches.reports,
        shown=matches.reports if request.collapse else matches.total + offered.added,
        page=request.page,
        per_page=request.per_page,
        facets=matches.facets() if request.facets else {},
        hits=tuple(_hit(view, match, meant, shown) for match, meant in shown_ones),
        by_meaning=offered.added,
        took_ms=(time.perf_counter() - began) * 1000,
    )


def _corrected(asking: _Asking, asked: list[Leaf]) -> tuple[Correction, ...]:
    """Return corrections that find something just as they are written, with the total that a click shows."""
    offered = []
    for text in corrections(asking.view, asking.others, asked, asking.request.text):
        if root := parse(text).root:
            count = asking.exact(root).matches.total
            if count:
                offered.append(Correction(text, count))
    return tuple(sorted(offered, key=lambda correction: -correction.count))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the hits of an answer are marked with."""

    asked: Sequence[Leaf]
    leaves: Sequence[Leaf]
    also: Sequence[Leaf]
    expansions: Expansions
    exact: bool


def _hit(view: View, match: Match | None, meant: Meant | None, shown: _Shown) -> Hit:
    if match is None or (meant is not None and not shown.exact):
        assert meant is not None
        return meant_hit(view, meant, match)
    literal = match.literal
    look = Look(
        leaves=shown.asked if literal and shown.exact else shown.leaves,
        expansions=shown.expansions,
        via=() if literal else _via(view.folded(match.ref), shown.also, shown.expansions),
        tier="literal" if literal else "names",
    )
    return make_hit(view, match.ref, look, match)


def meant_hit(view: View, meant: Meant, match: Match | None = None) -> Hit:
    """Return a section near in meaning: the sentence that is nearest, marked whole, and why."""
    stored = view.stored(meant.ref)
    nearest = make_nearest(stored.section.heading, stored.section.text, meant.start, meant.end)
    hit = make_hit(view, meant.ref, Look(via=meant.words, tier="literal" if match else "meaning"), match)
    heading = nearest if nearest.text == hit.heading.text else hit.heading
    return replace(hit, score=meant.score, nearest=nearest, heading=heading, snippets=(nearest,))


def _via(folded: str, others: Iterable[Leaf], expansions: Expansions) -> tuple[str, ...]:
    """Return the other names by which a section was found."""
    return tuple(_name(leaf) for leaf in others if occurs(leaf, folded, expansions))


def _name(leaf: Leaf) -> str:
    return " ".join(map(str, leaf.parts)) if isinstance(leaf, Phrase) else str(leaf)


@dataclass(frozen=True, slots=True)
class Look:
    """How a hit is shown: what is marked, and the other names it was found by."""

    leaves: Sequence[Leaf] = ()
    expansions: Expansions = field(default_factory=lambda: MappingProxyType({}))
    via: tuple[str, ...] = ()
    tier: str = "literal"


def make_hit(view: View, ref: Ref, look: Look = Look(), match: Match | None = None) -> Hit:
    """Return a section as a hit, the leaves marked in its heading and snippets."""
    stored = view.stored(ref)
    report, section = stored.report, stored.section
    head, snippets = make_snippets(section.heading, section.text, stored.folded, look.leaves, look.expansions)
    parts: Mapping[str, float] = match.parts if match else {}
    return Hit(
        report_id=report.id,
        report_title=report.title,
        section_id=section.id,
        path=section.path,
        heading=head,
        kind=section.kind,
        date=report.metadata.date,
        agency=report.metadata.agency,
        country="、".join(report.metadata.countries),
        score=match.score if match else 0.0,
        snippets=snippets,
        page=section.page,
        opening="" if section.heading else section.text[:OPENING],
        via=look.via,
        tier=look.tier,
        more=match.more if match else 0,
        explain=parts,
    )
