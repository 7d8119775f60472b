"""What a file is by its first bytes, so that a wrong ending is told and not parsed."""

import zipfile

from indexer.errors import ReadError
from indexer.importers.shared.blocks import Source

_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "rtf"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
)
_CALLED = {
    "pdf": "a PDF",
    "docx": "a Word document (.docx)",
    "odt": "an OpenDocument text (.odt)",
    "office": "an old Word document (.doc)",
    "ole": "an old Office document",
    "archive": "a zip archive",
    "image": "a picture",
    "picture": "a GIF picture",
    "gzip": "gzip data",
    "rtf": "an RTF document",
    "7z": "a 7z archive",
    "rar": "a RAR archive",
    "html": "an HTML page",
    "text": "text",
    "": "something else",
}
_EXPECTED = {"pdf", "docx", "odt", "office", "archive", "image"}  # modules whose files have a sign
_HEAD = 1024


def check(source: Source, module: str) -> None:
    """Raises ReadError where the content is of another kind than the name's ending says."""
    with source.path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise ReadError(f"{source}: the file is empty.")
    kind = _kind(head, source)
    if kind == module or (module == "jsonl" and kind == "gzip") or (module == "office" and kind == "rtf"):
        return
    if kind == "encrypted":
        raise ReadError(f"{source}: is encrypted; save it without a password.")
    if module not in _EXPECTED and kind in ("text", "html", ""):
        return
    wanted, found = _CALLED.get(module, "text"), _CALLED[kind]
    if kind in ("", "text") and module in _EXPECTED:
        raise ReadError(f"{source}: is not {wanted}; it is damaged or has the wrong ending.")
    raise ReadError(f"{source}: is {found}, not {wanted}; give it the right ending.")


def _kind(head: bytes, source: Source) -> str:
    sign = next((kind for begin, kind in _SIGNS if head.startswith(begin)), "")
    if not sign and b"%PDF-" in head:
        return "pdf"
    if sign == "zip":
        return _package(source)
    if sign == "ole" and _holds(source, "EncryptedPackage".encode("utf-16-le")):
        return "encrypted"
    if sign == "ole" and not _holds(source, "WordDocument".encode("utf-16-le")):
        return "ole"
    if sign == "ole":
        return "office"
    if not sign and head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    return sign or ("" if b"\0" in head else "text")


def _package(source: Source) -> str:
    try:
        with zipfile.ZipFile(source.path) as package:
            names = set(package.namelist())
    except zipfile.BadZipFile as error:
        raise ReadError(f"{source}: is cut off or damaged ({error}); copy the file again.") from error
    if "word/document.xml" in names:
        return "docx"
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return "odt"
    return "archive"


def _holds(source: Source, sign: bytes) -> bool:
    return sign in source.path.read_bytes()
