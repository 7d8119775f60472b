"""What was computed last, within a bound of memory, shared by the threads of a process."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_OVERHEAD = 500  # bytes of an entry besides its arrays
_Parts = TypeVar("_Parts", bound=tuple[Any, ...])


class Cache:
    """Tuples of arrays or a few small values by key; the least recently used are dropped."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._held = 0
        self._entries: OrderedDict[Hashable, tuple[Any, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], _Parts]) -> _Parts:
        """Return what is held of the key, made when nothing is."""
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
                return found  # type: ignore[return-value]
        made = make()
        with self._lock:
            if key not in self._entries:
                self._entries[key] = made
                self._held += _size(made)
            while self._held > self._most and len(self._entries) > 1:
                self._held -= _size(self._entries.popitem(last=False)[1])
        return made


def _size(parts: tuple[Any, ...]) -> int:
    return _OVERHEAD + sum(getattr(part, "nbytes", 0) for part in parts)
