"""What a cluster may refuse, as it says so, each as one sentence: answers of a server that only pretends."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from indexer.engines import open_engine
from indexer.engines.opensearch import bulk
from indexer.engines.opensearch.address import address_of
from indexer.engines.opensearch.bulk import Action, send
from indexer.engines.opensearch.cluster import Cluster, ContextLostError
from indexer.errors import (
    EngineError,
    EngineUnreachableError,
    IndexFormatError,
    IndexMissingError,
    WriteError,
)
from webapp import create_app

Answer = tuple[int, Any]
OLD = {"version": {"distribution": "opensearch", "number": "2.3.0"}}
NEW = {"version": {"distribution": "opensearch", "number": "2.19.6"}}
OTHER = {"version": {"number": "8.11.0"}}
BLOCK = "index [x] blocked by: [FORBIDDEN/8/index write (api)];"
FLOOD = "index [x] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];"


class Pretending:
    """A server whose answers a test gives."""

    def __init__(self) -> None:
        self.version: Any = NEW
        self.answers: Callable[[str, str, bytes], Answer] = lambda method, path, body: (200, {})
        self.asked: list[tuple[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                path = self.path.partition("?")[0]
                outer.asked.append((self.command, path))
                status, said = (
                    (200, outer.version) if path == "/" else outer.answers(self.command, path, body)
                )
                data = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.setting = f"opensearch+http://127.0.0.1:{self.server.server_port}/trips"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def pretending() -> Iterator[Pretending]:
    server = Pretending()
    yield server
    server.close()


def error(kind: str, reason: str = "") -> Any:
    return {"error": {"type": kind, "reason": reason, "root_cause": [{"type": kind, "reason": reason}]}}


@pytest.mark.parametrize(
    ("version", "said"),
    [(OLD, "runs opensearch 2.3.0; OpenSearch 2.4"), (OTHER, "runs elasticsearch 8.11.0")],
)
def test_a_server_that_is_too_old_is_refused(pretending: Pretending, version: Any, said: str) -> None:
    pretending.version = version
    with pytest.raises(EngineError, match=said):
        Cluster(address_of(pretending.setting)).call("GET", "/x")


@pytest.mark.parametrize(
    ("status", "kind", "reason", "raised", "said"),
    [
        (401, "security_exception", "", EngineError, "refuses the user or key"),
        (403, "security_exception", "no permissions", EngineError, "refuses the user or key"),
        (404, "index_not_found_exception", "", IndexMissingError, "has not the index"),
        (404, "search_context_missing_exception", "", ContextLostError, "search_context"),
        (403, "cluster_block_exception", BLOCK, WriteError, "may only be read"),
        (429, "cluster_block_exception", FLOOD, WriteError, "disks of the search cluster are full"),
        (429, "circuit_breaking_exception", "", EngineUnreachableError, "takes nothing more"),
        (503, "search_phase_execution_exception", "", EngineUnreachableError, "A part of the search cluster is missing"),
        (503, "no_shard_available_action_exception", "", EngineUnreachableError, "A part of the"),
        (503, "cluster_block_exception", "blocked by: [SERVICE_UNAVAILABLE/1/state not recovered];", EngineUnreachableError, "A part of the"),
        (400, "parsing_exception", "", EngineError, r"refused this \(400 parsing_exception\)"),
    ],
)  # fmt: skip
def test_a_refusal_is_one_sentence(
    pretending: Pretending, status: int, kind: str, reason: str, raised: type[Exception], said: str
) -> None:
    pretending.answers = lambda method, path, body: (status, error(kind, reason))
    with pytest.raises(raised, match=said):
        Cluster(address_of(pretending.setting)).call("POST", "/_search", {})


def test_nobody_there_is_one_sentence() -> None:
    with pytest.raises(EngineUnreachableError, match="does not answer"):
        Cluster(address_of("opensearch+http://127.0.0.1:9/trips")).call("GET", "/x")


def _items(body: bytes, told: Callable[[str], Answer]) -> Answer:
    heads = [json.loads(line) for line in body.decode().splitlines()]
    names = [head["index"]["_id"] for head in heads if "index" in head]
    items = []
    for name in names:
        status, said = told(name)
        items.append({"index": {"_id": name, "status": status, **said}})
    return 200, {"items": items}


def test_a_refused_document_costs_its_report_alone(pretending: Pretending) -> None:
    bad = error("mapper_parsing_exception", "no number")
    pretending.answers = lambda method, path, body: _items(
        body, lambda name: (400, bad) if name.startswith("b") else (201, {})
    )
    actions = [Action(report, f"{report}.{place}", {"text": "x"}) for report in "abc" for place in range(3)]
    refused = send(Cluster(address_of(pretending.setting)), "x", actions)
    assert refused == {"b": "mapper_parsing_exception: no number"}


def test_a_busy_cluster_is_asked_again_for_what_it_did_not_take(
    pretending: Pretending, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_WAITS", (0.01, 0.01, 0.01))
    tries: dict[str, int] = {}

    def told(name: str) -> Answer:
        tries[name] = tries.get(name, 0) + 1
        busy = name.startswith("b") and tries[name] < 3
        return (429, error("rejected_execution_exception")) if busy else (201, {})

    pretending.answers = lambda method, path, body: _items(body, told)
    actions = [Action(report, f"{report}.0", {"text": "x"}) for report in "abc"]
    assert send(Cluster(address_of(pretending.setting)), "x", actions) == {}
    assert tries == {"a.0": 1, "b.0": 3, "c.0": 1}
    pretending.answers = lambda method, path, body: _items(
        body, lambda name: (429, error("rejected_execution_exception"))
    )
    with pytest.raises(EngineUnreachableError, match="takes nothing more"):
        send(Cluster(address_of(pretending.setting)), "x", actions)


@pytest.mark.parametrize(
    ("reason", "said"), [(BLOCK, "may only be read"), (FLOOD, "disks of the search cluster are full")]
)
def test_an_index_that_takes_nothing_is_told_at_once(pretending: Pretending, reason: str, said: str) -> None:
    block = error("cluster_block_exception", reason)
    pretending.answers = lambda method, path, body: _items(body, lambda name: (403, block))
    with pytest.raises(WriteError, match=said):
        send(Cluster(address_of(pretending.setting)), "x", [Action("a", "a.0", {"text": "x"})])


def test_an_index_of_another_fold_is_refused(pretending: Pretending, tmp_path: Path) -> None:
    (tmp_path / "cluster.json").write_text('{"index": "trips-0"}', encoding="utf-8")
    meta = {"trips-0": {"mappings": {"_meta": {"baogao": "1-0000"}}}}
    pretending.answers = lambda method, path, body: (200, meta)
    with pytest.raises(IndexFormatError, match="folds characters otherwise; run `baogao index --rebuild`"):
        open_engine(pretending.setting).open(tmp_path, lambda: None)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "The search cluster does not answer"), ("zh-Hant-TW", "搜尋叢集目前沒有回應")],
)
def test_a_page_without_its_cluster_says_so_and_when_to_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setenv("BAOGAO_ENGINE", "opensearch+http://127.0.0.1:9/trips")
    client = create_app({"INDEX": tmp_path}).test_client()
    for path in ("/search?q=智慧城市", "/", "/api/search?q=x", "/healthz", "/people"):
        answer = client.get(path, headers={"Accept-Language": language})
        assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "5"), path
        assert said in answer.get_data(as_text=True) or path.startswith(("/api", "/healthz")), path
    shown = client.get("/api/search?q=x").get_json()
    assert shown["error"]["code"] == "unavailable" and "does not answer" in shown["error"]["message"]
