"""Zip archives: each member of a readable format is read as a file of its own."""

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from indexer.errors import ReadError
from indexer.importers import format_of
from indexer.importers.process.read import explain, read_source
from indexer.importers.shared.blocks import Source
from indexer.importers.shared.package import open_package
from indexer.model.report import Document

_UTF8_NAME = 0x800


def read(source: Source) -> Iterator[Document | ReadError]:
    """Documents of the members; what cannot be read comes as a ReadError in its place.

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
                yield ReadError(f"{shown}: its path leads out of the archive; it was not read.")
            elif format_of(name) is None:
                yield ReadError(f"{shown}: unknown format; it was not read.")
            elif format_of(name) == "archive":
                yield ReadError(f"{shown}: is an archive in an archive; unpack it first.")
            else:
                path = Path(folder) / PurePosixPath(name).name
                yield from _read_member(package, member, Source(path, shown, source.alive))
                path.unlink(missing_ok=True)
    if not found:
        raise ReadError(f"{source}: the archive is empty.")


def _read_member(
    package: zipfile.ZipFile, member: zipfile.ZipInfo, source: Source
) -> Iterator[Document | ReadError]:
    try:
        with package.open(member) as packed, source.path.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
        for item in read_source(source):
            yield item if isinstance(item, ReadError) else replace(item, source=source.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        yield ReadError(f"{source}: cannot be unpacked ({error}).")
    except Exception as error:
        yield ReadError(explain(error, source))


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; without the mark of UTF-8 it is in the packer's code page, here Big5."""
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
    """Hidden files, and what systems and people put beside the reports in an archive."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts) and ".." not in parts
