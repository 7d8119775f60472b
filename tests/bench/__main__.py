"""`python -m tests.bench WHAT`: Markdown tables.

`formats`, `collection` and `order` read files, the last two those of a folder of your own; the others search.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from indexer.library import Library
from indexer.search.evaluate import measure
from tests.bench import (
    collection,
    copies,
    crossed,
    faults,
    formats,
    hostile,
    identities,
    load,
    names,
    order,
    people,
    quality,
    scale,
    segmenters,
    speed,
    typed,
    variants,
)
from tests.bench.peers import ABLATIONS

SHARED = Path(__file__).parents[3] / "shared" / "data"
MEASURES = ("R@1", "MRR@10", "nDCG@10")
FILES = ("formats", "collection", "order")
WHAT = (
    *FILES,
    "speed",
    "scale",
    "copies",
    "quality",
    "ablation",
    "crossed",
    "names",
    "people",
    "identities",
    "segmenters",
    "variants",
    "faults",
    "hostile",
    "load",
)
TRIALS = ("faults", "hostile", "load")
CHUNK = 25
_Result = TypeVar("_Result")
Check = Callable[[Path, str], _Result]


def main() -> None:
    """Runs what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--substrings", type=int, default=10_000, help="random substrings (10,000)")
    parser.add_argument("--scripts", type=int, default=500, help="queries in other scripts (500)")
    parser.add_argument("--marks", type=int, default=1_000, help="queries whose marks are read (1,000)")
    parser.add_argument(
        "--sections", type=int, nargs="+", default=[20_000], help="of speed and scale (20,000)"
    )
    parser.add_argument("--kills", type=int, default=70, help="of each kind that hit (70)")
    parser.add_argument("--inputs", type=int, default=1_000_000, help="hostile ones (1,000,000)")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each load (20)")
    parser.add_argument("--flips", type=int, default=20, help="of bits in each file (20)")
    parser.add_argument(
        "--keep", type=Path, help="folder where speed and scale keep texts and indexes, collection texts"
    )
    parser.add_argument("--folder", type=Path, help="of collection and order: the files to read")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (one a core)")
    options = parser.parse_args()
    if options.what in FILES:
        with TemporaryDirectory() as folder:
            for title, header, rows in _of_files(options, Path(folder)):
                print(f"### {title}\n\n{_table(header, rows)}\n", flush=True)
        return
    if options.what in TRIALS:
        _trials(options)
        return
    if not SHARED.is_dir():
        print(f"Skipped: the public test data is not beside the checkout ({SHARED}).")
        return
    of_names = {"names": names.run, "people": people.run, "identities": identities.run}
    if options.what in of_names:
        for title, several in of_names[options.what](SHARED):
            print(f"### {title}\n\n{_table(several[0], several[1:])}\n", flush=True)
        return
    if options.what == "copies":
        with TemporaryDirectory() as folder:
            rows, said = copies.run(SHARED, Path(folder), options.seed)
        print(f"{_table(copies.HEADER, rows)}\n\n{said}. Seed {options.seed}.")
        return
    if options.what == "variants":
        print(_table(("words", "times"), variants.run(SHARED)))
        return
    if options.what == "segmenters":
        rows = list(segmenters.run(SHARED, options.jobs))
        print(_table(rows[0], rows[1:]))
        return
    quality.quiet()
    began = time.perf_counter()
    if options.what in ("speed", "scale"):
        measured = speed.run if options.what == "speed" else scale.run
        with TemporaryDirectory() as folder:
            kept = options.keep or Path(folder)
            for title, table in measured(SHARED, kept, options.sections, options.seed, options.jobs):
                print(f"### {title}\n\n{table}\n", flush=True)
        print(f"Seed {options.seed}, {options.jobs} processes, {time.perf_counter() - began:.0f} s.")
        return
    with (
        TemporaryDirectory() as folder,
        ProcessPoolExecutor(options.jobs, get_context("spawn"), initializer=quality.quiet) as pool,
    ):
        data = quality.Data(SHARED, Path(folder))
        if options.what != "crossed":
            data.build()
        reports = (
            run_ablation(data, pool) if options.what == "ablation"
            else run_crossed(data, pool) if options.what == "crossed"
            else run_quality(data, pool, options)
        )  # fmt: skip
        for title, table in reports:
            print(f"### {title}\n\n{table}\n", flush=True)
            print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)
    print(f"Seed {options.seed}, {options.jobs} processes, {time.perf_counter() - began:.0f} s.")


