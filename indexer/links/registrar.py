"""Issues permanent ids to reports and sections, and knows where ids issued before lead now.

A corpus is a folder, and its ledger lies in it. Files named one by one, and folders that may not
be written to, have theirs in the index folder, outside the generations.
"""

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from indexer.links import ids
from indexer.links.align import Fresh, Known
from indexer.links.ids import Candidate, section_ids
from indexer.links.ledger import LEDGER, Ledger, State
from indexer.links.likeness import as_known, share_of, with_words
from indexer.links.packing import SOURCE_DIGITS
from indexer.links.redirects import Redirects
from indexer.model.report import SYSTEM_ID, Report

AUTHORITY = re.compile(SYSTEM_ID)  # which no two reports share


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a report comes from: a file, with a line or member when it holds many, and its checksum."""

    file: Path
    source: str
    sha256: str

    @property
    def alone(self) -> bool:
        """Whether the file is this report's own."""
        return self.source == str(self.file)


class Facts(Protocol):
    """What the index knows of its other files and reports."""

    def before(self, report_id: str) -> Report | None:
        """Return a report as it is in the index."""

    def taken(self, report_id: str) -> bool:
        """Tell whether another report of this index has the id."""

    def stays(self, file: Path, sha256: Callable[[], str]) -> bool:
        """Tell whether a file still has the content of which the checksum begins so."""


@dataclass(frozen=True, slots=True)
class _Home:
    """The ledger in force for a file, and the file's place in it."""

    ledger: Ledger
    place: str


