"""Requests to the cluster: JSON there and back, time limits that end, and what goes wrong as our errors."""

import json
import logging
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from opensearchpy import OpenSearch
from opensearchpy import exceptions as failed
from opensearchpy.serializer import JSONSerializer

from indexer import messages, settings
from indexer.engines.opensearch.address import Address
from indexer.errors import BaogaoError, EngineError, EngineUnreachableError, IndexMissingError, WriteError

Json = dict[str, Any]
SEARCH_SECONDS = 5.0  # of one try; a node that hangs costs one of them
WRITE_SECONDS = 60.0
_TRIES = 1  # after the first, on another node
_OLDEST = (2, 4)  # which has points in time
_LOST = (  # what a search of a point in time answers when it, or a node that held a part of it, is gone
    "search_context_missing_exception",
    "shard_not_found_exception",
    "node_not_connected_exception",
    "node_disconnected_exception",
    "node_closed_exception",
    "connect_transport_exception",
    "receive_timeout_transport_exception",
)


class ConflictError(Exception):
    """A document was written by somebody else since it was read."""


class ContextLostError(Exception):
    """A point in time is gone: it ended, or the node that held a part of it did."""


class Cluster:
    """One process's connections; made at the first request, and anew in a process that was forked."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._lock = threading.Lock()
        self._client: tuple[int, OpenSearch] | None = None

    def __reduce__(self) -> tuple[type["Cluster"], tuple[Address]]:
        """Let another process connect by itself."""
        return Cluster, (self.address,)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        seconds: float = SEARCH_SECONDS,
        **params: str | int,
    ) -> Json:
        """Return what the cluster answers.

        Raises EngineUnreachableError, EngineError, IndexMissingError, WriteError or ContextLostError.
        """
        data = body if body is None or isinstance(body, str) else encoded(body)
        # the client takes these beside the parameters
        asked: dict[str, Any] = {**params, "request_timeout": seconds}
        try:
            found: Json = self._connected().transport.perform_request(method, path, params=asked, body=data)
            return found if isinstance(found, dict) else {"found": found}
        except failed.TransportError as error:
            if isinstance(error.info, Mapping) and error.info.get("found") is False:
                return dict(error.info)  # a document that is not there
            raise self._told(error) from error
        except failed.ImproperlyConfigured as error:
            raise EngineError(messages.CLUSTER_REFUSED(reason=error), str(self.address)) from error

    def several(self, bodies: Sequence[Json], without: str = "") -> list[Json]:
        """Return the answers to some searches, asked at once, `without` one aggregation.

        Raises as `call` does.
        """
        if not bodies:
            return []
        params: dict[str, str] = {"allow_partial_search_results": "false"}
        if len(bodies) == 1:
            if without:
                params["filter_path"] = f"-aggregations.{without}"
            return [self.call("POST", "/_search", bodies[0], SEARCH_SECONDS, **params)]
        head = {"allow_partial_search_results": False}
        lines = "".join(f"{encoded(one)}\n" for body in bodies for one in (head, body))
        params = {"filter_path": f"-responses.aggregations.{without}"} if without else {}
        answers: list[Json] = self.call("POST", "/_msearch", lines, SEARCH_SECONDS, **params)["responses"]
        for answer in answers:
            if "error" in answer:
                raise self._of_answer(int(answer.get("status", 500)), answer["error"])
        return answers

    def _connected(self) -> OpenSearch:
        with self._lock:
            if self._client is None or self._client[0] != os.getpid():
                self._client = os.getpid(), _client(self.address)
                self._check(self._client[1])
            return self._client[1]

    def _check(self, client: OpenSearch) -> None:
        """Raise EngineError for a server that is too old; what cannot be asked now is asked again."""
        try:
            told = client.transport.perform_request("GET", "/", params={"request_timeout": SEARCH_SECONDS})[
                "version"
            ]
        except BaseException:
            self._client = None
            raise
        number = tuple(int(part) for part in str(told["number"]).split("-")[0].split(".")[:2])
        if told.get("distribution") != "opensearch" or number < _OLDEST:
            self._client = None
            oldest = ".".join(map(str, _OLDEST))
            told = f"{told.get('distribution', 'elasticsearch')} {told['number']}"
            raise EngineError(messages.CLUSTER_TOO_OLD(version=told, oldest=oldest), str(self.address))

    def _told(self, error: failed.TransportError) -> Exception:
        if isinstance(error, failed.ConnectionError) or not isinstance(error.status_code, int):
            logging.getLogger(__name__).warning("%s: %s", self.address, type(error).__name__)
            return EngineUnreachableError(messages.CLUSTER_UNREACHABLE(), str(self.address))
        info = error.info if isinstance(error.info, Mapping) else {}
        return self._of_answer(error.status_code, info.get("error") or str(error.error))

    def _of_answer(self, status: int, error: Any) -> Exception:
        """Return our error for one of the cluster's; where it is one of several, the first tells."""
        kinds = list(_kinds(error))
        where = str(self.address)
        if any(kind in _LOST for kind in kinds):
            return ContextLostError(kinds[0])
        if "index_not_found_exception" in kinds:
            return IndexMissingError(messages.CLUSTER_INDEX_GONE(command="baogao index --rebuild"), where)
        if "cluster_block_exception" in kinds:
            reason = _reason(error)
            full = "flood" in reason or "disk usage" in reason
            said = messages.CLUSTER_FULL() if full else messages.CLUSTER_READ_ONLY(reason=reason)
            return WriteError(said, where) if "write" in reason or full else _unreachable(where)
        if status == 409:
            return ConflictError(kinds[0])
        if status in (401, 403):
            return EngineError(
                messages.CLUSTER_DENIED(user="BAOGAO_OPENSEARCH_USER", key="BAOGAO_OPENSEARCH_API_KEY"), where
            )
        if status == 429:
            return EngineUnreachableError(messages.CLUSTER_BUSY(), where)
        if status >= 500:
            logging.getLogger(__name__).warning("%s: %s %s", where, status, ", ".join(kinds))
            return EngineUnreachableError(messages.CLUSTER_NOT_WHOLE(), where)
        logging.getLogger(__name__).error("%s: %s %.500s", where, status, error)
        return EngineError(messages.CLUSTER_REFUSED(reason=f"{status} {kinds[0] if kinds else error}"), where)


