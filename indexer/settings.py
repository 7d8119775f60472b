"""Settings from the environment, each read in this one place."""

import os
from pathlib import Path


def index_dir() -> Path:
    """Folder of the index: `BAOGAO_INDEX`, or `.index` in the working directory."""
    return Path(os.environ.get("BAOGAO_INDEX") or ".index")


def aliases() -> Path | None:
    """A table of further other names: `BAOGAO_ALIASES`."""
    path = os.environ.get("BAOGAO_ALIASES")
    return Path(path) if path else None


MAX_FILE_BYTES = 512 * 2**20
"""A larger source file is refused rather than read into memory."""
