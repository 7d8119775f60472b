"""Makes the sample files beside it: one report of corpus/ as ten real programs write it.

    python -m tests.samples.make        needs LibreOffice, Chromium (Playwright), Tesseract and ReportLab

The files are committed; run this again only to change them. `README.md` says which program made which.
"""

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

import docx
import pypdfium2 as pdfium
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image
from playwright.sync_api import sync_playwright
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

HERE = Path(__file__).parent
CORPUS = HERE.parent.parent / "corpus" / "reports"
SOURCE = CORPUS / "2016-singapore-world-cities-summit.txt"
COVER = CORPUS / "1994-central-america-southern-africa-state-visit.txt"
FONT = "Noto Serif CJK TC"
_ITEM = re.compile(
    r"(?P<n>(?P<formal>[壹貳參肆伍陸柒捌玖拾]+)、|(?P<han>[一二三四五六七八九十]+)、|"
    r"[（(](?P<bracket>[一二三四五六七八九十]+)[）)]|(?P<arabic>\d{1,2})\.)\s*(?P<text>.+)"
)
_KINGSOFT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer">'
    "<vt:lpwstr>1028-11.1.0.9126</vt:lpwstr></property></Properties>"
)
_LEVELS = ("formal", "han", "bracket", "arabic")


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the source: number level (0 for 壹、 to 3 for 1.), or None; cells of a table row."""

    text: str  # without its number
    level: int | None = None
    number: str = ""
    cells: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        return self.number + self.text


def parts(source: Path) -> Iterator[Part]:
    """The lines of a plain-text report that are not blank."""
    in_table = False
    for line in filter(str.strip, source.read_text(encoding="utf-8").splitlines()):
        item = _ITEM.match(line)
        in_table = "\t" in line and (in_table or line.startswith("編號"))
        if in_table:
            yield Part(line, cells=tuple(line.split("\t")))
        elif item:
            level = next(i for i, name in enumerate(_LEVELS) if item[name])
            yield Part(item["text"], level, line[: item.start("text")])
        else:
            yield Part(line)


def main() -> None:
    """Writes all samples."""
    text = SOURCE.read_text(encoding="utf-8")
    (HERE / "utf-8-bom.txt").write_text(text, encoding="utf-8-sig")
    (HERE / "utf-16.txt").write_text(text, encoding="utf-16")
    (HERE / "big5.txt").write_text(text, encoding="cp950")
    (HERE / "markdown.md").write_text(markdown(), encoding="utf-8")
    (HERE / "page.html").write_text(page(), encoding="utf-8")
    generated(HERE / "numbered-by-word.docx")
    typed(HERE / "typed-in-word.docx")
    headings(HERE / "headings-without-numbers.docx")
    for ending in ("odt", "doc", "rtf"):
        office(HERE / "numbered-by-word.docx", ending, HERE / f"libreoffice.{ending}")
    office(HERE / "typed-in-word.docx", "pdf", HERE / "libreoffice.pdf")
    chromium(HERE / "chromium.pdf")
    reportlab(HERE / "reportlab.pdf")
    hanging(HERE / "hanging-glyphs.pdf")
    word_online(HERE / "typed-in-word.docx", HERE / "word-online-form.docx")
    wps(HERE / "numbered-by-word.docx", HERE / "wps-form.docx")
    landscape(HERE / "landscape.pdf")
    scan(HERE / "chromium.pdf", HERE / "scan.pdf", HERE / "scan.png")
    record = {"id": "record", "title": "", "text": text}
    locked(HERE / "locked.pdf")
    (HERE / "records.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    with zipfile.ZipFile(HERE / "archive.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("reports/新加坡.txt", text)


def markdown() -> str:
    """Headings as #, tables as |, paragraphs apart."""
    lines: list[str] = []
    for part in parts(SOURCE):
        if part.cells:
            row = f"| {' | '.join(part.cells)} |"
            if lines and lines[-1].startswith("|"):
                lines[-1] += f"\n{row}"
            else:
                lines.append(f"{row}\n|{' --- |' * len(part.cells)}")
        elif part.level == 0:
            lines.append(f"## {part.line}")
        else:
            lines.append(re.sub(r"^(\d+)\.", r"\1\\.", part.line) if part.number else part.line)
    return "\n\n".join(lines) + "\n"