def _unreachable(where: str) -> BaogaoError:
    return EngineUnreachableError(messages.CLUSTER_NOT_WHOLE(), where)


def _kinds(error: Any) -> Iterable[str]:
    if isinstance(error, str):
        yield error
    elif isinstance(error, Mapping):
        yield str(error.get("type", ""))
        for inner in (*error.get("root_cause", ()), error.get("caused_by"), error.get("reason")):
            if isinstance(inner, Mapping):
                yield from _kinds(inner)
        for shard in error.get("failed_shards", ()):
            yield from _kinds(shard.get("reason"))


def _reason(error: Any) -> str:
    return str(error.get("reason", "")) if isinstance(error, Mapping) else str(error)


def encoded(body: Any) -> str:
    """Return a body as JSON; halves of surrogate pairs, which UTF-8 has not, escaped."""
    try:
        return msgspec.json.encode(body).decode()
    except UnicodeEncodeError:
        return json.dumps(body)


class _Serializer(JSONSerializer):
    """Reads answers some three times as fast as the client's own; halves of surrogate pairs as that does."""

    def loads(self, text: str) -> Any:
        try:
            return msgspec.json.decode(text)
        except msgspec.DecodeError:
            return super().loads(text)


def _client(address: Address) -> OpenSearch:
    logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # it would log what people search for
    access = settings.cluster_access()
    options: Json = {}
    if access.api_key:
        options["headers"] = {"Authorization": f"ApiKey {access.api_key}"}
    elif access.user:
        options["http_auth"] = (access.user, access.password)
    if address.secure:
        options |= {"use_ssl": True, "verify_certs": True, "ssl_assert_hostname": True}
        if access.ca_file:
            options["ca_certs"] = access.ca_file
    return OpenSearch(
        hosts=[{"host": name, "port": port} for name, port in address.hosts],
        http_compress=False,
        max_retries=_TRIES,
        retry_on_timeout=True,
        retry_on_status=(502, 503, 504),
        dead_timeout=5,
        pool_maxsize=16,
        serializer=_Serializer(),
        **options,
    )
