"""How a cluster is named, and that what opens it is never shown."""

import logging
import re
from pathlib import Path

import pytest

from indexer import settings
from indexer.engines import open_engine
from indexer.engines.opensearch.address import address_of
from indexer.engines.opensearch.cluster import Cluster
from indexer.errors import BaogaoError, SettingError
from tests.conftest import ROOT

NODES = (ROOT / "tests" / "cluster" / "nodes.py").read_text(encoding="utf-8")
SECRET = "hunter2-correct-horse"


def test_an_address_names_hosts_prefix_and_layout() -> None:
    found = address_of("opensearch+https://a.example:9201,b.example/trips?shards=3&replicas=2")
    assert found.hosts == (("a.example", 9201), ("b.example", 9200))
    assert (found.prefix, found.secure, found.shards, found.replicas) == ("trips", True, 3, 2)
    assert address_of("opensearch+http://[::1]:9200/x").hosts == (("::1", 9200),)
    assert not address_of("opensearch+http://localhost/x").secure


@pytest.mark.parametrize(
    "setting",
    [
        "opensearch",
        "opensearch+https://host:9200",
        "opensearch+https://host:9200/",
        "opensearch+ftp://host/trips",
        "opensearch+https:///trips",
        "opensearch+https://host:port/trips",
        "opensearch+https://host/Trips",
        "opensearch+https://host/trips/more",
        "opensearch+https://host/trips?shards=0",
        "opensearch+https://host/trips?shards=many",
        "opensearch+https://host/trips?password=x",
    ],
)
def test_another_address_is_refused_in_a_sentence(setting: str) -> None:
    with pytest.raises(SettingError, match="BAOGAO_ENGINE names a cluster as opensearch"):
        open_engine(setting)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(SettingError, match="BAOGAO_OPENSEARCH_USER") as caught:
        open_engine(f"opensearch+https://user:{SECRET}@host/trips")
    assert SECRET not in str(caught.value)


def test_secrets_come_from_the_environment_or_a_file_and_are_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    monkeypatch.setenv("BAOGAO_OPENSEARCH_USER", "search")
    monkeypatch.setenv("BAOGAO_OPENSEARCH_PASSWORD_FILE", str(file))
    access = settings.cluster_access()
    assert (access.user, access.password) == ("search", SECRET)
    assert SECRET not in repr(access)
    for name in ("BAOGAO_OPENSEARCH_PASSWORD_FILE", "BAOGAO_OPENSEARCH_USER"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("BAOGAO_OPENSEARCH_API_KEY", SECRET)
    assert settings.cluster_access().api_key == SECRET
    with pytest.raises(BaogaoError) as caught:
        Cluster(address_of("opensearch+http://127.0.0.1:9/trips")).call("GET", "/")
    assert SECRET not in caplog.text + str(caught.value) + repr(caught.value)
    monkeypatch.setenv("BAOGAO_OPENSEARCH_API_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(SettingError, match="BAOGAO_OPENSEARCH_API_KEY_FILE names a file"):
        settings.cluster_access()


@pytest.mark.parametrize("page", ["operating.md", "operating.zh-TW.md"])
def test_the_manual_shows_the_settings_that_the_tests_start_nodes_with(page: str) -> None:
    """Each setting of a node, and those of noticing a lost one with their values."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    shown = dict(re.findall(r"(?:^ {4}| {2,})([a-z_.]+): ([\w./:-]+(?:,[\w./:-]+)*)", text, re.M))
    started = dict(re.findall(r'^ +"([a-z_.]+)": (.+?),(?:  #.*)?$', NODES, re.M))
    own = {
        "path.home",
        "indices.breaker.total.use_real_memory",
        "cluster.routing.allocation.disk.threshold_enabled",
    }
    assert set(started) - own <= set(shown)
    for name, value in started.items():
        if "fault_detection" in name:
            assert shown[name] == value.strip('"'), name
