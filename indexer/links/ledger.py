"""The ledger of permanent ids: a text file beside the reports, one JSON line each time a report changes.

Lines are only ever appended; the last one of a report holds. Each ends with a checksum of what stands before
it; lines from before there were checksums end with the list of sections. It belongs in version control with
the reports: whoever indexes them then gets the same ids, and two branches merge line by line.
"""

import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from indexer import messages
from indexer.errors import LedgerError
from indexer.links.align import Known
from indexer.links.fingerprint import Fingerprint, decode, encode

LEDGER = "permalinks.ledger"
_TEXT = rb'("(?:[^"\\]|\\.)*")'
_HEAD = re.compile(rb'\{"report": ' + _TEXT + rb', "source": ' + _TEXT)
_PLAIN = b', "title": '  # what follows the source where nothing has happened yet
_SUM = re.compile(rb', "sum": "([0-9a-f]{8})"\}')
_SUM_LENGTH = len(', "sum": "01234567"}')
_NO_SUM = b"]}"  # how a line ends that was written without one


@dataclass(frozen=True, slots=True)
class State:
    """What has been issued for a report, as it stood when last indexed."""

    report: str
    source: str  # file, relative to the ledger's folder where it lies there
    title: str
    sections: tuple[Known, ...] = ()  # in reading order
    lost: tuple[Known, ...] = ()  # sections that are none any more: gone, or moved into another
    moved: dict[str, str] = field(default_factory=dict)  # section id → the one its words went to
    names: tuple[str, ...] = ()  # other ids that lead to this report
    sha256: str = ""  # first digits of the source's checksum
    gone: bool = False
    restricted: bool = False  # whether it is for some groups alone


