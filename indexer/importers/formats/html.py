"""HTML pages: headings, paragraphs, generated list numbers, tables; what no browser shows is left out."""

import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from indexer import messages
from indexer.importers.format import Content, Format
from indexer.importers.formats.text import decode, notes_on
from indexer.importers.shared.assemble import assemble
from indexer.importers.shared.blocks import Block, Source
from indexer.importers.shared.rows import Shared, row_blocks
from indexer.importers.shared.site import headline, is_furniture
from indexer.messages import Message
from indexer.model.report import Document
from indexer.text import numerals

_UNSEEN = {
    "script", "style", "noscript", "template", "head", "nav", "svg", "iframe", "object", "select", "option",
    "textarea", "button", "dialog", "-comment", "-doctype", "rt", "rp",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot",
    "thead", "ul", "br",
}  # fmt: skip
_CELLS = {"td", "th"}
_BOLD_TAGS = {"b", "strong"}
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_MOST_TEXT = 0.5  # of a page; an article with less is a quotation or an aside
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_BIG5 = ("big5", "big-5", "x-x-big5", "cn-big5", "cp950", "ms950")
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.I)
_WIDEST = 100  # columns that a cell takes
_DEEPEST = 5000  # elements in one another; browsers stop at 512
_NUMBERS: dict[str, Callable[[int], str]] = {
    "1": lambda value: f"{value}. ",
    "decimal": lambda value: f"{value}. ",
    "a": lambda value: f"{numerals.letters(value).lower()}. ",
    "A": lambda value: f"{numerals.letters(value)}. ",
    "i": lambda value: f"{numerals.roman(value).lower()}. ",
    "I": lambda value: f"{numerals.roman(value)}. ",
    "cjk-ideographic": lambda value: f"{numerals.counted(value)}、",
    "trad-chinese-informal": lambda value: f"{numerals.counted(value)}、",
    "trad-chinese-formal": lambda value: f"{numerals.formal(value)}、",
    "cjk-heavenly-stem": lambda value: f"{numerals.stem(value)}、",
    "none": lambda value: "",
}


def read(source: Source) -> Iterator[Document]:
    """Read the page as one document. Raises ReadError where it holds no text."""
    data = source.path.read_bytes()
    content, notes = _decode(data, source)
    tree = LexborHTMLParser(content)
    blocks = [block for block in to_blocks(tree) if block.text.strip()]
    own = any(block.level == 1 for block in blocks)
    yield assemble(source, blocks, notes=notes, headline="" if own else headline(tree))


def to_blocks(tree: LexborHTMLParser) -> Iterator[Block]:
    """Yield blocks of the page's main part in reading order. Raises RecursionError for deep nesting."""
    mains, root = tree.css("main") or tree.css("article"), tree.body
    if root is None:
        return
    if len(mains) == 1 and len(mains[0].text()) >= _MOST_TEXT * len(root.text()):
        root = mains[0]
    yield from _Walk().run(root)


def _decode(data: bytes, source: Source) -> tuple[str, tuple[Message, ...]]:
    """Return the text by the page's own charset where it decodes strictly, else as any text file."""
    named = _CHARSET.search(data[:4096])
    charset = named[1].decode("ascii").lower() if named else ""
    encoding, shown = ("cp950", "Big5 (CP950)") if charset in _BIG5 else (charset, charset)
    if charset and charset not in ("utf-8", "utf8"):
        try:
            return data.decode(encoding), (messages.FILE_READ_AS_SAID(encoding=shown),)
        except (UnicodeDecodeError, LookupError):
            pass
    if charset in _BIG5:  # which browsers read with Hong Kong's signs
        try:
            return data.decode("big5hkscs"), (messages.FILE_READ_AS(encoding="Big5-HKSCS"),)
        except UnicodeDecodeError:
            pass
    text, encoding = decode(data, source)
    return text, notes_on(text, encoding)


