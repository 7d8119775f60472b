"""The public address, trusted proxies, allowed hosts, what is logged and counted."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import settings
from indexer.errors import SettingError
from webapp import create_app


def _client(index: Path, monkeypatch: pytest.MonkeyPatch, **variables: str) -> FlaskClient:
    for name, value in variables.items():
        monkeypatch.setenv(f"BAOGAO_{name}", value)
    return create_app({"INDEX": index}).test_client()


@pytest.mark.parametrize("path", ["/robots.txt", "/trips/robots.txt"])
def test_addresses_begin_with_the_public_one(
    corpus_index: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Whether the proxy took the prefix off the path or left it there."""
    client = _client(corpus_index, monkeypatch, URL="https://example.gov.tw:8443/trips/")
    answer = client.get(path, headers={"Host": "example.gov.tw:8443"})
    assert "Sitemap: https://example.gov.tw:8443/trips/sitemap.xml" in answer.get_data(as_text=True)
    assert answer.headers["Strict-Transport-Security"]


def test_only_a_trusted_proxy_is_believed(corpus_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = _client(corpus_index, monkeypatch, PROXIES="10.0.0.0/8, ::1")
    said = {"X-Forwarded-Host": "trips.tw", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/a"}
    stranger = client.get("/robots.txt", headers=said, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
    proxy = client.get("/robots.txt", headers=said, environ_overrides={"REMOTE_ADDR": "10.1.2.3"})
    assert "http://localhost/sitemap.xml" in stranger.get_data(as_text=True)
    assert "https://trips.tw/a/sitemap.xml" in proxy.get_data(as_text=True)


@pytest.mark.parametrize(
    "host", ["..", "evil.example", "a b", "x" * 300, "[::1", "a\x07b", "-", "例.tw", "a:b"]
)
def test_another_host_is_refused(corpus_index: Path, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    client = _client(corpus_index, monkeypatch, URL="https://trips.tw", HOSTS="inner.local")
    answer = client.get("/api/search?q=x", environ_overrides={"HTTP_HOST": host})
    assert (answer.status_code, set(answer.get_json()["error"])) == (400, {"code", "message"})
    assert client.get("/search?q=x", environ_overrides={"HTTP_HOST": host}).status_code == 400
    for allowed in ("trips.tw", "TRIPS.TW:443", "inner.local:8000", "127.0.0.1:8000", "[::1]:8000"):
        assert client.get("/healthz", headers={"Host": allowed}).status_code == 200


@pytest.mark.parametrize("host", ["..", "a..b", "%00", "a/b", "a@b", "@", " "])
def test_a_malformed_host_is_refused_without_settings(corpus_index: Path, host: str) -> None:
    client = create_app({"INDEX": corpus_index}).test_client()
    assert client.get("/feed.atom?q=x", environ_overrides={"HTTP_HOST": host}).status_code == 400


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("URL", "example.tw"),
        ("URL", "ftp://x"),
        ("URL", "https://x/?q"),
        ("PROXIES", "10.0.0.300"),
        ("ACCESS_LOG", "yes"),
        ("EDITOR", "nobody"),
        ("EDITOR", "a@b.tw?cc=c@d.tw"),
    ],
)
def test_a_setting_that_cannot_be_used_is_said(
    corpus_index: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with pytest.raises(SettingError, match=f"BAOGAO_{name}"):
        _client(corpus_index, monkeypatch, **{name: value})


def test_readers_may_write_to_the_editor_where_there_is_one(
    corpus_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "mailto:" not in _client(corpus_index, monkeypatch).get("/about").text
    client = _client(corpus_index, monkeypatch, EDITOR="editor@example.gov.tw")
    for page in ("/about", "/privacy", "/people/lawrence-wong"):
        shown = client.get(page, follow_redirects=True).text
        assert 'href="mailto:editor@example.gov.tw' in shown, page


def test_a_request_is_a_line_without_what_was_searched_for(
    corpus_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    client = _client(corpus_index, monkeypatch, ACCESS_LOG="on")
    answer = client.get("/search%0afoo?q=秘密", headers={"User-Agent": "x\x1b[31m"})
    (line,) = capsys.readouterr().err.splitlines()
    record = json.loads(line)
    assert line.isascii() and line.isprintable() and "query" not in record and "秘密" not in str(record)
    assert (record["status"], record["path"], record["method"]) == (404, "/search\nfoo", "GET")
    assert record["id"] == answer.headers["X-Request-Id"]


def test_what_was_searched_for_is_logged_when_asked_for(
    corpus_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _client(corpus_index, monkeypatch, ACCESS_LOG="queries").get("/search?q=smart")
    assert json.loads(capsys.readouterr().err)["query"] == "q=smart"
    assert settings.access_log() == "queries"


def test_searches_are_counted_without_their_text(client: FlaskClient) -> None:
    for query in ("新加坡", "qqzzxxv", "wwkkjjq"):
        client.get("/api/search", query_string={"q": query, "meaning": "0"})
    client.get("/nowhere")
    body = client.get("/metrics").get_data(as_text=True)
    counted = dict(line.rsplit(" ", 1) for line in body.splitlines() if not line.startswith("#"))
    assert counted["baogao_searches_total"] == "3" and counted["baogao_searches_without_hits_total"] == "2"
    assert counted['baogao_requests_total{status="4xx"}'] == "1"
    assert (
        counted['baogao_request_seconds_bucket{le="+Inf"}'] == counted["baogao_request_seconds_count"] == "4"
    )
    assert counted["baogao_index_up"] == "1" and int(counted["baogao_index_reports"]) > 0
    assert "qqzz" not in body
