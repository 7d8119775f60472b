"""The engine of a cluster: an index for each generation, a commit for each batch that was put or dropped."""

import json
import re
import secrets
import threading
import weakref
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from indexer import messages
from indexer.disk import write_atomically
from indexer.engines.opensearch.address import Address, address_of
from indexer.engines.opensearch.bulk import Action, send
from indexer.engines.opensearch.cluster import WRITE_SECONDS, Cluster, ConflictError, ContextLostError, Json
from indexer.engines.opensearch.documents import Analysed, ClusterBatch, analysed, documents, name_of
from indexer.engines.opensearch.layout import PLACES, fingerprint, index_body
from indexer.engines.opensearch.mirror import Mirror
from indexer.engines.opensearch.snapshot import Snapshot
from indexer.engines.opensearch.view import ClusterView
from indexer.errors import BaogaoError, IndexBusyError, IndexDamagedError, IndexFormatError, IndexMissingError
from indexer.messages import Message
from indexer.model.report import Report
from indexer.search.ports import Batch, Naming

FILE = "cluster.json"  # in a generation: which index is its own
FULL = 20_000  # documents of a commit
_STATE = "state"
_NUMBERED = 1000  # reports whose number of sections is asked at once


class OpenSearchEngine:
    """Keeps each index in a cluster."""

    def __init__(self, url: str) -> None:
        """Connect to nothing yet. Raises SettingError for an address that is none."""
        self.address: Address = address_of(url)

    def analyse(self, reports: Sequence[Report]) -> ClusterBatch:
        """Analyse reports into terms; characters are left to the server."""
        return analysed(reports)

    def create(self, generation: Path, committed: Callable[[], None]) -> "OpenSearchStore":
        """Make an empty index."""
        cluster = Cluster(self.address)
        index = f"{self.address.prefix}-{secrets.token_hex(6)}"
        cluster.call("PUT", f"/{index}", index_body(self.address), WRITE_SECONDS)
        store = OpenSearchStore(cluster, index, committed)
        store.begin()
        write_atomically(generation / FILE, json.dumps({"index": index}) + "\n")
        return store

    def open(self, generation: Path, committed: Callable[[], None]) -> "OpenSearchStore":
        """Open the index of a generation. Raises IndexDamagedError or IndexFormatError."""
        index = self._index(generation)
        store = OpenSearchStore(Cluster(self.address), index, committed)
        store.check(generation)
        return store

    def publish(self, generation: Path) -> None:
        """Name the index of a generation as the one in use, and remove those before the last one."""
        cluster, prefix = Cluster(self.address), self.address.prefix
        index = OpenSearchEngine._index(generation)
        known = cluster.call("GET", f"/{prefix}-*/_alias")
        before = [name for name, said in known.items() if prefix in said.get("aliases", {}) and name != index]
        moves = [{"remove": {"index": name, "alias": prefix}} for name in before]
        moves.append({"add": {"index": index, "alias": prefix}})
        cluster.call("POST", "/_aliases", {"actions": moves}, WRITE_SECONDS)
        ours = re.compile(rf"{re.escape(prefix)}-[0-9a-f]{{12}}")
        for name in known:
            if ours.fullmatch(name) and name not in (index, *before):
                with suppress(IndexMissingError):
                    cluster.call("DELETE", f"/{name}", seconds=WRITE_SECONDS)

    def sharing(self, folder: Path) -> Mirror:
        """Return what keeps a library's folder alike on all machines that use the cluster."""
        return Mirror(Cluster(self.address), folder)

    @staticmethod
    def _index(generation: Path) -> str:
        try:
            return str(json.loads((generation / FILE).read_text(encoding="utf-8"))["index"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(messages.INDEX_UNREADABLE(reason=error), generation) from error


class OpenSearchStore:
    """The reports of one index; `committed` is called after each commit."""

    def __init__(self, cluster: Cluster, index: str, committed: Callable[[], None]) -> None:
        self.cluster, self.index, self._committed = cluster, index, committed
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None  # of the newest state that was asked for
        self._points: dict[str, weakref.ref[Snapshot]] = {}  # in time, and who uses each

    def begin(self) -> None:
        """Write the first state of an empty index."""
        self._write_state({"commit": 0, "last": 0})

    def check(self, generation: Path) -> None:
        """Raise IndexFormatError for an index that was made by another version or with another fold."""
        found = self.cluster.call("GET", f"/{self.index}/_mapping")
        made = next(iter(found.values()))["mappings"].get("_meta", {}).get("baogao")
        if made != fingerprint():
            raise IndexFormatError(messages.CLUSTER_OTHER_FOLD(command="baogao index --rebuild"), generation)

    # writing
    def put(
        self,
        batches: Iterable[Batch],
        before: Callable[[], None] = lambda: None,
        after: Callable[[list[str]], None] = lambda ids: None,
    ) -> Mapping[str, Message]:
        """Add reports, some twenty thousand sections a commit; return what the cluster refused, by report.

        Raises EngineUnreachableError, WriteError, or IndexBusyError while another process writes.
        """
        refused: dict[str, Message] = {}
        held: dict[str, tuple[Report, tuple[Analysed, ...]]] = {}
        size = 0
        for batch in batches:
            assert isinstance(batch, ClusterBatch)
            for report, sections in zip(batch.reports, batch.sections, strict=True):
                held[report.id] = report, sections
                size += 1 + len(sections)
            if size >= FULL:
                refused |= self._put(held, before, after)
                held, size = {}, 0
        return refused | self._put(held, before, after)

    def _put(
        self,
        held: Mapping[str, tuple[Report, tuple[Analysed, ...]]],
        before: Callable[[], None],
        after: Callable[[list[str]], None],
    ) -> dict[str, Message]:
        before()
        refused: dict[str, str] = {}
        if held:
            number = self._begun()
            sizes = self._sizes(held)
            refused = send(self.cluster, self.index, _actions(held, number << PLACES, sizes))
            if refused:  # a report that is not whole is none
                sizes = {one: max(sizes.get(one, 0), len(held[one][1])) for one in refused}
                send(self.cluster, self.index, _removals(sizes))
            self._end(number)
        after([one for one in held if one not in refused])
        return {one: messages.CLUSTER_REFUSED(reason=reason) for one, reason in refused.items()}

    def drop(self, report_ids: Collection[str]) -> None:
        """Remove reports in one commit."""
        sizes = self._sizes(report_ids)
        if sizes:
            number = self._begun()
            send(self.cluster, self.index, _removals(sizes))
            self._end(number)

    def _sizes(self, report_ids: Iterable[str]) -> dict[str, int]:
        """Return the number of sections of those reports that are held."""
        ids, found = list(report_ids), {}
        for start in range(0, len(ids), _NUMBERED):
            some = ids[start : start + _NUMBERED]
            asked = {"docs": [{"_id": name_of(one), "_source": ["sections"]} for one in some]}
            answers = self.cluster.call("POST", f"/{self.index}/_mget", asked)["docs"]
            for one, answer in zip(some, answers, strict=True):
                if answer.get("found"):
                    found[one] = int(answer["_source"]["sections"])
        return found

    def _begun(self) -> int:
        """Return the number of a new commit, which no other one has. Raises IndexBusyError."""
        found = self._read_state()
        state = found["_source"]
        number = int(state["last"]) + 1
        self._write_state(state | {"last": number}, found)
        return number

    def _end(self, number: int) -> None:
        """Let readers see a commit. Raises IndexBusyError where another process has written meanwhile."""
        self.cluster.call("POST", f"/{self.index}/_refresh", seconds=WRITE_SECONDS)
        found = self._read_state()
        if int(found["_source"]["last"]) != number:
            raise IndexBusyError(messages.INDEX_BUSY(), str(self.cluster.address))
        self._write_state({"commit": number, "last": number}, found)
        self._committed()

    def _read_state(self) -> Json:
        return self.cluster.call("GET", f"/{self.index}/_doc/{_STATE}")

    def _write_state(self, state: Json, found: Json | None = None) -> None:
        where = f"/{self.index}/_doc/{_STATE}"
        expected = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]} if found else {}
        try:
            self.cluster.call("PUT", where, {**state, "doc": _STATE}, WRITE_SECONDS, **expected)
        except ConflictError:
            raise IndexBusyError(messages.INDEX_BUSY(), str(self.cluster.address)) from None

    # reading
    def view(self, naming: Naming) -> ClusterView:
        """Return the newest committed state; one that is in use already is shared."""
        with self._lock:
            state = self.state()
            if self._snapshot is None or self._snapshot.state != state:
                self._snapshot = held = Snapshot(self.cluster, self.index, self.state)
                self._release([pit for pit, used in self._points.items() if used() is None])
                self._points[held.pit] = weakref.ref(held)
            return ClusterView(self._snapshot, naming)

    def state(self) -> Hashable:
        """Return the number of the last commit."""
        return self.index, int(self._read_state()["_source"]["commit"])

    def degraded(self) -> Message | None:
        """Return how many copies of parts of the index are missing where each part has one still."""
        told = self.cluster.call("GET", f"/_cluster/health/{self.index}")
        if told["status"] == "green":
            return None
        return messages.CLUSTER_DEGRADED(count=told["unassigned_shards"] + told["initializing_shards"])

    def close(self) -> None:
        """Let go of points in time."""
        with self._lock:
            self._snapshot = None
            self._release(list(self._points))

    def _release(self, points: list[str]) -> None:
        """Give points in time back to the cluster; what cannot be given back ends by itself."""
        for point in points:
            del self._points[point]
        if points:
            with suppress(BaogaoError, ContextLostError):
                self.cluster.call("DELETE", "/_search/point_in_time", {"pit_id": points})


def _actions(
    held: Mapping[str, tuple[Report, tuple[Analysed, ...]]], number: int, sizes: Mapping[str, int]
) -> Iterator[Action]:
    for place, (report, sections) in enumerate(held.values()):
        for name, document in documents(report, sections, number | place):
            yield Action(report.id, name, document)
        for left in range(len(sections), sizes.get(report.id, 0)):
            yield Action(report.id, name_of(report.id, left), None)


def _removals(sizes: Mapping[str, int]) -> Iterator[Action]:
    for report_id, size in sizes.items():
        yield Action(report_id, name_of(report_id), None)
        for place in range(size):
            yield Action(report_id, name_of(report_id, place), None)
