"""Records of names to compressed JSON and back."""

import zlib
from typing import TypeVar

import msgspec

from indexer.model.people import Record

_Kind = TypeVar("_Kind", bound=Record)


def dump(record: Record) -> bytes:
    """Return the record as compressed JSON, its fields in order."""
    return zlib.compress(msgspec.json.encode(record))


def load(data: bytes, kind: type[_Kind]) -> _Kind:
    """Return the record of the kind that `dump` made the bytes from."""
    return msgspec.json.decode(zlib.decompress(data), type=kind)