class _Walk:
    """One walk over the nodes without recursion; text gathers until a block element begins or ends."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.level = 0
        self.cells: list[list[list[str]]] = []  # lines of the row's cells, of each table that is open
        self.tables: list[Shared] = []  # of each that is open
        self.lists: list[list[object]] = []  # [number style, next number] of each list that is open
        self.preformatted = 0
        self.bold: set[int] = set()  # elements that are open and set in bold
        self.plain = False  # whether the block has text that is not

    def run(self, root: LexborNode) -> Iterator[Block]:
        node: LexborNode | None = root
        depth = 0
        while node is not None:
            shown = self._seen(node)
            if shown:
                yield from self._open(node)
            child = node.child if shown else None
            if child is not None:
                node, depth = child, depth + 1
                if depth > _DEEPEST:
                    raise RecursionError
                continue
            if shown:
                yield from self._close(node)
            while node is not None and node.next is None and node.mem_id != root.mem_id:
                node, depth = node.parent, depth - 1
                if node is not None:
                    yield from self._close(node)
            if node is None or node.mem_id == root.mem_id:
                break
            node = node.next
        yield from self._flush()

    def _seen(self, node: LexborNode) -> bool:
        if node.tag in _UNSEEN:
            return False
        if node.tag in ("-text", "#text"):
            return True
        attributes = node.attributes
        margin = node.tag == "div" and attributes.get("title") in (
            "header",
            "footer",
        )  # of LibreOffice's pages
        if margin or is_furniture(node):
            return False
        return "hidden" not in attributes and not _HIDDEN.search(attributes.get("style") or "")

    def _open(self, node: LexborNode) -> Iterator[Block]:
        tag = node.tag
        if tag in _BOLD_TAGS or (tag != "-text" and _BOLD.search(node.attributes.get("style") or "")):
            self.bold.add(node.mem_id)
        if tag == "-text":
            self._text(node.text_content or "")
        elif tag in _CELLS and self.cells:
            rows, columns = (_number(node.attributes.get(name), 1) for name in ("rowspan", "colspan"))
            taken = self.tables[-1].before_cell(rows, max(1, min(columns, _WIDEST))) if self.tables else 0
            self.cells[-1] += [[""] for _ in range(taken + 1)]
        elif tag == "tr":
            yield from self._flush()
            self.cells.append([])
        elif tag == "input":
            self._input(node)
        elif tag == "img":
            self.pieces.append(node.attributes.get("alt") or "")
        elif tag in _BLOCKS:
            yield from self._flush()
            self._begin(node)

    def _begin(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if re.fullmatch(r"h[1-6]", tag):
            self.level = int(tag[1])
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "table":
            self.tables.append(Shared())
        elif tag in ("ol", "ul"):
            self.lists.append([_number_style(node), _number(node.attributes.get("start"), 1)])
        elif tag == "li" and self.lists:
            style, number = self.lists[-1]
            number = _number(node.attributes.get("value"), int(str(number)))
            self.lists[-1][1] = number + 1
            self.pieces.append(_NUMBERS.get(str(style), _NUMBERS["1"])(number) if style else "• ")

    def _close(self, node: LexborNode) -> Iterator[Block]:
        tag = node.tag
        if tag not in _BLOCKS:
            self.bold.discard(node.mem_id)
        if tag == "tr" and self.cells:
            row = self.cells.pop()
            row += [[""]] * (self.tables[-1].at_end() if self.tables else 0)
            if self.cells and self.cells[-1]:  # a table in a cell
                self.cells[-1][-1] += [*(line for cell in row for line in cell), ""]
            else:
                yield from row_blocks(row)
        elif tag in _BLOCKS and tag != "br":
            yield from self._flush()
            if re.fullmatch(r"h[1-6]", tag or ""):
                self.level = 0
            elif tag == "pre":
                self.preformatted -= 1
            elif tag == "table" and self.tables:
                self.tables.pop()
            elif tag in ("ol", "ul") and self.lists:
                self.lists.pop()
            self.bold.discard(node.mem_id)

    def _text(self, text: str) -> None:
        if not self.preformatted:
            text = re.sub(r"[ \t\n\r\f]+", " ", text)
        if self.cells and self.cells[-1]:
            self.cells[-1][-1][-1] += text
        else:
            self.pieces.append(text)
            self.plain = self.plain or bool(text.strip() and not self.bold)

    def _input(self, node: LexborNode) -> None:
        kind = (node.attributes.get("type") or "text").lower()
        if kind in ("checkbox", "radio"):
            self._text("☑" if "checked" in node.attributes else "☐")
        elif kind == "text":
            self._text(node.attributes.get("value") or "")

    def _flush(self) -> Iterator[Block]:
        if self.cells and self.cells[-1]:
            if self.cells[-1][-1][-1].strip():
                self.cells[-1][-1].append("")
            return
        text = "".join(self.pieces)
        if text.strip() == "•":
            return  # the item's text stands in a block of its own
        if re.fullmatch(r"\s*\S{1,6}[.、]\s*", text) and self.lists:
            return
        bold, self.pieces, self.plain = not self.plain, [], False
        if text.strip():
            yield Block(text if self.preformatted else text.strip(), level=self.level, bold=bold)


def _number_style(node: LexborNode) -> str:
    """Return how the list counts its items; empty for one with bullets."""
    named = _STYLE.search(node.attributes.get("style") or "")
    style = named[1] if named else node.attributes.get("type") or ""
    if node.tag == "ul":
        return style if style in _NUMBERS else ""
    return style or "1"


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise


def _tells(content: Content) -> bool:
    begin = content.head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return begin.startswith((b"<!doctype html", b"<html"))


FORMAT = Format(
    name="html", endings=(".html", ".htm"), read=read, called="an HTML page", is_text=True, tells=_tells
)
