"""The results page and its pictures: state in the address, empty answers that help, counts that agree."""

import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.library import Library
from indexer.model.search import Request
from indexer.search.tried import tried
from indexer.updating.update import update
from webapp import create_app
from webapp.shown.pictures import MOST_YEARS, bars, columns


def links(page: str, pattern: str) -> list[str]:
    return [unescape(found) for found in re.findall(pattern, page, re.S)]


def test_all_of_a_search_is_in_its_address(client: FlaskClient) -> None:
    """Every link on the page keeps what was chosen; the search box keeps it too."""
    asked = "/search?q=總統&country=多明尼加&country=南非&sort=newest&collapse=report&aliases=0&per_page=3"
    page = client.get(asked).get_data(as_text=True)
    state = parse_qs(urlsplit(asked).query)
    for address in links(page, r'<nav class="pages".*?</nav>')[0:1]:
        for target in re.findall(r'href="([^"]+)"', address):
            assert parse_qs(urlsplit(target).query) == {**state, "page": ["2"]}
    exported = links(page, r'href="(/export\.csv[^"]*)"')[0]
    assert parse_qs(urlsplit(exported).query) == state
    box = page.partition('role="search"')[2].partition("</form>")[0]
    kept = links(box, r'<input type="hidden" (name="[^"]+" value="[^"]+")')
    assert sorted(kept) == sorted(
        f'name="{name}" value="{value}"' for name, values in state.items() if name != "q" for value in values
    )


def test_a_facet_says_what_clicking_it_gives(client: FlaskClient) -> None:
    page = client.get("/search?q=總統").get_data(as_text=True)
    facets = re.findall(
        r'<li><a href="(/search\?[^"]+)">\s*<span[^>]*>[^<]*</span> <span class="count">(\d+)<', page
    )
    assert len(facets) > 10
    for address, count in facets:
        chosen = client.get(unescape(address)).get_data(as_text=True)
        assert f"<strong>{count}</strong> 個段落" in chosen and 'class="chip"' in chosen


def test_a_filtered_facet_offers_the_other_values(client: FlaskClient) -> None:
    """Each value's count is what it finds by itself; adding a value finds what either finds."""

    def facet(address: str) -> dict[str, tuple[str, int]]:
        page = client.get(address).get_data(as_text=True)
        section = page.partition("<h2>國家</h2>")[2].partition("</section>")[0]
        found = re.findall(
            r'href="([^"]+)"[^>]*>\s*<span[^>]*>([^<]+)</span> <span class="count">(\d+)<', section
        )
        return {value: (unescape(address), int(count)) for address, value, count in found}

    alone, filtered = facet("/search?q=總統"), facet("/search?q=總統&country=南非")
    assert next(iter(filtered)) == "南非" and len(filtered) > 3
    assert {value: count for value, (_, count) in filtered.items()} == {
        v: count for v, (_, count) in alone.items()
    }
    both = client.get(filtered["多明尼加"][0]).get_data(as_text=True)
    assert f"<strong>{alone['南非'][1] + alone['多明尼加'][1]}</strong>" in both  # no report is of both


@pytest.mark.parametrize("query", ["黃循財", "黄循财", '"Lawrence Wong"', "lawrence wong"])
def test_a_person_sought_by_any_name_is_introduced(client: FlaskClient, query: str) -> None:
    page = client.get("/search", query_string={"q": query}).get_data(as_text=True)
    (introduced,) = re.findall(r'<p class="person"><a href="([^"]+)"', page)
    assert "黃循財" in client.get(introduced).get_data(as_text=True)
    assert '<p class="person">' not in client.get("/search?q=智慧城市").get_data(as_text=True)


def test_years_stand_beside_roc_years(client: FlaskClient) -> None:
    page = client.get("/search?q=總統").get_data(as_text=True)
    assert "2016（民國105年）" in page and "2005年4月9日（民國94年）" in page


def test_an_empty_answer_says_what_was_tried(engine: Library, client: FlaskClient) -> None:
    found = engine.tried(Request("量子電腦 總統", filters={"country": ("日本",)}))
    assert found.words[0] == ("量子", 0) and ("電腦", 0) in found.words
    total = engine.search(Request("總統")).total
    assert ("總統", total) in found.words and found.without_filters == total
    assert found.near and all(
        engine.search(Request(text, aliases=False)).total == count for text, count in found.near
    )
    page = client.get("/search?q=量子電腦 總統&country=日本").get_data(as_text=True)
    assert "試過的詞" in page and f'href="/search?q={quote("總統")}"' in page


@given(st.text(max_size=30))
def test_whatever_finds_nothing_is_explained(text: str) -> None:
    """A query of any text yields words that can be searched again."""

    def nothing(request: Request) -> Any:
        return type("R", (), {"total": 0, "rung": "exact"})

    found = tried(nothing, lambda typed: [], Request(text))
    assert all(word.strip() and count == 0 for word, count in found.words)


