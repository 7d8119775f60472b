"""A page of a PDF as a picture, drawn by a process of its own, as a file may be hostile."""

import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from threading import Lock

from indexer import messages, settings
from indexer.errors import ReadError
from indexer.importers.process.reader import environment
from indexer.model.picture import Picture

_MEDIA_TYPE = "image/webp"
_SECONDS = 15  # for one page, which somebody waits for
_KEPT = 16  # pictures, as a page and its picture are asked for one after the other
_one_at_a_time = Lock()


def draw(path: Path, page: int) -> Picture:
    """Draw a page of a PDF, counted from 1. Raises ReadError where there is none, or none can be drawn."""
    try:
        with _one_at_a_time:
            return _draw(path, path.stat().st_mtime_ns, page)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise ReadError(messages.PAGE_NOT_DRAWN(page=page), path) from error


@lru_cache(_KEPT)
def _draw(path: Path, written: int, page: int) -> Picture:
    """Draw a page of a file `written` then, in ns: another state of the file is another picture."""
    command = [sys.executable, "-m", "indexer.importers.process.draw", str(path), str(page)]
    seconds = min(_SECONDS, settings.limits().seconds)
    ran = subprocess.run(command, capture_output=True, timeout=seconds, env=environment(), check=True)
    size, _, data = ran.stdout.partition(b"\n")
    pages, width, height = map(int, size.split())
    if not data:
        raise ReadError(messages.NO_SUCH_PAGE(page=page, count=pages), path)
    return Picture(pages, width, height, data, _MEDIA_TYPE)
