"""Hostile input by the million: queries, requests, bytes on a socket and files, by grammar and by coverage."""

import contextlib
import io
import json
import logging
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask

from indexer.errors import BaogaoError, ReadError
from indexer.importers import read_file
from indexer.library import Library
from indexer.model.report import Report, Section
from indexer.model.search import Request
from indexer.search.highlight import highlight
from tests.bench.hostile_inputs import query, request, targets
from tests.conftest import CORPUS, ROOT
from webapp import create_app

HEADER = ("input", "by", "inputs", "failures", "slowest, s of CPU", "the first failures")
MOST_SECONDS = 1.0  # of CPU that an answer may take
_JSON = re.compile(r"/api(/|$)|/healthz$|.*\.(json|csv|atom|xml|ris|bib)$")
_WORD = re.compile(r"[㐀-鿿]{2,12}|[A-Za-z]{3,}")
# Of the inputs: what is only parsed takes a fiftieth of the time of a whole search.
_SHARES = {
    ("parsed", "grammar"): 0.45, ("parsed", "atheris"): 0.45, ("marks", "grammar"): 0.02, ("marks", "atheris"): 0.02,
    ("queries", "grammar"): 0.015, ("queries", "atheris"): 0.01, ("requests", "grammar"): 0.02,
    ("requests", "atheris"): 0.015,
}  # fmt: skip
_SECTION = Section(
    "1",
    ("壹",),
    "目的 Purpose",
    "目的",
    "推動智慧城市，參加 World Cities Summit（世界城市峰會），3D 列印 100 件。",
)
_TINY = Report("tiny", "訪問", sections=(_SECTION,))
_REPORTS = 2  # that are searched: the smallest of the corpus, for a million searches take hours as it is
_FILE_SECONDS, _FILE_MB = 20, 700  # limits of reading one


@dataclass
class Tally:
    """What became of inputs; the first failures are told."""

    inputs: int = 0
    failures: int = 0
    slowest: float = 0.0
    told: list[str] = field(default_factory=list)

    def note(self, shown: object, seconds: float, fault: str) -> None:
        """Count an input that took CPU seconds, with its fault or none."""
        self.inputs += 1
        self.slowest = max(self.slowest, seconds)
        if seconds > MOST_SECONDS:
            fault = fault or f"{seconds:.1f} s"
        if fault:
            self.failures += 1
            if len(self.told) < 5:
                self.told.append(f"{fault}: {str(shown)[:160]!a}")

    def timed(self, shown: object, ask: Callable[[], str]) -> None:
        """Ask, and note what came of it; whatever is raised is a fault."""
        began = time.thread_time()
        try:
            fault = ask()
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"
        self.note(shown, time.thread_time() - began, fault)


def asked(library: Library, text: str) -> str:
    """Search, and return what is wrong with the answer; nothing else than our own errors may be raised."""
    try:
        found = library.search(Request(text, meaning=False, facets=False, per_page=3))
    except BaogaoError:
        return ""
    for hit in found.hits:
        for snippet in hit.snippets:
            if any(not 0 <= start < end <= len(snippet.text) for start, end in snippet.marks):
                return "marks outside of their text"
    return "" if found.total >= len(found.hits) - found.by_meaning else "fewer found than shown"


def parsed(text: str) -> str:
    """Parse a query, loosen it rung by rung and mark it in one section, without any index."""
    for marks in highlight(_TINY, text).values():
        for whole, spans in ((_SECTION.heading, marks.heading), (_SECTION.text, marks.text)):
            if any(not 0 <= start < end <= len(whole) for start, end in spans):
                return "marks outside of their text"
    return ""


def tried(kind: str, library: Library, report: Report, text: str) -> str:
    """Try a query in one way, and return what is wrong."""
    match kind:
        case "parsed":
            return parsed(text)
        case "marks":
            return marked(library, report, text)
        case _:
            return asked(library, text)


def marked(library: Library, report: Report, text: str) -> str:
    """Parse a query, mark it in a report, and return what is wrong with the marks."""
    by_section = {section.id: section for section in report.sections}
    for name, marks in library.highlights(report, text).items():
        section = by_section[name]
        for whole, spans in ((section.heading, marks.heading), (section.text, marks.text)):
            if any(not 0 <= start < end <= len(whole) for start, end in spans):
                return "marks outside of their text"
    return ""


