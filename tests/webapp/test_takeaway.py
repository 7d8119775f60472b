"""What a visitor takes along is whole, well formed and harmless."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from indexer.library import Library
from indexer.model.search import Request
from webapp import create_app
from webapp.views.openapi import DESCRIPTION

WCS = "2016-singapore-world-cities-summit"
ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_report_is_cited_in_three_forms(client: FlaskClient) -> None:
    ris = client.get(f"/reports/{WCS}/cite.ris").get_data(as_text=True)
    assert ris.startswith("TY  - RPRT\r\n") and ris.endswith("ER  - \r\n")
    assert "AU  - 張光瑤\r\nAU  - 陳文政\r\nPB  - 臺中市政府\r\nPY  - 2016\r\nDA  - 2016/09/07\r\n" in ris
    bib = client.get(f"/reports/{WCS}/cite.bib").get_data(as_text=True)
    assert bib.startswith(f"@techreport{{{WCS},\n") and "author = {{張光瑤} and {陳文政}}" in bib
    (item,) = json.loads(client.get(f"/reports/{WCS}/cite.json").get_data(as_text=True))
    assert item["issued"] == {"date-parts": [[2016, 9, 7]]} and item["type"] == "report"


def test_a_section_is_cited_at_its_permanent_link(client: FlaskClient) -> None:
    (item,) = json.loads(client.get(f"/reports/{WCS}/cite.json?section=6.5").get_data(as_text=True))
    assert item["URL"].endswith(f"/reports/{WCS}/s/6.5") and item["section"].startswith("陸/五 五、")
    assert client.get(f"/reports/{WCS}/cite.json?section=99").status_code == 404
    assert (
        client.get("/reports/none/cite.ris").status_code
        == client.get(f"/reports/{WCS}/cite.doc").status_code
        == 404
    )


def test_all_hits_are_exported(client: FlaskClient, corpus_index: Path) -> None:
    total = Library(corpus_index).search(Request("總統 OR 市長")).total
    rows = list(
        csv.DictReader(io.StringIO(client.get("/export.csv?q=總統 OR 市長").get_data().decode("utf-8-sig")))
    )
    assert len(rows) == total > 50
    assert rows[0]["url"].startswith("http://localhost/reports/")
    assert len(client.get("/export.json?q=總統 OR 市長").get_json()["hits"]) == total


def test_a_cell_is_no_formula(index_of: Callable[..., Library]) -> None:
    engine = index_of(a='=HYPERLINK("http://evil") 會議')
    client = create_app({"INDEX": engine.folder}).test_client()
    rows = list(csv.DictReader(io.StringIO(client.get("/export.csv?q=會議").get_data().decode("utf-8-sig"))))
    assert rows[0]["snippet"].startswith("'=")


def test_a_feed_has_the_newest_first(client: FlaskClient) -> None:
    feed = ElementTree.fromstring(client.get("/feed.atom?q=市長").get_data())
    dates = [str(entry.findtext(f"{ATOM}updated")) for entry in feed.iter(f"{ATOM}entry")]
    assert dates == sorted(dates, reverse=True) and dates[0] == feed.findtext(f"{ATOM}updated")
    link = feed.find(f"{ATOM}entry/{ATOM}id")
    assert link is not None and "/s/" in str(link.text)
    assert (
        ElementTree.fromstring(client.get("/feed.atom?q=沒有這個詞啊啊").get_data()).find(f"{ATOM}entry")
        is None
    )


def test_the_browsers_search_box_is_described(client: FlaskClient) -> None:
    assert "?q={searchTerms}" in client.get("/opensearch.xml").get_data(as_text=True)
    assert "/opensearch.xml" in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    ["/api/search?q=新西兰", "/api/search?q=總統&collapse=report&explain=1", "/api/search?q=梅迪那總統", "/api/search",
     "/api/suggest?q=臺", f"/api/reports/{WCS}", f"/api/reports/{WCS}/s/6.5/similar", "/healthz",
     "/api/search?page=x", "/api/reports/none"],
)  # fmt: skip
def test_answers_are_as_described(client: FlaskClient, path: str) -> None:
    route = (
        path.split("?")[0]
        .replace(WCS, "{report_id}")
        .replace("none", "{report_id}")
        .replace("6.5", "{section_id}")
    )
    answer = client.get(path)
    described = DESCRIPTION["paths"][route]["get"]["responses"][str(answer.status_code)]
    schema = described["content"]["application/json"]["schema"] | {"components": DESCRIPTION["components"]}
    Draft202012Validator(schema).validate(answer.get_json())


def test_every_api_route_is_described(client: FlaskClient) -> None:
    assert client.get("/openapi.json").get_json() == json.loads(json.dumps(DESCRIPTION))
    rules = {str(rule) for rule in client.application.url_map.iter_rules() if str(rule).startswith("/api/")}
    assert {rule.replace("<", "{").replace(">", "}") for rule in rules} | {"/healthz"} == set(
        DESCRIPTION["paths"]
    )
