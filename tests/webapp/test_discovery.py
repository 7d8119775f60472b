"""Link previews, structured data, references on the results page, sitemaps: well formed, whole, harmless."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from indexer.library import Library
from webapp import create_app
from webapp.views import discovery

WCS = "2016-singapore-world-cities-summit"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def properties(page: str) -> dict[str, str]:
    return {
        name: unescape(value)
        for name, value in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page)
    }


def structured(page: str) -> dict[str, object]:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    found: dict[str, object] = json.loads(text)
    return found


def test_a_shared_report_is_previewed(client: FlaskClient) -> None:
    found = properties(client.get(f"/reports/{WCS}?q=智慧").get_data(as_text=True))
    assert (
        found["og:title"] == "臺中市政府組團赴新加坡參加「2016世界城市峰會」"
        and found["og:type"] == "article"
    )
    assert found["og:url"] == f"http://localhost/reports/{WCS}"
    assert (
        found["description"] == found["og:description"]
        and 40 < len(found["description"]) <= discovery.PREVIEW
    )
    assert "新加坡政府" in found["description"] and found["article:published_time"] == "2016-09-07"
    with client.get(urlsplit(found["og:image"]).path) as image:
        assert image.content_type == "image/png" and len(image.get_data()) < 100_000


@pytest.mark.parametrize(
    ("path", "title"), [("/", "報告 baogao"), ("/search?q=智慧", "智慧 – 報告 baogao"), ("/none", "404")]
)
@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_every_page_is_previewed(client: FlaskClient, path: str, title: str, language: str) -> None:
    page = client.get(path, headers={"Accept-Language": language}).get_data(as_text=True)
    found = properties(page)
    assert found["og:title"].startswith(title) and found["description"]
    assert found["og:locale"] == ("en_US" if language == "en" else "zh_TW")


def test_a_report_is_described_in_the_words_of_schema_org(client: FlaskClient) -> None:
    found = structured(client.get(f"/reports/{WCS}").get_data(as_text=True))
    assert (found["@context"], found["@type"]) == ("https://schema.org", "Report")
    assert found["datePublished"] == "2016-09-07" and found["url"] == f"http://localhost/reports/{WCS}"
    assert found["author"] == [{"@type": "Person", "name": name} for name in ("張光瑤", "陳文政")]
    assert found["publisher"] == {"@type": "GovernmentOrganization", "name": "臺中市政府"}
    assert found["spatialCoverage"] == [{"@type": "Place", "name": "新加坡"}]


def test_no_text_ends_the_structured_data(index_of: Callable[..., Library]) -> None:
    attack = '</script><script>alert(1)</script>"'
    engine = index_of(a=f"出國報告名稱：{attack}\n服務機關：{attack}\n一、摘要\n{attack}")
    page = create_app({"INDEX": engine.folder}).test_client().get("/reports/a").get_data(as_text=True)
    assert "<script>alert" not in page and "</script>" in str(structured(page))


def test_reference_managers_find_each_result(client: FlaskClient) -> None:
    page = client.get("/search?q=智慧城市").get_data(as_text=True)
    groups = page.count('<article class="group">')
    spans = [parse_qs(unescape(title)) for title in re.findall(r'class="Z3988" title="([^"]+)"', page)]
    assert len(spans) == groups > 0
    for span in spans:
        assert span["rft_id"][0].startswith("http://localhost/reports/") and span["rft.btitle"]


def test_the_sitemap_names_every_report(client: FlaskClient) -> None:
    root = ElementTree.fromstring(client.get("/sitemap.xml").get_data())
    addresses = [str(loc.text) for loc in root.findall("s:url/s:loc", NAMES)]
    assert len(addresses) == client.get("/healthz").get_json()["reports"] + 1
    assert all(client.get(urlsplit(address).path).status_code == 200 for address in addresses)
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").get_data(as_text=True)


def test_many_reports_take_several_sitemaps(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = client.get("/sitemap.xml").get_data(as_text=True)
    monkeypatch.setattr(discovery, "MOST_URLS", 4)
    root = ElementTree.fromstring(client.get("/sitemap.xml").get_data())
    parts = [urlsplit(str(loc.text)).path for loc in root.findall("s:sitemap/s:loc", NAMES)]
    addresses = [
        str(loc.text)
        for part in parts
        for loc in ElementTree.fromstring(client.get(part).get_data()).findall("s:url/s:loc", NAMES)
    ]
    assert len(parts) == 3 and len(set(addresses)) == len(addresses) == 10
    assert all(f"<loc>{address}</loc>" in whole for address in addresses)
    assert client.get("/sitemap-0.xml").status_code == client.get("/sitemap-4.xml").status_code == 404


def test_an_empty_index_has_pages_too(tmp_path: Path, index_of: Callable[..., Library]) -> None:
    client = create_app({"INDEX": index_of().folder}).test_client()
    for path in ("/", "/overview", "/search?q=x", "/sitemap.xml", "/feed.atom?q=x"):
        assert client.get(path).status_code == 200, path
