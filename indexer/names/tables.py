"""The files of names: one written whole, and beside it one with what changed since, a small part of it.

Both have the same tables. Of the whole one holds what the changes do not name in `gone_…`; readers see the
two as one through views. When the changes have grown, all is written whole again: what an update writes is
in proportion to what it changes.
"""

import sqlite3
from hashlib import blake2b
from itertools import product
from pathlib import Path

NAMES, CHANGES = "names.db", "names-changes.db"
FORMAT = "6"  # of what is kept; names of another one count as none, and every report is read again
PARTS = 10  # when the changes are as many reports as one in so many, all is written whole
TABLES = """
create table meta (name text primary key, value text);
create table observed (number integer primary key, report text, checksum text, body blob);
create table named (key integer, report integer, primary key (key, report)) without rowid;
create table sighted (key integer, report integer, primary key (key, report)) without rowid;
create table person (
    slug text primary key, chinese text, english text, reports integer, mentions integer, namesakes integer,
    post text, confirmed integer, body blob
);
create table pair (han text, latin text, chinese text, confirmed integer, places integer, body blob);
create table alias (
    key text, form text, slug text, han text, latin text, weight integer, first text, number integer
);
create table mention (report text, section text, number integer, slug text);
create table belonging (
    key text, organisation text, country text, slug text, post text, confirmed integer,
    first text, last text, reports text
);
"""
INDEXES = """
create index pair_han on pair (han);
create index pair_latin on pair (latin);
create index alias_key on alias (key);
create index alias_slug on alias (slug);
create index alias_latin on alias (latin);
create index mention_slug on mention (slug);
create index mention_section on mention (report, section);
create index person_order on person (mentions desc, slug);
create index belonging_key on belonging (key);
create index belonging_country on belonging (country);
create index belonging_slug on belonging (slug);
"""
# what of the whole file holds no more: reports, people, all pairs of a Latin name
GONE = """
create table gone_report (number integer primary key);
create table gone_slug (slug text primary key);
create table gone_latin (latin text primary key);
"""
COLUMNS = {  # by table: columns, and what makes a row of the whole file one that is gone
    "observed": ("number, report, checksum, body", "number in (select number from changes.gone_report)"),
    "named": ("key, report", "report in (select number from changes.gone_report)"),
    "sighted": ("key, report", "report in (select number from changes.gone_report)"),
    "person": (
        "slug, chinese, english, reports, mentions, namesakes, post, confirmed, body",
        "slug in (select slug from changes.gone_slug)",
    ),
    "pair": (
        "han, latin, chinese, confirmed, places, body",
        "latin in (select latin from changes.gone_latin)",
    ),
    "alias": (
        "key, form, slug, han, latin, weight, first, number",
        "(slug != '' and slug in (select slug from changes.gone_slug)) "
        "or (slug = '' and latin in (select latin from changes.gone_latin))",
    ),
    "mention": ("report, section, number, slug", "slug in (select slug from changes.gone_slug)"),
    "belonging": (
        "key, organisation, country, slug, post, confirmed, first, last, reports",
        "slug in (select slug from changes.gone_slug)",
    ),
}


def number_of(text: str) -> int:
    """Return a number of 64 bits in the place of a key or the id of a report."""
    return int.from_bytes(
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True
    )


def open_tables(path: Path) -> sqlite3.Connection | None:
    """Return the names as one set of tables, for reading only; None where there are none of this format."""
    if not path.is_file():
        return None
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    try:
        if meta(database, "main", "format") != FORMAT:
            database.close()
            return None
        changes = path.with_name(CHANGES)
        if changes.is_file():
            database.execute("attach database ? as changes", (f"{changes.absolute().as_uri()}?mode=ro",))
            if meta(database, "changes", "of") == meta(database, "main", "own"):
                _as_one(database)
            else:  # of another whole
                database.execute("detach database changes")
    except sqlite3.Error:
        database.close()
        raise
    return database


def written(path: Path) -> tuple[int, ...]:
    """Return what changes whenever names are written: when each file was, in ns."""
    files = (path, path.with_name(CHANGES))
    return tuple(file.stat().st_mtime_ns if file.is_file() else 0 for file in files)


def meta(database: sqlite3.Connection, schema: str, name: str) -> str | None:
    """Return a value kept of one of the files; None where it has none."""
    try:
        row = database.execute(f"select value from {schema}.meta where name = ?", (name,)).fetchone()
    except sqlite3.OperationalError:  # of long ago, or cut
        return None
    return None if row is None else str(row[0])


def _as_one(database: sqlite3.Connection) -> None:
    database.execute("create temp view meta as select * from changes.meta")
    for table, (columns, gone) in COLUMNS.items():
        database.execute(
            f"create temp view {table} as select {columns} from main.{table} where not ({gone}) "
            f"union all select {columns} from changes.{table}"
        )


def together(database: sqlite3.Connection, slug: str) -> dict[str, int]:
    """Return by slug in how many sections others are named with a person.

    Of the files one by one: SQLite would go through all of a view to join it.
    """
    files = [name for _, name, _ in database.execute("pragma database_list") if name in ("main", "changes")]
    counted: dict[str, int] = {}
    for own, other in product(files, repeat=2):
        held = "".join(
            f" and {table}.slug not in (select slug from changes.gone_slug)"
            for table, file in (("own", own), ("other", other))
            if file == "main" and len(files) > 1
        )
        rows = database.execute(
            f"select other.slug, count(*) from {own}.mention as own join {other}.mention as other "
            "on other.report = own.report and other.section = own.section "
            f"where own.slug = ? and other.slug != own.slug{held} group by other.slug",
            (slug,),
        )
        for found, count in rows:
            counted[found] = counted.get(found, 0) + count
    return counted
