"""Issues permanent ids to reports and sections, and knows where ids issued before lead now.

A corpus is a folder, and its ledger lies in it. Files named one by one, and folders that may not
be written to, have theirs in the index folder, outside the generations.
"""

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from indexer.links.align import Fresh, Known, align, owners
from indexer.links.ledger import LEDGER, Ledger, State
from indexer.links.redirects import Redirects
from indexer.report import Report

FEW_LETTERS = 100
VANISHED = ""  # the place of reports whose file is there no more
SAME_REPORT = 0.5  # share of a vanished report's words that makes a new file its continuation


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

    def settle(self, report: Report, source: str, file: Path, taken: Callable[[str], bool]) -> Report:
        """The report under its permanent ids; the ledger notes what is new. Raises LedgerError.

        `source` is the file, with a line or member when it holds many reports; `taken` says of an
        id that another report of this index has it.
        """
        ledger = self.ledger(file)
        place = _place(ledger, file)
        fresh = [Fresh(section) for section in report.sections]
        report_id = self._identify(report, fresh, ledger, place, source == str(file), taken)
        self._claimed.add(report_id)
        state = ledger.get(report_id)
        if state is None and len(fresh) == 1 and source != str(file):
            return replace(report, id=report_id)  # a record of one section: its id is its own
        known = (*state.sections, *(replace(old, gone=True) for old in state.lost)) if state else ()
        places = align(known, fresh)
        ids, gone, moved = _issue(known, fresh, places, state.moved if state else {})
        names = {*(state.names if state else ()), report.id} - {report_id}
        sections = tuple(
            Known(id_, new.section.path, new.section.heading, new.mark)
            for id_, new in zip(ids, fresh, strict=True)
        )
        ledger.set(State(report_id, place, report.title, sections, gone, moved, tuple(sorted(names))))
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
                if state.lost:
                    before.gone_sections[state.report] = {old.id: old.heading for old in state.lost}
        return before

    def _identify(
        self,
        report: Report,
        fresh: list[Fresh],
        ledger: Ledger,
        place: str,
        alone: bool,
        taken: Callable[[str], bool],
    ) -> str:
        """The id issued to this report before, or a new one.

        A file alone is known by its place, by its own id, or by its words when its old file has
        vanished: so it keeps its id when it is edited, renamed or comes in another format.
        """

        def free(report_id: str) -> bool:
            lies = ledger.sources.get(report_id, place)
            elsewhere = lies != place and self._exists(ledger.path.parent / lies)
            return not elsewhere and not taken(report_id) and report_id not in self._claimed

        if alone:
            issued = self._issued[ledger.path]
            unknown = report.id not in ledger.sources
            candidates = [*issued.get(place, ()), *(issued[VANISHED] if unknown else ())]
            share, likest = max(
                ((_share(ledger.get(one), fresh), one) for one in candidates if free(one)), default=(0, "")
            )
            if share >= SAME_REPORT:
                return likest
        report_id, number = report.id, 1
        while not free(report_id):
            number += 1
            report_id = f"{report.id}-{number}"
        return report_id

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
            issued: dict[str, list[str]] = {VANISHED: []}
            for report_id, place in ledger.sources.items():
                issued.setdefault(place, []).append(report_id)
                if not self._exists(path.parent / place):
                    issued[VANISHED].append(report_id)
            self._issued[path] = issued
        self._of_folder[file.parent] = self._ledgers[path]
        return self._ledgers[path]


def _issue(
    known: tuple[Known, ...], fresh: list[Fresh], places: dict[int, int], moved: dict[str, str]
) -> tuple[list[str], tuple[Known, ...], dict[str, str]]:
    """An id for each fresh section, the known ones that have gone, and where the others moved."""
    owner = owners(known, fresh, places)
    issued = {old.id for old in known} | set(moved)
    ids: list[str] = []
    for place, new in enumerate(fresh):
        if place in owner:
            ids.append(known[owner[place]].id)
            continue
        section_id, number = new.section.id, 1
        while section_id in issued:
            number += 1
            section_id = f"{new.section.id.split('~')[0]}~{number}"
        issued.add(section_id)
        ids.append(section_id)
    gone = tuple(replace(old, gone=False) for i, old in enumerate(known) if i not in places)
    leads = dict(moved)
    leads |= {known[i].id: ids[place] for i, place in places.items() if known[i].id != ids[place]}
    for old in leads:
        while leads[old] in leads:
            leads[old] = leads[leads[old]]
    return ids, gone, leads


def _place(ledger: Ledger, file: Path) -> str:
    folder = ledger.path.parent
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else str(file)


def _share(state: State | None, fresh: list[Fresh]) -> float:
    """How much of a report's words, by sections weighed by length, is among the fresh sections'.

    A report of few words is known only by every one of them.
    """
    sections = [old.mark for old in state.sections if old.mark.letters] if state else []
    letters = sum(mark.letters for mark in sections)
    if letters < FEW_LETTERS:
        return float(
            [mark.checksum for mark in sections] == [new.mark.checksum for new in fresh if new.mark.letters]
        )
    words = np.unique(np.concatenate([new.shingles for new in fresh]))
    return sum(mark.share_in(words) * mark.letters for mark in sections) / letters
