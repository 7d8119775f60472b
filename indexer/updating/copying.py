"""An index from one engine to another: reports under their ids, names, redirects and ledgers; then compared.

The new index is a generation that nobody reads before it holds all and was compared. A copy that was broken
off goes on with the reports that are not there yet, unless the index it is made from has changed meanwhile.
"""

import hashlib
import json
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer import manifest, messages, settings
from indexer.disk import write_atomically
from indexer.errors import IndexDamagedError, IndexMissingError
from indexer.links.redirects import REDIRECTS
from indexer.model.jsonable import report_to_dict
from indexer.model.query import Run
from indexer.model.report import Report
from indexer.model.update import Alike, Progress
from indexer.names.tables import CHANGES, NAMES
from indexer.search.ports import View
from indexer.text.analysis import runs_in
from indexer.text.fold import fold
from indexer.text.scripts import IS_CJK
from indexer.updating import catalogue, generations
from indexer.updating.opened import Opened
from indexer.updating.writing import Writing

PROBES = 1000  # runs of two to six characters, of sections chosen by chance, that both are asked for
_TRIES = 10  # sections looked at for one probe: many have no Chinese
_REPORTS = 200  # of a commit
_MARK = "copied.json"  # in a generation that is being made: from which state
_BESIDE = (NAMES, CHANGES, REDIRECTS)
_WORK = ".baogao-copy"  # in the working directory: folders of clusters, whose own they are a copy of


@dataclass(frozen=True, slots=True)
class Place:
    """Where an index is: the setting of its engine, and the folder of its library."""

    engine: str
    folder: Path


def place_of(text: str) -> Place:
    """Return the place that a folder, or the address of a cluster, names. Raises SettingError.

    Of a folder that holds an index the engine is that index's; of another one it is the setting's, or whoosh.
    """
    if text.startswith("opensearch+"):
        return Place(text, Path(_WORK) / hashlib.sha256(text.encode()).hexdigest()[:12])
    folder = Path(text)
    try:
        known = manifest.read(generations.current(folder))
    except IndexMissingError:
        known = None
    chosen = settings.engine()
    own = chosen if chosen.partition("+")[0] in ("whoosh", "plain") else "whoosh"
    return Place(known.engine if known and known.engine in ("whoosh", "plain") else own, folder)


def copy(source: Place, target: Place, progress: Progress = lambda done, of: None) -> Alike:
    """Copy an index and compare the two; the new one is published where they are the same.

    Raises IndexMissingError, or IndexDamagedError where they are not.
    """
    with settings.using(source.engine):
        opened = Opened(source.folder)
        view, generation = opened.searcher().view, opened.generation
        version = [source.engine.partition("?")[0], *map(str, generations.version(source.folder))]
    with settings.using(target.engine), generations.writing(target.folder):
        index, begun = _begun(target.folder, version)
        held = set(index.view().ids()) if begun else set()
        missing = [one for one in view.ids() if one not in held]
        index.store.drop([one for one in held if view.row(one) is None])
        done = len(held)
        for start in range(0, len(missing), _REPORTS):
            reports = _reports(view, missing[start : start + _REPORTS])
            refused = index.store.put([index.engine.analyse(reports)])
            if refused:
                first = next(iter(refused))
                raise IndexDamagedError(refused[first], first)
            progress(done + start + len(reports), done + len(missing))
        _beside(source, generation, target, index.generation)
        copied = _compared(view, index.view(), target.folder)
        (index.generation / _MARK).unlink(missing_ok=True)
        generations.seal(index.generation)
        generations.publish(target.folder, index.generation)
        index.store.close()
    opened.close()
    return copied


def _begun(folder: Path, version: list[str]) -> tuple[Writing, bool]:
    """Return the generation to copy to, and whether it was begun before, from the same state."""
    for generation in generations.unpublished(folder):
        mark = generation / _MARK
        if mark.is_file() and json.loads(mark.read_text(encoding="utf-8")) == version:
            return Writing(generation), True
    index = Writing(generations.new_generation(folder), new=True)
    write_atomically(index.generation / _MARK, json.dumps(version))
    return index, False


def _reports(view: View, ids: Sequence[str]) -> list[Report]:
    return [report for one in ids if (report := view.report(one))]


def _beside(source: Place, generation: Path, target: Place, copied: Path) -> None:
    """Copy what lies beside the engine's own files: names, redirects, catalogue, ledgers, vectors."""
    for name in _BESIDE:
        if (generation / name).is_file():
            shutil.copyfile(generation / name, copied / name)
    stored = catalogue.read(generation)
    if stored:
        catalogue.write(copied, stored.sources, [Path(root) for root in stored.roots])
    for path in source.folder.iterdir():
        own = path.name in (generations.CURRENT, generations.LOCK) or path.name.startswith((".", "gen-"))
        if path.is_file() and not own:
            shutil.copyfile(path, target.folder / path.name)
        elif path.is_dir() and not own:
            shutil.copytree(path, target.folder / path.name, dirs_exist_ok=True)


def _compared(one: View, other: View, where: Path) -> Alike:
    """Return how much two views hold alike. Raises IndexDamagedError for what is not the same in both."""
    if one.size() != other.size():
        raise IndexDamagedError(messages.COPY_COUNTS(one=one.size(), other=other.size()), where)
    for report_id in one.ids():
        if _checksum(one.report(report_id)) != _checksum(other.report(report_id)):
            raise IndexDamagedError(messages.COPY_REPORT(report=report_id), where)
    probes = 0
    for run in _probes(one):
        counts = one.count(Run(run), {}), other.count(Run(run), {})
        if counts[0] != counts[1]:
            raise IndexDamagedError(messages.COPY_PROBE(run=run, one=counts[0], other=counts[1]), where)
        probes += 1
    return Alike(*one.size(), probes)


def _checksum(report: Report | None) -> str:
    values = report_to_dict(report) if report else {}
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _probes(view: View) -> Iterator[str]:
    """Yield runs of sections chosen by chance, the same for the same reports."""
    chance, left = random.Random(PROBES), PROBES
    _, sections = view.size()
    for _ in range(_TRIES * PROBES if sections else 0):
        if not left:
            return
        runs = [run for run in runs_in(fold(view.folded(chance.randrange(sections)))) if IS_CJK[ord(run[0])]]
        if runs:
            run = chance.choice(runs)
            start = chance.randrange(len(run))
            yield run[start : start + chance.randint(2, 6)]
            left -= 1
