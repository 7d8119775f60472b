"""From paths to an up-to-date index: what is new or changed is read, what is gone is removed.

A catalogue beside the index remembers each source file (size, time, checksum) and the reports it
gave (checksum each), so that unchanged files are not read and unchanged records not re-indexed.
"""

import gc
import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer import settings
from indexer.disk import write_atomically
from indexer.errors import IndexMissingError, ReadError
from indexer.links.redirects import Redirects
from indexer.links.registrar import Registrar
from indexer.model.update import Progress, Summary
from indexer.names.across.learning import Source, learn
from indexer.updating import generations as storage
from indexer.updating.changes import Entry, Sources
from indexer.updating.prepare import YOUNG
from indexer.updating.writing import Writing

FORMAT = 10  # of what is stored and how it is analysed; another one means to build anew


def update(
    paths: Iterable[Path],
    folder: Path,
    *,
    rebuild: bool = False,
    jobs: int = 1,
    progress: Progress = lambda read, reports: None,
) -> Summary:
    """Brings the index in the folder up to date with the paths.

    A rebuild makes a new generation from these paths alone and swaps it in when it is whole. A source
    that cannot be read is in `failed`, its reports kept; so are those of a path that is not there, which
    may be a disk not mounted. Raises IndexBusyError, IndexDamagedError, LedgerError, or ReadError for a
    rebuild from a path that is not there.
    """
    began = time.perf_counter()
    roots = [path.resolve() for path in paths]
    missing = [root for root in roots if not root.exists()]
    if rebuild and missing:
        raise ReadError(f"{missing[0]}: no such file or folder; the index was left as it is. Check the path.")
    with storage.writing(folder), _seldom_collecting():
        summary = _update(roots, folder, rebuild, jobs, progress)
    summary.seconds = round(time.perf_counter() - began, 3)
    return summary


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """A tenth of the time goes into searches for cycles otherwise."""
    usual = gc.get_threshold()
    gc.set_threshold(YOUNG)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _update(roots: list[Path], folder: Path, rebuild: bool, jobs: int, progress: Progress) -> Summary:
    index, catalogue = _open(folder, roots, rebuild)
    registrar = Registrar(folder, roots)
    run = Sources(catalogue, roots, registrar, progress, folder.resolve(), index.get)
    fresh = index.generation.name != _current_name(folder)

    def save(committed: list[str]) -> None:
        run.committed.update(committed)
        _write(index.generation, run.saved(), roots)

    index.store.put(run.batches(jobs, index.engine), registrar.write, save)
    gone = run.gone()
    for report_id, source in gone.items():
        report = index.get(report_id)
        registrar.retire(report_id, report.title if report else "", Path(source))
    registrar.write()  # first: an id is in the ledger before anybody can see it
    index.store.drop(gone)
    learnt = learn(index.generation, Source(run.checksums, index.get), run.observed, roots)
    run.summary.failed += [{"path": fault.where, "error": str(fault)} for fault in learnt.faults]
    run.summary.notes += [{"path": unmet.where, "note": str(unmet.message)} for unmet in learnt.unmet]
    if run.read or gone or fresh or learnt.changed or run.catalogue != catalogue:
        _write(index.generation, run.catalogue, roots)
        indexed = {source: entry["reports"] for source, entry in run.catalogue.items()}
        registrar.redirects(Redirects.read(index.generation), indexed).write(index.generation)
        storage.seal(index.generation)
    if fresh:
        storage.publish(folder, index.generation)
    run.summary.reports, run.summary.sections = index.view().size()
    index.store.close()
    return run.summary


def _open(folder: Path, roots: list[Path], rebuild: bool) -> tuple[Writing, dict[str, Entry]]:
    """The generation to write to, and what is in it.

    For a rebuild, or where the current generation is of another format or there is none: a new one, or that
    of a build from the same paths that was broken off.
    """
    if not rebuild:
        try:
            stored = _stored(storage.current(folder))
            if _fits(stored):
                return Writing(storage.current(folder)), stored["sources"]
        except (IndexMissingError, OSError, ValueError, KeyError):
            pass
    for generation in storage.unpublished(folder):
        try:
            stored = _stored(generation)
            if _fits(stored) and stored["roots"] == list(map(str, roots)):
                return Writing(generation), stored["sources"]
        except (OSError, ValueError, KeyError):
            continue
    return Writing(storage.new_generation(folder), new=True), {}


def _fits(stored: dict[str, Any]) -> bool:
    return bool(stored["format"] == FORMAT and stored["engine"] == settings.engine())


def _stored(generation: Path) -> Any:
    return json.loads((generation / storage.CATALOGUE).read_text(encoding="utf-8"))


def _write(generation: Path, sources: dict[str, Entry], roots: list[Path]) -> None:
    stored = {
        "format": FORMAT,
        "engine": settings.engine(),
        "roots": list(map(str, roots)),
        "sources": sources,
    }
    write_atomically(generation / storage.CATALOGUE, json.dumps(stored, ensure_ascii=False))


def _current_name(folder: Path) -> str:
    try:
        return storage.current(folder).name
    except IndexMissingError:
        return ""
