"""A look at files before, or instead of, an index: what each gives, and which ones came out poor."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from indexer import messages
from indexer.anatomy.joining import read_report
from indexer.errors import ReadError
from indexer.importers import find_every, format_of, read_file
from indexer.messages import FILE_PRIVATE, Message
from indexer.model.doctor import Examined
from indexer.model.report import Document, Report

_LONG = 3000  # characters that no report has without a heading
_LEAST = 100  # characters a page; fewer are read from pictures, or not at all


def examine(paths: Iterable[Path]) -> Iterator[Examined]:
    """Read each file below the paths as an update would, and yield what came out; nothing is kept."""
    for path in find_every(paths):
        form = format_of(path.name)
        if form is None:
            told = messages.DOCTOR_NOT_READ(ending=path.suffix or path.name)
            yield Examined(str(path), "", poor=(told,))
            continue
        try:
            read = list(read_file(path))
        except ReadError as error:
            yield Examined(str(path), form.name, poor=(error.message,))
            continue
        yield _examined(path, form.name, read)


def _examined(path: Path, name: str, read: Iterable[Document | ReadError]) -> Examined:
    notes: list[Message] = []
    poor: list[Message] = []
    reports = sections = characters = 0
    for document in read:
        if isinstance(document, ReadError):
            poor.append(document.message)
            continue
        report = read_report(document)
        reports += 1
        sections += len(report.sections)
        characters += len(document.text)
        notes += report.metadata.notes
        poor += _faults(document, report)
    return Examined(str(path), name, reports, sections, characters, _once(notes), _once(poor))


def _faults(document: Document, report: Report) -> Iterator[Message]:
    """Yield what makes a report poor to search or to cite."""
    pages = max((place.page for place in document.layout), default=0)
    if len(report.sections) < 2 and len(document.text) > _LONG:
        yield messages.DOCTOR_NO_SECTIONS(count=len(document.text))
    if pages and len(document.text) < _LEAST * pages:
        yield messages.DOCTOR_FEW_CHARACTERS(count=len(document.text), pages=pages)
    if not report.metadata.date:
        yield messages.DOCTOR_UNDATED()
    if report.title in ("", document.key):
        yield messages.DOCTOR_UNTITLED()
    yield from (note for note in document.notes if note.code == FILE_PRIVATE(count=0, codes="").code)


def _once(said: Iterable[Message]) -> tuple[Message, ...]:
    return tuple(dict.fromkeys(said))
