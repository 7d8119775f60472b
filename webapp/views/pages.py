"""Pages for people: search, results, and a report to read. They work without JavaScript."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from itertools import groupby

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indexer import messages
from indexer.library import section_numbered
from indexer.model.search import Hit, Request, Results
from webapp.plumbing.errors import RefusedError
from webapp.plumbing.lookup import find_report, find_section, library
from webapp.plumbing.metrics import searched
from webapp.plumbing.params import search_request
from webapp.shown import cite, text
from webapp.shown.addresses import (
    as_filter,
    as_word,
    parameters,
    reading_address,
    reading_path,
    search_address,
)
from webapp.shown.pictures import FIELDS, bars, columns
from webapp.shown.reading import hit_map, walk
from webapp.views import discovery
from webapp.views.takeaway import MOST_EXPORTED
from webapp.words import sentences, wording

NEWEST = 6  # reports on the home page
MOST_SIMILAR = 10  # sections
MOST_NAMESAKES = 3  # people whom a query may name
EXAMPLES = ("智慧城市", '"Lawrence Wong"', "姊妹市 year:105..112")

blueprint = Blueprint("pages", __name__)
for _filter in (
    *text.FILTERS,
    *wording.FILTERS,
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
    return render_template("home.html", reports=reports, sections=sections, newest=newest, examples=EXAMPLES)


@blueprint.get("/about")
def about() -> ResponseReturnValue:
    """Say what is found, in which order, and what the search is made from."""
    return render_template("about.html")


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    """Show hits by section, with filters and pages."""
    asked = search_request()
    results = library().search(asked)
    searched(results)
    return render_template(
        "search.html",
        asked=asked,
        results=results,
        missing=library().meaning_missing(results.total) if results.text else None,
        groups=_by_report(results.hits, (results.page - 1) * results.per_page + 1),
        labels=wording.LABELS,
        facets=_facets(asked, results),
        most_exported=MOST_EXPORTED,
        titles=library().titles(asked.filters.get("report", ())),
        address=partial(search_address, asked),
        reading=partial(reading_address, asked),
        as_filter=partial(as_filter, asked),
        as_word=partial(as_word, asked),
        rungs=wording.RUNGS,
        about=_by_report([hit for hit in results.in_one_report if hit.read_as], 1),
        apart=_by_report([hit for hit in results.in_one_report if not hit.read_as], 1),
        people=library().people_named(asked.text)[:MOST_NAMESAKES],
        tried=None if results.shown or not asked.text else library().tried(asked),
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


@blueprint.get("/reports/<report_id>")
def report(report_id: str) -> ResponseReturnValue:
    """Show a report with its outline; every section has an anchor, and `q` marks its hits."""
    found = find_report(report_id)
    typed = request.args.get("q", "").strip()
    marks = library().highlights(found, typed)
    quotation = request.args.get("quote", "").strip()
    section_asked = request.args.get("section", "")
    lead = library().lead(found.id, section_asked) if section_asked else None
    section_asked = lead.id if lead else section_asked
    rank = request.args.get("hit", "")
    place = walk(library(), search_request(), rank) if rank else None
    return render_template(
        "report.html",
        report=found,
        text=typed,
        marks=marks,
        hit_map=hit_map(found, marks),
        walk=place,
        results=place and search_address(place.asked, page=place.page),
        reading=partial(reading_address, place.asked) if place else None,
        original=library().original(found),
        reference=cite.reference(found, url_for("pages.report", report_id=report_id, _external=True)),
        labels=wording.LABELS,
        old_anchors=library().old_sections(found.id),
        gone=library().removed_sections(found.id),
        quotation=quotation,
        section_asked=section_asked,
        passage=library().passage(quotation, found, section_asked),
    )


@blueprint.get("/reports/<report_id>/s/<section_id>")
def section(report_id: str, section_id: str) -> ResponseReturnValue:
    """Lead from a section's permanent link, or a quotation of it, to its place in the report."""
    quotation = request.args.get("quote", "").strip()
    if quotation and library().passage(quotation, find_report(report_id)):
        place = url_for(
            "pages.report", report_id=report_id, quote=quotation, section=section_id, _anchor="quote"
        )
        return redirect(place, 302)
    return _to_section(report_id, find_section(find_report(report_id), section_id).id)


@blueprint.get("/reports/<report_id>/s/<section_id>/similar")
def similar(report_id: str, section_id: str) -> ResponseReturnValue:
    """Show sections of other reports like this one."""
    found = find_report(report_id)
    section = find_section(found, section_id)
    hits = library().similar(report_id, section_id, MOST_SIMILAR)
    return render_template("similar.html", report=found, section=section, groups=_by_report(hits))


@blueprint.get("/reports/<report_id>/", defaults={"numbers": ""})
@blueprint.get("/reports/<report_id>/<path:numbers>")
def outline(report_id: str, numbers: str) -> ResponseReturnValue:
    """Lead to a section by its printed numbers, in any writing: /reports/…/伍/三, /reports/…/5/3."""
    found, pieces = find_report(report_id), list(filter(None, numbers.split("/")))
    if not pieces:
        return redirect(url_for("pages.report", report_id=report_id), 301)
    section = section_numbered(found, pieces)
    if section:
        return _to_section(report_id, section.id)
    raise RefusedError(404, messages.NO_SECTION(report=report_id, section=numbers))


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
    return facets


def _by_report(hits: Iterable[Hit], first: int = 1) -> list[list[tuple[int, Hit]]]:
    """Group the hits of one report that follow each other, each as (rank, hit), counted from `first`.

    What is only near in meaning is in groups of its own.
    """
    ranked = enumerate(hits, first)
    groups = groupby(ranked, key=lambda one: (one[1].report_id, one[1].tier == "meaning"))
    return [list(group) for _, group in groups]


def _to_section(report_id: str, section_id: str) -> ResponseReturnValue:
    asked = request.args.get("q", "").strip()
    return redirect(
        url_for("pages.report", report_id=report_id, q=asked or None, _anchor=f"s-{section_id}"), 302
    )
