"""Files of the program that browsers keep for good: the stylesheet, sent as one, and the scripts' modules.

The version stands in the path of a module, not behind it: modules import each other by relative addresses,
which keep the path and lose the rest.
"""

from functools import cache
from pathlib import Path

from flask import Blueprint, Response, current_app, request, send_from_directory

ENDPOINTS = ("static", "files.style", "files.script")
# A later layer wins over an earlier one, however its rules are written.
LAYERS = (
    "tokens", "base", "layout", "pieces", "panels", "search", "tables",
    "front", "results", "report", "hits", "copies", "page", "cite", "memo", "overview", "compare", "people",
    "print",
)  # fmt: skip
_STATIC = Path(__file__).parents[1] / "static"

blueprint = Blueprint("files", __name__)


@blueprint.get("/static/style.css")
def style() -> Response:
    """Send all layers as one file: a page waits for one request, not for a chain of them."""
    response = Response(_joined(), mimetype="text/css")
    response.add_etag()
    response.make_conditional(request)
    return response


@blueprint.get("/static/js/<v>/<path:name>")
def script(v: str, name: str) -> Response:
    """Send a module of the scripts, of whichever version is asked for."""
    return send_from_directory(_STATIC / "js", name)


def is_of_this_version() -> bool:
    """Return whether the file asked for is asked for under the version that is here."""
    asked = (request.view_args or {}).get("v") or request.args.get("v")
    return request.endpoint in ENDPOINTS and asked == current_app.extensions["version"]


@cache
def _joined() -> str:
    """Return the files of the layers, each in the layer of its name."""
    texts = ((layer, (_STATIC / "css" / f"{layer}.css").read_text(encoding="utf-8")) for layer in LAYERS)
    return "\n".join(f"@layer {layer} {{\n{text}}}" for layer, text in texts)
