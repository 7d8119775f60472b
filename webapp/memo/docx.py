"""A memo as a Word document: headings, whole sections, tables, links, and sources as real footnotes."""

import io
from collections.abc import Sequence
from copy import deepcopy

from docx import Document
from docx.document import Document as Open
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from lxml import etree
from markupsafe import escape

from webapp.memo.chapters import Chapter
from webapp.memo.wording import Titled, made
from webapp.shown.text import Plain, printable

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_HAN, _LATIN = "標楷體", "Times New Roman"  # what official papers are set in
_SOFT, _LINK = RGBColor(0x59, 0x59, 0x59), RGBColor(0x0A, 0x55, 0x66)


def write(memo: Titled) -> bytes:
    """Return the memo as a .docx file."""
    document = Document()
    _set_page(document)
    _set_type(document)
    document.core_properties.title = printable(memo.title)
    document.core_properties.author = "報告 baogao"
    document.add_heading(printable(memo.title), 0)
    document.add_paragraph(made(memo), "Subtitle")
    notes: list[Chapter] = []
    for group in memo.groups:
        document.add_heading(printable(group[0].title), 1)
        if group[0].about:
            document.add_paragraph(printable(group[0].about), "Source")
        for chapter in group:
            _add_chapter(document, chapter, memo, notes)
    _add_footnotes(document, notes)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_page(document: Open) -> None:
    """Set A4 paper, and the number of each page at its foot."""
    (section,) = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    foot.paragraph_format.element.append(parse_xml(field))


def _set_type(document: Open) -> None:
    """Set the typefaces of official papers, Chinese as the language, and the styles of notes and sources."""
    for style in document.styles:
        if not isinstance(style, ParagraphStyle):
            continue
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.font.name = _LATIN
        fonts.set(qn("w:eastAsia"), _HAN)
        if style.name and style.name.startswith(("Heading", "Title", "Subtitle")):
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.font.italic = False
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.font.size = Pt(12)
    normal.paragraph_format.space_after = Pt(6)
    normal.element.get_or_add_rPr().append(
        parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-TW"/>')
    )
    source = _style(document, "Source")
    source.font.size = Pt(10)
    source.font.color.rgb = _SOFT
    note = _style(document, "Remark")
    note.paragraph_format.left_indent = Pt(12)
    note.element.get_or_add_pPr().append(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="8" w:color="A3271C"/></w:pBdr>'
        )
    )
    footnote = _style(document, "Footnote Text")
    footnote.font.size = Pt(9)


def _style(document: Open, name: str) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles["Normal"]
    return style


def _add_chapter(document: Open, chapter: Chapter, memo: Titled, notes: list[Chapter]) -> None:
    heading = document.add_heading(printable(chapter.numbered), 2)
    if chapter.cited:
        notes.append(chapter)
        _refer(heading, len(notes))
    if chapter.item.note:
        for line in (memo.note + chapter.item.note).splitlines():
            document.add_paragraph(printable(line), "Remark")
    if chapter.missing:
        document.add_paragraph(printable(memo.missing(chapter)), "Source")
    for part in chapter.parts:
        if part.heading:
            document.add_heading(printable(part.heading), 3)
        for block in part.blocks:
            _add_block(document, block, "Quote" if chapter.item.quotation else "Normal")
    if chapter.cited:
        source = document.add_paragraph(printable(f"{memo.source}{chapter.letter}"), "Source")
        source.add_run(" ")
        _link(source, chapter.url)


def _add_block(document: Open, rows: Plain, style: str) -> None:
    if len(rows) == 1:
        document.add_paragraph(printable(rows[0][0]), style)
        return
    table = document.add_table(len(rows), len(rows[0]), "Table Grid")
    for line, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = printable(text)
    document.add_paragraph()


def _link(paragraph: Paragraph, url: str) -> None:
    """Add a link that shows its address."""
    target = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    run = paragraph.add_run(url)
    run.font.color.rgb, run.font.underline = _LINK, True
    link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{target}"/>')
    link.append(deepcopy(run.element))
    paragraph.paragraph_format.element.replace(run.element, link)


def _refer(paragraph: Paragraph, number: int) -> None:
    """Add the mark of a footnote."""
    run = paragraph.add_run()
    run.font.superscript = True
    run.element.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{number}"/>'))


def _add_footnotes(document: Open, notes: Sequence[Chapter]) -> None:
    """Add the part that python-docx does not know: ECMA-376, part 1, 17.11."""
    kinds = (("separator", -1), ("continuationSeparator", 0))
    rules = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, number in kinds
    )
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    style = '<w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
    texts = "".join(
        f'<w:footnote w:id="{number}"><w:p>{style}{mark}'
        f'<w:r><w:t xml:space="preserve"> {escape(printable(chapter.letter + chapter.url))}</w:t></w:r>'
        "</w:p></w:footnote>"
        for number, chapter in enumerate(notes, 1)
    )
    root = etree.fromstring(f"<w:footnotes {nsdecls('w')}>{rules}{texts}</w:footnotes>")
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
