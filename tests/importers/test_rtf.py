"""RTF as Word and others write it: in which bytes Chinese stands, numbers, rows, pictures."""

from pathlib import Path

import pytest

from indexer.importers import read_file
from indexer.model.report import Document


def text_of(path: Path, body: str, head: str = "") -> list[str]:
    """Return the lines that a document of the body gives."""
    path.write_bytes(f"{{\\rtf1\\ansi{head}{body}\\par}}".encode("latin-1"))
    (document,) = read_file(path)
    assert isinstance(document, Document)
    return document.text.split("\n")


def escaped(text: str, encoding: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


@pytest.mark.parametrize("words", ["功能與許可", "壹、目的", "蓋世"])  # among them bytes that are \\ { }
def test_big5_is_read_by_the_code_page_that_the_file_names(tmp_path: Path, words: str) -> None:
    fonts = "{\\fonttbl{\\f0\\fnil\\fcharset136 PMingLiU;}}\\f0 "
    assert text_of(tmp_path / "a.rtf", fonts + escaped(words, "cp950"), "\\ansicpg950\\deff0") == [words]


def test_unicode_escapes_are_read_with_negative_numbers_and_stand_ins(tmp_path: Path) -> None:
    written = "".join(
        f"\\u{ord(char) - 0x10000 if ord(char) > 0x7FFF else ord(char)}?" for char in "考察龜山"
    )
    assert text_of(tmp_path / "a.rtf", written, "\\ansicpg1252\\uc1") == ["考察龜山"]


def test_generated_numbers_stand_at_their_paragraphs_and_rows_are_lines(tmp_path: Path) -> None:
    body = "{\\listtext I.\\tab}Purpose\\par \\trowd\\intbl Day\\cell Visit\\cell\\row\\pard Next"
    assert text_of(tmp_path / "a.rtf", body) == ["I.Purpose", "Day\tVisit", "Next"]


def test_pictures_are_no_text(tmp_path: Path) -> None:
    picture = "{\\*\\shppict{\\pict\\pngblip " + "89504e470d0a" * 200 + "}}"
    assert text_of(tmp_path / "a.rtf", picture + "Harbour") == ["Harbour"]


def test_an_rtf_that_is_called_doc_is_still_taken_for_word(tmp_path: Path) -> None:
    from indexer.importers import format_of, signs
    from indexer.importers.shared.blocks import Source

    path = tmp_path / "a.doc"
    path.write_bytes(b"{\\rtf1\\ansi Harbour\\par}")
    form = format_of(path.name)
    assert form is not None and form.name == "office"
    signs.refuse_other(form, Source(path, path.name))
