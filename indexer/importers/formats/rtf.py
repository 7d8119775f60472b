"""Rich Text Format (.rtf): paragraphs with their numbers, and table rows, by striprtf."""

import re
from collections.abc import Iterator

from striprtf.striprtf import rtf_to_text

from indexer.importers.format import Content, Format
from indexer.importers.shared.assemble import assemble
from indexer.importers.shared.blocks import Block, Source
from indexer.importers.shared.rows import row_blocks
from indexer.model.report import Document

_SIGN = b"{\\rtf"
_PICTURE = re.compile(r"[0-9a-fA-F\s]{400,}")  # its bytes in hexadecimal digits, which no text is
_NUMBER = re.compile(r"^\s*([^\s\t]{1,8})\t(?=\S)")  # as Word writes a generated one before its paragraph
_UNKNOWN = "cp950"  # of a file that names no code page of its own
_CELL = "|"  # as striprtf ends each cell


def read(source: Source) -> Iterator[Document]:
    """Read the file as one document. Raises ReadError where it holds no text."""
    content = _PICTURE.sub(" ", source.path.read_bytes().decode("latin-1"))
    text = rtf_to_text(content, encoding=_UNKNOWN, errors="replace")
    yield assemble(source, [block for written in text.splitlines() for block in _blocks(written)])


def _blocks(written: str) -> Iterator[Block]:
    """Yield the line, or those of a table's row."""
    if written.endswith(_CELL):
        yield from row_blocks([[cell] for cell in written[: -len(_CELL)].split(_CELL)])
    elif written.strip():
        yield Block(_NUMBER.sub(r"\1", written).strip())


def _tells(content: Content) -> bool:
    return content.begins(_SIGN)


FORMAT = Format(name="rtf", endings=(".rtf",), read=read, called="an RTF document", tells=_tells)
