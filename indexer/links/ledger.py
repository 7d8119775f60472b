"""The ledger of permanent ids: a text file beside the reports, one JSON line each time a report changes.

Lines are only ever appended; the last one of a report holds. Each ends with a checksum of what stands before
it. It belongs in version control with the reports: whoever indexes them then gets the same ids, and two
branches merge line by line. Sections are packed (`packing`); lines of before, which list them in JSON and may
have no checksum, are read on as they are, until a rebuild of the index writes the file anew, a line a report.
"""

import base64
import json
import os
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from indexer import messages
from indexer.errors import LedgerError
from indexer.links.align import Known
from indexer.links.fingerprint import DIGITS, Fingerprint, last_bits, sketch_of
from indexer.links.packing import Packed, pack, packable, unpack

LEDGER = "permalinks.ledger"
_TEXT = rb'("(?:[^"\\]|\\.)*")'
_HEAD = re.compile(rb'\{"report": ' + _TEXT + rb', "source": ' + _TEXT)
_PLAIN = (b', "is": ', b', "title": ')  # what follows the source where nothing has happened yet
_PACKED = b', "is": "'
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
        self.is_of_before = False  # whether it has lines as they were written before sections were packed
        self._eventful: set[str] = set()  # reports of which more is said than their sections
        if base:
            self._load(base, whole=True)
        self._cut, self._endless = self._load(path)
        self.is_of_before &= base is None  # what is another folder's stays there as it is

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
        state = _as_read(state)
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
        lines = _lines(self._new)
        try:
            if self._cut:
                os.truncate(self.path, self.size - self._cut)
            with self.path.open("ab") as file:
                file.write((b"\n" if self._endless else b"") + lines)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            reason = error.strerror or error
            raise LedgerError(messages.LEDGER_UNWRITABLE(reason=reason), self.path) from error
        self._new, self._cut, self._endless = [], 0, False

    def packed(self) -> bytes:
        """Return the whole ledger as it would be with a line a report. Raises LedgerError."""
        return _lines([state for report_id in self.sources if (state := self.get(report_id))])

    @property
    def is_cut(self) -> bool:
        """Whether its last line lacks its end."""
        return bool(self._cut) or self._endless

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
                self.is_of_before |= _PACKED not in line
                report, source, end = _head(line, f"{file}:{number}")
                self._lines.setdefault(report, []).append(line)
                source = str(file.parent / source) if whole else source
                self._note(report, source, not line.startswith(_PLAIN, end))
        endless = bool(rest) and _holds(rest)
        return 0 if endless else len(rest), endless

    def _note(self, report: str, source: str, eventful: bool) -> None:
        self.sources[report] = source
        (self._eventful.add if eventful else self._eventful.discard)(report)


def _packed(state: State) -> Packed:
    return Packed(state.title, state.sha256, state.sections, state.lost)


def _as_read(state: State) -> State:
    """Return the state as it will be read."""
    kept = packable(_packed(state))
    return replace(state, title=kept.title, sha256=kept.sha256, sections=kept.sections, lost=kept.lost)


def _lines(states: Sequence[State]) -> bytes:
    words = pack([_packed(state) for state in states])
    lines = (f"{_line(state, word)}\n" for state, word in zip(states, words, strict=True))
    return "".join(lines).encode("utf-8", "replace")


def _line(state: State, packed: str) -> str:
    record: dict[str, Any] = {"report": state.report, "source": state.source}
    events = {
        "gone": state.gone,
        "restricted": state.restricted,
        "names": state.names,
        "moved": state.moved,
        "lost": len(state.lost),
    }
    record |= {name: value for name, value in events.items() if value}
    text = json.dumps(record | {"is": packed}, ensure_ascii=False)[:-1]
    return f'{text}, "sum": "{_checksum(text.encode("utf-8", "replace"))}"}}'


def _checksum(line: bytes) -> str:
    return f"{zlib.crc32(line):08x}"


def _holds(line: bytes) -> bool:
    """Tell whether a line is as it was written, as far as can be known."""
    found = _SUM.fullmatch(line, max(0, len(line) - _SUM_LENGTH))
    if found:
        return found[1].decode() == _checksum(line[: found.start()])
    return line.endswith(_NO_SUM)


def _head(line: bytes, place: str) -> tuple[str, str, int]:
    """Return the report and the source a line names first, and where the rest of it begins."""
    found = _HEAD.match(line)
    try:
        if not found:
            raise ValueError("no report and source")
        report, source = map(_text, found.groups())
    except ValueError as error:
        raise LedgerError(messages.LEDGER_LINE(reason=error), place) from error
    return report, source, found.end()


def _text(written: bytes) -> str:
    """Return what a text in JSON says; most need no more than their quotation marks taken off."""
    return str(json.loads(written)) if b"\\" in written else written[1:-1].decode()


def _read(line: bytes, path: str) -> State:
    report, source, _ = _head(line, path)
    try:
        record = json.loads(line)
        kept = unpack(record["is"]) if "is" in record else _of_before(record)
        return State(
            report,
            source,
            kept.title,
            kept.sections,
            kept.lost,
            dict(record.get("moved", {})),
            tuple(record.get("names", ())),
            kept.sha256,
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


def _of_before(record: dict[str, Any]) -> Packed:
    """Return what a line says that lists its sections in JSON, as it would be packed now."""
    sections, lost = (tuple(map(_known, record.get(name, ()))) for name in ("sections", "lost"))
    return packable(Packed(record["title"], record.get("sha256", ""), sections, lost))


def _known(row: list[Any]) -> Known:
    section_id, path, heading, checksum, letters, word = row
    hashes = np.frombuffer(base64.b64decode(word, validate=True), dtype="<u4")  # whole, in their order
    mark = Fingerprint(checksum[:DIGITS], letters, sketch_of(last_bits(hashes), letters))
    return Known(section_id, tuple(path.split("/")) if path else (), heading, mark)
