"""Zip archives: each member of a readable format is read as a file of its own."""

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from indexer import messages
from indexer.errors import ReadError
from indexer.importers import format_of
from indexer.importers.format import ZIP, Content, Format
from indexer.importers.reading import as_read_error, read_source
from indexer.importers.shared.blocks import Source
from indexer.importers.shared.package import open_package
from indexer.model.report import Document

_UTF8_NAME = 0x800


def read(source: Source) -> Iterator[Document | ReadError]:
    """Read the documents of the members; what cannot be read comes as a ReadError in its place.

    Members are unpacked one at a time under a name of ours, so that no path in the archive counts.
    Raises ReadError where nothing in it is readable.
    """
    found = False
    with open_package(source) as package, TemporaryDirectory() as folder:
        for member in package.infolist():
            name = _name(member)
            shown = f"{source}!{name}"
            if member.is_dir() or _is_clutter(name):
                continue
            found = True
            if _leads_out(name):
                yield ReadError(messages.READ_LEADS_OUT(), shown)
            elif (form := format_of(name)) is None:
                yield ReadError(messages.READ_UNKNOWN_MEMBER(), shown)
            elif form.holds_files:
                yield ReadError(messages.READ_NESTED_ARCHIVE(), shown)
            else:
                path = Path(folder) / PurePosixPath(name).name
                yield from _read_member(package, member, Source(path, shown, source.alive))
                path.unlink(missing_ok=True)
    if not found:
        raise ReadError(messages.READ_NO_MEMBERS(), source.name)


def _read_member(
    package: zipfile.ZipFile, member: zipfile.ZipInfo, source: Source
) -> Iterator[Document | ReadError]:
    try:
        with package.open(member) as packed, source.path.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
        for item in read_source(source):
            yield item if isinstance(item, ReadError) else replace(item, source=source.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        yield ReadError(messages.READ_BAD_MEMBER(reason=error), source.name)
    except Exception as error:
        yield as_read_error(error, source)


def _name(member: zipfile.ZipInfo) -> str:
    """Return the member's name; without the mark of UTF-8 it is in the packer's code page, here Big5."""
    if not member.flag_bits & _UTF8_NAME:
        for encoding in ("utf-8", "cp950"):
            try:
                return member.filename.encode("cp437").decode(encoding)
            except (UnicodeEncodeError, UnicodeDecodeError):
                continue
    return member.filename


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0]


def _is_clutter(name: str) -> bool:
    """Return whether it is a hidden file, or what systems and people put beside the reports in an archive."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts) and ".." not in parts


def _tells(content: Content) -> bool:
    return content.begins(*ZIP)


FORMAT: Format = Format(
    name="archive", endings=(".zip",), read=read, called="a zip archive", tells=_tells, holds_files=True
)
