"""Signs that fonts draw, as readers see them."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

from indexer.anatomy.sections import build_report
from indexer.errors import ReadError
from indexer.importers import read_file
from indexer.model.report import Document


def read(path: Path) -> Document:
    (document,) = read_file(path)
    assert isinstance(document, Document)
    return document


def test_radicals_are_read_as_ideographs_in_outline_and_form(tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    file.write_text(
        "出國期間：105年7⽉9⽇\n出國地區：⽇本\n⼀、⽬的\n市⻑會晤。\n⼆、過程\n參觀。", encoding="utf-8"
    )
    report = build_report(read(file))
    assert [section.path for section in report.sections[1:]] == [("一",), ("二",)]
    assert (report.metadata.start, report.metadata.countries) == ("2016-07-09", ("日本",))
    assert "市長會晤" in report.sections[1].text


def test_what_word_writes_for_characters_of_its_official_typeface_is_read_as_seen(tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    file.write_text("一、公帄的考詴\n﹙一﹚自九時貣︵上午︶。", encoding="utf-8")
    assert read(file).text == "一、公平的考試\n(一)自九時起（上午）。"


def test_boxes_of_wingdings_tell_what_is_ticked(tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    file.write_text("報告名稱：赴外\n出國類別：\uf0a8訪問 \uf0fe視察 \uf0a8實習\n", encoding="utf-8")
    metadata = build_report(read(file)).metadata
    assert (metadata.category, metadata.ticked) == ("", ("視察",))


def test_other_private_characters_are_told_and_hide_no_number(tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    file.write_text("壹、緣起\n說明。\n\ue123貳、經過\n陳\ue001先生。", encoding="utf-8")
    report = build_report(read(file))
    assert [section.path for section in report.sections[1:]] == [("壹",), ("貳",)]
    assert [note.code for note in report.metadata.notes] == ["file.private"]


def changed(path: Path, renames: dict[str, str]) -> None:
    """Write a Word document in which strings of all its parts and names are replaced."""
    document = docx.Document()
    document.add_paragraph("壹、緣起")
    hidden = document.add_paragraph("看得見").add_run("藏起來")
    hidden.font.hidden = True
    data = io.BytesIO()
    document.save(data)
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for before, after in renames.items():
                name, content = (
                    name.replace(before, after),
                    content.replace(before.encode(), after.encode()),
                )
            new.writestr(name, content)


@pytest.mark.parametrize(
    ("name", "renames"),
    [
        ("a.docx", {"word/document.xml": "word/document7.xml", "document.xml.rels": "document7.xml.rels"}),
        (
            "a.docm",
            {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": (
                    "application/vnd.ms-word.document.macroEnabled.main+xml"
                )
            },
        ),
    ],
)
def test_word_packages_are_read_by_their_relations_without_hidden_text(
    tmp_path: Path, name: str, renames: dict[str, str]
) -> None:
    changed(tmp_path / name, renames)
    text = read(tmp_path / name).text
    assert "緣起" in text and "看得見" in text and "藏起來" not in text


def test_an_encrypted_odt_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a.odt"
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", b"\x93\x01\x02")
        package.writestr("META-INF/manifest.xml", "<m><file-entry><encryption-data/></file-entry></m>")
    with pytest.raises(ReadError, match="encrypted"):
        read(file)


def test_a_page_in_big5_with_signs_of_hong_kong_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    page = "<html><meta charset=big5><body><p>深水埗與鰂魚涌，喺度啲嘢</p></body></html>"
    file.write_bytes(page.encode("big5hkscs"))
    document = read(file)
    assert "鰂魚涌" in document.text and "啲嘢" in document.text
    assert "Big5-HKSCS" in str(document.notes[0])


def test_a_text_in_gb18030_is_read_with_a_note(tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    file.write_bytes(
        "一、目的\n本次访问了解港口的自动化和物流管理的经验。\n二、建议\n继续研究。".encode("gb18030")
    )
    document = read(file)
    assert "自动化" in document.text
    assert "GB 18030" in str(document.notes[0])
