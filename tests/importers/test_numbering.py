"""Numbers that a word processor generates, as it would print them."""

from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from indexer.importers import read_file
from indexer.model.report import Document
from indexer.text import numerals

_LEVELS = (
    ("ideographLegalTraditional", "%1、"),
    ("taiwaneseCountingThousand", "%2、"),
    ("taiwaneseCountingThousand", "（%3）"),
    ("decimal", "%4."),
    ("upperLetter", "%5."),
    ("decimal", "%1.%2"),
)


def numbered(document: Word, number: int, extra: str = "") -> None:
    """Adds a list definition, and a list of it with that number."""
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'{"<w:isLgl/>" if text == "%1.%2" else ""}<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(_LEVELS)
    )
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{levels}</w:abstractNum>')
    )
    add_list(document, number, number, extra)


def add_list(document: Word, number: int, abstract: int, extra: str = "") -> None:
    inner = f'<w:abstractNumId w:val="{abstract}"/>{extra}'
    document.part.numbering_part.element.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}">{inner}</w:num>')
    )


def item(document: Word, text: str, number: int, level: int) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    inner = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
    properties.append(parse_xml(f"<w:numPr {nsdecls('w')}>{inner}</w:numPr>"))


def text_of(document: Word, tmp_path: Path) -> list[str]:
    document.save(str(tmp_path / "n.docx"))
    (read,) = read_file(tmp_path / "n.docx")
    assert isinstance(read, Document)
    return read.text.split("\n")


def test_levels_count_and_begin_anew(tmp_path: Path) -> None:
    document = docx.Document()
    numbered(document, 90)
    for text, level in (
        ("甲", 0),
        ("乙", 1),
        ("丙", 1),
        ("丁", 2),
        ("戊", 3),
        ("己", 3),
        ("庚", 0),
        ("辛", 1),
        ("壬", 5),
    ):
        item(document, text, 90, level)
        document.add_paragraph("間")
    lines = [line for line in text_of(document, tmp_path) if line != "間"]
    assert lines == ["壹、甲", "一、乙", "二、丙", "（一）丁", "1. 戊", "2. 己", "貳、庚", "一、辛", "2.1 壬"]


def test_lists_of_one_definition_go_on_unless_they_say_so(tmp_path: Path) -> None:
    document = docx.Document()
    numbered(document, 90)
    add_list(document, 91, 90)
    anew = '<w:lvlOverride w:ilvl="3"><w:startOverride w:val="1"/></w:lvlOverride>'
    add_list(document, 92, 90, anew)
    for text, number in (("甲", 90), ("乙", 90), ("丙", 91), ("丁", 92), ("戊", 92)):
        item(document, text, number, 3)
    assert text_of(document, tmp_path) == ["1. 甲", "2. 乙", "3. 丙", "1. 丁", "2. 戊"]


def test_footnotes_stand_behind_their_paragraph(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("訪問新加坡")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    paragraph.add_run("市政府。")
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>城市國家。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert text_of(document, tmp_path) == ["訪問新加坡市政府。", "註：城市國家。"]


def test_pages_are_those_of_words_last_layout(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("第一頁")
    run = document.add_paragraph()._p
    run.append(parse_xml(f"<w:r {nsdecls('w')}><w:lastRenderedPageBreak/><w:t>第二頁</w:t></w:r>"))
    document.save(str(tmp_path / "p.docx"))
    (read,) = read_file(tmp_path / "p.docx")
    assert isinstance(read, Document) and [place.page for place in read.layout] == [1, 2]


@pytest.mark.parametrize(
    ("value", "plain", "legal", "formal"),
    [(1, "一", "壹", "壹"), (10, "十", "壹拾", "拾"), (11, "十一", "壹拾壹", "拾壹"), (20, "二十", "貳拾", "貳拾"),
     (21, "二十一", "貳拾壹", "貳拾壹"), (105, "一百零五", "壹佰零伍", "壹佰零伍"), (110, "一百一十", "壹佰壹拾", "壹佰壹拾")],
)  # fmt: skip
def test_chinese_numerals(value: int, plain: str, legal: str, formal: str) -> None:
    assert (numerals.counted(value), numerals.legal(value), numerals.formal(value)) == (plain, legal, formal)


def test_other_numerals() -> None:
    assert [numerals.roman(n) for n in (1, 4, 9, 14, 40)] == ["I", "IV", "IX", "XIV", "XL"]
    assert [numerals.letters(n) for n in (1, 26, 27)] == ["A", "Z", "AA"]
    assert numerals.stem(3) == "丙" and numerals.circled(3) == "③" and numerals.digits(12) == "一二"
