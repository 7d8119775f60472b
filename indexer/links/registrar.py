"""Issues permanent ids to reports and sections, and knows where ids issued before lead now.

A corpus is a folder, and its ledger lies in it. Files named one by one, and folders that may not
be written to, have theirs in the index folder, outside the generations.
"""

import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from indexer.links.align import Fresh, Known, align, owners
from indexer.links.fingerprint import marks_of
from indexer.links.ledger import LEDGER, Ledger, State
from indexer.links.redirects import Redirects
from indexer.model.report import SYSTEM_ID, Report
from indexer.text.arrays import distinct
from indexer.text.fold import fold

AUTHORITY = re.compile(SYSTEM_ID)  # which no two reports share
SAME_REPORT = 0.5  # share of a vanished report's words that makes a new file its continuation
TRADED = 0.8  # the same where another file has taken the old one's place
FEW_LETTERS = 100  # of a report that only all of its words tell
DIGITS = 16  # of a source's checksum


class Registrar:
    """The ledgers of one update."""

    def __init__(self, index_folder: Path, roots: Iterable[Path]) -> None:
        """Works for the paths that are being indexed."""
        self._index_folder = index_folder
        self._roots = [root for root in roots if root.is_dir()]
        self._ledgers: dict[Path, Ledger] = {}
        self._of_folder: dict[Path, Ledger] = {}
        self._issued: dict[Path, dict[str, list[str]]] = {}  # by ledger: reports by place
        self._claimed: set[str] = set()
        self._existing: dict[Path, bool] = {}

    def settle(
        self,
        report: Report,
        fresh: Sequence[Fresh],
        source: str,
        file: Path,
        sha256: str,
        taken: Callable[[str], bool],
        stays: Callable[[Path, Callable[[], str]], bool],
        before: Callable[[str], Report | None],
    ) -> Report:
        """The report under its permanent ids; the ledger notes what is new. Raises LedgerError.

        `fresh` are its sections; `source` is the file, with a line or member when it holds many reports;
        `taken` says of an id that another report of this index has it, `stays` of a file that it still has
        the checksum, and `before` gives a report as it is in the index.
        """
        ledger = self.ledger(file)
        place = _place(ledger, file)
        report_id = self._identify(report, fresh, ledger, place, source == str(file), taken, stays)
        self._claimed.add(report_id)
        state = ledger.get(report_id)
        if state is None and len(fresh) == 1 and source != str(file):
            return replace(report, id=report_id)  # a record of one section: its id is its own
        old = before(report_id) if state is None else None
        known = _known(state) if state else _as_known(old) if old else ()
        ids, lost, moved = _issue(known, fresh, align(known, fresh), state.moved if state else {})
        names = {*(state.names if state else ()), report.id} - {report_id}
        sections = tuple(
            Known(id_, new.section.path, new.section.heading, new.mark)
            for id_, new in zip(ids, fresh, strict=True)
        )
        ledger.set(
            State(
                report_id, place, report.title, sections, lost, moved, tuple(sorted(names)), sha256[:DIGITS]
            )
        )
        renamed = tuple(
            replace(new.section, id=id_) if new.section.id != id_ else new.section
            for id_, new in zip(ids, fresh, strict=True)
        )
        return replace(report, id=report_id, sections=renamed)

    def retire(self, report_id: str, title: str, file: Path) -> None:
        """Notes that a report has gone."""
        ledger = self.ledger(file)
        state = ledger.get(report_id) or State(report_id, _place(ledger, file), title)
        ledger.set(replace(state, title=title or state.title, gone=True))

    def write(self) -> None:
        """Appends what is new to each ledger. Raises LedgerError."""
        for ledger in self._ledgers.values():
            ledger.write()

    def redirects(self, before: Redirects, indexed: Mapping[str, Collection[str]]) -> Redirects:
        """Where ids that are no more lead now: what led so far, brought up to date.

        `indexed` holds the ids of the reports that each source file gives to this index.
        """
        present = {report_id for ids in indexed.values() for report_id in ids}
        for ledger in self._ledgers.values():
            for report_id, place in ledger.sources.items():
                before.forget(report_id)
                source = ledger.path.parent / place
                if report_id not in present and (str(source) in indexed or not self._exists(source)):
                    state = ledger.get(report_id)
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
        self,
        report: Report,
        fresh: Sequence[Fresh],
        ledger: Ledger,
        place: str,
        alone: bool,
        taken: Callable[[str], bool],
        stays: Callable[[Path, Callable[[], str]], bool],
    ) -> str:
        """The id issued to this report before, or a new one.

        A file alone is known by its words: so it keeps its id when it is edited, renamed, comes in another
        format or trades its name with another; then by its place, then by its own id.
        """
        issued = self._issued[ledger.path]

        def free(report_id: str) -> bool:
            if report_id in self._claimed or taken(report_id):
                return False
            lies = ledger.sources.get(report_id, place)
            return lies == place or not stays(ledger.path.parent / lies, lambda: _checksum(ledger, report_id))

        def likest(candidates: Iterable[str]) -> str:
            shares = ((_share(ledger.get(one), fresh), one) for one in candidates if free(one))
            share, one = max(shares, default=(0.0, ""))
            lies = ledger.path.parent / ledger.sources.get(one, place)
            another = ledger.sources.get(one, place) != place and self._exists(lies)
            return one if share >= (TRADED if another else SAME_REPORT) else ""

        if alone and not (AUTHORITY.fullmatch(report.id) and free(report.id) and report.id in ledger.sources):
            here = issued.get(place, [])
            known = likest(here) or likest(one for ones in issued.values() for one in ones if one not in here)
            known = known or next((one for one in here if free(one)), "")
            if known:
                return known
        report_id, number = report.id, 1
        while not free(report_id) or (alone and self._is_anothers(report_id, ledger, place)):
            number += 1
            report_id = f"{report.id}-{number}"
        return report_id

    def _is_anothers(self, report_id: str, ledger: Ledger, place: str) -> bool:
        """Whether the id was issued to a file elsewhere, whose words are not this one's."""
        return ledger.sources.get(report_id, place) != place and not AUTHORITY.fullmatch(report_id)

    def _exists(self, file: Path) -> bool:
        if file not in self._existing:
            self._existing[file] = file.exists()
        return self._existing[file]

    def ledger(self, file: Path) -> Ledger:
        """The ledger in force for a file: one that lies above it, else that of the corpus or the index."""
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
            ledger = self._ledgers[path] = Ledger(path, base)
            issued: dict[str, list[str]] = {}
            for report_id, place in ledger.sources.items():
                issued.setdefault(place, []).append(report_id)
            self._issued[path] = issued
        self._of_folder[file.parent] = self._ledgers[path]
        return self._ledgers[path]


