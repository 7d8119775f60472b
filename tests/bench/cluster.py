"""A cluster of one node beside the embedded engine, on the same sections: `python -m tests.bench.cluster`.

Whole searches through the web application: facets, snippets and marks included. Totals of all queries are
compared, and the first ten hits.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from indexer import settings
from indexer.anatomy.sections import build_report
from indexer.errors import ReadError
from indexer.importers import read_file
from indexer.model.report import Report
from indexer.updating import catalogue, generations
from indexer.updating.writing import Writing
from tests.bench.asked import Queries, queries
from tests.bench.texts import Texts
from tests.cluster.nodes import Nodes, running
from webapp import create_app

SHARED = Path(__file__).parents[3] / "shared" / "data"
ROUNDS = 2
_BATCH = 100  # reports analysed together


@dataclass(frozen=True, slots=True)
class Side:
    """An engine, what was measured while it was built, and a client of a page on it."""

    engine: str
    seconds: float
    bytes: int
    client: FlaskClient


def reports(texts: Texts) -> Iterator[Report]:
    """Yield the reports of the sections."""
    for document in read_file(texts.reports):
        assert not isinstance(document, ReadError)
        yield build_report(document)


def built(engine: str, folder: Path, texts: Texts) -> float:
    """Build an index of the reports without what is learnt of names; return the seconds that it took.

    Reading and analysis count, in one process.
    """
    with settings.using(engine):
        folder.mkdir(parents=True, exist_ok=True)
        began = time.perf_counter()
        index = Writing(generations.new_generation(folder), new=True)

        def batches() -> Iterator[Any]:
            several: list[Report] = []
            for report in reports(texts):
                several.append(report)
                if len(several) == _BATCH:
                    yield index.engine.analyse(several)
                    several = []
            yield index.engine.analyse(several)

        assert not index.store.put(batches())
        taken = time.perf_counter() - began
        catalogue.write(index.generation, {}, [])
        generations.seal(index.generation)
        with generations.writing(folder):
            generations.publish(folder, index.generation)
        index.store.close()
    return taken


def asked(client: FlaskClient, query: dict[str, str]) -> tuple[float, float, Any]:
    """(milliseconds, those of this process' processor, answer) of a whole search."""
    began, worked = time.perf_counter(), time.process_time()
    answer = client.get("/api/search", query_string=query)
    taken, spent = time.perf_counter() - began, time.process_time() - worked
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return taken * 1000, spent * 1000, answer.get_json()


@dataclass(slots=True)
class Alike:
    """How much of the answers is the same."""

    queries: int = 0
    first: int = 0
    overlap: float = 0.0
    other: int = 0  # totals, reports or rungs

    def add(self, one: Any, other: Any) -> None:
        """Count the answers of both sides to one query."""
        same = all(one[name] == other[name] for name in ("total", "reports"))
        self.other += not (same and one["query"]["rung"] == other["query"]["rung"])
        keys = [[(hit["report_id"], hit["section_id"]) for hit in answer["hits"]] for answer in (one, other)]
        if any(keys):
            self.queries += 1
            self.overlap += len(set(keys[0]) & set(keys[1])) / max(map(len, keys))
            self.first += keys[0][:1] == keys[1][:1] or _tied(one, other)


def compared(nodes: Nodes, sides: list[Side], several: Queries) -> Iterator[str]:
    """Yield rows of a table, the embedded engine first: times of each class, then how much is alike."""
    alike = Alike()
    for kind, some in several.items():
        times: dict[str, list[float]] = {side.engine: [] for side in sides}
        first: dict[str, list[float]] = {side.engine: [] for side in sides}
        worked, count, began = dict.fromkeys(times, 0.0), 0, _processor(nodes)
        for turn in range(ROUNDS + 1):
            for query in some:
                params = {"q": query.text, "meaning": "0"}
                params |= {"year": query.year, "agency": query.agency} if query.year else {}
                answers = {}
                for side in random.sample(sides, len(sides)):
                    with settings.using(side.engine):
                        taken, spent, answers[side.engine] = asked(side.client, params)
                    (times if turn else first)[side.engine].append(taken)
                    worked[side.engine] += spent
                count += 1
                if not turn:
                    alike.add(*(answers[side.engine] for side in sides))
        cells = [
            f"{_p(found[s.engine], 50)} / {_p(found[s.engine], 95)}"
            for found in (first, times)
            for s in sides
        ]
        cells += [f"{worked[side.engine] / count:.0f}" for side in sides]
        cells.append(f"{(_processor(nodes) - began) / count:.0f}")
        yield f"| {kind} | {' | '.join(cells)} |"
    yield ""
    yield (
        f"{alike.queries} queries with hits: overlap of the first ten {alike.overlap / max(1, alike.queries):.3f}, "
        f"the same first hit {100 * alike.first / max(1, alike.queries):.0f} %; "
        f"with another total, number of reports or rung: {alike.other} of all."
    )


def _processor(nodes: Nodes) -> float:
    """Return the milliseconds of processor that the nodes took so far."""
    stats = nodes.ask("/_nodes/stats/process", seconds=30)["nodes"].values()
    return float(sum(node["process"]["cpu"]["total_in_millis"] for node in stats))


def _tied(one: Any, other: Any) -> bool:
    """Tell whether the first hits score alike: either may stand first."""
    return bool(
        one["hits"] and other["hits"] and abs(one["hits"][0]["score"] - other["hits"][0]["score"]) < 1e-3
    )


def _p(times: list[float], percent: int) -> float:
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 1)


