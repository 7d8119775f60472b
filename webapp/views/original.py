"""The file that a report was read from, and its pages beside what was read."""

from flask import Blueprint, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from indexer import messages
from indexer.errors import ReadError
from indexer.messages import Message
from indexer.model.picture import Picture
from indexer.model.report import Report
from webapp.plumbing.errors import RefusedError
from webapp.plumbing.lookup import find_report, library
from webapp.shown.glosses import glosses_in
from webapp.shown.reading import standing_on

# What a browser's own viewer needs; a PDF's scripts run in none.
_OF_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"

blueprint = Blueprint("original", __name__)


@blueprint.get("/reports/<report_id>/original")
def file(report_id: str) -> ResponseReturnValue:
    """Send the file that the report was read from; a PDF to be looked at, at `#page=`, others to be kept."""
    found = library().original(find_report(report_id))
    if found is None:
        raise RefusedError(404, messages.NO_FILE_OF_ITS_OWN(report=report_id))
    shown = found.suffix.lower() == ".pdf"
    response = send_file(
        found,
        mimetype="application/pdf" if shown else None,
        as_attachment=not shown,
        download_name=found.name,
        max_age=0,
    )
    if shown:
        response.headers["Content-Security-Policy"] = _OF_PDF
    return response


@blueprint.get("/reports/<report_id>/pages/<int:number>")
def page(report_id: str, number: int) -> ResponseReturnValue:
    """Show a page of the PDF beside the sections that stand on it; `q` marks its hits in these."""
    found = find_report(report_id)
    typed = request.args.get("q", "").strip()
    return render_template(
        "page.html",
        report=found,
        number=number,
        picture=_drawn(found, number),
        sections=standing_on(found, number),
        text=typed,
        marks=library().highlights(found, typed),
        glosses=glosses_in(library(), found.id),
    )


@blueprint.get("/reports/<report_id>/pages/<int:number>.webp")
def picture(report_id: str, number: int) -> ResponseReturnValue:
    """Send a page of the PDF as a picture."""
    drawn = _drawn(find_report(report_id), number)
    return Response(drawn.data, mimetype=drawn.media_type)


def _drawn(report: Report, number: int) -> Picture:
    try:
        drawn = library().picture(report, number)
    except ReadError as error:
        assert isinstance(error.message, Message)
        raise RefusedError(404, error.message) from error
    if drawn is None:
        raise RefusedError(404, messages.NO_PAGES_TO_SHOW(report=report.id))
    return drawn
