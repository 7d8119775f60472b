"""Faults of a real cluster of three nodes: what is lost, what is told, how long it takes."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.engines import open_engine
from indexer.engines.opensearch.documents import analysed
from indexer.engines.opensearch.layout import fold_rules
from indexer.engines.opensearch.store import OpenSearchStore
from indexer.errors import BaogaoError, WriteError
from indexer.model.report import Report
from indexer.model.search import Request
from indexer.search.searcher import Searcher
from tests.cluster.nodes import Nodes, until
from tests.contract.conftest import Told, report

TOLD = Told()
SECTIONS = 5


@pytest.fixture
def store(engine: str, nodes: Nodes, tmp_path: Path) -> Iterator[OpenSearchStore]:
    made = open_engine(engine).create(tmp_path, lambda: None)
    assert isinstance(made, OpenSearchStore)
    nodes.wait()
    yield made
    made.close()
    nodes.ask(f"/{made.index}", "DELETE", seconds=30)


def reports(start: int, count: int) -> list[Report]:
    texts = [f"智慧城市第{number}號，办法與交通。Smart city {number}." for number in range(SECTIONS)]
    return [report(f"r{number}", *texts, date="2016-07-11") for number in range(start, start + count)]


def put(store: OpenSearchStore, several: list[Report]) -> None:
    assert not store.put([analysed(several)])


def searched(store: OpenSearchStore, text: str) -> int:
    return Searcher(store.view(TOLD.naming), TOLD).search(Request(text)).total


def totals_by_copy(
    nodes: Nodes, store: OpenSearchStore, node: int = 0
) -> dict[tuple[int, str], Counter[str]]:
    """Totals of some terms on each copy of each shard: a copy may lack terms though counts agree."""
    found: dict[tuple[int, str], Counter[str]] = {}
    shards = nodes.ask(f"/_cat/shards/{store.index}?format=json&h=shard,prirep,state,node", node=node)
    for shard in shards:
        if shard["state"] != "STARTED":
            continue
        number, kind, name = int(shard["shard"]), shard["prirep"], shard["node"]
        ids = nodes.ask(f"/_nodes/{name}/_none?filter_path=nodes.*.name", node=node)["nodes"]
        where = f"_shards:{number}|_only_nodes:{next(iter(ids))}"
        for term in ({"text": "办"}, {"text.pairs": "办法"}, {"latin": "smart"}, {"doc": "section"}):
            body = {"query": {"term": term}, "size": 0, "track_total_hits": True}
            answer = nodes.ask(f"/{store.index}/_search?preference={where}", "POST", body, node=node)
            assert answer["_shards"]["failed"] == 0
            found.setdefault((number, kind), Counter())[str(term)] = answer["hits"]["total"]["value"]
    return found


def alike_on_all_copies(nodes: Nodes, store: OpenSearchStore, sections: int, node: int = 0) -> None:
    found = totals_by_copy(nodes, store, node)
    for number in {number for number, _ in found}:
        assert found[number, "p"] == found[number, "r"], number
    for term in next(iter(found.values())):
        assert sum(counts[term] for (_, kind), counts in found.items() if kind == "p") == sections, term


def test_all_copies_have_all_terms(nodes: Nodes, store: OpenSearchStore) -> None:
    put(store, reports(0, 40))
    put(store, reports(0, 10))
    store.drop([f"r{number}" for number in range(5)])
    alike_on_all_copies(nodes, store, 35 * SECTIONS)


def test_the_server_folds_as_we_do(nodes: Nodes, store: OpenSearchStore) -> None:
    """All characters that fold to another one, those beyond the BMP too, as the server's own analyser has them."""
    rules = [rule.split("=>") for rule in fold_rules()]
    pairs = [tuple(_char(side) for side in rule) for rule in rules]
    assert len(pairs) > 9000 and sum(one > "\uffff" for one, _ in pairs) > 2000
    for start in range(0, len(pairs), 4000):
        some = pairs[start : start + 4000]
        body = {"analyzer": "every", "text": "".join(one for one, _ in some)}
        tokens = nodes.ask(f"/{store.index}/_analyze", "POST", body, seconds=30)["tokens"]
        assert [token["token"] for token in tokens] == [folded for _, folded in some]


