"""Time, size and memory of building and searching, beside embedded peers, on the same sections and queries."""

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from indexer.links.ledger import LEDGER
from tests.bench.asked import Queries, queries
from tests.bench.processes import Served, added, built, cold
from tests.bench.stores import Asked, Ours, built_only, stores
from tests.bench.texts import Texts

ROUNDS = 3
Searches = dict[str, Callable[[Asked], tuple[int, Sequence[str]]]]  # by system
Times = dict[tuple[str, str], list[float]]  # milliseconds by system and class


def timed(searches: Searches, asked: Queries, rng: random.Random) -> tuple[Times, Times, Times]:
    """Milliseconds by (system, class): of every query asked first; asked again, ROUNDS times; and mixed.

    Systems take turns, class by class: each finds its own memory warm, as a server does. Mixed, they take
    turns at every query, and each finds the processor's caches full of the others.
    """
    first: Times = {}
    again: Times = {}
    mixed: Times = {}

    def ask(name: str, kind: str, query: Asked, times: Times) -> None:
        began = time.perf_counter()
        total, _ = searches[name](query)
        taken = (time.perf_counter() - began) * 1000
        if total >= 0:
            times.setdefault((name, kind), []).append(taken)

    def in_turn() -> list[str]:
        return rng.sample(sorted(searches), len(searches))

    for turn in range(ROUNDS + 1):
        for kind, several in asked.items():
            for name in in_turn():
                for query in several:
                    ask(name, kind, query, again if turn else first)
    for kind, several in asked.items():
        for query in several:
            for name in in_turn():
                ask(name, kind, query, mixed)
    return first, again, mixed


def run(shared: Path, folder: Path, sizes: Sequence[int], seed: int, jobs: int) -> Iterator[tuple[str, str]]:
    """(title, table) of each size, then of growth."""
    folder.mkdir(parents=True, exist_ok=True)
    grown: list[tuple[dict[str, dict[str, float]], Times]] = []
    for size in sizes:
        rng = random.Random(seed)
        texts = Texts(folder, size)
        texts.make(shared)
        asked = queries(texts, shared, rng)
        systems = stores()
        facts = {store.name: built(store, texts, folder, jobs) for store in systems}
        facts |= {store.name: built(store, texts, folder, jobs) for store in built_only()}
        index = folder / f"{Ours.name}-{size}"
        cold_times = cold(index, asked)
        server = Served(index)
        began = time.perf_counter()
        server.search(asked["with facets"][0])
        first_served = (time.perf_counter() - began) * 1000
        searches: Searches = {store.name: store.search for store in systems}
        searches["baogao over HTTP"] = server.search
        first, again, mixed = timed(searches, asked, rng)
        memory = server.megabytes()
        server.close()
        count = sum(1 for _ in texts.read())
        yield (
            f"Building {count:,} sections, {texts.bytes() / 1e6:.1f} MB of text",
            buildings(facts, texts.bytes()),
        )
        yield (
            f"Searching {count:,} sections, warm: median / 95th percentile in ms",
            _times(first, again, mixed, list(searches), asked),
        )
        opened, searched = zip(*cold_times, strict=True)
        found, whole = added(index, folder)
        yield (
            f"Cold, and adding to {count:,} sections",
            (
                f"Index opened in {statistics.median(opened):.0f} ms; first search of a fresh process, "
                f"{len(searched)} classes: median {statistics.median(searched):.0f}, most {max(searched):.0f} ms. "
                f"`baogao serve --workers 2` ready after {server.seconds:.2f} s, first search over HTTP "
                f"{first_served:.0f} ms; {memory:.0f} MB in all after the run. "
                f"A report added in a process of its own is found after {found:.2f} s, the update done after {whole:.1f} s. "
                f"{(index / LEDGER).stat().st_size / 1e6:.1f} MB of the index are the ledger of permanent ids."
            ),
        )
        grown.append((facts, again))
    if len(grown) > 1:
        yield f"Growth from {sizes[0]:,} to {sizes[-1]:,} sections", _growth(grown[0], grown[-1])


def _growth(
    less: tuple[dict[str, dict[str, float]], Times], more: tuple[dict[str, dict[str, float]], Times]
) -> str:
    """How many times as much with the greater number."""
    rows = []
    for name in less[0]:
        times = [
            [ms for (system, _), several in part[1].items() if system == name for ms in several]
            for part in (less, more)
        ]
        facts = [more[0][name][fact] / less[0][name][fact] for fact in ("cpu", "bytes", "megabytes")]
        searched = [at(times[1]) / at(times[0]) for at in (statistics.median, high)] if all(times) else []
        rows.append(
            [name, *(f"{ratio:.1f}" for ratio in facts), *(f"{ratio:.1f}" for ratio in searched or ())]
        )
    width = 6
    rows = [row + ["—"] * (width - len(row)) for row in rows]
    return table(("system", "CPU seconds", "index", "peak memory", "median", "95th percentile"), rows)


def buildings(facts: dict[str, dict[str, float]], size: int) -> str:
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


def _times(first: Times, taken: Times, mixed: Times, names: Sequence[str], asked: Queries) -> str:
    def cell(values: Sequence[float]) -> str:
        if not values:
            return "—"
        return f"{number(statistics.median(values))} / {number(high(values))}"

    rows = [[kind, *(cell(taken.get((name, kind), [])) for name in names)] for kind in asked]
    every, mingled, newly = (
        {name: [ms for kind in asked for ms in times.get((name, kind), [])] for name in names}
        for times in (taken, mixed, first)
    )
    rows.append(["**all**", *(f"**{cell(every[name])}**" for name in names)])
    rows.append(["all, in turn at every query", *(cell(mingled[name]) for name in names)])
    rows.append(["all, asked first", *(cell(newly[name]) for name in names)])
    ratios = []
    for name in names:  # over the classes that it can do
        ours = [ms for kind in asked if (name, kind) in taken for ms in taken[Ours.name, kind]]
        middle, above = (at(every[name]) / at(ours) for at in (statistics.median, high))
        ratios.append(f"{middle:.2f} / {above:.2f}")
    rows.append(["**all** ÷ baogao's", *ratios])
    return table(("class", *names), rows)


def high(values: Sequence[float], share: float = 0.95) -> float:
    """The value that a share of them are below."""
    return sorted(values)[int(share * (len(values) - 1))]


def number(value: float) -> str:
    """With as many digits as say something."""
    return f"{value:.2f}" if value < 1 else f"{value:.1f}" if value < 10 else f"{value:.0f}"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
