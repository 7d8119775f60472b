"""Every engine, and stores of it that hold what a test puts there."""

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from indexer.engines import open_engine
from indexer.engines.opensearch.cluster import Cluster
from indexer.engines.opensearch.store import FILE, OpenSearchEngine, OpenSearchStore
from indexer.model.report import Metadata, Person, Report, Section
from indexer.model.search import Request, Results
from indexer.search.ports import Engine, Store
from indexer.search.rungs import Cutter, keeping
from indexer.search.searcher import Searcher
from tests.cluster import CLUSTER

_EMPTIED: list[str] = []  # indices of a cluster
TRIED = ("whoosh", "plain", *(["opensearch"] if CLUSTER else []))
"""The engines that the tests run on."""


def setting_of(name: str) -> str:
    """The setting that chooses an engine; in a cluster under names that nobody else uses."""
    if name != "opensearch":
        return name
    return f"opensearch+{CLUSTER}/contract-{secrets.token_hex(4)}?shards=2&replicas=0"


@dataclass(frozen=True)
class Told:
    """What is known of names beside the texts, as a test tells it."""

    other_names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sounding: dict[str, tuple[str, ...]] = field(default_factory=dict)
    named: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    offered: tuple[tuple[str, str, int], ...] = ()
    cutter: Cutter = field(default_factory=lambda: keeping(()))

    def others(self, name: str) -> tuple[str, ...]:
        return self.other_names.get(name, ())

    def by_sound(self, name: str) -> tuple[str, ...]:
        return self.sounding.get(name, ())

    def naming(self, name: str) -> Iterable[tuple[str, int]]:
        return self.named.get(name, ())

    def completions(self) -> Iterable[tuple[str, str, int]]:
        return self.offered


class Kept:
    """A store of one engine, and what is asked of it."""

    def __init__(self, name: str, folder: Path, told: Told = Told()) -> None:
        self.folder, self.told = folder, told
        self.commits = 0
        self.engine: Engine = open_engine(setting_of(name))
        folder.mkdir(parents=True)
        self.store: Store = self._created()

    def _committed(self) -> None:
        self.commits += 1

    def put(self, *reports: Report) -> None:
        self.store.put([self.engine.analyse(reports)])

    def _created(self) -> Store:
        """An empty store: of a cluster an index that another test has emptied, for to make one takes a second."""
        if not _EMPTIED or not isinstance(self.engine, OpenSearchEngine):
            return self.engine.create(self.folder, self._committed)
        index = _EMPTIED.pop()
        (self.folder / FILE).write_text(json.dumps({"index": index}), encoding="utf-8")
        store = OpenSearchStore(Cluster(self.engine.address), index, self._committed)
        store.begin()
        return store

    def close(self) -> None:
        """Let go of the store; an index of a cluster is emptied for another test."""
        if isinstance(self.store, OpenSearchStore):
            self.store.drop(self.store.view(self.told.naming).ids())
            _EMPTIED.append(self.store.index)
        self.store.close()

    def reopen(self) -> None:
        self.store.close()
        self.store = self.engine.open(self.folder, self._committed)

    @property
    def searcher(self) -> Searcher:
        return Searcher(self.store.view(self.told.naming), self.told)

    def search(self, text: str, **kwargs: object) -> Results:
        return self.searcher.search(Request(text, **{"per_page": 1000, **kwargs}))  # type: ignore[arg-type]

    def found(self, text: str, **kwargs: object) -> list[str]:
        """The sections found, in order, as report/section."""
        return [f"{hit.report_id}/{hit.section_id}" for hit in self.search(text, **kwargs).hits]


Building = Callable[..., Kept]


@pytest.fixture(params=TRIED)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def build(engine_name: str, tmp_path: Path) -> Iterator[Building]:
    """Make a store with a commit for each argument, a report or several."""
    every: list[Kept] = []

    def build(*batches: Report | Sequence[Report], told: Told = Told()) -> Kept:
        kept = Kept(engine_name, tmp_path / f"store{len(list(tmp_path.iterdir()))}", told)
        every.append(kept)
        for batch in batches:
            kept.put(*([batch] if isinstance(batch, Report) else batch))
        return kept

    yield build
    for kept in every:
        kept.close()


def report(
    report_id: str,
    *texts: str | tuple[str, str],
    title: str = "",
    date: str = "",
    kind: str = "other",
    **said: object,
) -> Report:
    """A report whose sections are given as text, or as (heading, text)."""
    people = said.pop("people", ())
    pairs = [("", text) if isinstance(text, str) else text for text in texts]
    return Report(
        report_id,
        title,
        Metadata(report_date=date, persons=tuple(map(Person, people)), **said),  # type: ignore[arg-type, call-overload]
        tuple(
            Section(str(number), ("一",) if heading else (), heading, kind, text)
            for number, (heading, text) in enumerate(pairs)
        ),
    )
