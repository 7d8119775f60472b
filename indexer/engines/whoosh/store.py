"""The embedded engine: Whoosh keeps terms, postings, columns and commits; arrays answer."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from whoosh.index import LockError
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from indexer import messages
from indexer.engines.arrays.bags import ArrayBatch, analysed
from indexer.engines.arrays.snapshot import Snapshot
from indexer.engines.arrays.view import ArrayView
from indexer.engines.whoosh.codec import ArrayCodec
from indexer.engines.whoosh.part import WhooshPart
from indexer.engines.whoosh.segment import SegmentBuilder
from indexer.engines.whoosh.storage import create, last_commit, opened
from indexer.errors import IndexBusyError
from indexer.messages import Message
from indexer.model.report import Report
from indexer.search.ports import Batch, Naming

_CODEC: Any = ArrayCodec()  # type: ignore[no-untyped-call, unused-ignore]
_TIER = 8  # segments of like size that are made one
_LARGEST = 8_192  # documents of a segment that is made one with others


class WhooshEngine:
    """Keeps each index in a folder."""

    def analyse(self, reports: Sequence[Report]) -> ArrayBatch:
        """Analyse reports into bags of terms."""
        return analysed(reports)

    def create(self, generation: Path, committed: Callable[[], None]) -> "WhooshStore":
        """Make an empty index in a folder."""
        create(generation)
        return WhooshStore(generation, committed)

    def open(self, generation: Path, committed: Callable[[], None]) -> "WhooshStore":
        """Open the index in a folder, at the first use."""
        return WhooshStore(generation, committed)

    def publish(self, generation: Path) -> None:
        """Do nothing: all of a store is in its folder."""

    def sharing(self, folder: Path) -> None:
        """Return nothing: the folder is the only one."""


class WhooshStore:
    """The index in one folder; `committed` is called after each commit."""

    def __init__(self, generation: Path, committed: Callable[[], None]) -> None:
        self._generation, self._committed = generation, committed

    def put(
        self,
        batches: Iterable[Batch],
        before: Callable[[], None] = lambda: None,
        after: Callable[[list[str]], None] = lambda ids: None,
    ) -> Mapping[str, Message]:
        """Add reports, a full segment a commit; none is refused. Raises IndexBusyError."""
        builder = SegmentBuilder()
        for batch in batches:
            assert isinstance(batch, ArrayBatch)
            builder.add(batch)
            if builder.full:
                before()
                after(self._commit(builder))
                builder = SegmentBuilder()
        before()
        after(self._commit(builder))
        self._merge()
        return {}

    def _commit(self, builder: SegmentBuilder) -> list[str]:
        ids = [report.id for report in builder.reports]
        if not ids:
            return ids
        with self._writing() as writer:
            held = self.snapshot()
            for report_id in ids:
                if held.number_of(report_id) is not None:
                    writer.delete_by_term("report", report_id)
            builder.write(writer)
        return ids

    def _merge(self) -> None:
        """Rewrite segments when there are many of like size, and those with more deleted than held."""
        while True:
            view = ArrayView(self.snapshot())
            many = _to_merge(view.snapshot.segments)
            if not many:
                return
            reports = [report for documents in many for report in view.reports_in(documents)]
            builder = SegmentBuilder()
            builder.add(analysed(reports))
            self._commit(builder)

    def drop(self, report_ids: Collection[str]) -> None:
        """Remove reports in one commit."""
        if report_ids:
            with self._writing() as writer:
                for report_id in report_ids:
                    writer.delete_by_term("report", report_id)

    def view(self, naming: Naming) -> ArrayView:
        """Return the newest committed state."""
        return ArrayView(self.snapshot(naming))

    def snapshot(self, naming: Naming = lambda name: ()) -> Snapshot:
        """Return the arrays of the newest commit."""
        with closing(opened(self._generation).reader()) as reader:  # the maps stay
            leaves = reader.leaf_readers()
            parts = [WhooshPart(leaf, start) for leaf, start in leaves if isinstance(leaf, SegmentReader)]
        return Snapshot(parts, naming)

    def state(self) -> Hashable:
        """Return the number of the last commit; -1 without any."""
        return last_commit(self._generation)

    def degraded(self) -> None:
        """Return nothing: files are whole or damaged."""

    def close(self) -> None:
        """Nothing is held open between two calls."""

    @contextmanager
    def _writing(self) -> Iterator[SegmentWriter]:
        """Yield a Whoosh writer that commits at the end, or leaves everything as it was."""
        try:
            writer = SegmentWriter(opened(self._generation), codec=_CODEC, compound=False)
        except LockError:
            raise IndexBusyError(messages.INDEX_BUSY(), self._generation.parent) from None
        try:
            yield writer
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=_without_empty)
        self._committed()


def _to_merge(segments: Sequence[tuple[range, int]]) -> list[range]:
    """Return the documents of the segments, given with the number of those alive, that are to be made one."""
    tiers: dict[int, list[range]] = {}
    for number, (documents, alive) in enumerate(segments):
        if 2 * alive < len(documents):
            tiers[number] = [documents] * _TIER
        elif len(documents) < _LARGEST:
            tiers.setdefault(-len(documents).bit_length() // 3, []).append(documents)
    many = next((tier for tier in tiers.values() if len(tier) >= _TIER), [])
    return list(dict.fromkeys(many))


def _without_empty(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    return [segment for segment in segments if segment.doc_count()]
