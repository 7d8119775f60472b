"""Names written to their files: all of them, or what changed beside what had changed before."""

import errno
import json
import secrets
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from indexer.disk import beside
from indexer.manifest import exchange
from indexer.model.people import KnownPerson, Observed, Pair
from indexer.names.belonging import belonging
from indexer.names.lookup import pair_aliases, person_aliases
from indexer.names.serial import dump
from indexer.names.tables import CHANGES, COLUMNS, FORMAT, GONE, INDEXES, TABLES, meta, number_of
from indexer.text.compare import letters_key
from indexer.text.fold import fold


@dataclass(frozen=True, slots=True)
class Entry:
    """What a report said, the checksum it was read under, and what its people and pairs are found by."""

    said: Observed
    checksum: str
    named: Collection[str]
    sighted: Collection[str]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that is kept, or what takes the place of some of it: `gone_…` say of what."""

    entries: Iterable[Entry]
    numbers: Mapping[tuple[str, str], int]  # of the sections that name somebody: (report, section) → number
    people: Sequence[KnownPerson]
    pairs: Sequence[Pair]
    folders: Sequence[str]  # whose decisions were read
    state: str  # of the decisions
    gone_reports: Collection[str] = ()
    gone_slugs: Collection[str] = ()
    gone_latin: Collection[str] = ()  # keys of Latin names whose pairs are given anew


def write(path: Path, contents: Contents) -> None:
    """Write all names anew beside the old ones, and swap them in."""
    own = secrets.token_hex(8)
    with beside(path) as scratch, _disk_errors(path):
        with closing(sqlite3.connect(scratch)) as database:
            database.executescript("pragma journal_mode = off; pragma synchronous = off;" + TABLES)
            _fill(database, contents, {"own": own})
            database.executescript(INDEXES)
            database.commit()
        exchange(scratch, path, lambda name: name == CHANGES)
    path.with_name(CHANGES).unlink(missing_ok=True)


def change(path: Path, contents: Contents) -> None:
    """Write what changed beside what had changed before, and swap it in."""
    changes = path.with_name(CHANGES)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as whole:
        own = meta(whole, "main", "own") or ""
    with beside(changes) as scratch, _disk_errors(changes):
        with closing(sqlite3.connect(scratch)) as database:
            database.executescript("pragma journal_mode = off; pragma synchronous = off;" + TABLES + GONE)
            if changes.is_file():
                database.execute("attach database ? as before", (str(changes),))
                if meta(database, "before", "of") == own:
                    tables = [*COLUMNS, "gone_report", "gone_slug", "gone_latin"]
                    for table in tables:
                        database.execute(f"insert into {table} select * from before.{table}")
                database.commit()
                database.execute("detach database before")
            database.executescript(INDEXES)
            _forget(database, contents)
            _fill(database, contents, {"of": own})
            database.commit()
        exchange(scratch, changes)


def _forget(database: sqlite3.Connection, contents: Contents) -> None:
    numbers = [(number_of(report),) for report in contents.gone_reports]
    slugs, latin = ([(value,) for value in values] for values in (contents.gone_slugs, contents.gone_latin))
    for table, rows in (("gone_report", numbers), ("gone_slug", slugs), ("gone_latin", latin)):
        database.executemany(f"insert or ignore into {table} values (?)", rows)
    database.execute("create temp table now (number integer primary key)")
    database.executemany("insert into temp.now values (?)", numbers)
    database.execute("delete from observed where number in (select number from temp.now)")
    for table in ("named", "sighted"):  # read through once, for they are found by their keys
        database.execute(f"delete from {table} where report in (select number from temp.now)")
    for table in ("person", "alias", "mention", "belonging"):
        database.executemany(f"delete from {table} where slug = ?", slugs)
    database.executemany("delete from alias where latin = ? and slug = ''", latin)
    database.executemany("delete from pair where latin = ?", latin)


def _fill(database: sqlite3.Connection, contents: Contents, identity: Mapping[str, str]) -> None:
    keyed = ("named", "sighted")
    for table in keyed:  # sorted by SQLite, then written in order
        database.execute(f"create temp table {table}_met (key integer, report integer)")
    for entry in contents.entries:
        report = entry.said.report
        number = number_of(report)
        row = (number, report, entry.checksum, dump(entry.said))
        database.execute("insert into observed values (?, ?, ?, ?)", row)
        for table, keys in zip(keyed, (entry.named, entry.sighted), strict=True):
            rows = ((number_of(key), number) for key in keys)
            database.executemany(f"insert into {table}_met values (?, ?)", rows)
    for table in keyed:
        database.execute(
            f"insert into {table} select distinct key, report from temp.{table}_met order by 1, 2"
        )
    for person in contents.people:
        _add_person(database, person, contents.numbers)
    for pair in contents.pairs:
        _add_pair(database, pair)
    said = {"format": FORMAT, "state": contents.state, "folders": json.dumps(contents.folders), **identity}
    database.executemany("insert into meta values (?, ?)", said.items())


def _add_person(
    database: sqlite3.Connection, person: KnownPerson, numbers: Mapping[tuple[str, str], int]
) -> None:
    main = person.main
    post = msgspec.json.encode(main.post).decode() if main else None
    row = (
        person.slug, person.chinese, person.english, len(person.appearances), person.mentions,
        person.namesakes, post, not main or main.confirmed, dump(person),
    )  # fmt: skip
    database.execute("insert into person values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    first = min(seen.report for seen in person.appearances)
    aliases = (
        (key, form, slug, "", "", len(person.appearances), first, number)
        for number, (key, form, slug) in enumerate(person_aliases(person))
    )
    database.executemany("insert into alias values (?, ?, ?, ?, ?, ?, ?, ?)", aliases)
    named = {
        (seen.report, mention.section) for seen in person.appearances for mention in seen.person.mentions
    }
    rows = ((report, section, numbers[report, section], person.slug) for report, section in sorted(named))
    database.executemany("insert into mention values (?, ?, ?, ?)", rows)
    database.executemany("insert into belonging values (?, ?, ?, ?, ?, ?, ?, ?, ?)", belonging(person))


def _add_pair(database: sqlite3.Connection, pair: Pair) -> None:
    han, latin = fold(pair.chinese), letters_key(pair.english)
    confirmed = pair.status == "confirmed"
    row = (han, latin, pair.chinese, confirmed, pair.count, dump(pair))
    database.execute("insert into pair values (?, ?, ?, ?, ?, ?)", row)
    if confirmed:
        aliases = (
            (key, form, slug, han, latin, pair.count, pair.chinese, number)
            for number, (key, form, slug) in enumerate(pair_aliases(pair))
        )
        database.executemany("insert into alias values (?, ?, ?, ?, ?, ?, ?, ?)", aliases)


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    """Say of a database that cannot be written what the system would say of a file."""
    try:
        yield
    except sqlite3.OperationalError as error:  # as of a full disk
        raise OSError(errno.EIO, str(error), str(path)) from error


def numbers_of(records: Iterable[Observed]) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield ((report, section), number of the section in it) of each section of some reports."""
    for said in records:
        yield from (((said.report, section), number) for number, section in enumerate(said.sections))