def _known(state: State) -> tuple[Known, ...]:
    return (*state.sections, *(replace(old, gone=True) for old in state.lost))


def _as_known(report: Report) -> tuple[Known, ...]:
    """The sections of a report that no ledger has: a record that had one section until now."""
    marks = marks_of(report.sections, [fold(one.searchable) for one in report.sections])
    return tuple(
        Known(one.id, one.path, one.heading, mark) for one, mark in zip(report.sections, marks, strict=True)
    )


def _issue(
    known: tuple[Known, ...], fresh: Sequence[Fresh], places: dict[int, int], moved: dict[str, str]
) -> tuple[list[str], tuple[Known, ...], dict[str, str]]:
    """An id for each fresh section, the known ones that are none of them now, and where their words went.

    An id issued later than the first bears a mark of its words, so that two copies of a ledger that go
    on by themselves do not issue the same one.
    """
    owner = owners(known, fresh, places)
    issued_before = bool(known)
    issued = {old.id for old in known} | set(moved)
    ids: list[str] = []
    for place, new in enumerate(fresh):
        if place in owner:
            ids.append(known[owner[place]].id)
            continue
        first = new.section.id.split("~")[0]
        section_id = f"{first}-{new.mark.checksum[:4]}" if issued_before else new.section.id
        number = 1
        while section_id in issued:
            number += 1
            section_id = f"{first}~{number}"
        issued.add(section_id)
        ids.append(section_id)
    present = set(ids)
    lost = tuple(replace(old, gone=False) for old in known if old.id not in present)
    leads = {old: new for old, new in moved.items() if old not in present}
    leads |= {known[i].id: ids[place] for i, place in places.items() if known[i].id not in present}
    for old in leads:
        while leads[old] in leads:
            leads[old] = leads[leads[old]]
    return ids, lost, leads


def _checksum(ledger: Ledger, report_id: str) -> str:
    state = ledger.get(report_id)
    return state.sha256 if state else ""


def _place(ledger: Ledger, file: Path) -> str:
    folder = ledger.path.parent
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else str(file)


def _share(state: State | None, fresh: Sequence[Fresh]) -> float:
    """How much of a report's words, by sections weighed by length, is among the fresh sections'.

    A report of few words is known only by every one of them; its cover, which may show no more than the
    file's name, does not count.
    """
    known = [old for old in state.sections if old.mark.letters] if state else []
    letters = sum(old.mark.letters for old in known)
    if letters < FEW_LETTERS:
        before = [old.mark.checksum for old in known if old.path or len(known) == 1]
        now = [new.mark.checksum for new in fresh if new.section.path or len(fresh) == 1]
        return float(bool(before) and before == now)
    words = distinct(np.concatenate([new.shingles for new in fresh]))
    return sum(old.mark.share_in(words) * old.mark.letters for old in known) / letters
