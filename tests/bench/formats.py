"""What each format gives back of a known text, what a large PDF takes, and what is said of broken files."""

import re
import resource
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium
from rapidfuzz.distance import LCSseq

from indexer.anatomy.sections import build_report
from indexer.importers import read_file
from indexer.importers.process.reader import Reader
from indexer.importers.shared.recognise import is_installed
from indexer.model.report import Document, Report
from indexer.text.fold import fold
from indexer.updating.update import update
from tests.importers.test_bad_input import BAD
from tests.importers.test_samples import SAME, SAMPLES, SOURCE

SCANS = {"scan.pdf": 2, "scan.png": 1}  # and how many pages of chromium.pdf they show
PAGES = 500
_Table = tuple[str, Sequence[str], Sequence[Sequence[str]]]


def run(folder: Path) -> Iterator[_Table]:
    """(title, header, rows) of each check."""
    yield large(folder)
    yield recall()
    yield broken(folder)


def large(folder: Path) -> _Table:
    """A PDF of many real pages: seconds and peak memory of the process that reads it, and of the rest."""
    worker = Reader()
    list(worker.read(SAMPLES / "big5.txt"))  # started while this process is small, whose size it inherits
    path = folder / "large.pdf"
    with pdfium.PdfDocument.new() as document, pdfium.PdfDocument(SAMPLES / "chromium.pdf") as source:
        while len(document) < PAGES:
            document.import_pages(source, list(range(min(len(source), PAGES - len(document)))))
        document.save(path)
    began = time.perf_counter()
    (read,) = worker.read(path)
    reading = time.perf_counter() - began
    worker.stop()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    assert isinstance(read, Document)
    report = build_report(read)
    building = time.perf_counter() - began - reading
    row = (
        f"{PAGES}",
        f"{len(read.text):,}",
        f"{len(report.sections):,}",
        f"{reading:.1f}",
        f"{peak:.0f}",
        f"{building:.1f}",
    )
    header = ("pages", "characters", "sections", "reading s", "its peak MB", "sections s")
    return f"A PDF of {PAGES} pages", header, [row]


def recall() -> _Table:
    """Characters of the source that come back in their order, and sections with their path, heading and kind."""
    source = _read(SOURCE)
    rows = []
    for name in [*SAME, "libreoffice.doc", *SCANS]:
        if (name.endswith(".doc") and not shutil.which("soffice")) or (name in SCANS and not is_installed()):
            rows.append((name, "not installed", ""))
            continue
        sample = _read(SAMPLES / name)
        known = _first_pages(SCANS[name]) if name in SCANS else source
        text, words = _text(sample), _text(known)
        same = LCSseq.similarity(words, text) / len(words)
        wanted, found = _outline(known), set(_outline(sample))
        agreed = sum(section in found for section in wanted) / len(wanted)
        rows.append((name, f"{100 * same:.2f}", f"{100 * agreed:.1f}"))
    return "One report in every format", ("file", "characters recalled %", "sections the same %"), rows


def broken(folder: Path) -> _Table:
    """All samples and all broken files in one folder, indexed by one call."""
    sources = folder / "sources"
    sources.mkdir()
    for name, (content, _) in BAD.items():
        (sources / name).write_bytes(content)
    for name in SAME:
        (sources / f"good-{name}").write_bytes((SAMPLES / name).read_bytes())
    summary = update([sources], folder / "index")
    rows = [(Path(each.path).name, str(each).split(": ", 1)[1].replace("|", "/")) for each in summary.failed]
    title = f"A folder of {len(SAME)} good and {len(BAD)} bad files: {summary.reports} reports in {summary.seconds:.1f} s"
    return title, ("file", "what is said"), rows


def _read(path: Path) -> Report:
    document = list(read_file(path))[-1]
    assert isinstance(document, Document)
    return build_report(document)


def _first_pages(count: int) -> Report:
    """What a scan of the first pages can hold."""
    document = list(read_file(SAMPLES / "chromium.pdf"))[-1]
    assert isinstance(document, Document)
    end = next(place.start for place in document.layout if place.page > count)
    return build_report(Document("scan", document.text[:end], "scan"))


def _text(report: Report) -> str:
    return "".join(_bare(section.searchable if section.path else section.text) for section in report.sections)


def _outline(report: Report) -> list[tuple[str, str, str]]:
    return [("/".join(s.path), _bare(s.heading) if s.path else "", s.kind) for s in report.sections]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", fold(text))
