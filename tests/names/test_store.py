"""What is kept of names comes back as it was, and an index without names has none."""

import json
import os
import sqlite3
import subprocess
import sys
import zlib
from pathlib import Path

import msgspec
import pytest

from indexer.anatomy.sections import build_report
from indexer.importers import read_file
from indexer.model.people import Observed
from indexer.model.report import Document
from indexer.names.lookup import keys_of
from indexer.names.reading.observe import observe
from indexer.names.serial import dump, load
from indexer.names.store import Names
from indexer.names.tables import CHANGES, FORMAT, GONE, INDEXES, NAMES, TABLES, open_tables
from indexer.names.weights import PERSON, PersonParts, score
from tests.conftest import REAL_REPORT, ROOT, shared


@pytest.fixture(scope="module")
def observed() -> Observed:
    shared("reports")
    (document,) = read_file(REAL_REPORT)
    assert isinstance(document, Document)
    return observe(build_report(document))


def test_a_record_comes_back_as_it_was(observed: Observed) -> None:
    assert observed.people and observed.sightings
    assert load(dump(observed), Observed) == observed


def test_a_record_is_a_list_without_names_of_fields(observed: Observed) -> None:
    values = json.loads(zlib.decompress(dump(observed)))
    assert values[0] == observed.report and isinstance(values[-1][0], list)
    with pytest.raises(msgspec.ValidationError):
        load(zlib.compress(b'[1, "", "", "", [], [], [], []]'), Observed)


def test_an_index_without_names_knows_nobody(tmp_path: Path) -> None:
    for names in (Names(), Names(tmp_path / "none.db")):
        assert names.people == () and names.pairs == () and names.person("none") is None
        assert names.others("柯文哲") == () and names.naming("柯文哲") == []


def test_a_name_is_looked_up_without_its_post_and_courtesy() -> None:
    assert keys_of("柯文哲市長")[1] == keys_of("柯文哲")[0]
    assert set(keys_of("MR. LAWRENCE WONG")) >= set(keys_of("wong lawrence")[1:])


def test_a_score_is_the_sum_of_its_parts_by_weight() -> None:
    nothing = PersonParts(0, 0, 0, 0, 0)
    assert score(nothing, PERSON) == 0
    for name, weight in PERSON._asdict().items():
        assert score(nothing._replace(**{name: 1}), PERSON) == weight


def test_opening_names_loads_nothing_that_only_reading_needs() -> None:
    code = (
        "import sys, indexer.library, indexer.names.store;"
        "print([name for name in ('jieba', 'pypinyin', 'yaml') if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize(
    "query",
    [
        "select slug, post from belonging where key = ?",
        "select distinct slug from belonging where country = ?",
        "select slug from mention where report = ? group by slug order by count(*) desc, min(number)",
        "select report, section from mention where slug = ?",
        "select body from person where slug = ?",
        "select form, slug from alias where key = ? order by weight desc",
    ],
)
def test_what_pages_ask_goes_by_indexes_while_changes_lie_beside(tmp_path: Path, query: str) -> None:
    for name, further in ((NAMES, ""), (CHANGES, GONE)):
        database = sqlite3.connect(tmp_path / name)
        database.executescript(TABLES + INDEXES + further)
        database.executemany(
            "insert into meta values (?, ?)", [("format", FORMAT), ("own", "a"), ("of", "a")]
        )
        database.commit()
        database.close()
    opened = open_tables(tmp_path / NAMES)
    assert opened is not None
    steps = [row[3] for row in opened.execute(f"explain query plan {query}", ("x",))]
    opened.close()
    assert any("changes." in step for step in steps)
    assert not [step for step in steps if step.startswith(("SCAN main.", "SCAN changes."))]
