"""What every engine must find, count, filter, sort and page, by examples that a person can check."""

import random
import re

import pytest

from indexer.model.report import UNSTATED, Report
from indexer.model.search import FACETS
from indexer.text.fold import fold
from indexer.text.scripts import CJK
from tests.contract.conftest import Building, Kept, Told, report

SUMMIT = report(
    "summit",
    ("一、目的", "訪問新加坡，出席世界城市峰會，參觀會展中心。"),
    ("二、過程", "市長 Ko Wen-Je 與 Ahmed Aboutaleb 會談 3D虛擬情境。水湳經貿園區。"),
    ("三、建議", "智慧城市應與姊妹市合作。Smart cities are urban."),
    title="世界城市峰會報告",
    date="2016-07-11",
    kind="過程",
    agency="臺中市政府",
    countries=("新加坡",),
    category="訪問、會議",
    people=("林佳龍", "Lee Mei"),
)
HEALTH = report(
    "health",
    ("一、目的", "考察日本醫院，智慧城市與長照。"),
    "台北市立醫院的代表 O'Brien 與\U00020bb7野家、陳\ufa1e嘉。",
    title="日本長照考察",
    date="2017-03",
    kind="建議",
    agency="臺北市政府衛生局",
    countries=("日本", "新加坡"),
    category="考察",
    people=("陳大文",),
)
UNDATED = report("undated", "会展中心的報告，沒有日期。Rubn city.", title="無日期 resort")
ALL = (SUMMIT, HEALTH, UNDATED)


@pytest.fixture
def kept(build: Building) -> Kept:
    return build(ALL)


@pytest.mark.parametrize(
    ("query", "sections"),
    [
        # a run, in either script and width, whatever stands around it
        ("會展中心", {"summit/0", "undated/0"}),
        ("会展中心", {"summit/0", "undated/0"}),
        ("展中", {"summit/0", "undated/0"}),
        ("台北", {"health/1"}),
        ("臺北", {"health/1"}),
        ("\U00020bb7野家", {"health/1"}),
        ("\U00020bb7", {"health/1"}),
        ("陳\ufa1e嘉", {"health/1"}),
        ("陳羽嘉", {"health/1"}),
        ("３Ｄ虛擬", {"summit/1"}),
        ("目的", {"summit/0", "health/0"}),
        # words as words
        ("KO WENJE", {"summit/1"}),
        ("Wen-Je Ko", {"summit/1"}),
        ("wen je", {"summit/1"}),
        ("we", set()),
        ("obrien", {"health/1"}),
        ("brien", {"health/1"}),
        ("rubn", {"undated/0"}),
        # phrases
        ('"Ahmed Aboutaleb 會談"', {"summit/1"}),
        ('"Aboutaleb Ahmed"', set()),
        ('"目的 訪問"', {"summit/0"}),
        # prefixes and fuzzy words
        ("abou*", {"summit/1"}),
        ("wenj*", {"summit/1"}),
        ("cit*", {"summit/2", "undated/0"}),
        ("rubm~", {"undated/0"}),
        ("ruban~", {"summit/2", "undated/0"}),
        # AND, OR, NOT, brackets
        ("智慧城市 姊妹市", {"summit/2"}),
        ("姊妹市 OR 長照", {"summit/2", "health/0"}),
        ("智慧城市 -姊妹市", {"health/0"}),
        ("(姊妹市 OR 長照) NOT 日本", {"summit/2"}),
        # fields and filters
        ("heading:目的 智慧", {"health/0"}),
        ("title:峰會", {"summit/0", "summit/1", "summit/2"}),
        ("title:reso*", {"undated/0"}),
        ("title:峰会 城市", {"summit/0", "summit/2"}),
        ("kind:建議", {"health/0", "health/1"}),
        ("agency:臺中 姊妹", {"summit/2"}),
        ("agency:台中市政府 姊妹", {"summit/2"}),
        ("country:新加坡 智慧城市", {"summit/2", "health/0"}),
        ("country:singapore 長照", {"health/0"}),
        ("year:105 智慧", {"summit/2"}),
        ("year:105..106 智慧", {"summit/2", "health/0"}),
        ("date:2016-07..2016-08 智慧", {"summit/2"}),
        ("date:2017.. 智慧", {"health/0"}),
        ("category:考察 智慧", {"health/0"}),
        ("category:會議 智慧", {"summit/2"}),
        ("person:林佳龍 智慧", {"summit/2"}),
        ("person:林佳 智慧", {"summit/2"}),
        ("report:health 智慧", {"health/0"}),
        ("report:heal 智慧", set()),
    ],
)  # fmt: skip
def test_a_query_finds_its_sections(kept: Kept, query: str, sections: set[str]) -> None:
    results = kept.search(query, aliases=False)
    if sections:
        assert {f"{hit.report_id}/{hit.section_id}" for hit in results.hits} == sections
    assert (results.total if results.rung == "exact" else 0) == len(sections)
    assert results.reports == len({hit.report_id for hit in results.hits})


