"""Characters that PDFium cannot tell, by the file's own tables of what each code of a font is.

PDFium gives up some tables (ToUnicode) half-way, such as macOS writes, and returns the font's code. The
tables of all fonts are taken together: a code that two of them read in two ways stays what it was.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

_STREAM = re.compile(rb"/FlateDecode[^\x00]{0,200}?stream\r?\n")
_HEAD, _MOST = 4096, 1 << 20  # bytes unpacked to see whether it is a table, and of a table
_LARGEST = 64 << 20  # bytes of a file whose tables are sought
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.S)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{2,4})>\s*<([0-9A-Fa-f]{4})>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{2,4})>\s*<([0-9A-Fa-f]{2,4})>\s*(?:<([0-9A-Fa-f]{4})>|\[([^\]]*)\])")
_VALUE = re.compile(rb"<([0-9A-Fa-f]{4})>")


@lru_cache(maxsize=2)
def codes_of(path: Path) -> Mapping[int, int]:
    """Return the character of each code by which fonts of a PDF name it, where all its tables agree."""
    if path.stat().st_size > _LARGEST:
        return {}
    agreed: dict[int, int] = {}
    for table in _tables(path.read_bytes()):
        for code, char in _entries(table):
            agreed[code] = char if agreed.get(code, char) == char else 0
    return {code: char for code, char in agreed.items() if char >= 0x20 and not 0xD800 <= char < 0xE000}


def _tables(data: bytes) -> Iterator[bytes]:
    for stream in _STREAM.finditer(data):
        unpacked = zlib.decompressobj()
        try:
            table = unpacked.decompress(data[stream.end() : stream.end() + _MOST], _HEAD)
            if b"begincmap" in table:
                yield table + unpacked.decompress(unpacked.unconsumed_tail, _MOST)
        except zlib.error:
            continue


def _entries(table: bytes) -> Iterator[tuple[int, int]]:
    for kind, body in _SECTION.findall(table):
        if kind == b"char":
            yield from ((int(code, 16), int(char, 16)) for code, char in _PAIR.findall(body))
            continue
        for low, high, char, listed in _RANGE.findall(body):
            codes = range(int(low, 16), int(high, 16) + 1)
            chars = (
                map(int, _VALUE.findall(listed), [16] * len(codes))
                if listed
                else range(int(char, 16), 0x10000)
            )
            yield from zip(codes, chars, strict=False)
