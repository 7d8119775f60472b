"""A memo as an OpenDocument text: the same as the Word file, for LibreOffice."""

import io

from odfdo import Document, Element, Header, Link, Paragraph, Row, Style, Table

from webapp.memo.chapters import Chapter
from webapp.memo.wording import Titled, made
from webapp.shown.text import Plain, printable

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"


def write(memo: Titled) -> bytes:
    """Return the memo as an .odt file."""
    document = Document("text")
    document.meta.title = printable(memo.title)
    for style in _styles():
        document.insert_style(style, automatic=True)
    _number_nothing(document)
    body = document.body
    body.clear()
    body.append(_paragraph(memo.title, "Title"))
    body.append(_paragraph(made(memo), "Source"))
    number = 0
    for group in memo.groups:
        body.append(Header(1, printable(group[0].title)))
        if group[0].about:
            body.append(_paragraph(group[0].about, "Source"))
        for chapter in group:
            number += bool(chapter.cited)
            for element in _chapter(chapter, memo, number):
                body.append(element)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _number_nothing(document: Document) -> None:
    """Take the numbers of the template's headings away: those of reports have their own; set them upright."""
    for outline in document.styles.get_elements("//text:outline-style"):
        outline.delete()
    for properties in document.styles.get_elements("//style:text-properties[@fo:font-style='italic']"):
        properties.set_attribute("fo:font-style", "normal")


def _styles() -> list[Style]:
    soft = Style(
        "paragraph", name="Source", parent_style="Standard", area="text", color="#595959", size="10pt"
    )
    remark = Style("paragraph", name="Remark", parent_style="Standard")
    remark.set_properties(
        {"fo:margin-left": "0.5cm", "fo:padding-left": "0.25cm", "fo:border-left": "2pt solid #a3271c"},
        area="paragraph",
    )
    text = Style("paragraph", name="Text", parent_style="Standard")
    text.set_properties({"fo:margin-bottom": "0.2cm"}, area="paragraph")
    cell = Style("table-cell", name="Cell")
    cell.set_properties({"fo:border": "0.5pt solid #000000", "fo:padding": "0.1cm"}, area="table-cell")
    return [soft, remark, text, cell]


def _chapter(chapter: Chapter, memo: Titled, number: int) -> list[Element]:
    heading = Header(2, printable(chapter.numbered))
    found: list[Element] = [heading]
    if chapter.cited:
        heading.insert_note(
            after=heading,
            note_id=f"note{number}",
            citation=str(number),
            body=printable(f"{chapter.letter}{chapter.url}"),
        )
    if chapter.item.note:
        found += [_paragraph(line, "Remark") for line in (memo.note + chapter.item.note).splitlines()]
    if chapter.missing:
        found.append(_paragraph(memo.missing(chapter), "Source"))
    style = "Quotations" if chapter.item.quotation else "Text"
    for part in chapter.parts:
        if part.heading:
            found.append(Header(3, printable(part.heading)))
        for block in part.blocks:
            found.append(_table(block) if len(block) > 1 else _paragraph(block[0][0], style))
    if chapter.cited:
        source = _paragraph(f"{memo.source}{chapter.letter} ", "Source")
        source.append(Link(chapter.url, text=chapter.url))
        found.append(source)
    return found


def _paragraph(text: str, style: str) -> Paragraph:
    return Paragraph(printable(text), style=style)


def _table(rows: Plain) -> Table:
    table = Table("Table")
    for row in rows:
        line = Row()
        line.set_values([printable(cell) for cell in row], style="Cell")
        table.append_row(line)
    return table
