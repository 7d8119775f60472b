"""Time, size and memory of building and searching, beside embedded peers, on the same sections and queries."""

import http.client
import json
import multiprocessing
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

from indexer.analysis import CJK
from indexer.evaluate import read_queries
from indexer.segmenter import segmenter
from tests.bench.stores import Asked, Ours, Store, built_only, stores
from tests.bench.texts import Texts

EACH = 12  # queries of a class
ROUNDS = 3
COLD = 6  # fresh processes
PORT = 8765
_RUN = re.compile(f"[{CJK}]+")
_NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]{2,}\b")
_LATIN = re.compile(r"\b[A-Za-z][a-z]{4,}\b")
Queries = dict[str, list[Asked]]  # by class


def queries(texts: Texts, shared: Path, rng: random.Random) -> Queries:
    """What users type, drawn from the very sections; the questions are DRCD's."""
    passages = list(texts.read())
    runs = [
        run for passage in rng.sample(passages, 3000) for run in _RUN.findall(passage.text) if len(run) >= 8
    ]
    held = Counter(word for run in runs for word in set(segmenter().cut(run)) if len(word) > 1)
    common = [word for word, _ in held.most_common(60)]
    rare = [word for word, count in held.items() if count == 1]
    names = sorted({name for passage in passages for name in _NAME.findall(passage.text)})
    latin = sorted({word for passage in passages for word in _LATIN.findall(passage.text)})
    dated = [passage for passage in passages if passage.year and passage.agency]
    questions = list(read_queries(shared / "drcd_dev.queries.tsv").values())

    def some(make: Callable[[], Asked]) -> list[Asked]:
        return [make() for _ in range(EACH)]

    def words() -> Asked:
        while True:
            found = [word for word in segmenter().cut(rng.choice(runs)) if len(word) > 1]
            if len(set(found)) >= 3:
                return Asked(tuple(rng.sample(sorted(set(found)), rng.choice((2, 3)))))

    def piece(length: int) -> Callable[[], Asked]:
        def cut() -> Asked:
            run = rng.choice(runs)
            start = rng.randrange(len(run) - length + 1)
            return Asked((run[start : start + length],))

        return cut

    def slip() -> Asked:
        word = rng.choice(latin).lower()
        place = rng.randrange(1, len(word) - 1)
        return Asked((word[:place] + word[place + 1] + word[place] + word[place + 2 :],), "fuzzy")

    def within() -> Asked:
        passage = rng.choice(dated)
        return Asked((rng.choice(common),), year=passage.year, agency=passage.agency)

    return {
        "common word": some(lambda: Asked((rng.choice(common),))),
        "rare word": some(lambda: Asked((rng.choice(rare),))),
        "2–3 words": some(words),
        "Han run of 2": some(piece(2)),
        "Han run of 4": some(piece(4)),
        "Han run of 8": some(piece(8)),
        "English name": some(lambda: Asked(tuple(rng.choice(names).split()))),
        "prefix": some(lambda: Asked((rng.choice(latin)[:4].lower(),), "prefix")),
        "fuzzy": some(slip),
        "filtered": some(within),
        "with facets": some(lambda: Asked((rng.choice(common),), facets=True)),
        "long question": some(lambda: Asked((rng.choice(questions),), "any")),
    }


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


def timed(
    searches: dict[str, Callable[[Asked], tuple[int, Sequence[str]]]], asked: Queries, rng: random.Random
) -> dict[tuple[str, str], list[float]]:
    """Milliseconds by (system, class): every query once to warm up, then ROUNDS times, systems in turn."""
    taken: dict[tuple[str, str], list[float]] = {}
    for turn in range(ROUNDS + 1):
        for kind, several in asked.items():
            for query in several:
                for name in rng.sample(sorted(searches), len(searches)):
                    began = time.perf_counter()
                    total, _ = searches[name](query)
                    if turn and total >= 0:
                        taken.setdefault((name, kind), []).append((time.perf_counter() - began) * 1000)
    return taken


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
        return sum(int(re.search(r"^Pss:\s+(\d+)", row, re.M)[1]) for row in rows) / 1024  # type: ignore[index]

    def close(self) -> None:
        """Stops it."""
        self.process.terminate()
        self.process.wait()


def _children(pid: int) -> Iterator[int]:
    yield from map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


