"""Pages to search with: the front page, results, a comparison, an overview. They work without JavaScript."""

from dataclasses import replace
from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indexer import messages
from indexer.errors import RequestError
from indexer.model import comparison
from indexer.model.report import UNSTATED
from indexer.model.search import Request, Results
from webapp.plumbing import missed
from webapp.plumbing.lookup import library
from webapp.plumbing.metrics import searched
from webapp.plumbing.params import search_request
from webapp.shown import text
from webapp.shown.addresses import (
    as_filter,
    as_word,
    compare_address,
    parameters,
    reading_address,
    reading_path,
    search_address,
)
from webapp.shown.cards import Card, by_report, folded
from webapp.shown.paging import pages_of
from webapp.shown.pictures import FIELDS, bars, columns
from webapp.views import discovery
from webapp.views.follow import query_of
from webapp.views.takeaway import MOST_EXPORTED
from webapp.words import citing, sentences, wording
from webapp.words.language import CHINESE, ENGLISH, language

NEWEST = 6  # reports on the home page
REPORTS_A_PAGE = 50  # of the list of all
MOST_PAGES = 200  # of that list
MOST_VALUES = 300  # of a facet
MOST_TRANSLATED = 4  # words of the other language that are offered
MOST_NAMESAKES = 3  # people whom a query may name
EXAMPLES = {
    CHINESE: ("智慧城市", '"Lawrence Wong"', "姊妹市 year:105..112"),
    ENGLISH: ("smart city", '"Lawrence Wong"', "sister city year:2016..2023"),
}

blueprint = Blueprint("pages", __name__)
for _filter in (
    *text.FILTERS,
    *wording.FILTERS,
    *citing.FILTERS,
    *discovery.FILTERS,
    sentences.told,
    parameters,
    reading_path,
):
    blueprint.add_app_template_filter(_filter)
blueprint.add_app_template_global(wording.kinds_completed)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """Show a search box, how much there is to search, and the newest reports."""
    reports, sections = library().counts()
    newest = library().newest(NEWEST)
    examples = EXAMPLES[language()]
    return render_template("home.html", reports=reports, sections=sections, newest=newest, examples=examples)


@blueprint.get("/reports")
def reports() -> ResponseReturnValue:
    """List all reports, the newest first; of very many the first pages, as the overview leads on."""
    count, _ = library().counts()
    pages = min(pages_of(count, REPORTS_A_PAGE), MOST_PAGES)
    page = search_request().page
    if page > pages:
        return redirect(url_for("pages.reports", page=pages))
    return render_template(
        "reports.html",
        rows=library().newest(REPORTS_A_PAGE, (page - 1) * REPORTS_A_PAGE),
        count=count,
        page=page,
        pages=pages,
        more=count > MOST_PAGES * REPORTS_A_PAGE,
    )


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    """Show hits by section, with filters and pages; `from` and `to` become a filter by years."""
    asked = search_request()
    span = [request.args.get(name, "").strip() for name in ("from", "to")]
    if any(span):
        return redirect(search_address(asked, only=("year", "..".join(span))), 302)
    results = library().search(asked)
    searched(results)
    missed.note(results)
    groups, versions = _cards(results)
    return render_template(
        "search.html",
        asked=asked,
        results=results,
        missing=library().meaning_missing(results.total) if results.text else None,
        groups=groups,
        versions=versions,
        labels=wording.LABELS,
        facets=_facets(asked, results),
        most_values=MOST_VALUES,
        unstated=UNSTATED,
        most_exported=MOST_EXPORTED,
        titles=library().titles(asked.filters.get("report", ())),
        address=partial(search_address, asked),
        reading=partial(reading_address, asked),
        as_filter=partial(as_filter, asked),
        as_word=partial(as_word, asked),
        rungs=wording.RUNGS,
        about=by_report([hit for hit in results.in_one_report if hit.read_as], 1),
        apart=by_report([hit for hit in results.in_one_report if not hit.read_as], 1),
        people=library().people_named(asked.text)[:MOST_NAMESAKES],
        query=query_of(asked),
        translated=_translated(asked, results),
        tried=None if results.shown or not asked.text else library().tried(asked),
    )


@blueprint.get("/compare")
def compare() -> ResponseReturnValue:
    """Show a topic side by side: by agency, country or year, its purposes, reflections, recommendations."""
    asked = search_request()
    by = request.args.get("by") or comparison.BY[0]
    if by not in comparison.BY:
        raise RequestError(messages.ONE_OF(name="by", choices=", ".join(comparison.BY)))
    chosen = request.args.getlist("with")
    return render_template(
        "compare.html",
        asked=asked,
        by=by,
        fields=comparison.BY,
        kinds=comparison.KINDS,
        compared=library().compare(asked, by, chosen) if asked.text or asked.filters else None,
        labels=wording.LABELS,
        address=partial(search_address, asked),
        compare_address=partial(compare_address, asked),
    )


@blueprint.get("/overview")
def overview() -> ResponseReturnValue:
    """Show a search, or all reports, by year, country and agency."""
    asked = search_request()
    results = library().search(replace(asked, page=1, per_page=1)) if asked.text or asked.filters else None
    counts = results.facets if results else library().overview()
    return render_template(
        "overview.html",
        asked=asked,
        results=results,
        years=columns(counts["year"]),
        ranked={name: bars(counts[name]) for name in FIELDS},
        labels=wording.LABELS,
        address=partial(search_address, asked),
        total=library().counts()[0],
    )


def _cards(results: Results) -> tuple[list[Card], dict[int, list[Card]]]:
    """Return the hits of a page as cards, and by rank what is folded into each."""
    cards = by_report(results.hits, (results.page - 1) * results.per_page + 1)
    reports = list(dict.fromkeys(card[0][1].report_id for card in cards))
    return folded(cards, library().nearly_same(reports) if len(reports) > 1 else {})


def _facets(asked: Request, results: Results) -> dict[str, list[tuple[str, int]]]:
    """Return the facets; one filtered by is counted without that filter, so that values can be added."""
    facets = dict(results.facets)
    for name in asked.filters:
        if name in facets:
            others = {other: values for other, values in asked.filters.items() if other != name}
            wider = replace(asked, filters=others, page=1, per_page=1)
            found = library().search(wider).facets[name] if asked.text or others else []
            chosen = [(value, count) for value, count in facets[name] if value in asked.filters[name]]
            facets[name] = chosen + [one for one in found or facets[name] if one[0] not in dict(chosen)]
    facets["year"] = sorted(facets.get("year", ()), reverse=True)
    return facets


def _translated(asked: Request, results: Results) -> list[tuple[str, int]]:
    """Return the words by which an answer of meaning alone was found, each with the sections that have it."""
    if results.total or not results.by_meaning:
        return []
    words = dict.fromkeys(word for hit in results.hits for word in hit.via)
    counted = ((word, library().search(replace(asked, text=word, per_page=1)).total) for word in words)
    return sorted(filter(lambda one: one[1], counted), key=lambda one: -one[1])[:MOST_TRANSLATED]
