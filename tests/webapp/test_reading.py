"""The reading page: the hits on their map, the way through a search, references, the original file."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask.testing import FlaskClient

from indexer.library import Library
from indexer.model.report import Report, Section
from indexer.model.search import Request
from indexer.search.highlight import highlight
from indexer.updating.update import update
from tests.conftest import CORPUS, put
from webapp import create_app
from webapp.shown.reading import MAP_WIDTH, hit_map, walk

WCS = "2016-singapore-world-cities-summit"


def test_a_tick_stands_for_each_hit_in_reading_order(engine: Library) -> None:
    report = engine.report(WCS)
    assert report
    marks = highlight(report, "市長")
    drawn = hit_map(report, marks)
    assert drawn.total == sum(len(found.heading) + len(found.text) for found in marks.values()) > 10
    numbers, places = [tick.number for tick in drawn.ticks], [tick.x for tick in drawn.ticks]
    assert numbers == sorted(set(numbers)) and numbers[0] == 0 and numbers[-1] < drawn.total
    assert places == sorted(set(places)) and places[0] >= 0 and places[-1] < MAP_WIDTH
    assert len(drawn.starts) == sum(len(section.path) == 1 for section in report.sections)
    whole = "".join(section.searchable for section in report.sections)
    step = -(-len(whole) // MAP_WIDTH)
    assert all("市長" in whole[x * len(whole) // MAP_WIDTH :][: step + 2] for x in places)


def test_a_word_on_every_line_leaves_the_map_small(index_of: Callable[..., Library]) -> None:
    report = index_of(a="一、前言\n" + "會議順利，會議完成。\n" * 2000).report("a")
    assert report
    drawn = hit_map(report, highlight(report, "會議"))
    assert drawn.total == 4000 and len(drawn.ticks) <= MAP_WIDTH


def test_a_report_without_text_has_an_empty_map(index_of: Callable[..., Library]) -> None:
    report = index_of(a="一、").report("a")
    assert report and hit_map(report, {}).ticks == ()


@pytest.mark.parametrize("extra", ["", "&sort=newest", "&collapse=report", "&kind=過程&per_page=3"])
def test_a_search_is_walked_from_its_first_hit_to_its_last(client: FlaskClient, extra: str) -> None:
    """Following `next` from the first result meets every hit of the search, in its order."""
    asked = f"/search?q=教宗{extra}"
    hits = client.get(f"/export.json?q=教宗{extra}").get_json()["hits"]
    page = client.get(asked).get_data(as_text=True)
    address = unescape(re.findall(r'<h3><a href="([^"]+)"', page)[0])
    seen = []
    while address:
        seen.append((urlsplit(address).path.split("/")[2], unquote(urlsplit(address).fragment)[2:]))
        page = client.get(address).get_data(as_text=True)
        following = re.search(r'rel="next" data-key="j" href="([^"]+)"', page)
        address = unescape(following[1]) if following else ""
    assert seen == [(hit["report_id"], hit["section_id"]) for hit in hits] and len(seen) > 1
    back = unescape(re.findall(r'class="walk".*?href="([^"]+)"', page, re.S)[0])
    assert {**parse_qs(urlsplit(back).query), "page": []} == {**parse_qs(urlsplit(asked).query), "page": []}
    assert f"#s-{seen[-1][1]}" in client.get(back).get_data(as_text=True)


@pytest.mark.parametrize("rank", ["0", "-1", "999", "x", "9" * 30, "²"])
def test_a_rank_that_is_none_shows_the_report_alone(client: FlaskClient, rank: str) -> None:
    answer = client.get(f"/reports/{WCS}?q=市長&hit={rank}")
    assert answer.status_code == 200 and 'class="walk"' not in answer.get_data(as_text=True)


def test_neighbours_are_those_of_the_whole_result(engine: Library) -> None:
    asked = Request("總統", sort="oldest")
    hits = engine.search(Request("總統", per_page=1000, sort="oldest")).hits
    place = walk(engine, asked, "12")
    assert place and place.shown == len(hits) and place.page == 2
    assert place.before and place.after
    assert (place.before.section_id, place.after.section_id) == (hits[10].section_id, hits[12].section_id)


def test_a_section_is_cited_as_text_and_in_every_form(client: FlaskClient) -> None:
    page = client.get(f"/reports/{WCS}/cite?section=6.5").get_data(as_text=True)
    text = unescape(re.sub(r"<[^>]+>", "", page))
    title = "臺中市政府組團赴新加坡參加「2016世界城市峰會」"
    assert f"臺中市政府（民國105年9月7日），〈{title}〉，公務出國報告，陸、五。" in text
    assert f"張光瑤、陳文政（2016年9月7日）。{title}〔公務出國報告〕。陸、五。臺中市政府。http" in text
    assert f"張光瑤、陳文政。{title}。陸、五。公務出國報告。臺中市政府、2016年9月7日。http" in text
    assert f"http://localhost/reports/{WCS}/s/6.5" in text
    assert all(sign in text for sign in ("TY  - RPRT", "@techreport{", '"type": "report"'))
    assert f"/reports/{WCS}/cite.ris?section=6.5" in page
    assert client.get(f"/reports/{WCS}/cite?section=99").status_code == 404
    english = client.get(f"/reports/{WCS}/cite?lang=en").get_data(as_text=True)
    english = unescape(re.sub(r"<[^>]+>", "", english))
    assert f"張光瑤 & 陳文政 (2016, September 7). {title} [Overseas-trip report]. 臺中市政府. http" in english
    assert f"張光瑤 and 陳文政. {title}. Overseas-trip report. 臺中市政府, September 7, 2016. http" in english


def test_every_section_can_be_linked_and_cited(client: FlaskClient) -> None:
    sections = client.get(f"/api/reports/{WCS}").get_json()["sections"]
    page = unescape(client.get(f"/reports/{WCS}").get_data(as_text=True))
    for section in sections:
        assert f'href="/reports/{WCS}/s/{section["id"]}"' in page
        assert f'href="/reports/{WCS}/cite?section={section["id"]}"' in page


def test_a_reference_manager_finds_the_report_on_the_page(client: FlaskClient) -> None:
    (title,) = re.findall(
        r'class="Z3988" title="([^"]+)"', client.get(f"/reports/{WCS}").get_data(as_text=True)
    )
    fields = parse_qs(unescape(title))
    assert fields["rft.au"] == ["張光瑤", "陳文政"] and fields["rft.date"] == ["2016-09-07"]
    assert fields["rft_id"] == [f"http://localhost/reports/{WCS}"]


def test_the_original_is_the_very_file(client: FlaskClient) -> None:
    with client.get(f"/reports/{WCS}/original") as answer:
        assert answer.get_data() == (CORPUS / f"reports/{WCS}.txt").read_bytes()
        assert answer.headers["Content-Disposition"] == f"attachment; filename={WCS}.txt"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert f"/reports/{WCS}/original" in client.get(f"/reports/{WCS}").get_data(as_text=True)


def test_no_other_file_is_an_original(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (sources / "many.jsonl").write_text(
        '{"id":"a","title":"甲","text":"一、前言"}\n{"id":"b","title":"乙","text":"一、前言"}\n',
        encoding="utf-8",
    )
    (sources / "gone.txt").write_text("一、前言", encoding="utf-8")
    update([sources], tmp_path / "index")
    (sources / "gone.txt").unlink()
    client = create_app({"INDEX": tmp_path / "index"}).test_client()
    for report in ("a", "b", "gone", "none", "../secret", "..%2Fsecret", "%2e%2e/secret"):
        answer = client.get(f"/reports/{report}/original")
        assert answer.status_code == 404 and answer.get_data() != b"secret", report
    assert "original" not in client.get("/reports/gone").get_data(as_text=True)


def test_programs_are_not_told_where_files_are_kept(client: FlaskClient) -> None:
    metadata = client.get(f"/api/reports/{WCS}").get_json()["metadata"]
    assert metadata["source"] == f"{WCS}.txt"


def test_pages_and_recognised_text_are_labelled(tmp_path: Path) -> None:
    read = Section("1", ("一",), "一、前言", "other", "會議", page=3, confidence=0.81)
    typed = Section("2", ("二",), "二、過程", "other", "會議")
    put(tmp_path, [Report("a", "報告", sections=(read, typed))])
    client = create_app({"INDEX": tmp_path}).test_client()
    first, second = client.get("/reports/a").get_data(as_text=True).split('<section id="s-')[1:]
    assert "第 3 頁" in first and "辨識文字" in first
    assert "第" not in second.partition("</p>")[0] and "辨識文字" not in second
    assert "p. 3" in client.get("/search?q=會議&lang=en").get_data(as_text=True)


def test_the_card_says_all_that_the_form_says_and_what_is_wrong_with_it(client: FlaskClient) -> None:
    address = "/reports/2012-dominican-republic-inauguration"
    data = client.get(f"/api{address}").get_json()["metadata"]
    assert data["others"] and data["notes"]
    card = unescape(client.get(address).get_data(as_text=True).partition('class="body"')[0])
    for label, value in data["others"].items():
        assert f"<dt>{label}</dt><dd>{value}</dd>" in card
    assert card.count("沒有寫") == sum(note.endswith(" is missing.") for note in data["notes"])
    english = client.get(f"{address}?lang=en").get_data(as_text=True)
    assert '<span lang="zh-Hant-TW">報告日期</span> is missing.' in english


def test_cities_stand_with_their_country(client: FlaskClient) -> None:
    address = "/reports/2016-dominican-republic-inauguration"
    assert "美國</a>（紐約）" in client.get(address).get_data(as_text=True)
    assert "United States</a> (New York)" in client.get(f"{address}?lang=en").get_data(as_text=True)
