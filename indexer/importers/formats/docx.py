"""Word documents (.docx): paragraphs with their generated numbers, tables, notes and text boxes."""

import re
import zipfile
from collections.abc import Iterator

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part, PartFactory
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart
from lxml.etree import _Element as Element

from indexer.importers.format import Content, Format
from indexer.importers.shared.assemble import assemble
from indexer.importers.shared.blocks import Block, Source
from indexer.importers.shared.numbering import Numbering
from indexer.importers.shared.package import open_package, refuse_entities
from indexer.importers.shared.rows import row_blocks
from indexer.model.report import CONTENTS, Document

_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT = {qn("w:pPr"), qn("w:rPr"), qn("w:tblPr"), qn("w:trPr"), qn("w:tcPr"), qn("w:sdtPr"), qn("w:rt")}
_LEFT_OUT |= {qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), f"{_CHOICE}Fallback"}
_RUN = qn("w:r")
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_MAIN = "wordprocessingml.document.main+xml"
_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
_TYPES = "[Content_Types].xml"
_MOST_TYPES = 1 << 20  # bytes of the list of a package's parts
PartFactory.part_type_for[_MACROS] = DocumentPart  # a .docm is a .docx; its macros are not looked at
_TITLES = ("title", "標題", "文件標題")
_CONTENTS = re.compile(r"(?:toc|目錄)\s*\d")


def read(source: Source) -> Iterator[Document]:
    """Read the document. Raises ReadError for a package over the limits or without text."""
    with open_package(source) as package:
        refuse_entities(package, source)
    with source.path.open("rb") as file:
        document = Package.open(file).main_document_part.document
    walk = _Walk(document)
    blocks = list(walk.blocks(document.element.body))
    yield assemble(source, blocks, headline="".join(walk.title))


