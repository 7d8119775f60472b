"""Faults of disk, processes and files tried on the real command line: tried, survived, lost."""

import logging
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import broken, faults_beside
from tests.bench.broken import Corpus
from webapp import create_app

Row = tuple[str, str, str, str, str]  # fault, tried, hit, survived, what was lost
HEADER = ("fault", "tried", "hit", "survived", "lost")
QUERIES = ("新加坡", "智慧城市 市長", "r3丙字號", '"市長會談" -版本', "agency:x OR 訪問")
REPORTS = 12


def run(folder: Path, seed: int, kills: int, flips: int) -> Iterator[Row]:
    """Yield a row for each kind of fault."""
    rng = random.Random(seed)
    corpus, index = Corpus(folder / "reports"), folder / "index"
    corpus.begin(REPORTS)
    assert broken.run("index", corpus.folder, "--index", index)[0] == 0
    yield _row(
        "stopped before each call that changes the disk", broken.stopped_everywhere(index, corpus, rng)
    )
    for whom in ("parent", "group", "child"):
        yield _row(f"killed: {whom}", _kills(index, corpus, rng, whom, kills))
    yield from flipped(folder, index, rng, flips)
    yield _row("disk full", _full(folder, corpus, rng), root=True)
    yield _row("read-only disk", _read_only(folder, corpus), root=True)
    yield _row("a user who may not write", _not_allowed(index, corpus), root=True)
    yield _row("no corpus", _no_corpus(folder, index, corpus))
    yield _row("folder removed while it is served", _removed(folder, index, corpus))
    yield _row(
        "a server's process killed meanwhile", faults_beside.readers_killed(index, corpus, rng, kills // 2)
    )
    yield _row("clock set back", faults_beside.clock_set_back(index, corpus, rng))
    yield _row("two commands at once", faults_beside.two_writers(index, corpus, rng, max(3, kills // 5)))
    yield _row("a disk that refuses locks", faults_beside.odd_locks(index, corpus, rng))
    yield _row("ledger lost, cut, altered", _ledgers(folder, index, corpus, rng))


def _row(name: str, tries: Iterator[list[str] | None], root: bool = False) -> Row:
    if root and os.geteuid():
        return name, "0", "0", "0", "skipped: needs root, for a disk of its own"
    outcomes = list(tries)
    hits = [one for one in outcomes if one is not None]
    lost = [fault for one in hits for fault in one]
    survived = sum(not one for one in hits)
    return name, str(len(outcomes)), str(len(hits)), str(survived), "; ".join(lost[:3])


def _kills(
    index: Path, corpus: Corpus, rng: random.Random, whom: str, wanted: int
) -> Iterator[list[str] | None]:
    hits, tries, seconds = 0, 0, 1.5
    while hits < wanted and tries < 4 * wanted:
        found = broken.killed(index, corpus, rng, whom, seconds)
        hits, tries = hits + (found is not None), tries + 1
        seconds *= 1.02 if found is not None else 0.9  # near the end is where most is written
        yield found


def flipped(folder: Path, index: Path, rng: random.Random, each: int) -> Iterator[Row]:
    """Yield rows for single bits flipped in every file of an index, by what became of the answers."""
    whole = broken.answers(index, QUERIES)
    logging.getLogger("indexer").setLevel(logging.ERROR)  # a sentence for each flip
    refused, same, lost, pages = 0, 0, [], []
    files = [
        file
        for file in sorted(index.rglob("*"))
        if file.is_file() and file.stat().st_size and "LOCK" not in file.name
    ]
    for file in files:
        for _ in range(each):
            for place in broken.flipped(file, rng):
                try:
                    found = broken.answers(index, QUERIES)
                    if isinstance(found, str):
                        refused += 1
                    elif found == whole:
                        same += 1
                    else:
                        lost.append(f"{file.name} bit {place}: other answers")
                    client = create_app({"INDEX": index}).test_client()
                    for address in (
                        "/api/search?q=市長",
                        "/reports/r1",
                        "/people",
                        "/api/reports/r2",
                        "/healthz",
                    ):
                        status = client.get(address).status_code
                        if status not in (200, 503):
                            pages.append(f"{file.name} bit {place}: {address} {status}")
                except Exception as error:
                    lost.append(f"{file.name} bit {place}: {type(error).__name__}")
    tried = each * len(files)
    told = f"{len(files)} files: {refused} refused in a sentence, {same} harmless"
    yield f"one bit flipped ({told})", str(tried), str(tried), str(tried - len(lost)), "; ".join(lost[:3])
    yield (
        "the same, five pages of the server",
        str(5 * tried),
        str(5 * tried),
        str(5 * tried - len(pages)),
        "; ".join(pages[:3]),
    )


def _said(status: int, said: str, wanted: int = 1) -> list[str]:
    """Return what is wrong with a command that fails: it does so in sentences, with no traceback."""
    found = [] if status == wanted else [f"exit status {status}"]
    return found + ([f"traceback: {said.strip().splitlines()[-1]}"] if "Traceback" in said else [])


def _mounted(folder: Path, size: int) -> Path:
    disk = folder / "disk"
    disk.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", disk], check=True)
    return disk


def _full(folder: Path, corpus: Corpus, rng: random.Random) -> Iterator[list[str]]:
    for size in (500, 560, 620, 700, 800, 900):
        disk = _mounted(folder, 4096)
        try:
            assert broken.run("index", corpus.folder, "--index", disk / "index")[0] == 0
            used = sum(file.stat().st_blocks // 2 for file in disk.rglob("*")) + size - 480
            before = corpus.change(rng)
            subprocess.run(["mount", "-o", f"remount,size={used}k", disk], check=True)
            rebuild = ["--rebuild"] if size % 200 else []
            status, said = broken.run("index", corpus.folder, "--index", disk / "index", *rebuild)
            found = _said(status, said) if status else []
            found += broken.wrong(disk / "index", before, corpus.versions)
            found += [f"left behind: {one.name}" for one in (disk / "index").glob("gen-*")][1:]
            subprocess.run(["mount", "-o", "remount,size=8192k", disk], check=True)
            found += broken._goes_on(disk / "index", corpus)
            yield found
        finally:
            subprocess.run(["umount", "-l", disk], check=True)


def _read_only(folder: Path, corpus: Corpus) -> Iterator[list[str]]:
    disk = _mounted(folder, 4096)
    try:
        assert broken.run("index", corpus.folder, "--index", disk / "index")[0] == 0
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        yield _said(*broken.run("index", corpus.folder, "--index", disk / "index"))
        yield broken.wrong(disk / "index", corpus.versions)
        yield _said(*broken.run("check", "--index", disk / "index"), wanted=0)
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def _not_allowed(index: Path, corpus: Corpus) -> Iterator[list[str]]:
    """As root without the right to pass over permissions, where util-linux can take it away."""
    if not shutil.which("setpriv"):
        return
    before = corpus.change(random.Random(9))
    files = [index, *(file for file in index.rglob("*") if file.is_dir() or file.name in ("CURRENT", "LOCK"))]
    for several, there in (
        (files, index),
        ([corpus.folder / "permalinks.ledger", corpus.folder], corpus.folder),
    ):
        modes = {file: file.stat().st_mode for file in several}
        for file, mode in modes.items():
            file.chmod(mode & ~0o222)
        rights = "-dac_override,-dac_read_search"
        within = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"]
        status, said = broken.run("index", corpus.folder, "--index", index, within=within)
        for file, mode in modes.items():
            file.chmod(mode)
        found = _said(status, said) if there == index else _said(0, said, wanted=0)
        yield found + broken.wrong(index, before, corpus.versions)
    yield broken._goes_on(index, corpus)


def _no_corpus(folder: Path, index: Path, corpus: Corpus) -> Iterator[list[str]]:
    nowhere, new = folder / "nowhere", folder / "new"
    status, said = broken.run("index", nowhere, "--index", new)
    left = list(new.glob("gen-*")) + list(new.glob("CURRENT"))
    yield _said(status, said) + (["an index of nothing is left"] if left else [])
    yield _said(*broken.run("index", nowhere, "--index", index)) + broken.wrong(index, corpus.versions)
    yield _said(*broken.run("index", nowhere, "--index", index, "--rebuild")) + broken.wrong(
        index, corpus.versions
    )


def _removed(folder: Path, index: Path, corpus: Corpus) -> Iterator[list[str]]:
    served = Path(shutil.copytree(index, folder / "served"))
    client = create_app({"INDEX": served}).test_client()
    ask: Callable[[], int] = lambda: client.get("/api/search?q=市長").status_code  # noqa: E731
    first = ask()
    shutil.rmtree(served)
    second, third = ask(), client.get("/healthz").status_code
    assert broken.run("index", corpus.folder, "--index", served)[0] == 0
    found = [first, second, third, ask()]
    yield [] if found == [200, 503, 503, 200] else [f"answers {found}"]


def _ledgers(folder: Path, index: Path, corpus: Corpus, rng: random.Random) -> Iterator[list[str]]:
    ledger = corpus.folder / "permalinks.ledger"
    whole = ledger.read_bytes()
    lines = whole.splitlines(keepends=True)
    flips = []
    for _ in range(20):
        data = bytearray(whole)
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        flips.append(bytes(data))
    for number, content in enumerate((None, b"".join(lines[:-3]), whole[:-20], *flips)):
        ledger.unlink()
        if content is not None:
            ledger.write_bytes(content)
        rebuild = ["--rebuild"] if number < 6 else []
        for name in list(corpus.versions)[:1]:
            os.utime(corpus.folder / f"{name}.txt")
        status, said = broken.run("index", corpus.folder, "--index", index, *rebuild)
        found = _said(status, said) if content != whole else []
        ledger.write_bytes(whole)
        yield found + broken.wrong(index, corpus.versions)
