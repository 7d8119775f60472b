"""Reports and sections by the ids in an address: old ids lead on, removed ones answer 410."""

from typing import NoReturn
from urllib.parse import urlencode

from flask import abort, current_app, g, redirect, request, url_for

from indexer import messages
from indexer.library import Library
from indexer.model.report import Report, Section
from indexer.settings import PUBLIC
from webapp.plumbing.errors import RefusedError


def library() -> Library:
    """Return the library of who is asking."""
    opened: dict[str, Library] = current_app.extensions["libraries"]
    return opened[g.get("audience", PUBLIC).name]


def find_report(report_id: str) -> Report:
    """Return the report; end the request with a redirect, 410 or 404 where there is none of this id."""
    report = library().report(report_id)
    refuse_taken_down(report_id)
    if report:
        return report
    _lead_on(report_id=report_led_to(library(), report_id))


def find_section(report: Report, section_id: str, parameter: str = "section_id") -> Section:
    """Return the report's section of an id; end the request like `find_report` where there is none."""
    refuse_taken_down(report.id, section_id)
    for section in report.sections:
        if section.id == section_id:
            return section
    _lead_on(**{parameter: section_led_to(library(), report.id, section_id)})


def refuse_taken_down(report_id: str, section_id: str = "", signs: str = "") -> None:
    """Raise RefusedError, 410 with the reason, for what was taken down."""
    reason = library().taken_down(report_id, section_id, signs)
    if reason:
        raise RefusedError(410, messages.TAKEN_DOWN(reason=reason))


def report_led_to(library: Library, report_id: str) -> str:
    """Return the id that an old id of a report leads to. Raises RefusedError: 410 or 404."""
    lead = library.lead(report_id)
    if lead is None:
        raise RefusedError(404, messages.NO_REPORT(report=report_id))
    if lead.removed is not None:
        raise RefusedError(410, messages.REPORT_REMOVED(report=report_id, title=lead.removed))
    return lead.id


def section_led_to(library: Library, report_id: str, section_id: str) -> str:
    """Return the id that an old id of a section of a report leads to. Raises RefusedError: 410 or 404."""
    lead = library.lead(report_id, section_id)
    if lead is None:
        raise RefusedError(404, messages.NO_SECTION(report=report_id, section=section_id))
    if lead.removed is not None:
        gone = messages.SECTION_REMOVED(section=section_id, report=report_id, heading=lead.removed)
        raise RefusedError(410, gone)
    return lead.id


def _lead_on(**changed: str) -> NoReturn:
    """End the request with a redirect to the same address under another id, its query kept as it is."""
    path = {name: changed.pop(name, value) for name, value in (request.view_args or {}).items()}
    query = [(name, changed.get(name, value)) for name, value in request.args.items(multi=True)]
    address = url_for(str(request.endpoint), **path)
    abort(redirect(f"{address}?{urlencode(query)}" if query else address, 301))
