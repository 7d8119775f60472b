"""What the doctor says of files: how each was read, and which came out poor."""

import json
from pathlib import Path

from click.testing import CliRunner

from indexer.cli.main import main

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
