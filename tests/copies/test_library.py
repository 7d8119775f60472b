"""Copied passages of an index: found in both reports, followed through changes, the same however it was built."""

import random
from pathlib import Path

import pytest

from indexer.copies import folder as copies_folder
from indexer.copies.folder import shards
from indexer.library import Library
from indexer.model.copies import Copied
from tests.copies.test_passages import words

PASSAGE = words(random.Random(1), 200)
OTHER = words(random.Random(2), 120)
FORM = "出國報告（出國類別：考察）\n服務機關：測試市政府資訊局及所屬各二級機關與各區公所聯合考察團\n"


def text(seed: int, *passages: str) -> str:
    rng = random.Random(seed)
    parts = [words(rng, 400), *(f"{passage}。{words(rng, 300)}" for passage in passages)]
    return f"{FORM}壹、目的\n{words(rng, 200)}\n貳、心得\n" + "。".join(parts)


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, several in texts.items():
        (folder / f"{name}.txt").write_text(several, encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write(tmp_path / "reports", one=text(11, PASSAGE), two=text(12, PASSAGE, OTHER), three=text(13, OTHER))
    learn(tmp_path)
    return tmp_path


def learn(home: Path) -> int:
    library = Library(home / "index")
    assert not library.update([home / "reports"]).failed
    learnt = library.learn_copies()
    library.close()
    return learnt


def told(home: Path, report_id: str) -> list[Copied]:
    library = Library(home / "index")
    report = library.report(report_id)
    assert report
    found = library.copied(report)
    library.close()
    return found


def quoted(home: Path, copied: Copied) -> tuple[str, str]:
    """The passage as it stands here and there."""
    library, found = Library(home / "index"), []
    for place in (copied.here, copied.there):
        report = library.report(place.report_id)
        assert report
        (section,) = (one for one in report.sections if one.id == place.section_id)
        found.append(section.text[place.start : place.end])
    library.close()
    return found[0], found[1]


def test_passages_are_told_in_both_reports_and_forms_in_none(home: Path) -> None:
    assert [one.there.report_id for one in told(home, "one")] == ["two"]
    assert [one.there.report_id for one in told(home, "two")] == ["one", "three"]
    (found,) = told(home, "three")
    letters = [char for char in OTHER if char.isalnum()]
    for words_ in quoted(home, found):
        assert [char for char in words_ if char.isalnum()] == letters


def test_an_index_without_shingles_tells_nothing(tmp_path: Path) -> None:
    write(tmp_path / "reports", one=text(11, PASSAGE), two=text(12, PASSAGE))
    library = Library(tmp_path / "index")
    library.update([tmp_path / "reports"])
    report = library.report("one")
    assert report
    assert library.copied(report) == [] and library.nearly_same(["one", "two"]) == {}


def test_what_changed_is_read_again_and_what_went_is_forgotten(home: Path) -> None:
    assert learn(home) == 0
    write(home / "reports", two=text(12, OTHER), four=text(14, PASSAGE))
    assert learn(home) == 2
    assert [one.there.report_id for one in told(home, "one")] == ["four"]
    (home / "reports" / "four.txt").unlink()
    assert learn(home) == 0
    assert told(home, "one") == []
    assert [one.there.report_id for one in told(home, "two")] == ["three"]


def test_joined_shards_answer_as_the_many_did(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home / "reports", five=text(15, PASSAGE, OTHER), two=text(12, OTHER, PASSAGE))
    learn(home)
    before = {name: told(home, name) for name in ("one", "two", "three", "five")}
    assert len(shards(home / "index" / "copies")) == 2 and all(before.values())
    monkeypatch.setattr(copies_folder, "_MANY", 2)
    learn(home)
    assert len(shards(home / "index" / "copies")) == 1
    assert {name: told(home, name) for name in before} == before


def test_a_damaged_shard_is_made_anew(home: Path) -> None:
    (file,) = (home / "index" / "copies").glob("*.shingles")
    held = bytearray(file.read_bytes())
    held[-40] ^= 1
    file.write_bytes(held)
    assert told(home, "one") == []
    assert learn(home) == 3
    assert len(told(home, "one")) == 1


def test_another_version_is_known(home: Path) -> None:
    long = words(random.Random(9), 3000)
    write(home / "reports", first=f"壹、心得\n{long}", second=f"壹、心得\n{long[:1500]}改{long[1501:]}")
    learn(home)
    library = Library(home / "index")
    assert library.nearly_same(["one", "second", "two", "first"]) == {"first": "second"}
    assert library.nearly_same(["one", "two", "three", "unknown"]) == {}
