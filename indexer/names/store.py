"""Names in the index: SQLite tables of a generation (`tables`), read as they are asked for.

They hold what each report said (so that only changed reports are read again) and what follows from all of it
and from the decisions made by hand: people, pairs, and under which key each form of a name is looked up.
"""

import json
import re
import sqlite3
import threading
import weakref
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from indexer.model.people import Appearance, KnownPerson, Listed, Observed, Pair, Post
from indexer.names.directory import Directory
from indexer.names.lexicon import IS_HAN, may_be_name
from indexer.names.lookup import keys_of
from indexer.names.romanized import Romanized
from indexer.names.serial import load
from indexer.names.tables import number_of, open_tables, together
from indexer.search.rungs import Cutter, keeping
from indexer.text.compare import letters_key
from indexer.text.fold import fold

_NAMESAKE = re.compile("(-[0-9a-f]{6})?x*")  # what an address may end in that is another's too
_FORMS = "select form, slug from alias where key = ? order by slug = '', weight desc, first, number"


class Names:
    """Read access to the names of one generation; an index without them has none."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the file for reading, if there is one of this format."""
        own = weakref.proxy(self)  # a cache that holds its owner keeps the file open for ever
        self.forms = lru_cache(maxsize=4096)(lambda name: own._forms(name))
        self.by_sound = lru_cache(maxsize=4096)(lambda name: own._by_sound(name))
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        if path:
            self._database = open_tables(path)

    def close(self) -> None:
        """Close the file, once nobody reads from it."""
        with self._lock:
            if self._database:
                self._database.close()
                self._database = None

    def __del__(self) -> None:  # snapshots share it and let go of it unasked
        self.close()

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(query, values).fetchall() if self._database else []

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

    def said(self, reports: Collection[str]) -> Iterator[tuple[str, Observed]]:
        """Yield (checksum, what it said) of those of the reports that are held."""
        for report_id in reports:
            query = "select checksum, body from observed where number = ?"
            for checksum, body in self._rows(query, number_of(report_id)):
                yield checksum, load(body, Observed)

    def having(self, table: str, keys: Iterable[str]) -> set[str]:
        """Return the reports that have one of the keys of people (`named`) or of pairs (`sighted`)."""
        query = f"select report from {table} where key = ?"
        numbers = {number for key in keys for (number,) in self._rows(query, number_of(key))}
        query = "select report from observed where number = ?"
        return {report for number in numbers for (report,) in self._rows(query, number)}

    def latin_beside(self, hans: Iterable[str]) -> set[str]:
        """Return the keys of the Latin names that are paired with one of some folded Chinese ones."""
        return {key for han in hans for (key,) in self._rows("select latin from pair where han = ?", han)}

    def hans_beside(self, latin: Iterable[str]) -> set[str]:
        """Return the folded Chinese names that are paired with one of some keys of Latin ones."""
        return {key for one in latin for (key,) in self._rows("select han from pair where latin = ?", one)}

    def slugs_like(self, addresses: Iterable[str]) -> set[str]:
        """Return the people whose address is one of these, or one that a namesake of theirs has."""
        query = "select slug from person where slug = ? or (slug > ? and slug < ?)"
        pairs = ((one, self._rows(query, one, one, f"{one}y")) for one in addresses)
        return {slug for one, rows in pairs for (slug,) in rows if _NAMESAKE.fullmatch(slug, len(one))}

    def size(self) -> tuple[int, int]:
        """Return how many reports are held, and how many of them changed since all was written whole."""
        held = self._rows("select count(*) from observed")
        try:
            changed = self._rows("select count(*) from changes.gone_report")
        except sqlite3.OperationalError:
            changed = []
        return (held[0][0] if held else 0), (changed[0][0] if changed else 0)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(key for (key,) in self._rows("select distinct key from alias"))

    def _forms(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return (form, slug of the person it is of, or empty) of what a name as typed names."""
        rows = (self._rows(_FORMS, key) for key in keys_of(name))
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
        return tuple(
            load(body, Pair)
            for (body,) in self._rows(
                "select body from pair order by confirmed desc, places desc, chinese, latin"
            )
        )

    @cached_property
    def keys_of_people(self) -> tuple[tuple[str, str], ...]:
        """(folded Chinese name, letters of the Latin one) of each of `people`."""
        return tuple((fold(one.chinese), letters_key(one.english)) for one in self.people)

    @cached_property
    def keys_of_pairs(self) -> tuple[tuple[str, str], ...]:
        """(folded Chinese name, letters of the Latin one) of each of `pairs`."""
        return tuple((fold(one.chinese), letters_key(one.english)) for one in self.pairs)

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
            "select slug, min(number) from mention where report = ? group by slug",
            report_id,
        )
        found = [(number, one) for slug, number in rows if (one := self.person(slug))]
        found.sort(key=lambda pair: (pair[0], -len(pair[1].appearances), pair[1].slug))
        return [(one, seen) for _, one in found for seen in one.appearances if seen.report == report_id]

    def met_with(self, slug: str, most: int = 12) -> list[tuple[str, str, int]]:
        """Return (slug, name, sections) of the people named in the same sections, most often first."""
        with self._lock:
            counted = together(self._database, slug) if self._database else {}
        first = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:most]
        query = "select coalesce(nullif(chinese, ''), english) from person where slug = ?"
        return [(other, name, count) for other, count in first for (name,) in self._rows(query, other)]


def _post(text: str | None) -> Post | None:
    return msgspec.json.decode(text, type=Post) if text else None
