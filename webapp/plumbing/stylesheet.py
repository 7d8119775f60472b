"""The stylesheet: files of one subject each, in an order that counts, sent as one."""

from functools import cache
from pathlib import Path

from flask import Blueprint, Response, request

PARTS = (
    "base", "frame", "front", "panels", "results", "pictures", "report", "widths", "modes", "print", "people"
)  # fmt: skip
_FOLDER = Path(__file__).parents[1] / "static" / "css"

blueprint = Blueprint("stylesheet", __name__)


@blueprint.get("/static/style.css")
def whole() -> Response:
    """Send all parts as one file: a page waits for one request, not for eleven."""
    response = Response(_joined(), mimetype="text/css")
    response.add_etag()
    response.make_conditional(request)
    return response


@cache
def _joined() -> str:
    return "\n".join((_FOLDER / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)
