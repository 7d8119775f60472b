"""What changed: the files below the paths compared with the catalogue, document by document.

Files with rows of the portal are always read: a row joins a full text, or is a report where there is none.
"""

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import astuple, dataclass, field, replace
from functools import cached_property
from pathlib import Path

from indexer import disk, messages
from indexer.anatomy.joining import find_row, keys_of, names_of
from indexer.errors import ReadError
from indexer.importers import find_every, is_portal, read_file
from indexer.importers.folders import counted
from indexer.model.report import Document
from indexer.model.update import Progress, Summary
from indexer.text.segmenter import load_ahead
from indexer.updating.catalogue import UNREAD, Entry, Sources
from indexer.updating.rules import EVERYTHING, Rules

_NO_REPORTS = (messages.PASSED_README(), messages.PASSED_HIDDEN())  # passed over without asking
GONE = 0, 0
_BYTES = 3  # of a character in UTF-8, as most are


@dataclass(slots=True)
class Source:
    """A file that is read, and what it gave so far."""

    file: Path
    size: int
    mtime: int
    sha256: str
    known: dict[str, list[str]] = field(default_factory=dict)  # ids by checksum, not met again so far
    reports: dict[str, str] = field(default_factory=dict)  # checksum by id
    rows: dict[str, str] = field(default_factory=dict)  # checksum by key of the portal's rows that joined
    rules: Rules = EVERYTHING
    withheld: int = 0
    whole: bool = True
    at_end: bool = False

    @property
    def entry(self) -> Entry:
        """As the catalogue has it."""
        rules = self.rules.of(self.file, self.reports)
        return Entry(self.size, self.mtime, self.sha256, self.reports, self.rows, rules, self.withheld)


