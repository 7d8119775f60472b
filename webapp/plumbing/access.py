"""A line of JSON for each request, where BAOGAO_ACCESS_LOG is set; what was searched for only on demand."""

import json
import secrets
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

_LONGEST = 500  # characters of a path, query or browser's name that are kept


def register(app: Flask, logged: str) -> None:
    """Give each request a number in its answer, and print it; `logged` is one of settings.LOGGED."""
    app.before_request(_begin)
    app.after_request(_numbered)
    if logged != "off":

        def tell(response: Response) -> Response:
            print(line(response, logged == "queries"), file=sys.stderr, flush=True)
            return response

        app.after_request(tell)


def _begin() -> None:
    g.began = time.perf_counter()
    g.request_id = secrets.token_hex(8)


def _numbered(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("request_id", "")
    return response


def line(response: Response, queries: bool) -> str:
    """Return what is told of the request; JSON in ASCII, so that no character can begin a line of its own."""
    record: dict[str, object] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "id": g.get("request_id", ""),
        "client": request.remote_addr or "",
        "method": request.method,
        "path": f"{request.script_root}{request.path}"[:_LONGEST],
        "status": response.status_code,
        "bytes": response.content_length,
        "ms": round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
        "agent": request.user_agent.string[:_LONGEST],
    }
    if queries:
        record["query"] = request.query_string.decode("utf-8", "replace")[:_LONGEST]
    return json.dumps(record)
