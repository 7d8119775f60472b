"""What is measured in processes of its own: building, a first search, a server, a report added meanwhile."""

import http.client
import json
import multiprocessing
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

from indexer.library import Library
from indexer.model.search import Request
from tests.bench.asked import Queries
from tests.bench.stores import Asked, Store
from tests.bench.texts import Texts

COLD = 6  # fresh processes
PORT = 8765


def built(store: Store, texts: Texts, folder: Path, jobs: int) -> dict[str, float]:
    """Seconds, bytes and peak megabytes of building, in a process of its own; kept with the index."""
    place = folder / f"{re.sub(r'[^a-zA-Z0-9]+', '-', store.name)}-{texts.sections}"
    note = place.with_suffix(".json")
    if not note.exists():
        context = multiprocessing.get_context("spawn")
        sender, receiver = context.SimpleQueue(), None
        process = context.Process(target=_build, args=(store, texts, place, jobs, sender))
        process.start()
        receiver = sender.get()
        process.join()
        receiver["bytes"] = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
        note.write_text(json.dumps(receiver))
    found: dict[str, float] = json.loads(note.read_text())
    store.open(place)
    return found


def _build(
    store: Store, texts: Texts, place: Path, jobs: int, queue: "multiprocessing.SimpleQueue[object]"
) -> None:
    began = time.perf_counter()
    store.build(texts, place, jobs)
    seconds = time.perf_counter() - began
    own, children = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    queue.put(
        {
            "seconds": seconds,
            "cpu": sum(use.ru_utime + use.ru_stime for use in (own, children)),
            "megabytes": (own.ru_maxrss + children.ru_maxrss * (jobs if children.ru_maxrss else 0)) / 1024,
        }
    )


class Served:
    """`baogao serve` with two workers."""

    def __init__(self, index: Path) -> None:
        began = time.perf_counter()
        baogao = str(Path(sys.executable).with_name("baogao"))
        command = [baogao, "serve", "--index", str(index), "--port", str(PORT), "--workers", "2"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while self.process.poll() is None:
            try:
                if self.get("/healthz").status == 200:
                    break
            except OSError:
                time.sleep(0.01)
        self.seconds = time.perf_counter() - began

    def get(self, path: str) -> http.client.HTTPResponse:
        """One request on a connection of its own, read to its end."""
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response

    def search(self, asked: Asked) -> tuple[int, Sequence[str]]:
        """A search through the API."""
        fields = [
            ("q", asked.text),
            *((name, value) for name in ("year", "agency") if (value := getattr(asked, name))),
        ]
        assert self.get(f"/api/search?{urlencode(fields)}").status == 200
        return 0, []

    def megabytes(self) -> float:
        """Memory of all its processes, shared pages counted once."""
        pids = [self.process.pid, *_children(self.process.pid)]
        rows = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids)
        kilobytes = (int(size) for row in rows for size in re.findall(r"^Pss:\s+(\d+)", row, re.M))
        return sum(kilobytes) / 1024

    def close(self) -> None:
        """Stops it."""
        self.process.terminate()
        self.process.wait()


def _children(pid: int) -> Iterator[int]:
    yield from map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


_FIRST = """
import sys, time
from pathlib import Path
from indexer.library import Library
from indexer.model.search import Request
began = time.perf_counter()
engine = Library(Path(sys.argv[1]))
engine.counts()
opened = time.perf_counter()
engine.search(Request(sys.argv[2]))
print((opened - began) * 1000, (time.perf_counter() - opened) * 1000)
"""


def cold(index: Path, asked: Queries) -> list[tuple[float, float]]:
    """Milliseconds of (opening, the first search) in fresh processes."""
    several = [query.text for kind in list(asked)[:: len(asked) // COLD] for query in asked[kind][:1]][:COLD]
    rows = (subprocess.check_output([sys.executable, "-c", _FIRST, str(index), text]) for text in several)
    return [tuple(map(float, row.split())) for row in rows]  # type: ignore[misc]


_ADD = """
import resource, sys
from pathlib import Path
from indexer.updating.update import update
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
update([Path(sys.argv[1])], Path(sys.argv[2]))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


def changed(index: Path, folder: Path) -> dict[str, tuple[float, float]]:
    """(seconds, megabytes more at the peak) of adding a report to the index, changing it, and removing it.

    In a process of its own each, its start included; the index is in the end as it was.
    """
    report = folder / "changed"
    report.mkdir()
    found = {}
    for name, text in (("add", _ONE), ("change", _ONE.replace("市政府", "縣政府")), ("remove", "")):
        if text:
            (report / "one.txt").write_text(text, encoding="utf-8")
        else:
            (report / "one.txt").unlink()
        began = time.perf_counter()
        more = subprocess.check_output([sys.executable, "-c", _ADD, str(report), str(index)])
        found[name] = time.perf_counter() - began, float(more)
    shutil.rmtree(report)
    return found


_ONE = """出國報告
報告日期：105年9月1日
壹、目的
訪問匰匰市政府，拜會市長阿布塔勒布（Ahmed Aboutaleb）。
貳、過程
世界衛生組織（World Health Organization, WHO）與世界貿易組織（WTO）代表出席。
"""


def added(index: Path, folder: Path) -> tuple[float, float]:
    """Seconds until a report that is added to a copy of the index is found, and until the update is done."""
    copy, report = folder / "added", folder / "added.txt"
    shutil.copytree(index, copy)
    report.write_text("出國報告\n壹、目的\n訪問匰匰市政府。\n", encoding="utf-8")
    engine = Library(copy)
    engine.search(Request("匰匰"))
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", _ADD, str(report), str(copy)])
    while engine.search(Request("匰匰市政府")).rung != "exact":
        assert process.poll() is None
        time.sleep(0.02)
    found = time.perf_counter() - began
    process.wait()
    whole = time.perf_counter() - began
    engine.close()
    shutil.rmtree(copy)
    report.unlink()
    return found, whole
