"""A cluster that tests may disturb, and the setting that chooses it."""

import secrets

import pytest

from tests.cluster import CLUSTER
from tests.cluster.nodes import Nodes, Running


@pytest.fixture
def nodes() -> Nodes:
    if Running.nodes is None:
        pytest.skip("`make test-cluster` starts the nodes that this test disturbs")
    Running.nodes.wait()
    return Running.nodes


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> str:
    """Choose the cluster, under names that no other test has."""
    if not CLUSTER:
        pytest.skip("`make test-cluster` starts the cluster that this test wants")
    setting = f"opensearch+{CLUSTER}/t-{secrets.token_hex(4)}?shards=2&replicas=1"
    monkeypatch.setenv("BAOGAO_ENGINE", setting)
    return setting