def called(app: Flask, environ: dict[str, Any]) -> str:
    """Call the application as a server does, and return what is wrong with its answer."""
    environ |= {"wsgi.input": io.BytesIO(b""), "wsgi.errors": io.StringIO()}
    head: list[tuple[str, list[tuple[str, str]]]] = []

    def begin(status: str, headers: list[tuple[str, str]], info: object = None) -> Callable[[bytes], None]:
        head.append((status, headers))
        return lambda data: None

    parts = app(environ, begin)
    body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    status, headers = head[-1]
    if status[0] == "5":
        return status
    for name, value in headers:
        value.encode("latin-1")
        if any(sign in name + value for sign in "\r\n\x00"):
            return f"split header {name}"
    program = _JSON.match(environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"))
    if status[0] == "4" and program and environ["REQUEST_METHOD"] != "HEAD":
        error = json.loads(body).get("error", {})
        if set(error) != {"code", "message"}:
            return "an error of another shape"
    return ""


def terms_of(library: Library) -> list[str]:
    """Return words of the texts, from which queries are made."""
    reports = filter(None, map(library.report, library.report_ids()))
    found = {word for report in reports for one in report.sections for word in _WORD.findall(one.searchable)}
    return sorted(found)[:: max(1, len(found) // 5000)]


def part(kind: str, index: Path, number: int, seed: int, out: Path) -> None:
    """Try one kind of input, made by grammar, and write the tally."""
    logging.disable(logging.CRITICAL)
    rng, library, tally = random.Random(seed), Library(index), Tally()
    terms, reports = terms_of(library), library.report_ids()
    app = create_app({"INDEX": index})
    report = library.report(reports[0])
    assert report and not asked(library, "warm up") and not marked(library, report, "warm up")  # reads tables
    for step in range(number):
        if kind != "requests":
            text = query(rng, terms)
            tally.timed(text, partial(tried, kind, library, report, text))
        else:
            environ = request(rng, terms, reports)
            shown = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}?{environ['QUERY_STRING']}"
            tally.timed(shown, partial(called, app, environ))
        if step % 1000 == 999:
            out.write_text(json.dumps(asdict(tally)))
    out.write_text(json.dumps(asdict(tally)))


def files(folder: Path, number: int, seed: int) -> Tally:
    """Damage samples of every format in many ways and read them, within limits of time and memory."""
    os.environ |= {"BAOGAO_READ_SECONDS": str(_FILE_SECONDS), "BAOGAO_READ_MB": str(_FILE_MB)}
    rng, tally = random.Random(seed), Tally()
    samples = [
        one
        for one in sorted((ROOT / "tests" / "samples").iterdir())
        if one.suffix not in (".py", ".md", ".png")
    ]
    for step in range(number):
        sample = rng.choice(samples)
        file = folder / f"{step}{sample.suffix}"
        file.write_bytes(_damaged(sample.read_bytes(), rng))
        began, fault = time.monotonic(), ""
        try:
            for _ in read_file(file):
                pass
        except ReadError as error:
            fault = "a traceback is shown" if "Traceback" in str(error) else ""
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"
        seconds = time.monotonic() - began
        if seconds > _FILE_SECONDS + 5:
            fault = fault or f"{seconds:.0f} s"
        tally.note(f"{sample.name} {step}", 0.0, fault)
        tally.slowest = max(tally.slowest, seconds)
        file.unlink()
    return tally


def _damaged(data: bytes, rng: random.Random) -> bytes:
    """Return a file with bits flipped, pieces cut, doubled, moved or filled with other bytes."""
    found = bytearray(data)
    for _ in range(rng.randrange(1, 12)):
        at, length = rng.randrange(len(found) or 1), rng.randrange(1, 400)
        match rng.randrange(6):
            case 0 if found:
                found[at] ^= 1 << rng.randrange(8)
            case 1:
                del found[at : at + length]
            case 2:
                found[at:at] = found[at : at + length] * rng.randrange(1, 200)
            case 3:
                found[at : at + length] = rng.randbytes(length)
            case 4:
                found[at : at + 4] = rng.choice((b"\xff\xff\xff\x7f", b"\0\0\0\0", b"<a>\n" * 300, b"9" * 40))
            case _:
                del found[at * (rng.random() < 0.1) or len(found) :]
    return bytes(found)


def sockets(index: Path, number: int, seed: int) -> Tally:
    """Send bytes that are hardly HTTP to a real server; it answers 2xx to 4xx, or closes, and lives on."""
    from tests.bench.load import Server, raw  # which starts the command

    rng, library, tally = random.Random(seed), Library(index), Tally()
    terms, reports = terms_of(library), library.report_ids()
    with Server(index, workers=1) as server:
        for _ in range(number):
            data = targets(rng, terms, reports)
            before, answer = server.cpu(), raw(server.port, data)
            status = answer[9:12].decode("latin-1") if answer.startswith(b"HTTP/") else ""
            fault = f"status {status}" if status.startswith("5") and status not in ("501", "505") else ""
            if (
                status.startswith("4")
                and b'{"error"' not in answer
                and b"<html" not in answer
                and data[:4] != b"HEAD"
            ):
                fault = f"{status} of another shape"
            tally.note(data, server.cpu() - before, fault)
        if (
            raw(server.port, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")[9:12]
            != b"200"
        ):
            tally.note("healthz", 0.0, "the server does not answer any more")
    return tally


def run(folder: Path, number: int, seed: int, jobs: int) -> Iterator[Sequence[str]]:
    """Yield a row for each kind of input, `number` of them together, and some files and sockets beside them."""
    index = folder / "index"
    texts = sorted((CORPUS / "reports").iterdir(), key=lambda file: file.stat().st_size)[:_REPORTS]
    Library(index).update([Path(shutil.copy(file, folder)) for file in texts])
    waiting = [
        (kind, by, round(number * share), folder / f"{kind}-{by}.json")
        for (kind, by), share in _SHARES.items()
    ]
    running: list[tuple[tuple[str, str, int, Path], subprocess.Popen[bytes]]] = []
    while waiting or running:
        while waiting and len(running) < jobs:
            kind, by, most, out = one = waiting.pop(0)
            module = "tests.bench.hostile_guided" if by == "atheris" else "tests.bench.hostile"
            words = [sys.executable, "-m", module, kind, by, str(index), str(most), str(seed), str(out)]
            running.append((one, subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)))
        for one, process in list(running):
            with contextlib.suppress(subprocess.TimeoutExpired):
                _, said = process.communicate(timeout=1)
                running.remove((one, process))
                yield _row(one, process.returncode, said.decode("utf-8", "replace"))
    yield _shown(
        "files of all formats, damaged",
        "changed bytes",
        files(folder, max(20, number // 1000), seed),
        wall=True,
    )
    yield _shown("bytes to a real server", "grammar", sockets(index, max(50, number // 200), seed))


def _row(one: tuple[str, str, int, Path], status: int, said: str) -> Sequence[str]:
    kind, by, most, out = one
    tally = Tally(**json.loads(out.read_text())) if out.exists() else Tally()
    if "No module named 'atheris'" in said:
        return kind, by, "0", "0", "0", "skipped: atheris is not installed (pip install baogao[bench])"
    if tally.inputs < most:
        tally.failures += 1
        tally.told.append(f"ended with {status} after {tally.inputs}: {said.strip()[-200:]}")
    covered = re.findall(r"cov: (\d+)", said)
    return _shown(kind, f"{by}, {covered[-1]} branches reached" if covered else by, tally)


def _shown(name: str, by: str, tally: Tally, wall: bool = False) -> Sequence[str]:
    slowest = f"{tally.slowest:.2f}{' (of time)' if wall else ''}"
    return name, by, f"{tally.inputs:,}", str(tally.failures), slowest, "; ".join(tally.told) or "none"


if __name__ == "__main__":
    _kind, _, _index, _number, _seed, _out = sys.argv[1:]
    part(_kind, Path(_index), int(_number), int(_seed), Path(_out))
