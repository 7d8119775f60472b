"""PDF: the text layer by its places on the page; pages that are pictures are recognised."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
from pypdfium2 import raw

from indexer import messages, settings
from indexer.errors import ReadError
from indexer.importers.format import OLE, ZIP, Content, Format
from indexer.importers.shared import recognise
from indexer.importers.shared.assemble import assemble
from indexer.importers.shared.blocks import Source
from indexer.importers.shared.paragraphs import Line, to_blocks
from indexer.model.report import Document
from indexer.text.scripts import CJK

_LEAST_TEXT = 8  # characters on a page that has a text layer
_CELL_GAP = 0.9  # of the size, from which a gap parts two cells
_WORD_GAP = 1.5  # between Latin words, which justified lines set wider apart
_BOLD = 600  # font weight
_TOGETHER = 50  # pages read before the file is opened anew, which frees what PDFium keeps of fonts
_TAIL = 4096  # bytes in which a PDF ends
_RESOLUTION = 300  # dots an inch for recognition
_SCRIPT_GAP = 0.45  # of the size, up to which a gap between scripts is no blank
_BLANKS = (0x0D, 0x0A, 0x20, 0xA0)
_HAN = re.compile(f"[{CJK}]")


def read(source: Source) -> Iterator[Document | ReadError]:
    """Read the file as one document; what of it cannot be read comes as a ReadError before it.

    Raises ReadError for an encrypted or damaged file, one without pages, or without any text.
    """
    count = _count(source)
    lines: list[Line] = []
    unread: list[int] = []
    for first in range(0, count, _TOGETHER):
        with pdfium.PdfDocument(source.path) as document:
            for number in range(first + 1, min(count, first + _TOGETHER) + 1):
                page = document[number - 1]
                found = list(_lines(page, number))
                if sum(len(line.text) for line in found) < _LEAST_TEXT and _has_picture(page):
                    if recognise.is_installed():
                        found = _recognised(page, number, source)
                    else:
                        unread.append(number)
                lines += found
                page.close()
    if unread and not lines:
        raise ReadError(messages.READ_SCAN(packages=recognise.PACKAGES), source.name)
    if unread:
        said = messages.READ_SCANNED_PAGES(pages=_ranges(unread), packages=recognise.PACKAGES)
        yield ReadError(said, source.name)
    if not _is_whole(source):
        yield ReadError(messages.READ_PDF_SHORT(count=count), source.name)
    yield assemble(source, to_blocks(lines))


def _count(source: Source) -> int:
    """Return the number of pages. Raises ReadError for a file that does not open, has none or too many."""
    limits = settings.limits()
    try:
        with pdfium.PdfDocument(source.path) as document:
            count = len(document)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(messages.READ_ENCRYPTED(), source.name) from error
        raise ReadError(messages.READ_PDF_CUT(), source.name) from error
    if not count:
        raise ReadError(messages.READ_NO_PAGES(), source.name)
    if count > limits.pages:
        raise ReadError(messages.READ_MANY_PAGES(count=count, most=limits.pages), source.name)
    return count


def _is_whole(source: Source) -> bool:
    """Return whether the file has its end; PDFium rebuilds what it can of one that has not."""
    with source.path.open("rb") as file:
        file.seek(max(0, source.path.stat().st_size - _TAIL))
        return b"%%EOF" in file.read()


@dataclass(frozen=True, slots=True)
class _Char:
    """A printed character; `apart` where a blank stands before it in the content."""

    text: str
    left: float
    right: float
    base: float
    size: float
    apart: bool


@dataclass(slots=True)
class _Running:
    """The line that is being read, and its extent so far."""

    chars: list[_Char]
    bold: bool
    left: float
    right: float
    low: float
    high: float

    def takes(self, box: raw.FS_RECTF, size: float) -> bool:
        """Return whether a character stands on the line: to the right of what is there, or in a gap of it.

        Signs in a row are pushed into one another, so it need only end further on. A sign from another
        font comes after the text in which a gap was left for it.
        """
        overlap = min(self.high, box.top) - max(self.low, box.bottom)
        if overlap <= 0.5 * min(self.high - self.low, size):
            return False
        middle = (box.left + box.right) / 2
        if middle > self.right - 0.4 * size:
            return True
        inside = middle > self.left and overlap > 0.7 * size
        return inside and not any(char.left < middle < char.right for char in self.chars)


def _lines(page: pdfium.PdfPage, number: int) -> Iterator[Line]:
    """Yield lines in the order of the page's content; a wide gap within one becomes a tab."""
    text = page.get_textpage()
    height = page.get_height()
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    place, left, base = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    line: _Running | None = None
    apart, high = False, 0
    for i in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, i)
        if 0xD800 <= code < 0xDC00:  # half of a character beyond U+FFFF; the other half comes next
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code, high = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD, 0
        if code in _BLANKS:
            apart = True
            continue
        if (code < 0x20 and code != 0x02) or not raw.FPDFText_GetLooseCharBox(text, i, place):
            continue
        size = abs(box.top - box.bottom)
        if size <= 0 or code > 0x10FFFF or not raw.FPDFText_GetCharOrigin(text, i, left, base):
            continue
        char = _Char(chr(code), box.left, box.right, y.value, size, apart)
        if line and line.takes(box, size):
            line.chars.append(char)
            line.right = max(line.right, box.right)
        else:
            if line:
                yield _finished(line, number, height)
            bold = raw.FPDFText_GetFontWeight(text, i) >= _BOLD
            line = _Running([char], bold, box.left, box.right, box.bottom, box.top)
        apart = False
    if line:
        yield _finished(line, number, height)
    text.close()


def _finished(line: _Running, number: int, height: float) -> Line:
    chars = line.chars
    if any(after.left < before.left for before, after in pairwise(chars)):
        chars = sorted(chars, key=lambda char: char.left)
    text = chars[0].text
    for before, char in pairwise(chars):
        gap = char.left - before.right
        latin = before.text.isascii() and char.text.isascii()
        if gap > (_WORD_GAP if latin else _CELL_GAP) * char.size:
            text += "\t"
        elif char.apart and not (gap < _SCRIPT_GAP * char.size and _scripts_meet(before.text, char.text)):
            text += " "
        text += char.text
    han = [char.size for char in chars if _HAN.match(char.text)]
    size = median(han or [char.size for char in chars])  # Latin letters may have a font of other measures
    base = median(char.base for char in chars)
    return Line(text, number, chars[0].left, line.right, base, size, height, line.bold)


def _scripts_meet(before: str, after: str) -> bool:
    """Return whether one is Chinese and the other is not: word processors set them apart without a blank."""
    return bool(_HAN.match(before) and after.isascii()) or bool(before.isascii() and _HAN.match(after))


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
    """Return page numbers as 1–3, 7."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    return ", ".join("–".join(map(str, span)) for span in spans)


def _tells(content: Content) -> bool:
    """Return whether the sign of PDF stands in the first bytes, where some programs put others before it."""
    return b"%PDF-" in content.head and not content.begins(*ZIP, OLE)


FORMAT = Format(name="pdf", endings=(".pdf",), read=read, called="a PDF", tells=_tells)
