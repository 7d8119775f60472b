"""The web page and the HTTP API over one index."""

import logging
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, Response, request

from indexer import settings
from webapp.plumbing import access, audience, caching, compression, errors, files, metrics, public
from webapp.views import (
    about,
    api,
    discovery,
    follow,
    memo,
    missed,
    names,
    original,
    pages,
    reading,
    takeaway,
    things,
)
from webapp.words import language

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create_app(config: Mapping[str, object] | None = None) -> Flask:
    """Return the application on the index of `INDEX` (a folder), which it only ever reads."""
    app = Flask(__name__)
    app.config["INDEX"] = settings.index_dir()
    app.config.update(config or {})
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions["public"] = public.Rules(settings.public(), settings.hosts(), settings.proxies())
    access.register(app, settings.access_log())
    settings.cache_bytes()  # one that cannot be used is said now
    public.register(app)
    compression.register(app)
    language.register(app)
    audience.register(app, Path(str(app.config["INDEX"])))
    app.extensions["missed"] = settings.missed()
    app.jinja_env.globals["editor"] = settings.editor()
    caching.register(app)
    metrics.register(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(reading.blueprint)
    app.register_blueprint(original.blueprint)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(takeaway.blueprint)
    app.register_blueprint(about.blueprint)
    app.register_blueprint(memo.blueprint)
    app.register_blueprint(follow.blueprint)
    app.register_blueprint(names.blueprint)
    app.register_blueprint(things.blueprint)
    app.register_blueprint(missed.blueprint)
    app.register_blueprint(discovery.blueprint)
    app.register_blueprint(files.blueprint)
    errors.register(app)
    app.after_request(_add_headers)
    return app


def warm_up(app: Flask) -> None:
    """Load the index, jieba's dictionary and what reads Latin words, so that no visitor waits for them."""
    from indexer.model.search import Request

    for library in app.extensions["libraries"].values():
        try:
            library.search(Request("報告"))
            library.search(Request("baogao reports", meaning=False))  # hardly there: slips are sought
            library.suggest("報告")
        except Exception as error:  # the pages say what is missing
            logging.getLogger(__name__).warning("%s", error)


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
