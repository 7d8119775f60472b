"""The `baogao` command: a file a group of commands, each a thin call on the library."""

import os

# Before numpy is loaded: its products are small here, and done by several processes at once, whose threads
# would wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from indexer.cli.main import main

__all__ = ["main"]
