"""Names in the index: one SQLite file of a generation, rewritten whole and swapped in.

It holds what each report said (so that only changed reports are read again) and what follows from all of it
and from the decisions made by hand: people, pairs, and under which key each form of a name is looked up.
"""

import json
import re
import sqlite3
import threading
from collections.abc import Collection, Iterator
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from indexer.model.people import KnownPerson, Listed, Observed, Pair, Post
from indexer.names import serial
from indexer.names.keys import han_key, joined_key, latin_key, person_keys, plain
from indexer.names.lexicon import COURTESIES, IS_HAN, POST
from indexer.search.rungs import Cutter, keeping

NAMES = "names.db"
FORMAT = "2"  # of what is kept; names of another one count as none, and every report is read again
_TITLE_AFTER = re.compile(rf"(?:{POST}|{'|'.join(COURTESIES)})+$")
_TITLE_BEFORE = re.compile(rf"^{POST}")
TABLES = """
create table meta (name text primary key, value text);
create table observed (report text primary key, checksum text, body blob);
create table person (
    slug text primary key, chinese text, english text, reports integer, mentions integer, namesakes integer,
    post text, body blob
);
create table pair (status text, keys text, body blob);
create table alias (key text, form text, slug text);
create index alias_key on alias (key);
create table mention (report text, section text, number integer, slug text);
create index mention_slug on mention (slug);
create index mention_section on mention (report, section);
"""


class Names:
    """Read access to the names of one generation; an index without them has none."""

    def __init__(self, path: Path | None = None) -> None:
        """Opens the file for reading, if there is one of this format."""
        self.forms = lru_cache(maxsize=4096)(self._forms)
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        if path and path.is_file():
            self._database = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
            if self.meta("format") != FORMAT:
                self.close()

    def close(self) -> None:
        """Closes the file."""
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
        """A stored value; empty for none."""
        return next((value for (value,) in self._rows("select value from meta where name = ?", name)), "")

    def folders(self) -> list[str]:
        """Folders whose decisions were read."""
        return list(json.loads(self.meta("folders") or "[]"))

    def checksums(self) -> dict[str, str]:
        """Checksums of the reports that the names were learnt from."""
        return dict(self._rows("select report, checksum from observed"))

    def observed(self) -> Iterator[Observed]:
        """What each report said."""
        for (body,) in self._rows("select body from observed order by report"):
            yield serial.load(body)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(key for (key,) in self._rows("select distinct key from alias"))

    def _forms(self, name: str) -> tuple[tuple[str, str], ...]:
        """(form, slug of the person it is of, or empty) of what a name as typed names."""
        keys = [key for key in keys_of(name) if key in self._keys]  # no query for what names nothing
        rows = (self._rows("select form, slug from alias where key = ? order by rowid", key) for key in keys)
        return tuple(dict.fromkeys(chain.from_iterable(rows)))

    @cached_property
    def cutter(self) -> Cutter:
        """Cuts runs into words without cutting a known name."""
        return keeping({key for key in self._keys if len(key) > 2 and IS_HAN.match(key)})

    @cached_property
    def people(self) -> tuple[Listed, ...]:
        """Everyone, those most often named first."""
        rows = self._rows(
            "select slug, chinese, english, reports, mentions, namesakes, post from person "
            "order by mentions desc, slug"
        )
        return tuple(
            Listed(slug, chinese, english, reports, mentions, namesakes, _post(post))
            for slug, chinese, english, reports, mentions, namesakes, post in rows
        )

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """All pairs, the confirmed ones first."""
        return tuple(serial.load_pair(body) for (body,) in self._rows("select body from pair order by rowid"))

    def person(self, slug: str) -> KnownPerson | None:
        """A person with all that is known of them."""
        return next(
            (
                serial.load_person(body)
                for (body,) in self._rows("select body from person where slug = ?", slug)
            ),
            None,
        )

    def others(self, name: str) -> tuple[str, ...]:
        """The other forms of what a name as typed names: of a person, or of a confirmed pair."""
        own = keys_of(name)[:1]
        return tuple(dict.fromkeys(form for form, _ in self.forms(name) if keys_of(form)[:1] != own))

    def named(self, name: str) -> list[str]:
        """Slugs of the people whom a name is of."""
        return list(dict.fromkeys(slug for _, slug in self.forms(name) if slug))

    def sections_naming(self, slugs: Collection[str]) -> list[tuple[str, int]]:
        """(report, number of the section in it, from 0) of each section that names one of the people."""
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

    def met_with(self, slug: str, most: int = 12) -> list[tuple[str, str, int]]:
        """(slug, name, sections) of the people named in the same sections, most often first."""
        rows = self._rows(
            "select other.slug, coalesce(nullif(chinese, ''), english), count(*) as n from mention as own "
            "join mention as other using (report, section) join person on person.slug = other.slug "
            "where own.slug = ? and other.slug != own.slug group by other.slug order by n desc, other.slug "
            "limit ?",
            slug,
            most,
        )
        return [(other, name, count) for other, name, count in rows]


def keys_of(name: str) -> tuple[str, ...]:
    """Every key under which a name as typed may be stored."""
    if IS_HAN.search(name):
        keys = [han_key(name)]
        bare = _TITLE_BEFORE.sub("", _TITLE_AFTER.sub("", name))
        if len(bare) > 1:
            keys.append(han_key(bare))
    else:
        capital = name.title()  # courtesies are known by their capitals: mr. wong
        keys = [latin_key(name), latin_key(plain(capital)), *person_keys(capital), joined_key(capital)]
    return tuple(dict.fromkeys(filter(None, keys)))


def _post(text: str) -> Post | None:
    fields = json.loads(text)
    return Post(*fields) if fields else None
