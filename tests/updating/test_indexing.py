"""Updates: only what changed is read, nothing is lost, readers never see half an index."""

import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.anatomy.sections import build_report
from indexer.errors import IndexBusyError, IndexDamagedError, IndexMissingError, ReadError
from indexer.importers import read_file
from indexer.library import Library
from indexer.model.report import Document, Report
from indexer.model.search import Request
from indexer.model.update import Summary
from indexer.updating import catalogue
from indexer.updating import changes as sources_module
from indexer.updating import generations as storage
from indexer.updating.update import update

_CHILDREN = Path(f"/proc/self/task/{os.getpid()}/children")


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.txt").write_text("壹、目的\n訪問新加坡。", encoding="utf-8")
    (folder / "b.txt").write_text("壹、目的\n訪問日本。", encoding="utf-8")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.added, summary.updated, summary.removed, summary.unchanged


def total(index: Path, text: str) -> int:
    engine = Library(index)
    try:
        return engine.search(Request(text)).total
    finally:
        engine.close()


def test_an_update_reads_only_what_changed(
    sources: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert counts(update([sources], index)) == (2, 0, 0, 0)
    read: list[str] = []
    original = read_file

    def spy(path: Path) -> Iterator[object]:
        read.append(path.name)
        return original(path)

    monkeypatch.setattr(sources_module, "read_file", spy)
    assert counts(update([sources], index)) == (0, 0, 0, 2)
    assert read == []
    (sources / "a.txt").write_text("壹、目的\n訪問馬來西亞。", encoding="utf-8")
    (sources / "b.txt").unlink()
    (sources / "c.txt").write_text("壹、目的\n訪問韓國。", encoding="utf-8")
    summary = update([sources], index)
    assert counts(summary) == (1, 1, 1, 0)
    assert (summary.reports, read) == (2, ["a.txt", "c.txt"])
    assert [total(index, q) for q in ("新加坡", "馬來西亞", "日本", "韓國")] == [0, 1, 0, 1]


def test_a_touched_file_is_unchanged(sources: Path, index: Path) -> None:
    update([sources], index)
    os.utime(sources / "a.txt", (1, 1))
    assert counts(update([sources], index)) == (0, 0, 0, 2)


def test_another_path_leaves_the_rest_alone(sources: Path, index: Path, tmp_path: Path) -> None:
    update([sources], index)
    other = tmp_path / "d.txt"
    other.write_text("訪問泰國。", encoding="utf-8")
    summary = update([other], index)
    assert counts(summary) == (1, 0, 0, 0) and summary.reports == 3


def test_lines_of_a_file_are_reports_of_their_own(index: Path, tmp_path: Path) -> None:
    def write(*records: object) -> None:
        lines = "\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records)
        (tmp_path / "n.jsonl.gz").write_bytes(gzip.compress(lines.encode()))

    one, two = {"id": "1", "title": "甲", "text": "仙台"}, {"id": 2, "title": "乙", "text": "山形"}
    write(one, two)
    assert counts(update([tmp_path], index)) == (2, 0, 0, 0)
    write(one, {**two, "text": "橫濱"}, {"id": "3", "text": "神戶"})
    assert counts(update([tmp_path], index)) == (1, 1, 0, 1)
    write(one, "{broken", {"id": "4"}, {"id": "3", "text": "神戶"})
    summary = update([tmp_path], index)
    assert [failure.path.rsplit(":")[-1] for failure in summary.failed] == ["2", "3"]
    assert counts(summary) == (0, 0, 0, 2) and summary.reports == 3  # a faulty file loses no report
    write(one)
    assert counts(update([tmp_path], index)) == (0, 0, 2, 1)


def test_progress_goes_on_within_a_file(index: Path, tmp_path: Path) -> None:
    """Bytes add up to the file's, not all at its end."""
    file = tmp_path / "many.jsonl"
    records = (
        {"id": f"r{n}", "title": "考察報告", "text": "壹、目的\n考察智慧城市。" * 400} for n in range(120)
    )
    file.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    told: list[tuple[int, int]] = []
    update([file], index, progress=lambda read, reports: told.append((read, reports)))
    size = file.stat().st_size
    assert sum(read for read, _ in told) == size
    assert len(told) > 50 and max(read for read, _ in told) < size / 2
    assert [reports for _, reports in told] == sorted(reports for _, reports in told) and told[-1][1] > 0


def test_one_id_twice_is_two_reports(sources: Path, index: Path) -> None:
    (sources / "more").mkdir()
    (sources / "more" / "a.txt").write_text("訪問荷蘭。", encoding="utf-8")
    (sources / "n.jsonl").write_text('{"id":"x","text":"甲"}\n{"id":"x","text":"乙"}\n', encoding="utf-8")
    assert update([sources], index).reports == 5
    engine = Library(index)
    assert engine.report_ids() == ["a", "a-2", "b", "x", "x-2"]
    engine.close()
    assert counts(update([sources], index)) == (0, 0, 0, 5)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", " \n\u3000".encode(), "empty"),
        ("picture.txt", b"\x89PNG\0\0", "binary"),
        ("odd.txt", b"\xff\xff\x81\x20\xfe", "neither UTF-8"),
        ("cut.jsonl.gz", gzip.compress(b'{"id":"1","text":"x"}' * 50, mtime=0)[:-20], "damaged"),
        ("not.jsonl.gz", b"plain", "damaged"),
        ("list.jsonl", b"[1]\n", "not a JSON object"),
        ("latin.jsonl", b'{"id":"1","text":"\xa4\xa4"}', "UTF-8"),
        ("deep.jsonl", b"[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_file_is_one_sentence_and_the_rest_goes_on(
    sources: Path, index: Path, name: str, content: bytes, said: str
) -> None:
    (sources / name).write_bytes(content)
    summary = update([sources], index)
    (failure,) = summary.failed
    assert failure.path.startswith(str(sources / name)) and said in str(failure)
    assert "\n" not in str(failure) and summary.reports >= 2


def test_a_missing_path_is_said(sources: Path, index: Path) -> None:
    (failure,) = update([sources, sources / "none.txt"], index).failed
    assert "no such file" in str(failure)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp950"])
def test_encodings_are_told_apart(tmp_path: Path, index: Path, encoding: str) -> None:
    (tmp_path / "r.txt").write_bytes("壹、目的\n訪問臺中會展中心。".encode(encoding))
    update([tmp_path / "r.txt"], index)
    assert total(index, "臺中會展中心") == 1


def test_a_rebuild_is_swapped_in_under_a_reader(sources: Path, index: Path) -> None:
    update([sources], index)
    reader = Library(index)
    assert reader.search(Request("日本")).total == 1
    before = storage.current(index)
    (sources / "b.txt").write_text("壹、目的\n訪問荷蘭。", encoding="utf-8")
    assert counts(update([sources], index, rebuild=True)) == (2, 0, 0, 0)
    assert storage.current(index) != before and not before.exists()
    assert [reader.search(Request(q)).total for q in ("日本", "荷蘭")] == [0, 1]
    reader.close()


def test_a_reader_follows_updates(sources: Path, index: Path) -> None:
    update([sources], index)
    reader = Library(index)
    for i in range(12):  # enough for Whoosh to merge its segments
        (sources / f"m{i}.txt").write_text(f"第{i}次訪問紐西蘭。", encoding="utf-8")
        update([sources], index)
        assert reader.search(Request("紐西蘭")).total == i + 1
        assert reader.search(Request("新加坡")).hits[0].report_id == "a"
    reader.close()


def test_a_failed_rebuild_leaves_the_old_index(
    sources: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update([sources], index)
    monkeypatch.setattr("indexer.engines.whoosh.store.analysed", lambda reports: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        update([sources], index, rebuild=True)
    assert total(index, "新加坡") == 1
    assert storage.faults(index) == []


def test_records_keep_their_ids_and_lists(tmp_path: Path, index: Path) -> None:
    records = [
        {"id": "news:102/7", "text": "甲", "country": ["日本", "韓國"], "date": 2016},
        {"id": "空", "title": "只有題名", "text": ""},
        {"id": "", "text": "乙"},
        {"id": True, "text": "丙"},
    ]
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    (tmp_path / "n.jsonl").write_text(lines, encoding="utf-8")
    summary = update([tmp_path / "n.jsonl"], index)
    assert [str(fault).split(": ")[1][:9] for fault in summary.failed] == ["has no id"] * 2
    engine = Library(index)
    report = engine.report("news:102-7")
    assert report and report.metadata.countries == ("日本", "韓國") and report.metadata.year == "2016"
    assert engine.report("空")
    engine.close()


def test_two_writers_do_not_meet(sources: Path, index: Path) -> None:
    update([sources], index)
    for rebuild in (False, True):
        with storage.writing(index), pytest.raises(IndexBusyError, match="another"):
            update([sources], index, rebuild=rebuild)
    assert counts(update([sources], index)) == (0, 0, 0, 2)


def test_a_path_that_is_not_there_costs_nothing(sources: Path, index: Path) -> None:
    update([sources], index)
    with pytest.raises(ReadError, match="no such file"):
        update([sources / "typo"], index, rebuild=True)
    sources.rename(sources.with_name("not-mounted"))
    summary = update([sources], index)
    assert counts(summary) == (0, 0, 0, 0) and [fault.path for fault in summary.failed] == [str(sources)]
    assert total(index, "新加坡") == 1


def test_a_folder_that_cannot_be_written_is_named(sources: Path) -> None:
    with pytest.raises(IndexDamagedError, match="--index"):
        update([sources], sources / "a.txt" / "index")


def test_an_index_of_nothing_finds_nothing(tmp_path: Path, index: Path) -> None:
    (tmp_path / "empty").mkdir()
    update([tmp_path / "empty"], index)
    for text in ("智慧", "smart*", "智 OR smart~", "year:105"):
        assert total(index, text) == 0


def test_another_format_is_built_anew(sources: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    update([sources], index)
    monkeypatch.setattr(catalogue, "FORMAT", catalogue.FORMAT + 1)
    assert counts(update([sources], index)) == (2, 0, 0, 0)


def test_many_reports_are_analysed_in_processes(tmp_path: Path, index: Path) -> None:
    lines = [
        json.dumps({"id": f"r{i}", "text": f"第{i}份報告訪問新加坡"}, ensure_ascii=False) for i in range(300)
    ]
    (tmp_path / "n.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert update([tmp_path / "n.jsonl"], index, jobs=2).reports == 300
    assert total(index, "新加坡") == 300


def test_damage_is_found_and_named(sources: Path, index: Path) -> None:
    assert update([sources], index) and storage.faults(index) == []
    (segment,) = storage.current(index).glob("*.pst")
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 1
    segment.write_bytes(data)
    ((file, said),) = storage.faults(index)
    assert file == segment and "altered" in str(said)
    segment.unlink()
    assert "missing" in str(storage.faults(index)[0][1])
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        Library(index).counts()


def test_a_lost_column_is_said(sources: Path, index: Path) -> None:
    update([sources], index)
    (column,) = storage.current(index).glob("*.text.col")
    column.unlink()
    with pytest.raises(IndexDamagedError, match=r"text.col: is missing.*--rebuild"):
        Library(index).search(Request("x"))


def test_no_index_is_said(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="baogao index"):
        Library(tmp_path / "none").search(Request("x"))


def _many(tmp_path: Path, number: int) -> Path:
    sources = tmp_path / "many.jsonl"
    records = [{"id": f"r{i}", "text": f"第{i}份報告訪問新加坡。" * 50} for i in range(number)]
    sources.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return sources


def test_a_build_that_was_broken_off_goes_on(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was committed before is neither parsed again nor lost, and the ids are those issued then."""
    sources = _many(tmp_path, 1000)
    monkeypatch.setattr("indexer.engines.whoosh.segment.FULL", 5000)
    parsed: list[str] = []

    def parse(document: Document) -> Report:
        parsed.append(document.key)
        if len(parsed) == 700:
            raise KeyboardInterrupt
        return build_report(document)

    monkeypatch.setattr("indexer.updating.prepare.read_report", parse)
    with pytest.raises(KeyboardInterrupt):
        update([sources], index)
    with pytest.raises(IndexMissingError):
        storage.current(index)
    before = len(parsed)
    summary = update([sources], index)
    assert (summary.reports, summary.added + summary.unchanged, summary.failed) == (1000, 1000, [])
    assert 0 < summary.unchanged == 1000 - (len(parsed) - before) < 700
    assert total(index, "第999份報告") == total(index, "第3份報告") == 1
    assert storage.faults(index) == [] and storage.unpublished(index) == []
    assert counts(update([sources], index)) == (0, 0, 0, 1000)


def test_a_script_that_guards_nothing_can_index_too(tmp_path: Path, index: Path) -> None:
    """Its further processes would run it anew and die; one process then does all."""
    sources = _many(tmp_path, 1000)
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\nfrom indexer.updating.update import update\n"
        f"print(update([Path({str(sources)!r})], Path({str(index)!r}), jobs=2).reports)\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "1000\n")
    assert "going on in one" in done.stderr


@pytest.mark.skipif(not _CHILDREN.exists(), reason="asks Linux which processes run")
def test_a_killed_build_leaves_no_process_behind(tmp_path: Path, index: Path) -> None:
    text = "壹、目的\n" + "訪問新加坡，與市府人員會談。" * 300
    lines = (json.dumps({"id": f"r{i}", "text": text}, ensure_ascii=False) for i in range(2000))
    (tmp_path / "n.jsonl").write_text("\n".join(lines), encoding="utf-8")
    baogao = Path(sys.executable).with_name("baogao")
    build = subprocess.Popen(
        [baogao, "index", tmp_path / "n.jsonl", "--index", index, "--jobs", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    readers: list[str] = []
    until = time.monotonic() + 60
    while len(readers) < 2:
        assert build.poll() is None and time.monotonic() < until
        time.sleep(0.05)
        children = Path(f"/proc/{build.pid}/task/{build.pid}/children").read_text().split()
        readers = [child for child in children if b"spawn_main" in _command(child)]
    build.kill()
    build.wait()
    while any(b"spawn_main" in _command(reader) for reader in readers):
        assert time.monotonic() < until
        time.sleep(0.05)


def _command(process: str) -> bytes:
    """How it was called; empty when it has ended."""
    try:
        return Path("/proc", process, "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
