"""What passes between the processes, as lines of JSON: whatever a file makes of one, the other reads data.

The reader is told a path a line. It answers with {"document"}, with {"error"} for a record, with {"alive"}
as a sign of life, and at the end with {"done": error or null}. An error is [where, code, values].
"""

import json
from typing import Any

from indexer.errors import ReadError
from indexer.messages import Message

Answer = dict[str, Any]


def encode(line: object) -> bytes:
    """Return a value as one line."""
    return json.dumps(line).encode() + b"\n"


def encode_error(error: ReadError) -> list[object]:
    """Return an error as values; each sentence is known on the other side by its code."""
    assert isinstance(error.message, Message)
    return [error.where, error.message.code, dict(error.message.values)]


def decode_error(values: list[Any]) -> ReadError:
    """Return the error again."""
    where, code, named = values
    return ReadError(Message(code, tuple(named.items())), where)