def test_columns_leave_no_year_out() -> None:
    drawn = columns([("2016", 4), ("2012", 1), ("", 9)])
    assert [bar.value for bar in drawn] == ["2012", "2013", "2014", "2015", "2016"]
    assert [bar.length for bar in drawn] == [25, 0, 0, 0, 100] and drawn[-1].labelled
    assert len(columns([("2016", 1), ("0001", 1)])) == MOST_YEARS
    assert columns([]) == columns([("不詳", 1)]) == bars([]) == []


@pytest.mark.parametrize(
    "query", ["", "?q=總統", "?q=總統&kind=過程", "?q=量子", "?agency=總統府", "?year=x"]
)
@pytest.mark.parametrize("language", ["zh-Hant-TW", "en"])
def test_the_pictures_are_tables_too(client: FlaskClient, query: str, language: str) -> None:
    """Each bar's number stands in a row whose head names and links it; following it finds as many."""
    answer = client.get(f"/overview{query}", headers={"Accept-Language": language})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    rows = re.findall(
        r'<th scope="row"><a href="([^"]+)"[^>]*>([^<]+)</a></th>.*?class="count">(\d+)<', page, re.S
    )
    assert bool(rows) == (query not in ("?q=量子", "?year=x"))
    for address, _, count in rows[:6]:
        found = client.get(unescape(address)).get_data(as_text=True)
        assert re.search(rf"<strong>{count}</strong> (?:個段落|section|份報告|report)", found), address


def test_reports_are_counted_once_a_value(index_of: Callable[..., Library]) -> None:
    engine = index_of(
        a="服務機關：臺中市政府\n出國地區：日本、日本\n報告日期：105年9月7日\n一、前言",
        b="服務機關：台中市政府\n報告日期：105年9月8日\n一、前言",
    )
    counts = engine.overview()
    assert counts["year"] == [("2016", 2)] and counts["country"] == [("日本", 1), ("未註明", 1)]
    assert [count for _, count in counts["agency"]] == [2]


def test_a_section_without_a_heading_is_called_by_its_first_words(tmp_path: Path) -> None:
    text = (
        "壹、目的\n一、本府受邀參加世界城市峰會，由副市長率團，會中與各國城市首長討論宜居城市與水資源的治理。"
    )
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "a.txt").write_text(text, encoding="utf-8")
    update([tmp_path / "c"], tmp_path / "i")
    client = create_app({"INDEX": tmp_path / "i"}).test_client()
    for asked in ("受邀", "水資源"):
        page = re.sub(r"</?mark>", "", client.get(f"/search?q={asked}").text)
        assert re.search(r"<h3><a [^>]*>\s*一、本府受邀參加世界城市峰會，由副市長率團……</a></h3>", page)
        assert asked in page


def test_years_stand_in_their_order_and_a_span_is_a_filter(client: FlaskClient) -> None:
    page = client.get("/search?q=城市").text
    years = re.findall(r'href="/search\?[^"]*year=(\d{4})"', page)
    assert years == sorted(years, reverse=True) and len(set(years)) > 1
    filtered = client.get("/search?q=城市&year=105..108").text
    assert filtered.index("year=2019") < filtered.index("year=2016")
    answer = client.get("/search?q=城市&year=2016&country=美國&from=105&to=108")
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer.location).query) == {
        "q": ["城市"],
        "country": ["美國"],
        "year": ["105..108"],
    }
    page = client.get("/search?q=城市&from=105&to=", follow_redirects=True).text
    assert "2016（民國105年）起" in re.sub(r"<[^>]+>", "", page)
    (first, last) = re.findall(
        r'name="(?:from|to)"[^>]*placeholder="([^"]*)"', client.get("/search?q=城市").text
    )
    assert first.isdigit() and last.isdigit() and first < last  # undated reports are no bound
    chip = client.get("/search?q=城市&year=105").text
    assert "2016（民國105年）" in re.sub(r"<[^>]+>", "", chip)
    assert client.get("/search?q=城市&from=<script>&to=1", follow_redirects=True).status_code == 200


def test_a_report_is_one_card_of_a_page_and_literal_hits_stay_above(client: FlaskClient) -> None:
    page = client.get("/search?q=城市&per_page=30").text
    cards = re.findall(r'<article class="group">.*?</article>', page, re.DOTALL)
    shown = [(re.findall(r"/reports/([\w-]+)\?", card)[0], len(re.findall("<h3>", card))) for card in cards]
    hits = client.get("/api/search?q=城市&per_page=30").get_json()["hits"]
    counted = Counter((hit["report_id"], hit["tier"]) for hit in hits)  # in the order of the first hits
    assert shown == [(report, count) for (report, _), count in counted.items()] and len(shown) > 2
