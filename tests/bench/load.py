"""A server under load on loopback: the real mix of queries, many connections, its end and reload, a busy writer."""

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from indexer.library import Library
from tests.bench.asked import queries
from tests.bench.texts import Texts

HEADER = (
    "load", "sections", "workers", "connections", "requests/s", "p50 ms", "p95 ms", "p99 ms", "answers", "failed", "memory MB",
)  # fmt: skip
_MANY = 200  # connections
_USUAL = 8
_MINUTES = 10  # of the run in which memory is watched


class Server:
    """`baogao serve` on an index, in processes of its own."""

    def __init__(self, index: Path, workers: int) -> None:
        """Start it; `with` waits until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        code = "import sys; from indexer.cli import main; sys.argv[0] = 'baogao'; main()"
        words = ["serve", "--index", str(index), "--port", str(self.port), "--workers", str(workers)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def __enter__(self) -> "Server":
        """Wait until it answers."""
        until = time.monotonic() + 120
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if get(self.port, "/healthz")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server does not answer")

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(60)

    def pids(self) -> list[int]:
        """The processes, the first of which starts the others."""
        own = self.process.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        return [own, *map(int, children)]

    def cpu(self) -> float:
        """Seconds of CPU that its processes took."""
        ticks = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Memory of all its processes, shared pages counted once."""
        rows = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.pids())
        return sum(int(size) for row in rows for size in re.findall(r"^Pss:\s+(\d+)", row, re.M)) / 1024


