"""From what each report says to the names of the index: pairs voted on, people told apart, decisions."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from indexer.model.people import Observed
from indexer.model.report import Report
from indexer.model.update import Said
from indexer.names.across.decisions import read_decisions
from indexer.names.across.partly import Changed, TooManyError, decide_partly
from indexer.names.across.persons import keys_in as people_in
from indexer.names.across.persons import keys_of_name, persons
from indexer.names.across.rulings import Decisions, Reference, decide, unmet
from indexer.names.across.votes import keys_in as pairs_in
from indexer.names.across.votes import vote
from indexer.names.filling import Contents, Entry, change, numbers_of, write
from indexer.names.reading.observe import observe
from indexer.names.store import Names
from indexer.names.tables import NAMES, PARTS
from indexer.search.known import known_pairs
from indexer.text.compare import letters_key


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
        state = _state(decisions)
        known = before.checksums()
        decided_so = before.meta("state") == state
        if known == source.checksums and decided_so:
            return Learnt(False, decisions.faults, ())
        # reports that changed alone, where they are few
        fresh = {one for one, checksum in source.checksums.items() if known.get(one) != checksum}
        gone = {one for one, checksum in known.items() if source.checksums.get(one) != checksum}
        held, changed = before.size()
        if decided_so and (changed + len(fresh | gone)) * PARTS <= held:
            try:
                _partly(path, before, source, observed, _Step(fresh, gone, decisions, roots, state))
                return Learnt(True, decisions.faults, tuple(_unmet(path, decisions)))
            except TooManyError:
                pass
        records = _records(source, observed, before)
    people = persons(records, decisions.people)
    mined = vote(((record.report, seen) for record in records for seen in record.sightings), known_pairs())
    pairs = decide(mined, decisions.glossary)
    entries = (_entry(said, source, decisions) for said in records)
    write(path, Contents(entries, dict(numbers_of(records)), people, pairs, roots, state))
    return Learnt(True, decisions.faults, tuple(unmet(decisions, mined, _references(records))))


@dataclass(frozen=True, slots=True)
class _Step:
    """From one state of the names to the next: new and changed reports, changed and removed ones."""

    fresh: Collection[str]
    gone: Collection[str]
    decisions: Decisions
    roots: tuple[str, ...]
    state: str


def _partly(path: Path, before: Names, source: Source, observed: Mapping[str, Observed], step: _Step) -> None:
    """Bring the names up to date with the few reports that changed. Raises TooManyError."""
    places = {report_id: number for number, report_id in enumerate(source.checksums)}
    now = {}
    for report_id in sorted(step.fresh, key=places.__getitem__):
        if said := observed.get(report_id):
            now[report_id] = said
        elif report := source.report(report_id):
            now[report_id] = observe(report)
    decided = decide_partly(before, Changed(now, step.gone, places.__getitem__), step.decisions)
    contents = Contents(
        [_entry(said, source, step.decisions) for said in now.values()],
        dict(numbers_of(decided.records)),
        decided.people,
        decided.pairs,
        step.roots,
        step.state,
        {*step.fresh, *step.gone},
        decided.slugs,
        decided.latin,
    )
    change(path, contents)


def _entry(said: Observed, source: Source, decisions: Decisions) -> Entry:
    return Entry(said, source.checksums[said.report], people_in(said, decisions.people), pairs_in(said))


def _unmet(path: Path, decisions: Decisions) -> Iterator[Said]:
    """Yield what `unmet` does, by the reports alone that may have what was decided on."""
    with closing(Names(path)) as names:
        named = set()
        for (name, report), _ in decisions.references:
            said = names.said([report] if report else names.having("named", set(keys_of_name(name))))
            if any(name in (one.chinese, one.english) for _, record in said for one in record.people):
                named.add((name, report))
        latin = {letters_key(verdict.english) for verdict in decisions.glossary}
        records = [record for _, record in names.said(names.having("sighted", latin))] if latin else []
        seen = ((record.report, one) for record in records for one in record.sightings)
        yield from unmet(decisions, vote(seen, known_pairs(latin), latin), named)


def _state(decisions: Decisions) -> str:
    """Return what changes with the files of decisions and their text."""
    return json.dumps([[str(file), Path(file).read_text(encoding="utf-8")] for file in decisions.files])


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