class Registrar:
    """The ledgers of one update."""

    def __init__(
        self, index_folder: Path, roots: Iterable[Path], read: Mapping[Path, Ledger] | None = None
    ) -> None:
        """Works for the paths that are being indexed; `read` are ledgers that need not be read again."""
        self._read = read or {}
        self._index_folder = index_folder
        self._roots = [root for root in roots if root.is_dir()]
        self._ledgers: dict[Path, Ledger] = {}
        self._of_folder: dict[Path, Ledger] = {}
        self._issued: dict[Path, dict[str, list[str]]] = {}  # by ledger: reports by place
        self._claimed: set[str] = set()
        self._existing: dict[Path, bool] = {}
        self._left: dict[
            Path, dict[str, list[str]]
        ] = {}  # by ledger: reports without a file, by its checksum

    def settle(self, report: Report, fresh: Sequence[Fresh], origin: Origin, facts: Facts) -> Report:
        """Return the report under its permanent ids; the ledger notes what is new. Raises LedgerError.

        `fresh` are its sections.
        """
        ledger = self.ledger(origin.file)
        place = _place(ledger, origin.file)
        report_id = self._identify(report, fresh, _Home(ledger, place), origin, facts)
        self._claimed.add(report_id)
        state = ledger.get(report_id)
        if state is None and len(fresh) == 1 and not origin.alone:
            return replace(report, id=report_id)  # a record of one section: its id is its own
        known = _known(state) if state else ()
        marks = {new.mark for new in fresh}
        if state is None or any(old.mark not in marks for old in known):
            indexed = facts.before(report_id)
            known = with_words(known, indexed) if state else as_known(indexed) if indexed else ()
        issued = section_ids(known, fresh, state.moved if state else {})
        names = {*(state.names if state else ()), report.id} - {report_id}
        sections = tuple(
            Known(section_id, new.section.path, new.section.heading, new.mark)
            for section_id, new in zip(issued.ids, fresh, strict=True)
        )
        ledger.set(
            State(
                report_id,
                place,
                report.title,
                sections,
                issued.lost,
                dict(issued.moved),
                tuple(sorted(names)),
                origin.sha256,
                restricted=bool(report.metadata.readers),
            )
        )
        renamed = tuple(
            replace(new.section, id=section_id) if new.section.id != section_id else new.section
            for section_id, new in zip(issued.ids, fresh, strict=True)
        )
        return replace(report, id=report_id, sections=renamed)

    def retire(self, report_id: str, report: Report | None, file: Path) -> None:
        """Note that a report has gone, which is known as it was."""
        ledger = self.ledger(file)
        title, restricted = (report.title, bool(report.metadata.readers)) if report else ("", False)
        state = ledger.get(report_id) or State(report_id, _place(ledger, file), title, restricted=restricted)
        ledger.set(replace(state, title=title or state.title, gone=True))

    @property
    def ledgers(self) -> Iterable[Ledger]:
        """The ledgers that were read."""
        return self._ledgers.values()

    def write(self) -> None:
        """Append what is new to each ledger. Raises LedgerError."""
        for ledger in self._ledgers.values():
            ledger.write()

    def redirects(
        self, before: Redirects, indexed: Mapping[str, Collection[str]], withheld: Collection[str] = ()
    ) -> Redirects:
        """Where ids that are no more lead now: what led so far, brought up to date.

        `indexed` holds the ids of the reports that each source file gives to this index; of what else a
        `withheld` file gives nothing is said, as if it had never been.
        """
        present = {report_id for ids in indexed.values() for report_id in ids}
        for ledger in self._ledgers.values():
            before.forget(ledger.sources.keys())
            for report_id in ledger.sources.keys() - present:
                source = ledger.path.parent / ledger.sources[report_id]
                if str(source) in withheld:
                    continue
                if str(source) in indexed or not self._exists(source):
                    state = ledger.get(report_id)
                    if not (state and state.restricted):  # who might not read it is not told that it was
                        before.gone_reports[report_id] = state.title if state else ""
            for state in ledger.eventful():
                if state.report not in present:
                    continue
                before.reports |= {name: state.report for name in state.names if name not in present}
                if state.moved:
                    before.sections[state.report] = state.moved
                gone = {old.id: old.heading for old in state.lost if old.id not in state.moved}
                if gone:
                    before.gone_sections[state.report] = gone
        return before

    def _identify(
        self, report: Report, fresh: Sequence[Fresh], home: _Home, origin: Origin, facts: Facts
    ) -> str:
        """Return the id issued to this report before, or a new one; `ids` says how it is chosen."""
        ledger, issued = home.ledger, self._issued[home.ledger.path]
        alone = origin.alone

        def free(report_id: str) -> bool:
            if report_id in self._claimed or facts.taken(report_id):
                return False
            lies = ledger.sources.get(report_id, home.place)
            file = ledger.path.parent / lies
            return lies == home.place or not facts.stays(file, lambda: _checksum(ledger, report_id))

        def candidates(several: Iterable[str]) -> Iterator[Candidate]:
            for one in filter(free, several):
                lies = ledger.sources.get(one, home.place)
                replaced = lies != home.place and self._exists(ledger.path.parent / lies)
                state = ledger.get(one)
                known = with_words(state.sections, facts.before(one)) if state else ()
                yield Candidate(one, share_of(known, fresh), replaced)

        if alone and not (AUTHORITY.fullmatch(report.id) and free(report.id) and report.id in ledger.sources):
            here = issued.get(home.place, [])
            others = (one for one in self._without_file(ledger, origin.sha256, facts) if one not in here)
            before = ids.report_id(list(candidates(here)), candidates(others))
            if before:
                return before
        return ids.new_report_id(
            report.id, lambda one: free(one) and not (alone and self._is_anothers(one, ledger, home.place))
        )

    def _without_file(self, ledger: Ledger, sha256: str, facts: Facts) -> Iterator[str]:
        """Yield the reports whose file is gone or has changed: those that had this content, else all."""
        if ledger.path not in self._left:
            left: dict[str, list[str]] = {}
            staying: dict[str, bool] = {}  # a file may have given many
            for report_id, place in ledger.sources.items():
                kept = staying.get(place)
                if kept is None:
                    file, own = ledger.path.parent / place, partial(_checksum, ledger, report_id)
                    kept = staying[place] = facts.stays(file, own)
                if not kept:
                    left.setdefault(_checksum(ledger, report_id), []).append(report_id)
            self._left[ledger.path] = left
        left = self._left[ledger.path]
        yield from left.get(sha256[:SOURCE_DIGITS], ()) if sha256 else ()
        yield from (one for checksum, several in left.items() if checksum != sha256 for one in several)

    def _is_anothers(self, report_id: str, ledger: Ledger, place: str) -> bool:
        """Tell whether the id was issued to a file elsewhere, whose words are not this one's."""
        return ledger.sources.get(report_id, place) != place and not AUTHORITY.fullmatch(report_id)

    def _exists(self, file: Path) -> bool:
        if file not in self._existing:
            self._existing[file] = file.exists()
        return self._existing[file]

    def ledger(self, file: Path) -> Ledger:
        """Return the ledger for a file: one that lies above it, else that of the corpus or the index."""
        if file.parent in self._of_folder:
            return self._of_folder[file.parent]
        above = [folder for folder in file.parents if (folder / LEDGER).is_file()]
        root = next((root for root in self._roots if file.is_relative_to(root)), None)
        home = above[0] if above else root
        if home and os.access(home / LEDGER if above else home, os.W_OK):
            path, base = home / LEDGER, None
        else:
            path, base = self._index_folder.resolve() / LEDGER, home / LEDGER if above and home else None
        if path not in self._ledgers:
            held = None if base else self._read.get(path)
            ledger = self._ledgers[path] = held or Ledger(path, base)
            issued: dict[str, list[str]] = {}
            for report_id, place in ledger.sources.items():
                issued.setdefault(place, []).append(report_id)
            self._issued[path] = issued
        self._of_folder[file.parent] = self._ledgers[path]
        return self._ledgers[path]


def _known(state: State) -> tuple[Known, ...]:
    return (*state.sections, *(replace(old, gone=True) for old in state.lost))


def _checksum(ledger: Ledger, report_id: str) -> str:
    state = ledger.get(report_id)
    return state.sha256 if state else ""


def _place(ledger: Ledger, file: Path) -> str:
    folder = ledger.path.parent
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else str(file)
