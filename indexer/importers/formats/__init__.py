"""The formats that are read, a row each; an error lists their endings in this order."""

from indexer.importers.format import Format
from indexer.importers.formats import (
    archive,
    docx,
    html,
    image,
    jsonl,
    markdown,
    odt,
    office,
    pdf,
    portal,
    rtf,
    text,
)

FORMATS: tuple[Format, ...] = (
    text.FORMAT,
    jsonl.FORMAT,
    html.FORMAT,
    markdown.FORMAT,
    docx.FORMAT,
    odt.FORMAT,
    office.FORMAT,
    rtf.FORMAT,
    pdf.FORMAT,
    image.FORMAT,
    archive.FORMAT,  # behind the containers that are told by what they hold
    portal.FORMAT,
)