def page(source: Path = SOURCE) -> str:
    """A page as a web site has it, with a menu and a script round the report."""
    body: list[str] = []
    for part in parts(source):
        if part.cells:
            row = f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in part.cells)}</tr>"
            if body and body[-1].startswith("<table"):
                body[-1] = body[-1].replace("</table>", f"{row}</table>")
            else:
                body.append(f"<table>{row}</table>")
        elif part.level == 0:
            body.append(f"<h2>{escape(part.line)}</h2>")
        else:
            body.append(f"<p>{escape(part.line)}</p>")
    style = f"body{{font:12pt '{FONT}';line-height:1.6}}@media print{{nav{{display:none}}}}td{{border:1px solid;padding:2pt 24pt 2pt 4pt}}"
    return (
        f'<!DOCTYPE html><html lang="zh-Hant"><head><meta charset="utf-8"><title>報告</title><style>{style}</style>'
        f"</head><body><nav>首頁 | 網站導覽</nav><main>\n{chr(10).join(body)}\n</main>"
        "<script>console.log('不是報告')</script></body></html>\n"
    )


def generated(path: Path) -> None:
    """By python-docx; Word generates the numbers, none is stored."""
    document = _word()
    levels = (
        ("ideographLegalTraditional", "%1、"),
        ("taiwaneseCountingThousand", "%2、"),
        ("taiwaneseCountingThousand", "(%3)"),
        ("decimal", "%4."),
    )
    style = '<w:pStyle w:val="Heading1"/>'
    lvls = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'{"" if i else style}<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{lvls}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    heading = document.styles["Heading 1"].element.get_or_add_pPr()
    heading.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="90"/></w:numPr>'))

    def numbered(part: Part) -> None:
        if part.level == 0:
            document.add_paragraph(part.text, style="Heading 1")
            return
        properties = document.add_paragraph(part.text)._p.get_or_add_pPr()
        level = f'<w:ilvl w:val="{part.level}"/>'
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}>{level}<w:numId w:val="90"/></w:numPr>'))

    _fill(document, numbered)
    document.save(str(path))


def typed(path: Path) -> None:
    """As people type in Word: numbers by hand, hanging indents, a footnote's place, running head and page number."""
    document = _word()
    section = document.sections[0]
    section.header.paragraphs[0].text = "臺中市政府出國報告"
    field = '<w:fldSimple {} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'.format(nsdecls("w"))
    section.footer.paragraphs[0]._p.append(parse_xml(field))

    def numbered(part: Part) -> None:
        paragraph = document.add_paragraph(part.line)
        if part.level == 0:
            paragraph.runs[0].bold = True
            paragraph.runs[0].font.size = Pt(16)
        else:
            paragraph.paragraph_format.left_indent = Pt(24 * (part.level or 0))
            paragraph.paragraph_format.first_line_indent = Pt(-24)

    _fill(document, numbered)
    document.save(str(path))


def headings(path: Path) -> None:
    """Headings without numbers, by style; the report of the other source."""
    document = _word()
    for part in parts(COVER):
        if part.cells:
            document.add_paragraph("\t".join(part.cells))
        elif part.level == 0:
            document.add_paragraph(part.text, style="Heading 1")
        elif part.level == 1 and len(part.text) < 20:
            document.add_paragraph(part.text, style="Heading 2")
        else:
            document.add_paragraph(part.line if part.level != 1 else part.text)
    document.save(str(path))


def _word() -> Word:
    document = docx.Document()
    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), FONT)
    return document


def _fill(document: Word, numbered: Callable[[Part], None]) -> None:
    table = None
    for part in parts(SOURCE):
        if part.cells:
            table = table or document.add_table(rows=0, cols=len(part.cells), style="Table Grid")
            for cell, text in zip(table.add_row().cells, part.cells, strict=True):
                cell.text = text
            continue
        table = None
        if part.level is None:
            document.add_paragraph(part.line)
        else:
            numbered(part)


def office(source: Path, ending: str, path: Path) -> None:
    """By LibreOffice from a Word document."""
    command = ["soffice", "--headless", "--convert-to", ending, "--outdir", "/tmp", str(source)]
    subprocess.run(command, check=True, capture_output=True)
    shutil.move(f"/tmp/{source.stem}.{ending}", path)