def _char(escaped: str) -> str:
    units = bytes.fromhex(escaped.replace("\\u", ""))
    return units.decode("utf-16-be")


def test_a_node_killed_while_writing_and_searching_loses_nothing(
    nodes: Nodes, store: OpenSearchStore
) -> None:
    put(store, reports(0, 20))
    killed = _holder(nodes, store, "p")
    answers: Counter[object] = Counter()
    longest, stop = [0.0], threading.Event()

    def search() -> None:
        while not stop.is_set():
            began = time.monotonic()
            try:
                answers[searched(store, "智慧城市") >= 20 * SECTIONS] += 1
            except BaogaoError as error:
                answers[type(error).__name__] += 1
            longest[0] = max(longest[0], time.monotonic() - began)

    searching = threading.Thread(target=search)
    searching.start()
    try:
        for start in range(20, 80, 10):
            if start == 40:
                nodes.kill(killed)
            put(store, reports(start, 10))
    finally:
        stop.set()
        searching.join()
    other = next(number for number in range(3) if number != killed)
    assert searched(store, "智慧城市") == searched(store, "办法") == 80 * SECTIONS  # a replica was promoted
    nodes.start(killed)
    nodes.wait("green", other, nodes=3)
    assert searched(store, "smart") == 80 * SECTIONS
    alike_on_all_copies(nodes, store, 80 * SECTIONS, other)
    print(f"killed: {dict(answers)}, the longest search {longest[0]:.1f} s")
    assert set(answers) <= {True, "EngineUnreachableError", "IndexChangedError"}
    assert answers[True] > 2 and sum(answers.values()) - answers[True] <= 2  # what was under way then


def test_a_node_that_hangs_is_left_out(nodes: Nodes, store: OpenSearchStore) -> None:
    put(store, reports(0, 20))
    hung = _holder(nodes, store, "p")
    other = next(number for number in range(3) if number != hung)
    nodes.hang(hung)
    began = time.monotonic()
    try:
        while True:
            try:
                if searched(store, "智慧城市") == 20 * SECTIONS:
                    break
            except BaogaoError:
                assert time.monotonic() < began + 60
        back = time.monotonic() - began
        put(store, reports(20, 10))
        written = time.monotonic() - began
    finally:
        nodes.go_on(hung)
    print(f"hung: searched after {back:.1f} s, written after {written:.1f} s")
    assert back < 40
    nodes.wait("green", other, nodes=3)
    assert searched(store, "办法") == 30 * SECTIONS
    alike_on_all_copies(nodes, store, 30 * SECTIONS, other)


def test_what_is_missing_is_told_while_answers_are_whole(nodes: Nodes, store: OpenSearchStore) -> None:
    put(store, reports(0, 5))
    assert store.degraded() is None
    nodes.ask(
        f"/{store.index}/_settings", "PUT", {"index.number_of_replicas": 3}
    )  # one more than there are nodes for
    until(lambda: "missing (2)" in str(store.degraded()), 60, "two shards with a copy too few")
    assert str(store.degraded()).endswith("answers are still whole.")
    assert searched(store, "智慧城市") == 5 * SECTIONS


def test_an_index_that_may_only_be_read_says_so(nodes: Nodes, store: OpenSearchStore) -> None:
    put(store, reports(0, 5))
    for setting, said in (("write", "may only be read"), ("read_only_allow_delete", "may only be read|full")):
        nodes.ask(f"/{store.index}/_settings", "PUT", {f"index.blocks.{setting}": True})
        with pytest.raises(WriteError, match=said):
            put(store, reports(5, 5))
        assert searched(store, "智慧城市") == 5 * SECTIONS
        nodes.ask(f"/{store.index}/_settings", "PUT", {f"index.blocks.{setting}": None})
    put(store, reports(5, 5))
    assert searched(store, "智慧城市") == 10 * SECTIONS


def _holder(nodes: Nodes, store: OpenSearchStore, kind: str) -> int:
    """Return a node, never the first one asked, that holds a shard as its primary."""
    shards = nodes.ask(f"/_cat/shards/{store.index}?format=json&h=prirep,node")
    return next(int(one["node"][1:]) for one in shards if one["prirep"] == kind and one["node"] != "n0")
