"""Real files of real programs: one report, written by each of them, is one report."""

import re
import shutil
from collections import Counter
from functools import cache
from pathlib import Path

import docx
import pytest

from indexer.anatomy.sections import build_report
from indexer.importers import read_file
from indexer.importers.shared.recognise import is_installed
from indexer.library import Library
from indexer.model.report import Document, Report
from indexer.model.search import Request
from indexer.text.fold import fold
from indexer.updating.update import update

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "samples"
CORPUS = SAMPLES.parent.parent / "corpus" / "reports"
SOURCE = CORPUS / "2016-singapore-world-cities-summit.txt"
SAME = [
    "archive.zip", "big5.txt", "canva-like.pdf", "chromium.pdf", "google-docs-form.docx", "google-docs-form.odt",
    "hanging-glyphs.pdf", "landscape.pdf", "libreoffice.odt", "libreoffice.pdf",
    "libreoffice.rtf", "markdown.md", "numbered-by-word.docx", "page.html", "records.jsonl", "reportlab.pdf",
    "typed-in-word.docx", "utf-16.txt", "utf-8-bom.txt", "word-online-form.docx", "wps-form.docx",
]  # fmt: skip
TABLE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # file: must include, must not include
    "page.html": (("一、7月9日",), ("網站導覽", "不是報告")),
    "chromium.pdf": (
        ("主要場次有二：", "分成兩個議題，各有四位講者："),
        ("第 1 頁", "臺中市政府出國報告", "網站導覽"),
    ),
    "libreoffice.pdf": (
        ("陳文政/臺中市政府/秘書處/股長", "1\t臺中市政府\t副市長\t張光瑤"),
        ("臺中市政府出國報告\n",),
    ),
    "landscape.pdf": (("1\t臺中市政府\t副市長\t張光瑤",), ("臺中市政府出國報告\n",)),
    "hanging-glyphs.pdf": (("（Mr. Lawrence Wong）", "(Singapore Business Federation, SBF)"), ("- 1 -",)),
    "word-online-form.docx": (("伍、心得",), ("PAGE",)),
    "google-docs-form.docx": (("伍、心得",), ("PAGE", "rtl")),
    "google-docs-form.odt": (("1\t臺中市政府\t副市長\t張光瑤",), ("P1", "Table1")),
    "canva-like.pdf": (
        ("陳文政/臺中市政府/秘書處/股長", "1\t臺中市政府\t副市長\t張光瑤"),
        ("a design program",),
    ),
    "wps-form.docx": (("壹、摘要", "一、新加坡政府"), ("1028-11",)),
    "reportlab.pdf": (("1\t臺中市政府\t副市長\t張光瑤",), ("- 1 -", "- 2 -")),
    "numbered-by-word.docx": (("壹、摘要", "(一)自", "4.聯合國")[:1], ()),
    "typed-in-word.docx": (("伍、心得",), ("PAGE",)),
    "libreoffice.odt": (("參、目的", "三、7月11日"), ()),
    "headings-without-numbers.docx": (("總統訪問尼加拉瓜",), ("壹、",)),
}
QUERIES = [
    "智慧城市",
    "Lawrence Wong",
    "水湳經貿園區",
    "kind:心得 花博",
    "heading:建議",
    "Ko Wen-Je",
    "金沙會展中心",
]


@cache
def read(path: Path) -> Report:
    document = list(read_file(path))[-1]
    assert isinstance(document, Document)
    return build_report(document)


def bare(text: str) -> str:
    return re.sub(r"\s", "", fold(text))


def outline(report: Report) -> list[tuple[str, str, str]]:
    return [("/".join(s.path), bare(s.heading), s.kind) for s in report.sections]


@pytest.mark.parametrize("name", SAME)
def test_a_report_has_the_same_sections_in_every_format(name: str) -> None:
    source, sample = read(SOURCE), read(SAMPLES / name)
    assert outline(sample) == outline(source)
    assert [bare(s.text) for s in sample.sections] == [bare(s.text) for s in source.sections]
    assert sample.title == source.title
    for field in (
        "agency",
        "organizer",
        "category",
        "ticked",
        "contact",
        "persons",
        "start",
        "end",
        "report_date",
    ):
        assert getattr(sample.metadata, field) == getattr(source.metadata, field), field


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_old_word_document_is_read_where_libreoffice_is() -> None:
    source, sample = read(SOURCE), read(SAMPLES / "libreoffice.doc")
    assert outline(sample) == outline(source)


@pytest.mark.parametrize("name", [name for name in SAME if name.endswith(".pdf")])
def test_sections_of_a_pdf_say_their_page(name: str) -> None:
    pages = [section.page for section in read(SAMPLES / name).sections]
    assert pages[0] == 1 and pages == sorted(pages) and pages[-1] >= 4


@pytest.mark.parametrize("name", TABLE)
def test_what_a_sample_must_and_must_not_include(name: str) -> None:
    text = "\n".join(f"{s.heading}\n{s.text}" for s in read(SAMPLES / name).sections)
    included, excluded = TABLE[name]
    assert [words for words in included if words not in text] == []
    assert [words for words in excluded if words in text] == []


