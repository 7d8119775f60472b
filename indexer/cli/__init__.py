"""The `baogao` command: a file a group of commands, each a thin call on the library."""

from indexer.cli.main import main

__all__ = ["main"]
