"""Under which ids: each report gets the id it had, or one that no other source of the index has."""

from collections.abc import Callable, Sequence
from pathlib import Path

from indexer import disk
from indexer.importers import is_portal
from indexer.links.align import Fresh
from indexer.links.registrar import Origin, Registrar
from indexer.model.report import Document, Report
from indexer.model.update import Summary
from indexer.updating.catalogue import Sources
from indexer.updating.changes import Source, checksum_of, state_of


class Settler:
    """Gives reports their permanent ids, one after the other; it knows the `Facts` of other files."""

    def __init__(
        self,
        before: Sources,
        registrar: Registrar,
        get: Callable[[str], Report | None],
        summary: Summary,
    ) -> None:
        """Works on the catalogue `before`; `get` gives a report as it is in the index."""
        self._before, self._registrar, self._get, self._summary = before, registrar, get, summary
        self._known = {report_id for entry in before.values() for report_id in entry.reports}
        self._owner = {report_id: name for name, entry in before.items() for report_id in entry.reports}
        self._settling: Source | None = None

    def settle(self, report: Report, fresh: Sequence[Fresh], document: Document, source: Source) -> Report:
        """Return the report under permanent ids; counts it, and notes it with its source."""
        self._settling = source
        origin = Origin(source.file, document.source, source.sha256)
        settled = self._registrar.settle(report, fresh, origin, self)
        self._owner[settled.id] = str(source.file)
        source.reports[settled.id] = checksum_of(document) + source.rules.concerns(settled.id)
        if settled.id in self._known:
            self._summary.updated += 1
        else:
            self._summary.added += 1
        for note in report.metadata.notes:
            if not str(note).endswith("is missing."):  # many sources lack much; the report itself says so
                self._summary.note(document.source, note)
        return settled

    def before(self, report_id: str) -> Report | None:
        """Return a report as it is in the index."""
        return self._get(report_id)

    def taken(self, report_id: str) -> bool:
        """Tell whether another source, or another record of this one, has the id."""
        assert self._settling is not None
        file = str(self._settling.file)
        owner = self._owner.get(report_id, file)
        yields = is_portal(Path(owner)) and not is_portal(self._settling.file)  # a row to its full text
        return report_id in self._settling.reports or (
            owner != file and not yields and self._holds(owner, report_id)
        )

    def stays(self, file: Path, sha256: Callable[[], str]) -> bool:
        """Tell whether a file is there with the same content, by the first digits of its checksum."""
        entry = self._before.get(str(file))
        if entry and state_of(file) == (entry.size, entry.mtime):
            return True
        return file.exists() and disk.checksum(file).startswith(sha256())

    def _holds(self, name: str, report_id: str) -> bool:
        """Tell whether a file gives this report, in this update or still as it was when last indexed."""
        entry = self._before.get(name)
        if entry is None or report_id not in entry.reports or self._owner.get(report_id) != name:
            return Path(name).exists()
        return self.stays(Path(name), lambda: entry.sha256)
