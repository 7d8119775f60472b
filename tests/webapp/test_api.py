"""The HTTP contract: shapes, statuses, links, and nothing typed that breaks a page."""

import re
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.search import FACETS
from webapp import create_app

WCS = "2016-singapore-world-cities-summit"


def test_a_search_answers_in_the_documented_shape(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=智慧城市&per_page=2").get_json()
    assert set(answer) >= {"query", "total", "reports", "page", "per_page", "took_ms", "facets", "hits"}
    assert set(answer["query"]) >= {"text", "understood", "rung", "notes"}
    assert answer["query"] == {
        "text": "智慧城市", "understood": "智慧城市", "rung": "exact", "notes": [],
        "also_searched": ["智能城市", "smart city"], "by_sound": [], "did_you_mean": [],
        "readings": [], "nowhere": [],
    }  # fmt: skip
    assert set(answer["facets"]) == set(FACETS)
    assert len(answer["hits"]) == 2 < answer["total"]
    for hit in answer["hits"]:
        assert set(hit) >= {
            "report_id", "report_title", "section_id", "path", "heading", "kind", "date", "agency", "country",
            "score", "via", "url", "snippets",
        }  # fmt: skip
        for snippet in hit["snippets"]:
            assert all(snippet["text"][a:b] == "智慧城市" for a, b in snippet["marks"])


def test_a_hit_leads_to_its_section_with_the_hit_marked(client: FlaskClient) -> None:
    hit = client.get("/api/search?q=会展中心").get_json()["hits"][0]
    parts = urlsplit(hit["url"])
    page = client.get(f"{parts.path}?{parts.query}")
    assert page.status_code == 200
    html = page.get_data(as_text=True)
    assert f'id="{parts.fragment}"' in html
    assert "會展中心</mark>" in html


def test_a_report_has_all_its_sections(client: FlaskClient) -> None:
    report = client.get(f"/api/reports/{WCS}").get_json()
    assert set(report) == {"id", "title", "metadata", "sections"}
    assert all(set(s) == {"id", "path", "heading", "kind", "text"} for s in report["sections"])
    assert ["肆", "二", "(一)", "2"] in [section["path"] for section in report["sections"]]
    assert report["metadata"]["persons"][0] == {
        "name": "張光瑤", "agency": "臺中市政府", "unit": "府本部", "post": "副市長",
    }  # fmt: skip


def test_permanent_links_and_printed_numbers_lead_to_the_anchor(client: FlaskClient) -> None:
    for section in client.get(f"/api/reports/{WCS}").get_json()["sections"]:
        answer = client.get(f"/reports/{WCS}/s/{section['id']}")
        assert answer.status_code == 302
        assert answer.location.endswith(f"#s-{section['id']}")
    assert client.get(f"/reports/{WCS}/伍/三").location.endswith("#s-5.3")
    assert client.get(f"/reports/{WCS}/肆/二/（一）/2?q=首爾").location.endswith(
        f"?q={quote('首爾')}#s-4.2.1.2"
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/reports/none", 404),
        ("/api/none", 404),
        ("/api/search?page=0", 400),
        ("/api/search?page=x", 400),
        ("/api/search?page=99999999999999999999", 400),
        ("/api/search?per_page=101", 400),
        ("/api/search?sort=best", 400),
    ],
)
def test_errors_have_one_shape(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert set(answer.get_json()["error"]) == {"code", "message"}
    assert client.post("/api/search").get_json()["error"]["code"] == "method_not_allowed"


@pytest.mark.parametrize(
    "path",
    [
        "/none",
        "/reports/none",
        "/reports/none/s/1",
        f"/reports/{WCS}/s/99",
        f"/reports/{WCS}/玖",
        "/reports/../x",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404 and "text/html" in answer.content_type


@pytest.fixture(scope="module")
def visitor(corpus_index: Path) -> FlaskClient:
    return create_app({"INDEX": corpus_index}).test_client()


@given(
    path=st.sampled_from(
        ["/search", "/api/search", "/overview", "/api/suggest", "/feed.atom", "/export.csv", f"/reports/{WCS}",
         f"/reports/{WCS}/cite", f"/reports/{WCS}/cite.ris", f"/reports/{WCS}/s/6.5"]
    ),
    q=st.text(max_size=50),
    page=st.sampled_from(["1", "2", "", "-1", "NaN", "1e9"]),
    field=st.text(max_size=10),
)  # fmt: skip
def test_nothing_typed_gives_a_500(visitor: FlaskClient, path: str, q: str, page: str, field: str) -> None:
    q, field = (text.encode("utf-8", "replace").decode() for text in (q, field))
    values = dict.fromkeys(("agency", "year", "kind", "hit", "section", "quote", "lang", "sort"), field)
    for asked in ({"q": q, "page": page}, {"q": q, **values}, {"q": q, "hit": page, "quote": field}):
        answer = visitor.get(path, query_string=asked, headers={"Accept-Language": ascii(field)})
        assert answer.status_code in (200, 302, 400, 404), (path, asked)


def test_text_is_never_taken_for_html(client: FlaskClient) -> None:
    attack = '"><script>alert(1)</script>'
    for path in ("/search", "/overview", f"/reports/{WCS}", f"/reports/{WCS}/cite"):
        asked = dict.fromkeys(("q", "agency", "section", "quote", "lang", "report"), attack)
        html = client.get(path, query_string=asked).get_data(as_text=True)
        assert "<script>alert" not in html
    assert "<script>alert" not in client.get("/reports/<script>alert(1)</script>").get_data(as_text=True)


def test_pages_carry_a_strict_policy(client: FlaskClient) -> None:
    for path in ("/", "/search?q=台中", f"/reports/{WCS}", "/none", "/static/style.css"):
        with client.get(path) as answer:
            policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
    for path in ("/", "/search?q=台中", f"/reports/{WCS}?q=台中"):
        html = client.get(path).get_data(as_text=True)
        assert " style=" not in html and "<style" not in html and " onclick" not in html
        loaded = re.findall(r'<(?:script|link|img|use)\b[^>]*(?:src|href)="(\w+:)?//([^/"]*)', html)
        assert {host for _, host in loaded} <= {"localhost"}


def test_health_counts_what_is_there(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json()["status"] == "ok"


def test_a_missing_index_is_said_with_503(tmp_path: Path) -> None:
    client = create_app({"INDEX": tmp_path / "none"}).test_client()
    assert client.get("/").status_code == client.get("/api/search?q=x").status_code == 503
    assert client.get("/healthz").status_code == 503


def test_filters_chips_and_pages_keep_the_search(client: FlaskClient) -> None:
    html = client.get("/search?q=總統&country=多明尼加&sort=newest").get_data(as_text=True)
    assert "sort=newest" in html and quote("多明尼加") in html


def test_similar_sections_are_of_other_reports(client: FlaskClient) -> None:
    hits = client.get(f"/api/reports/{WCS}/s/6.5/similar").get_json()["hits"]
    assert hits and all(hit["report_id"] != WCS for hit in hits)
    assert "智慧" in hits[0]["heading"] + hits[0]["snippets"][0]["text"] + hits[1]["heading"]
    page = client.get(f"/reports/{WCS}/s/6.5/similar").get_data(as_text=True)
    assert all(hit["report_title"] in page for hit in hits)
    assert client.get(f"/reports/{WCS}/s/99/similar").status_code == 404
    assert client.get("/api/reports/none/s/1/similar").status_code == 404


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("姊妹", "姊妹市"),
        ("lawr", "Lawrence"),
        ("张光", "張光瑤"),
        ("世界城市", "世界城市峰會"),
        ("臺中市政", "臺中市政府"),
    ],
)
def test_what_is_typed_is_completed_in_either_script(client: FlaskClient, typed: str, completed: str) -> None:
    found = client.get("/api/suggest", query_string={"q": typed}).get_json()
    assert 0 < len(found) <= 8 and any(completed in one["text"] for one in found)
    for one in found:  # the count is what a search for it finds
        answer = client.get("/api/search", query_string={"q": one["text"], "aliases": "0"}).get_json()
        assert answer["total"] == one["count"], one
    assert client.get("/api/suggest").get_json() == client.get("/api/suggest?q=？").get_json() == []
