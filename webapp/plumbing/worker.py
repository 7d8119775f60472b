"""Gunicorn's worker with our words for requests that cannot be read, and no connection dropped at the end."""

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
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
from indexer.messages import Message

WAITING = 24  # connections that wait for a thread of a process; they wait about a second
MOST_READ = 65536  # bytes of a request that is refused unread
LINGER = 0.5  # seconds for which a process that ends goes on taking connections that were made meanwhile
_BAD = messages.BAD_REQUEST()
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

    def init_process(self) -> None:
        """Make room for refusals beside the threads that answer."""
        self._door, self._taken = ThreadPoolExecutor(1), 0
        super().init_process()

    def enqueue_req(self, conn: Any) -> None:
        """Hand a connection to a thread that answers; where too many wait, say so at once instead."""
        if self.alive and self._taken >= self.cfg.threads + WAITING:
            self._door.submit(self._refuse, conn)
        else:
            self._taken += 1
            super().enqueue_req(conn)

    def finish_request(self, *done: Any) -> None:
        """Take note that a connection waits no more, and do what is to be done with it."""
        self._taken -= 1
        super().finish_request(*done)

    def _refuse(self, conn: Any) -> None:
        """Answer 503 without reading more than has come; what was sent is taken in, or the answer is lost."""
        with suppress(OSError):
            conn.sock.settimeout(LINGER)
            with suppress(TimeoutError):  # who connects and is slow to ask is told all the same
                conn.sock.recv(MOST_READ)
            conn.sock.sendall(refusal(503, "Service Unavailable", messages.BUSY(), "Retry-After: 2\r\n"))
            conn.sock.shutdown(socket.SHUT_WR)
        self.method_queue.defer(self._refused, conn)

    def _refused(self, conn: Any) -> None:
        self.nr_conns -= 1
        conn.close()

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


def refusal(status: int, reason: str, said: Message = _BAD, more: str = "") -> bytes:
    """Return a whole answer in the one shape of errors."""
    code = "unavailable" if status == 503 else "bad_request"
    error = {"code": code, "message": str(said)}
    body = json.dumps({"error": error}).encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: application/json\r\n"
        f"X-Content-Type-Options: nosniff\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
