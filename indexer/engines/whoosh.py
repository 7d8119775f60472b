"""The embedded engine: Whoosh keeps terms, postings, columns and commits; arrays answer."""

import multiprocessing
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.index import LockError
from whoosh.writing import SegmentWriter

from indexer.engines import storage
from indexer.engines.answer import answer, make_hit
from indexer.engines.bags import Batch, analysed
from indexer.engines.codec import ArrayCodec
from indexer.engines.segment import SegmentBuilder
from indexer.engines.similar import similar
from indexer.engines.snapshot import Snapshot
from indexer.engines.suggest import Completer
from indexer.errors import BaogaoError, IndexBusyError, IndexDamagedError
from indexer.report import Report
from indexer.results import Hit, Request, Results, Suggestion
from indexer.schema import schema

_CODEC: Any = ArrayCodec()  # type: ignore[no-untyped-call, unused-ignore]
_BATCH = 100_000  # characters of the reports that are analysed together
_AHEAD = 3  # batches a process that are analysed ahead of the writer
_TIER = 8  # segments of like size that are made one
_LARGEST = 32_768  # documents of a segment that is made one with others

Committed = Callable[[list[str]], None]  # called with the ids of the reports that are now searchable


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

    def add(self, reports: Iterable[Report], jobs: int = 1, committed: Committed = lambda ids: None) -> None:
        """Adds the reports, a full segment a commit; raises IndexBusyError while another process writes."""
        builder = SegmentBuilder()
        for batch in _analysed(reports, jobs):
            builder.add(batch)
            if builder.full:
                self._commit(builder, committed)
                builder = SegmentBuilder()
        self._commit(builder, committed)
        self._merge()

    def _commit(self, builder: SegmentBuilder, committed: Committed = lambda ids: None) -> None:
        ids = [report.id for report in builder.reports]
        with _writing(self.generation) as writer:
            known = self.snapshot()
            for report_id in ids:
                if known.place_of(report_id) is not None:
                    writer.delete_by_term("report", report_id)
            builder.write(writer)
        committed(ids)

    def _merge(self) -> None:
        """Rewrites segments when there are many of like size, and those with more deleted than held."""
        while True:
            tiers: dict[int, list[int]] = {}
            segments = self.snapshot().segments
            for number, (held, size) in enumerate(segments):
                if 2 * held < size:
                    tiers[number] = [number] * _TIER
                elif size < _LARGEST:
                    tiers.setdefault(-size.bit_length() // 3, []).append(number)
            many = next((set(tier) for tier in tiers.values() if len(tier) >= _TIER), None)
            if many is None:
                return
            builder = SegmentBuilder()
            for batch in _analysed(self.snapshot().reports_in(many), 1):
                builder.add(batch)
            self._commit(builder)

    def remove(self, report_ids: Collection[str]) -> None:
        """Removes the reports in one commit."""
        if report_ids:
            with _writing(self.generation) as writer:
                for report_id in report_ids:
                    writer.delete_by_term("report", report_id)

    def close(self) -> None:
        """Lets go of the snapshot."""
        with self._lock:
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
        place = snapshot.place_of(report_id)
        return None if place is None else snapshot.report(place)

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
def _writing(generation: Path) -> Iterator[SegmentWriter]:
    """A Whoosh writer that commits and seals at the end, or leaves everything as it was."""
    try:
        writer = SegmentWriter(index.open_dir(str(generation)), codec=_CODEC, compound=False)
    except LockError:
        message = "another `baogao index` is writing; try again later."
        raise IndexBusyError(f"{generation.parent}: {message}") from None
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit(mergetype=_without_empty)
    storage.seal(generation)


def _without_empty(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    return [segment for segment in segments if segment.doc_count()]


def _analysed(reports: Iterable[Report], jobs: int) -> Iterator[Batch]:
    """Batches of the reports in order, analysed in `jobs` processes, a bounded number ahead."""
    batches = _batches(reports)
    first = next(batches, None)
    if first is None:
        return
    second = next(batches, None) if jobs > 1 else None
    if second is None:
        yield analysed(first)
        yield from map(analysed, batches)
        return
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        ahead: deque[Future[Batch]] = deque()
        for batch in chain((first, second), batches):
            ahead.append(pool.submit(analysed, batch))
            if len(ahead) > _AHEAD * jobs:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _batches(reports: Iterable[Report]) -> Iterator[list[Report]]:
    batch: list[Report] = []
    size = 0
    for report in reports:
        batch.append(report)
        size += sum(len(section.text) for section in report.sections)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