def chromium(path: Path) -> None:
    """By Chromium's print to PDF, with its running head and page numbers."""
    program = shutil.which("chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.set_content(page())
        small = "<div style='font-size:8px;margin-left:20px'>"
        tab.pdf(
            path=str(path),
            format="A4",
            display_header_footer=True,
            header_template=f"{small}臺中市政府出國報告</div>",
            footer_template=f"{small}第 <span class='pageNumber'></span> 頁</div>",
            margin={"top": "25mm", "bottom": "25mm", "left": "25mm", "right": "25mm"},
        )
        browser.close()


def reportlab(path: Path, source: Path = SOURCE, copies: int = 1, face: str = "MSung-Light") -> None:
    """By ReportLab: justified paragraphs in a font that is not embedded, or a registered one."""
    if face == "MSung-Light":
        pdfmetrics.registerFont(UnicodeCIDFont(face))
    body = ParagraphStyle("body", fontName=face, fontSize=11, leading=17, wordWrap="CJK")
    body.alignment, body.firstLineIndent, body.spaceAfter = TA_JUSTIFY, 22, 4
    head = ParagraphStyle("head", parent=body, fontSize=14, leading=22, firstLineIndent=0)
    story: list[Flowable] = []
    rows: list[tuple[str, ...]] = []
    for part in [*parts(source)] * copies:
        if part.cells:
            rows.append(part.cells)
            continue
        if rows:
            story.append(Table(rows, style=[("FONT", (0, 0), (-1, -1), face, 11)], hAlign="LEFT"))
            rows = []
        text = escape(part.line.replace("\t", "\u3000\u3000"))
        story.append(Paragraph(text, head if part.level == 0 else body))
        story.append(Spacer(1, 2))

    def number(canvas: object, document: object) -> None:
        canvas.setFont(face, 9)  # type: ignore[attr-defined]
        canvas.drawCentredString(A4[0] / 2, 30, f"- {canvas.getPageNumber()} -")  # type: ignore[attr-defined]

    SimpleDocTemplate(str(path), pagesize=A4).build(story, onFirstPage=number, onLaterPages=number)


def hanging(path: Path) -> None:
    """By ReportLab in a typeface of our own, whose boxes hang over to the left by a third as those of 標楷體 do."""
    chars = sorted({ord(char) for part in parts(SOURCE) for char in "".join((part.line, *part.cells))} | {32})
    names = [".notdef", *(f"u{code:04X}" for code in chars)]
    pen = TTGlyphPen(None)
    for corner in ((-330, -100), (-330, 800), (620, 800), (620, -100)):
        (pen.moveTo if corner == (-330, -100) else pen.lineTo)(corner)
    pen.closePath()
    box = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({code: f"u{code:04X}" for code in chars})
    font.setupGlyf(dict.fromkeys(names, box))
    widths = {f"u{code:04X}": 500 if code < 128 else 1000 for code in chars}
    font.setupHorizontalMetrics({name: (widths.get(name, 1000), -330) for name in names})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Hanging", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    with NamedTemporaryFile(suffix=".ttf") as file:
        font.save(file.name)
        pdfmetrics.registerFont(TTFont("Hanging", file.name))
    reportlab(path, face="Hanging")


def word_online(source: Path, path: Path) -> None:
    """In the form of Word on the web, which calls the main part document2.xml; from a Word document."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name in ("[Content_Types].xml", "_rels/.rels"):
                data = data.replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(
                name.replace("word/document.xml", "word/document2.xml").replace(
                    "word/_rels/document.xml.rels", "word/_rels/document2.xml.rels"
                ),
                data,
            )


def wps(source: Path, path: Path) -> None:
    """In the form of WPS: its names of numerals, styles and property; from a Word document."""
    names = (
        (b"taiwaneseCountingThousand", b"chineseCountingThousand"),
        (b'w:val="heading 1"', 'w:val="標題 1"'.encode()),
    )
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("word/"):
                for before, after in names:
                    data = data.replace(before, after)
            new.writestr(name, data)
        new.writestr("docProps/custom.xml", _KINGSOFT)


def landscape(path: Path) -> None:
    """By LibreOffice from a Word document whose pages lie on their side."""
    with TemporaryDirectory() as folder:
        document = docx.Document(str(HERE / "typed-in-word.docx"))
        for section in document.sections:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = section.page_height, section.page_width
        document.save(f"{folder}/landscape.docx")
        office(Path(folder) / "landscape.docx", "pdf", path)


def locked(path: Path) -> None:
    """By ReportLab: a page that opens with a password only."""
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(72, 720, "baogao")
    canvas.save()


def scan(source: Path, path: Path, picture: Path) -> None:
    """Pages printed to pictures at 200 dots an inch, without a text layer."""
    document = pdfium.PdfDocument(source)
    pages = [
        document[i].render(scale=200 / 72, grayscale=True).to_pil() for i in range(min(2, len(document)))
    ]
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=200, quality=40)
    small = io.BytesIO()
    pages[0].convert("1", dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    picture.write_bytes(small.getvalue())


if __name__ == "__main__":
    main()
