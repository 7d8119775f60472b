"""Counters for Prometheus, of all processes of a server together; no text of any query is in them.

Each process counts in a row of its own of memory that all share, so that none waits for another; whichever is
asked adds the rows up. A process that ends leaves its row, with what it counted, to the next one.
"""

import mmap
import os
import threading
import time
from contextlib import suppress

from flask import Blueprint, Flask, Response, current_app, g

from indexer.errors import BaogaoError
from indexer.model.search import Results

ROWS = 128  # processes at a time: twice the workers there can be
SLOW = 1.0  # seconds from which a search is counted as slow
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)  # seconds
_CLASSES = ("2xx", "3xx", "4xx", "5xx")
_COUNTERS = ("searches", "searches_without_hits", "searches_slow", "seconds")
_COLUMNS = ("pid", *_CLASSES, *map(str, BUCKETS), *_COUNTERS)
_PLACE = {name: place for place, name in enumerate(_COLUMNS)}

blueprint = Blueprint("metrics", __name__)


class Counters:
    """Numbers by name, counted by several processes."""

    def __init__(self) -> None:
        """Take the memory; to be made before processes are forked."""
        self._rows = memoryview(mmap.mmap(-1, ROWS * len(_COLUMNS) * 8)).cast("d")
        self._lock = threading.Lock()
        self._own: tuple[int, int] = (0, 0)  # process, where its row begins

    def add(self, **counted: float) -> None:
        """Add to numbers of this process."""
        with self._lock:
            start = self._start()
            for name, value in counted.items():
                self._rows[start + _PLACE[name]] += value

    def total(self, name: str) -> float:
        """Return the sum over all processes."""
        return sum(self._rows[row * len(_COLUMNS) + _PLACE[name]] for row in range(ROWS))

    def _start(self) -> int:
        """Return where the row of this process begins; processes begin to look for a free one apart."""
        own = os.getpid()
        if self._own[0] != own:
            rows = [(own + step) % ROWS * len(_COLUMNS) for step in range(ROWS)]
            start = next((row for row in rows if not _lives(int(self._rows[row]))), rows[0])
            self._rows[start] = own
            self._own = own, start
        return self._own[1]


def _lives(pid: int) -> bool:
    if not pid:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def register(app: Flask) -> None:
    """Count the app's answers, and tell of them at /metrics."""
    app.extensions["counters"] = Counters()
    app.register_blueprint(blueprint)
    app.after_request(_count)


def searched(results: Results) -> None:
    """Note what the search of this request found, to be counted with its answer."""
    g.found = results.total


def _count(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    counted: dict[str, float] = {"seconds": seconds}
    bucket = next((str(most) for most in BUCKETS if seconds <= most), None)
    for name in (f"{response.status_code // 100}xx", bucket):
        if name in _PLACE:
            counted[str(name)] = 1
    if "found" in g:
        counted |= {"searches": 1, "searches_without_hits": not g.found, "searches_slow": seconds > SLOW}
    current_app.extensions["counters"].add(**counted)
    return response


@blueprint.get("/metrics")
def metrics() -> Response:
    """Answer what was counted, and the state of the index, as Prometheus reads it (text format 0.0.4)."""
    counters: Counters = current_app.extensions["counters"]
    lines = ["# TYPE baogao_requests_total counter"]
    for name in _CLASSES:
        lines.append(f'baogao_requests_total{{status="{name}"}} {counters.total(name):.0f}')
    lines.append("# TYPE baogao_request_seconds histogram")
    reached = 0.0
    for most in BUCKETS:
        reached += counters.total(str(most))
        lines.append(f'baogao_request_seconds_bucket{{le="{most:g}"}} {reached:.0f}')
    total = sum(counters.total(name) for name in _CLASSES)
    lines.append(f'baogao_request_seconds_bucket{{le="+Inf"}} {total:.0f}')
    lines.append(f"baogao_request_seconds_sum {counters.total('seconds'):.6f}")
    lines.append(f"baogao_request_seconds_count {total:.0f}")
    for name in ("searches", "searches_without_hits", "searches_slow"):
        lines += [f"# TYPE baogao_{name}_total counter", f"baogao_{name}_total {counters.total(name):.0f}"]
    for name, value in _index().items():
        lines += [f"# TYPE baogao_{name} gauge", f"baogao_{name} {value}"]
    return Response("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _index() -> dict[str, float]:
    """Return the size and age of the index; that it is not up where it cannot be read."""
    library = current_app.extensions["library"]
    with suppress(BaogaoError):
        reports, sections = library.counts()
        version = library.version()
        return {
            "index_up": 1,
            "index_older": int(library.fault() is not None),
            "index_reports": reports,
            "index_sections": sections,
            "index_written_seconds": version[1] // 10**9 if version else 0,
        }
    return {"index_up": 0}
