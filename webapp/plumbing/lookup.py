"""Reports and sections by the ids in an address: old ids lead on, removed ones answer 410."""

from typing import NoReturn
from urllib.parse import urlencode

from flask import abort, current_app, redirect, request, url_for

from indexer import messages
from indexer.library import Library
from indexer.model.report import Report, Section
from webapp.plumbing.errors import RefusedError


def engine() -> Library:
    """Return the application's engine."""
    found: Library = current_app.extensions["engine"]
    return found


def find_report(report_id: str) -> Report:
    """Return the report; end the request with a redirect, 410 or 404 where there is none of this id."""
    found = engine().report(report_id)
    if found:
        return found
    old = engine().redirects()
    if report_id in old.reports:
        _lead_on(report_id=old.reports[report_id])
    if report_id in old.gone_reports:
        title = old.gone_reports[report_id]
        raise RefusedError(410, messages.REPORT_REMOVED(report=report_id, title=title))
    raise RefusedError(404, messages.NO_REPORT(report=report_id))


def find_section(report: Report, section_id: str, parameter: str = "section_id") -> Section:
    """Return the report's section of an id; end the request like `find_report` where there is none."""
    for section in report.sections:
        if section.id == section_id:
            return section
    asked, section_id = section_id, leads_to(report, section_id)
    gone = gone_sections(report)
    if section_id in gone:
        heading = gone[section_id]
        raise RefusedError(410, messages.SECTION_REMOVED(section=asked, report=report.id, heading=heading))
    if section_id != asked:
        _lead_on(**{parameter: section_id})
    raise RefusedError(404, messages.NO_SECTION(report=report.id, section=asked))


def leads_to(report: Report, section_id: str) -> str:
    """Return the id under which a section's words stand now, or stood last."""
    moved = engine().redirects().sections.get(report.id, {})
    while section_id in moved:
        section_id = moved[section_id]
    return section_id


def old_anchors(report: Report) -> dict[str, list[str]]:
    """Section id → ids that lead to it, so that an old fragment of an address still jumps there."""
    anchors: dict[str, list[str]] = {}
    for old in engine().redirects().sections.get(report.id, {}):
        anchors.setdefault(leads_to(report, old), []).append(old)
    return anchors


def gone_sections(report: Report) -> dict[str, str]:
    """Id → last heading of the sections that were removed."""
    return engine().redirects().gone_sections.get(report.id, {})


def _lead_on(**changed: str) -> NoReturn:
    """End the request with a redirect to the same address under another id, its query kept as it is."""
    path = {name: changed.pop(name, value) for name, value in (request.view_args or {}).items()}
    query = [(name, changed.get(name, value)) for name, value in request.args.items(multi=True)]
    address = url_for(str(request.endpoint), **path)
    abort(redirect(f"{address}?{urlencode(query)}" if query else address, 301))
