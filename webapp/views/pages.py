"""Pages for people: search, results, and a report to read. They work without JavaScript."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indexer import messages
from indexer.errors import RequestError
from indexer.library import section_numbered, short_quotation
from indexer.model import comparison
from indexer.model.search import Hit, Request, Results
from webapp.plumbing.errors import RefusedError
from webapp.plumbing.lookup import find_report, find_section, library
from webapp.plumbing.metrics import searched
from webapp.plumbing.params import search_request
from webapp.shown import cite, text
from webapp.shown.addresses import (
    ANYWHERE,
    as_filter,
    as_word,
    compare_address,
    parameters,
    reading_address,
    reading_path,
    search_address,
)
from webapp.shown.pictures import FIELDS, bars, columns
from webapp.shown.reading import hit_map, walk
from webapp.views import discovery
from webapp.views.follow import query_of
from webapp.views.takeaway import MOST_EXPORTED
from webapp.words import citing, sentences, wording

NEWEST = 6  # reports on the home page
MOST_SIMILAR = 10  # sections
MOST_TRANSLATED = 4  # words of the other language that are offered
MOST_NAMESAKES = 3  # people whom a query may name
EXAMPLES = ("智慧城市", '"Lawrence Wong"', "姊妹市 year:105..112")

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
    return render_template("home.html", reports=reports, sections=sections, newest=newest, examples=EXAMPLES)


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    """Show hits by section, with filters and pages; `from` and `to` become a filter by years."""
    asked = search_request()
    span = [request.args.get(name, "").strip() for name in ("from", "to")]
    if any(span):
        return redirect(search_address(asked, span=("year", "..".join(span))), 302)
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
        landed=next((section for section in found.sections if section.id == section_asked), None),
    )


@blueprint.get("/reports/<report_id>/s/<section_id>")
def section(report_id: str, section_id: str) -> ResponseReturnValue:
    """Lead from a section's permanent link, or a quotation of it, to its place in the report."""
    quoted = request.args.get("quote", "").strip()
    if quoted and library().passage(quoted, find_report(report_id)):
        place = url_for(
            "pages.report", report_id=report_id, quote=quoted, section=section_id, _anchor="quote"
        )
        return redirect(place, 302)
    return _to_section(report_id, find_section(find_report(report_id), section_id).id)


@blueprint.get("/q/<report_id>/<section_id>/<signs>")
def quotation(report_id: str, section_id: str, signs: str) -> ResponseReturnValue:
    """Lead from the short link of a quotation to its place; one that is gone leads to its section."""
    report = find_report(report_id)
    found = library().short_passage(signs, report, section_id)
    if not found:
        return _to_section(report_id, find_section(report, section_id).id)
    (text,) = (section.text for section in report.sections if section.id == found.section_id)
    words = text[found.start : found.end]
    place = url_for("pages.report", report_id=report_id, quote=words, section=section_id, _anchor="quote")
    return redirect(place, 302)


@blueprint.get("/reports/<report_id>/s/<section_id>/short")
def short(report_id: str, section_id: str) -> ResponseReturnValue:
    """Answer the short link of a quotation (`quote`) as text; the section's own for one without letters."""
    section = find_section(find_report(report_id), section_id)
    signs = short_quotation(request.args.get("quote", ""))
    return Response(ANYWHERE.quotation(report_id, section.id, signs), mimetype="text/plain")


@blueprint.get("/reports/<report_id>/s/<section_id>/similar")
def similar(report_id: str, section_id: str) -> ResponseReturnValue:
    """Show sections of other reports like this one."""
    found = find_report(report_id)
    section = find_section(found, section_id)
    hits = library().similar(report_id, section_id, MOST_SIMILAR)
    return render_template("similar.html", report=found, section=section, groups=_by_report(hits))


@blueprint.get("/reports/<report_id>/related")
def related(report_id: str) -> ResponseReturnValue:
    """Show what belongs to a report: its trip, other reports of it and of its event, whom it names."""
    found = find_report(report_id)
    texts = {section.id: section.searchable for section in found.sections}
    named = [
        (
            person,
            seen.person,
            mention,
            text.sentence_around(texts[mention.section], mention.start, mention.end),
        )
        for person, seen in library().named_in(report_id)
        for mention in seen.person.mentions[:1]
        if mention.section in texts
    ]
    met = [one for one in named if {"met", "host"} & set(one[1].roles)]
    heard = [one for one in named if "speaker" in one[1].roles and one not in met]
    return render_template(
        "related.html",
        report=found,
        related=library().related(found),
        delegates={person.name: person.slug for person, seen, _, _ in named if "delegate" in seen.roles},
        met=met,
        heard=heard,
        others=[one for one in named if one not in (*met, *heard) and "delegate" not in one[1].roles],
    )


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
    facets["year"] = sorted(facets.get("year", ()), reverse=True)
    return facets


def _translated(asked: Request, results: Results) -> list[tuple[str, int]]:
    """Return the words by which an answer of meaning alone was found, each with the sections that have it."""
    if results.total or not results.by_meaning:
        return []
    words = dict.fromkeys(word for hit in results.hits for word in hit.via)
    counted = ((word, library().search(replace(asked, text=word, per_page=1)).total) for word in words)
    return sorted(filter(lambda one: one[1], counted), key=lambda one: -one[1])[:MOST_TRANSLATED]


def _by_report(hits: Iterable[Hit], first: int = 1) -> list[list[tuple[int, Hit]]]:
    """Group the hits of a page by report, each as (rank, hit), counted from `first`; the best group first.

    What was found by another name, or is only near in meaning, is in groups of its own, below.
    """
    groups: dict[tuple[str, str], list[tuple[int, Hit]]] = {}
    for rank, hit in enumerate(hits, first):
        groups.setdefault((hit.report_id, hit.tier), []).append((rank, hit))
    return list(groups.values())


def _to_section(report_id: str, section_id: str) -> ResponseReturnValue:
    asked = request.args.get("q", "").strip()
    place = url_for(
        "pages.report", report_id=report_id, q=asked or None, section=section_id, _anchor=f"s-{section_id}"
    )
    return redirect(place, 302)
