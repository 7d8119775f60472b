"""JSON for programs: the same searches and reports as the pages."""

from dataclasses import replace
from pathlib import Path

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from indexer.model.jsonable import report_shown
from indexer.model.search import Suggestion
from indexer.model.shapes import hit_shape, results_shape, suggestion_shape
from webapp.plumbing import missed
from webapp.plumbing.lookup import find_report, find_section, library
from webapp.plumbing.metrics import searched
from webapp.plumbing.params import search_request
from webapp.shown.addresses import HERE

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/search")
def search() -> ResponseReturnValue:
    """Answer one page of hits with totals and facets."""
    results = library().search(search_request())
    searched(results)
    missed.note(results)
    return jsonify(results_shape(results, HERE).to_json())


@blueprint.get("/api/reports/<report_id>")
def report(report_id: str) -> ResponseReturnValue:
    """Answer a report with its metadata and all its sections."""
    found = find_report(report_id)
    named = replace(found.metadata, source=Path(found.metadata.source).name)  # not where it is kept
    return jsonify(report_shown(replace(found, metadata=named)))


@blueprint.get("/api/reports/<report_id>/s/<section_id>/similar")
def similar(report_id: str, section_id: str) -> ResponseReturnValue:
    """Answer sections of other reports like this one."""
    section = find_section(find_report(report_id), section_id)
    hits = library().similar(report_id, section.id)
    return jsonify(hits=[hit_shape(hit, to=HERE).to_json() for hit in hits])


@blueprint.get("/api/suggest")
def suggest() -> ResponseReturnValue:
    """Answer completions of what is being typed, with the sections that each finds."""
    found = library().suggest(request.args.get("q", ""))
    return jsonify([suggestion_shape(one, _page_of(one)).to_json() for one in found])


def _page_of(one: Suggestion) -> str:
    """Return the address of the page of the one person whom a completion names."""
    people = library().people_named(one.text) if one.kind == "person" else []
    return HERE.person(people[0].slug) if len(people) == 1 else ""


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Answer whether the index can be read, and how much it holds.

    `older` where a newer state is damaged, `degraded` where the engine lacks copies of what it holds.
    """
    reports, sections = library().counts()
    fault = library().fault()
    if fault:
        return jsonify(status="older", message=str(fault.message), reports=reports, sections=sections)
    degraded = library().degraded()
    if degraded:
        return jsonify(status="degraded", message=str(degraded), reports=reports, sections=sections)
    return jsonify(status="ok", reports=reports, sections=sections)