class Ledger:
    """One ledger file; a line is parsed whole only when its report is asked for."""

    def __init__(self, path: Path, base: Path | None = None) -> None:
        """Read the file if there is one, after the lines of a base that may not be written to.

        Raises LedgerError.
        """
        self.path = path
        self._lines: dict[str, list[bytes]] = {}
        self._states: dict[str, State] = {}
        self._new: list[State] = []
        self.sources: dict[str, str] = {}  # report → source
        self._eventful: set[str] = set()  # reports of which more is said than their sections
        if base:
            self._load(base, whole=True)
        self._cut, self._endless = self._load(path)

    def __iter__(self) -> Iterator[str]:
        """Ids of all reports."""
        return iter(self.sources)

    def get(self, report_id: str) -> State | None:
        """Return what was last said of a report, or None. Raises LedgerError."""
        if report_id not in self._states and report_id in self._lines:
            self._states[report_id] = _merged(
                [_read(line, str(self.path)) for line in self._lines[report_id]]
            )
        return self._states.get(report_id)

    def eventful(self) -> Iterator[State]:
        """States of the reports that have gone, moved, or lost or merged a section."""
        for report_id in self._eventful:
            state = self.get(report_id)
            assert state is not None
            yield state

    def set(self, state: State) -> None:
        """Note the state if it says anything new; `write` makes it last."""
        if self.get(state.report) != state:
            self._states[state.report] = state
            self._note(
                state.report, state.source, bool(state.gone or state.names or state.moved or state.lost)
            )
            self._new.append(state)

    def write(self) -> None:
        """Append what is new, through to the disk. Raises LedgerError."""
        if not self._new:
            return
        lines = "".join(_line(state) + "\n" for state in self._new)
        try:
            if self._cut:
                os.truncate(self.path, self.size - self._cut)
            with self.path.open("ab") as file:
                file.write((b"\n" if self._endless else b"") + lines.encode("utf-8", "replace"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            reason = error.strerror or error
            raise LedgerError(messages.LEDGER_UNWRITABLE(reason=reason), self.path) from error
        self._new, self._cut, self._endless = [], 0, False

    @property
    def size(self) -> int:
        """Bytes of the file as it is now; 0 where there is none."""
        return self.path.stat().st_size if self.path.exists() else 0

    def _load(self, file: Path, whole: bool = False) -> tuple[int, bool]:
        """Read a ledger; return the bytes of a last line that was cut off, and whether a line lacks its end.

        What was cut off counts as never written; a whole line whose end alone is missing counts. Sources are
        taken as `whole` paths where the file lies elsewhere than this ledger. Raises LedgerError for an
        altered line.
        """
        try:
            *lines, rest = (file.read_bytes() if file.exists() else b"").split(b"\n")
        except OSError as error:
            raise LedgerError(messages.LEDGER_UNREADABLE(reason=error), file) from error
        if rest and _holds(rest):
            lines.append(rest)
        for number, line in enumerate(lines, 1):
            if line.strip():
                if not _holds(line):
                    raise LedgerError(messages.LEDGER_ALTERED(), f"{file}:{number}")
                report, source, end = _head(line, f"{file}:{number}")
                self._lines.setdefault(report, []).append(line)
                source = str(file.parent / source) if whole else source
                self._note(report, source, not line.startswith(_PLAIN, end))
        endless = bool(rest) and _holds(rest)
        return 0 if endless else len(rest), endless

    def _note(self, report: str, source: str, eventful: bool) -> None:
        self.sources[report] = source
        (self._eventful.add if eventful else self._eventful.discard)(report)


def _line(state: State) -> str:
    record: dict[str, Any] = {"report": state.report, "source": state.source}
    events = {
        "gone": state.gone,
        "restricted": state.restricted,
        "names": state.names,
        "moved": state.moved,
        "lost": _rows(state.lost),
    }
    record |= {name: value for name, value in events.items() if value}
    record |= {"title": state.title, "sha256": state.sha256, "sections": _rows(state.sections)}
    text = json.dumps(record, ensure_ascii=False)[:-1]
    return f'{text}, "sum": "{_checksum(text.encode("utf-8", "replace"))}"}}'


def _checksum(line: bytes) -> str:
    return f"{zlib.crc32(line):08x}"


def _holds(line: bytes) -> bool:
    """Tell whether a line is as it was written, as far as can be known."""
    found = _SUM.fullmatch(line, max(0, len(line) - _SUM_LENGTH))
    if found:
        return found[1].decode() == _checksum(line[: found.start()])
    return line.endswith(_NO_SUM)


def _rows(sections: Iterable[Known]) -> list[list[Any]]:
    return [
        [s.id, "/".join(s.path), s.heading, s.mark.checksum, s.mark.letters, encode(s.mark.sketch)]
        for s in sections
    ]


def _head(line: bytes, place: str) -> tuple[str, str, int]:
    """Return the report and the source a line names first, and where the rest of it begins."""
    found = _HEAD.match(line)
    try:
        if not found:
            raise ValueError("no report and source")
        report, source = map(json.loads, found.groups())
    except ValueError as error:
        raise LedgerError(messages.LEDGER_LINE(reason=error), place) from error
    return report, source, found.end()


def _read(line: bytes, path: str) -> State:
    report, source, _ = _head(line, path)
    try:
        record = json.loads(line)
        return State(
            report,
            source,
            record["title"],
            tuple(map(_known, record["sections"])),
            tuple(map(_known, record.get("lost", ()))),
            dict(record.get("moved", {})),
            tuple(record.get("names", ())),
            record.get("sha256", ""),
            bool(record.get("gone")),
            bool(record.get("restricted")),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerError(messages.LEDGER_DAMAGED(report=report, reason=error), path) from error


def _merged(states: Sequence[State]) -> State:
    """Return the last state, with sections of earlier ones that it does not know: of a branch merged in."""
    last = states[-1]
    known = {section.id for section in (*last.sections, *last.lost)} | set(last.moved)
    others = {
        section.id: section
        for state in states[:-1]
        for section in (*state.lost, *state.sections)
        if section.id not in known
    }
    return replace(last, lost=(*last.lost, *others.values())) if others else last


def _known(row: list[Any]) -> Known:
    section_id, path, heading, checksum, letters, word = row
    mark = Fingerprint(checksum, letters, decode(word))
    return Known(section_id, tuple(path.split("/")) if path else (), heading, mark)
