"""Pages are kept until the index changes, files of a version for good; other sites get no access."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient

from indexer.updating.update import update
from webapp import create_app
from webapp.plumbing import compression

TOOK = re.compile(rb'<small>.*?</small>|"took_ms":[\d.]+')
WCS = "2016-singapore-world-cities-summit"
PAGES = ["/", "/search?q=總統", f"/reports/{WCS}", f"/reports/{WCS}/cite", "/overview", "/api/search?q=總統",
         f"/api/reports/{WCS}", "/api/suggest?q=總", "/feed.atom?q=總統", "/export.csv?q=總統", f"/reports/{WCS}/cite.ris",
         "/openapi.json", "/opensearch.xml"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_what_is_unchanged_is_not_sent_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200 and first.headers["Cache-Control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    since = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert since.status_code == 304
    written = parsedate_to_datetime(first.headers["Last-Modified"])
    assert datetime.now(UTC) - timedelta(hours=1) < written <= datetime.now(UTC)
    earlier = client.get(path, headers={"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"})
    assert earlier.status_code == 200


def test_nothing_is_searched_for_a_304(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = client.get("/search?q=總統").headers["ETag"]
    monkeypatch.setattr("indexer.library.Library.search", lambda *_: pytest.fail("searched"))
    assert client.get("/search?q=總統", headers={"If-None-Match": tag}).status_code == 304


def test_another_address_or_language_is_another_page(client: FlaskClient) -> None:
    tags = [
        client.get(path, headers={"Accept-Language": language}).headers["ETag"]
        for path in ("/", "/search?q=總統", "/search?q=市長", "/api/search?q=市長")
        for language in ("zh-TW", "en")
    ]
    assert len(set(tags)) == len(tags)


def test_a_changed_index_changes_every_page(tmp_path: Path) -> None:
    source = tmp_path / "sources"
    source.mkdir()
    (source / "a.txt").write_text("一、前言\n會議", encoding="utf-8")
    update([source], tmp_path / "index")
    client = create_app({"INDEX": tmp_path / "index"}).test_client()
    paths = ("/", "/search?q=會議", "/reports/a")
    tags = {path: client.get(path).headers["ETag"] for path in paths}
    update([source], tmp_path / "index")
    assert {path: client.get(path).headers["ETag"] for path in paths} == tags  # nothing has changed
    (source / "b.txt").write_text("一、前言\n第二次會議", encoding="utf-8")
    update([source], tmp_path / "index")
    for path, tag in tags.items():
        answer = client.get(path, headers={"If-None-Match": tag})
        assert answer.status_code == 200 and answer.headers["ETag"] != tag
    assert "<strong>2</strong>" in client.get("/search?q=會議").get_data(as_text=True)


def test_files_are_kept_for_good_under_the_address_of_their_version(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(files) >= 4
    for address in files:
        with client.get(address) as answer:
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        other = re.sub(r"(?<=\?v=)\w+|(?<=/js/)\w+", "other", address)
        with client.get(other) as answer:
            assert other != address and answer.status_code == 200
            assert "immutable" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/none", "/api/search?page=x", "/healthz", "/reports/none"])
def test_errors_and_health_are_not_kept(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "no-store" and "ETag" not in answer.headers


@pytest.mark.parametrize("path", [*PAGES, "/none", "/static/style.css"])
def test_other_sites_get_no_access(client: FlaskClient, path: str) -> None:
    for method in ("GET", "OPTIONS"):
        with client.open(path, method=method, headers={"Origin": "https://other.example"}) as answer:
            assert not [name for name, _ in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("path", [*PAGES, "/none", "/static/style.css"])
def test_who_accepts_gzip_gets_the_same_text_in_less(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        plain = answer.get_data()
        assert "Content-Encoding" not in answer.headers and "Accept-Encoding" in answer.vary
    with client.get(path, headers={"Accept-Encoding": "br, gzip;q=0.5"}) as answer:
        packed, headers = answer.get_data(), answer.headers
    if len(plain) < compression.LEAST or answer.status_code != 200:
        assert "Content-Encoding" not in headers
    else:
        assert headers["Content-Encoding"] == "gzip" and headers["Content-Length"] == str(len(packed))
        assert TOOK.sub(b"", gzip.decompress(packed)) == TOOK.sub(b"", plain) and len(packed) < 0.7 * len(
            plain
        )
        again = client.get(path, headers={"If-None-Match": headers["ETag"], "Accept-Encoding": "gzip"})
        assert again.status_code == 304
    with client.get(path, headers={"Accept-Encoding": "gzip;q=0"}) as answer:
        assert "Content-Encoding" not in answer.headers


def test_modules_import_each_other_under_the_version_that_a_page_names(client: FlaskClient) -> None:
    """An address without the version would be another module, fetched again and run twice."""
    page = client.get("/search?q=總統").get_data(as_text=True)
    named = re.findall(r'<script type="module" src="([^"]+)"', page)
    imported = set()
    for address in named:
        with client.get(address) as answer:
            assert answer.mimetype == "text/javascript"
            source = answer.get_data(as_text=True)
        imported |= {urljoin(address, other) for other in re.findall(r'from "([^"]+)"', source)}
    assert imported and imported <= set(named)
