"""A folder of real files: processor time and memory that reading takes, and what came of it, by format."""

import resource
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.anatomy.joining import read_report
from indexer.errors import ReadError
from indexer.importers import find_files, format_of
from indexer.importers.process.reader import Reader
from indexer.model.report import Document

_Table = tuple[str, Sequence[str], Sequence[Sequence[str]]]


def run(folder: Path, kept: Path | None) -> Iterator[_Table]:
    """(title, header, rows) of reading every file of the folder once; what was read lands in `kept`, if named."""
    rows: dict[str, list[tuple[float, float, int, int, int]]] = defaultdict(list)
    for path in find_files([folder]):
        form = format_of(path.name)
        rows[form.name if form else ""].append(_measured(path, kept))
    shown = []
    for name, several in sorted(rows.items()):
        seconds, peaks, failed, characters, sections = zip(*several, strict=True)
        shown.append(
            (
                name,
                f"{len(several)}",
                f"{sum(failed)}",
                f"{sum(characters):,}",
                f"{sum(sections):,}",
                f"{sum(seconds):.1f}",
                f"{max(peaks):.0f}",
            )
        )
    header = ("format", "files", "not read", "characters", "sections", "processor seconds", "highest peak MB")
    yield f"The files of {folder.name}", header, shown


def _measured(path: Path, kept: Path | None) -> tuple[float, float, int, int, int]:
    """(processor seconds, peak of the largest process so far in MB, files not read, characters, sections) of a file.

    The seconds are those of the process that reads and of all that it starts, so that a busy machine changes little.
    """
    worker = Reader()
    began = _spent(resource.RUSAGE_CHILDREN)
    try:
        documents = [one for one in worker.read(path) if isinstance(one, Document)]
    except ReadError as error:
        documents = []
        if kept:
            (kept / f"{path.name}.txt").write_text(f"{error}\n", encoding="utf-8")
    worker.stop()
    own = _spent(resource.RUSAGE_SELF)
    reports = [read_report(document) for document in documents]
    seconds = _spent(resource.RUSAGE_CHILDREN) - began + _spent(resource.RUSAGE_SELF) - own
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    if kept and documents:
        lines = []
        for report in reports:
            data = report.metadata
            lines += [f"# {report.title}", f"## {data.agency} | {data.start}–{data.end} | {data.report_date}"]
            lines += [f"## {', '.join(data.countries)} | {', '.join(data.people)}", *map(str, data.notes)]
            for section in report.sections:
                lines += [f"[{'/'.join(section.path)}] p{section.page} {section.heading}", section.text]
        (kept / f"{path.name}.txt").write_text("\n".join(lines), encoding="utf-8", errors="replace")
    sections = sum(len(report.sections) for report in reports)
    return seconds, peak, not documents, sum(len(one.text) for one in documents), sections


def _spent(who: int) -> float:
    """Processor seconds of this process, or of those it waited for."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime
