"""What the doctor says of files: how each was read, and which came out poor."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from indexer.cli.main import main

SAMPLES = Path(__file__).parents[1] / "samples"

GOOD = """出國報告（出國類別：考察）
赴丹麥考察報告
服務機關：臺中市政府
出國期間：105年7月9日至11日
報告日期：105年9月7日
壹、目的
了解風力發電。
貳、建議
可以試辦。
"""


def looked_at(*paths: Path) -> dict[str, dict[str, object]]:
    result = CliRunner().invoke(main, ["doctor", *map(str, paths), "--json"])
    assert result.exit_code == 0, result.output
    answer = json.loads(result.output)
    assert answer["files"] == len(answer["found"])
    return {Path(str(one["path"])).name: one for one in answer["found"]}


def test_each_file_is_named_with_what_it_gave(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "letter.wps").write_bytes(b"x")
    (tmp_path / "signs.txt").write_text(GOOD.replace("可以", "\ue0f1"), encoding="utf-8")
    (tmp_path / "long.txt").write_text("考察" * 2000, encoding="utf-8")
    found = looked_at(tmp_path)
    assert set(found) == {"good.txt", "empty.txt", "letter.wps", "signs.txt", "long.txt"}
    good = found["good.txt"]
    assert (good["format"], good["reports"], good["sections"], good["poor"]) == ("text", 1, 3, [])
    assert found["empty.txt"]["poor"] == ["the file is empty."]
    assert found["letter.wps"]["poor"] == ["Files ending in .wps are not read."]
    assert "U+E0F1" in str(found["signs.txt"]["poor"])
    said = " ".join(map(str, found["long.txt"]["poor"]))  # type: ignore[call-overload]
    assert "No section" in said and "no date" in said


def test_the_text_says_how_many_and_which_first(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "letter.wps").write_bytes(b"x")
    result = CliRunner().invoke(main, ["doctor", str(tmp_path)])
    assert result.exit_code == 0
    assert "letter.wps: Files ending in .wps are not read." in result.output.split("To look at first:")[1]


def test_what_an_index_keeps_beside_the_reports_is_no_file_of_theirs(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    for name in ("permalinks.ledger", "people.yml", "glossary.tsv", "README.md", ".hidden.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert set(looked_at(tmp_path)) == {"good.txt"}


def test_what_is_passed_over_is_counted_by_kind(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / ".git" / "objects").mkdir(parents=True)
    for name in (
        "a.xlsx",
        "b.XLSX",
        "c.wps",
        "scan",
        "README.md",
        "people.yml",
        ".git/config",
        ".git/objects/a",
    ):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere.pdf")
    passed = {one["why"]: one["files"] for one in report_of(tmp_path)["passed_over"]}
    assert passed == {
        "Files ending in .xlsx are not read.": 2,
        "Files ending in .wps are not read.": 1,
        "Files without an ending are not read.": 1,
        "Hidden files and folders are not read.": 1,
        "A folder’s README is no report.": 1,
        "Links that lead nowhere are not read.": 1,
    }


def report_of(folder: Path) -> dict[str, Any]:
    report = folder.parent / "report.json"
    result = CliRunner().invoke(main, ["doctor", str(folder), "--report", str(report), "--jobs", "2"])
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return answer


def test_files_that_gave_nothing_come_first_and_unread_formats_last(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a-long.txt").write_text("考察" * 2000, encoding="utf-8")
    (folder / "b.wps").write_bytes(b"x")
    (folder / "c-empty.txt").write_bytes(b"")
    (folder / "d-good.txt").write_text(GOOD, encoding="utf-8")
    names = [Path(one["path"]).name for one in report_of(folder)["found"]]
    assert names == ["c-empty.txt", "a-long.txt", "b.wps", "d-good.txt"]


def test_pages_and_title_of_a_pdf_are_told() -> None:
    (found,) = looked_at(SAMPLES / "libreoffice.pdf").values()
    assert found["pages"] == 5 and found["date"] == "2016-09-07"
    assert "世界城市峰會" in str(found["title"])


def test_the_page_needs_no_other_file_and_escapes_what_files_say(tmp_path: Path) -> None:
    folder = tmp_path / "<b>reports"
    folder.mkdir()
    (folder / "x<script>.txt").write_text("<img src=http://evil>" + "考察" * 2000, encoding="utf-8")
    (folder / "a.x<i>").write_bytes(b"x")
    page = tmp_path / "report.html"
    result = CliRunner().invoke(main, ["doctor", str(folder), "--report", str(page)])
    assert result.exit_code == 0, result.output
    text = page.read_text(encoding="utf-8")
    tree = LexborHTMLParser(text)
    assert not tree.css("script, img, link, iframe, i, b, [src], [onload]")
    assert all((link.attributes["href"] or "").startswith("#") for link in tree.css("[href]"))
    assert [article.attributes["lang"] for article in tree.css("article")] == ["zh-Hant-TW", "en"]
    chinese, english = (article.text() for article in tree.css("article"))
    assert "應先檢視" in chinese and "To look at first" in english and "To look at first" not in chinese
    assert chinese.count("x<script>.txt") == english.count("x<script>.txt") == 1
    assert all(cell.attributes.get("scope") for cell in tree.css("th"))


def test_a_report_of_another_kind_is_refused_in_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["doctor", str(tmp_path), "--report", str(tmp_path / "a.xlsx")])
    assert result.exit_code == 2 and "a.xlsx ends in neither .html nor .json" in result.output


def test_an_index_says_what_it_passes_over_but_not_its_own_files(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    for name in ("a.xlsx", "b.xlsx", "c.wps"):
        (tmp_path / name).write_bytes(b"x")
    call = ["index", str(tmp_path), "--index", str(tmp_path / "index"), "--jobs", "1"]
    for _ in range(2):  # the second time the index lies there too
        result = CliRunner().invoke(main, call)
        assert result.exit_code == 0, result.output
        assert "Passed over: 2" in result.stderr and "Files ending in .wps are not read." in result.stderr
        assert "ending in .json" not in result.stderr and result.stderr.count("Passed over") == 2
    answer = json.loads(CliRunner().invoke(main, [*call, "--json"]).stdout)
    assert [one["files"] for one in answer["passed_over"]] == [2, 1]
