"""What of the sources may be shown: to whom, without contacts, and without what was taken down.

    access.tsv      beside the reports: path, file name or record id (`*` and `?` stand for any), TAB, groups
                    parted by commas, `*` for everybody; it decides where a report is marked wrongly
    takedown.tsv    beside the reports: a permanent link, TAB, the reason

Each audience has an index of its own that holds nothing but what it may see (docs/SECURITY.md says why). The
entry of a source in the catalogue keeps which rules it was read by, so that a rule that changes has just the
sources read again that it concerns.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from indexer import messages, settings
from indexer.anatomy.access import readers_of
from indexer.anatomy.contacts import without_contacts
from indexer.disk import write_atomically
from indexer.errors import RuleError
from indexer.links.short import find_short
from indexer.links.takedown import Takedown, parse_link
from indexer.model.report import Document, Report

ACCESS, TAKEDOWN = "access.tsv", "takedown.tsv"
EVERYBODY = "*"
OMISSION = "［…］"  # stands where a passage was
_HEAD = "# a permanent link, a tab, the reason\n"
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Access:
    """A row of access.tsv: sources or records, and the groups that may read them; none for everybody."""

    pattern: str
    groups: tuple[str, ...]

    def names(self, *names: str) -> bool:
        """Tell whether one of the names is meant."""
        return any(fnmatchcase(name, self.pattern) for name in names)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one update for an audience of some groups; the public one is of none."""

    groups: frozenset[str] = frozenset()
    access: tuple[Access, ...] = ()
    takedowns: tuple[Takedown, ...] = ()
    contacts: bool = False  # whether they are shown
    _by_report: Mapping[str, tuple[Takedown, ...]] = field(default_factory=dict)

    def seen(self, document: Document, file: Path) -> Document | None:
        """Return a document as the audience may see it; None where it may not."""
        named = (str(file), file.name, file.stem, document.key)
        decided = [row for row in self.access if row.names(*named)]
        readers = decided[-1].groups if decided else readers_of(document)
        if readers and not self.groups.intersection(readers):
            return None
        document = replace(document, readers=readers) if readers else document
        return document if self.contacts else without_contacts(document)

    def hides(self, report_id: str) -> bool:
        """Tell whether a report was taken down as a whole."""
        return any(not row.section for row in self._by_report.get(report_id, ()))

    def cut(self, report: Report) -> Report | None:
        """Return a report without what was taken down; None where all of it was."""
        rows = self._by_report.get(report.id, ())
        if self.hides(report.id):
            return None
        for row in rows:
            report = _without(report, row)
        return report if report.sections else None

    def unmet(self, report: Report) -> list[str]:
        """Return the links of takedowns that lead to nothing in a whole report, or to nothing any more."""
        sections = {section.id for section in report.sections}
        return [
            row.link
            for row in self._by_report.get(report.id, ())
            if row.section
            and (
                find_short(row.signs, report, row.section) is None
                if row.signs
                else row.section not in sections
            )
        ]

    def concerns(self, report_id: str) -> str:
        """Return what changes with the takedowns of a report; empty for none."""
        rows = self._by_report.get(report_id)
        return f"-{_digest([row.link for row in rows])}" if rows else ""

    def of(self, file: Path, report_ids: Collection[str]) -> str:
        """Return what changes with the rules that a source of these reports was read by."""
        if not self.access and not self.takedowns:  # as for most: once, not for each of many sources
            return _bare(self.groups, self.contacts)
        several = len(report_ids) != 1
        rows = [
            row for row in self.access if several or row.names(str(file), file.name, file.stem, *report_ids)
        ]
        taken = [self.concerns(report_id) for report_id in sorted(report_ids)]
        return _of(self.groups, [(row.pattern, row.groups) for row in rows], "".join(taken), self.contacts)


EVERYTHING = Rules(contacts=True)  # nothing is left out but what is restricted


def read_rules(roots: Iterable[Path], groups: Collection[str] = ()) -> Rules:
    """Read the rules that lie in folders of sources, or beside sources that are files. Raises RuleError."""
    folders = dict.fromkeys(root if root.is_dir() else root.parent for root in roots)
    access = [
        Access(pattern, () if EVERYBODY in named else tuple(sorted(named)))
        for pattern, said, where in _rows(folders, ACCESS)
        if (named := _groups(said, where))
    ]
    takedowns = [
        Takedown(*parse_link(link, where), reason, link) for link, reason, where in _rows(folders, TAKEDOWN)
    ]
    by_report: dict[str, tuple[Takedown, ...]] = {}
    for one in takedowns:
        by_report[one.report] = (*by_report.get(one.report, ()), one)
    return Rules(frozenset(groups), tuple(access), tuple(takedowns), settings.contacts(), by_report)


def add_takedown(folder: Path, link: str, reason: str) -> Path:
    """Add a line to the takedowns of a folder, and return their file. Raises RuleError."""
    file = folder / TAKEDOWN
    line = "\t".join(" ".join(part.split()) for part in (link, reason)) + "\n"
    try:
        before = file.read_text(encoding="utf-8") if file.exists() else _HEAD
        write_atomically(file, before + ("" if before.endswith("\n") else "\n") + line)
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(messages.RULES_UNREADABLE(reason=error), file) from error
    return file


def _rows(folders: Iterable[Path], name: str) -> Iterable[tuple[str, str, str]]:
    """Yield (first column, second, where) of each row of the files of a name, but for blank lines and # …"""
    for folder in folders:
        file = folder / name
        if not file.is_file():
            continue
        try:
            lines = file.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise RuleError(messages.RULES_UNREADABLE(reason=error), file) from error
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.startswith("#"):
                first, _, second = (part.strip() for part in line.partition("\t"))
                if not first or not second:
                    raise RuleError(messages.RULE_COLUMNS(), f"{file}:{number}")
                yield first, second, f"{file}:{number}"


def _groups(said: str, where: str) -> set[str]:
    named = {one.strip() for one in said.replace("、", ",").replace("，", ",").split(",") if one.strip()}
    if not named:
        raise RuleError(messages.RULE_COLUMNS(), where)
    return named


def _without(report: Report, row: Takedown) -> Report:
    """Return a report without a section, or a passage of one; as it is where that is no more in it."""
    if not row.signs:
        return replace(report, sections=tuple(one for one in report.sections if one.id != row.section))
    found = find_short(row.signs, report, row.section)
    if found is None:
        return report
    return replace(
        report,
        sections=tuple(
            replace(one, text=one.text[: found.start] + OMISSION + one.text[found.end :])
            if one.id == found.section_id
            else one
            for one in report.sections
        ),
    )


@lru_cache
def _bare(groups: frozenset[str], contacts: bool) -> str:
    return _of(groups, (), "", contacts)


def _of(
    groups: Iterable[str], rows: Iterable[tuple[str, tuple[str, ...]]], taken: str, contacts: bool
) -> str:
    return _digest([sorted(groups), list(rows), taken, contacts])


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:_DIGITS]
