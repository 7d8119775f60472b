"""The process that parses: reads paths from its input, answers in JSON lines (see `worker`)."""

import json
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from indexer import settings
from indexer.errors import ReadError
from indexer.importers.process.read import explain, read_source
from indexer.importers.shared.blocks import Source


def main() -> None:
    """Reads files until its input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)  # what libraries print is no answer
    os.dup2(quiet, 2)
    memory = settings.limits().memory_mb << 20
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    say = _speaker(answers)
    for line in sys.stdin.buffer:
        path = Path(json.loads(line))
        source = Source(path, str(path), lambda: say(alive=True))
        try:
            for item in read_source(source):
                if isinstance(item, ReadError):
                    say(error=str(item))
                else:
                    say(document=asdict(item))
            say(done=None)
        except Exception as error:
            say(done=explain(error, source))


def _speaker(answers: BinaryIO) -> Callable[..., None]:
    def say(**message: object) -> None:
        answers.write(json.dumps(message).encode() + b"\n")
        answers.flush()

    return say


if __name__ == "__main__":
    main()
