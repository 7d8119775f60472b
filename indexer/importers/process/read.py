"""Reading one source by its format, and what is said of one that cannot be read."""

import importlib
from collections.abc import Iterator

from indexer import settings
from indexer.errors import ReadError
from indexer.importers import format_of
from indexer.importers.process import sniff
from indexer.importers.shared.blocks import Source
from indexer.model.report import Document


def read_source(source: Source) -> Iterator[Document | ReadError]:
    """Documents of a source by its format. Raises ReadError, or whatever a library does."""
    name = format_of(source.path.name)
    assert name is not None
    sniff.check(source, name)
    module = importlib.import_module(f"indexer.importers.formats.{name}")
    yield from module.read(source)


def explain(error: Exception, source: Source) -> str:
    """One sentence for whatever reading a source raised; libraries raise anything on damaged files."""
    match error:
        case ReadError():
            return str(error)
        case MemoryError():
            limit = settings.limits().memory_mb
            return f"{source}: needs more than {limit} MB of memory; split it or raise BAOGAO_READ_MB."
        case RecursionError():
            return f"{source}: is nested too deeply to be a report."
        case OSError():
            return f"{source}: cannot be read ({error.strerror or error})."
    return f"{source}: is damaged ({_first_line(error)}); save or copy it again."


def _first_line(error: Exception) -> str:
    text = str(error).strip().split("\n")[0][:200].rstrip(".")
    return text or type(error).__name__
