"""OpenDocument text (.odt): paragraphs with their generated list numbers, tables, notes and frames.

After OASIS ODF 1.3 part 3: 4.3 (lists), 16.30 (list styles), 19.500 (number formats).
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from indexer import messages
from indexer.errors import ReadError
from indexer.importers.format import Content, Format
from indexer.importers.shared.assemble import assemble
from indexer.importers.shared.blocks import Block, Source
from indexer.importers.shared.package import open_package, parse_xml
from indexer.importers.shared.rows import row_blocks
from indexer.model.report import CONTENTS, Document
from indexer.text import numerals

_SPACES = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}
_FORMATS: dict[str, Callable[[int], str]] = {  # by the first sign of style:num-format
    "1": str,
    "a": lambda value: numerals.letters(value).lower(),
    "A": numerals.letters,
    "i": lambda value: numerals.roman(value).lower(),
    "I": numerals.roman,
    "一": numerals.counted,
    "壹": numerals.legal,
    "甲": numerals.stem,
    "子": numerals.branch,
    "①": numerals.circled,
    "１": numerals.full_width,
}
_MANIFEST = "META-INF/manifest.xml"
_MOST_BLANKS = 100
_MOST_DEPTH = 10


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


_LEFT_OUT = {
    _name("text:tracked-changes"),
    _name("office:annotation"),
    _name("text:note-citation"),
    _name("text:number"),
    _name("draw:object"),
    _name("office:forms"),
    _name("text:sequence-decls"),
    _name("text:ruby-text"),
    _name("text:index-title-template"),
}


def read(source: Source) -> Iterator[Document]:
    """Read the document. Raises ReadError for a damaged or encrypted package."""
    with open_package(source) as package:
        _refuse_encrypted(package, source)
        roots = [
            parse_xml(package.read(name), source)
            for name in ("styles.xml", "content.xml")
            if name in package.namelist()
        ]
    body = roots[-1].find(f"{_name('office:body')}/{_name('office:text')}")
    walk = _Walk(roots)
    blocks = list(walk.blocks(body)) if body is not None else []
    yield assemble(source, blocks, headline="".join(walk.title))


def _refuse_encrypted(package: zipfile.ZipFile, source: Source) -> None:
    """Raise ReadError where the manifest says that parts are encrypted (ODF 1.3 part 2, 3.4)."""
    members = package.namelist()
    if "encrypted-package" in members or (
        _MANIFEST in members and b"encryption-data" in package.read(_MANIFEST)
    ):
        raise ReadError(messages.READ_ENCRYPTED(), source.name)


@dataclass(slots=True)
class _Counter:
    """How far a list has counted on each of its levels."""

    style: str
    counts: dict[int, int] = field(default_factory=dict)


class _Walk:
    """One walk through the text in reading order."""

    def __init__(self, roots: list[Element]) -> None:
        self.styles = {
            style.get(_name("style:name"), ""): style
            for root in roots
            for style in root.iter(_name("style:style"))
        }
        self.lists = {
            style.get(_name("style:name"), ""): _levels(style)
            for root in roots
            for style in root.iter(_name("text:list-style"))
        }
        outline = next((style for root in roots for style in root.iter(_name("text:outline-style"))), None)
        self.lists["Outline"] = _levels(outline) if outline is not None else {}
        self.counters: dict[str, _Counter] = {}  # by list id, and the last one of each style
        self.outline = _Counter("Outline")
        self.title: list[str] = []
        self.started = False

    def blocks(self, parent: Element, level: int = 0) -> Iterator[Block]:
        """Yield blocks of a body, a cell, a frame or an index."""
        for element in parent.iterchildren():
            tag = element.tag
            if tag in (_name("text:p"), _name("text:h")):
                yield from self._paragraph(element, "", level)
            elif tag == _name("text:list"):
                yield from self._list(element, None, 1, level)
            elif tag == _name("table:table"):
                yield from self._table(element)
            elif tag == _name("text:table-of-content"):
                yield from self.blocks(element, CONTENTS)
            elif isinstance(tag, str) and tag not in _LEFT_OUT:
                yield from self.blocks(element, level)

    def _list(self, element: Element, within: _Counter | None, depth: int, level: int) -> Iterator[Block]:
        counter = within or self._counter(element)
        style = element.get(_name("text:style-name"))
        if within and style and style != within.style:
            counter = _Counter(style)
        for item in element.iterchildren(_name("text:list-item"), _name("text:list-header")):
            numbered = item.tag == _name("text:list-item")
            start = item.get(_name("text:start-value"))
            if start and start.isdigit():
                counter.counts[depth] = int(start) - 1
            nested = False
            for child in item.iterchildren():
                if child.tag == _name("text:list"):
                    if nested and child.get(_name("text:continue-numbering")) != "true":
                        counter.counts.pop(depth + 1, None)
                    nested = True
                    if depth < _MOST_DEPTH:
                        yield from self._list(child, counter, depth + 1, level)
                elif child.tag in (_name("text:p"), _name("text:h")):
                    label = self._label(counter, depth) if numbered else ""
                    numbered = False
                    yield from self._paragraph(child, label, level)
                else:
                    yield from self.blocks(item, level)
                    break

    def _counter(self, element: Element) -> _Counter:
        """Return a new list, or the one that it says it goes on with."""
        style = element.get(_name("text:style-name")) or ""
        continued = element.get(_name("text:continue-list")) or ""
        known = self.counters.get(continued) or self.counters.get(f" {style}")
        if known and (continued or element.get(_name("text:continue-numbering")) == "true"):
            counter = known
        else:
            counter = _Counter(style)
        self.counters[f" {style}"] = counter
        identity = element.get("{http://www.w3.org/XML/1998/namespace}id")
        if identity:
            self.counters[identity] = counter
        return counter

    def _label(self, counter: _Counter, depth: int) -> str:
        levels = self.lists.get(counter.style, {})
        definition = levels.get(depth)
        if definition is None:
            return ""
        if definition.tag == _name("text:list-level-style-bullet"):
            return "• "
        counter.counts[depth] = counter.counts.get(depth, _start(definition) - 1) + 1
        for deeper in [key for key in counter.counts if key > depth]:
            del counter.counts[deeper]
        shown = int(definition.get(_name("text:display-levels")) or 1)
        template = definition.get(_name("loext:num-list-format"))
        if template is None:
            prefix = definition.get(_name("style:num-prefix")) or ""
            numbers = ".".join(f"%{i}%" for i in range(depth - shown + 1, depth + 1))
            template = f"{prefix}{numbers}{definition.get(_name('style:num-suffix')) or ''}"

        def number(match: re.Match[str]) -> str:
            at = int(match[1])
            if at not in levels:
                return ""
            sign = (levels[at].get(_name("style:num-format")) or "")[:1]
            return _FORMATS.get(sign, str)(counter.counts.get(at, _start(levels[at]))) if sign else ""

        text = re.sub(r"%(\d{1,2})%", number, template)
        return text + (" " if text and text[-1].isascii() else "")

    def _paragraph(self, element: Element, label: str, level: int) -> Iterator[Block]:
        aside: list[Element] = []
        text = self._text(element, aside)
        heading = int(element.get(_name("text:outline-level")) or 0) if element.tag == _name("text:h") else 0
        if heading and not label and text.strip():
            written = element.find(_name("text:number"))
            label = (
                "".join(map(str, written.itertext()))
                if written is not None
                else self._label(self.outline, heading)
            )
        if text.strip():
            if "Title" in self._style_names(element) and not self.started:
                self.title.append(text.strip())
            self.started = self.started or heading > 0
            yield Block(label + text, level=level or heading)
        for other in aside:
            if other.tag == _name("text:note-body"):
                note = " ".join(self._text(p, []).strip() for p in other.iter(_name("text:p")))
                yield Block(f"註：{note}")
            else:
                yield from self.blocks(other)

    def _text(self, element: Element, aside: list[Element]) -> str:
        pieces = [element.text or ""]
        stack = [(element, element.iterchildren())]
        while stack:
            parent, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                if stack:
                    pieces.append(parent.tail or "")
                continue
            tag = child.tag
            if tag == _name("text:s"):
                count = child.get(_name("text:c")) or "1"
                pieces.append(" " * min(int(count) if count.isdigit() else 1, _MOST_BLANKS))
            elif tag == _name("text:tab"):
                pieces.append("\t")
            elif tag == _name("text:line-break"):
                pieces.append("\n")
            elif tag in (_name("text:note-body"), _name("draw:text-box")):
                aside.append(child)
            elif isinstance(tag, str) and tag not in _LEFT_OUT:
                pieces.append(child.text or "")
                stack.append((child, child.iterchildren()))
                continue
            pieces.append(child.tail or "")
        return "".join(pieces)

    def _style_names(self, element: Element) -> list[str]:
        names: list[str] = []
        name = element.get(_name("text:style-name"))
        while name and name not in names:
            names.append(name)
            style = self.styles.get(name)
            name = style.get(_name("style:parent-style-name")) if style is not None else None
        return names

    def _table(self, table: Element) -> Iterator[Block]:
        for row in _rows(table):
            cells = [
                [line for block in self.blocks(cell) for line in block.text.split("\n")]
                for cell in row.iterchildren(_name("table:table-cell"), _name("table:covered-table-cell"))
            ]
            yield from row_blocks(cells)


def _rows(table: Element) -> Iterator[Element]:
    for child in table.iterchildren():
        if child.tag == _name("table:table-row"):
            yield child
        elif child.tag in (_name("table:table-header-rows"), _name("table:table-rows")):
            yield from _rows(child)


def _levels(style: Element) -> dict[int, Element]:
    kinds = ("text:list-level-style-number", "text:list-level-style-bullet", "text:outline-level-style")
    return {
        int(level.get(_name("text:level")) or 1): level for level in style.iterchildren(*map(_name, kinds))
    }


def _start(definition: Element) -> int:
    value = definition.get(_name("text:start-value")) or "1"
    return int(value) if value.isdigit() else 1


def _tells(content: Content) -> bool:
    return {"content.xml", "META-INF/manifest.xml"} <= content.members


FORMAT = Format(name="odt", endings=(".odt",), read=read, called="an OpenDocument text (.odt)", tells=_tells)
