"""Either language finds the other: what a library, the page and the command line answer by meaning."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from indexer.cli import main
from indexer.library import Library
from indexer.meaning import encoder, reader
from indexer.model.search import Request, Results
from indexer.updating import opened
from indexer.updating.update import update
from webapp import create_app

pytestmark = pytest.mark.skipif(
    not encoder.is_installed(), reason="the extra baogao[meaning] is not installed"
)
FLOOD = "荷蘭的防洪經驗顯示，還地於河比加高堤防更能減少淹水的損失。鹿特丹的廣場平時是球場，下大雨時可以蓄水。"
TEXTS = {
    "rotterdam": f"壹、心得\n{FLOOD}\n貳、行程\n代表團於上午抵達機場，隨後前往旅館休息並整理行李。",
    "care": "壹、心得\n丹麥讓年長者留在自己家裡生活，由護理師每天到府探視，住進機構的人因此減少許多。",
    "english": "The library in Helsinki lends tools and musical instruments, and its reading rooms stay open late at night.",
    "bus": "壹、建議\n電動巴士的充電站應設在調度場，夜間充電可以避開用電尖峰並降低電費。",
    "vaccine": "壹、心得\n韓國的疫苗工廠採一次性生物反應器，換線只要兩天，產能可以隨疫情調整。",
    "orchid": "壹、心得\n蘭花外銷要用冷藏貨櫃，花期控制在抵達後兩週，報廢率才會低。",
}


def write(folder: Path, texts: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(f"{text}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of reports; the index lies beside it."""
    home = tmp_path_factory.mktemp("meaning")
    write(home / "reports", TEXTS)
    assert not update([home / "reports"], home / "index").failed
    library = Library(home / "index")
    added, held = library.learn_meaning()
    assert added == held == library.counts()[1]
    library.close()
    return home


@pytest.fixture(scope="module")
def library(folder: Path) -> Iterator[Library]:
    library = Library(folder / "index")
    yield library
    library.close()


def first(results: Results) -> str:
    return results.hits[0].report_id if results.hits else ""


@pytest.mark.parametrize(
    ("question", "report"),
    [
        ("How do the Dutch keep rivers from flooding cities?", "rotterdam"),
        ("Where do elderly people live in Denmark, and who visits them?", "care"),
        ("When should buses be charged so that electricity costs less?", "bus"),
        ("圖書館出借樂器和工具", "english"),
    ],
)
def test_a_question_finds_the_other_language(library: Library, question: str, report: str) -> None:
    results = library.search(Request(question))
    assert first(results) == report
    hit = results.hits[0]
    assert hit.nearest and hit.nearest in hit.snippets
    ((start, end),) = hit.nearest.marks
    assert end - start >= 20, "a whole sentence is marked"
    without = library.search(Request(question, meaning=False))
    assert (without.by_meaning, without.total) == (0, results.total)
    assert not any(hit.nearest for hit in without.hits)


def test_words_that_translate_the_query_are_marked(library: Library) -> None:
    question = "How soon can vaccine production change lines?"
    hit = library.search(Request(question)).hits[0]
    assert hit.report_id == "vaccine" and "疫苗" in hit.via
    report = library.report("vaccine")
    assert report
    marks = library.highlights(report, question)
    sections = {section.id: section for section in report.sections}
    marked = {sections[id_].text[a:b] for id_, found in marks.items() for a, b in found.text}
    assert marked == {"疫苗"}


def test_a_word_typed_is_marked_and_no_translation(library: Library) -> None:
    report = library.report("english")
    assert report
    (marks,) = library.highlights(report, "musical instruments").values()
    assert {report.sections[0].text[a:b] for a, b in marks.text} == {"musical", "instruments"}


def test_words_come_first_and_are_counted_alone(library: Library) -> None:
    results = library.search(Request("充電站"))
    assert (first(results), results.total, results.hits[0].tier) == ("bus", 1, "literal")
    assert all(hit.tier == "meaning" for hit in results.hits[results.total :])
    assert results.shown == results.total + results.by_meaning


def test_filters_hold(library: Library) -> None:
    asked = Request("How do the Dutch keep rivers from flooding cities?", filters={"report": ("care",)})
    assert {hit.report_id for hit in library.search(asked).hits} <= {"care"}
    kind = Request("flooding of rivers in Dutch cities kind:過程")
    assert all(hit.kind == "過程" for hit in library.search(kind).hits)


@pytest.mark.parametrize("nothing", ["qwrtz", "xkcd plugh", "Zzyzx Frobozz", "囍龘"])
def test_nothing_is_near_what_means_nothing(library: Library, nothing: str) -> None:
    assert library.search(Request(nothing)).hits == ()


