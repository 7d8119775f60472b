"""The files of an update, compared with the catalogue: what they give that is new, changed or gone.

Files with rows of the portal are always read: a row joins a full text, or is a report where there is none.
"""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Any

from indexer import messages
from indexer.anatomy.joining import find_row, keys_of, names_of
from indexer.engines.arrays.bags import Batch
from indexer.errors import ReadError
from indexer.importers import find_files, is_portal, read_file
from indexer.links.align import Fresh
from indexer.links.registrar import Registrar
from indexer.model.people import Observed
from indexer.model.report import Document, Report
from indexer.model.update import Progress, Summary
from indexer.text.segmenter import load_ahead
from indexer.updating.prepare import prepared

Entry = dict[str, Any]  # {"size", "mtime", "sha256", "reports": {id: checksum}, "rows": {key: checksum}}
_BYTES = 3  # of a character in UTF-8, as most are
_UNREAD: Entry = {"size": -1, "mtime": -1, "sha256": "", "reports": {}}


@dataclass(slots=True)
class _Source:
    """A file that is read, and what it gave so far."""

    file: Path
    state: Entry  # size, mtime, sha256
    known: dict[str, list[str]] = field(default_factory=dict)  # ids by checksum, not met again so far
    reports: dict[str, str] = field(default_factory=dict)  # checksum by id
    rows: dict[str, str] = field(default_factory=dict)  # checksum by key of the portal's rows that joined
    whole: bool = True
    at_end: bool = False

    @property
    def entry(self) -> Entry:
        """As the catalogue has it."""
        return {**self.state, "reports": self.reports, **({"rows": self.rows} if self.rows else {})}


