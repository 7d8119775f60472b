"""Sections as hits: what is marked in them, and why each was found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from indexer.model.query import And, Filter, Fuzzy, Leaf, Phrase, Prefix, Run, positive_leaves
from indexer.model.search import Hit, Missing, Reading
from indexer.search.asking import Asking
from indexer.search.matching import Expansions, occurs
from indexer.search.parser import phrase
from indexer.search.ports import Match, Meant, Ref, View, Wanted
from indexer.search.ranking import flat
from indexer.search.readings import read_so
from indexer.search.snippets import make_nearest, make_snippets
from indexer.text.fold import fold

_SHARED = 12  # characters that two pieces of one section have in common where they overlap
OPENING = 60  # characters of what stands in for a missing heading


@dataclass(frozen=True, slots=True)
class Shown:
    """What the hits of an answer are marked with, and what is told of them."""

    asking: Asking
    asked: Sequence[Leaf]
    leaves: Sequence[Leaf]
    also: Sequence[Leaf]
    words: Sequence[Leaf]  # of which a hit says what it lacks
    readings: tuple[Reading, ...]
    exact: bool
    apart: bool  # whether what a section lacks is sought in the others of its report


def hit_of(match: Match | None, meant: Meant | None, shown: Shown) -> Hit:
    """Return a section as a hit, found by words or by meaning, with what is told of it."""
    view, expansions = shown.asking.view, shown.asking.loose.terms
    if match is None or (meant is not None and not shown.exact):
        assert meant is not None
        return meant_hit(view, meant, match)
    literal, folded = match.literal, view.folded(match.ref)
    look = Look(
        leaves=shown.asked if literal and shown.exact else shown.leaves,
        expansions=expansions,
        via=() if literal else _via(folded, shown.also, expansions),
        tier="literal" if literal else "names",
    )
    hit = make_hit(view, match.ref, look, match)
    unread = [one for one in shown.readings if not _stands(one.word, folded)]
    read_as = tuple(read_so(view.stored(match.ref).report, hit.kind, unread)) if unread else ()
    lacking = [leaf for leaf in shown.words if not _has(folded, leaf, shown)]
    said = {part for one in read_as for part in flat(positive_leaves(phrase(one.word)))}
    title = fold(hit.report_title)
    missing = (
        _missing(shown, leaf, hit.report_id)
        for leaf in lacking
        if said.isdisjoint(flat([leaf])) and not occurs(leaf, title, expansions)
    )
    return replace(hit, read_as=read_as, missing=tuple(missing))


def _stands(word: str, folded: str) -> bool:
    leaf = phrase(word)
    return leaf is not None and occurs(leaf, folded, {})


def _has(folded: str, leaf: Leaf, shown: Shown) -> bool:
    """Tell whether a text has a word, or another name of it."""
    terms = shown.asking.loose.terms
    if occurs(leaf, folded, terms):
        return True
    return any(occurs(name, folded, terms) for name in positive_leaves(shown.asking.wider(leaf)))


def _missing(shown: Shown, leaf: Leaf, report_id: str) -> Missing:
    """Return a word that a section lacks, with the first section of its report that has it."""
    asking, word = shown.asking, typed_as(leaf, shown.asking.query.text)
    if not shown.apart:
        return Missing(word)
    own = And((Filter("report", report_id), asking.wider(leaf)))
    refs = asking.view.matches(Wanted(own, expansions=asking.loose.expansions(own))).refs()
    if not len(refs):
        return Missing(word)
    section = asking.view.stored(refs[0]).section
    return Missing(word, section.id, section.heading)


def meant_hit(view: View, meant: Meant, match: Match | None = None) -> Hit:
    """Return a section near in meaning: the sentence that is nearest, marked whole, and why.

    Words that translate the query's are marked as other names are, in the heading and in a piece beside it.
    """
    stored = view.stored(meant.ref)
    nearest = make_nearest(stored.section.heading, stored.section.text, meant.start, meant.end)
    words = [Run(fold(word), word) for word in meant.words]
    look = Look(words, via=meant.words, tier="literal" if match else "meaning")
    hit = make_hit(view, meant.ref, look, match)
    heading = nearest if nearest.text == hit.heading.text else hit.heading
    beside = tuple(
        piece
        for piece in hit.snippets
        if piece.marks and piece.text != heading.text and not _overlap(piece.text, nearest.text)
    )
    return replace(hit, score=meant.score, nearest=nearest, heading=heading, snippets=(nearest, *beside[:1]))


def _overlap(one: str, other: str) -> bool:
    """Tell whether a piece stands in another, or goes on where the other ends."""
    return one in other or other in one or one[:_SHARED] in other or one[-_SHARED:] in other


def _via(folded: str, others: Iterable[Leaf], expansions: Expansions) -> tuple[str, ...]:
    """Return the other names by which a section was found."""
    return tuple(name_of(leaf) for leaf in others if occurs(leaf, folded, expansions))


def name_of(leaf: Leaf) -> str:
    """Return what a leaf is called where names are listed."""
    if isinstance(leaf, Phrase) and not leaf.shown:
        return " ".join(map(str, leaf.parts))
    return str(leaf)


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


def typed_as(leaf: Leaf, query: str) -> str:
    """Return the leaf as it was typed, or would be by itself."""
    match leaf:
        case Run(text):
            start = fold(query).find(text)
            return query[start : start + len(text)] if start >= 0 else str(leaf)
        case Prefix(text):
            return f"{text}*"
        case Fuzzy(text):
            return f"{text}~"
        case Phrase(parts):
            return f'"{" ".join(map(str, parts))}"'
        case _:
            return str(leaf)
