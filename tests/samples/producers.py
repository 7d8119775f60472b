"""Samples in the forms of programs that cannot be run here, and a 提要 that is a table; `make` writes them too.

python -m tests.samples.producers        needs LibreOffice and ReportLab
"""

import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

import docx
import pypdfium2 as pdfium
from docx.oxml.ns import qn
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.samples.make import FONT, HERE, SOURCE, Part, office, parts

_FACE = "MSung-Light"
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2"'
)
_GOOGLE = 'w:rsidR="00000000" w:rsidDel="00000000" w:rsidP="00000000" w:rsidRDefault="00000000" w:rsidRPr="00000000"'


def main() -> None:
    """Writes all samples of this file."""
    google_docx(HERE / "typed-in-word.docx", HERE / "google-docs-form.docx")
    google_odt(HERE / "google-docs-form.odt")
    slides(HERE / "canva-like.pdf")
    footed(HERE / "chromium.pdf", HERE / "scan-typed-footer.pdf")
    summary(HERE / "summary-table.docx")
    for ending in ("odt", "pdf"):
        office(HERE / "summary-table.docx", ending, HERE / f"summary-table.{ending}")


def google_docx(source: Path, path: Path) -> None:
    """In the form of Google Docs: no properties, revisions of zeros, every piece a run that says it is not rtl."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name.startswith("docProps/"):
                continue
            text = old.read(name)
            if name == "[Content_Types].xml":
                text = b"".join(piece for piece in _pieces(text, b"<Override") if b"docProps/" not in piece)
            if name == "_rels/.rels":
                text = b"".join(
                    piece for piece in _pieces(text, b"<Relationship ") if b"docProps/" not in piece
                )
            if name == "word/document.xml":
                text = text.replace(b"<w:p>", f"<w:p {_GOOGLE}>".encode())
                text = text.replace(b"<w:r><w:t>", b'<w:r><w:rPr><w:rtl w:val="0"/></w:rPr><w:t>')
            new.writestr(name, text)


def _pieces(xml: bytes, tag: bytes) -> Iterator[bytes]:
    """The XML in pieces of one empty element each, and what stands before and behind them."""
    first, *rest = xml.split(tag)
    yield first
    for piece in rest:
        element, closed, behind = piece.partition(b"/>")
        yield tag + element + closed
        yield behind


def google_odt(path: Path) -> None:
    """In the form of Google Docs: P1 and T1 for every style, headings of ODF, tables with a first column each."""
    body: list[str] = []
    rows: list[tuple[str, ...]] = []
    for part in [*parts(SOURCE), Part("")]:
        if part.cells:
            rows.append(part.cells)
            continue
        if rows:
            cells = ("".join(map(_odf_cell, row)) for row in rows)
            body.append(
                f'<table:table table:name="Table1"><table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
                f"{''.join(f'<table:table-row>{row}</table:table-row>' for row in cells)}</table:table>"
            )
            rows = []
        tag, level = ("h", ' text:outline-level="1"') if part.level == 0 else ("p", "")
        body.append(f'<text:{tag} text:style-name="P1"{level}>{_spans(part.line)}</text:{tag}>')
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODF}><office:automatic-styles>'
        '<style:style style:name="P1" style:family="paragraph"/><style:style style:name="T1" style:family="text"/>'
        f"</office:automatic-styles><office:body><office:text>{''.join(body)}</office:text></office:body>"
        "</office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.2" '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        file.writestr("META-INF/manifest.xml", manifest)
        file.writestr("content.xml", content)


def _odf_cell(text: str) -> str:
    return f'<table:table-cell><text:p text:style-name="P1">{_spans(text)}</text:p></table:table-cell>'


def _spans(text: str) -> str:
    """Text in two spans, as an editor leaves it, with ODF's element for tabs."""
    half = len(text) // 2
    return "".join(
        f'<text:span text:style-name="T1">{escape(piece).replace(chr(9), "<text:tab/>")}</text:span>'
        for piece in (text[:half], text[half:])
    )


def slides(path: Path) -> None:
    """As design programs for the web do: large pages, each line placed by itself, drawn from the last to the first."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FACE))
    width, height = A4[1], A4[0]
    canvas = Canvas(str(path), pagesize=(width, height))
    canvas.setProducer("a design program")
    lines: list[tuple[str, float, float]] = []  # text, left edge, size of type
    for part in parts(SOURCE):
        if part.cells:
            lines.append(("\t".join(part.cells), 60, 11))
            continue
        size = 20.0 if part.level == 0 else 11.0
        text = part.line.replace("\t", "\u3000\u3000")
        lines += [(line, 60, size) for line in simpleSplit(text, _FACE, size, width - 130)]
    page = 22
    for start in range(0, len(lines), page):
        for at, (text, left, size) in reversed(list(enumerate(lines[start : start + page]))):
            canvas.setFont(_FACE, size)
            for cell, word in enumerate(text.split("\t")):
                canvas.drawString(left + 150 * cell, height - 60 - at * 23, word)
        canvas.showPage()
    canvas.save()


def footed(source: Path, path: Path) -> None:
    """Two pages as pictures at 200 dots an inch, below each a footer that is typed."""
    canvas = Canvas(str(path), pagesize=A4)
    pdfmetrics.registerFont(UnicodeCIDFont(_FACE))
    document = pdfium.PdfDocument(source)
    for number in (0, 1):
        picture = (
            document[number]
            .render(scale=200 / 72, grayscale=True)
            .to_pil()
            .convert("1", dither=Image.Dither.NONE)
        )
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.setFont(_FACE, 9)
        canvas.drawString(280, 20, f"秘書處-{number + 1}")
        canvas.showPage()
    canvas.save()


def summary(path: Path) -> None:
    """By python-docx: the 提要 as one table, with cells that rows and columns share, and the first section."""
    document = docx.Document()
    document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    document.add_paragraph("臺中市政府公務出國報告提要")
    rows = (
        ("出國報告名稱", "臺中市政府組團赴新加坡參加「2016世界城市峰會」", "", ""),
        ("含附件", "□是 ■否", "頁數", "12"),
        ("出國計畫主辦機關", "秘書處", "聯絡人", "陳文政"),
        ("出國人員", "姓名", "服務機關／單位", "職稱"),
        ("", "張光瑤", "臺中市政府／府本部", "副市長"),
        ("", "陳文政", "臺中市政府／秘書處", "股長"),
        ("出國類別", "□考察 □進修 ■其他（國際會議）", "", ""),
        ("出國期間", "105年7月9日至105年7月11日", "出國地區", "新加坡"),
        ("報告日期", "105年9月7日", "", ""),
        ("內容摘要", "一、市長論壇由新加坡國家發展部主持。\n二、周邊會議談水資源。", "", ""),
    )
    table = document.add_table(rows=len(rows), cols=4, style="Table Grid")
    for cells, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=True):
            if text:
                cell.text = text
        if not cells[2]:
            row.cells[1].merge(row.cells[3])
    table.cell(3, 0).merge(table.cell(5, 0))
    document.add_paragraph("壹、目的")
    document.add_paragraph("了解新加坡如何規劃住宅與水資源，並與各城市交換經驗。")
    document.add_paragraph("貳、建議")
    document.add_paragraph("建議訂定花博與水湳園區的行銷時程。")
    document.save(str(path))


if __name__ == "__main__":
    main()
