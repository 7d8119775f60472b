"""Documents to analysed reports, in several processes, in order and a bounded number ahead."""

import gc
import logging
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeVar

from indexer import messages
from indexer.anatomy.joining import read_report
from indexer.anatomy.sections import unparsed
from indexer.links.align import Fresh
from indexer.links.fingerprint import Fingerprint, marks_of
from indexer.model.people import Observed
from indexer.model.report import Document, Report
from indexer.names.reading.observe import observe
from indexer.search.ports import Batch, Engine

YOUNG = 200_000  # objects made between two searches for cycles, which reports hardly have
_Item = TypeVar("_Item")
_BATCH = 100_000  # characters that are worked on together
_AHEAD = 3  # batches a process that are done ahead of their use


@dataclass(frozen=True, slots=True)
class Prepared:
    """Analysed reports; of each what it names, and the fingerprints of its sections."""

    batch: Batch
    observed: list[Observed]
    marks: list[list[Fingerprint]]

    def reports(self) -> Iterator[tuple[Report, list[Fresh]]]:
        """Each report with its sections and their traces."""
        for (report, folded), marks in zip(self.batch.texts(), self.marks, strict=True):
            yield report, list(map(Fresh, report.sections, folded, marks))


def prepared(
    documents: Iterable[Document], jobs: int, engine: Engine
) -> Iterator[tuple[list[Document], Prepared]]:
    """Documents with their reports, parsed, analysed and read for names in `jobs` processes.

    A small number is done in this process, and so is the rest when the others cannot be started: a script
    without `if __name__ == "__main__":` lets them die.
    """
    waiting = batches(documents, lambda document: len(document.text))
    first = next(waiting, None)
    second = next(waiting, None) if jobs > 1 else None
    if first is None:
        return
    if second is None:
        for batch in chain([first], waiting):
            yield batch, prepare(batch, engine)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_begin) as pool:
        ahead: deque[tuple[list[Document], Future[Prepared] | None]] = deque()
        for batch in chain((first, second), waiting):
            ahead.append((batch, _submit(pool, batch, engine)))
            if len(ahead) > _AHEAD * jobs:
                yield _result(*ahead.popleft(), engine)
        while ahead:
            yield _result(*ahead.popleft(), engine)


def batches(items: Iterable[_Item], size: Callable[[_Item], int]) -> Iterator[list[_Item]]:
    """Yield the items in lists of some _BATCH characters."""
    batch: list[_Item] = []
    held = 0
    for item in items:
        batch.append(item)
        held += size(item)
        if held >= _BATCH:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _begin() -> None:
    """Let a process that reads search for cycles seldom, and end when the one that writes is killed."""
    gc.set_threshold(YOUNG)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def prepare(documents: Sequence[Document], engine: Engine) -> Prepared:
    """Their reports, parsed, analysed, read for names and fingerprinted."""
    read = [_read(document) for document in documents]
    batch = engine.analyse([report for report, _ in read])
    sections = [section for report in batch.reports for section in report.sections]
    folded = [text for _, texts in batch.texts() for text in texts]
    marks = iter(marks_of(sections, folded))
    return Prepared(
        batch,
        [observed for _, observed in read],
        [list(islice(marks, len(report.sections))) for report in batch.reports],
    )


def _read(document: Document) -> tuple[Report, Observed]:
    """Read a report; a fault of ours costs neither the other reports nor this one's words."""
    try:
        report = read_report(document)
        return report, observe(report)
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
        report = unparsed(document, messages.SECTIONS_UNTOLD(fault=fault))
        sections = tuple(section.id for section in report.sections)
        return report, Observed(report.id, "", "", report.title, sections, (), (), ())


def _submit(pool: ProcessPoolExecutor, batch: list[Document], engine: Engine) -> Future[Prepared] | None:
    try:
        return pool.submit(prepare, batch, engine)
    except BrokenProcessPool:
        return None


def _result(
    batch: list[Document], future: Future[Prepared] | None, engine: Engine
) -> tuple[list[Document], Prepared]:
    try:
        return batch, future.result() if future else prepare(batch, engine)
    except BrokenProcessPool:
        message = "Further processes could not be started; going on in one."
        logging.getLogger(__name__).warning(message)
        return batch, prepare(batch, engine)
