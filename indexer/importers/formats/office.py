"""Old Word documents (.doc): converted by LibreOffice where it is installed, then read as .docx."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer import settings
from indexer.errors import ReadError
from indexer.importers.formats import docx
from indexer.importers.shared.blocks import Source
from indexer.model.report import Document

_PROGRAMS = ("soffice", "libreoffice")
_SHARE = 0.9  # of the time for one report; the rest is for reading the result


def read(source: Source) -> Iterator[Document]:
    """The converted document. Raises ReadError without LibreOffice or where it cannot read the file."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise ReadError(
            f"{source}: is an old Word document; install LibreOffice (Debian: libreoffice-writer-nogui) "
            "or save it as .docx."
        )
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "report.doc"
        shutil.copyfile(source.path, copy)
        converted = _convert(program, copy, source)
        for document in docx.read(replace(source, path=converted)):
            yield replace(document, key=source.stem)


def _convert(program: str, file: Path, source: Source) -> Path:
    profile = f"-env:UserInstallation=file://{file.parent}/profile"  # none is shared between runs
    command = [
        program,
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
        raise ReadError(f"{source}: LibreOffice took longer than {seconds:.0f} s and was stopped.") from error
    converted = file.with_suffix(".docx")
    if not converted.exists():
        raise ReadError(f"{source}: LibreOffice cannot read it; it is damaged or encrypted.")
    return converted


def _without_memory_limit() -> None:
    """LibreOffice maps more address space than it uses; the limit on ours would stop it."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