@dataclass
class Told:
    """Seconds by status, and what failed."""

    seconds: dict[int, list[float]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    refused: int = 0  # connections that were not taken, after the server's end

    def note(self, status: int, seconds: float) -> None:
        """Count an answer; what is no answer to a good request is a failure."""
        self.seconds.setdefault(status, []).append(seconds)
        if status not in (200, 301, 302, 503):
            self.failed.append(f"status {status}")


def get(port: int, path: str) -> tuple[int, bytes]:
    """Ask once, on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def raw(port: int, data: bytes) -> bytes:
    """Send bytes and return all that comes back."""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        found = b""
        try:
            connection.sendall(data)
            while chunk := connection.recv(65536):
                found += chunk
        except OSError:
            pass
        return found


def asked(texts: Texts, index: Path, shared: Path, seed: int) -> list[str]:
    """Return addresses as visitors open them: searches of every class, pages, completions, reports, people."""
    rng = random.Random(seed)
    typed = [query.text for several in queries(texts, shared, rng).values() for query in several]
    library = Library(index)
    reports = library.report_ids()
    people = [person.slug for person in library.people()[:200]]
    made = []
    for _ in range(2000):
        text, kind = rng.choice(typed), rng.random()
        if kind < 0.45:
            made.append(f"/api/search?{urlencode({'q': text})}")
        elif kind < 0.65:
            made.append(f"/search?{urlencode({'q': text})}")
        elif kind < 0.78:
            made.append(f"/api/suggest?{urlencode({'q': text[: rng.randrange(1, 4)]})}")
        elif kind < 0.92:
            made.append(f"/reports/{quote(rng.choice(reports))}?{urlencode({'q': text})}")
        elif kind < 0.96 and people:
            made.append(f"/people/{quote(rng.choice(people))}")
        else:
            made.append(f"/feed.atom?{urlencode({'q': text})}")
    return made


def driven(
    port: int, addresses: Sequence[str], connections: int, until: Callable[[], bool], pause: float = 0.0
) -> Told:
    """Ask in turn on so many connections, each kept open while the server keeps it, until it is enough."""
    told, lock = Told(), threading.Lock()

    def ask(number: int) -> None:
        rng, connection = random.Random(number), None
        while not until():
            if connection is None or connection.sock is None:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                try:
                    connection.connect()
                except OSError:
                    with lock:
                        told.refused += 1
                    connection = None
                    time.sleep(0.02)
                    continue
            began = time.perf_counter()
            try:
                connection.request("GET", rng.choice(addresses))
                answer = connection.getresponse()
                answer.read()
                with lock:
                    told.note(answer.status, time.perf_counter() - began)
                if answer.status == 503:
                    connection.close()
                    time.sleep(pause)
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                with lock:
                    told.failed.append(repr(error))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def _for(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def run(
    shared: Path, folder: Path, sizes: Sequence[int], seed: int, seconds: float
) -> Iterator[Sequence[str]]:
    """Yield a row for each load."""
    for size in sizes:
        texts = Texts(folder, size)
        folder.mkdir(parents=True, exist_ok=True)
        texts.make(shared)
        index = folder / f"load-{size}"
        Library(index).update([texts.reports], jobs=2)
        addresses = asked(texts, index, shared, seed)
        for workers in (1, 2, 4):
            with Server(index, workers) as server:
                driven(server.port, addresses, _USUAL, _for(seconds / 3))  # until all is warm
                told = driven(server.port, addresses, _USUAL, _for(seconds))
                yield _row("the usual mix", size, workers, _USUAL, told, seconds, f"{server.megabytes():.0f}")
        with Server(index, 2) as server:
            driven(server.port, addresses, _USUAL, _for(seconds / 3))
            told = driven(server.port, addresses, _MANY, _for(seconds), pause=1.0)
            yield _row(
                f"{_MANY} connections at once", size, 2, _MANY, told, seconds, f"{server.megabytes():.0f}"
            )
        yield _stopped(index, size, addresses, signal.SIGHUP, seconds)
        yield _stopped(index, size, addresses, signal.SIGTERM, seconds)
        yield _beside_a_writer(texts, index, size, addresses, seconds)
    yield from _watched(folder / f"load-{sizes[0]}", sizes[0], addresses, seconds)


def _stopped(
    index: Path, size: int, addresses: Sequence[str], sent: signal.Signals, seconds: float
) -> Sequence[str]:
    """Send a signal to the server while it answers: at its end no answer is cut off, at a reload no door is shut."""
    with Server(index, 2) as server:
        end = _for(seconds)

        def later() -> None:
            for _ in range(3 if sent == signal.SIGHUP else 1):
                time.sleep(seconds / 5)
                server.process.send_signal(sent)

        thread = threading.Thread(target=later)
        thread.start()
        told = driven(server.port, addresses, _USUAL, lambda: end() or server.process.poll() is not None)
        thread.join()
        if sent == signal.SIGHUP and told.refused:
            told.failed.append(f"{told.refused} connections refused")
        name = "reloaded 3 times (SIGHUP)" if sent == signal.SIGHUP else "ended (SIGTERM)"
        memory = f"{server.megabytes():.0f}" if server.process.poll() is None else "–"
        return _row(name, size, 2, _USUAL, told, seconds, memory)


def _beside_a_writer(
    texts: Texts, index: Path, size: int, addresses: Sequence[str], seconds: float
) -> Sequence[str]:
    """Ask while another process adds, changes and removes reports without a pause."""
    extra = index.parent / "written"
    extra.mkdir(exist_ok=True)
    code = (
        "import sys, itertools, pathlib\nfrom indexer.library import Library\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "for n in itertools.count():\n"
        "    (folder / f'w{n % 5}.txt').write_text(f'出國報告\\n壹、目的\\n第{n}次訪問新加坡。\\n', encoding='utf-8')\n"
        "    Library(pathlib.Path(sys.argv[3])).update([folder, pathlib.Path(sys.argv[2])])\n"
        "    (folder / 'written').write_text(str(n + 1))\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", code, str(extra), str(texts.reports), str(index)])
    try:
        with Server(index, 2) as server:
            told = driven(server.port, addresses, _USUAL, _for(seconds))
            updates = (extra / "written").read_text() if (extra / "written").exists() else "0"
            if writer.poll() is not None:
                told.failed.append("the writer ended")
            name = f"beside a writer ({updates} updates)"
            return _row(name, size, 2, _USUAL, told, seconds, f"{server.megabytes():.0f}")
    finally:
        writer.kill()
        writer.wait()


def _watched(index: Path, size: int, addresses: Sequence[str], seconds: float) -> Iterator[Sequence[str]]:
    """Watch memory for minutes of load, a minute at a time."""
    with Server(index, 2) as server:
        for minute in range(1, _MINUTES + 1):
            told = driven(server.port, addresses, _USUAL, _for(min(60.0, 3 * seconds)))
            memory = f"{server.megabytes():.0f}"
            yield _row(f"minute {minute}", size, 2, _USUAL, told, min(60.0, 3 * seconds), memory)


def _row(
    name: str, size: int, workers: int, connections: int, told: Told, seconds: float, memory: str
) -> Sequence[str]:
    good = sorted(one for status, several in told.seconds.items() if status != 503 for one in several)
    answers = {status: len(several) for status, several in sorted(told.seconds.items())}
    shown = ", ".join(f"{number} × {status}" for status, number in answers.items())
    if 503 in told.seconds:
        shown += f" (503 in p95 {_at(sorted(told.seconds[503]), 0.95)} ms)"
    failed = str(len(told.failed))
    if told.failed:
        failed += f": {Counter(told.failed).most_common(1)[0][0][:60]}"
    return (
        name, f"{size:,}", str(workers), str(connections), f"{len(good) / seconds:.0f}", _at(good, 0.5), _at(good, 0.95),
        _at(good, 0.99), shown, failed, memory,
    )  # fmt: skip


def _at(several: Sequence[float], share: float) -> str:
    return f"{several[min(len(several) - 1, int(share * len(several)))] * 1000:.0f}" if several else "–"