def test_where_a_topic_finds_nothing_else_a_few_with_less_evidence_are_shown(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def little(much: float) -> list[str]:
        monkeypatch.setattr(
            reader, "evidence", lambda scores, lengths, part: np.full(len(scores), much, np.float32)
        )
        return [hit.report_id for hit in library.search(Request("visits to seniors")).hits]

    assert 0 < len(little(-1.0)) <= reader.MOST_ALONE and little(-2.5) == []
    assert "care" in little(1.0)
    little(-1.0)
    assert library.search(Request("musical instruments")).by_meaning == 0  # words have found some


def test_pages_go_through_both_once(library: Library) -> None:
    question = "How do the Dutch keep rivers from flooding cities?"
    whole = [hit.section_id for hit in library.search(Request(question, per_page=100)).hits]
    paged: list[str] = []
    for page in range(1, 9):
        paged += [hit.section_id for hit in library.search(Request(question, page=page, per_page=1)).hits]
    assert paged == whole[:8] and len(whole) == library.search(Request(question)).shown


def test_similar_sections_may_be_of_the_other_language(tmp_path: Path) -> None:
    said = "The Danish model keeps old people in their own homes; a nurse visits them every day."
    write(tmp_path / "reports", {**TEXTS, "danish": said})
    update([tmp_path / "reports"], tmp_path / "index")
    library = Library(tmp_path / "index")
    library.learn_meaning()
    assert "care" in [hit.report_id for hit in library.similar("danish", "0", 2)]
    library.close()


def test_changed_and_removed_reports_follow(tmp_path: Path) -> None:
    write(tmp_path / "reports", TEXTS)
    update([tmp_path / "reports"], tmp_path / "index")
    library = Library(tmp_path / "index")
    _, held = library.learn_meaning()
    assert library.learn_meaning() == (0, held)
    (tmp_path / "reports" / "rotterdam.txt").unlink()
    write(tmp_path / "reports", {"added": f"壹、心得\n{FLOOD}"})
    update([tmp_path / "reports"], tmp_path / "index")
    question = "How do the Dutch keep rivers from flooding cities?"
    assert first(library.search(Request(question))) != "rotterdam"
    assert library.meaning_missing() is not None, "not all sections have vectors yet"
    added, held = library.learn_meaning()
    assert 0 < added <= 2
    fresh = Library(tmp_path / "index")
    assert first(fresh.search(Request(question))) == "added" and fresh.meaning_missing() is None
    for one in (library, fresh):
        one.close()


def test_without_the_package_the_rest_works_and_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened, "find_spec", lambda name: None)
    library = Library(folder / "index")
    results = library.search(Request("充電站"))
    assert (results.total, results.by_meaning) == (1, 0)
    missing = library.meaning_missing()
    assert missing and "pip install" in str(missing)
    library.close()


@pytest.fixture(scope="module")
def client(folder: Path) -> FlaskClient:
    client = create_app({"INDEX": folder / "index"}).test_client()
    client.get("/search?q=充電站")
    for _ in range(200):  # it answers while what meaning needs is loaded behind
        if client.get("/api/search?q=flooding of Dutch rivers and cities").get_json()["by_meaning"]:
            break
    return client


def test_the_page_says_why_and_can_leave_it_out(client: FlaskClient) -> None:
    page = client.get("/search?q=How do the Dutch keep rivers from flooding cities?&lang=en").get_data(
        as_text=True
    )
    assert "near in meaning" in page and re.search(r'<li class="hit meant">', page)
    apart = client.get("/search?q=medicine production in Korea vaccine OR 疫苗&lang=en").get_data(
        as_text=True
    )
    assert ("Only by words" in apart) == ("more section" in apart) == bool(re.search("meaning=0", apart))
    without = client.get("/search?q=充電站&meaning=0&lang=en").get_data(as_text=True)
    assert "Only words were searched." in without and "near in meaning" not in without


@pytest.mark.parametrize("query", ["nurses for the elderly", "tariff"])
def test_words_that_translate_are_offered_where_meaning_alone_finds(
    client: FlaskClient, library: Library, query: str
) -> None:
    found = library.search(Request(query))
    words = {word for hit in found.hits for word in hit.via} if not found.total else set()
    page = client.get(f"/search?q={query}&lang=en").text
    note = page.partition("In the reports it may be called")[2].partition("</p>")[0]
    offered = dict(re.findall(r">([^<>]+)</a> <span class=\"count\">(\d+) section", note))
    assert set(offered) <= words and (offered or not words)
    assert all(int(count) == library.search(Request(word)).total > 0 for word, count in offered.items())
    assert offered or query == "tariff"  # of which no report speaks


def test_the_api_tells_tiers(client: FlaskClient) -> None:
    found = client.get("/api/search?q=When should electric buses be charged at night").get_json()
    tiers = {hit["tier"] for hit in found["hits"]}
    assert "meaning" in tiers <= {"literal", "names", "meaning"}
    for hit in found["hits"]:
        assert (hit["nearest"] is None) == (hit["tier"] != "meaning") or hit["tier"] == "literal"
    assert client.get("/api/search?q=x&meaning=2").status_code == 400


def test_the_command_line_says_so(folder: Path) -> None:
    asked = ["search", "How do the Dutch keep rivers from flooding cities?", "--index", str(folder / "index")]
    said = CliRunner().invoke(main, asked)
    assert said.exit_code == 0 and "near in meaning" in said.output
    bare = CliRunner().invoke(main, [*asked, "--no-meaning", "--json"])
    assert json.loads(bare.output)["by_meaning"] == 0


def test_a_report_without_vectors_yet_does_not_sink(tmp_path: Path) -> None:
    write(tmp_path / "reports", TEXTS)
    update([tmp_path / "reports"], tmp_path / "index")
    library = Library(tmp_path / "index")
    library.learn_meaning()
    write(
        tmp_path / "reports",
        {"new": "壹、心得\n瑞典的垃圾焚化廠把餘熱送進城市的暖氣管線，居民因此少付電費。"},
    )
    update([tmp_path / "reports"], tmp_path / "index")
    found = library.search(Request("瑞典焚化廠的餘熱送去哪裡，電費少了多少呢？"))
    assert found.rung == "any-words" and found.total > 1
    assert first(found) == "new"
    library.close()
