"""Text is sent gzipped to who accepts it: a long report is a tenth of its size on the way."""

import gzip
import re

from flask import Flask, Response, request

from webapp.plumbing.files import ENDPOINTS

LEAST = 1_000  # bytes; less is sent as it is
_LEVEL = 5
_TEXT = re.compile(
    r"text/.*|application/(?:.*\+)?(?:json|xml)|image/svg\+xml|application/x-(?:bibtex|research.*)"
)


def register(app: Flask) -> None:
    """Compress the app's answers; to be registered first, so that it comes last."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    file = response.direct_passthrough and request.endpoint not in ENDPOINTS  # an original, of any size
    if file or not _TEXT.fullmatch(response.mimetype or ""):
        return response
    response.vary.add("Accept-Encoding")
    if (
        response.status_code != 200
        or not request.accept_encodings.quality("gzip")
        or "Range" in request.headers
    ):
        return response
    response.direct_passthrough = False
    data = response.get_data()
    if len(data) >= LEAST:
        response.set_data(gzip.compress(data, _LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.pop("Accept-Ranges", None)
        tag, _ = response.get_etag()
        if tag:
            response.set_etag(tag, weak=True)  # the same page, not the same bytes
    return response
