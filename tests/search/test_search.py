"""Searching as people do: on the real report, on the samples, and against a plain scan."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import RequestError
from indexer.library import Library
from indexer.model.search import FACETS, Request, Results
from indexer.text.fold import fold
from indexer.text.scripts import CJK

Found = set[tuple[str, str]]
RUNS = re.compile(f"[{CJK}]+")


@pytest.fixture(scope="module")
def real(real_index: Path) -> Iterator[Library]:
    engine = Library(real_index)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def public(public_index: Path) -> Iterator[Library]:
    engine = Library(public_index)
    yield engine
    engine.close()


def search(engine: Library, text: str, **kwargs: object) -> Results:
    return engine.search(Request(text, **kwargs))  # type: ignore[arg-type]


def paths(results: Results) -> set[str]:
    return {"/".join(hit.path) for hit in results.hits}


def everything(engine: Library, text: str) -> tuple[Found, list[Results]]:
    pages = [search(engine, text, per_page=100, aliases=False)]
    while len(pages) < pages[0].pages:
        pages.append(search(engine, text, per_page=100, page=len(pages) + 1, aliases=False))
    return {(hit.report_id, hit.section_id) for page in pages for hit in page.hits}, pages


def marked(results: Results) -> list[str]:
    return [s.text[a:b] for hit in results.hits for s in hit.snippets for a, b in s.marks]


def check_marks(results: Results, query: str) -> None:
    """Every hit shows a mark, and every mark covers text that folds to the query."""
    for hit in results.hits:
        assert any(snippet.marks for snippet in hit.snippets), hit
        for snippet in (*hit.snippets, hit.heading):
            for start, end in snippet.marks:
                assert fold(snippet.text[start:end]) == fold(query)


@pytest.mark.parametrize(
    ("query", "sections"),
    [
        ("智慧城市", {"肆/一/(二)", "陸/五"}),
        ("智慧城市 -惠普", {"陸/五"}),
        ("会展中心", {"陸/四"}),
        ("會展中心", {"陸/四"}),
        ("水滸經貿園區", {"肆/三/(二)", "伍/二", "伍/四"}),
        ("Ahmed Aboutaleb", {"肆/二/(一)/1"}),
        ("Ko Wen Je", {"肆/二/(二)/1"}),
        ("Wen-Je Ko", {"肆/二/(二)/1"}),
        ("KO WENJE", {"肆/二/(二)/1"}),
        ("3D", {"肆/二/(三)", "伍/四"}),
        ("3D虛擬情境", {"肆/二/(三)", "伍/四"}),
        ("Ahmed市長", {"肆/二/(一)/1"}),
        ("rubn~", {"肆/二/(一)/4"}),
        ("urban~", {"肆/二/(一)/4"}),
        ("resili*", {"肆/二/(二)/3", "肆/二/(二)/4"}),
        ('"BIG DATA 為題"', {"肆/二/(一)/2"}),
        ("heading:智慧城市", {"陸/五"}),
        ("kind:名單 臺中", {"貳"}),
        ("鄭", {"肆/二/(一)/3"}),
        ("姊妹市 year:104", set()),
        ("姊妹市 year:105 country:新加坡", {"伍/三", "伍/三/(一)", "陸/二"}),
    ],
)
def test_the_real_report_answers(real: Library, query: str, sections: set[str]) -> None:
    assert paths(search(real, query, per_page=100)) == sections


def test_either_script_marks_the_original(real: Library) -> None:
    assert set(marked(search(real, "会展中心"))) == {"會展中心"}
    assert set(marked(search(real, "台中"))) == {"臺中"}
    assert search(real, "台中").total == search(real, "臺中").total == 3


def test_a_hit_across_the_broken_line_is_one_mark(real: Library) -> None:
    assert marked(search(real, "水滸經貿園區")).count("水滸經貿園區") == 4


def test_a_heading_outranks_a_body(real: Library) -> None:
    assert search(real, "智慧城市").hits[0].path == ("陸", "五")


def test_a_question_finds_its_section_on_a_lower_rung(real: Library) -> None:
    results = search(real, "荷蘭鹿特丹市長談了什麼題目？")
    assert results.rung == "any-words"
    assert results.hits[0].path == ("肆", "二", "(一)", "1")


def test_a_minus_and_a_filter_hold_on_every_rung(real: Library) -> None:
    assert search(real, "荷蘭鹿特丹市長談了什麼題目 -Aboutaleb").rung == "any-words"
    assert "肆/二/(一)/1" not in paths(search(real, "荷蘭鹿特丹市長談了什麼題目 -Aboutaleb", per_page=100))
    assert search(real, "荷蘭鹿特丹市長談了什麼題目", filters={"year": ("2015",)}).total == 0
    assert search(real, "荷蘭鹿特丹市長談了什麼題目 (year:104 OR year:103)").total == 0


def test_random_substrings_agree_with_a_plain_scan(public: Library) -> None:
    """The Ctrl-F guarantee: 500 substrings of 1-8 characters, no section missed and none wrong."""
    sections = {
        (report.id, section.id): fold(section.searchable)
        for report in filter(None, map(public.report, public.report_ids()))
        for section in report.sections
    }
    assert len(sections) > 1200
    rng = random.Random(20161124)
    runs = [run for text in sections.values() for run in RUNS.findall(text)]
    for _ in range(500):
        run = rng.choice(runs)
        length = rng.randint(1, 8)
        start = rng.randint(0, max(0, len(run) - length))
        query = run[start : start + length]
        expected = {key for key, text in sections.items() if query in text}
        found, pages = everything(public, query)
        assert found == expected, query
        assert pages[0].total == len(expected)
        check_marks(pages[0], query)
        named = [bool(hit.via) for hit in search(public, query, per_page=100).hits]
        assert named == sorted(named) and named.count(False) == min(
            100, len(expected)
        )  # literal hits come first


@given(st.data())
def test_every_substring_of_a_sample_finds_its_section(corpus_index: Path, data: st.DataObject) -> None:
    engine = Library(corpus_index)
    report = engine.report(data.draw(st.sampled_from(engine.report_ids())))
    assert report is not None
    section = data.draw(st.sampled_from(report.sections))
    runs = RUNS.findall(section.searchable)
    if runs:
        run = data.draw(st.sampled_from(runs))
        start = data.draw(st.integers(0, len(run) - 1))
        query = run[start : start + data.draw(st.integers(1, 8))]
        found, pages = everything(engine, query)
        assert (report.id, section.id) in found
        for page in pages:
            check_marks(page, query)
    engine.close()


def test_pages_partition_the_hits(engine: Library) -> None:
    whole = [(h.report_id, h.section_id) for h in search(engine, "的", per_page=100).hits]
    paged = [
        (h.report_id, h.section_id)
        for page in range(1, 6)
        for h in search(engine, "的", page=page, per_page=20).hits
    ]
    assert paged == whole[:100] and len(set(paged)) == 100
    assert search(engine, "的", page=10_000).hits == ()


@pytest.mark.parametrize("query", ["姊妹市", "總統", "觀光 OR 農產", "-臺南"])
def test_facets_agree_with_what_clicking_them_returns(engine: Library, query: str) -> None:
    results = search(engine, query)
    assert set(results.facets) == set(FACETS)
    for field, values in results.facets.items():
        for value, count in values:
            narrowed = search(engine, query, filters={field: (value,)})
            assert narrowed.total == count, (field, value)
    assert sum(count for _, count in results.facets["kind"]) == results.total


def test_values_of_one_filter_are_alternatives(engine: Library) -> None:
    one, other = (search(engine, "的", filters={"year": (year,)}).total for year in ("2016", "2023"))
    assert search(engine, "的", filters={"year": ("2016", "2023")}).total == one + other > max(one, other)


def test_agencies_are_found_in_either_spelling_and_by_part(engine: Library) -> None:
    assert search(engine, "agency:台中市政府").total == search(engine, "agency:臺中市政府").total > 0
    assert search(engine, "agency:台中").total == search(engine, "agency:臺中市政府").total


def test_sorting_by_date(engine: Library) -> None:
    newest = [hit.date for hit in search(engine, "的", sort="newest", per_page=100).hits]
    oldest = [hit.date for hit in search(engine, "的", sort="oldest", per_page=100).hits]
    assert newest == sorted(newest, reverse=True) and oldest == sorted(oldest)
    assert newest[0] > oldest[0]


def test_a_filter_alone_lists_its_sections(engine: Library) -> None:
    assert search(engine, "", filters={"kind": ("建議",)}).total == search(engine, "kind:建議").total > 5
    assert search(engine, "").total == 0


@pytest.mark.parametrize(
    "kwargs", [{"page": 0}, {"per_page": 0}, {"sort": "best"}, {"filters": {"colour": ("red",)}}]
)
def test_values_out_of_range_are_named(kwargs: dict[str, object]) -> None:
    with pytest.raises(RequestError):
        Request("x", **kwargs)  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_no_text_breaks_a_search(corpus_index: Path, text: str) -> None:
    engine = Library(corpus_index)
    results = engine.search(Request(text))
    assert len(results.hits) == min(10, results.shown)
    engine.close()


def test_long_sections_do_not_win_by_length(index_of: Callable[..., Library]) -> None:
    engine = index_of(short="會展中心落成。", long="會展中心落成。" + "其他的事情還有很多。" * 200)
    assert [hit.report_id for hit in engine.search(Request("會展中心")).hits] == ["short", "long"]


def test_a_phrase_from_a_heading_into_its_text_is_marked_in_both(
    index_of: Callable[..., Library],
) -> None:
    (hit,) = index_of(a="壹、說明：圖書館員到場。").search(Request('"說明：圖書館"')).hits
    marked = [
        [snippet.text[slice(*span)] for span in snippet.marks] for snippet in (hit.heading, *hit.snippets)
    ]
    assert marked == [["說明"], ["圖書館"]]


def test_a_mark_across_a_heading_costs_none_in_the_text(index_of: Callable[..., Library]) -> None:
    engine = index_of(a="壹、City of New York\nNew York New is what follows.")
    (hit,) = engine.search(Request('"new york new" "city of new york"')).hits
    assert [snippet.text[slice(*span)] for snippet in hit.snippets for span in snippet.marks] == [
        "New York New"
    ]


def test_a_title_is_searched_by_its_field(engine: Library) -> None:
    results = search(engine, "title:世界城市峰會")
    assert {hit.report_id for hit in results.hits} == {"2016-singapore-world-cities-summit"}
    assert results.total > 40


def test_a_word_found_by_another_name_is_not_missing(engine: Library) -> None:
    beside = engine.search(Request("Dominican inauguration")).in_one_report
    assert [(hit.report_id[:4], hit.section_id) for hit in beside] == [("2016", "4.4")]
    assert beside[0].missing == ()  # 就職典禮 stands in it


def test_function_words_are_marked_only_where_they_were_asked_for(index_of: Callable[..., Library]) -> None:
    engine = index_of(a="報告\n一、心得\n國際的合作，的確要加強，這是我們的建議。")
    report = engine.report("a")
    assert report
    loose, asked = "加強國際合作的建議", "的 建議"
    for text, wanted in ((loose, {"加強", "國際", "合作", "建議"}), (asked, {"的", "建議"})):
        (hit,) = search(engine, text).hits
        assert {piece.text[start:end] for piece in hit.snippets for start, end in piece.marks} == wanted
        (section,) = (one for one in report.sections if one.id == hit.section_id)
        marks = engine.highlights(report, text)[section.id].text
        assert {section.text[start:end] for start, end in marks} == wanted
