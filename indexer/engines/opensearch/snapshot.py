"""One committed state of an index in the cluster: a point in time, and which numbers its sections have."""

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from indexer import messages
from indexer.engines.opensearch.cluster import Cluster, ContextLostError, Json
from indexer.engines.opensearch.documents import row_of, stored_of
from indexer.engines.opensearch.layout import PLACES
from indexer.errors import IndexChangedError, IndexMissingError
from indexer.search.ports import Ref, Row, Stored

KEPT = "10m"  # after the last question, a point in time goes
PAGE = 10_000  # documents of one answer, the most that a cluster gives
_SOURCES = 2048  # sections and reports kept, some 10 MB
_ANSWERS = 4096  # counts and the like
_READ = 500  # texts of one answer
SECTION: Json = {"term": {"doc": "section"}}
REPORT: Json = {"term": {"doc": "report"}}
T = TypeVar("T")


class Snapshot:
    """What is asked of one state; whatever was asked before is answered from here."""

    def __init__(self, cluster: Cluster, index: str, state: Callable[[], Hashable]) -> None:
        """Open a point in time of an index; `state` tells which state the index is in now."""
        self.cluster, self._index, self._current = cluster, index, state
        self.state, self._lock = state(), threading.Lock()
        self.pit = self._opened()
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._stored: OrderedDict[Ref, Stored] = OrderedDict()
        self._rows: OrderedDict[int, Row] = OrderedDict()

    def _opened(self) -> str:
        path = f"/{self._index}/_search/point_in_time"
        return str(self.cluster.call("POST", path, keep_alive=KEPT)["pit_id"])

    # asking
    def search(self, **body: Any) -> Json:
        """Return the answer to a search of this state."""
        return self.searches([body])[0]

    def searches(self, bodies: Sequence[Json], without: str = "") -> list[Json]:
        """Return the answers to some searches of this state, asked at once, `without` one aggregation.

        A point in time that went with its node is opened anew. Raises IndexChangedError where there is a
        newer state by now.
        """
        try:
            return self._asked(bodies, without)
        except (ContextLostError, IndexMissingError):
            pass  # opened anew
        try:
            if self._current() == self.state:
                self.pit = self._opened()
                return self._asked(bodies, without)
        except (ContextLostError, IndexMissingError):
            pass
        raise IndexChangedError(messages.CLUSTER_CHANGED())

    def _asked(self, bodies: Sequence[Json], without: str) -> list[Json]:
        point = {"id": self.pit, "keep_alive": KEPT}
        return self.cluster.several([{"size": 0, **body, "pit": point} for body in bodies], without)

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was found before, or what is found now."""
        try:
            found: T = self._answers[key]
        except KeyError:
            found = make()
            with self._lock:
                self._answers[key] = found
                while len(self._answers) > _ANSWERS:
                    self._answers.popitem(last=False)
        return found

    def knows(self, key: Hashable) -> bool:
        """Tell whether something was found before."""
        return key in self._answers

    def every(self, query: Json, **body: Any) -> Iterator[Json]:
        """Yield all documents that a query finds, in the order of their numbers."""
        size, after = body.pop("size", PAGE), None
        while True:
            page = {"query": query, "size": size, "sort": [{"at": "asc"}], **body}
            hits = self.search(**page, **({"search_after": after} if after else {}))["hits"]["hits"]
            yield from hits
            if len(hits) < size:
                return
            after = hits[-1]["sort"]

    def ats(self, query: Json) -> list[int]:
        """Return the numbers that the cluster gives to all sections that a query finds, rising."""
        return [hit["sort"][0] for hit in self.every(filtered(SECTION, query), _source=False)]

    def count(self, query: Json) -> int:
        """Count the sections that a query finds."""
        return self.cached(("count", repr(query)), lambda: self._count(query))

    def _count(self, query: Json) -> int:
        found = self.search(query=filtered(SECTION, query), track_total_hits=True)
        return int(found["hits"]["total"]["value"])

    # numbers
    @cached_property
    def _directory(self) -> list[tuple[int, str, int]]:
        """(number, id, sections) of each report, in order."""
        fields = ["report", "sections"]
        hits = self.every(REPORT, _source=False, docvalue_fields=fields, stored_fields="_none_")
        return [
            (hit["sort"][0] >> PLACES, hit["fields"]["report"][0], hit["fields"]["sections"][0])
            for hit in hits
        ]

    @cached_property
    def seqs(self) -> list[int]:
        """The number in the cluster of each report, rising."""
        return [seq for seq, _, _ in self._directory]

    @cached_property
    def firsts(self) -> list[Ref]:
        """The first section of each report."""
        firsts, begin = [], 0
        for _, _, size in self._directory:
            firsts.append(begin)
            begin += size
        return firsts

    @cached_property
    def by_seq(self) -> dict[int, Ref]:
        """The first section of each report, by its number in the cluster."""
        return dict(zip(self.seqs, self.firsts, strict=True))

    @cached_property
    def by_id(self) -> dict[str, tuple[Ref, int, int]]:
        """(first section, sections, number in the cluster) of each report, by its id."""
        return {
            name: (first, size, seq)
            for (seq, name, size), first in zip(self._directory, self.firsts, strict=True)
        }

    @cached_property
    def size(self) -> tuple[int, int]:
        """(reports, sections)."""
        return len(self._directory), sum(size for _, _, size in self._directory)

    def ref(self, at: int) -> Ref:
        """Return the section that has a number in the cluster. Raises IndexChangedError for a newer one."""
        first = self.by_seq.get(at >> PLACES)
        if first is None:
            raise IndexChangedError(messages.CLUSTER_CHANGED())
        return first + (at & ((1 << PLACES) - 1))

    def at(self, ref: Ref) -> int:
        """Return the number in the cluster that a section has."""
        place = bisect_right(self.firsts, ref) - 1
        while self._directory[place][2] <= ref - self.firsts[place]:  # a report without sections
            place -= 1
        return self.seqs[place] << PLACES | (ref - self.firsts[place])

    # texts
    def stored(self, refs: Iterable[Ref]) -> list[Stored]:
        """Return sections as they are kept, those not yet read all at once."""
        wanted = list(refs)
        found = {ref: one for ref in wanted if (one := self._stored.get(ref))}
        missing = [ref for ref in dict.fromkeys(wanted) if ref not in found]
        for start in range(0, len(missing), _READ):
            ats = [self.at(ref) for ref in missing[start : start + _READ]]
            query = filtered(SECTION, {"terms": {"at": ats}})
            hits = self.search(query=query, size=_READ, _source=TEXTS)["hits"]["hits"]
            found |= self.keep([hit["_source"] for hit in hits])
        return [found[ref] for ref in wanted]

    def keep(self, sources: Sequence[Mapping[str, Any]]) -> dict[Ref, Stored]:
        """Return documents of sections as these, with their reports; they are remembered."""
        rows = self.rows([source["seq"] for source in sources])
        found = {
            self.ref(source["at"]): stored_of(source, row) for source, row in zip(sources, rows, strict=True)
        }
        self._remember(self._stored, found)
        return found

    def rows(self, seqs: Iterable[int]) -> list[Row]:
        """Return reports by their numbers in the cluster."""
        wanted = list(seqs)
        found = {seq: one for seq in wanted if (one := self._rows.get(seq))}
        missing = [seq for seq in dict.fromkeys(wanted) if seq not in found]
        for start in range(0, len(missing), _READ):
            query = filtered(REPORT, {"terms": {"seq": missing[start : start + _READ]}})
            hits = self.search(query=query, size=_READ, _source=["seq", "title", "record"])["hits"]["hits"]
            found |= {hit["_source"]["seq"]: row_of(hit["_source"]) for hit in hits}
        self._remember(self._rows, found)
        return [found[seq] for seq in wanted]

    def _remember(self, kept: "OrderedDict[int, T]", found: Mapping[int, T]) -> None:
        with self._lock:
            kept.update(found)
            while len(kept) > _SOURCES:
                kept.popitem(last=False)


TEXTS = ["doc", "at", "seq", "heading", "text", "record"]


def filtered(*queries: Json, **others: list[Json]) -> Json:
    """Return what satisfies all of some queries, without scores."""
    return {"bool": {"filter": list(queries), **others}}