def test_every_run_is_found_wherever_it_stands(kept: Kept) -> None:
    texts = {f"{one.id}/{part.id}": fold(part.searchable) for one in ALL for part in one.sections}
    rng = random.Random(1)
    runs = [run for text in texts.values() for run in re.findall(f"[{CJK}]+", text)]
    for _ in range(100):
        run = rng.choice(runs)
        start = rng.randrange(len(run))
        asked = run[start : start + rng.randint(1, 5)]
        assert set(kept.found(asked, aliases=False)) == {key for key, text in texts.items() if asked in text}


def test_a_minus_and_a_filter_hold_on_every_rung(kept: Kept) -> None:
    assert kept.search("新加坡的智慧城市姊妹").rung == "any-words"
    assert "health/0" in kept.found("新加坡的智慧城市姊妹")
    assert "health/0" not in kept.found("新加坡的智慧城市姊妹 -長照")
    assert set(kept.found("新加坡的智慧城市姊妹 year:106")) <= {"health/0", "health/1"}
    assert kept.search("新加坡的智慧城市姊妹", filters={"year": ("1999",)}).total == 0


def test_words_are_tried_in_any_order_before_some_of_them(kept: Kept) -> None:
    results = kept.search("姊妹市智慧城市", aliases=False)
    assert results.rung == "all-words" and [hit.section_id for hit in results.hits] == ["2"]


def test_other_names_find_after_literal_ones(kept: Kept) -> None:
    results = kept.search("Singapore")
    assert results.total == 1 and results.hits[0].via == ("新加坡",)
    assert kept.search("Singapore", aliases=False).total == 0


def test_values_of_one_filter_are_alternatives_and_filters_are_joined(kept: Kept) -> None:
    assert kept.search("", filters={"year": ("2016", "2017")}).total == 5
    assert kept.search("", filters={"year": ("2016", "2017"), "agency": ("衛生局",)}).total == 2
    assert kept.search("智慧城市", filters={"country": ("日本",), "kind": ("過程",)}).total == 0
    assert kept.search("", filters={"year": ("no year",)}).notes
    assert kept.search("").total == 0


def test_sections_are_sorted_by_date_and_by_relevance(kept: Kept) -> None:
    asked = "會展中心 OR 智慧城市"
    assert [hit.report_id for hit in kept.search(asked, sort="newest").hits] == [
        "health", "summit", "summit", "undated",
    ]  # fmt: skip
    assert [hit.report_id for hit in kept.search(asked, sort="oldest").hits] == [
        "summit", "summit", "health", "undated",
    ]  # fmt: skip
    scores = [hit.score for hit in kept.search(asked).hits]
    assert scores == sorted(scores, reverse=True) and scores[-1] > 0


@pytest.mark.parametrize("query", ["智慧城市", "的", "-姊妹市", "year:2016"])
def test_facets_agree_with_what_clicking_them_returns(kept: Kept, query: str) -> None:
    facets = kept.search(query).facets
    assert set(facets) == set(FACETS)
    for name, values in facets.items():
        assert values == sorted(values, key=lambda one: (-one[1], one[0]))
        for value, count in values:
            assert kept.search(query, filters={name: (value,)}).total == count > 0