def measured(nodes: Nodes, folder: Path, sections: int, seed: int) -> Iterator[str]:
    """Yield lines of Markdown for one size."""
    rng = random.Random(seed)
    texts = Texts(folder, sections)
    texts.make(SHARED)
    size = texts.bytes()
    cluster = f"opensearch+{nodes.address}/bench-{sections}?shards=1&replicas=0"
    sides = []
    for engine, name in (("whoosh", "embedded"), (cluster, "cluster")):
        home = folder / f"{name}-{sections}"
        seconds = built(engine, home, texts)
        if engine == cluster:
            nodes.ask(f"/bench-{sections}/_flush", "POST", seconds=60)
            stats = nodes.ask(f"/bench-{sections}/_stats/store")["_all"]["primaries"]
            held = stats["store"]["size_in_bytes"]
        else:
            held = sum(file.stat().st_size for file in home.rglob("*") if file.is_file())
        with settings.using(engine):
            sides.append(Side(engine, seconds, held, create_app({"INDEX": home}).test_client()))
    yield f"### {sections:,} sections, {size / 1e6:.0f} MB of text\n"
    yield "| engine | built in s | sections/s | bytes ÷ text |\n| --- | --- | --- | --- |"
    for side, name in zip(sides, ("embedded", "cluster, one node"), strict=True):
        rate = sections / side.seconds
        yield f"| {name} | {side.seconds:.0f} | {rate:,.0f} | {side.bytes / size:.2f} |"
    heap = nodes.ask("/_nodes/stats/jvm,process")["nodes"]
    for node in heap.values():
        jvm, process = node["jvm"]["mem"], node["process"]
        used, most = (jvm[f"heap_{one}_in_bytes"] / 2**20 for one in ("used", "max"))
        spent = process["cpu"]["total_in_millis"] / 1000
        yield f"\nThe node: heap {used:.0f} of {most:.0f} MB, {spent:.0f} s of processor.\n"
    head = ["class", "embedded, first p50 / p95 ms", "cluster, first", "embedded, again", "cluster, again"]
    head += ["processor ms: embedded", "cluster: page", "cluster: node"]
    yield f"| {' | '.join(head)} |\n|{' --- |' * len(head)}"
    yield from compared(nodes, sides, queries(texts, SHARED, rng))


def main() -> None:
    """Print Markdown."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.cluster", description=__doc__)
    parser.add_argument("--sections", type=int, nargs="+", default=[20_000])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="baogao-bench-") as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        (Path(scratch) / "nodes").mkdir()
        with running(Path(scratch) / "nodes", 1, lasting=True) as nodes:
            for sections in options.sections:
                for line in measured(nodes, folder, sections, options.seed):
                    print(line, flush=True)


if __name__ == "__main__":
    main()
