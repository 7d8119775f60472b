"""Pictures of pages (PNG, JPEG, TIFF): recognised text."""

from collections.abc import Iterator

from indexer.errors import ReadError
from indexer.importers.shared import recognise
from indexer.importers.shared.assemble import assemble
from indexer.importers.shared.blocks import Source
from indexer.importers.shared.paragraphs import to_blocks
from indexer.model.report import Document


def read(source: Source) -> Iterator[Document]:
    """The picture as one Document. Raises ReadError without Tesseract or where no text is in it."""
    if missing := recognise.missing():
        raise ReadError(f"{source}: is a picture; {missing}")
    yield assemble(source, to_blocks(recognise.lines(source.path.read_bytes(), source)))
