"""A store that is one file of JSON lines: the number of commits, then a report a line as they were put."""

import json
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.disk import beside, write_atomically
from indexer.engines.plain.view import PlainView
from indexer.manifest import exchange
from indexer.messages import Message
from indexer.model.jsonable import metadata_from_dict, report_to_dict, section_from_dict
from indexer.model.report import Report
from indexer.search.ports import Batch, Naming
from indexer.text.fold import fold

_FILE = "reports.jsonl"


@dataclass(frozen=True, slots=True)
class PlainBatch:
    """Reports as they are."""

    reports: tuple[Report, ...]

    def texts(self) -> Iterator[tuple[Report, list[str]]]:
        """Yield each report with its sections' folded headings and texts."""
        for report in self.reports:
            yield report, [fold(section.searchable) for section in report.sections]

    def under(self, reports: tuple[Report, ...]) -> "PlainBatch":
        """Return the same batch with other reports."""
        return PlainBatch(reports)


class PlainEngine:
    """Keeps each index in a file."""

    def analyse(self, reports: Sequence[Report]) -> PlainBatch:
        """Leave reports as they are."""
        return PlainBatch(tuple(reports))

    def create(self, generation: Path, committed: Callable[[], None]) -> "PlainStore":
        """Make an empty store in a folder."""
        write_atomically(generation / _FILE, "0\n")
        return PlainStore(generation, committed)

    def open(self, generation: Path, committed: Callable[[], None]) -> "PlainStore":
        """Open the store in a folder."""
        return PlainStore(generation, committed)

    def publish(self, generation: Path) -> None:
        """Do nothing: all of a store is in its folder."""

    def sharing(self, folder: Path) -> None:
        """Return nothing: the folder is the only one."""


class PlainStore:
    """The reports of one file, all read and written at once."""

    def __init__(self, generation: Path, committed: Callable[[], None]) -> None:
        self._file, self._committed = generation / _FILE, committed

    def put(
        self,
        batches: Iterable[Batch],
        before: Callable[[], None] = lambda: None,
        after: Callable[[list[str]], None] = lambda ids: None,
    ) -> Mapping[str, Message]:
        """Add reports in one commit, those of the same ids exchanged; none is refused."""
        added = {report.id: report for batch in batches for report in batch.reports}
        before()
        self._exchange(added, added.values())
        after(list(added))
        return {}

    def drop(self, report_ids: Collection[str]) -> None:
        """Remove reports."""
        self._exchange(report_ids, ())

    def view(self, naming: Naming) -> PlainView:
        """Return all reports as they are now."""
        return PlainView(self._read(), naming)

    def state(self) -> Hashable:
        """Return the number of commits."""
        with self._file.open(encoding="ascii") as lines:
            return int(next(lines))

    def degraded(self) -> None:
        """Return nothing: a file is whole or damaged."""

    def close(self) -> None:
        """Nothing is held open."""

    def _read(self) -> list[Report]:
        _, *lines = self._file.read_text(encoding="ascii").splitlines()
        return list(map(_report_of, lines))

    def _exchange(self, gone: Collection[str], added: Iterable[Report]) -> None:
        if gone:
            reports = [*(report for report in self._read() if report.id not in gone), *added]
            lines = [str(int(str(self.state())) + 1), *(json.dumps(report_to_dict(one)) for one in reports)]
            with beside(self._file) as scratch:
                scratch.write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
                exchange(scratch, self._file)
            self._committed()


def _report_of(line: str) -> Report:
    record = json.loads(line)
    sections = tuple(map(section_from_dict, record["sections"]))
    return Report(record["id"], record["title"], metadata_from_dict(record["metadata"]), sections)
