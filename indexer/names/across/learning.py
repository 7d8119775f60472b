"""From what each report says to the names of the index: pairs voted on, people told apart, decisions."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from indexer.model.people import Observed
from indexer.model.report import Report
from indexer.model.update import Said
from indexer.names.across.decisions import read_decisions
from indexer.names.across.persons import persons
from indexer.names.across.rulings import Decisions, Reference, decide, unmet
from indexer.names.across.votes import vote
from indexer.names.reading.observe import observe
from indexer.names.store import NAMES, Contents, Names, write
from indexer.search.known import known_pairs


@dataclass(frozen=True, slots=True)
class Source:
    """What is indexed, for names to be learnt from: checksums of reports by id, and how to read one."""

    checksums: Mapping[str, str]
    report: Callable[[str], Report | None]


@dataclass(frozen=True, slots=True)
class Learnt:
    """Whether the names changed; decisions that are not understood (`faults`), or meet no name (`unmet`)."""

    changed: bool
    faults: tuple[Said, ...]
    unmet: tuple[Said, ...]


def learn(
    generation: Path, source: Source, observed: Mapping[str, Observed], folders: Iterable[Path]
) -> Learnt:
    """Bring the generation's names up to date with what is indexed and decided.

    `observed` are the reports that were read just now; whatever else has changed is read from the index.
    Nothing is done when no report and no decision has changed.
    """
    path = generation / NAMES
    with closing(Names(path)) as before:
        roots = tuple(dict.fromkeys([*before.folders(), *(str(root) for root in folders if root.is_dir())]))
        decisions = read_decisions(map(Path, roots))
        state = _state(roots, decisions)
        if before.checksums() == source.checksums and before.meta("state") == state:
            return Learnt(False, decisions.faults, ())
        records = _records(source, observed, before)
    people = persons(records, decisions.people)
    mined = vote(((record.report, seen) for record in records for seen in record.sightings), known_pairs())
    pairs = decide(mined, decisions.glossary)
    write(path, Contents(records, source.checksums, people, pairs, roots, state))
    return Learnt(True, decisions.faults, tuple(unmet(decisions, mined, _references(records))))


def _state(roots: Iterable[str], decisions: Decisions) -> str:
    """Return what changes with the folders and the text of their decisions."""
    return json.dumps([roots, [Path(file).read_text(encoding="utf-8") for file in decisions.files]])


def _records(source: Source, observed: Mapping[str, Observed], before: Names) -> list[Observed]:
    """Return what every report says, from whoever has read it last."""
    known = before.checksums()
    kept = {
        said.report: said
        for said in before.observed()
        if known.get(said.report) == source.checksums.get(said.report)
    }
    records = []
    for report_id in source.checksums:  # in their order: what is joined depends on it
        if said := kept.get(report_id) or observed.get(report_id):
            records.append(said)
        elif report := source.report(report_id):
            records.append(observe(report))
    return records


def _references(records: Iterable[Observed]) -> set[Reference]:
    """Return every way to refer to a person of the reports, with the report and without."""
    return {
        reference
        for record in records
        for person in record.people
        for name in (person.chinese, person.english)
        for reference in ((name, ""), (name, record.report))
    }
