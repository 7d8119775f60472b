"""The process that draws one page: `python -m indexer.importers.process.draw PATH PAGE`.

It answers a line of whole numbers (pages of the file, width, height in pixels) and the picture, which is
empty where the file has no such page. It answers nothing where the page cannot be drawn.
"""

import io
import os
import resource
import sys

import pypdfium2 as pdfium

from indexer import settings

_WIDTH = 1240  # pixels: A4 at 150 dots an inch, sharp on phones and on most screens
_HIGHEST = 3600  # pixels
_QUALITY = 70  # of 100: small print stays legible, a page of text has some 100 kB


def main(path: str, page: int) -> None:
    """Write what is drawn to the output."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what libraries print is no answer
    memory = settings.limits().memory_mb << 20
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    with pdfium.PdfDocument(path) as document:
        pages = len(document)
        width, height, data = _drawn(document, page) if 0 < page <= pages else (0, 0, b"")
    answer.write(f"{pages} {width} {height}\n".encode() + data)
    answer.close()


def _drawn(document: pdfium.PdfDocument, page: int) -> tuple[int, int, bytes]:
    """Return (width, height, the picture)."""
    document.init_forms()  # what was filled in is drawn too
    drawn = document[page - 1]
    wide, high = drawn.get_size()
    picture = drawn.render(scale=min(_WIDTH / wide, _HIGHEST / high)).to_pil()
    data = io.BytesIO()
    picture.save(data, "webp", quality=_QUALITY, method=4)
    return picture.width, picture.height, data.getvalue()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
