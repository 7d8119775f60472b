"""Mounted below a prefix, no address of the application leads out of it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client
from werkzeug.wrappers import Response

from webapp import create_app
from webapp.shown.addresses import ANYWHERE, HERE

PREFIX = "/baogao"
WCS = "2016-singapore-world-cities-summit"
PAGES = [
    "/", "/search?q=智慧城市", "/search?q=智慧城市&sort=newest&country=新加坡", "/search?q=沒有這回事", "/overview",
    f"/reports/{WCS}?q=市長&hit=1", f"/reports/{WCS}/cite", f"/reports/{WCS}/s/1/similar", "/people", "/people/{slug}",
    "/glossary", "/nowhere", "/search?q=新加坡&collapse=report",
]  # fmt: skip
DATA = [
    "/api/search?q=智慧城市", "/api/people", "/api/people/{slug}", "/api/glossary", f"/api/reports/{WCS}/s/1/similar",
    "/export.csv?q=市長", "/export.json?q=市長", "/feed.atom?q=市長", "/people/{slug}/feed.atom", "/sitemap.xml",
    "/robots.txt", "/opensearch.xml", f"/reports/{WCS}/cite.ris", f"/reports/{WCS}/cite.json",
]  # fmt: skip


@pytest.fixture
def mounted(corpus_index: Path) -> Client:
    def nothing(environ: object, start: object) -> list[bytes]:
        raise AssertionError("an address led out of the prefix")

    return Client(DispatcherMiddleware(nothing, {PREFIX: create_app({"INDEX": corpus_index})}), Response)


def _addresses(body: str) -> Iterator[str]:
    for quoted in re.findall(r'(?:href|src|action|content)="([^"]*)"', body):
        if quoted.startswith(("/", "http://localhost")):
            yield quoted
    yield from re.findall(r'"url": ?"([^"]*)"', body)
    yield from re.findall(r"http://localhost[^\s\"<,]*", body)


@pytest.mark.parametrize("address", [*PAGES, *DATA])
def test_every_address_keeps_the_prefix(mounted: Client, address: str) -> None:
    slug = json.loads(mounted.get(f"{PREFIX}/api/people").get_data())["people"][0]["slug"]
    body = mounted.get(PREFIX + address.format(slug=slug)).get_data(as_text=True)
    inside = [each for each in _addresses(body) if urlsplit(each).netloc in ("", "localhost")]
    assert inside or "robots" in address or "similar" in address
    assert [each for each in inside if not urlsplit(each).path.startswith(f"{PREFIX}/")] == []


def test_a_permanent_link_leads_to_its_place_below_the_prefix(mounted: Client) -> None:
    answer = mounted.get(f"{PREFIX}/reports/{WCS}/s/1")
    assert answer.status_code == 302 and answer.headers["Location"].startswith(f"{PREFIX}/reports/{WCS}#s-")


@pytest.mark.parametrize(
    "text", ["市長", "a&b=c #d", "100% + 1", '"Lawrence Wong" -日本', "year:105..107 inno*"]
)
def test_an_address_holds_what_was_asked(corpus_index: Path, text: str) -> None:
    with create_app({"INDEX": corpus_index}).test_request_context(base_url="https://example.org/a%20prefix/"):
        here, anywhere = urlsplit(HERE.section("x:1", "6.5", text)), ANYWHERE.section("x:1", "6.5", text)
        assert (unquote(here.path), here.fragment) == ("/a prefix/reports/x:1", "s-6.5")
        assert parse_qs(here.query) == {"q": [text]}
        assert anywhere == f"https://example.org{here.geturl()}"
        assert unquote(HERE.person("馬英九")) == "/a prefix/people/馬英九"
