"""Old Word documents (.doc): converted by LibreOffice where it is installed, then read as .docx."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer import messages, settings
from indexer.errors import ReadError
from indexer.importers.format import OLE, Content, Format, Need
from indexer.importers.formats import docx
from indexer.importers.shared.blocks import Source
from indexer.model.report import Document

_PROGRAMS = ("soffice", "libreoffice")
_SHARE = 0.9  # of the time for one report; the rest is for reading the result


def read(source: Source) -> Iterator[Document]:
    """Read the converted document. Raises ReadError where LibreOffice cannot read the file."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "report.doc"
        shutil.copyfile(source.path, copy)
        converted = _convert(copy, source)
        for document in docx.read(replace(source, path=converted)):
            yield replace(document, key=source.stem)


def _program() -> str:
    return next(filter(None, map(shutil.which, _PROGRAMS)), "")


def _convert(file: Path, source: Source) -> Path:
    profile = f"-env:UserInstallation=file://{file.parent}/profile"  # none is shared between runs
    command = [
        _program(),
        profile,
        "--headless",
        "--convert-to",
        "docx",
        "--outdir",
        str(file.parent),
        str(file),
    ]
    seconds = settings.limits().seconds * _SHARE
    try:
        subprocess.run(
            command,
            timeout=seconds,
            check=False,
            capture_output=True,
            env=os.environ | {"HOME": str(file.parent)},
            preexec_fn=_without_memory_limit,
        )
    except subprocess.TimeoutExpired as error:
        raise ReadError(messages.READ_SLOW_LIBREOFFICE(seconds=round(seconds)), source.name) from error
    converted = file.with_suffix(".docx")
    if not converted.exists():
        raise ReadError(messages.READ_LIBREOFFICE(), source.name)
    return converted


def _without_memory_limit() -> None:
    """Lift the limit on memory: LibreOffice maps more address space than it uses."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _tells(content: Content) -> bool:
    return content.begins(OLE) and content.holds("WordDocument".encode("utf-16-le"))


FORMAT = Format(
    name="office",
    endings=(".doc",),
    read=read,
    called="an old Word document (.doc)",
    tells=_tells,
    accepts=("rtf",),
    needs=Need(lambda: bool(_program()), messages.READ_NO_LIBREOFFICE()),
)
