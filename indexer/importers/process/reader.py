"""A process that parses files for this one, so that no file can take it down, hang it or fill its memory."""

import atexit
import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from indexer import messages, settings
from indexer.errors import ReadError
from indexer.importers.process.lines import Answer, decode_error, encode
from indexer.model.jsonable import document_from_dict
from indexer.model.report import Document

_CHUNK = 1 << 20


def environment() -> dict[str, str]:
    """Return the environment of a process that imports what this one does, on one core."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_NUM_THREADS": "1"}


class Reader:
    """One process that reads, started at the first file and again after it had to be stopped."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._limits = settings.limits()
        self.ready = True  # for another file

    def read(self, path: Path) -> Iterator[Document | ReadError]:
        """Read the documents and faulty records of a file. Raises ReadError for the whole file."""
        limits = settings.limits()
        if self._process is None or limits != self._limits:
            self.stop()
            self._start(limits)
        assert self._process is not None and self._process.stdin is not None
        self.ready = False
        try:
            self._process.stdin.write(encode(str(path)))
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended; its silence says so below
        for answer in self._answers(path):
            if "document" in answer:
                yield document_from_dict(answer["document"])
            elif "error" in answer:
                yield decode_error(answer["error"])
            elif "done" in answer:
                self.ready = True
                if answer["done"]:
                    raise decode_error(answer["done"])
                return

    def stop(self) -> None:
        """End the process and what it started."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with contextlib.suppress(OSError):
                        pipe.close()
            atexit.unregister(self.stop)

    def _start(self, limits: settings.Limits) -> None:
        self._limits = limits
        command = [sys.executable, "-m", "indexer.importers.process"]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            env=environment(),
        )
        atexit.register(self.stop)

    def _answers(self, path: Path) -> Iterator[Answer]:
        """Yield what the process answers, as long as it goes on answering in time."""
        assert self._process is not None and self._process.stdout is not None
        pipe = self._process.stdout
        buffer = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            deadline = time.monotonic() + self._limits.seconds
            while True:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    self.stop()
                    raise ReadError(messages.READ_SLOW(seconds=self._limits.seconds), path)
                chunk = os.read(pipe.fileno(), _CHUNK)
                if not chunk:
                    self.stop()
                    raise ReadError(messages.READ_BROKE_DOWN(most=self._limits.memory_mb), path)
                buffer += chunk
                if b"\n" in chunk:
                    *lines, rest = buffer.split(b"\n")
                    buffer = bytearray(rest)
                    for line in lines:
                        yield json.loads(line)
                    deadline = time.monotonic() + self._limits.seconds
