"""Rows of the portal join their full texts, or are reports of their own; copies are told."""

import csv
import json
import time
from collections.abc import Mapping
from pathlib import Path
from threading import Event, Thread

import pytest

from indexer.library import Library
from indexer.model.report import Report
from indexer.model.search import Request
from indexer.model.update import Summary
from indexer.updating.update import update
from indexer.updating.watching import watch

SOLAR = {
    "id": "C09801032", "plan_name": "再生能源計畫#", "report_name": "德國再生能源考察", "main_file": "C09801032_25406.doc",
    "report_date": "2009-06-18", "report_page": "42", "office": "經濟部能源局", "member_name": "王小明,李大同",
    "member_office": "經濟部能源局,經濟部能源局", "member_unit": "綜合企劃組,電力組", "member_job": "科長,技正",
    "start_date": "2009-04-17", "end_date": "2009-04-22", "area": "德國,奧地利", "type": "考察", "keyword": "再生能源,風力",
    "topic_cat": "能源", "summary": "介紹風力發電的推動。",
}  # fmt: skip
PORT = {"id": "C10002936", "report_name": "港口觀摩", "office": "交通部", "area": "荷蘭", "start_date": "2011-05-01",
        "end_date": "2011-05-07", "report_date": "2011-07-01", "type": "考察", "summary": "鹿特丹港的自動化。"}  # fmt: skip


def write_csv(path: Path, *rows: Mapping[str, str], encoding: str = "utf-8-sig") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(SOLAR))
        writer.writeheader()
        writer.writerows(rows)


def write_json(path: Path, *rows: Mapping[str, str]) -> None:
    path.write_text(
        json.dumps({"success": True, "result": {"records": rows}}, ensure_ascii=False), encoding="utf-8"
    )


def write_xml(path: Path, *rows: Mapping[str, str]) -> None:
    cells = ["".join(f"<{name}>{value}</{name}>" for name, value in row.items()) for row in rows]
    body = "".join(f"<row>{row}</row>" for row in cells)
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?><data>{body}</data>', encoding="utf-8")


def write_labels(path: Path, *rows: Mapping[str, str]) -> None:
    """The labels of the detail page as columns, in Big5."""
    labels = {"id": "系統識別號", "report_name": "報告名稱", "office": "計畫主辦機關", "area": "前往地區", "summary": "報告內容摘要",
              "type": "出國類別", "report_date": "報告日期", "keyword": "關鍵詞", "topic_cat": "主題分類", "main_file": "電子全文檔",
              "member_name": "姓名", "member_office": "服務機關", "member_unit": "服務單位", "member_job": "職稱"}  # fmt: skip
    with path.open("w", encoding="cp950", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*labels.values(), "出國期間"])
        for row in rows:
            period = f"{row['start_date']} 至 {row['end_date']}"
            writer.writerow([*(row.get(name, "") for name in labels), period])


WRITERS = {"r.csv": write_csv, "r.json": write_json, "r.xml": write_xml, "labels.csv": write_labels}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    return tmp_path / "sources"


def run(folder: Path) -> Summary:
    return update([folder], folder.parent / "index")


def report(folder: Path, report_id: str) -> Report:
    engine = Library(folder.parent / "index")
    found = engine.report(report_id)
    engine.close()
    assert found is not None
    return found


def total(folder: Path, text: str) -> int:
    engine = Library(folder.parent / "index")
    found = engine.search(Request(text)).total
    engine.close()
    return found


@pytest.mark.parametrize("name", WRITERS)
def test_a_row_without_full_text_is_a_report(folder: Path, name: str) -> None:
    WRITERS[name](folder / name, SOLAR, PORT)
    summary = run(folder)
    assert (summary.reports, summary.failed) == (2, [])
    found = report(folder, "C09801032")
    data = found.metadata
    assert (found.title, data.agency, data.category) == ("德國再生能源考察", "經濟部能源局", "考察")
    assert (data.start, data.end, data.report_date) == ("2009-04-17", "2009-04-22", "2009-06-18")
    assert [(p.name, p.unit, p.post) for p in data.persons] == [
        ("王小明", "綜合企劃組", "科長"),
        ("李大同", "電力組", "技正"),
    ]
    assert "德國" in data.countries and dict(data.others)["主題分類"] == "能源"
    assert total(folder, "風力發電") == 1 and total(folder, "自動化 country:Netherlands") == 1
    again = run(folder)
    assert (again.added, again.updated, again.removed, again.unchanged) == (0, 0, 0, 2)


