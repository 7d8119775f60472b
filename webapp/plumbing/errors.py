"""One handler for all errors: JSON of one shape for programs, a page for people."""

import logging
import re

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from indexer.errors import BaogaoError, IndexMissingError, RequestError

_STATUS: dict[type[BaogaoError], int] = {RequestError: 400, IndexMissingError: 503}
_SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
    410: "This was removed.",
    500: "Something went wrong here; it has been logged.",
}
_PROGRAMS = re.compile(
    r"/api(/|$)|/healthz$|.*\.(json|csv|atom|xml|ris|bib)$"
)  # addresses that no person opens
_CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 410: "gone", 503: "unavailable"}


def register(app: Flask) -> None:
    """Lets every error of the app answer through `_answer`."""
    app.register_error_handler(Exception, _answer)


def _answer(error: Exception) -> ResponseReturnValue:
    if isinstance(error, BaogaoError):
        status, message = _STATUS.get(type(error), 503), str(error)
    elif isinstance(error, HTTPException):
        status = error.code or 500
        if status < 400:
            return error
        standard = error.description == type(error).description
        message = _SENTENCES.get(status, error.name) if standard else str(error.description)
    else:
        logging.getLogger(__name__).exception("%s %s", request.method, request.path)
        status, message = 500, _SENTENCES[500]
    headers = {}
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if _PROGRAMS.match(request.path):
        return jsonify(error={"code": _CODES.get(status, "error"), "message": message}), status, headers
    return render_template("error.html", status=status, message=message), status, headers
