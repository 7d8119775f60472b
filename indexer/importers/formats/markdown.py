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


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    level, row, prefix = 0, list[str](), ""
    lists: list[int | None] = []  # the next number of each list that is open; None where it has bullets
    in_row = False
    for token in tokens:
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
            case "heading_close":
                level = 0
            case "ordered_list_open":
                lists.append(int(token.attrGet("start") or 1))
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_close" | "bullet_list_close":
                lists.pop()
            case "list_item_open":
                number = lists[-1]
                prefix = "• " if number is None else f"{number}{token.markup} "
                lists[-1] = None if number is None else number + 1
            case "tr_open":
                in_row, row = True, []
            case "tr_close":
                in_row = False
                yield Block("\t".join(row))
            case "inline":
                text = _inline(token.children or ())
                if in_row:
                    row.append(text.replace("\n", " "))
                else:
                    yield Block(prefix + text, level=level)
                    prefix = ""
            case "fence" | "code_block":
                yield Block(token.content.rstrip("\n"))
            case "html_block":
                yield from to_blocks(LexborHTMLParser(token.content))


def _inline(tokens: Sequence[Token]) -> str:
    """Text of a paragraph; a line goes on the one before it unless it starts an item of its own."""
    lines = [""]
    for token in tokens:
        if token.type == "hardbreak":
            lines.append("")
        elif token.type == "softbreak":
            lines.append("\n")
        elif token.type == "image":
            lines[-1] += _inline(token.children or ())
        elif token.type == "html_inline":
            lines[-1] += "\n" if re.match(r"<br\b", token.content, re.I) else token.content
        else:
            lines[-1] += token.content
    text = lines[0]
    for line in lines[1:]:
        soft, line = line.startswith("\n"), line.removeprefix("\n")
        apart = starts_item(line) or "：" in line[:14] or _is_heading(text.rsplit("\n", 1)[-1])
        joined = soft and bool(text) and bool(line) and not apart
        gap = " " if joined and text[-1].isascii() and line[0].isascii() else ""
        text += (gap if joined else "\n") + line
    return text


def _is_heading(line: str) -> bool:
    """Whether a line is a numbered heading of its own: 壹、目的."""
    return len(line) <= _LONGEST_HEADING and not re.search("[，。；]", line) and read_marker(line) is not None


FORMAT = Format(name="markdown", endings=(".md",), read=read, is_text=True)
