"""From twenty thousand sections to millions, beside the peers that can: building, searching, adding, and the floor.

The texts are real records and, beyond them, recombined ones (`recombined`). The floor of a query is how long
reading its postings alone takes, as arrays from the mapped files: the least that counting exactly costs here.
"""

import math
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.engines.whoosh.store import WhooshEngine
from indexer.links.ledger import LEDGER
from indexer.text.analysis import analyze, grams
from indexer.text.fold import fold
from indexer.updating import generations
from tests.bench.asked import Queries, queries
from tests.bench.processes import Served, added, built, changed
from tests.bench.speed import Searches, Times, buildings, high, number, table, timed
from tests.bench.stores import Asked, Fts5, Ours, Store, Tantivy, bigrams
from tests.bench.texts import Texts

FLOOR = "postings alone"


def run(shared: Path, folder: Path, sizes: Sequence[int], seed: int, jobs: int) -> Iterator[tuple[str, str]]:
    """(title, table) of each size, then of growth."""
    folder.mkdir(parents=True, exist_ok=True)
    grown: list[tuple[int, dict[str, dict[str, float]], Times]] = []
    for size in sizes:
        rng = random.Random(seed)
        texts = Texts(folder, size)
        texts.make(shared)
        asked = queries(texts, shared, rng)
        systems: list[Store] = [
            Ours(),
            Fts5("FTS5, bigrams", "unicode61", bigrams, pieces=_pieces),
            Tantivy(),
        ]
        facts = {store.name: built(store, texts, folder, jobs) for store in systems}
        index = folder / f"{Ours.name}-{size}"
        server = Served(index)
        searches: Searches = {store.name: store.search for store in systems}
        searches["baogao over HTTP"] = server.search
        first, again, _ = timed(searches, asked, rng)
        again |= _floors(index, asked)
        memory = server.megabytes()
        server.close()
        count, text = sum(1 for _ in texts.read()), texts.bytes()
        yield f"Building {count:,} sections, {text / 1e6:.1f} MB of text", buildings(facts, text)
        names = [*searches, FLOOR]
        yield (
            f"Searching {count:,} sections, warm: p50 / p95 / p99 in ms",
            _searching(again, first, names, asked),
        )
        found, whole = added(index, folder)
        steps = changed(index, folder)
        ledger = (index / LEDGER).stat().st_size
        yield (
            f"Changing one report among {count:,} sections",
            f"Found {found:.2f} s after the call, done after {whole:.1f} s. "
            + " ".join(
                f"To {name}: {taken:.1f} s, {more:.0f} MB more." for name, (taken, more) in steps.items()
            )
            + f" Ledger {ledger / 1e6:.1f} MB, {ledger / text:.3f} of the text. "
            f"Two workers hold {memory:.0f} MB after {len(asked) * 12 * 5} searches.",
        )
        grown.append((count, facts, again))
    if len(grown) > 1:
        yield "Growth: exponent of the number of sections", _growth(grown[0], grown[-1])


def _pieces(text: str) -> list[str]:
    return bigrams(text).split()


def _floors(index: Path, asked: Queries) -> Times:
    """Milliseconds of reading the postings of each query."""
    store = WhooshEngine().open(generations.current(index), lambda: None)
    found: Times = {}
    for kind, several in asked.items():
        for query in several:
            if query.how in ("all", "any"):
                terms, snapshot = list(_terms(query)), store.snapshot()  # which keeps nothing yet
                began = time.perf_counter()
                for field, term in terms:
                    snapshot.postings(field, term)
                found.setdefault((FLOOR, kind), []).append((time.perf_counter() - began) * 1000)
    return found


def _terms(query: Asked) -> Iterator[tuple[str, str]]:
    for word in query.words:
        for token in analyze(fold(word)):
            if token.cjk:
                yield from (("han", one) for one in grams(token.text) if len(one) == min(2, len(token.text)))
            else:
                yield "latin", token.text


def _searching(again: Times, first: Times, names: Sequence[str], asked: Queries) -> str:
    def cell(values: Sequence[float]) -> str:
        if not values:
            return "—"
        return " / ".join(map(number, (statistics.median(values), high(values), high(values, 0.99))))

    def every(times: Times, name: str) -> list[float]:
        return [ms for kind in asked for ms in times.get((name, kind), [])]

    rows = [[kind, *(cell(again.get((name, kind), [])) for name in names)] for kind in asked]
    rows.append(["**all**", *(f"**{cell(every(again, name))}**" for name in names)])
    rows.append(["all, asked first", *(cell(every(first, name)) for name in names)])
    return table(("class", *names), rows)


_Grown = tuple[int, dict[str, dict[str, float]], Times]


def _growth(less: _Grown, more: _Grown) -> str:
    """Return by which power of the number of sections each grows."""
    steps = math.log(more[0] / less[0])
    rows = []
    for name in less[1]:
        facts = [
            math.log(more[1][name][fact] / less[1][name][fact]) / steps
            for fact in ("cpu", "bytes", "megabytes")
        ]
        times = [
            [ms for (system, _), several in part[2].items() if system == name for ms in several]
            for part in (less, more)
        ]
        searched = [math.log(at(times[1]) / at(times[0])) / steps for at in (statistics.median, high)]
        rows.append([name, *(f"{power:.2f}" for power in (*facts, *searched))])
    return table(("system", "CPU seconds", "index", "peak memory", "median", "95th percentile"), rows)
