"""Names in the index: one SQLite file of a generation, rewritten whole and swapped in.

It holds what each report said (so that only changed reports are read again) and what follows from all of it
and from the decisions made by hand: people, pairs, and under which key each form of a name is looked up.
"""

import errno
import json
import sqlite3
import threading
import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from indexer.disk import beside
from indexer.manifest import exchange
from indexer.model.people import Appearance, KnownPerson, Listed, Observed, Pair, Post
from indexer.names.belonging import BELONGING, belonging
from indexer.names.directory import Directory
from indexer.names.lexicon import IS_HAN, may_be_name
from indexer.names.lookup import keys_of, pair_aliases, person_aliases
from indexer.names.romanized import Romanized
from indexer.names.serial import dump, load
from indexer.search.rungs import Cutter, keeping

NAMES = "names.db"
FORMAT = "5"  # of what is kept; names of another one count as none, and every report is read again
TABLES = """
create table meta (name text primary key, value text);
create table observed (report text primary key, checksum text, body blob);
create table person (
    slug text primary key, chinese text, english text, reports integer, mentions integer, namesakes integer,
    post text, confirmed integer, body blob
);
create table pair (body blob);
create table alias (key text, form text, slug text);
create index alias_key on alias (key);
create table mention (report text, section text, number integer, slug text);
create index mention_slug on mention (slug);
create index mention_section on mention (report, section);
"""


