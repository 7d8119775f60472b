"""Faults of what stands beside an update: readers that are killed, a clock set back, a second writer, odd locks."""

import os
import random
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.bench import broken
from tests.bench.broken import Corpus
from tests.bench.load import Server, get

# What the command is run with, before it begins: a clock of a year ago; locks as some network disks have them.
_BACK = "import time\n_now, _ns = time.time, time.time_ns\ntime.time = lambda: _now() - 31536000\ntime.time_ns = lambda: _ns() - 31536000 * 10**9\n"
_LOCKS = "import errno, fcntl\ndef _none(*_):\n    raise OSError(errno.{error}, os.strerror(errno.{error}))\nfcntl.flock = fcntl.lockf = _none\n"


def readers_killed(index: Path, corpus: Corpus, rng: random.Random, kills: int) -> Iterator[list[str]]:
    """Yield what is wrong after a process of a server is killed while an update runs: it answers again at once."""
    with Server(index, workers=2) as server:
        for _ in range(kills):
            before = corpus.change(rng)
            process = broken.command("index", corpus.folder, "--index", index, "--jobs", "1")
            time.sleep(rng.uniform(0.1, 1.5))
            with suppress(ProcessLookupError, IndexError):
                os.kill(rng.choice(server.pids()[1:]), signal.SIGKILL)
            found, until = [], time.monotonic() + 60
            while time.monotonic() < until:
                try:
                    status, _ = get(server.port, "/api/search?q=%E5%B8%82%E9%95%B7&meaning=0")
                    if status == 200:
                        break
                    found = [f"answers {status}"]
                except OSError as error:
                    found = [repr(error)]
                    time.sleep(0.1)
            else:
                found.append("no answer within 60 s")
            _, said = process.communicate(timeout=300)
            found = [] if time.monotonic() < until else found
            found += ["a traceback"] if "Traceback" in said else []
            yield found + broken.wrong(index, before, corpus.versions) + broken._goes_on(index, corpus)


def clock_set_back(index: Path, corpus: Corpus, rng: random.Random) -> Iterator[list[str]]:
    """Yield what is wrong where an update runs a year before the last one, and where files are older than known."""
    corpus.change(rng)
    status, said = broken.run("index", corpus.folder, "--index", index, BEGIN=_BACK)
    yield ([f"exit {status}: {said[-200:]}"] if status else []) + broken.wrong(index, corpus.versions)
    yield broken._goes_on(index, corpus)
    corpus.change(rng)
    for file in corpus.folder.glob("*.txt"):
        os.utime(file, (1_000_000_000, 1_000_000_000))  # 2001, changed or not
    yield broken._goes_on(index, corpus)
    with Server(index, workers=1) as server:  # which follows the index by its times
        corpus.change(rng)
        status, _ = broken.run("index", corpus.folder, "--index", index, BEGIN=_BACK)
        for folder in (index, *index.glob("gen-*")):
            os.utime(folder, (1_000_000_000, 1_000_000_000))
        name = next(iter(corpus.versions))
        time.sleep(0.5)
        _, body = get(server.port, f"/api/reports/{name}")
        version = corpus.versions[name]
        yield [] if re.search(f"版本{version}號", body.decode()) else ["the server answers from before"]


def two_writers(index: Path, corpus: Corpus, rng: random.Random, times: int) -> Iterator[list[str]]:
    """Yield what is wrong after commands that began together: one writes, the other says so, or comes after it."""
    for number in range(times):
        before = corpus.change(rng)
        rebuild = ["--rebuild"] if number % 3 == 2 else []
        several = [
            broken.command("index", corpus.folder, "--index", index, "--jobs", "1", *words)
            for words in ([], rebuild)
        ]
        found: list[str] = []
        ended = []
        for process in several:
            said = "".join(process.communicate(timeout=300))
            ended.append(process.returncode)
            found += ["a traceback"] if "Traceback" in said else []
            if process.returncode not in (0, 1) or (process.returncode == 1 and "is writing" not in said):
                found.append(f"exit {process.returncode}: {said.strip()[-120:]}")
        found += ["nobody wrote"] if 0 not in ended else []
        yield found + broken.wrong(index, before, corpus.versions) + broken._goes_on(index, corpus)


def odd_locks(index: Path, corpus: Corpus, rng: random.Random) -> Iterator[list[str]]:
    """Yield what is wrong where a disk refuses locks, as network ones may: a sentence, and all as it was."""
    for error in ("ENOLCK", "ENOSYS", "EOPNOTSUPP", "EIO"):
        before = corpus.change(rng)
        status, said = broken.run("index", corpus.folder, "--index", index, BEGIN=_LOCKS.format(error=error))
        found = ["a traceback"] if "Traceback" in said else []
        found += [f"exit {status}: {said.strip()[-150:]}"] if status not in (0, 1) else []
        yield found + broken.wrong(index, before, corpus.versions) + broken._goes_on(index, corpus)