def test_facets_count_sections_by_value(kept: Kept) -> None:
    facets = kept.search("智慧城市").facets
    assert facets["country"] == [("新加坡", 2), ("日本", 1)]
    assert facets["category"] == [("會議", 1), ("考察", 1), ("訪問", 1)]
    assert facets["person"] == [("Lee Mei", 1), ("林佳龍", 1), ("陳大文", 1)]
    assert not kept.search("智慧城市", facets=False).facets


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("collapse", [False, True])
def test_pages_together_are_the_whole(build: Building, sort: str, collapse: bool) -> None:
    many = [report(f"r{n}", *["同一句話。" * (1 + (n * i) % 3) for i in range(4)], date=f"20{10 + n % 5}") for n in range(15)]  # fmt: skip
    kept = build(many)
    whole = kept.found("同一句", sort=sort, collapse=collapse)
    first = kept.search("同一句", sort=sort, collapse=collapse, per_page=7)
    pages = [
        kept.found("同一句", sort=sort, collapse=collapse, per_page=7, page=n + 1) for n in range(first.pages)
    ]
    assert first.shown == len(whole) == len(set(whole)) == (15 if collapse else 60)
    assert [one for page in pages for one in page] == whole
    assert kept.found("同一句", page=1000) == []


def test_a_report_is_shown_once_when_hits_are_collapsed(kept: Kept) -> None:
    results = kept.search("year:2016 OR 會展中心 OR 長照", collapse=True)
    assert {hit.report_id: hit.more for hit in results.hits} == {"summit": 2, "undated": 0, "health": 0}
    assert (results.total, results.reports, results.shown) == (5, 3, 3)


def test_scores_are_explained(kept: Kept) -> None:
    for hit in kept.search("智慧城市 姊妹市", explain=True).hits:
        assert sum(hit.explain.values()) == pytest.approx(hit.score, rel=1e-3)
        assert {"han", "nearness", "as_typed"} <= set(hit.explain)


def test_a_heading_outranks_a_body_and_a_short_text_a_long_one(build: Building) -> None:
    kept = build([report("long", "會展中心落成。" + "其他的事情還有很多。" * 50), report("short", "會展中心落成。"),
                  report("head", ("會展中心", "落成。"))])  # fmt: skip
    assert kept.found("會展中心") == ["head/0", "short/0", "long/0"]


def test_more_than_are_ranked_anew_stay_in_order(build: Building) -> None:
    kept = build(
        [report(f"r{n:03}", "智慧" + "城市" * (n % 7 + 1) + "，報告。" * (n % 11)) for n in range(120)]
    )
    scores = [hit.score for hit in kept.search("智慧城市").hits]
    assert len(scores) == 120 and scores == sorted(scores, reverse=True)
    assert kept.found("智慧城市", per_page=50) == kept.found("智慧城市")[:50]


def test_people_are_found_by_what_is_known_of_them(build: Building) -> None:
    told = Told(other_names={"Lin Chia-lung": ("林佳龍",)}, named={"林佳龍": (("health", 1), ("summit", 0)), "Mayor Lin": (("health", 1), ("summit", 9), ("gone", 0))})  # fmt: skip
    kept = build(ALL, told=told)
    people = {f"summit/{n}" for n in range(3)}
    assert set(kept.found("", filters={"person": ("林佳龍",)})) == {*people, "health/1"}
    assert kept.found("", filters={"person": ("Mayor Lin",)}) == ["health/1"]  # the others are no more
    assert dict(kept.search("year:106").facets["person"]) == {"陳大文": 2, "林佳龍": 1}
    assert dict(kept.searcher.view.overview()["person"]) == {"林佳龍": 2, "陳大文": 1, "Lee Mei": 1}
    assert {hit.via for hit in kept.search('"Lin Chia-lung"').hits} <= {("林佳龍",)}


def test_a_slip_is_offered_as_it_may_have_been_meant(build: Building) -> None:
    texts = ["甲戊丙丁乙。甲庚丙丁乙。", "甲戊丙丁乙", "甲\U00020bb7丙丁乙", "resilient"]
    kept = build([report(f"r{n}", text) for n, text in enumerate(texts)])
    near = {one.text: one.count for one in kept.search("甲己丙丁乙").did_you_mean}
    assert near == {"甲戊丙丁乙": 2, "甲\U00020bb7丙丁乙": 1}
    for typed, meant in (("resilent", "resilient"), ("Resilent", "Resilient"), ("RESILENT", "RESILIENT")):
        assert [one.text for one in kept.search(typed).did_you_mean] == [meant]
    kept.store.drop(["r3"])
    assert not kept.search("resilent OR 甲戊").did_you_mean  # nobody has it any more


