"""Blocks to the document that the next stage reads: one text, and what is known of its parts."""

import re
from collections.abc import Iterable

from indexer import messages
from indexer.errors import ReadError
from indexer.importers.shared.blocks import Block, Source
from indexer.importers.shared.typography import with_levels
from indexer.messages import Message
from indexer.model.report import Document, Layout

_LINE_END = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")


def assemble(
    source: Source,
    blocks: Iterable[Block],
    title: str = "",
    fields: tuple[tuple[str, str], ...] = (),
    notes: tuple[Message, ...] = (),
    headline: str = "",
) -> Document:
    """Return the document of the blocks, one line a block. Raises ReadError when they hold no text."""
    lines: list[str] = []
    layout: list[Layout] = []
    start = 0
    for block in with_levels(list(blocks)):
        for line in filter(str.strip, _LINE_END.split(block.text)):
            place = Layout(start, block.page, block.level, block.confidence)
            if not layout or (layout[-1].page, layout[-1].level, layout[-1].confidence) != (
                (place.page, place.level, place.confidence)
            ):
                layout.append(place)
            lines.append(line)
            start += len(line) + 1
    if not lines:
        raise ReadError(messages.READ_NO_TEXT(), source.name)
    return Document(source.stem, "\n".join(lines), source.name, title, fields, tuple(layout), notes, headline)