class _Walk:
    """One walk through the body in reading order."""

    def __init__(self, document: docx.document.Document) -> None:
        part = document.part
        numbering = _related(part, RELATIONSHIP_TYPE.NUMBERING)
        self.numbering = Numbering(numbering, document.styles.element)
        self.notes = _notes(part)
        self.page = (
            1 if next(document.element.body.iter(qn("w:lastRenderedPageBreak")), None) is not None else 0
        )
        self.title: list[str] = []
        self.started = False

    def blocks(self, parent: Element) -> Iterator[Block]:
        """Yield blocks of a body, a cell or a text box."""
        for element in parent.iterchildren():
            if element.tag == qn("w:p"):
                yield from self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                yield from self._table(element)
            elif isinstance(element.tag, str) and element.tag not in _LEFT_OUT:
                yield from self.blocks(element)  # content controls, insertions, custom XML

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        label = self.numbering.label(paragraph)
        boxes: list[Element] = []
        noted: list[str] = []
        text, page = self._text(paragraph, boxes, noted)
        names = self.numbering.style_names(paragraph)
        level = CONTENTS if any(_CONTENTS.match(name) for name in names) else self._level(paragraph)
        if text.strip() and names and names[0] in _TITLES and not self.started:
            self.title.append(text.strip())
        self.started = self.started or level > 0
        if text.strip():
            yield Block(label + text, page, level, None, *self._type(paragraph))
        for box in boxes:
            yield from self.blocks(box)
        for note in noted:
            yield Block(f"註：{note}", self.page)

    def _level(self, paragraph: Element) -> int:
        outline = self.numbering.style_value(paragraph, qn("w:outlineLvl"))
        level = int(outline.get(qn("w:val")) or 9) if outline is not None else 9
        return level + 1 if level < 9 else 0

    def _type(self, paragraph: Element) -> tuple[float, bool]:
        """Return (size in half points, whether bold) of a paragraph whose runs agree."""
        runs = [run for run in paragraph.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
        sizes = {self._run_value(run, paragraph, qn("w:sz")) or "0" for run in runs}
        bold = {self._run_value(run, paragraph, qn("w:b")) not in (None, "0", "false") for run in runs}
        size = sizes.pop() if len(sizes) == 1 else "0"
        return float(size) if size.isdigit() else 0.0, bold == {True}

    def _run_value(self, run: Element, paragraph: Element, name: str) -> str | None:
        for element in (run, *self.numbering.style_chain(paragraph)):
            value = element.find(f"{qn('w:rPr')}/{name}")
            if value is not None:
                return value.get(qn("w:val")) or "1"
        return None

    def _text(self, element: Element, boxes: list[Element], noted: list[str]) -> tuple[str, int]:
        """Return (text, page on which it begins); add text boxes and notes met on the way to the lists."""
        pieces: list[str] = []
        page = 0
        stack = [iter(element)]
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
                continue
            tag = child.tag
            if tag in _LEFT_OUT or not isinstance(tag, str) or (tag == _RUN and self._is_hidden(child)):
                continue
            if tag in (qn("w:t"), _MATH_TEXT):
                pieces.append(child.text or "")
                page = page or self.page
            elif tag in _SIGNS:
                pieces.append(_SIGNS[tag])
            elif tag in _DRAWN:
                pieces.append(_DRAWN[tag](child))
            elif tag == qn("w:lastRenderedPageBreak"):
                self.page += 1
            elif tag == qn("w:txbxContent"):
                boxes.append(child)
            elif tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                note = self.notes.get((tag, child.get(qn("w:id")) or ""))
                if note is not None:
                    noted.append(self._note(note))
            else:
                stack.append(iter(child))
        return "".join(pieces), page or self.page

    def _is_hidden(self, run: Element) -> bool:
        """Return whether a run is hidden text, by itself or by its paragraph's style."""
        paragraph = next(run.iterancestors(qn("w:p")), run)
        return self._run_value(run, paragraph, qn("w:vanish")) not in (None, "0", "false", "off")

    def _note(self, note: Element) -> str:
        paragraphs = (self._text(paragraph, [], [])[0].strip() for paragraph in note.iter(qn("w:p")))
        return " ".join(filter(None, paragraphs))

    def _table(self, table: Element) -> Iterator[Block]:
        for row in _children(table, qn("w:tr")):
            cells: list[list[str]] = []
            page = 0
            for cell in _children(row, qn("w:tc")):
                merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                continued = merged is not None and merged.get(qn("w:val")) != "restart"
                inner = [] if continued else list(self.blocks(cell))
                page = page or next((block.page for block in inner), 0)
                cells.append([line for block in inner for line in block.text.split("\n")])
            yield from row_blocks(cells, page)


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """Yield rows or cells, also those inside content controls and insertions."""
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _children(child, tag)


def _related(part: Part, kind: str) -> Element | None:
    """Return the XML of the part's only relation of a kind."""
    for relation in part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            target = relation.target_part
            element = getattr(target, "element", None)
            return element if element is not None else parse_xml(target.blob)
    return None


def _notes(part: Part) -> dict[tuple[str, str], Element]:
    found: dict[tuple[str, str], Element] = {}
    for kind, tag in ((RELATIONSHIP_TYPE.FOOTNOTES, "w:footnote"), (RELATIONSHIP_TYPE.ENDNOTES, "w:endnote")):
        root = _related(part, kind)
        for note in root.iter(qn(tag)) if root is not None else ():
            if note.get(qn("w:type"), "normal") == "normal":
                found[(qn(f"{tag}Reference"), note.get(qn("w:id")) or "")] = note
    return found


def _symbol(element: Element) -> str:
    """Return a sign of a symbol font; Wingdings' boxes are what forms tick."""
    code = int(element.get(qn("w:char")) or "0", 16) & 0xFF
    font = (element.get(qn("w:font")) or "").lower()
    if "wingdings 2" in font:
        return {0x52: "☑", 0x53: "☒", 0xA3: "☐"}.get(code, "•")
    if "wingdings" in font:
        return {0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0xFC: "✓"}.get(code, "•")
    return chr(code) if code >= 0x20 else ""


def _checkbox(element: Element) -> str:
    checked = element.find(qn("w:checked"))
    if checked is None:
        checked = element.find(qn("w:default"))
    ticked = checked is not None and checked.get(qn("w:val"), "1") not in ("0", "false")
    return "☑" if ticked else "☐"


_DRAWN = {qn("w:sym"): _symbol, qn("w:checkBox"): _checkbox}


def _tells(content: Content) -> bool:
    """Return whether a package's list of parts has a Word document, whatever its main part is called."""
    if _TYPES not in content.members:
        return False
    with zipfile.ZipFile(content.source.path) as package, package.open(_TYPES) as types:
        listed = types.read(_MOST_TYPES).decode("utf-8", "replace")
    return _MAIN in listed or _MACROS in listed


FORMAT = Format(
    name="docx", endings=(".docx", ".docm"), read=read, called="a Word document (.docx)", tells=_tells
)
