"""From what each report says to the names of the index: pairs voted on, people told apart, decisions."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from indexer.model.people import KnownPerson, Observed, Pair
from indexer.model.report import Report
from indexer.names import serial
from indexer.names.across.decisions import decide, read_decisions, unmet
from indexer.names.across.persons import Reference, persons
from indexer.names.across.votes import vote
from indexer.names.reading.observe import observe
from indexer.names.store import FORMAT, NAMES, TABLES, Names
from indexer.search.vocabulary import known_pairs
from indexer.text.compare import han_key, joined_key, letters_key, person_keys
from indexer.text.fold import fold


@dataclass(frozen=True, slots=True)
class Source:
    """What is indexed, for names to be learnt from: checksums of reports by id, and how to read one."""

    checksums: Mapping[str, str]
    report: Callable[[str], Report | None]


@dataclass(frozen=True, slots=True)
class Learnt:
    """Whether the names changed; sentences about decisions that are not understood, or that meet no name."""

    changed: bool
    faults: tuple[str, ...]
    unmet: tuple[str, ...]


def learn(
    generation: Path, source: Source, observed: Mapping[str, Observed], folders: Iterable[Path]
) -> Learnt:
    """Brings the generation's names up to date with what is indexed and decided.

    `observed` are the reports that were read just now; whatever else has changed is read from the index.
    Nothing is done when no report and no decision has changed.
    """
    path = generation / NAMES
    with closing(Names(path)) as before:
        roots = tuple(
            dict.fromkeys([*before.folders(), *(str(folder) for folder in folders if folder.is_dir())])
        )
        decisions = read_decisions(map(Path, roots))
        state = json.dumps([roots, [Path(file).read_text(encoding="utf-8") for file in decisions.files]])
        known = before.checksums()
        if known == source.checksums and before.meta("state") == state:
            return Learnt(False, decisions.faults, ())
        records = {
            r.report: r for r in before.observed() if known.get(r.report) == source.checksums.get(r.report)
        }
    for report_id in source.checksums:  # in their order: what is joined depends on it
        if report_id in records:
            continue
        if report_id in observed:
            records[report_id] = observed[report_id]
        elif report := source.report(report_id):
            records[report_id] = observe(report)
    found = persons(records.values(), decisions.people)
    seen = ((record.report, sighting) for record in records.values() for sighting in record.sightings)
    mined = vote(seen, known_pairs())
    pairs = decide(mined, decisions.glossary)
    scratch = path.with_name(f".{NAMES}.{os.getpid()}")
    scratch.unlink(missing_ok=True)
    with closing(sqlite3.connect(scratch)) as database:
        database.executescript("pragma journal_mode = off; pragma synchronous = off;" + TABLES)
        database.executemany(
            "insert into observed values (?, ?, ?)",
            ((r.report, source.checksums[r.report], serial.dump(r)) for r in records.values()),
        )
        _write(database, found, pairs, {record.report: record.sections for record in records.values()})
        meta = {"format": FORMAT, "state": state, "folders": json.dumps(roots)}
        database.executemany("insert into meta values (?, ?)", meta.items())
        database.commit()
    scratch.replace(path)
    named: set[Reference] = set()
    for record in records.values():
        for person in record.people:
            for name in (person.chinese, person.english):
                named |= {(name, ""), (name, record.report)}
    return Learnt(True, decisions.faults, tuple(unmet(decisions, mined, named)))


def _write(
    database: sqlite3.Connection,
    found: Iterable[KnownPerson],
    pairs: Iterable[Pair],
    sections: Mapping[str, Sequence[str]],
) -> None:
    number = {(report, section): n for report, ids in sections.items() for n, section in enumerate(ids)}
    for person in found:
        post = person.post
        row = (
            person.slug, person.chinese, person.english, len(person.appearances), person.mentions,
            person.namesakes, serial.compact([post.post, post.affiliation, post.place] if post else []),
            serial.dump_person(person),
        )  # fmt: skip
        database.execute("insert into person values (?, ?, ?, ?, ?, ?, ?, ?)", row)
        database.executemany("insert into alias values (?, ?, ?)", _person_aliases(person))
        places = {(a.report, mention.section) for a in person.appearances for mention in a.person.mentions}
        rows = ((r, s, number[r, s], person.slug) for r, s in sorted(places))
        database.executemany("insert into mention values (?, ?, ?, ?)", rows)
    for pair in pairs:
        keys = serial.compact([han_key(pair.chinese), letters_key(pair.english)])
        database.execute("insert into pair values (?, ?, ?)", (pair.status, keys, serial.dump_pair(pair)))
        if pair.status == "confirmed":
            database.executemany("insert into alias values (?, ?, ?)", _pair_aliases(pair))


def _person_aliases(person: KnownPerson) -> Iterator[tuple[str, str, str]]:
    """(key, form, slug): every form of a person under the keys of every other."""
    keys: dict[str, None] = {}
    for name in person.names:
        if fold(name)[:1].isascii():
            keys.update(dict.fromkeys(person_keys(name)))
            keys[joined_key(name)] = None
        else:
            keys[han_key(name)] = None
    for key in keys:
        for form in person.names:
            if key:
                yield key, form, person.slug


def _pair_aliases(pair: Pair) -> Iterator[tuple[str, str, str]]:
    """(key, form, ""): each name of a pair under the other's key, WCS under World Cities Summit too."""
    latin = (
        [*person_keys(pair.english), joined_key(pair.english)]
        if pair.kind == "person"
        else [letters_key(pair.english)]
    )
    yield han_key(pair.chinese), pair.english, ""
    for key in filter(None, latin):
        yield key, pair.chinese, ""
        for other in pair.beside:
            yield key, other, ""
