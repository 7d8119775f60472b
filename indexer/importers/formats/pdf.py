"""PDF: the text layer by its places on the page; pages that are pictures are recognised."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pypdfium2 as pdfium
from pypdfium2 import raw

from indexer import messages, settings
from indexer.errors import ReadError
from indexer.importers.format import OLE, ZIP, Content, Format
from indexer.importers.shared import recognise
from indexer.importers.shared.assemble import assemble
from indexer.importers.shared.blocks import Source
from indexer.importers.shared.cells import in_rows, rules_of
from indexer.importers.shared.characters import characters, lines_of, most_turned, unturned
from indexer.importers.shared.flow import along_page
from indexer.importers.shared.headline import headline
from indexer.importers.shared.labels_apart import with_values
from indexer.importers.shared.paragraphs import Line, to_blocks
from indexer.importers.shared.unmapped import codes_of
from indexer.importers.shared.unruled import in_columns
from indexer.model.report import Document

_LEAST_TEXT = 8  # characters on a page that has a text layer
_FEW, _COVERED = 80, 0.6  # characters beside a picture of so much of the page that are no more than its foot
_HIGHEST_FIELD = 24.0  # points of a field of one line
_UNSEEN = raw.FPDF_ANNOT_FLAG_INVISIBLE | raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_TYPED = 12.0  # points of what is filled in
_TOGETHER = 50  # pages read before the file is opened anew, which frees what PDFium keeps of fonts
_TAIL = 4096  # bytes in which a PDF ends
_RESOLUTION = 300  # dots an inch for recognition


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
                found = _lines(page, number, source)
                if _is_picture(page, found):
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
    yield assemble(source, to_blocks(lines), headline=headline(lines) if lines else "")


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


def _lines(page: pdfium.PdfPage, number: int, source: Source) -> list[Line]:
    """Return the printed lines of a page, those of ruled tables as rows; then what is filled in or noted."""
    read = list(characters(page, lambda: codes_of(source.path)))
    rules, chars = rules_of(page), along_page(read, *unturned(page))
    lines = lines_of(page, number, chars, rules)
    if not most_turned(chars):
        lines = in_columns(in_rows(with_values(lines), rules))
    for value in list(_filled_in(page, number, lines)):
        place = next((place for place, line in enumerate(lines) if _labels(line, value)), None)
        if place is None:
            lines.append(value)
        else:
            lines[place] = replace(lines[place], text=lines[place].text + value.text, right=value.right)
    return lines


def _labels(line: Line, value: Line) -> bool:
    """Return whether a line ends in the label of a field that was filled in to the right of it."""
    level = value.base - line.size < line.base < value.base + _HIGHEST_FIELD
    return level and line.right <= value.left + line.size and line.text.rstrip().endswith(("：", ":"))


def _filled_in(page: pdfium.PdfPage, number: int, lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the values of a form's fields and the notes on a page that its text does not show."""
    shown = "".join(line.text for line in lines)
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        key = {raw.FPDF_ANNOT_WIDGET: b"V", raw.FPDF_ANNOT_FREETEXT: b"Contents"}.get(kind)
        box = raw.FS_RECTF()
        seen = not raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN and raw.FPDFAnnot_GetRect(annotation, box)
        value = _string(annotation, key) if key and seen else ""
        raw.FPDFPage_CloseAnnot(annotation)
        for text in filter(None, map(str.strip, value.splitlines())):
            if text not in shown and text not in ("Off", "Yes"):
                size = min(_TYPED, abs(box.top - box.bottom) or _TYPED)
                yield Line(text, number, box.left, box.right, box.bottom, size, page.get_height())


def _string(annotation: raw.FPDF_ANNOTATION, key: bytes) -> str:
    """Return a text value of an annotation; empty where it has none."""
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _is_picture(page: pdfium.PdfPage, lines: Sequence[Line]) -> bool:
    """Return whether what a page says is in a picture: nothing is typed, or a running foot at most."""
    typed = sum(len(line.text) for line in lines)
    if typed < _LEAST_TEXT:
        kinds = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING)
        return next(iter(page.get_objects(filter=kinds)), None) is not None
    if typed > _FEW:
        return False
    width, height = page.get_size()
    pictures = (one.get_bounds() for one in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,)))
    covered = max(((right - left) * (top - bottom) for left, bottom, right, top in pictures), default=0.0)
    return bool(covered > _COVERED * width * height)


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
