"""Pictures of pages (PNG, JPEG, TIFF): recognised text."""

from collections.abc import Iterator

from indexer import messages
from indexer.importers.format import Content, Format, Need
from indexer.importers.shared import recognise
from indexer.importers.shared.assemble import assemble
from indexer.importers.shared.blocks import Source
from indexer.importers.shared.paragraphs import to_blocks
from indexer.model.report import Document


def read(source: Source) -> Iterator[Document]:
    """Read the picture as one document. Raises ReadError where no text is in it."""
    yield assemble(source, to_blocks(recognise.lines(source.path.read_bytes(), source)))


def _tells(content: Content) -> bool:
    return content.begins(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")


FORMAT = Format(
    name="image",
    endings=(".png", ".jpg", ".jpeg", ".tif", ".tiff"),
    read=read,
    called="a picture",
    tells=_tells,
    needs=Need(recognise.is_installed, messages.READ_PICTURE(packages=recognise.PACKAGES)),
)
