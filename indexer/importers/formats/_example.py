"""Example of a format, to copy: lines of text, headings among them that begin with =, the title first.

It works and is tested as all formats are, but is not listed in `formats/__init__.py`. A format of bytes
(a container, say) leaves out `is_text` and gives `tells`, which knows its content by its signs.
"""

from collections.abc import Iterator

from indexer.importers.format import Format
from indexer.importers.formats.text import decode, notes_on
from indexer.importers.shared.assemble import assemble
from indexer.importers.shared.blocks import Block, Source
from indexer.model.report import Document

_HEADING = "="  # one for each level


def read(source: Source) -> Iterator[Document]:
    """Read the file as one document. Raises ReadError where it holds no text."""
    content, encoding = decode(source.path.read_bytes(), source)
    title, *lines = content.strip().splitlines() or [""]
    yield assemble(
        source, map(_block, lines), title.lstrip(f"{_HEADING} "), notes=notes_on(content, encoding)
    )


def _block(line: str) -> Block:
    words = line.lstrip(_HEADING)
    return Block(words.strip(), level=len(line) - len(words))


FORMAT = Format(
    name="example",
    endings=(".example",),
    read=read,
    called="an example",
    is_text=True,
)
