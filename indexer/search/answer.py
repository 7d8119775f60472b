"""A search on one snapshot, from the request to the page of results."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from indexer.engines.arrays.facets import by_report, facets
from indexer.engines.arrays.postings import Ids
from indexer.engines.arrays.rank import Places, best
from indexer.engines.arrays.retrieve import Retrieval
from indexer.engines.arrays.score import Scorer
from indexer.engines.arrays.snapshot import Snapshot
from indexer.engines.arrays.values import Mask
from indexer.model.query import Filter, Leaf, Node, Or, Phrase, Query, positive_leaves
from indexer.model.search import RUNGS, Correction, Hit, Request, Results, section_url
from indexer.search.corrections import FEW, corrections
from indexer.search.matching import Expansions, occurs
from indexer.search.parser import parse
from indexer.search.rungs import Cutter, all_words, any_words
from indexer.search.snippets import make_snippets

OPENING = 60  # characters of what stands in for a missing heading

_RELAX: dict[str, Callable[[Node, Cutter], Node]] = {"all-words": all_words, "any-words": any_words}


@dataclass(frozen=True, slots=True)
class _Found:
    """Sections found, on which rung, by which tree; those in `literal` need no other name."""

    rung: str
    tree: Node | None
    mask: Mask
    literal: Mask


def answer(snapshot: Snapshot, request: Request) -> Results:
    """One page of hits: the first rung that finds something, filtered, ranked, counted."""
    began = time.perf_counter()
    query = parse(request.text)
    retrieval = Retrieval(snapshot)
    found = _find(retrieval, query, request)
    asked = list(positive_leaves(query.root))
    leaves = list(dict.fromkeys([*asked, *positive_leaves(found.tree)]))
    ids = found.mask.nonzero()[0].astype(np.int32)
    literal = found.literal[ids]
    # other names score too when some sections were found by nothing else
    scorer = Scorer(snapshot, asked if literal.all() else leaves, retrieval.expansions)
    most = len(ids) if request.collapse else request.page * request.per_page
    places, scores = best(snapshot, scorer, ids, literal, request.sort, most)
    reports, sections_of = by_report(snapshot, ids)
    if request.collapse:
        places = _first_of_each_report(snapshot, ids, places)
    others = [leaf for leaf in leaves if leaf not in asked] if found.rung == "exact" else []
    hits = []
    for place in places[(request.page - 1) * request.per_page : request.page * request.per_page].tolist():
        doc, direct = int(ids[place]), bool(literal[place])
        hit = make_hit(
            snapshot,
            doc,
            score=float(scores[place]),
            query=query.text,
            leaves=asked if direct and found.rung == "exact" else leaves,
            expansions=retrieval.expansions,
            via=() if direct else _via(snapshot, doc, others, retrieval.expansions),
            more=_more(snapshot, doc, reports, sections_of) if request.collapse else 0,
            explain=scorer.explain(doc) if request.explain else {},
        )
        hits.append(hit)
    few = query.root is not None and (len(ids) <= FEW or found.rung != "exact")
    return Results(
        text=query.text,
        understood=query.understood,
        rung=found.rung,
        notes=tuple(dict.fromkeys([*query.notes, *retrieval.notes])),
        also=tuple(dict.fromkeys(map(_name, others))),
        did_you_mean=_corrected(retrieval, asked, request) if few else (),
        total=len(ids),
        reports=len(reports),
        shown=len(reports) if request.collapse else len(ids),
        page=request.page,
        per_page=request.per_page,
        facets=facets(snapshot, ids, reports, sections_of) if request.facets else {},
        hits=tuple(hits),
        took_ms=(time.perf_counter() - began) * 1000,
    )


def _find(retrieval: Retrieval, query: Query, request: Request) -> _Found:
    """The sections that the first rung to find any finds."""
    within = _filtered(retrieval, request)
    if query.root is None:
        mask = within if request.filters else np.zeros_like(within)
        return _Found("exact", None, mask, mask)
    found = _exact(retrieval, query.root, within, request.aliases)
    for rung in RUNGS[1:]:
        if found.mask.any():
            break
        # a list of all names, which only the looser rungs take the time to make
        relaxed = _RELAX[rung](query.root, retrieval.snapshot.names.cutter)
        mask = retrieval.select(relaxed, within) if relaxed != found.tree else found.mask
        found = _Found(rung, relaxed, mask, mask)
    return found


def _filtered(retrieval: Retrieval, request: Request) -> Mask:
    within = retrieval.snapshot.sections
    for name, values in request.filters.items():
        within = within & retrieval.select(Or(tuple(Filter(name, value) for value in values)), within)
    return within


def _exact(retrieval: Retrieval, root: Node, within: Mask, aliases: bool) -> _Found:
    """What stands in the text just as it was typed, or under another name."""
    mask = retrieval.select(root, within)
    wider = retrieval.snapshot.wider(root) if aliases else root
    if wider != root:
        both = mask | retrieval.select(wider, within & ~mask)
        if both.any():
            return _Found("exact", wider, both, mask)
    return _Found("exact", root, mask, mask)


def _corrected(retrieval: Retrieval, asked: list[Leaf], request: Request) -> tuple[Correction, ...]:
    """Corrections that find something just as they are written, with the total that a click shows."""
    offered = []
    within = _filtered(retrieval, request)
    for text in corrections(retrieval, asked, request.text):
        if root := parse(text).root:
            found = _exact(retrieval, root, within, request.aliases)
            if count := int(np.count_nonzero(found.mask)):
                offered.append(Correction(text, count))
    return tuple(sorted(offered, key=lambda correction: -correction.count))


def _more(snapshot: Snapshot, doc: int, reports: Places, sections_of: Places) -> int:
    """Further sections found in the report of one."""
    return int(sections_of[reports.searchsorted(snapshot.report_of[doc])]) - 1


def _first_of_each_report(snapshot: Snapshot, ids: Ids, places: Places) -> Places:
    _, first = np.unique(snapshot.report_of[ids[places]], return_index=True)
    return places[np.sort(first)]


def _via(snapshot: Snapshot, doc: int, others: Iterable[Leaf], expansions: Expansions) -> tuple[str, ...]:
    """The other names by which a section was found."""
    folded = snapshot.text(doc)
    return tuple(_name(leaf) for leaf in others if occurs(leaf, folded, expansions))


def _name(leaf: Leaf) -> str:
    return " ".join(map(str, leaf.parts)) if isinstance(leaf, Phrase) else str(leaf)


def make_hit(
    snapshot: Snapshot,
    doc: int,
    *,
    score: float = 0.0,
    query: str = "",
    leaves: Sequence[Leaf] = (),
    expansions: Expansions = MappingProxyType({}),
    via: tuple[str, ...] = (),
    more: int = 0,
    explain: Mapping[str, float] = MappingProxyType({}),
) -> Hit:
    """A section as a hit, the leaves marked in its heading and snippets."""
    section = snapshot.record(doc)
    heading, text = section["heading"], section["text"]
    report = snapshot.reports[snapshot.report_of[doc]]
    head, snippets = make_snippets(heading, text, snapshot.text(doc), leaves, expansions)
    return Hit(
        report_id=report.id,
        report_title=report.title,
        section_id=section["id"],
        path=tuple(section["path"]),
        heading=head,
        kind=section["kind"],
        date=report.metadata.date,
        agency=report.metadata.agency,
        country="、".join(report.metadata.countries),
        score=score,
        snippets=snippets,
        url=section_url(report.id, section["id"], query),
        page=section.get("page", 0),
        opening="" if heading else text[:OPENING],
        via=via,
        more=more,
        explain=explain,
    )
