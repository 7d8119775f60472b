"""One handler for all errors: JSON of one shape for programs, a page for people."""

import logging
import re

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from indexer import messages
from indexer.errors import BaogaoError, EngineError, IndexChangedError, IndexMissingError, RequestError
from indexer.messages import Message

_STATUS: dict[type[BaogaoError], int] = {RequestError: 400, IndexMissingError: 503}
_MESSAGES = {
    400: messages.BAD_REQUEST(),
    401: messages.SIGN_IN_WRONG(),
    404: messages.NOTHING_HERE(),
    405: messages.OTHER_METHOD(),
    410: messages.REMOVED(),
    500: messages.OUR_FAULT(),
}
_SIGN_IN = 'Basic realm="baogao", charset="UTF-8"'
_PROGRAMS = re.compile(
    r"/api(/|$)|/healthz$|.*\.(json|csv|atom|xml|ris|bib)$"
)  # addresses that no person opens
_RETRY_SECONDS = "5"  # a cluster has mostly healed by then
_CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    410: "gone",
    413: "too_large",
    503: "unavailable",
}


class RefusedError(Exception):
    """A request that is answered with a status and a sentence."""

    def __init__(self, status: int, message: Message) -> None:
        super().__init__(status, message)
        self.status, self.message = status, message


def register(app: Flask) -> None:
    """Let every error of the app answer through `_answer`."""
    app.register_error_handler(Exception, _answer)


def _answer(error: Exception) -> ResponseReturnValue:
    headers = {}
    message = messages.OUR_FAULT()
    if isinstance(error, BaogaoError):  # where on this machine is for the log alone
        status, message = _STATUS.get(type(error), 503), error.message
        if isinstance(error, EngineError | IndexChangedError):
            headers["Retry-After"] = _RETRY_SECONDS
    elif isinstance(error, RefusedError):
        status, message = error.status, error.message
    elif isinstance(error, HTTPException):
        status = error.code or 500
        if status < 400:
            return error
        message = _MESSAGES.get(status, messages.BAD_REQUEST())
        if status == 401:
            headers["WWW-Authenticate"] = _SIGN_IN
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            headers["Allow"] = ", ".join(sorted(error.valid_methods))
    else:
        logging.getLogger(__name__).exception("%s %a", request.method, request.path)
        status = 500
    if _PROGRAMS.match(request.path):
        error_shown = {"code": _CODES.get(status, "error"), "message": str(message)}
        return jsonify(error=error_shown), status, headers
    return render_template("error.html", status=status, message=message), status, headers
