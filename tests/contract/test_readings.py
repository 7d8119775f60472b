"""Words that say something of reports, words apart in one report, and what a hit is told to lack."""

import pytest

from indexer.model.report import Place
from indexer.model.search import Reading
from indexer.names.lexicon import may_be_name
from indexer.search.rungs import keeping
from tests.contract.conftest import Building, Kept, Told, report

TRIP = report(
    "trip",
    ("壹、目的", "了解氣候變遷的對策。"),
    ("貳、過程", "參觀組屋社區，與減碳辦公室座談。"),
    ("參、作法", "本市可參考其組屋維護制度。"),
    title="出國考察報告",
    date="2016-09-07",
    agency="臺中市政府",
    countries=("新加坡",),
    places=(Place("NL", "荷蘭", "Netherlands", "鹿特丹", "Rotterdam", "鹿特丹"),),
    organizer="都市發展局",
    category="考察",
    people=("張光瑤",),
    kind="建議",
)
NEWS = report(
    "news", ("一、內容", "新加坡代表來訪，談到組屋。行政院說明了處分程序，國家昌盛。"), date="2020-01-01"
)
REPORTS = (TRIP, NEWS, report("undated", ("一、內容", "組屋"), title="組屋"))


@pytest.fixture
def kept(build: Building) -> Kept:
    return build(REPORTS)


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("新加坡", "country:新加坡"),
        ("Singapore", "country:新加坡"),
        ("鹿特丹", "city:鹿特丹"),
        ("臺中市政府", "agency:臺中市政府"),
        ("中市府", "agency:臺中市政府"),
        ("Taichung City Government", "agency:臺中市政府"),
        ("都市發展局", "unit:都市發展局"),
        ("張光瑤", "person:張光瑤"),
        ("2016", "year:2016"),
        ("建議", "kind:建議"),
        ("考察", "category:考察"),
    ],
)
def test_a_word_means_what_it_says_of_reports_below_what_has_it(kept: Kept, word: str, reading: str) -> None:
    results = kept.search(f"{word} 組屋")
    assert reading in map(str, results.readings)
    literal = [hit.tier for hit in results.hits].count("literal")
    assert [hit.tier for hit in results.hits[literal:]] == ["names"] * (results.total - literal)
    found = {(hit.report_id, hit.section_id): [*map(str, hit.read_as)] for hit in results.hits[literal:]}
    assert found.get(("trip", "1")) == found.get(("trip", "2")) == [reading]


def test_no_literal_hit_is_lost_and_quotation_marks_take_a_reading_back(kept: Kept) -> None:
    assert kept.found("新加坡 組屋")[0] == "news/0"
    assert kept.found('"新加坡" 組屋') == kept.found("新加坡 組屋", aliases=False) == ["news/0"]
    assert not kept.search('"新加坡" 組屋').readings


def test_a_word_by_itself_finds_only_what_has_it_and_is_offered_as_a_filter(kept: Kept) -> None:
    results = kept.search("新加坡")
    assert [hit.report_id for hit in results.hits] == ["news"]
    assert results.readings == (Reading("新加坡", "country", "新加坡"),)


def test_words_of_which_all_are_said_of_reports_do_not_find_every_section(kept: Kept) -> None:
    assert kept.search("臺中市政府 新加坡").rung == "any-words"
    assert [hit.report_id for hit in kept.search("臺中市政府 新加坡 組屋").hits] == ["trip", "trip"]


def test_words_in_different_sections_find_their_report_once(kept: Kept) -> None:
    results = kept.search("氣候變遷 減碳")
    assert (results.rung, results.shown, results.reports, results.total) == ("one-report", 1, 1, 2)
    (hit,) = results.hits
    lacking = {one.word: one.section_id for one in hit.missing}
    assert lacking == ({"減碳": "1"} if hit.section_id == "0" else {"氣候變遷": "0"})
    assert (
        len(kept.search("氣候變遷 減碳", filters={"report": ("trip",)}).hits) == 2
    )  # all of them, on demand
    assert kept.search("氣候變遷 處分").rung != "one-report"
    assert kept.search("氣候變遷 減碳 -組屋").total == 1  # a minus holds for what is shown
    assert kept.search("氣候變遷 減碳", filters={"year": ("2020",)}).rung == "any-words"


def test_reports_that_have_the_words_apart_are_offered_beside_exact_hits(build: Building) -> None:
    both = report("both", ("一、內容", "氣候變遷與減碳"))
    results = build((*REPORTS, both)).search("氣候變遷 減碳")
    assert [hit.report_id for hit in results.hits] == ["both"]
    assert [hit.report_id for hit in results.in_one_report] == ["trip"]


def test_the_report_that_a_word_is_said_of_is_offered_beside_what_has_the_word(kept: Kept) -> None:
    (offered,) = kept.search("新加坡 組屋").in_one_report
    assert offered.report_id == "trip" and [*map(str, offered.read_as)] == ["country:新加坡"]


@pytest.mark.parametrize("name", ["黃國昌", "陳美玲", "歐陽國昌"])
def test_an_unknown_name_is_one_unit(build: Building, name: str) -> None:
    results = build(REPORTS, told=Told(cutter=keeping((), may_be_name))).search(name)
    assert not results.hits and results.nowhere == (name,)


def test_the_parts_of_a_long_word_are_sought_where_it_stands_nowhere(kept: Kept) -> None:
    results = kept.search("行政處分")
    assert results.rung == "any-words" and [hit.report_id for hit in results.hits] == ["news"]


def test_each_hit_says_which_words_it_lacks(kept: Kept) -> None:
    results = kept.search("組屋維護的熱泵")
    assert results.rung == "any-words" and results.nowhere == ("熱泵",)
    by_section = {
        hit.section_id: {one.word for one in hit.missing} for hit in results.hits if hit.report_id == "trip"
    }
    assert by_section == {"1": {"維護", "熱泵"}, "2": {"熱泵"}}


def test_function_words_find_nothing_by_themselves(build: Building) -> None:
    texts = report("a", ("", "the mayor of the city")), report("b", ("", "who is the one of the many"))
    assert [hit.report_id for hit in build(texts).search("who was the mayor of Rotterdam").hits] == ["a"]


def test_undated_reports_come_last_by_date(kept: Kept) -> None:
    for sort in ("newest", "oldest"):
        assert [hit.report_id for hit in kept.search("組屋", sort=sort).hits][-1] == "undated"


def test_text_comes_before_fronts_and_attachments(build: Building) -> None:
    text = ("一、過程", "世界城市的市長都來了")
    assert build(report("a", "世界城市峰會", text, people=("林佳龍",))).found("世界城市") == ["a/1", "a/0"]
    assert build(report("a", "世界城市峰會", text)).found("世界城市") == [
        "a/0",
        "a/1",
    ]  # of no trip: its substance


def test_a_second_word_is_completed_beside_the_first(kept: Kept) -> None:
    assert [(one.text, one.count) for one in kept.searcher.suggest("組屋 維")] == []
    assert ("維護 組屋", 1) in [(one.text, one.count) for one in kept.searcher.suggest("維護 組")]