def _trials(options: argparse.Namespace) -> None:
    """Print each row as it comes, for all of them take hours."""
    with TemporaryDirectory() as folder:
        header, rows = _trial(options, Path(folder))
        print(_table(header, ()), flush=True)
        for row in rows:
            print(f"| {' | '.join(row)} |", flush=True)
    print(f"Seed {options.seed}.")


def _trial(options: argparse.Namespace, folder: Path) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
    """(header, rows) of a trial."""
    if options.what == "faults":
        return faults.HEADER, faults.run(folder, options.seed, options.kills, options.flips)
    if options.what == "hostile":
        return hostile.HEADER, hostile.run(folder, options.inputs, options.seed, options.jobs)
    kept = options.keep or folder
    return load.HEADER, load.run(SHARED, kept, options.sections, options.seed, options.seconds)


def _of_files(
    options: argparse.Namespace, folder: Path
) -> Iterable[tuple[str, Sequence[str], Iterable[Sequence[str]]]]:
    """(title, header, rows) of each check on files."""
    if options.what == "formats":
        return formats.run(folder)
    if options.folder is None or not options.folder.is_dir():
        raise SystemExit("Name a folder of files with --folder.")
    if options.what == "collection":
        return collection.run(options.folder, options.keep)
    if not order.is_installed():
        raise SystemExit("There is no second reader: install Debian's package poppler-utils.")
    return order.run(options.folder)


def run_quality(data: quality.Data, pool: Executor, options: argparse.Namespace) -> Iterable[tuple[str, str]]:
    """(title, table) of each check."""
    rng = random.Random(options.seed)
    texts = quality.sections(data.mixed).values()
    queries = quality.substrings(texts, options.substrings, rng)
    yield f"Substrings: {len(queries)} on {len(texts)} sections", recall(data.mixed, pool, queries)
    tuned, held_out, qrels = data.questions()
    for title, questions in (("held-out half", held_out), ("half the weights were chosen on", tuned)):
        ranked = _map(pool, quality.rankings, data.drcd, questions.values())
        judged = {query: qrels[query] for query in questions}
        yield f"Questions: {len(questions)} of DRCD, the {title}", rankings(judged, ranked)
    items, alike = data.known_items()
    ranked = _map(pool, quality.rankings, data.mixed, items.values())
    yield f"Known items: {len(items)} gazette titles", rankings(alike, ranked)
    queries = quality.script_queries(data.mixed, options.scripts, rng)
    title = f"Scripts: {len(queries)} queries, headings, substrings and Latin words"
    yield title, scripts(_map(pool, quality.scripts, data.mixed, queries))
    queries = quality.substrings(texts, options.marks, rng)
    hits, marks, faults = map(sum, zip(*_map(pool, quality.marks, data.mixed, queries), strict=True))
    rows = [[str(len(queries)), str(hits), str(marks), str(faults)]]
    yield "Marks: first pages of substrings", _table(("queries", "hits", "marks", "faults"), rows)
    asked = typed.Typed(Library(data.reports), random.Random(options.seed)).run()
    yield (
        "What people type, on the sample reports and news",
        _table(("typed", "queries", "counted", "share"), asked),
    )


