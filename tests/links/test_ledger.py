"""A ledger holds what was issued in a tenth of the text, and reads what it was before."""

import base64
import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import LedgerError
from indexer.library import Library
from indexer.links.align import Known
from indexer.links.fingerprint import fingerprints, letters_of, shingles_of
from indexer.links.ledger import LEDGER, Ledger, State
from indexer.links.packing import Packed, pack, packable, unpack
from indexer.model.report import Report
from indexer.text.fold import fold
from indexer.updating.update import update
from tests.bench.texts import _records
from tests.conftest import shared

_TEXT = """壹、目的
考察{n}市的水患治理與智慧城市建設，並與港務局交換意見，了解其長期規劃。
貳、過程
一、拜會{n}市政府，市長說明氣候調適計畫與水廣場的設計。
二、參觀防洪閘，了解其自動控制系統與歷年關閉次數。
參、建議
建議設立跨局處的水環境小組，並編列維護經費。
"""
_words = st.text(max_size=40)
_known = st.builds(
    Known,
    st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,2}){0,3}(~[0-9]|-[0-9a-f]{4})?", fullmatch=True),
    st.lists(st.text(min_size=1, max_size=6), max_size=4).map(tuple),
    _words,
    st.text(max_size=400).map(lambda text: fingerprints([text])[0]),
)


@settings(max_examples=40)
@given(st.lists(st.tuples(_words, st.lists(_known, max_size=6), st.lists(_known, max_size=3)), max_size=4))
def test_what_is_packed_is_read_again(several: list[tuple[str, list[Known], list[Known]]]) -> None:
    states = [
        packable(Packed(title, "0123456789ab", tuple(sections), tuple(lost)))
        for title, sections, lost in several
    ]
    words = pack(states)
    assert [unpack(word) for word in words] == states
    assert all(word.isascii() and not set(word) & set('"\\,\n') for word in words)


def test_a_word_that_was_cut_off_is_said_to_be_damaged(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / LEDGER)
    mark = fingerprints([fold(_TEXT)])[0]
    ledger.set(State("a", "a.txt", "題", tuple(Known(str(n), (str(n),), "標題", mark) for n in range(4))))
    ledger.write()
    record = json.loads((tmp_path / LEDGER).read_bytes())
    for length in range(0, len(record["is"]) - 1, 7):
        line = {"report": "a", "source": "a.txt", "is": record["is"][:length], "sections": []}
        (tmp_path / LEDGER).write_text(json.dumps(line) + "\n", encoding="utf-8")  # of before checksums
        with pytest.raises(LedgerError, match="damaged"):
            Ledger(tmp_path / LEDGER).get("a")


def _of_before(report: Report, source: str) -> str:
    """The line of a report as it was written before sections were packed."""
    rows = []
    for section in report.sections:
        letters = letters_of(section.heading, fold(section.searchable))
        sketch = base64.b64encode(shingles_of(letters)[:32].tobytes()).decode()
        whole = fingerprints([letters])[0]
        rows.append(
            [
                section.id,
                "/".join(section.path),
                section.heading,
                whole.checksum.ljust(16, "0"),
                len(letters),
                sketch,
            ]
        )
    record = {
        "report": report.id,
        "source": source,
        "title": report.title,
        "sha256": "0" * 16,
        "sections": rows,
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def test_a_ledger_of_before_is_gone_on_with_and_packed_by_a_rebuild(tmp_path: Path) -> None:
    reports, index = tmp_path / "reports", tmp_path / "index"
    reports.mkdir()
    for number, name in enumerate(("甲", "乙", "丙")):
        (reports / f"r{number}.txt").write_text(_TEXT.format(n=name), encoding="utf-8")
    update([reports], index)
    library = Library(index)
    before = {name: library.report(name) for name in library.report_ids()}
    library.close()
    lines = [_of_before(report, f"{name}.txt") for name, report in before.items() if report]
    ledger = reports / LEDGER
    ledger.write_text("".join(lines), encoding="utf-8")
    (reports / "r1.txt").write_text(
        "前言。\n" + _TEXT.format(n="乙").replace("跨局處", "跨機關"), encoding="utf-8"
    )
    update([reports], tmp_path / "other")
    mixed = ledger.read_text(encoding="utf-8")
    assert mixed.startswith("".join(lines)), "an update only appends"
    library = Library(tmp_path / "other")
    ids = {name: report and [one.id for one in report.sections] for name, report in before.items()}
    now = {name: library.report(name) for name in ids}
    assert {name: report and [one.id for one in report.sections] for name, report in now.items()} == ids
    library.close()
    states = {name: Ledger(ledger).get(name) for name in ids}
    update([reports], tmp_path / "other", rebuild=True)
    packed = ledger.read_text(encoding="utf-8")
    assert len(packed) * 3 < len(mixed) and len(packed.splitlines()) == 3 and '"sections"' not in packed
    assert {name: Ledger(ledger).get(name) for name in ids} == states
    library = Library(tmp_path / "other")
    assert library.faults() == []
    library.close()
    assert not update([reports], tmp_path / "other").failed


def test_a_ledger_is_at_most_a_tenth_of_the_text(tmp_path: Path) -> None:
    records = list(islice(_records(shared("data")), 400))
    file = tmp_path / "r.jsonl"
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    summary = update([file], tmp_path / "index")
    text = sum(len(record["text"].encode()) for record in records)
    assert summary.sections > 2_000
    assert (tmp_path / "index" / LEDGER).stat().st_size <= 0.1 * text