def test_typing_is_completed(build: Building) -> None:
    kept = build(ALL, told=Told(offered=(("Lin Chia-lung", "person", 3), ("姊妹市", "term", 1))))
    offered = {typed: {(one.text, one.kind, one.count) for one in kept.searcher.suggest(typed)} for typed in
               ("臺中", "台北", "世界城市", "姊妹", "智慧", "aho", "urb", "龍", "")}  # fmt: skip
    assert ("世界城市峰會報告", "title", 0) not in offered["世界城市"]  # what finds nothing is not offered
    assert ("智慧城市", "word", 2) in offered["智慧"]
    assert ("姊妹市", "term", 1) in offered["姊妹"]
    assert offered[""] == offered["aho"] == set()


def test_nothing_is_offered_twice(build: Building) -> None:
    kept = build(
        [report(f"r{n}", "新北市新莊。新北市新莊。") for n in range(2)],
        report("t", "新北新北", title="新北新北"),
    )
    texts = [one.text for one in kept.searcher.suggest("新北")]
    assert texts and len(texts) == len(set(texts))


def test_similar_sections_are_of_other_reports(kept: Kept) -> None:
    hits = kept.searcher.similar("summit", "2")
    assert hits and {hit.report_id for hit in hits} <= {"health", "undated"}
    assert kept.searcher.similar("summit", "no such section") == ()
    assert kept.searcher.similar("no such report", "0") == ()
    assert len(kept.searcher.similar("summit", "2", most=1)) == 1


def test_an_empty_store_answers(build: Building) -> None:
    kept = build()
    view = kept.searcher.view
    assert view.size() == (0, 0) and list(view.ids()) == [] and view.newest(3) == []
    assert view.row("x") is None and view.report("x") is None
    assert view.overview() == {name: [] for name in FACETS}
    for query in ("智慧城市", "-x", "inno*", "rubn~", "year:2016", "", '"a b"', "title:x", "heading:x"):
        for sort in ("relevance", "newest"):
            results = kept.search(query, sort=sort, collapse=True)
            assert (results.total, results.reports, results.hits, results.did_you_mean) == (0, 0, (), ())
    assert kept.searcher.suggest("智") == [] and kept.searcher.similar("x", "0") == ()


def test_reports_are_listed_as_they_were_put(kept: Kept) -> None:
    view = kept.searcher.view
    assert view.size() == (3, 6) and set(view.ids()) == {"summit", "health", "undated"}
    for one in ALL:
        row = view.row(one.id)
        assert view.report(one.id) == one
        assert row and (row.id, row.title, row.metadata) == (one.id, one.title, one.metadata)
    assert [row.id for row in view.newest(2)] == ["health", "summit"]
    assert [row.id for row in view.newest(9)] == ["health", "summit", "undated"]
    assert [row.id for row in view.newest(1, 1)] == ["summit"]
    assert [row.id for row in view.newest(9, 2)] == ["undated"] and view.newest(9, 3) == []


def test_reports_are_counted_once_a_value(build: Building) -> None:
    kept = build([SUMMIT, HEALTH], report("third", "一", agency="臺中 市政府", date="2016-09"))
    overview = kept.searcher.view.overview()
    assert overview["year"] == [("2016", 2), ("2017", 1)] and overview["country"] == [
        ("新加坡", 2),
        ("日本", 1),
        (UNSTATED, 1),
    ]
    assert overview["kind"] == [("other", 1), ("建議", 1), ("過程", 1)]
    assert sorted(count for _, count in overview["agency"]) == [1, 2]


def test_what_a_report_does_not_say_is_a_value_too(build: Building) -> None:
    kept = build([SUMMIT, HEALTH], report("bare", "一", "二"), report("dated", "一", date="2016-09"))
    results = kept.search("一")
    for field, found in (("agency", 2), ("country", 2), ("year", 1), ("category", 2)):
        assert dict(results.facets[field])[UNSTATED] == found
        for asked in (kept.search("一", filters={field: (UNSTATED,)}), kept.search(f"一 {field}:{UNSTATED}")):
            assert (asked.total, asked.notes) == (found, ())
    assert {hit.report_id for hit in kept.search("", filters={"year": (UNSTATED,)}).hits} == {"bare"}
    assert kept.search(f"一 -year:{UNSTATED}").total == results.total - 1


def test_texts_come_back_as_they_were_written(build: Building) -> None:
    texts = ["臺台台Ａ，,。\n\U00020bb7\U0002a6a5発㑮\U00010781", "", "\n", "é e\u0301 ’‘'", " "]
    one: Report = report("r", *texts, ("", "x"), ("一、\U00020bb7", ""))
    kept = build(one)
    assert kept.searcher.view.report("r") == one