def run_crossed(data: quality.Data, pool: Executor) -> Iterable[tuple[str, str]]:
    """(title, table) of questions, each asked with the ranking that those on other paragraphs choose."""
    data.build_questions()
    questions, qrels = data.all_questions()
    queries = list(questions)
    chunks = [queries[i : i + CHUNK] for i in range(0, len(queries), CHUNK)]
    found = {}
    for name in crossed.RANKINGS:
        parts = pool.map(partial(crossed.ranks, data.both, name), [[questions[q] for q in c] for c in chunks])
        best = dict(zip(queries, (ranking for part in parts for ranking in part), strict=True))
        found[name] = {query: crossed.reciprocal(best[query], qrels[query]) for query in queries}
    paragraph = {query: next(iter(qrels[query])) for query in queries}
    table = _table(("ranking", "R@1", "MRR@10"), crossed.table(found, paragraph))
    yield (
        f"{len(queries)} questions of DRCD and XQuAD over their {len(set(paragraph.values()))} paragraphs",
        table,
    )


def run_ablation(data: quality.Data, pool: Executor) -> Iterable[tuple[str, str]]:
    """(title, table) of the ranking with ever more of its parts, on the held-out half."""
    _, held_out, qrels = data.questions()
    judged = {query: qrels[query] for query in held_out}
    texts = list(held_out.values())
    chunks = [texts[i : i + CHUNK] for i in range(0, len(texts), CHUNK)]
    naive = [ranked["Whoosh + ChineseAnalyzer"] for ranked in _map(pool, quality.rankings, data.drcd, texts)]
    runs = {"Whoosh + ChineseAnalyzer": naive}
    for name in ABLATIONS:
        parts = pool.map(partial(quality.ablated, data.drcd, name), chunks)
        runs[name] = [ranking for part in parts for ranking in part]
    rows = [[name, *_figures(judged, ranked)] for name, ranked in runs.items()]
    yield f"Parts of the ranking: {len(held_out)} questions held out", _table(("ranking", *MEASURES), rows)


def recall(folder: Path, pool: Executor, queries: Sequence[str]) -> str:
    """Complete queries, missed and wrong sections, by system; each different query is asked once."""
    different = list(dict.fromkeys(queries))
    found = dict(zip(different, _map(pool, quality.recall, folder, different), strict=True))
    rows = []
    for name in found[different[0]]:
        counts = [(query, *found[query][name]) for query in queries]
        longer = [missed for query, missed, _ in counts if len(query) > 2]
        rows.append(
            [
                name,
                _percent([not missed for _, missed, _ in counts]),
                _percent([not missed for missed in longer]),
                f"{sum(missed for _, missed, _ in counts) / len(counts):.2f}",
                f"{sum(wrong for _, _, wrong in counts) / len(counts):.2f}",
            ]
        )
    header = ("system", "complete %", "complete %, 3+ characters", "missed/query", "wrong/query")
    return _table(header, rows)


def rankings(judged: Mapping[str, Mapping[str, int]], ranked: Sequence[Mapping[str, list[str]]]) -> str:
    """The measures by system."""
    rows = [[name, *_figures(judged, [found[name] for found in ranked])] for name in ranked[0]]
    return _table(("system", *MEASURES), rows)


def scripts(found: Iterable[Mapping[str, tuple[bool, bool, bool]]]) -> str:
    """How often a query in another spelling finds the same sections."""
    by_name: dict[str, list[tuple[bool, bool, bool]]] = {}
    for query in found:
        for name, same in query.items():
            by_name.setdefault(name, []).append(same)
    rows = []
    for name, compared in sorted(by_name.items()):
        alike, literal, every = zip(*compared, strict=True)
        rows.append([name, str(len(compared)), str(alike.count(False)), _percent(literal), _percent(every)])
    header = ("spelling", "queries changed", "folded otherwise", "same sections %", "same with other names %")
    return _table(header, rows)


def _map(pool: Executor, check: Check[_Result], folder: Path, items: Iterable[str]) -> list[_Result]:
    return list(pool.map(partial(check, folder), items, chunksize=CHUNK))


def _figures(judged: Mapping[str, Mapping[str, int]], rankings: Sequence[list[str]]) -> list[str]:
    values = measure(judged, dict(zip(judged, rankings, strict=True)))
    return [f"{values[name]:.3f}" for name in MEASURES]


def _percent(same: Sequence[bool]) -> str:
    return f"{100 * sum(same) / max(1, len(same)):.2f}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