class Changes:
    """One walk over the paths: what is new or changed, and in the end what has gone."""

    def __init__(
        self,
        before: Sources,
        paths: list[Path],
        folder: Path,
        summary: Summary,
        progress: Progress,
        rules: Rules = EVERYTHING,
    ) -> None:
        """Compare with the catalogue `before`; `folder` is the index's, which may lie among the sources."""
        self._rules = rules
        self._before, self._paths, self._folder = before, paths, folder
        self._summary, self._progress = summary, progress
        self._after = dict(before)
        self._sources: list[Source] = []
        self._rows: dict[str, Document] = {}
        self._states: dict[str, tuple[int, int]] = {}  # as the walk found them: one look at a file
        self._taken: dict[str, str] = {}  # the file that was read this time, by checksum
        self._inside = tuple(f"{path}/" for path in paths if path.exists())

    @cached_property
    def _contents(self) -> dict[str, list[str]]:
        """The files that gave reports when they were last read, by checksum."""
        found: dict[str, list[str]] = {}
        for name, entry in self._before.items():
            if entry.reports or entry.withheld:
                found.setdefault(entry.sha256, []).append(name)
        return found

    def _original(self, name: str, sha256: str) -> str:
        """Return the file of this content that gives its reports: the file itself where no other does."""
        if sha256 in self._taken:
            return self._taken[sha256]
        for other in reversed(self._contents.get(sha256, ())):
            entry = self._before[other]
            if other == name or self._state(other) == (entry.size, entry.mtime):
                return other
        return name

    def _state(self, name: str) -> tuple[int, int]:
        """Return the size and time of change of a file when it was first looked at; zeros where none is."""
        if name not in self._states:
            self._states[name] = state_of(name)
        return self._states[name]

    def documents(self) -> Iterator[tuple[Source, Document]]:
        """Yield documents that are new or changed, the rows of the portal that no full text joins last."""
        own = f"{self._folder}/"
        every = [(path, why) for path, why in find_every(self._paths) if not f"{path}/".startswith(own)]
        passed = counted((path, why) for path, why in every if why)
        self._summary.passed_over = tuple(one for one in passed if one.why not in _NO_REPORTS)
        inside = list(dict.fromkeys(_resolved(path) for path, why in every if why is None))
        found = set(map(str, inside))
        beside = [name for name in self._before if name not in found and not name.startswith(own)]
        known = [Path(name) for name in beside if self._may_join(name) and self._state(name) != GONE]
        tables = {file: list(_documents(file)) for file in (*inside, *known) if is_portal(str(file))}
        for rows in tables.values():
            self._rows |= {key: row for row in rows if isinstance(row, Document) for key in keys_of(row)}
        if self._rows:
            known = [Path(name) for name in beside if self._state(name) != GONE]
        texts = [file for file in inside if file not in tables]
        texts += [path for path in known if path not in tables and self._rows_changed(str(path))]
        for file in texts:
            yield from self._followed(file, self._of_text(file))
        joined = self._joined() if tables else set()
        for file, rows in tables.items():
            if file not in self._paths and len(rows) == 1 and _is_foreign(rows[0]):
                self._summary.note(file, messages.PORTAL_PASSED_OVER())  # folders hold other data too
                continue
            free = (row for row in rows if isinstance(row, ReadError) or row.key not in joined)
            yield from self._followed(file, self._take(file, free, ""))

    def committed(self, ids: Collection[str]) -> Sources:
        """Return the catalogue on the way, when these reports are committed: the rest is read again."""
        saved = dict(self._before)
        for source in self._sources:
            reports = {
                report_id: checksum
                for report_id, checksum in source.reports.items()
                if report_id in ids or checksum.partition("-")[0] in source.known
            }
            if source.whole and source.at_end and len(reports) == len(source.reports):
                saved[str(source.file)] = source.entry
            elif reports:
                saved[str(source.file)] = self._unfinished(source, reports)
        return saved

    def after(self, refused: Collection[str] = ()) -> Sources:
        """Return the catalogue when all documents were taken; a faulty source keeps what was known of it.

        A source of which a report was `refused` is read again next time.
        """
        for source in self._sources:
            name = str(source.file)
            if not source.reports.keys().isdisjoint(refused):
                source.whole = False
                source.reports = {one: sum_ for one, sum_ in source.reports.items() if one not in refused}
            if source.whole:
                self._after[name] = source.entry
            elif self._before.get(name, UNREAD).reports or source.reports:
                self._after[name] = self._unfinished(source, source.reports)
        return {name: entry for name, entry in self._after.items() if not self._has_vanished(name)}

    def _unfinished(self, source: Source, reports: dict[str, str]) -> Entry:
        """Return an entry that is read again next time."""
        return replace(UNREAD, reports={**self._before.get(str(source.file), UNREAD).reports, **reports})

    def _followed(
        self, file: Path, pairs: Iterable[tuple[Source, Document]]
    ) -> Iterator[tuple[Source, Document]]:
        """Yield what a file gives, its bytes counted on the way by the characters of each document."""
        left, _ = self._state(str(file))
        for source, document in pairs:
            yield source, document
            step = min(left, _BYTES * len(document.text))
            left -= step
            self._progress(step, self._summary.read)
        self._progress(left, self._summary.read)

    def _of_text(self, file: Path) -> Iterator[tuple[Source, Document]]:
        """Yield what a file gives that is new or changed; nothing for one as it was, or a copy of another."""
        name = str(file)
        before, state = self._before.get(name), self._state(name)
        try:
            same = before is not None and state == (before.size, before.mtime)
            sha256 = before.sha256 if before and same else disk.checksum(file) if file.exists() else ""
        except OSError as error:
            self._summary.fail(file, messages.LINES_UNREADABLE(reason=error.strerror or error))
            return
        original = self._original(name, sha256) if sha256 else name
        if original != name:
            self._summary.note(file, messages.DUPLICATE(original=original))
            self._after[name] = Entry(*state, sha256)
        elif (
            before
            and self._read_alike(file, before)
            and sha256 == before.sha256
            and not self._rows_changed(name)
        ):
            if not same:
                self._after[name] = replace(before, size=state[0], mtime=state[1])
            self._summary.unchanged += len(before.reports)
        else:
            load_ahead()
            yield from self._take(file, _documents(file), sha256)

    def _read_alike(self, file: Path, before: Entry) -> bool:
        """Tell whether a file gave all it has, by the rules that hold now."""
        return bool(before.reports or before.withheld) and before.rules == self._rules.of(
            file, before.reports
        )

    def _take(
        self, file: Path, documents: Iterable[Document | ReadError], sha256: str
    ) -> Iterator[tuple[Source, Document]]:
        """Yield documents of a file that are new or changed; what is known is noted with its source."""
        source = Source(file, *state_of(file), sha256, rules=self._rules)
        for report_id, checksum in self._before.get(str(file), UNREAD).reports.items():
            concerns = self._rules.concerns(report_id)
            if checksum.endswith(concerns):  # else something was taken down since, or is to be put back
                source.known.setdefault(checksum.removesuffix(concerns), []).append(report_id)
        self._sources.append(source)
        for document in documents:
            if isinstance(document, ReadError):
                source.whole = False
                self._summary.fail(document.where or file, document.message)
                continue
            row = find_row(names_of(document), self._rows) if document.files is None else None
            if row:
                source.rows[row.key] = checksum_of(row)
                document = replace(document, row=row)
            shown = self._rules.seen(document, file)
            if shown is None:
                source.withheld += 1
                continue
            document, checksum = shown, checksum_of(shown)
            if known := source.known.get(checksum):
                same = known.pop(0)
                source.reports[same] = checksum + self._rules.concerns(same)
                self._summary.unchanged += 1
            else:
                yield source, document
        if source.withheld:
            self._summary.note(file, messages.WITHHELD(count=source.withheld))
        source.at_end = True
        if source.whole and sha256:
            self._taken[sha256] = str(file)

    def _joined(self) -> set[str]:
        """Return the keys of the portal's rows that a full text joined."""
        entries = {name: entry for name, entry in self._after.items() if not self._has_vanished(name)}
        entries |= {str(source.file): source.entry for source in self._sources}
        return {key for entry in entries.values() for key in entry.rows}

    def _rows_changed(self, name: str) -> bool:
        """Tell whether the rows of the portal for a file's reports are others than when it was read."""
        entry = self._after[name]
        if not self._rows:
            return bool(entry.rows)
        names = [*entry.reports, *entry.rows]
        names += [Path(name).stem] if len(entry.reports) == 1 else []
        rows = [row for each in names if not is_portal(Path(name)) and (row := find_row([each], self._rows))]
        return {row.key: checksum_of(row) for row in rows} != entry.rows

    def _has_vanished(self, name: str) -> bool:
        """Tell whether a file is gone from a path that is there; a disk not mounted loses nothing."""
        return f"{name}/".startswith(self._inside) and self._state(name) == GONE

    def _may_join(self, name: str) -> bool:
        """Tell whether a file outside of the paths has rows of the portal, or had some joined."""
        return bool(self._before[name].rows) or is_portal(name)


def _documents(file: Path) -> Iterator[Document | ReadError]:
    """Yield the documents of a file; what makes it unreadable comes at the end."""
    try:
        yield from read_file(file)
    except ReadError as error:
        yield error


def _is_foreign(row: Document | ReadError) -> bool:
    """Tell whether a table was not read as it is something else than the portal's."""
    return isinstance(row, ReadError) and row.message == messages.READ_NO_PORTAL()


def _resolved(path: Path) -> Path:
    """Return where a file is; the paths it was found below are resolved already."""
    return path.resolve() if path.is_symlink() else path


def state_of(file: Path | str) -> tuple[int, int]:
    """Return (size in bytes, time of change in ns), or GONE where there is no file."""
    try:
        stat = os.stat(file)  # noqa: PTH116  a Path takes longer to make than to ask
    except OSError:
        return GONE
    return stat.st_size, stat.st_mtime_ns


def checksum_of(document: Document) -> str:
    """Return what changes with anything that a document gives to its report."""
    layout = [astuple(one) for one in document.layout]
    row = checksum_of(document.row) if document.row else ""
    readers = [document.readers] if document.readers else []
    content = json.dumps(
        [document.title, document.text, document.fields, layout, row, *readers], ensure_ascii=False
    )
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:24]
