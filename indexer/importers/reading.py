"""Reading one source by its format, and what is said of one that cannot be read."""

from collections.abc import Iterator

from indexer import messages, settings
from indexer.errors import ReadError
from indexer.importers import format_of, signs
from indexer.importers.format import Format
from indexer.importers.shared.blocks import Source
from indexer.importers.shared.signs_of_fonts import as_seen
from indexer.model.report import Document


def read_source(source: Source) -> Iterator[Document | ReadError]:
    """Read the documents of a source by its format. Raises ReadError, or whatever a library does."""
    form = format_of(source.path.name)
    assert form is not None
    yield from read_as(form, source)


def read_as(form: Format, source: Source) -> Iterator[Document | ReadError]:
    """Read the documents of a source of a format. Raises ReadError, or whatever a library does."""
    signs.refuse_other(form, source)
    if form.needs and not form.needs.is_there():
        raise ReadError(form.needs.otherwise, source.name)
    for item in form.read(source):
        yield item if isinstance(item, ReadError) else as_seen(item)


def as_read_error(error: Exception, source: Source) -> ReadError:
    """Return what is said of whatever reading raised; libraries raise anything on damaged files."""
    match error:
        case ReadError():
            return error
        case MemoryError():
            message = messages.READ_MEMORY(most=settings.limits().memory_mb)
        case RecursionError():
            message = messages.READ_TOO_DEEP()
        case OSError():
            message = messages.READ_IMPOSSIBLE(reason=error.strerror or error)
        case _:
            message = messages.READ_DAMAGED(reason=_first_line(error))
    return ReadError(message, source.name)


def _first_line(error: Exception) -> str:
    text = str(error).strip().split("\n")[0][:200].rstrip(".")
    return text or type(error).__name__