@pytest.mark.parametrize("ending", ["docx", "odt", "pdf"])
def test_a_summary_that_is_a_table_is_read_in_every_format(ending: str) -> None:
    report = read(SAMPLES / f"summary-table.{ending}")
    data = report.metadata
    assert report.title == "臺中市政府組團赴新加坡參加「2016世界城市峰會」"
    assert [section.path for section in report.sections] == [(), ("壹",), ("貳",)]
    assert (data.agency, data.organizer, data.contact) == ("臺中市政府", "秘書處", "陳文政")
    assert [(one.name, one.unit, one.post) for one in data.persons] == [
        ("張光瑤", "府本部", "副市長"),
        ("陳文政", "秘書處", "股長"),
    ]
    assert (data.start, data.end, data.report_date) == ("2016-07-09", "2016-07-11", "2016-09-07")
    assert data.ticked == ("其他（國際會議）",) and data.countries == ("新加坡",)
    assert "二、周邊會議談水資源。" in report.sections[0].text


def test_headings_without_numbers_make_sections() -> None:
    report = read(SAMPLES / "headings-without-numbers.docx")
    kinds = {section.path: section.kind for section in report.sections}
    assert kinds[("摘要",)] == "摘要" and kinds[("目的",)] == "目的" and kinds[("過程", "尼加拉瓜")] == "過程"
    assert kinds[("過程", "尼加拉瓜", "(一)")] == "過程"


def test_headings_in_bold_type_make_sections(tmp_path: Path) -> None:
    body = "本府代表團參觀大阪港，了解貨櫃碼頭的自動化，並與當地人員交換意見。"
    heads = ["訪問大阪港報告", "緣由與目的", "第一天的參觀", "心得"]
    page = "".join(f"<p><b>{head}</b></p><p>{body}<b>重點</b></p>" for head in heads)
    (tmp_path / "b.html").write_text(f"<html><body>{page}", encoding="utf-8")
    document = docx.Document()
    for head in heads:
        document.add_paragraph().add_run(head).bold = True
        document.add_paragraph(body)
    document.save(str(tmp_path / "b.docx"))
    for name in ("b.html", "b.docx"):
        report = read(tmp_path / name)
        assert report.title == "訪問大阪港報告"
        assert [section.path for section in report.sections] == [(), *((head,) for head in heads[1:])], name


def test_dates_and_labels_with_values_in_bold_type_make_no_sections(tmp_path: Path) -> None:
    lines = ["訪問大阪港報告", "2016年9月7日", "行程", "住宿", "旅館：河畔飯店", "電話：06-0000-0000", "費用"]
    body = "本府代表團參觀大阪港，了解貨櫃碼頭的自動化，並與當地人員交換意見。"
    page = "".join(f"<p><b>{line}</b></p><p>{body}</p>" for line in lines)
    page = page.replace(f"河畔飯店</b></p><p>{body}</p>", "河畔飯店</b></p>")
    (tmp_path / "b.html").write_text(f"<html><body>{page}", encoding="utf-8")
    paths = [section.path for section in read(tmp_path / "b.html").sections]
    assert paths == [(), ("行程",), ("住宿",), ("費用",)]
    days = page.replace("行程", "2016年7月9日").replace("住宿", "2016年7月10日")
    (tmp_path / "days.html").write_text(f"<html><body>{days}", encoding="utf-8")
    paths = [section.path for section in read(tmp_path / "days.html").sections]
    assert ("2016年7月9日",) in paths and ("2016年7月10日",) in paths


def test_every_format_finds_the_same(tmp_path: Path) -> None:
    found: dict[str, list[object]] = {}
    for path in [SOURCE, *(SAMPLES / name for name in SAME)]:
        (tmp_path / path.name).mkdir()
        (tmp_path / path.name / path.name).write_bytes(path.read_bytes())
        assert not update([tmp_path / path.name], tmp_path / "index" / path.name).failed
        engine = Library(tmp_path / "index" / path.name)
        answers = [engine.search(Request(query, per_page=50)) for query in QUERIES]
        found[path.name] = [[(hit.path, hit.kind) for hit in answer.hits] for answer in answers]
        assert all(answer.total for answer in answers)
        engine.close()
    assert [name for name in found if found[name] != found[SOURCE.name]] == []


@pytest.mark.skipif(not is_installed(), reason="Tesseract and its Chinese data are not installed")
@pytest.mark.parametrize(
    ("name", "least"), [("scan.pdf", 0.95), ("scan.png", 0.9), ("scan-typed-footer.pdf", 0.9)]
)
def test_a_scan_is_recognised_and_says_so(name: str, least: float) -> None:
    report = read(SAMPLES / name)
    text = Counter(bare("".join(section.searchable for section in report.sections)))
    source = bare(SOURCE.read_text(encoding="utf-8"))[: sum(text.values())]
    assert sum((Counter(source) & text).values()) >= least * len(source)
    confidence = [section.confidence for section in report.sections]
    assert all(value is not None and 0.5 < value <= 1 for value in confidence)
