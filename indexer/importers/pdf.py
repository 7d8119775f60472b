"""PDF: the text layer by its places on the page; pages that are pictures are recognised."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
from pypdfium2 import raw

from indexer import settings
from indexer.errors import ReadError
from indexer.importers import recognise
from indexer.importers.assemble import assemble
from indexer.importers.blocks import Source
from indexer.importers.paragraphs import Line, to_blocks
from indexer.report import Document

_LEAST_TEXT = 8  # characters on a page that has a text layer
_CELL_GAP = 1.5  # of the size, from which a gap parts two cells
_BOLD = 600  # font weight
_RESOLUTION = 300  # dots an inch for recognition
_GENERATED = (0x0D, 0x0A, 0x20)


def read(source: Source) -> Iterator[Document | ReadError]:
    """The file as one Document; pictures of pages that cannot be recognised come as a ReadError.

    Raises ReadError for an encrypted or damaged file, one without pages, or without any text.
    """
    document = _open(source)
    try:
        lines: list[Line] = []
        unread: list[int] = []
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            found = list(_lines(page, number))
            if sum(len(line.text) for line in found) < _LEAST_TEXT and _has_picture(page):
                if recognise.missing():
                    unread.append(number)
                else:
                    found = _recognised(page, number, source)
            lines += found
            page.close()
    finally:
        document.close()
    if unread and not lines:
        raise ReadError(f"{source}: is a scan without text; {recognise.missing()}")
    if unread:
        yield ReadError(
            f"{source}: pages without text ({_ranges(unread)}) were left out; {recognise.missing()}"
        )
    yield assemble(source, to_blocks(lines))


def _open(source: Source) -> pdfium.PdfDocument:
    limits = settings.limits()
    try:
        document = pdfium.PdfDocument(source.path)
        count = len(document)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(f"{source}: is encrypted; save it without a password.") from error
        raise ReadError(f"{source}: is cut off or damaged, no PDF reader opens it; copy it again.") from error
    if not count:
        raise ReadError(f"{source}: has no pages.")
    if count > limits.pages:
        raise ReadError(f"{source}: {count} pages are over the limit of {limits.pages} (BAOGAO_PAGES).")
    return document


@dataclass(slots=True)
class _Running:
    """The line that is being read."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool


def _lines(page: pdfium.PdfPage, number: int) -> Iterator[Line]:
    """Lines in the order of the page's content; a wide gap within one becomes a tab."""
    text = page.get_textpage()
    height = page.get_height()
    box = raw.FS_RECTF()
    place = ctypes.byref(box)
    line: _Running | None = None
    blank = False
    for i in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, i)
        if code in _GENERATED or code == 0xA0:
            blank = True
            continue
        if (code < 0x20 and code != 0x02) or not raw.FPDFText_GetLooseCharBox(text, i, place):
            continue
        size = abs(box.top - box.bottom)
        if size <= 0:
            continue
        char = chr(code) if code <= 0x10FFFF else ""
        if line and _same_line(line, box, size):
            gap = box.left - line.right
            if gap > _CELL_GAP * size:
                line.text += "\t"
            elif blank:
                line.text += " "
            line.text += char
            line.right = max(line.right, box.right)
        else:
            if line:
                yield _finished(line, number, height)
            bold = raw.FPDFText_GetFontWeight(text, i) >= _BOLD
            line = _Running(char, box.left, box.right, box.bottom, size, bold)
        blank = False
    if line:
        yield _finished(line, number, height)
    text.close()


def _same_line(line: _Running, box: raw.FS_RECTF, size: float) -> bool:
    """Whether a character stands on the line, to the right of what is there."""
    overlap = min(line.base + line.size, box.top) - max(line.base, box.bottom)
    return bool(overlap > 0.5 * min(line.size, size) and box.left > line.right - 0.5 * size)


def _finished(line: _Running, number: int, height: float) -> Line:
    return Line(line.text, number, line.left, line.right, line.base, line.size, height, line.bold)


def _has_picture(page: pdfium.PdfPage) -> bool:
    kinds = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING)
    return next(iter(page.get_objects(filter=kinds)), None) is not None


def _recognised(page: pdfium.PdfPage, number: int, source: Source) -> list[Line]:
    bitmap = page.render(scale=_RESOLUTION / 72, grayscale=True)
    pixels = bitmap.to_numpy()
    header = f"P5 {pixels.shape[1]} {pixels.shape[0]} 255\n".encode()
    picture = header + pixels.tobytes()
    bitmap.close()
    lines = recognise.lines(picture, source, page.get_height(), 72 / _RESOLUTION)
    source.alive()
    return [replace(line, page=number) for line in lines]


def _ranges(numbers: list[int]) -> str:
    """1–3, 7."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    return ", ".join("–".join(map(str, span)) for span in spans)
