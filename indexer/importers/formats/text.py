"""Plain text in UTF-8, UTF-16, Big5 or GB 18030; it tells which, and what decodes to rubbish is refused."""

import codecs
import re
from collections.abc import Iterator

from indexer import messages
from indexer.errors import ReadError
from indexer.importers.format import Format
from indexer.importers.shared.blocks import Source
from indexer.messages import Message
from indexer.model.report import Document
from indexer.text.scripts import HAN, KANA, is_han

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_SHOWN = {"cp950": "Big5 (CP950)", "gb18030": "GB 18030", "utf-32": "UTF-32", "utf-16": "UTF-16"}
_SHOWN |= {"utf-16-le": "UTF-16 without a byte-order mark", "utf-16-be": "UTF-16 without a byte-order mark"}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_MOST_CONTROLS = 0.001  # of all characters; a scanner's stray one is no binary file
_FEW_CONTROLS = 3
_LOST = "\ufffd"
_MOST_LOST, _FEW_LOST = 0.002, 2  # of all characters; and of a short text
_MOST_RARE = 0.2  # of the double-byte characters; Chinese text in Big5 has under 2 % of level 2
_FEWEST_HAN, _MOSTLY = 10, 0.9  # ideographs by which GB 18030 is told, and the share in frequent use
_PLAUSIBLE = re.compile(rf"[{HAN}{KANA}\u3000-\u303f\uff00-\uffef\s\x21-\x7e]")
_LEAST_PLAUSIBLE = 0.9


def read(source: Source) -> Iterator[Document]:
    """Read the file as one document, its id the file's stem.

    Raises ReadError for an empty or binary file, or one in no known encoding.
    """
    content, encoding = decode(source.path.read_bytes(), source)
    if not content.strip():
        raise ReadError(messages.READ_EMPTY(), source.name)
    yield Document(key=source.stem, text=content, source=source.name, notes=notes_on(content, encoding))


def notes_on(content: str, encoding: str) -> tuple[Message, ...]:
    """Return what is said of a text's encoding: one that is not UTF-8, and characters that it lacks."""
    notes = []
    if not encoding.startswith("utf-8"):
        notes.append(messages.FILE_READ_AS(encoding=_SHOWN.get(encoding, encoding)))
    if lost := content.count(_LOST):
        notes.append(messages.FILE_LOST(count=lost, sign=_LOST))
    return tuple(notes)


def decode(data: bytes, source: Source) -> tuple[str, str]:
    """Return (text, encoding) by the byte-order mark, else UTF-8, UTF-16 by its zero bytes, or CP950.

    A few characters that an encoding lacks (of one's own making, or cut off at the end) stand as U+FFFD.
    Raises ReadError where none of them gives text. A decoded file that is mostly signs no Chinese
    report has was in another encoding, so no encoding is taken just because it raises nothing.
    """
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    candidates = [marked] if marked else ["utf-8", *_unmarked(data)]
    for encoding in candidates:
        text = data.decode(encoding, "replace")
        lost = text.count(_LOST)
        if lost > max(_FEW_LOST, _MOST_LOST * len(text)) or 2 * lost > len(text):
            continue
        if "\0" in text or len(_CONTROLS.findall(text)) > max(_FEW_CONTROLS, _MOST_CONTROLS * len(text)):
            continue
        if encoding.startswith("utf-16-") and not _plausible(text):
            continue
        if encoding == "cp950" and not _common(data):
            continue
        if encoding == "gb18030" and (lost or not _common_in_gb(text)):
            continue
        return text, encoding
    if _CONTROLS.search(data[:65536].decode("latin-1")):
        raise ReadError(messages.READ_BINARY(), source.name)
    raise ReadError(messages.READ_NO_ENCODING(), source.name)


def _unmarked(data: bytes) -> list[str]:
    """Return encodings to try on what is not UTF-8: UTF-16 shows by zero or line-end bytes on one side."""
    if b"\0" in data:
        return ["utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"]
    return ["cp950", "gb18030"]


def _plausible(text: str) -> bool:
    return len(_PLAUSIBLE.findall(text)) >= _LEAST_PLAUSIBLE * len(text)


def _common(data: bytes) -> bool:
    """Return whether the double-byte characters are in frequent use (Big5 level 1: lead bytes A4 to C6)."""
    pairs = re.findall(rb"[\x81-\xfe][\x40-\x7e\xa1-\xfe]|[\x00-\x7f]", data)
    leads = [pair[0] for pair in pairs if len(pair) == 2]
    rare = sum(not 0xA1 <= lead <= 0xC6 for lead in leads)
    return rare <= _MOST_RARE * len(leads)


def _common_in_gb(text: str) -> bool:
    """Return whether Chinese characters are in frequent use (GB 2312 level 1: lead bytes B0 to D7)."""
    leads = [sign.encode("gb18030")[0] for sign in text if is_han(sign)]
    frequent = sum(0xB0 <= lead <= 0xD7 for lead in leads)
    return len(leads) >= _FEWEST_HAN and frequent >= _MOSTLY * len(leads)


FORMAT = Format(name="text", endings=(".txt",), read=read, is_text=True)
