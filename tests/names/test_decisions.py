"""Decisions by hand win over what is learnt, hold while their line stands, and say where they are wrong."""

from pathlib import Path

import pytest

from indexer.library import Library
from indexer.model.update import Summary
from indexer.names.store import Names
from indexer.updating.update import update

SOURCES = {
    "a": "臺北市政府資訊局科長陳志明說明。參觀「綠港聯盟」（Green Port Alliance, GPA）。",
    "b": "高雄市政府水利局科長陳志明說明。",
    "c": "臺北市政府資訊局科長陳志明答詢。",
}


class Folder:
    def __init__(self, path: Path) -> None:
        self.sources, self.index = path / "sources", path / "index"
        self.sources.mkdir()
        for name, text in SOURCES.items():
            (self.sources / f"{name}.txt").write_text(f"壹、過程\n一、{text}", encoding="utf-8")
        self.update()

    def update(self, **files: str) -> Summary:
        for name in ("people.yml", "glossary.tsv"):
            key = name.partition(".")[0]
            (self.sources / name).unlink(missing_ok=True)
            if key in files:
                (self.sources / name).write_text(files[key], encoding="utf-8")
        return update([self.sources], self.index)

    @property
    def names(self) -> Names:
        return Library(self.index).names

    @property
    def people(self) -> dict[str, set[str]]:
        found = (self.names.person(listed.slug) for listed in self.names.people)
        return {p.slug: {seen.report for seen in p.appearances} for p in found if p}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def parted(folder: Folder) -> list[set[str]]:
    return sorted(folder.people.values(), key=sorted)


def test_people_are_merged_split_and_struck_by_hand_and_it_is_undone(folder: Folder) -> None:
    assert parted(folder) == [{"a", "c"}, {"b"}]
    folder.update(people="- merge: [陳志明 @ a, 陳志明 @ b]\n  note: 同一人\n")
    assert parted(folder) == [{"a", "b", "c"}]
    folder.update(people="- split: 陳志明 @ c\n")
    assert parted(folder) == [{"a"}, {"b"}, {"c"}]
    folder.update(people="- reject: 陳志明 @ b\n")
    assert parted(folder) == [{"a", "c"}]
    folder.update(people="- reject: 陳志明\n")
    assert parted(folder) == []
    assert folder.update().unchanged == 3
    assert parted(folder) == [{"a", "c"}, {"b"}]


def test_a_name_is_put_right(folder: Folder) -> None:
    folder.update(people="- name: 陳志明 @ b\n  english: Jimmy Chen\n")
    assert folder.people["jimmy-chen"] == {"b"}


def test_pairs_are_confirmed_rejected_and_corrected_by_hand(folder: Folder) -> None:
    def pairs() -> dict[tuple[str, str], str]:
        return {(pair.chinese, pair.english): pair.status for pair in folder.names.pairs}

    alliance = "Green Port Alliance"
    assert pairs()["綠港聯盟", alliance] == "confirmed" and folder.names.others("綠港聯盟")
    folder.update(glossary=f"reject\t綠港聯盟\t{alliance}\n")
    assert pairs()["綠港聯盟", alliance] == "rejected" and alliance not in folder.names.others("綠港聯盟")
    folder.update(glossary=f"correct\t綠港聯盟\t{alliance}\t國際綠港聯盟\n")
    assert pairs()["國際綠港聯盟", alliance] == "confirmed" and folder.names.others("國際綠港聯盟") == (
        alliance,
    )
    folder.update(glossary="confirm\t人工智慧\tAI\tterm\n")
    assert pairs()["人工智慧", "AI"] == "confirmed"
    folder.update()
    assert pairs()["綠港聯盟", alliance] == "confirmed" and ("人工智慧", "AI") not in pairs()


@pytest.mark.parametrize(
    ("file", "text", "line", "says"),
    [
        ("people", "- merge: 陳志明 @ a\n", 1, "merge takes two or more"),
        ("people", "# why\n\n- split: 陳志明\n", 3, "split takes"),
        ("people", "- marry: [a, b]\n", 1, "marry is not understood"),
        ("people", "- 陳志明\n", 1, "is no decision"),
        ("people", "merge: [a, b]\n", 1, "is no list"),
        ("people", "- merge: [a, b]]\n", 1, "is not YAML"),
        ("glossary", "confirm\t綠港聯盟\n", 1, "wants a Chinese and a Latin name"),
        ("glossary", "\nkeep\ta\tb\n", 2, "begins with “keep”"),
        ("glossary", "correct\ta\tb\n", 1, "fourth column"),
        ("glossary", "confirm\ta\tb\tthing\n", 1, "is no kind"),
    ],
)
def test_a_faulty_line_is_said_with_its_number_and_the_rest_holds(
    folder: Folder, file: str, text: str, line: int, says: str
) -> None:
    summary = folder.update(**{file: text})
    (failure,) = summary.failed
    assert failure.path.endswith(f":{line}") and says in str(failure)
    assert summary.reports == 3 and parted(folder) == [{"a", "c"}, {"b"}]


def test_a_decision_that_meets_no_name_is_noted(folder: Folder) -> None:
    summary = folder.update(people="- reject: 查無此人\n", glossary="reject\t查無此名\tNothing\n")
    assert [note.path.rpartition(":")[2] for note in summary.notes] == ["1", "1"]
    assert "查無此人" in str(summary.notes[0].message)


def test_a_folder_with_a_colon_in_its_name_is_named_whole(tmp_path: Path) -> None:
    path = tmp_path / "trips: 2016"
    path.mkdir()
    folder = Folder(path)
    summary = folder.update(people="- split: 陳志明\n- reject: 查無此人\n")
    where = str(path / "sources" / "people.yml")
    assert [failed.path for failed in summary.failed] == [f"{where}:1"]
    assert [note.path for note in summary.notes] == [f"{where}:2"]
    assert str(summary.notes[0].message) == "no report names “查無此人”; the line has no effect."
