"""A Latin name finds the Chinese one that it may write, whatever the spelling and the order."""

import csv
import time
from pathlib import Path

import pytest

from indexer.library import Library
from indexer.model.search import Request
from indexer.names.romanized import Romanized, spellings
from indexer.updating.update import update
from tests.conftest import ROOT

NAMES = ["蔡英文", "賴清德", "陳建仁", "吳釗燮", "林佳龍", "蕭美琴", "歐陽龍", "曾永權", "呂秀蓮", "單驥"]


@pytest.mark.parametrize(
    ("latin", "chinese"),
    [
        ("Tsai Ing-wen", "蔡英文"),
        ("Ing-wen Tsai", "蔡英文"),
        ("CAI YINGWEN", "蔡英文"),
        ("Lai Ching-te", "賴清德"),
        ("Lai Cingde", "賴清德"),
        ("Wu Jaushieh", "吳釗燮"),
        ("Lin Chia-Lung", "林佳龍"),
        ("Hsiao Bi-khim", ""),  # Taiwanese: other sounds
        ("Ouyang Long", "歐陽龍"),
        ("Tseng Yung-chuan", "曾永權"),
        ("Leu Hsiu-lien", "呂秀蓮"),
        ("Shan Ji", "單驥"),
        ("Smart City", ""),
        ("Tsai", ""),
        ("", ""),
        ("a b c d e f g", ""),
    ],
)
def test_a_name_is_read_by_its_sound(latin: str, chinese: str) -> None:
    assert (chinese in Romanized(NAMES).sounding(latin)) if chinese else not Romanized(NAMES).sounding(latin)


def test_each_system_has_its_spelling() -> None:
    assert {"cai", "tsai", "tsay"} <= spellings("cai")
    assert {"xu", "hsu", "syu", "sheu"} <= spellings("xu")
    assert {"zhang", "chang", "jhang", "jang"} <= spellings("zhang")


def test_names_as_people_write_their_own_are_found() -> None:
    """Of the table every second one was never seen while the habits were chosen."""
    with (ROOT / "tests/bench/names-by-sound.tsv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines, delimiter="\t") if not row[0].startswith("#")]
    names = Romanized([chinese for chinese, _ in rows])
    found = [chinese in names.sounding(latin) for chinese, latin in rows]
    assert sum(found) / len(found) > 0.88
    assert sum(len(names.sounding(latin)) for _, latin in rows) / len(rows) < 1.3


def test_a_person_whom_no_report_names_in_english_is_found_and_told(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    form = "出國報告名稱：訪問新加坡\n出國人員姓名/服務機關/單位/職稱：\n林明哲/臺中市政府/秘書處/科長\n\n壹、目的\n林明哲率團訪問新加坡。"
    (tmp_path / "reports" / "a.txt").write_text(form, encoding="utf-8")
    update([tmp_path / "reports"], tmp_path / "index")
    library = Library(tmp_path / "index")
    results = library.search(Request("Lin Ming-che", meaning=False))
    assert results.by_sound == ("林明哲",) and results.total >= 1
    assert all(hit.via == ("林明哲",) and hit.tier == "names" for hit in results.hits)
    assert library.search(Request("Lin Ming-che", aliases=False, meaning=False)).total == 0
    library.close()


def test_a_name_of_many_short_pieces_is_cut_in_no_time() -> None:
    """Letters that can be cut in as many ways as there are, which doubled with each of them; found by a fuzzer."""
    names = Romanized(["易意義", "吳無伊", "林佳龍"])
    began = time.process_time()
    for name in ("a " + "y" * 40, "yiyiyiyiyiyiyiyiyiyiyiyi wu", "u i o e a", "i " * 60):
        assert names.sounding(name) == ()
    assert time.process_time() - began < 1
    assert "林佳龍" in names.sounding("Lin Chia-lung")
