"""Many documents to the cluster: some megabytes a request, two at once, slower where the cluster is busy.

A document that is refused for good costs its report alone; one that is refused for now is sent again.
"""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

from indexer import messages
from indexer.engines.opensearch.cluster import WRITE_SECONDS, Cluster, Json, encoded
from indexer.errors import EngineUnreachableError, WriteError

_BYTES, _AT_ONCE = 4_000_000, 2
_WAITS = (0.1, 0.2, 0.5, 1, 2, 4, 8, 8)  # seconds before a document is sent again
_FOR_NOW = (429, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Action:
    """A document to be put under a name, or with none to be removed; `report` is whom it belongs to."""

    report: str
    name: str
    document: Json | None

    def lines(self) -> str:
        """Return the lines of a request; all of a report go to the shard that its name says."""
        head = {"_id": self.name, "routing": self.name.partition(".")[0]}
        if self.document is None:
            return f"{encoded({'delete': head})}\n"
        return f"{encoded({'index': head})}\n{encoded(self.document)}\n"


@dataclass(slots=True)
class _Chunk:
    actions: list[Action] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    size: int = 0

    def add(self, action: Action) -> None:
        line = action.lines()
        self.actions.append(action)
        self.lines.append(line)
        self.size += len(line)


def send(cluster: Cluster, index: str, actions: Iterable[Action]) -> dict[str, str]:
    """Carry all out; return by report why it was refused. Raises EngineUnreachableError or WriteError."""
    refused: dict[str, str] = {}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        under_way: set[Future[dict[str, str]]] = set()
        for chunk in _chunks(actions):
            if len(under_way) >= _AT_ONCE:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                for one in done:
                    refused |= one.result()
            under_way.add(pool.submit(_sent, cluster, index, chunk))
        for one in under_way:
            refused |= one.result()
    return refused


def _chunks(actions: Iterable[Action]) -> Iterator[_Chunk]:
    chunk = _Chunk()
    for action in actions:
        chunk.add(action)
        if chunk.size >= _BYTES:
            yield chunk
            chunk = _Chunk()
    if chunk.actions:
        yield chunk


def _sent(cluster: Cluster, index: str, chunk: _Chunk) -> dict[str, str]:
    refused: dict[str, str] = {}
    left = list(range(len(chunk.actions)))
    for seconds in (*_WAITS, None):
        try:
            body = "".join(chunk.lines[place] for place in left)
            answers: list[Any] = cluster.call("POST", f"/{index}/_bulk", body, WRITE_SECONDS)["items"]
        except EngineUnreachableError:
            if seconds is None:
                raise
            time.sleep(seconds)
            continue
        again = []
        for place, answer in zip(left, answers, strict=True):
            (told,) = answer.values()
            status, error = int(told["status"]), told.get("error")
            if error is None or status == 404:  # removed before
                continue
            if error.get("type") == "cluster_block_exception":
                full = "disk" in error["reason"]
                said = messages.CLUSTER_FULL() if full else messages.CLUSTER_READ_ONLY(reason=error["reason"])
                raise WriteError(said, str(cluster.address))
            if status in _FOR_NOW:
                again.append(place)
            else:
                refused[chunk.actions[place].report] = f"{error.get('type')}: {error.get('reason')}"
        left = again
        if not left:
            return refused
        if seconds is not None:
            time.sleep(seconds)
    raise EngineUnreachableError(messages.CLUSTER_BUSY(), str(cluster.address))
