"""The process that parses: reads paths from its input, answers as `lines` describes."""

import json
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from indexer import settings
from indexer.errors import ReadError
from indexer.importers.process.lines import encode, encode_error
from indexer.importers.reading import as_read_error, read_source
from indexer.importers.shared.blocks import Source
from indexer.model.jsonable import document_to_dict


def main() -> None:
    """Read files until the input ends."""
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
                    say(error=encode_error(item))
                else:
                    say(document=document_to_dict(item))
            say(done=None)
        except Exception as error:
            say(done=encode_error(as_read_error(error, source)))


def _speaker(answers: BinaryIO) -> Callable[..., None]:
    def say(**answer: object) -> None:
        answers.write(encode(answer))
        answers.flush()

    return say


if __name__ == "__main__":
    main()
