"""Whatever a file is, it gives its reports or one clear sentence, in bounded time and memory."""

import gzip
import io
import json
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from docx.oxml import parse_xml

from indexer.anatomy.joining import read_report
from indexer.errors import ReadError, SettingError
from indexer.importers import read_file
from indexer.library import Library
from indexer.model.report import Document, Report
from indexer.model.search import Request
from indexer.updating.update import update

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "samples"
HTML = "<!DOCTYPE html><title>x</title><h1>訪問新加坡</h1><p>智慧城市。</p>"


def zipped(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return data.getvalue()


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def with_part(package: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, change(content) if member == name else content)
    return data.getvalue()


def pdf(pages: int = 1) -> bytes:
    document = pdfium.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def entities(content: bytes) -> bytes:
    declared = b'<!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/hostname">]>'
    head, _, rest = content.partition(b"?>")
    return head + b"?>" + declared + rest.replace(b"</w:t>", b"&leak;</w:t>")


def encrypted_office() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )


def encrypted_zip() -> bytes:
    data = bytearray(zipped(a_dot_txt="訪問日本".encode()))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + offset] |= 1
    return bytes(data)


BAD = {
    "empty.pdf": (b"", "empty"),
    "empty.docx": (b"", "empty"),
    "empty.jsonl.gz": (b"", "empty"),
    "cut.docx": (word("訪問新加坡" * 50)[:-300], "damaged"),
    "cut.pdf": (pdf()[:200], "damaged"),
    "half.pdf": ((SAMPLES / "reportlab.pdf").read_bytes()[:9000], "damaged"),
    "locked.pdf": ((SAMPLES / "locked.pdf").read_bytes(), "encrypted"),
    "bare.pdf": (b"%PDF-1.7\n", "damaged"),
    "cut.zip": (zipped(a_dot_txt=b"x" * 999)[:-30], "damaged"),
    "no-text.pdf": (pdf(3), "no text"),
    "no-text.docx": (word(), "no text"),
    "no-text.html": (b"<html><body><script>alert(1)</script></body></html>", "no text"),
    "empty-archive.zip": (zipped(), "archive is empty"),
    "locked.docx": (encrypted_office(), "encrypted"),
    "locked.zip": (encrypted_zip(), "encrypted"),
    "word.pdf": (word("訪問新加坡"), "is a Word document (.docx), not a PDF"),
    "pdf.docx": (pdf(), "is a PDF, not a Word document"),
    "text.docx": ("訪問新加坡".encode(), "wrong ending"),
    "page.pdf": (HTML.encode(), "is an HTML page, not a PDF"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(99), "is a picture, not text"),
    "binary.txt": (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 9, "binary"),
    "noise.txt": (bytes((i * 7919 + i * i // 3) % 223 + 32 for i in range(5000)), "neither UTF-8"),
    "entities.docx": (with_part(word("訪問"), "word/document.xml", entities), "XML entities"),
    "no-text.rtf": (b"{\\rtf1\\ansi\\par}", "no text"),
    "plain.rtf": ("訪問新加坡".encode(), "not an RTF document"),
    "plain.doc": ("訪問新加坡".encode(), "not an old Word document"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gives_one_sentence(tmp_path: Path, name: str) -> None:
    content, said = BAD[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ReadError) as caught:
        list(read_file(tmp_path / name))
    sentence = str(caught.value)
    assert sentence.startswith(f"{tmp_path / name}: ") and said in sentence
    assert "\n" not in sentence and sentence.endswith(".") and "Traceback" not in sentence


def test_the_rest_of_a_folder_is_indexed(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, (content, _) in BAD.items():
        (folder / name).write_bytes(content)
    (folder / "good.docx").write_bytes(word("壹、目的", "訪問新加坡。"))
    (folder / "good.html").write_text(HTML + "<p>全文", encoding="utf-8")
    (folder / "README.md").write_text("about these files", encoding="utf-8")
    summary = update([folder], tmp_path / "index")
    assert summary.reports == 2
    assert sorted(Path(failure.path).name for failure in summary.failed) == sorted(BAD)


def test_a_path_with_a_colon_in_it_is_named_whole(tmp_path: Path) -> None:
    folder = tmp_path / "105: 訪問"
    folder.mkdir()
    (folder / "a: b.pdf").write_bytes(pdf()[:200])
    (folder / "c: d.zip").write_bytes(zipped(e_dot_exe=b"MZ", f_dot_txt="訪問新加坡".encode()))
    (folder / "g: h.jsonl").write_text('{"id": 1}\n{"id": "2", "text": "訪問日本"}', encoding="utf-8")
    summary = update([folder], tmp_path / "index")
    assert summary.reports == 2
    assert {each.path: str(each.message) for each in summary.failed} == {
        f"{folder}/a: b.pdf": "is cut off or damaged, no PDF reader opens it; copy it again.",
        f"{folder}/c: d.zip!e.exe": "unknown format; it was not read.",
        f"{folder}/g: h.jsonl:1": "has no text; a line needs id, title and text.",
    }


def test_a_pdf_without_its_end_is_read_as_far_as_it_goes_and_said(tmp_path: Path) -> None:
    whole = (SAMPLES / "reportlab.pdf").read_bytes()
    (tmp_path / "r.pdf").write_bytes(whole[: whole.rindex(b"%%EOF")])
    error, document = read_file(tmp_path / "r.pdf")
    assert "is cut off; 4 pages" in str(error) and isinstance(document, Document)


def test_many_pages_are_read_in_bounded_memory(tmp_path: Path) -> None:
    with pdfium.PdfDocument.new() as document, pdfium.PdfDocument(SAMPLES / "reportlab.pdf") as source:
        for _ in range(75):
            document.import_pages(source)
        document.save(tmp_path / "300.pdf")
    (read,) = read_file(tmp_path / "300.pdf")
    assert isinstance(read, Document) and read.layout[-1].page == 300


def test_an_archive_is_read_member_by_member(tmp_path: Path) -> None:
    inner = {
        "a_dot_txt": "壹、目的\n訪問新加坡。".encode(),
        "deep__b_dot_docx": word("訪問日本。"),
        "c_dot_txt": b"",
        "d_dot_zip": zipped(),
        "e_dot_exe": b"MZ",
    }
    (tmp_path / "all.zip").write_bytes(zipped(**inner))
    found = list(read_file(tmp_path / "all.zip"))
    read = {d.key: d.source for d in found if isinstance(d, Document)}
    assert read == {"a": f"{tmp_path}/all.zip!a.txt", "b": f"{tmp_path}/all.zip!deep/b.docx"}
    errors = [str(error) for error in found if isinstance(error, ReadError)]
    assert [error.split("!")[1].split(":")[0] for error in errors] == ["c.txt", "d.zip", "e.exe"]


@pytest.mark.parametrize(
    "name", ["../../out.txt", "/out.txt", "..\\out.txt", "C:\\out.txt", "a/../../out.txt"]
)
def test_a_path_that_leads_out_of_an_archive_is_not_followed(tmp_path: Path, name: str) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr(name, "訪問新加坡")
        package.writestr("in.txt", "訪問日本")
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (folder / "x.zip").write_bytes(data.getvalue())
    error, document = read_file(folder / "x.zip")
    assert "leads out of the archive" in str(error)
    assert isinstance(document, Document) and document.key == "in"
    assert not list(tmp_path.rglob("out.txt"))


def test_what_unpacks_beyond_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOGAO_UNPACKED_MB", "5")
    (tmp_path / "bomb.zip").write_bytes(zipped(a_dot_txt=b"0" * (50 << 20)))
    (tmp_path / "bomb.docx").write_bytes(
        with_part(word("x"), "word/document.xml", lambda content: content + b" " * (50 << 20))
    )
    (tmp_path / "bomb.jsonl.gz").write_bytes(
        gzip.compress(json.dumps({"id": 1, "text": "0" * 9_000_000}).encode())
    )
    for name in ("bomb.zip", "bomb.docx", "bomb.jsonl.gz"):
        with pytest.raises(ReadError, match="BAOGAO_UNPACKED_MB"):
            list(read_file(tmp_path / name))


def test_memory_and_time_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "large.txt").write_bytes(b"0" * (300 << 20))
    monkeypatch.setenv("BAOGAO_READ_MB", "400")
    with pytest.raises(ReadError, match="400 MB"):
        list(read_file(tmp_path / "large.txt"))
    monkeypatch.delenv("BAOGAO_READ_MB")
    monkeypatch.setenv("BAOGAO_READ_SECONDS", "1")
    table = "".join(f"<tr>{'<td>x' * 60}" for _ in range(60_000))
    (tmp_path / "table.html").write_text(f"<html><table>{table}</table>", encoding="utf-8")
    began = time.monotonic()
    with pytest.raises(ReadError, match="longer than 1 s"):
        list(read_file(tmp_path / "table.html"))
    assert time.monotonic() - began < 10
    monkeypatch.delenv("BAOGAO_READ_SECONDS")  # a second is little for starting a reader on a busy machine
    (tmp_path / "next.txt").write_text("訪問新加坡", encoding="utf-8")
    (document,) = read_file(tmp_path / "next.txt")  # the reader is there again
    assert isinstance(document, Document)


def test_deep_html_is_read_or_refused(tmp_path: Path) -> None:
    for depth in (400, 20_000):
        (tmp_path / f"{depth}.html").write_text(f"<html>{'<div>' * depth}訪問新加坡", encoding="utf-8")
    (document,) = read_file(tmp_path / "400.html")
    assert isinstance(document, Document) and document.text == "訪問新加坡"
    with pytest.raises(ReadError, match="nested too deeply"):
        list(read_file(tmp_path / "20000.html"))


def test_a_large_table_is_read(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{i}<td>訪問" for i in range(20_000))
    (tmp_path / "t.html").write_text(f"<html><table>{rows}</table>", encoding="utf-8")
    (document,) = read_file(tmp_path / "t.html")
    assert isinstance(document, Document) and document.text.count("\n") == 19_999


def test_no_script_or_hidden_text_is_read(tmp_path: Path) -> None:
    page = "<nav>首頁</nav><p style='display:none'>暗</p><script>壞()</script><p>訪問<!-- 註 -->新加坡</p>"
    (tmp_path / "p.html").write_text(f"<html><body>{page}", encoding="utf-8")
    (document,) = read_file(tmp_path / "p.html")
    assert isinstance(document, Document) and document.text == "訪問新加坡"


def test_text_boxes_notes_and_deletions_of_word(tmp_path: Path) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = docx.Document()
    paragraph = document.add_paragraph("訪問")
    paragraph._p.append(parse_xml(f"<w:del {space}><w:r><w:delText>日本</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {space}><w:r><w:t>新加坡</w:t></w:r></w:ins>"))
    box = f"<w:r {space}><w:pict><w:txbxContent><w:p><w:r><w:t>照片說明</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    paragraph._p.append(parse_xml(box))
    document.save(str(tmp_path / "w.docx"))
    (read,) = read_file(tmp_path / "w.docx")
    assert isinstance(read, Document) and read.text == "訪問新加坡\n照片說明"


@pytest.mark.skipif(shutil.which("soffice") is not None, reason="LibreOffice is installed")
def test_without_libreoffice_an_old_document_says_what_to_install(tmp_path: Path) -> None:
    word = "WordDocument".encode("utf-16-le")
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + word)
    with pytest.raises(ReadError, match="libreoffice-writer-nogui"):
        list(read_file(tmp_path / "a.doc"))


@pytest.mark.parametrize("name", ["scan.pdf", "scan.png"])
def test_without_tesseract_a_scan_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("BAOGAO_READ_SECONDS", "119")  # other limits, so that the reader is started anew
    with pytest.raises(ReadError, match="tesseract-ocr-chi-tra"):
        list(read_file(SAMPLES / name))


def test_a_limit_that_is_no_number_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOGAO_READ_MB", "much")
    (tmp_path / "a.txt").write_text("訪問", encoding="utf-8")
    with pytest.raises(SettingError, match="BAOGAO_READ_MB is a whole number"):
        list(read_file(tmp_path / "a.txt"))


def test_an_office_document_that_is_no_word_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20)
    with pytest.raises(ReadError, match="is an old Office document, not an old Word document"):
        list(read_file(tmp_path / "a.doc"))


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.txt", "壹、目的\n訪問\x01新加坡。", "壹、目的\n訪問\x01新加坡。"),
        (
            "a.md",
            "壹、目的\n了解東京都的公車。\n路線很長，\n班次很多。",
            "壹、目的\n了解東京都的公車。路線很長，班次很多。",
        ),
        (
            "a.md",
            "本次考察[^1]說明。\n\n[^1]: 腳註甲。\n\n[文獻]: 交通部統計要覽",
            "本次考察[^1]說明。\n[^1]: 腳註甲。\n[文獻]: 交通部統計要覽",
        ),
        (
            "a.html",
            "<h2>壹、目的</h2><p>考察東京都與大阪市的公車路線。<article>側欄</article>",
            "壹、目的\n考察東京都與大阪市的公車路線。\n側欄",
        ),
    ],
)
def test_nothing_of_a_small_file_is_lost(tmp_path: Path, name: str, content: str, text: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    (read,) = read_file(tmp_path / name)
    assert isinstance(read, Document) and read.text == text


def test_a_page_in_the_charset_it_names_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes("<meta charset=gb2312><p>访问新加坡".encode("gb2312"))
    (read,) = read_file(tmp_path / "a.html")
    assert isinstance(read, Document) and read.text == "访问新加坡" and "gb2312" in str(read.notes[0])


@pytest.mark.parametrize(
    ("content", "encoding", "lost"),
    [
        (
            "壹、目的\n訪問新加坡，了解當地的公車路線。".encode("cp950") + b"\xfa\x40",
            "Big5",
            1,
        ),  # a character of one's own
        ("壹、目的\n訪問新加坡，了解當地的公車路線。".encode("cp950")[:-1], "Big5", 1),
        ("壹、目的\n訪問新加坡，了解當地的公車路線。".encode()[:-1], "", 1),
    ],
)
def test_an_odd_or_cut_character_costs_no_more_than_itself(
    tmp_path: Path, content: bytes, encoding: str, lost: int
) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    (read,) = read_file(tmp_path / "a.txt")
    assert isinstance(read, Document) and read.text.startswith("壹、目的\n訪問新加坡，了解當地的公車路線")
    assert any(f"{lost} character" in str(note) for note in read.notes)
    assert not encoding or any(encoding in str(note) for note in read.notes)


def test_a_fault_in_reading_a_report_costs_no_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report is indexed whole with a note, and the others as ever."""

    def faulty(document: Document) -> Report:
        if "水湳" in document.text:
            raise KeyError("9")
        return read_report(document)

    monkeypatch.setattr("indexer.updating.prepare.read_report", faulty)
    (tmp_path / "a.txt").write_text("考察報告\n壹、目的\n參訪水湳。\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("另一報告\n壹、目的\n參訪首爾。\n", encoding="utf-8")
    summary = update([tmp_path], tmp_path / "index")
    assert (summary.reports, summary.sections, summary.failed) == (2, 3, [])
    assert ["KeyError: '9'" in str(note.message) for note in summary.notes] == [True]
    (hit,) = Library(tmp_path / "index").search(Request("水湳")).hits
    assert (hit.report_id, hit.report_title, hit.section_id) == ("a", "考察報告", "0")
