"""From paths to an up-to-date index: what is new or changed is read, what is gone is removed.

A catalogue beside the index remembers each source file (size, time, checksum) and the reports it
gave (checksum each), so that unchanged files are not read and unchanged records not re-indexed.
"""

import gc
import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer import manifest, messages
from indexer.disk import checksum
from indexer.errors import IndexDamagedError, IndexMissingError, ReadError, WriteError
from indexer.links.redirects import Redirects
from indexer.links.registrar import Registrar
from indexer.model.people import Observed
from indexer.model.report import Document
from indexer.model.update import Progress, Summary
from indexer.names.across.learning import Source as Learning
from indexer.names.across.learning import learn
from indexer.names.reading.observe import observe
from indexer.search.ports import Batch, Sharing
from indexer.updating import catalogue, generations, ledgers
from indexer.updating.catalogue import Sources
from indexer.updating.changes import Changes, Source
from indexer.updating.copies import forget_copies
from indexer.updating.meaning import forget_words
from indexer.updating.prepare import YOUNG, prepared
from indexer.updating.rules import Rules, read_rules
from indexer.updating.settle import Settler
from indexer.updating.writing import Writing


def update(
    paths: Iterable[Path],
    folder: Path,
    *,
    rebuild: bool = False,
    jobs: int = 1,
    progress: Progress = lambda read, reports: None,
    new_ledger: bool = False,
    groups: Collection[str] = (),
) -> Summary:
    """Bring the index in the folder up to date with the paths.

    A rebuild makes a new generation from these paths alone and swaps it in when it is whole. A source
    that cannot be read is in `failed`, its reports kept; so are those of a path that is not there, which
    may be a disk not mounted. A damaged index is built anew beside the old one, from all that it names;
    a ledger that was lost or cut is refused, unless `new_ledger` says to go on without what it held.
    Restricted reports are taken in where they are for one of the `groups`.
    Raises IndexBusyError, IndexDamagedError, LedgerError, WriteError for a disk that takes nothing more, or
    ReadError for a rebuild, or a first index, from a path that is not there.
    """
    began = time.perf_counter()
    roots = [path.resolve() for path in paths]
    missing = [root for root in roots if not root.exists()]
    if rebuild and missing:
        raise ReadError(messages.NO_PATH_TO_REBUILD(), missing[0])
    if missing and len(missing) == len(roots) and not (folder / generations.CURRENT).exists():
        raise ReadError(messages.NO_PATH(), missing[0])
    summary = Summary()
    with generations.writing(folder) as sharing, _seldom_collecting():
        try:
            if new_ledger:
                ledgers.forget(folder)
            _update(
                Paths(roots, folder, rebuild, jobs, read_rules(roots, groups)), summary, progress, sharing
            )
        except OSError as error:
            generations.tidy(folder)
            raise WriteError(messages.INDEX_UNWRITABLE(reason=error.strerror or error), folder) from error
    summary.seconds = round(time.perf_counter() - began, 3)
    return summary


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Search for cycles seldom: that takes a tenth of the time otherwise."""
    usual = gc.get_threshold()
    gc.set_threshold(YOUNG)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@dataclass(frozen=True, slots=True)
class Paths:
    """What is read, where to, and by which rules."""

    roots: list[Path]
    folder: Path
    rebuild: bool
    jobs: int
    rules: Rules


def _update(asked: Paths, summary: Summary, progress: Progress, sharing: Sharing | None) -> None:
    """Change an index in the one order that loses nothing, whenever it is broken off."""
    folder, rules = asked.folder, asked.rules
    held = ledgers.held(folder)
    index, before, roots = _open(folder, asked.roots, asked.rebuild, summary)
    registrar = Registrar(folder, roots, held)
    changes = Changes(before, roots, folder.resolve(), summary, progress, rules)
    settler = Settler(before, registrar, index.get, summary)
    observed: dict[str, Observed] = {}
    committed: set[str] = set()

    def save(ids: list[str]) -> None:
        committed.update(ids)
        if ids:
            catalogue.write(index.generation, changes.committed(committed), roots)

    def issue() -> None:
        registrar.write()
        if sharing:
            sharing.push()

    # what changed, under which ids, prepared ahead; ids are in the ledger before anybody can see them
    hidden: set[str] = set()
    batches = _batches(changes, settler, index, asked, observed, summary, hidden)
    refused = index.store.put(batches, issue, save)
    after = changes.after(refused)
    for report_id, reason in refused.items():
        summary.fail(report_id, reason)
    gone = _gone(before, after)
    concealed = bool(hidden) or any(map(rules.concerns, observed))
    for report_id, source in gone.items():
        report = index.get(report_id)
        if source in after and after[source].withheld:
            concealed = True  # and nobody is told
        else:
            registrar.retire(report_id, report, Path(source))
    registrar.write()
    ledgers.note(folder, registrar.ledgers)
    index.store.drop({*gone, *hidden})
    summary.removed = len(gone)
    summary.added -= len(hidden - set(catalogue.checksums_in(before)))
    # learn from all that is there now, then seal it, then let readers see a new generation
    shown = {one: checksum for one, checksum in catalogue.checksums_in(after).items() if not rules.hides(one)}
    learnt = learn(index.generation, Learning(shown, index.get), observed, roots)
    summary.failed += learnt.faults
    summary.notes += learnt.unmet
    fresh = index.generation.name != _current_name(folder)
    unsealed = fresh or generations.broken_off(folder)
    if summary.read or gone or unsealed or learnt.changed or after != before:
        catalogue.write(index.generation, after, roots)
        indexed = {source: entry.reports for source, entry in after.items()}
        withheld = {source for source, entry in after.items() if entry.withheld}
        redirects = registrar.redirects(Redirects.read(index.generation), indexed, withheld)
        redirects.taken = {one.key: one.reason for one in rules.takedowns}
        redirects.write(index.generation)
        generations.seal(index.generation)
    if concealed:
        forget_words(folder)
        forget_copies(folder)
    if fresh:
        generations.publish(folder, index.generation)
    for ledger in registrar.ledgers:
        if asked.rebuild and ledger.is_of_before:
            ledgers.write_anew(folder, ledger)
    summary.reports, summary.sections = index.view().size()
    index.store.close()


def _batches(
    changes: Changes,
    settler: Settler,
    index: Writing,
    asked: Paths,
    observed: dict[str, Observed],
    summary: Summary,
    hidden: set[str],
) -> Iterator[Batch]:
    """Yield new and changed reports under their permanent ids, analysed in `jobs` processes.

    What was taken down is cut out, and `hidden` gets the ids of reports of which nothing is left.
    """
    sources: deque[Source] = deque()  # of the documents on their way

    def documents() -> Iterator[Document]:
        for source, document in changes.documents():
            sources.append(source)
            yield document

    for several, ready in prepared(documents(), asked.jobs, index.engine):
        reports = tuple(
            settler.settle(report, fresh, document, sources.popleft())
            for document, (report, fresh) in zip(several, ready.reports(), strict=True)
        )
        observed |= {
            report.id: said.under(report) for said, report in zip(ready.observed, reports, strict=True)
        }
        summary.read += len(reports)
        rules = asked.rules
        if not any(rules.concerns(report.id) for report in reports):
            yield ready.batch.under(reports)
            continue
        for report in reports:
            for link in rules.unmet(report):
                summary.note(report.metadata.source, messages.TAKEDOWN_UNMET(link=link))
        left = [shown for report in reports if (shown := rules.cut(report))]
        hidden |= {report.id for report in reports} - {report.id for report in left}
        observed |= {report.id: observe(report) for report in left if rules.concerns(report.id)}
        for report_id in hidden:
            observed.pop(report_id, None)
        if left:
            yield index.engine.analyse(left)


def _open(
    folder: Path, roots: list[Path], rebuild: bool, summary: Summary
) -> tuple[Writing, Sources, list[Path]]:
    """Return the generation to write to, what is in it, and the paths to be read.

    For a rebuild, or where the current generation is damaged, of another format, or there is none: a new one,
    or that of a build from the same paths that was broken off.
    """
    if not rebuild and (name := _current_name(folder)):
        stored = catalogue.read(folder / name)
        fault = generations.first_fault(folder)
        if fault is None and stored and stored.fits:
            manifest.sweep(folder / name)
            return Writing(folder / name), stored.sources, roots
        if fault:
            roots = _roots_to_mend(folder / name, roots)
            summary.note(fault[0], messages.INDEX_MENDED(reason=fault[1]))
    for generation in generations.unpublished(folder):
        stored = catalogue.read(generation)
        known = manifest.read(generation)
        whole = known is not None and not manifest.faults(generation, known)
        if whole and stored and stored.fits and stored.roots == list(map(str, roots)):
            return Writing(generation), stored.sources, roots
    return Writing(generations.new_generation(folder), new=True), {}, roots


def _roots_to_mend(generation: Path, roots: list[Path]) -> list[Path]:
    """Return the paths that a damaged generation was made from, beside those asked for.

    Raises IndexDamagedError where the very catalogue is damaged.
    """
    known, stored = manifest.read(generation), catalogue.read(generation)
    file = generation / catalogue.CATALOGUE
    if stored is None or (known and checksum(file) not in known.allowed(file.name)):
        raise IndexDamagedError(messages.INDEX_UNMENDABLE(command=generations.REBUILD), file)
    others = [Path(name) for name in (*stored.roots, *stored.sources)]
    return roots + [
        path for path in others if path.exists() and not any(path.is_relative_to(root) for root in roots)
    ]


def _gone(before: Sources, after: Sources) -> dict[str, str]:
    """Return ids, with their source, whose file has vanished or which a changed file gives no more."""
    kept = {report_id for entry in after.values() for report_id in entry.reports}
    pairs = ((report_id, name) for name, entry in before.items() for report_id in entry.reports)
    return {report_id: name for report_id, name in pairs if report_id not in kept}


def _current_name(folder: Path) -> str:
    try:
        return generations.current(folder).name
    except (IndexMissingError, IndexDamagedError):
        return ""