_FIRST = """
import sys, time
from pathlib import Path
from indexer.engines.whoosh import WhooshEngine
from indexer.results import Request
began = time.perf_counter()
engine = WhooshEngine(Path(sys.argv[1]))
engine.count()
opened = time.perf_counter()
engine.search(Request(sys.argv[2]))
print((opened - began) * 1000, (time.perf_counter() - opened) * 1000)
"""


def cold(index: Path, asked: Queries) -> list[tuple[float, float]]:
    """Milliseconds of (opening, the first search) in fresh processes."""
    several = [query.text for kind in list(asked)[:: len(asked) // COLD] for query in asked[kind][:1]][:COLD]
    rows = (subprocess.check_output([sys.executable, "-c", _FIRST, str(index), text]) for text in several)
    return [tuple(map(float, row.split())) for row in rows]  # type: ignore[misc]


def run(shared: Path, folder: Path, sizes: Sequence[int], seed: int, jobs: int) -> Iterator[tuple[str, str]]:
    """(title, table) of each size, then of growth."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in sizes:
        rng = random.Random(seed)
        texts = Texts(folder, size)
        texts.make(shared)
        asked = queries(texts, shared, rng)
        systems = stores()
        facts = {store.name: built(store, texts, folder, jobs) for store in systems}
        facts |= {store.name: built(store, texts, folder, jobs) for store in built_only()}
        index = folder / f"{Ours.name}-{size}"
        first = cold(index, asked)
        server = Served(index)
        began = time.perf_counter()
        server.search(asked["with facets"][0])
        first_served = (time.perf_counter() - began) * 1000
        searches: dict[str, Callable[[Asked], tuple[int, Sequence[str]]]] = {
            store.name: store.search for store in systems
        }
        searches["baogao over HTTP"] = server.search
        taken = timed(searches, asked, rng)
        memory = server.megabytes()
        server.close()
        count = sum(1 for _ in texts.read())
        yield (
            f"Building {count:,} sections, {texts.bytes() / 1e6:.1f} MB of text",
            _buildings(facts, texts.bytes()),
        )
        yield "Searching, warm: median / 95th percentile in ms", _times(taken, list(searches), asked)
        opened, searched = zip(*first, strict=True)
        yield (
            "Cold",
            (
                f"Index opened in {statistics.median(opened):.0f} ms; first search of a fresh process, {len(first)} classes: "
                f"median {statistics.median(searched):.0f}, most {max(searched):.0f} ms. `baogao serve --workers 2` ready "
                f"after {server.seconds:.2f} s, first search over HTTP {first_served:.0f} ms; {memory:.0f} MB in all after the run."
            ),
        )


def _buildings(facts: dict[str, dict[str, float]], size: int) -> str:
    ours = facts[Ours.name]
    rows = [
        [
            name,
            f"{fact['seconds']:.1f}",
            f"{fact['seconds'] / ours['seconds']:.2f}",
            f"{fact['cpu']:.1f}",
            f"{fact['bytes'] / 1e6:.1f}",
            f"{fact['bytes'] / size:.2f}",
            f"{fact['megabytes']:.0f}",
        ]
        for name, fact in facts.items()
    ]
    return table(("system", "seconds", "÷ baogao's", "CPU seconds", "index MB", "÷ text", "peak MB"), rows)


def _times(taken: dict[tuple[str, str], list[float]], names: Sequence[str], asked: Queries) -> str:
    def cell(values: Sequence[float]) -> str:
        if not values:
            return "—"
        return f"{_number(statistics.median(values))} / {_number(_high(values))}"

    rows = [[kind, *(cell(taken.get((name, kind), [])) for name in names)] for kind in asked]
    every = {name: [ms for kind in asked for ms in taken.get((name, kind), [])] for name in names}
    rows.append(["**all**", *(f"**{cell(every[name])}**" for name in names)])
    ratios = []
    for name in names:  # over the classes that it can do
        ours = [ms for kind in asked if (name, kind) in taken for ms in taken[Ours.name, kind]]
        middle, high = (at(every[name]) / at(ours) for at in (statistics.median, _high))
        ratios.append(f"{middle:.2f} / {high:.2f}")
    rows.append(["÷ baogao's", *ratios])
    return table(("class", *names), rows)


def _high(values: Sequence[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


def _number(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
