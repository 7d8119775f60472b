"""Arrays in one file, written once and mapped by all who read it.

A line of JSON says what follows, where, and its checksum; then arrays, each at a multiple of 64 bytes. A file
is complete or is not there, and nothing is ever changed in it.
"""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from indexer.disk import sync

_ALIGNED = 64
_HEADER = 4096  # bytes
Facts = Mapping[str, Any]  # what JSON can say of the arrays


def write_arrays(file: Path, form: str, facts: Facts, arrays: Mapping[str, Any]) -> None:
    """Write arrays of a form through to the disk under the file's name, or not at all."""
    place, described = _HEADER, {}
    padded: list[bytes] = []
    for name, array in arrays.items():
        described[name] = [place, array.dtype.str, *array.shape]
        place += -(-array.nbytes // _ALIGNED) * _ALIGNED
        padded += np.ascontiguousarray(array).tobytes(), bytes(-array.nbytes % _ALIGNED)
    record = {"format": form, **facts, "sum": _sum(padded), "arrays": described}
    scratch = file.with_name(f".{file.name}.{os.getpid()}")
    with scratch.open("wb") as out:
        out.write(json.dumps(record).encode().ljust(_HEADER - 1) + b"\n")
        out.writelines(padded)
    sync(scratch)
    scratch.replace(file)
    sync(file.parent)


def read_arrays(file: Path, form: str) -> tuple[Facts, dict[str, Any]]:
    """Map a file; return facts and arrays. Raises ValueError where it is of another form or damaged."""
    with file.open("rb") as data:
        header = data.read(_HEADER)
    facts: dict[str, Any] = json.loads(header)
    if facts.get("format") != form:
        raise ValueError(f"{file}: not {form}")
    mapped = np.memmap(file, dtype=np.uint8, mode="r")
    if facts.get("sum") != _sum([mapped[_HEADER:]]):
        raise ValueError(f"{file}: altered since it was written")

    def array(place: int, kind: str, *shape: int) -> Any:
        size = int(np.prod(shape)) * np.dtype(kind).itemsize
        return np.asarray(mapped[place : place + size]).view(kind).reshape(shape)

    return facts, {name: array(*where) for name, where in facts["arrays"].items()}


def _sum(parts: Iterable[Any]) -> int:
    """Return the CRC-32 of the parts in a row."""
    total = 0
    for part in parts:
        total = crc32(part, total)
    return total
