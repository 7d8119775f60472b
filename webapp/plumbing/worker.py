"""Gunicorn's worker with our words for requests that cannot be read, and no connection dropped at the end."""

import json
import time
from contextlib import suppress
from typing import Any

from gunicorn import util
from gunicorn.http.errors import (
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
from gunicorn.workers.gthread import ThreadWorker

from indexer import messages

LINGER = 0.5  # seconds for which a process that ends goes on taking connections that were made meanwhile
_STATUS = {
    LimitRequestLine: (414, "URI Too Long"),
    LimitRequestHeaders: (431, "Request Header Fields Too Large"),
    UnsupportedTransferCoding: (501, "Not Implemented"),
}


class Worker(ThreadWorker):  # type: ignore[misc]
    """Answers with several threads."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Refuse a request that is no HTTP, such as one with letters beyond ASCII in its first line."""
        if not isinstance(exc, ParseException):
            super().handle_error(req, client, addr, exc)
            return
        status, reason = next(
            (said for kind, said in _STATUS.items() if isinstance(exc, kind)), (400, "Bad Request")
        )
        with suppress(OSError):
            util.write_nonblock(client, refusal(status, reason))

    def set_accept_enabled(self, enabled: bool) -> None:
        """Take connections or not; at the end take those made meanwhile for a moment, then close the door."""
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        until = time.monotonic() + LINGER
        while time.monotonic() < until:
            self._take_waiting()
            self.wait_for_and_dispatch_events(0.02)
        self._take_waiting()
        for listener in self.sockets:
            listener.close()

    def _take_waiting(self) -> None:
        """Take every connection that waits."""
        for listener in self.sockets:
            listener.setblocking(False)
            before = -1
            while before != self.nr_conns:
                before = self.nr_conns
                self.accept(listener)


def refusal(status: int, reason: str) -> bytes:
    """Return a whole answer in the one shape of errors."""
    error = {"code": "bad_request", "message": str(messages.BAD_REQUEST())}
    body = json.dumps({"error": error}).encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: application/json\r\n"
        f"X-Content-Type-Options: nosniff\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
