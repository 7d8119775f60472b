"""From paths to an up-to-date index: what is new or changed is read, what is gone is removed.

A catalogue beside the index remembers each source file (size, time, checksum) and the reports it
gave (checksum each), so that unchanged files are not read and unchanged records not re-indexed.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from indexer.engines import storage
from indexer.engines.whoosh import WhooshEngine
from indexer.errors import IndexMissingError, ReadError
from indexer.importers import find_files, read_file
from indexer.links.redirects import Redirects
from indexer.links.registrar import Registrar
from indexer.report import Document, Report
from indexer.sections import build_report

CATALOGUE = "catalogue.json"
FORMAT = 2  # of what is stored and how it is analysed; another one means to build anew
Entry = dict[str, Any]  # {"size", "mtime", "sha256", "reports": {id: checksum}}


@dataclass(slots=True)
class Summary:
    """What an update did; `reports` and `sections` count the whole index afterwards."""

    reports: int = 0
    sections: int = 0
    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    seconds: float = 0.0


Progress = Callable[[int], None]  # called with the number of source bytes just dealt with


def update(
    paths: Iterable[Path],
    folder: Path,
    *,
    rebuild: bool = False,
    jobs: int = 1,
    progress: Progress = lambda read: None,
) -> Summary:
    """Brings the index in the folder up to date with the paths.

    A rebuild makes a new generation from these paths alone and swaps it in when it is whole. A source
    that cannot be read is in `failed`, its reports kept; so are those of a path that is not there, which
    may be a disk not mounted. Raises IndexBusyError, IndexDamagedError, LedgerError, or ReadError for a
    rebuild from a path that is not there.
    """
    began = time.perf_counter()
    roots = [path.resolve() for path in paths]
    missing = [root for root in roots if not root.exists()]
    if rebuild and missing:
        raise ReadError(f"{missing[0]}: no such file or folder; the index was left as it is. Check the path.")
    with storage.writing(folder):
        summary = _update(roots, folder, rebuild, jobs, progress)
    summary.seconds = round(time.perf_counter() - began, 3)
    return summary


def _update(roots: list[Path], folder: Path, rebuild: bool, jobs: int, progress: Progress) -> Summary:
    engine, catalogue = _open(folder, rebuild)
    registrar = Registrar(folder, roots)
    run = _Update(catalogue, roots, registrar, progress)
    fresh = engine.generation.name != _current_name(folder)
    reports = run.changed_reports()
    first = next(reports, None)
    if first is not None:
        engine.add(chain([first], reports), jobs)
    gone = run.gone()
    for report_id, source in gone.items():
        report = engine.get(report_id)
        registrar.retire(report_id, report.title if report else "", Path(source))
    registrar.write()  # first: an id is in the ledger before anybody can see it
    engine.remove(gone)
    if first is not None or gone or fresh or run.catalogue != catalogue:
        text = json.dumps({"format": FORMAT, "sources": run.catalogue}, ensure_ascii=False)
        storage.write_atomically(engine.generation / CATALOGUE, text)
        indexed = {source: entry["reports"] for source, entry in run.catalogue.items()}
        registrar.redirects(Redirects.read(engine.generation), indexed).write(engine.generation)
        storage.seal(engine.generation)
    if fresh:
        engine.publish()
    run.summary.reports, run.summary.sections = engine.count()
    engine.close()
    return run.summary


class _Update:
    """One walk over the sources, comparing them with the catalogue."""

    def __init__(
        self, catalogue: dict[str, Entry], paths: list[Path], registrar: Registrar, progress: Progress
    ) -> None:
        self.before = catalogue
        self.registrar = registrar
        self.progress = progress
        self.catalogue = dict(catalogue)
        self.paths = paths
        self.summary = Summary()
        self.known = {report_id for entry in catalogue.values() for report_id in entry["reports"]}
        self.owner = {
            report_id: source for source, entry in catalogue.items() for report_id in entry["reports"]
        }

    def changed_reports(self) -> Iterator[Report]:
        """Reports that are new or changed, as their files are read."""
        for file in dict.fromkeys(path.resolve() for path in find_files(self.paths)):
            yield from self._read(file)
            self.progress(file.stat().st_size if file.exists() else 0)

    def gone(self) -> dict[str, str]:
        """Ids, with their source, whose file has vanished or which a changed file gives no more."""
        for source in list(self.catalogue):
            inside = any(Path(source).is_relative_to(path) for path in self.paths if path.exists())
            if inside and not Path(source).exists():
                del self.catalogue[source]
        kept = {report_id for entry in self.catalogue.values() for report_id in entry["reports"]}
        gone = {
            report_id: source
            for source, entry in self.before.items()
            for report_id in entry["reports"]
            if report_id not in kept
        }
        self.summary.removed = len(gone)
        return gone

    def _read(self, file: Path) -> Iterator[Report]:
        source = str(file)
        before = self.before.get(source)
        try:
            stat = file.stat() if file.exists() else None
            state = (stat.st_size, stat.st_mtime_ns) if stat else (0, 0)
            if before and state == (before["size"], before["mtime"]):
                self.summary.unchanged += len(before["reports"])
                return
            sha256 = _sha256(file) if stat else ""
            if before and sha256 == before["sha256"]:
                self.catalogue[source] = {**before, "size": state[0], "mtime": state[1]}
                self.summary.unchanged += len(before["reports"])
                return
        except OSError as error:
            self._fail(source, f"{source}: cannot be read ({error.strerror or error}).")
            return
        known: dict[str, str] = before["reports"] if before else {}
        reports: dict[str, str] = {}
        whole = True
        try:
            for document in read_file(file):
                if isinstance(document, ReadError):
                    whole = False
                    self._fail(str(document).split(": ")[0], str(document))
                    continue
                report = self._settled(build_report(document), document.source, file, reports)
                checksum = reports[report.id] = _checksum(document)
                if known.get(report.id) == checksum:
                    self.summary.unchanged += 1
                    continue
                if report.id in self.known:
                    self.summary.updated += 1
                else:
                    self.summary.added += 1
                yield report
        except ReadError as error:
            whole = False
            self._fail(source, str(error))
        if whole:
            entry = {"size": state[0], "mtime": state[1], "sha256": sha256, "reports": reports}
        else:  # read again next time; what was known of a faulty source stays
            entry = {"size": -1, "mtime": -1, "sha256": "", "reports": {**known, **reports}}
        if whole or entry["reports"]:
            self.catalogue[source] = entry

    def _settled(self, report: Report, source: str, file: Path, here: dict[str, str]) -> Report:
        """The report under permanent ids that no other source and no other record of this one has."""

        def taken(report_id: str) -> bool:
            owner = self.owner.get(report_id, str(file))
            return report_id in here or (owner != str(file) and Path(owner).exists())

        settled = self.registrar.settle(report, source, file, taken)
        self.owner[settled.id] = str(file)
        return settled

    def _fail(self, path: str, error: str) -> None:
        self.summary.failed.append({"path": path, "error": error})


def _open(folder: Path, rebuild: bool) -> tuple[WhooshEngine, dict[str, Entry]]:
    """The engine to write to, and what is in it; a new one when there is none or it is of another format."""
    if not rebuild:
        try:
            stored = json.loads((storage.current(folder) / CATALOGUE).read_text(encoding="utf-8"))
            if stored["format"] == FORMAT:
                return WhooshEngine(folder), stored["sources"]
        except (IndexMissingError, OSError, ValueError, KeyError):
            pass
    return WhooshEngine.create(folder), {}


def _current_name(folder: Path) -> str:
    try:
        return storage.current(folder).name
    except IndexMissingError:
        return ""


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _checksum(document: Document) -> str:
    content = json.dumps([document.title, document.text, document.fields], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:24]
