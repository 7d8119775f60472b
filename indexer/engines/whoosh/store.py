"""The embedded engine: Whoosh keeps terms, postings, columns and commits; arrays answer."""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.index import LockError
from whoosh.writing import SegmentWriter

from indexer.engines.arrays.bags import Batch, analysed, batches
from indexer.engines.arrays.snapshot import Snapshot
from indexer.engines.whoosh.codec import ArrayCodec
from indexer.engines.whoosh.schema import schema
from indexer.engines.whoosh.segment import SegmentBuilder
from indexer.errors import BaogaoError, IndexBusyError, IndexDamagedError
from indexer.model.report import Report
from indexer.model.search import Hit, Request, Results, Suggestion
from indexer.names.store import NAMES, Names
from indexer.search.answer import answer, make_hit
from indexer.search.similar import similar
from indexer.search.suggest import Completer
from indexer.updating import generations as storage

_CODEC: Any = ArrayCodec()  # type: ignore[no-untyped-call, unused-ignore]
_TIER = 8  # segments of like size that are made one
_SETTLED = 2 * 10**9  # ns after which a change would show in a folder's time, however coarse its clock
_LARGEST = 8_192  # documents of a segment that is made one with others


class WhooshEngine:
    """An index folder; readers follow its commits and swaps by themselves."""

    def __init__(self, folder: Path, generation: Path | None = None) -> None:
        """Opens the current generation of the folder at the first use, or works on the one given."""
        self.folder = folder
        self._fixed = generation
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._state: tuple[str, int, int] | None = None
        self._in: Path | None = None  # the generation of the snapshot
        self._unchanged: tuple[int, int] | None = None  # times of change that the snapshot is as new as
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

    def add(self, reports: Iterable[Report]) -> None:
        """Adds the reports; raises IndexBusyError while another process writes."""
        sized = batches(reports, lambda report: sum(len(section.text) for section in report.sections))
        self.add_batches(map(analysed, sized))

    def add_batches(
        self,
        analysed_reports: Iterable[Batch],
        before: Callable[[], None] = lambda: None,
        after: Callable[[list[str]], None] = lambda ids: None,
    ) -> None:
        """Adds analysed reports, a full segment a commit; `after` is called with the ids of each."""
        builder = SegmentBuilder()
        for batch in analysed_reports:
            builder.add(batch)
            if builder.full:
                before()
                after(self._commit(builder))
                builder = SegmentBuilder()
        before()
        after(self._commit(builder))
        self._merge()

    def _commit(self, builder: SegmentBuilder) -> list[str]:
        ids = [report.id for report in builder.reports]
        if not ids:
            return ids
        with _writing(self.generation) as writer:
            known = self.snapshot()
            for report_id in ids:
                if known.place_of(report_id) is not None:
                    writer.delete_by_term("report", report_id)
            builder.write(writer)
        return ids

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
            builder.add(analysed(list(self.snapshot().reports_in(many))))
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
            self._snapshot = self._state = self._unchanged = None

    def snapshot(self) -> Snapshot:
        """The newest committed state; reopened only when there is a newer one."""
        with self._lock:
            touched = self._touched()
            if self._snapshot and touched and touched == self._unchanged:
                return self._snapshot
            for attempt in range(5):
                try:
                    generation = self.generation
                    names = generation / NAMES
                    learnt = names.stat().st_mtime_ns if names.is_file() else 0
                    state = generation.name, storage.commit_of(generation), learnt
                    if self._snapshot is None or state != self._state:
                        self._snapshot = Snapshot(index.open_dir(str(generation)).reader(), Names(names))
                        self._state = state
                    settled = touched and max(touched) + _SETTLED < time.time_ns()
                    self._unchanged, self._in = (touched if settled else None), generation
                    return self._snapshot
                except BaogaoError:
                    raise
                except Exception as error:  # a commit may sweep files away between two reads
                    if attempt == 4:
                        message = f"the index cannot be opened ({error}); run `baogao index --rebuild`."
                        raise IndexDamagedError(f"{self.folder}: {message}") from error
                    time.sleep(0.05 * 2**attempt)
        raise AssertionError

    def _touched(self) -> tuple[int, int] | None:
        """When something in the folder and in the generation of the snapshot was last created or replaced."""
        try:
            return self.folder.stat().st_mtime_ns, self._in.stat().st_mtime_ns if self._in else 0
        except OSError:
            return None

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
