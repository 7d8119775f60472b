"""Pictures of pages (PNG, JPEG, TIFF): recognised text."""

from collections.abc import Iterator

from indexer.errors import ReadError
from indexer.importers import recognise
from indexer.importers.assemble import assemble
from indexer.importers.blocks import Source
from indexer.importers.paragraphs import to_blocks
from indexer.report import Document


def read(source: Source) -> Iterator[Document]:
    """The picture as one Document. Raises ReadError without Tesseract or where no text is in it."""
    if missing := recognise.missing():
        raise ReadError(f"{source}: is a picture; {missing}")
    yield assemble(source, to_blocks(recognise.lines(source.path.read_bytes(), source)))
