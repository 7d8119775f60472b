"""The embedded engine: Whoosh keeps terms, postings, columns and commits; arrays answer."""

import multiprocessing
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.index import LockError
from whoosh.writing import IndexWriter

from indexer.engines import storage
from indexer.engines.answer import answer, make_hit
from indexer.engines.similar import similar
from indexer.engines.snapshot import Snapshot
from indexer.engines.suggest import Completer
from indexer.errors import BaogaoError, IndexBusyError, IndexDamagedError
from indexer.report import Report
from indexer.results import Hit, Request, Results, Suggestion
from indexer.schema import rows, schema

_WRITER_MB = 512  # memory that Whoosh sorts postings in before it spills
_BATCH = 256  # reports analysed ahead of the writer


class WhooshEngine:
    """An index folder; readers follow its commits and swaps by themselves."""

    def __init__(self, folder: Path, generation: Path | None = None) -> None:
        """Opens the current generation of the folder at the first use, or works on the one given."""
        self.folder = folder
        self._fixed = generation
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._state: tuple[str, int] | None = None
        self._completer: tuple[Snapshot, Completer] | None = None

    @classmethod
    def create(cls, folder: Path) -> "WhooshEngine":
        """An engine on a new, empty generation, unpublished until `publish`."""
        generation = storage.new_generation(folder)
        index.create_in(str(generation), schema())
        return cls(folder, generation)

    def publish(self) -> None:
        """Makes a created generation the folder's current one."""
        assert self._fixed is not None
        storage.publish(self.folder, self._fixed)
        self._fixed = None

    @property
    def generation(self) -> Path:
        """The folder of the generation in use. Raises IndexMissingError."""
        return self._fixed or storage.current(self.folder)

    def add(self, reports: Iterable[Report], jobs: int = 1) -> None:
        """Adds the reports in one commit; raises IndexBusyError while another process writes."""
        with _writing(self.generation) as writer:
            known = set(self.snapshot().by_id)
            for report, documents in _analysed(reports, jobs):
                if report.id in known:
                    writer.delete_by_term("report", report.id)
                for document in documents:
                    writer.add_document(**document)

    def remove(self, report_ids: Collection[str]) -> None:
        """Removes the reports in one commit."""
        if report_ids:
            with _writing(self.generation) as writer:
                for report_id in report_ids:
                    writer.delete_by_term("report", report_id)

    def close(self) -> None:
        """Closes the snapshot."""
        with self._lock:
            if self._snapshot:
                self._snapshot.close()
            self._snapshot = self._state = None

    def snapshot(self) -> Snapshot:
        """The newest committed state; reopened only when there is a newer one."""
        with self._lock:
            for attempt in range(5):
                try:
                    generation = self.generation
                    state = (generation.name, index.open_dir(str(generation)).latest_generation())
                    if self._snapshot is None or state != self._state:
                        self._snapshot = Snapshot(index.open_dir(str(generation)).reader())
                        self._state = state
                    return self._snapshot
                except BaogaoError:
                    raise
                except Exception as error:  # a commit may sweep files away between two reads
                    if attempt == 4:
                        message = f"the index cannot be opened ({error}); run `baogao index --rebuild`."
                        raise IndexDamagedError(f"{self.folder}: {message}") from error
                    time.sleep(0.05 * 2**attempt)
        raise AssertionError

    def get(self, report_id: str) -> Report | None:
        """A report with its sections, or None."""
        snapshot = self.snapshot()
        place = snapshot.by_id.get(report_id)
        if place is None:
            return None
        row = snapshot.reports[place]
        return Report(row.id, row.title, row.metadata, tuple(snapshot.sections_of(place)))

    def count(self) -> tuple[int, int]:
        """(reports, sections) held."""
        snapshot = self.snapshot()
        return len(snapshot.reports), snapshot.section_count

    def suggest(self, typed: str) -> list[Suggestion]:
        """Completions of what is being typed."""
        snapshot = self.snapshot()
        if self._completer is None or self._completer[0] is not snapshot:
            self._completer = snapshot, Completer(snapshot)
        return self._completer[1].complete(typed)

    def similar(self, report_id: str, section_id: str, most: int = 5) -> tuple[Hit, ...]:
        """The most similar sections of other reports, without scores of a query."""
        snapshot = self.snapshot()
        docs = similar(snapshot, report_id, section_id, most)
        return tuple(make_hit(snapshot, doc) for doc in docs.tolist())

    def search(self, request: Request) -> Results:
        """One page of ranked hits with exact totals."""
        return answer(self.snapshot(), request)


@contextmanager
def _writing(generation: Path) -> Iterator[IndexWriter]:
    """A Whoosh writer that commits and seals at the end, or leaves everything as it was."""
    try:
        writer = index.open_dir(str(generation)).writer(limitmb=_WRITER_MB)
    except LockError:
        message = "another `baogao index` is writing; try again later."
        raise IndexBusyError(f"{generation.parent}: {message}") from None
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    storage.seal(generation)


def _analysed(reports: Iterable[Report], jobs: int) -> Iterator[tuple[Report, list[dict[str, Any]]]]:
    """Each report with its index documents, analysed in `jobs` processes, a bounded number ahead."""
    reports = iter(reports)
    first = list(islice(reports, _BATCH))
    if jobs < 2 or len(first) < _BATCH:
        for report in first:
            yield report, rows(report)
        for report in reports:
            yield report, rows(report)
        return
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        batch, ahead = first, pool.map(rows, first, chunksize=16)
        while batch:
            following = list(islice(reports, _BATCH))
            following_ahead = pool.map(rows, following, chunksize=16)
            yield from zip(batch, ahead, strict=True)
            batch, ahead = following, following_ahead
