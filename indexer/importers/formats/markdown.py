"""Markdown (CommonMark with tables): headings, list numbers as written, HTML inside it as HTML."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from selectolax.lexbor import LexborHTMLParser

from indexer.anatomy.lines import starts_item
from indexer.anatomy.outline import read_marker
from indexer.importers.format import Format
from indexer.importers.formats.html import to_blocks
from indexer.importers.formats.text import decode, notes_on
from indexer.importers.shared.assemble import assemble
from indexer.importers.shared.blocks import Block, Source
from indexer.model.report import Document

# Definitions of references and notes are text of the report: they stay where they stand.
_PARSER = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable("reference")
_LONGEST_HEADING = 30  # characters
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*\n", re.S)
_FIELD = re.compile(r"(title|date|agency|country|category|url)[ \t]*:[ \t]*(.+)", re.I)


def read(source: Source) -> Iterator[Document]:
    """Read the file as one document; a front matter's title, date, agency … count as a record's fields."""
    content, encoding = decode(source.path.read_bytes(), source)
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(content)
    found = dict[str, str]()
    if front:
        content = content[front.end() :]
        for line in front[1].split("\n"):
            if match := _FIELD.fullmatch(line.strip()):
                found[match[1].lower()] = match[2].strip().strip("'\"")
    title = found.pop("title", "")
    notes = notes_on(content, encoding)
    yield assemble(source, _blocks(_PARSER.parse(content)), title, tuple(found.items()), notes)


class _Lists:
    """The lists that are open, and how far each has counted."""

    def __init__(self) -> None:
        self._next: list[int | None] = []  # None where it has bullets

    def before(self, token: Token) -> str:
        """Return what stands before the item that the token begins; empty for any other token."""
        match token.type:
            case "ordered_list_open":
                self._next.append(int(token.attrGet("start") or 1))
            case "bullet_list_open":
                self._next.append(None)
            case "ordered_list_close" | "bullet_list_close":
                self._next.pop()
            case "list_item_open":
                number = self._next[-1]
                if number is None:
                    return "• "
                self._next[-1] = number + 1
                return f"{number}{token.markup} "
        return ""


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    level, prefix = 0, ""
    row: list[str] | None = None  # cells, inside a table's row
    lists = _Lists()
    for token in tokens:
        prefix = lists.before(token) or prefix
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
            case "heading_close":
                level = 0
            case "tr_open":
                row = []
            case "tr_close":
                yield Block("\t".join(row or ()))
                row = None
            case "inline" if row is not None:
                row.append(_inline(token.children or ()).replace("\n", " "))
            case "inline":
                yield Block(prefix + _inline(token.children or ()), level=level)
                prefix = ""
            case "fence" | "code_block":
                yield Block(token.content.rstrip("\n"))
            case "html_block":
                yield from to_blocks(LexborHTMLParser(token.content))


def _inline(tokens: Sequence[Token]) -> str:
    """Return the text of a paragraph; a line goes on the one before it unless it begins anew."""
    first, *rest = _lines(tokens)
    text = first
    for line in rest:
        soft, line = line.startswith("\n"), line.removeprefix("\n")
        if soft and text and line and not _begins_anew(text.rsplit("\n", 1)[-1], line):
            text += (" " if text[-1].isascii() and line[0].isascii() else "") + line
        else:
            text += f"\n{line}"
    return text


def _lines(tokens: Sequence[Token]) -> list[str]:
    """Return the lines of a paragraph; one after a soft break begins with a line end."""
    lines = [""]
    for token in tokens:
        match token.type:
            case "hardbreak":
                lines.append("")
            case "softbreak":
                lines.append("\n")
            case "image":
                lines[-1] += _inline(token.children or ())
            case "html_inline" if re.match(r"<br\b", token.content, re.I):
                lines[-1] += "\n"
            case _:
                lines[-1] += token.content
    return lines


def _begins_anew(before: str, line: str) -> bool:
    return starts_item(line) or "：" in line[:14] or _is_heading(before)


def _is_heading(line: str) -> bool:
    """Return whether a line is a numbered heading of its own: 壹、目的."""
    return len(line) <= _LONGEST_HEADING and not re.search("[，。；]", line) and read_marker(line) is not None


FORMAT = Format(name="markdown", endings=(".md",), read=read, is_text=True)
