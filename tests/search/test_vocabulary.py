"""Other names: found, said, below the literal hits, and never in the way of them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from opencc import OpenCC

from indexer.errors import ReadError
from indexer.library import Library
from indexer.model.search import SORTS, Request
from indexer.search import known
from indexer.search.parser import parse
from indexer.search.vocabulary import with_aliases
from indexer.text.fold import fold

Build = Callable[..., Library]


def forget() -> None:
    """Let the tables be read anew."""
    for read in (known.groups, known._by_key, known._by_stems):
        read.cache_clear()


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("軟體", "軟體 OR 软件 OR software"),
        ("软件", "软件 OR 軟體 OR software"),
        ("計程車", "計程車 OR 出租车 OR taxi"),
        ("计划", "计划 OR 計畫"),
        ("工作計畫", "工作計畫 OR 工作计划"),
        ("雪梨歌劇院", "雪梨歌劇院 OR 悉尼歌劇院"),
        ("杜拜", "杜拜 OR 迪拜 OR Dubai"),
        ("Sydney", "Sydney OR 雪梨 OR 悉尼"),
        ("New Zealand 花卉", "((New AND Zealand) OR 紐西蘭 OR 新西兰) AND 花卉"),
        ("花卉 -軟體", "花卉 AND NOT 軟體"),
        ("title:軟體", "title: 軟體"),
        ("黃循財", "黃循財"),
        ("多米尼加", "多米尼加 OR 多明尼加"),  # CLDR's zone of Dominica is named so too
        ("Taichung", "Taichung OR 臺中"),
        ("臺中市", "臺中市 OR Taichung"),
        (
            "sister cities",
            "(sister AND cities) OR 姊妹市 OR 姐妹市 OR 友好城市 OR “sister city” OR “twin city” OR “twin town”",
        ),
        ("Ministry of Culture", "(Ministry AND of AND Culture) OR 文化部"),
        ("WHO", "WHO OR 世界衛生組織 OR 世衛組織 OR “World Health Organization”"),
        ("who", "who"),
        ("導彈", "導彈 OR 飛彈 OR Missile"),
    ],
)
def test_other_names_of_a_query(query: str, understood: str) -> None:
    root = parse(query).root
    assert root is not None and str(with_aliases(root)) == understood


@pytest.mark.parametrize("name", ["出租車", "安全網路", "計畫", "品質", "軟體工程", "資訊安全"])
def test_other_names_do_not_depend_on_the_script_typed(name: str) -> None:
    typed = {
        name,
        OpenCC("t2s").convert(name),
        OpenCC("tw2sp").convert(name),
        "".join(map(OpenCC("t2s").convert, name)),
    }
    spelled = {query: parse(query).root for query in typed if fold(query) == fold(name)}
    assert len({with_aliases(root) for root in spelled.values() if root}) == 1 and len(spelled) > 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("軟體", "软件"), ("計程車", "出租车"), ("雪梨", "悉尼"), ("川普", "特朗普"), ("杜拜", "迪拜")],
)
def test_each_name_finds_the_other_below_the_literal_hits(index_of: Build, one: str, other: str) -> None:
    engine = index_of(a=f"會議談到{one}。", b=f"會議談到{other}，{other}，{other}。")
    for query, literal, by_name, name in ((one, "a", "b", other), (other, "b", "a", one)):
        results = engine.search(Request(query))
        assert [hit.report_id for hit in results.hits] == [literal, by_name]
        assert results.hits[0].via == () and results.hits[1].via == (name,)
        assert name in results.also and results.total == 2
        (snippet,) = results.hits[1].snippets
        assert {snippet.text[a:b] for a, b in snippet.marks} == {name}
        without = engine.search(Request(query, aliases=False))
        assert [hit.report_id for hit in without.hits] == [literal] and without.also == ()


def test_a_minus_is_about_the_word_itself(index_of: Build) -> None:
    engine = index_of(a="軟體與會議", b="软件與會議")
    assert [hit.report_id for hit in engine.search(Request("會議 -軟體")).hits] == ["b"]


def test_a_table_of_ones_own_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.tsv"
    monkeypatch.setenv("BAOGAO_ALIASES", str(path))
    path.write_text("# names\n水湳\tShuinan\n", encoding="utf-8")
    forget()
    root = parse("水湳").root
    assert root is not None and str(with_aliases(root)) == "水湳 OR Shuinan"
    path.write_text("水湳\n", encoding="utf-8")
    forget()
    with pytest.raises(ReadError, match=r"own\.tsv:1"):
        with_aliases(root)
    monkeypatch.delenv("BAOGAO_ALIASES")
    forget()


def test_slips_are_offered_and_not_merged(index_of: Build) -> None:
    engine = index_of(
        a="參訪水湳經貿園區。",
        a2="在水湳經貿園區。",
        a3="水湳經貿園區的未來。",
        b="參訪水滸經貿園區。",
        c="A NEW RUBAN AGENDA",
        d="AN URBAN AGENDA, urban life",
        e="urban farming",
        f="urban mobility",
    )
    for right in ("水滸經貿園區", "水湳經貿園區"):  # a row of words that stands there; what is more frequent
        assert not engine.search(Request(right)).did_you_mean
    assert [c.text for c in engine.search(Request("RUBAN agenda")).did_you_mean] == ["URBAN agenda"]
    assert not engine.search(Request("urban")).did_you_mean
    assert [c.text for c in engine.search(Request("水戶經貿園區")).did_you_mean] == [
        "水湳經貿園區",
        "水滸經貿園區",
    ]


@pytest.mark.parametrize("slip", ["團書館", "圖畫館", "圖書飽"])
def test_a_short_slip_is_offered_for_a_word_where_nothing_has_it(index_of: Build, slip: str) -> None:
    engine = index_of(a="參觀市立圖書館員工中心。", b="參觀大圖輸出。")
    assert [correction.text for correction in engine.search(Request(slip)).did_you_mean] == ["圖書館"]
    assert engine.search(Request("大園輸")).did_you_mean == ()  # 大圖輸 is no word
    assert engine.search(Request("圖書館")).did_you_mean == ()


def test_a_short_word_found_by_another_name_is_no_slip(index_of: Build) -> None:
    results = index_of(a="搭乘計程車。", b="出租人與承租人。").search(Request("出租车"))
    assert [hit.report_id for hit in results.hits] == ["a"] and results.did_you_mean == ()


def test_an_offer_counts_what_a_click_on_it_finds(engine: Library) -> None:
    for typed in (
        "Lawrance",
        '"World Citis Summit"',
        "智惠城市",
        "Sumit 新加坡",
        "title:智惠城市",
        "year:2016 Sumit",
    ):
        for offer in engine.search(Request(typed)).did_you_mean:
            assert engine.search(Request(offer.text)).total == offer.count > 0
    assert engine.search(Request('"World Citis Summit"')).did_you_mean
    assert engine.search(Request("country:日本 總統 Sumit")).did_you_mean == ()


def test_dates_order_literal_hits_and_other_names_alike(index_of: Build) -> None:
    texts = {"a": ("105", "軟體"), "b": ("107", "软件"), "c": ("103", "软件")}
    engine = index_of(
        **{
            name: f"報告日期：民國{year}年1月1日\n壹、目的\n談{word}。"
            for name, (year, word) in texts.items()
        }
    )
    order = {
        sort: [hit.report_id for hit in engine.search(Request("軟體", sort=sort)).hits] for sort in SORTS
    }
    assert order["newest"] == ["b", "a", "c"] == order["oldest"][::-1]
    assert order["relevance"][0] == "a"


def test_a_run_is_completed_from_the_texts_by_whole_words(engine: Library) -> None:
    for typed, whole in (
        ("智慧城", "智慧城市"),
        ("智慧", "智慧城市"),
        ("世界城市峰", "世界城市峰會"),
        ("教宗若望", "教宗若望保祿二世"),
    ):
        found = {one.text: one.count for one in engine.suggest(typed)}
        assert found[whole] == engine.search(Request(whole, aliases=False)).total > 1


def test_collapsing_shows_one_hit_a_report(engine: Library) -> None:
    whole = engine.search(Request("總統", per_page=100))
    collapsed = engine.search(Request("總統", per_page=100, collapse=True))
    assert len(collapsed.hits) == collapsed.shown == whole.reports == collapsed.reports > 1
    assert collapsed.total == whole.total == sum(hit.more + 1 for hit in collapsed.hits)
    assert len({hit.report_id for hit in collapsed.hits}) == len(collapsed.hits)
    assert collapsed.hits[0].section_id == whole.hits[0].section_id


def test_explained_parts_add_up_to_the_score(engine: Library) -> None:
    for hit in engine.search(Request("世界城市峰會 Lawrence", explain=True)).hits:
        assert sum(hit.explain.values()) == pytest.approx(hit.score, rel=1e-3)
        assert "han" in hit.explain
