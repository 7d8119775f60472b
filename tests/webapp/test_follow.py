"""A followed search shows what came, changed or is dated since it was last looked at, and nothing else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.library import Library
from indexer.model.search import Request
from indexer.updating.update import update
from webapp import create_app
from webapp.plumbing.kept import packed
from webapp.views.follow import COOKIE

NOW = datetime.now(UTC)


def _age(file: Path, days: int) -> None:
    at = (NOW - timedelta(days=days)).timestamp()
    os.utime(file, (at, at))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Reports that came 100, 50 and 1 days ago; one that came long ago but is dated of today."""
    sources = tmp_path / "sources"
    sources.mkdir()
    for name, days in (("old", 100), ("middle", 50), ("new", 1)):
        (sources / f"{name}.txt").write_text(f"壹、建議\n{name} 發展智慧城市。\n", encoding="utf-8")
        _age(sources / f"{name}.txt", days)
    rows = (f'{{"id":"{name}","title":"{name}","text":"智慧城市","date":"{date}"}}\n' for name, date in (
        ("row-of-today", f"{NOW:%Y-%m-%d}"), ("row-of-old", "2001-01-01")))  # fmt: skip
    (sources / "rows.jsonl").write_text("".join(rows), encoding="utf-8")
    update([sources], tmp_path / "index")
    return Library(tmp_path / "index")


@pytest.mark.parametrize(
    ("days", "found"), [(10, {"new"}), (70, {"new", "middle"}), (200, {"new", "middle", "old"})]
)
def test_news_are_what_came_or_is_dated_since(library: Library, days: int, found: set[str]) -> None:
    news = library.news(Request("智慧城市"), NOW - timedelta(days=days))
    assert {hit.report_id for hit in news.hits} == found | {"row-of-today"} and not news.more
    assert library.news(Request("量子"), NOW - timedelta(days=days)).hits == ()
    only = Request("智慧城市", filters={"report": ("old", "row-of-today")})
    assert {hit.report_id for hit in library.news(only, NOW - timedelta(days=days)).hits} == (
        found & {"old"} | {"row-of-today"}
    )


def test_an_or_does_not_swallow_the_date(library: Library) -> None:
    news = library.news(Request("智慧城市 OR 發展"), NOW - timedelta(days=10))
    assert {hit.report_id for hit in news.hits} == {"new", "row-of-today"}


def test_a_search_is_followed_seen_and_dropped(library: Library) -> None:
    client = create_app({"INDEX": library.folder}).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    answer = client.post(
        "/follow?q=智慧城市&page=2&sort=newest", data={"add": "1", "back": "/search?q=智慧城市"}
    )
    assert answer.status_code == 303 and answer.location.startswith("/search?")
    assert 'name="drop"' in client.get("/search?q=智慧城市").text
    assert ">new</span>" not in client.get("/follow").text  # it came before that
    week_ago = (NOW - timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")
    client.set_cookie(COOKIE, packed([("q=%E6%99%BA%E6%85%A7%E5%9F%8E%E5%B8%82", week_ago)]))
    page = client.get("/follow").text
    assert "2 new sections since" in page and ">new</span>" in page and ">old</span>" not in page
    client.post("/follow", data={"seen": "1"})
    page = client.get("/follow").text
    assert ">new</span>" not in page  # it came before that
    client.post("/follow?q=智慧城市", data={"drop": "1"})
    assert not client.get_cookie(COOKIE) and "No search is followed yet" in client.get("/follow").text


def test_a_filter_is_followed_too(client: FlaskClient) -> None:
    client.post("/follow?q=合作&country=日本&kind=建議", data={"add": "1"})
    page = client.get("/follow", headers={"Accept-Language": "en"}).text
    assert "Country: Japan" in page and "Kind of section: Recommendations" in page
    assert 'name="add"' in client.get("/search?q=合作&country=日本").text  # another search


@pytest.mark.parametrize(
    "rows", [[("sort=never", "2026-01-01T00:00")], [("q=a", "yesterday")], [("q=a",)], [("", "", "")]]
)
def test_a_spoilt_cookie_follows_nothing(client: FlaskClient, rows: list[tuple[str, ...]]) -> None:
    for text in (packed(rows), "1????", "x"):
        client.set_cookie(COOKIE, text)
        assert "No search is followed yet" in client.get("/follow", headers={"Accept-Language": "en"}).text
        assert client.get("/search?q=a").status_code == 200


def test_other_sites_follow_nothing_and_bad_searches_are_told(client: FlaskClient) -> None:
    assert client.post("/follow?q=a", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/follow?sort=never").status_code == 400


@pytest.mark.parametrize(("many", "length"), [(30, 8), (12, 200)])
def test_the_list_ends_somewhere(client: FlaskClient, many: int, length: int) -> None:
    rows = [(f"q={os.urandom(length).hex()}", "2026-01-01T00:00") for _ in range(many)]
    client.set_cookie(COOKIE, packed(rows))
    headers = {"Accept-Language": "en"}
    answer = client.post(f"/follow?q={os.urandom(400).hex()}", data={"add": "1"}, headers=headers)
    assert answer.status_code == 413 and "No more searches can be followed" in answer.text