@pytest.mark.parametrize("name", ["C09801032_25406.txt", "C09801032.txt", "any.txt"])
def test_a_row_joins_its_full_text(folder: Path, name: str) -> None:
    write_csv(folder / "rows.csv", SOLAR, PORT)
    head = "系統識別號：C09801032\n" if name == "any.txt" else ""
    (folder / name).write_text(f"{head}出國期間：98年4月17日至23日\n壹、目的\n看風機。", encoding="utf-8")
    assert run(folder).reports == 2
    found = report(folder, "C09801032")
    assert [section.path for section in found.sections] == [(), ("壹",)]
    data = found.metadata
    assert (found.title, data.agency, data.end) == ("德國再生能源考察", "經濟部能源局", "2009-04-23")
    assert any("the portal 2009-04-22; the report's was taken" in str(note) for note in data.notes)
    assert not any("missing" in str(note) for note in data.notes)
    assert run(folder).unchanged == 2


def test_rows_and_texts_may_come_and_go_in_any_order(folder: Path) -> None:
    text = folder / "C09801032_25406.txt"
    text.write_text("壹、目的\n看風機。", encoding="utf-8")
    run(folder)
    assert report(folder, "C09801032_25406").metadata.agency == ""
    write_csv(folder / "rows.csv", SOLAR, PORT)
    summary = run(folder)
    assert summary.reports == 2 and total(folder, "看風機 agency:經濟部能源局") == 1
    assert total(folder, "介紹風力發電") == 0  # the text is there instead
    write_csv(folder / "rows.csv", {**SOLAR, "area": "瑞士"}, PORT)
    assert run(folder).updated == 1 and total(folder, "看風機 country:瑞士") == 1
    text.unlink()
    assert run(folder).reports == 2 and total(folder, "介紹風力發電") == 1 and total(folder, "看風機") == 0
    text.write_text("壹、目的\n看風機。", encoding="utf-8")
    assert run(folder).reports == 2 and total(folder, "看風機") == 1 and total(folder, "介紹風力發電") == 0
    (folder / "rows.csv").unlink()
    assert run(folder).reports == 1 and total(folder, "看風機 country:瑞士") == 0


def test_a_table_that_is_not_the_portals_is_said(folder: Path) -> None:
    (folder / "a.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    (folder / "b.json").write_text('{"name": "package"}', encoding="utf-8")
    entity = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d><id>&e;</id></d>'
    (folder / "c.xml").write_text(entity, encoding="utf-8")
    (folder / "d.csv").write_text(
        "id,report_name,office\n,,交通部\nC10002936,港口,交通部\n", encoding="utf-8"
    )
    summary = run(folder)
    assert [Path(failure.path).name for failure in summary.failed] == ["c.xml", "d.csv:1"]
    assert "entities" in str(summary.failed[0]) and summary.reports == 1
    passed = [Path(note.path).name for note in summary.notes if "passed over" in str(note.message)]
    assert passed == ["a.csv", "b.json"]  # a folder may hold other data
    (failure,) = update([folder / "a.csv"], folder.parent / "other").failed  # but not a path that is named
    assert "columns of the reports portal" in str(failure)


def test_a_copy_is_told_and_indexed_once(folder: Path) -> None:
    (folder / "a.txt").write_text("壹、目的\n訪問新加坡。", encoding="utf-8")
    (folder / "b.txt").write_text("壹、目的\n訪問新加坡。", encoding="utf-8")
    summary = run(folder)
    assert summary.reports == 1
    assert [(Path(note.path).name, "duplicate of" in str(note.message)) for note in summary.notes] == [
        ("b.txt", True)
    ]
    assert run(folder).reports == 1
    (folder / "a.txt").unlink()
    summary = run(folder)
    assert summary.reports == 1 and total(folder, "新加坡") == 1 and not summary.notes


def test_a_watched_folder_is_followed(folder: Path) -> None:
    (folder / "a.txt").write_text("壹、目的\n訪問新加坡。", encoding="utf-8")
    run(folder)
    stop = Event()
    done: list[Summary] = []

    def follow() -> None:
        done.extend(watch([folder], folder.parent / "index", lambda: run(folder), stop))

    thread = Thread(target=follow)
    thread.start()
    try:
        for name, text in (("b.txt", "訪問日本。"), ("c.txt", "訪問荷蘭。")):
            deadline = time.monotonic() + 30
            while total(folder, text[2:4]) == 0 and time.monotonic() < deadline:
                (folder / name).write_text(text, encoding="utf-8")
                time.sleep(0.5)
            assert total(folder, text[2:4]) == 1
    finally:
        stop.set()
        thread.join(30)
    assert not thread.is_alive() and sum(summary.added for summary in done) == 2


def test_a_renamed_file_keeps_its_report(folder: Path) -> None:
    (folder / "old.txt").write_text(
        "壹、目的\n訪問新加坡的智慧城市展覽，並拜會市政府。" * 9, encoding="utf-8"
    )
    run(folder)
    (folder / "old.txt").rename(folder / "new.txt")
    summary = run(folder)
    assert (summary.reports, summary.added, summary.removed) == (1, 0, 0)
    assert report(folder, "old").metadata.source.endswith("new.txt")
