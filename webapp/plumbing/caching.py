"""What browsers may keep: pages until the index changes, files of a version for good.

The tag of a page is made of the index's generation, the program's files, the language, what the visitor
collected and the address, so it is known, and 304 answered, before anything is searched. Other sites get
no access (no CORS).
"""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask, Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue

import indexer
from indexer import settings
from webapp.plumbing import files
from webapp.plumbing.lookup import library
from webapp.words.language import language

_UNTAGGED = {
    *files.ENDPOINTS,
    "api.healthz",
    "metrics.metrics",
    "original.file",
    "memo.page",
    "memo.file",
    "follow.page",
    "missed.page",
}
_FOR_GOOD = "public, max-age=31536000, immutable"


def register(app: Flask) -> None:
    """Tag the app's answers, and answer 304 where the browser has the tag already."""
    app.extensions["version"] = _version(app)
    app.before_request(_known)
    app.after_request(_tag)
    app.url_defaults(_file_version)


def _version(app: Flask) -> str:
    """Return a checksum of the program as it is on disk: what it serves may change with any of its files."""
    folders = [Path(app.root_path), Path(indexer.__file__).parent]
    found = [
        file for folder in folders for file in folder.rglob("*") if file.suffix != ".pyc" and file.is_file()
    ]
    table = settings.aliases()
    times = sorted((str(file), file.stat().st_mtime_ns) for file in [*found, *([table] if table else [])])
    return hashlib.sha256(repr(times).encode()).hexdigest()[:12]


def _file_version(endpoint: str, values: dict[str, object]) -> None:
    if endpoint in files.ENDPOINTS:
        values.setdefault("v", current_app.extensions["version"])


def _known() -> ResponseReturnValue | None:
    if request.method not in ("GET", "HEAD") or request.endpoint in _UNTAGGED:
        return None
    version = library().version()
    if version is None:
        return None  # the page says what is missing
    name, written = version
    parts = (
        name,
        written,
        current_app.extensions["version"],
        language(),
        date.today(),  # which is printed
        library().meaning_missing(),
        g.audience.name,
        request.cookies.get("memo", ""),
        request.cookies.get("follow", ""),
        request.full_path,
        request.url_root,
    )
    g.tag = hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    g.written = datetime.fromtimestamp(written // 10**9, UTC)
    return make_response("", 304) if request.if_none_match.contains_weak(g.tag) else None


def _tag(response: Response) -> Response:
    if files.is_of_this_version():
        response.headers["Cache-Control"] = _FOR_GOOD
    elif "tag" in g and response.status_code in (200, 304):
        response.set_etag(g.tag, weak=True)
        response.last_modified = g.written
        response.headers["Cache-Control"] = "no-cache"
        response.make_conditional(request)
    elif response.status_code != 304:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
