"""Searches without hits, for the editor on the machine itself."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from webapp import create_app
from webapp.plumbing import missed


@pytest.fixture
def editor(corpus_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[FlaskClient, Path]:
    file = tmp_path / "missed.jsonl"
    monkeypatch.setenv("BAOGAO_MISSED", str(file))
    return create_app({"INDEX": corpus_index}).test_client(), file


def test_the_editor_gets_cause_and_line(editor: tuple[FlaskClient, Path]) -> None:
    client, file = editor
    for query in ("匰匰曨", "匰匰曨", "<b>xqz</b>", "Singapoer"):
        client.get("/api/search", query_string={"q": query, "meaning": "0"})
    client.get("/api/search?q=新加坡&meaning=0")
    client.get("/api/search?q=匰匰曨&meaning=0&page=2")
    kept = [json.loads(line)["query"] for line in file.read_text(encoding="utf-8").splitlines()]
    assert kept.count("匰匰曨") == 2 and "新加坡" not in kept and file.stat().st_mode & 0o77 == 0
    page = client.get("/missed?lang=en").get_data(as_text=True)
    assert "匰匰曨" in page and "…\t匰匰曨" in page and "<b>xqz" not in page
    assert client.get("/privacy?lang=en").get_data(as_text=True).count("found nothing") == 1


def test_nobody_else_sees_it(editor: tuple[FlaskClient, Path]) -> None:
    own, _ = editor
    assert own.get("/missed", environ_overrides={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404
    assert own.get("/missed", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    assert own.get("/missed", headers={"Host": "rebound.example"}).status_code == 404


def test_it_is_not_there_unless_it_is_switched_on(client: FlaskClient) -> None:
    assert client.get("/missed").status_code == 404


def test_what_cannot_be_written_or_read_costs_no_answer(
    corpus_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOGAO_MISSED", str(tmp_path / "none" / "missed.jsonl"))
    client = create_app({"INDEX": corpus_index}).test_client()
    assert client.get("/api/search?q=匰匰曨&meaning=0").status_code == 200
    assert client.get("/missed").status_code == 200
    file = tmp_path / "cut.jsonl"
    file.write_text('{"day": "2026-01-01", "query": "甲"}\n{"day"', encoding="utf-8")
    assert missed.most_frequent(file, 5) == [("甲", 1, "2026-01-01")]


def test_the_file_is_bounded(editor: tuple[FlaskClient, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    client, file = editor
    monkeypatch.setattr(missed, "MOST_BYTES", 100)
    for number in range(20):
        client.get("/api/search", query_string={"q": f"匰匰{chr(0x9F00 + number)}曨", "meaning": "0"})
    assert 0 < file.stat().st_size < 300