class Names:
    """Read access to the names of one generation; an index without them has none."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the file for reading, if there is one of this format."""
        own = weakref.proxy(self)  # a cache that holds its owner keeps the file open for ever
        self.forms = lru_cache(maxsize=4096)(lambda name: own._forms(name))
        self.by_sound = lru_cache(maxsize=4096)(lambda name: own._by_sound(name))
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        if path and path.is_file():
            self._database = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
            if self.meta("format") != FORMAT:
                self.close()

    def close(self) -> None:
        """Close the file."""
        if self._database:
            self._database.close()
            self._database = None

    def __del__(self) -> None:  # snapshots share it and let go of it unasked
        self.close()

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        if self._database is None:
            return []
        with self._lock:
            return self._database.execute(query, values).fetchall()

    def meta(self, name: str) -> str:
        """Return a stored value; empty for none."""
        return next((value for (value,) in self._rows("select value from meta where name = ?", name)), "")

    def folders(self) -> list[str]:
        """Return the folders whose decisions were read."""
        return list(json.loads(self.meta("folders") or "[]"))

    def checksums(self) -> dict[str, str]:
        """Return checksums of the reports that the names were learnt from."""
        return dict(self._rows("select report, checksum from observed"))

    def observed(self) -> Iterator[Observed]:
        """Yield what each report said."""
        for (body,) in self._rows("select body from observed order by report"):
            yield load(body, Observed)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(key for (key,) in self._rows("select distinct key from alias"))

    def _forms(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return (form, slug of the person it is of, or empty) of what a name as typed names."""
        keys = [key for key in keys_of(name) if key in self._keys]  # no query for what names nothing
        rows = (self._rows("select form, slug from alias where key = ? order by rowid", key) for key in keys)
        return tuple(dict.fromkeys(chain.from_iterable(rows)))

    @cached_property
    def cutter(self) -> Cutter:
        """Cuts runs into words without cutting a known name, or what may be one."""
        return keeping({key for key in self._keys if len(key) > 2 and IS_HAN.match(key)}, may_be_name)

    @cached_property
    def people(self) -> tuple[Listed, ...]:
        """Everyone, those most often named first."""
        rows = self._rows(
            "select slug, chinese, english, reports, mentions, namesakes, post, confirmed from person "
            "order by mentions desc, slug"
        )
        return tuple(
            Listed(slug, chinese, english, reports, mentions, namesakes, _post(post), bool(confirmed))
            for slug, chinese, english, reports, mentions, namesakes, post, confirmed in rows
        )

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """All pairs, the confirmed ones first."""
        return tuple(load(body, Pair) for (body,) in self._rows("select body from pair order by rowid"))

    @cached_property
    def directory(self) -> Directory:
        """What the people lead to: countries, organisations, events, and who is named with whom."""
        own = weakref.proxy(self)
        return Directory(lambda query, *values: own._rows(query, *values), self.people, self.pairs)

    def person(self, slug: str) -> KnownPerson | None:
        """Return a person with all that is known of them."""
        rows = self._rows("select body from person where slug = ?", slug)
        return next((load(body, KnownPerson) for (body,) in rows), None)

    def others(self, name: str) -> tuple[str, ...]:
        """Return the other forms of what a name as typed names: of a person, or of a confirmed pair."""
        own = keys_of(name)[:1]
        return tuple(dict.fromkeys(form for form, _ in self.forms(name) if keys_of(form)[:1] != own))

    @cached_property
    def _romanized(self) -> Romanized:
        return Romanized(dict.fromkeys(person.chinese for person in self.people if person.chinese))

    def _by_sound(self, name: str) -> tuple[str, ...]:
        """Return the Chinese names of people that a Latin name which is known of no one may write."""
        return () if self.others(name) else self._romanized.sounding(name)

    def named(self, name: str) -> list[str]:
        """Return the slugs of the people whom a name is of."""
        return list(dict.fromkeys(slug for _, slug in self.forms(name) if slug))

    def sections_naming(self, slugs: Collection[str]) -> list[tuple[str, int]]:
        """Return (report, number of the section, from 0) of each section that names one of the people."""
        marks = ",".join("?" * len(slugs))
        return self._rows(f"select distinct report, number from mention where slug in ({marks})", *slugs)

    def naming(self, name: str) -> list[tuple[str, int]]:
        """Return (report, number of the section in it) of each section that names the person of a name."""
        slugs = self.named(name)
        return self.sections_naming(slugs) if slugs else []

    def completions(self) -> Iterator[tuple[str, str, int]]:
        """Yield (name, kind, mentions) of people, and of the other confirmed pairs as terms."""
        for each in self.people:
            yield from ((one, "person", each.mentions) for one in (each.chinese, each.english))
        for pair in self.pairs:
            if pair.status == "confirmed" and pair.kind != "person":
                yield from ((one, "term", pair.count) for one in (pair.chinese, pair.english))

    def named_in(self, report_id: str) -> list[tuple[KnownPerson, Appearance]]:
        """Return the people whom a report names, with their appearance in it, in the order of reading."""
        rows = self._rows(
            "select slug from mention where report = ? group by slug order by min(number), min(rowid)",
            report_id,
        )
        people = filter(None, (self.person(slug) for (slug,) in rows))
        return [(one, seen) for one in people for seen in one.appearances if seen.report == report_id]

    def met_with(self, slug: str, most: int = 12) -> list[tuple[str, str, int]]:
        """Return (slug, name, sections) of the people named in the same sections, most often first."""
        rows = self._rows(
            "select other.slug, coalesce(nullif(chinese, ''), english), count(*) as n from mention as own "
            "join mention as other using (report, section) join person on person.slug = other.slug "
            "where own.slug = ? and other.slug != own.slug group by other.slug order by n desc, other.slug "
            "limit ?",
            slug,
            most,
        )
        return [(other, name, count) for other, name, count in rows]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that is kept: what the reports said, what follows from it, and what it was learnt from."""

    observed: Sequence[Observed]
    checksums: Mapping[str, str]  # of the reports
    people: Sequence[KnownPerson]
    pairs: Sequence[Pair]
    folders: Sequence[str]  # whose decisions were read
    state: str  # of the decisions


def write(path: Path, contents: Contents) -> None:
    """Write the file anew beside the old one, and swap it in."""
    with beside(path) as scratch:
        try:
            _fill(scratch, contents)
        except sqlite3.OperationalError as error:  # as of a full disk
            raise OSError(errno.EIO, str(error), str(path)) from error
        exchange(scratch, path)


def _fill(file: Path, contents: Contents) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.executescript("pragma journal_mode = off; pragma synchronous = off;" + TABLES + BELONGING)
        database.executemany(
            "insert into observed values (?, ?, ?)",
            ((said.report, contents.checksums[said.report], dump(said)) for said in contents.observed),
        )
        _write_people(database, contents)
        for pair in contents.pairs:
            database.execute("insert into pair values (?)", (dump(pair),))
            if pair.status == "confirmed":
                database.executemany("insert into alias values (?, ?, ?)", pair_aliases(pair))
        meta = {"format": FORMAT, "state": contents.state, "folders": json.dumps(contents.folders)}
        database.executemany("insert into meta values (?, ?)", meta.items())
        database.commit()


def _write_people(database: sqlite3.Connection, contents: Contents) -> None:
    number = {(said.report, id): n for said in contents.observed for n, id in enumerate(said.sections)}
    for person in contents.people:
        main = person.main
        post = msgspec.json.encode(main.post).decode() if main else None
        row = (
            person.slug, person.chinese, person.english, len(person.appearances), person.mentions,
            person.namesakes, post, not main or main.confirmed, dump(person),
        )  # fmt: skip
        database.execute("insert into person values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        database.executemany("insert into alias values (?, ?, ?)", person_aliases(person))
        database.executemany("insert into belonging values (?, ?, ?, ?, ?, ?, ?, ?, ?)", belonging(person))
        named = {
            (seen.report, mention.section) for seen in person.appearances for mention in seen.person.mentions
        }
        rows = ((report, section, number[report, section], person.slug) for report, section in sorted(named))
        database.executemany("insert into mention values (?, ?, ?, ?)", rows)


def _post(text: str | None) -> Post | None:
    return msgspec.json.decode(text, type=Post) if text else None
