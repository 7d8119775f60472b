"""A search on one view, from the request to the page of results."""

import time
from dataclasses import replace

from indexer.model.query import Leaf, positive_leaves
from indexer.model.search import Correction, Request, Results
from indexer.search.asking import Asking
from indexer.search.beside import offer, page
from indexer.search.corrections import FEW, corrections
from indexer.search.hits import Shown, hit_of, name_of, typed_as
from indexer.search.loose import Loose
from indexer.search.parser import parse
from indexer.search.ports import Meaning, Order, Scored, View
from indexer.search.ranking import RANKING, Ranking
from indexer.search.rungs import telling
from indexer.search.vocabulary import OtherNames


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
    asking = Asking(view, others, request, query, Loose(view, request.filters))
    found = asking.find()
    matches = found.matches
    asked = list(positive_leaves(query.root))
    leaves = list(dict.fromkeys([*asked, *positive_leaves(found.tree)]))
    expansions = asking.loose.terms
    # other names score too when some sections were found by nothing else; beside any of the words they find
    # more, and change nothing of the order of what has the words
    beside_words = found.rung == "any-words" and matches.literal > 0
    scoring = asked if matches.literal == matches.total or beside_words else leaves
    scored = Scored(telling(scoring) if found.rung == "any-words" else scoring, expansions, ranking)
    # a report is shown once, unless who asks is in it already
    collapse = request.collapse or (found.rung == "one-report" and "report" not in request.filters)
    order = Order(request.sort, request.page * request.per_page, collapse, request.explain)
    offered = offer(view, meaning, query, request, found.rung, matches, scored)
    shown_ones = page(offered, matches, scored, order, (request.page - 1) * request.per_page)
    typed = {*asked, *positive_leaves(found.literal)}
    also = [leaf for leaf in leaves if leaf not in typed] if found.rung in ("exact", "any-words") else []
    readings = asking.readings(found)
    words = asking.words(found)
    exact, in_report = found.rung == "exact", found.rung == "one-report"
    shown = Shown(asking, asked, telling(leaves), also, words, readings, exact, in_report)
    apart = replace(shown, words=asked, exact=False, apart=True)
    first = [match.ref for match, _ in shown_ones[:1] if match]
    beside = asking.in_one_report(found, first, ranking)
    few = query.root is not None and (matches.total <= FEW or found.rung != "exact")
    return Results(
        text=query.text,
        understood=query.understood,
        rung="meaning" if offered.meant and not matches.total else found.rung,
        notes=tuple(dict.fromkeys([*query.notes, *asking.loose.notes])),
        also=(names := tuple(dict.fromkeys(map(name_of, also)))),
        by_sound=tuple(name for name in names if name in others.heard(asked)) if names else (),
        did_you_mean=_corrected(asking, asked) if few else (),
        total=matches.total,
        reports=matches.reports,
        shown=matches.reports if collapse else matches.total + offered.added,
        page=request.page,
        per_page=request.per_page,
        facets=matches.facets() if request.facets else {},
        hits=tuple(hit_of(match, meant, shown) for match, meant in shown_ones),
        by_meaning=offered.added,
        readings=readings,
        nowhere=tuple(
            typed_as(leaf, query.text)
            for leaf in words
            if not view.count(leaf, expansions) and not (also and view.count(asking.wider(leaf), expansions))
        ),
        in_one_report=tuple(hit_of(match, None, apart) for match in beside),
        took_ms=(time.perf_counter() - began) * 1000,
    )


def _corrected(asking: Asking, asked: list[Leaf]) -> tuple[Correction, ...]:
    """Return corrections that find something just as they are written, with the total that a click shows."""
    offered = []
    for text in corrections(asking.view, asking.others, asked, asking.request.text):
        if root := parse(text).root:
            count = asking.exact(root).matches.total
            if count:
                offered.append(Correction(text, count))
    return tuple(sorted(offered, key=lambda correction: -correction.count))
