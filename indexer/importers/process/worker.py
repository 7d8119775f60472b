"""A process that parses files for another one, so that no file can take it down, hang it or fill its memory.

The parent writes a path a line, the worker answers with JSON lines: {"document"}, {"error"} for a
record, {"alive"} as a sign of life, and at the end {"done": sentence or null}. JSON and not pickles:
whatever a hostile file makes of the worker, the parent only ever reads data.
"""

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
from typing import Any

from indexer import settings
from indexer.errors import ReadError
from indexer.model.report import Document, Layout

_CHUNK = 1 << 20


class Worker:
    """The parent's side: one process, started at the first file and again after it had to be stopped."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._limits = settings.limits()
        self.ready = True  # for another file

    def read(self, path: Path) -> Iterator[Document | ReadError]:
        """Documents and faulty records of a file. Raises ReadError for the whole file."""
        limits = settings.limits()
        if self._process is None or limits != self._limits:
            self.stop()
            self._start(limits)
        assert self._process is not None and self._process.stdin is not None
        self.ready = False
        try:
            self._process.stdin.write(json.dumps(str(path)).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # the worker has ended; its silence says so below
        for message in self._messages(path):
            if "document" in message:
                yield _to_document(message["document"])
            elif "error" in message:
                yield ReadError(message["error"])
            elif "done" in message:
                self.ready = True
                if message["done"]:
                    raise ReadError(message["done"])
                return

    def stop(self) -> None:
        """Ends the process and what it started."""
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
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_NUM_THREADS": "1"},
        )
        atexit.register(self.stop)

    def _messages(self, path: Path) -> Iterator[dict[str, Any]]:
        """What the worker says, as long as it goes on saying something in time."""
        assert self._process is not None and self._process.stdout is not None
        pipe = self._process.stdout
        buffer = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            deadline = time.monotonic() + self._limits.seconds
            while True:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    self.stop()
                    raise ReadError(
                        f"{path}: took longer than {self._limits.seconds} s and was given up; split it or "
                        "raise BAOGAO_READ_SECONDS."
                    )
                chunk = os.read(pipe.fileno(), _CHUNK)
                if not chunk:
                    self.stop()
                    raise ReadError(
                        f"{path}: the reader broke down on it; the file is damaged or needs more than "
                        f"{self._limits.memory_mb} MB of memory (BAOGAO_READ_MB)."
                    )
                buffer += chunk
                if b"\n" in chunk:
                    *lines, rest = buffer.split(b"\n")
                    buffer = bytearray(rest)
                    for line in lines:
                        yield json.loads(line)
                    deadline = time.monotonic() + self._limits.seconds


def _to_document(values: dict[str, Any]) -> Document:
    """The document again from what JSON made of it."""
    files = values["files"]
    return Document(
        **{
            **values,
            "fields": tuple((name, value) for name, value in values["fields"]),
            "layout": tuple(Layout(**place) for place in values["layout"]),
            "notes": tuple(values["notes"]),
            "files": None if files is None else tuple(files),
        }
    )