class Sources:
    """One walk over the sources, comparing them with the catalogue."""

    def __init__(
        self,
        catalogue: dict[str, Entry],
        paths: list[Path],
        registrar: Registrar,
        progress: Progress,
        folder: Path,
        get: Callable[[str], Report | None],
    ) -> None:
        self.before = catalogue
        self.registrar = registrar
        self.progress = progress
        self.catalogue = dict(catalogue)
        self.paths = paths
        self.get = get  # a report as it is in the index
        self.folder = folder  # of the index, which may lie among the sources
        self.summary = Summary()
        self.read = 0
        self.committed: set[str] = set()
        self.observed: dict[str, Observed] = {}  # by permanent id
        self._sources: list[_Source] = []
        self.known = {report_id for entry in catalogue.values() for report_id in entry["reports"]}
        self.owner = {
            report_id: source for source, entry in catalogue.items() for report_id in entry["reports"]
        }
        self.rows: dict[str, Document] = {}
        self.contents = {  # checksum → the file that gives its reports
            entry["sha256"]: source
            for source, entry in catalogue.items()
            if entry["reports"] and _state(Path(source)) == (entry["size"], entry["mtime"])
        }

    @property
    def checksums(self) -> dict[str, str]:
        """Checksum of every report that is indexed now."""
        return {
            report_id: str(checksum)
            for entry in self.catalogue.values()
            for report_id, checksum in entry["reports"].items()
        }

    def batches(self, jobs: int) -> Iterator[Batch]:
        """New and changed reports under their permanent ids, analysed in `jobs` processes."""
        sources: deque[_Source] = deque()  # of the documents on their way

        def documents() -> Iterator[Document]:
            for source, document in self._changed():
                sources.append(source)
                yield document

        for several, ready in prepared(documents(), jobs):
            reports = [
                self._settled(report, fresh, document, sources.popleft())
                for document, (report, fresh) in zip(several, ready.reports(), strict=True)
            ]
            for said, report in zip(ready.observed, reports, strict=True):
                self.observed[report.id] = said.under(report)
            self.read += len(reports)
            yield replace(ready.batch, reports=tuple(reports))
        for source in self._sources:
            self._close(source)

    def saved(self) -> dict[str, Entry]:
        """The catalogue as it is on the way: what is not committed is read again."""
        saved = dict(self.before)
        for source in self._sources:
            reports = {
                report_id: checksum
                for report_id, checksum in source.reports.items()
                if report_id in self.committed or checksum in source.known
            }
            if source.whole and source.at_end and len(reports) == len(source.reports):
                saved[str(source.file)] = source.entry
            elif reports:
                known = self.before.get(str(source.file), _UNREAD)["reports"]
                saved[str(source.file)] = {**_UNREAD, "reports": {**known, **reports}}
        return saved

    def gone(self) -> dict[str, str]:
        """Ids, with their source, whose file has vanished or which a changed file gives no more."""
        for source in filter(self._has_vanished, list(self.catalogue)):
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

    def _changed(self) -> Iterator[tuple["_Source", Document]]:
        """Documents that are new or changed, the rows of the portal that no full text joins at the end."""
        found = dict.fromkeys(path.resolve() for path in find_files(self.paths))
        files = [path for path in found if not path.is_relative_to(self.folder)]
        known = [path for path in map(Path, self.before) if path not in found and path.exists()]
        tables = {file: list(_documents(file)) for file in (*files, *known) if is_portal(file)}
        for rows in tables.values():
            self.rows |= {key: row for row in rows if isinstance(row, Document) for key in keys_of(row)}
        texts = [file for file in files if file not in tables]
        texts += [path for path in known if path not in tables and self._rows_changed(str(path))]
        for file in texts:
            yield from self._followed(file, self._read(file))
        entries = {name: entry for name, entry in self.catalogue.items() if not self._has_vanished(name)}
        entries |= {str(source.file): source.entry for source in self._sources}
        joined = {key for entry in entries.values() for key in entry.get("rows", ())}
        for file, rows in tables.items():
            if file not in self.paths and len(rows) == 1 and _is_foreign(rows[0]):
                self._note(str(file), str(messages.PORTAL_PASSED_OVER()))  # folders hold other data too
                continue
            free = (row for row in rows if isinstance(row, ReadError) or row.key not in joined)
            yield from self._followed(file, self._take(file, free, ""))

    def _followed(
        self, file: Path, found: Iterable[tuple["_Source", Document]]
    ) -> Iterator[tuple["_Source", Document]]:
        """What a file gives, its bytes counted on the way by the characters of each document."""
        left, _ = _state(file)
        for source, document in found:
            yield source, document
            step = min(left, _BYTES * len(document.text))
            left -= step
            self.progress(step, self.read)
        self.progress(left, self.read)

    def _read(self, file: Path) -> Iterator[tuple["_Source", Document]]:
        """What a file gives that is new or changed; nothing for one as it was, or a copy of another."""
        name = str(file)
        before = self.before.get(name)
        state = _state(file)
        try:
            same = before is not None and state == (before["size"], before["mtime"])
            sha256 = before["sha256"] if before and same else _sha256(file) if file.exists() else ""
        except OSError as error:
            self._fail(name, f"{name}: cannot be read ({error.strerror or error}).")
            return
        original = self.contents.get(sha256, name) if sha256 else name
        if original != name:
            self._note(name, f"is a duplicate of {original} (same content); it was indexed once.")
            self.catalogue[name] = {"size": state[0], "mtime": state[1], "sha256": sha256, "reports": {}}
        elif before and before["reports"] and sha256 == before["sha256"] and not self._rows_changed(name):
            self.catalogue[name] = {**before, "size": state[0], "mtime": state[1]}
            self.summary.unchanged += len(before["reports"])
        else:
            load_ahead()
            yield from self._take(file, _documents(file), sha256)

    def _take(
        self, file: Path, documents: Iterable[Document | ReadError], sha256: str
    ) -> Iterator[tuple["_Source", Document]]:
        """Documents of a file that are new or changed; what is known is noted with its source."""
        name = str(file)
        size, mtime = _state(file)
        source = _Source(file, {"size": size, "mtime": mtime, "sha256": sha256})
        for report_id, checksum in self.before.get(name, _UNREAD)["reports"].items():
            source.known.setdefault(checksum, []).append(report_id)
        self._sources.append(source)
        for document in documents:
            if isinstance(document, ReadError):
                source.whole = False
                path = document.where
                self._fail(path if path.startswith(name) else name, str(document))
                continue
            row = find_row(names_of(document), self.rows) if document.files is None else None
            if row:
                source.rows[row.key] = _checksum(row)
                document = replace(document, row=row)
            checksum = _checksum(document)
            if known := source.known.get(checksum):
                source.reports[known.pop(0)] = checksum
                self.summary.unchanged += 1
            else:
                yield source, document
        source.at_end = True
        if source.whole and sha256:
            self.contents[sha256] = name

    def _rows_changed(self, name: str) -> bool:
        """Whether the rows of the portal for a file's reports are others than when it was read."""
        entry = self.catalogue[name]
        before: dict[str, str] = entry.get("rows", {})
        names = [*entry["reports"], *before]
        names += [Path(name).stem] if len(entry["reports"]) == 1 else []
        rows = [row for each in names if not is_portal(Path(name)) and (row := find_row([each], self.rows))]
        return {row.key: _checksum(row) for row in rows} != before

    def _has_vanished(self, name: str) -> bool:
        """Whether a file is gone from a path that is there; a disk that is not mounted loses nothing."""
        inside = any(Path(name).is_relative_to(path) for path in self.paths if path.exists())
        return inside and not Path(name).exists()

    def _close(self, source: "_Source") -> None:
        """Notes in the catalogue what a source gave."""
        name = str(source.file)
        if source.whole:
            self.catalogue[name] = source.entry
        else:  # read again next time; what was known of a faulty source stays
            known = self.before.get(name, _UNREAD)["reports"]
            if known or source.reports:
                self.catalogue[name] = {**_UNREAD, "reports": {**known, **source.reports}}

    def _settled(
        self, report: Report, fresh: Sequence[Fresh], document: Document, source: "_Source"
    ) -> Report:
        """The report under permanent ids that no other source and no other record of this one has."""
        file = str(source.file)

        def taken(report_id: str) -> bool:
            owner = self.owner.get(report_id, file)
            yields = is_portal(Path(owner)) and not is_portal(source.file)  # a row to its full text
            return report_id in source.reports or (
                owner != file and not yields and self._holds(owner, report_id)
            )

        settled = self.registrar.settle(
            report, fresh, document.source, source.file, source.state["sha256"], taken, self._stays, self.get
        )
        self.owner[settled.id] = file
        source.reports[settled.id] = _checksum(document)
        if settled.id in self.known:
            self.summary.updated += 1
        else:
            self.summary.added += 1
        for note in report.metadata.notes:
            if note.code != messages.FIELD_MISSING.code:  # many sources lack much; the report says so
                self._note(document.source, str(note))
        return settled

    def _holds(self, name: str, report_id: str) -> bool:
        """Whether a file gives this report, in this update or still as it was when last indexed."""
        entry = self.before.get(name)
        if entry is None or report_id not in entry["reports"] or self.owner.get(report_id) != name:
            return Path(name).exists()
        return self._stays(Path(name), lambda: str(entry["sha256"]))

    def _stays(self, file: Path, checksum: Callable[[], str]) -> bool:
        """Whether a file is there with the same content, by the first digits of its checksum at least."""
        entry = self.before.get(str(file))
        if entry and _state(file) == (entry["size"], entry["mtime"]):
            return True
        return file.exists() and _sha256(file).startswith(checksum())

    def _note(self, path: str, note: str) -> None:
        self.summary.notes.append({"path": path, "note": note})

    def _fail(self, path: str, error: str) -> None:
        self.summary.failed.append({"path": path, "error": error})


def _documents(file: Path) -> Iterator[Document | ReadError]:
    """Documents of a file; what makes it unreadable comes at the end."""
    try:
        yield from read_file(file)
    except ReadError as error:
        yield error


def _is_foreign(row: Document | ReadError) -> bool:
    """Return whether a table was not read as it is something else than the portal's."""
    return isinstance(row, ReadError) and row.message == messages.READ_NO_PORTAL()


def _state(file: Path) -> tuple[int, int]:
    """(size in bytes, time of change in ns); zeros where there is no file."""
    try:
        stat = file.stat()
    except OSError:
        return 0, 0
    return stat.st_size, stat.st_mtime_ns


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _checksum(document: Document) -> str:
    layout = [astuple(place) for place in document.layout]
    row = _checksum(document.row) if document.row else ""
    content = json.dumps([document.title, document.text, document.fields, layout, row], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:24]
