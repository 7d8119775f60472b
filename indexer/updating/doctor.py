"""A look at files before, or instead of, an index: what each gives, and which ones came out poor."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from indexer import messages
from indexer.anatomy.joining import read_report
from indexer.errors import ReadError
from indexer.importers import find_every, format_of, read_file
from indexer.messages import FILE_PRIVATE, PASSED_ENDING, PASSED_NO_ENDING, Message
from indexer.model.doctor import Examined
from indexer.model.report import Document, Report

_LONG = 3000  # characters that no report has without a heading
_LEAST = 100  # characters a page; fewer are read from pictures, or not at all
_UNREAD = (PASSED_ENDING.code, PASSED_NO_ENDING.code)  # a report may be in such a file


def examine(paths: Iterable[Path], jobs: int = 1) -> Iterator[Examined]:
    """Read each file below the paths as an update would, and yield what came out; nothing is kept.

    Of what is passed over those come whose format is not read; each file is parsed in a process of its own,
    `jobs` of them at once.
    """
    found = [(path, why) for path, why in find_every(paths) if why is None or why.code in _UNREAD]
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(_look, found)


def _look(found: tuple[Path, Message | None]) -> Examined:
    path, why = found
    form = format_of(path.name)
    if why is not None:
        return Examined(str(path), "", poor=(why,))
    name = form.name if form else ""
    try:
        read = list(read_file(path))
    except ReadError as error:
        return Examined(str(path), name, poor=(error.message,))
    return _examined(path, name, read)


def _examined(path: Path, name: str, read: Iterable[Document | ReadError]) -> Examined:
    notes: list[Message] = []
    poor: list[Message] = []
    reports: list[Report] = []
    pages = recognised = characters = 0
    for document in read:
        if isinstance(document, ReadError):
            poor.append(document.message)
            continue
        report = read_report(document)
        reports.append(report)
        pages += max((place.page for place in document.layout), default=0)
        recognised += len({place.page for place in document.layout if place.confidence is not None})
        characters += len(document.text)
        notes += report.metadata.notes
        poor += _faults(document, report)
    return Examined(
        str(path),
        name,
        len(reports),
        pages,
        recognised,
        sum(len(report.sections) for report in reports),
        characters,
        reports[0].title if reports else "",
        reports[0].metadata.date if reports else "",
        _once(note for note in notes if note not in poor),
        _once(poor),
    )


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
