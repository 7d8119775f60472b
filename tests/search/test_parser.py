import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.query import Phrase, Run, Word, positive_leaves
from indexer.search.matching import mark, spans
from indexer.search.parser import MAX_LENGTH, date_range, parse
from indexer.search.rungs import all_words, any_words

syntax = st.lists(
    st.sampled_from(
        ["智慧", "城市", "Wong", "OR", "NOT", "AND", "-", "(", ")", '"', "“", "”", "（", "）", "＊", "*", "~", ":", "：",
         "title:", "year:", "year:105..107", "person:", " ", "\u3000", "…", "\\", "\ud800", "\0", "105年"]
    ), max_size=20,
).map("".join)  # fmt: skip


@given(syntax | st.text(max_size=80))
def test_whatever_is_typed_is_a_query(text: str) -> None:
    query = parse(text)
    if query.root is None:
        assert query.understood == "" and (query.notes or not text.strip())
    else:
        assert query.understood
        for rung in (all_words, any_words):
            assert rung(query.root) is not None
    query.text.encode()


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("智慧城市", "智慧城市"),
        ("智慧 城市", "智慧 AND 城市"),
        ("智慧\u3000AND\u3000城市", "智慧 AND 城市"),
        ("新加坡 OR 日本 -韓國", "新加坡 OR (日本 AND NOT 韓國)"),
        ("（新加坡 ｜ 日本） NOT 韓國", "(新加坡 OR 日本) AND NOT 韓國"),
        ("新加坡 －日本", "新加坡 AND NOT 日本"),
        ("--日本", "日本"),
        ('-"Lawrence Wong"', "NOT “Lawrence Wong”"),
        ("“智慧 城市”", "“智慧 城市”"),
        ("＂智慧城市＂", "智慧城市"),
        ("Ahmed市長", "Ahmed市長"),
        ("2018臺中花博", "2018臺中花博"),
        ("張副市長、陳文政", "張副市長 AND 陳文政"),
        ("Wade-Brown", "Wade-Brown"),
        ("inno*", "inno…"),
        ("rubn~", "≈rubn"),
        ("heading：心得", "heading: 心得"),
        ("title:峰會 year:105..107", "title: 峰會 AND year: 105..107"),
        ('agency:"臺中市政府"', "agency: 臺中市政府"),
        ("ＹＥＡＲ：１０５ 智慧", "year: １０５ AND 智慧"),
        ("title:(峰會 OR 論壇)", "title: 峰會 OR title: 論壇"),
        (
            "country:(日本 OR 韓國) -agency:(外交部)",
            "(country: 日本 OR country: 韓國) AND NOT agency: 外交部",
        ),
        ('person:("Lawrence Wong")', "person: Lawrence Wong"),
        ("民國105年", "year: 105 OR 民國105年"),
        ("105年", "year: 105 OR 105年"),
        ("智慧城市 2016年", "智慧城市 AND (year: 2016 OR 2016年)"),
        ("30年", "30年"),
        ("subtitle:x", "subtitle AND x"),
        ("http://a.b/c", "http AND a AND b AND c"),
        ("Va\u0301lek", "V\u00e1lek"),  # as documents are read
        ("圖\u200b書館 Kor\u00adhonen", "圖書館 AND Korhonen"),
    ],
)
def test_queries_are_read_back(text: str, understood: str) -> None:
    assert parse(text).understood == understood


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ('"智慧城市', "quotation mark"),
        ("(智慧", "opening bracket"),
        ("智慧)", "closing bracket"),
        ("智慧 OR", "OR without"),
        ("智慧 NOT", "NOT without"),
        ("year:soon 智慧", "is no year"),
        ("title: ", "without a value"),
        ("？！", "no word"),
        ("(" * 60 + "智慧", "nested deeper"),
        ("智" * (MAX_LENGTH + 1), f"first {MAX_LENGTH}"),
    ],
)
def test_what_is_ignored_is_said(text: str, note: str) -> None:
    assert any(note in str(said) for said in parse(text).notes)


@pytest.mark.parametrize(
    ("field", "value", "bounds"),
    [
        ("year", "105", ("2016", "2016")),
        ("year", "105年", ("2016", "2016")),
        ("year", "民國105年度", ("2016", "2016")),
        ("year", "2016", ("2016", "2016")),
        ("year", "105..107", ("2016", "2018")),
        ("year", "2016～2018", ("2016", "2018")),
        ("year", "107..", ("2018", "9999")),
        ("year", "..107", ("", "2018")),
        ("date", "2016-07..2016-09", ("2016-07", "2016-09")),
        ("date", "105年7月9日", ("2016-07-09", "2016-07-09")),
        ("date", "105.7.9", ("2016-07-09", "2016-07-09")),
        ("year", "2018..105", ("2016", "2018")),
        ("date", "2016-09..2016", ("2016-09", "2016")),
        ("year", "..", None),
        ("year", "soon", None),
        ("year", "1..2..3", None),
    ],
)
def test_years_and_dates_in_both_calendars(field: str, value: str, bounds: tuple[str, str] | None) -> None:
    assert date_range(field, value) == bounds


def test_a_year_alone_finds_the_year_and_the_words() -> None:
    assert parse("民國105年").understood == "year: 105 OR 民國105年"


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("wenje", "ko wen-je", ["wen-je"]),
        ("wen-je", "ko wen je, wenje, went je", ["wen je", "wenje"]),
        ("ko", "kobe ko", ["ko"]),
        ('"urban agenda"', "new urban  agenda; urban, agenda", ["urban  agenda", "urban, agenda"]),
        ('"seoul transportation"', "seoul's transportation", ["seoul's transportation"]),
        ('"市長 ahmed"', "市长mr ahmed，市长 ahmed", ["市长 ahmed"]),
        ("7月9日", "7 月 9 日與17月9日", ["7 月 9 日"]),
    ],
)  # fmt: skip
def test_where_a_leaf_stands(query: str, text: str, found: list[str]) -> None:
    (leaf,) = positive_leaves(parse(query).root)
    assert [text[start:end] for start, end in spans(leaf, text, {})] == found


def test_of_two_overlapping_hits_the_longer_is_marked() -> None:
    assert mark("智慧城市与城市", [Run("城市"), Run("智慧城市")], {}) == [(0, 4), (5, 7)]


def test_rungs_loosen_words_but_keep_filters_and_minus() -> None:
    root = parse("荷蘭鹿特丹市長 -韓國 year:105").root
    assert root is not None
    assert str(all_words(root)) == "荷兰 AND 鹿特丹 AND 市长 AND NOT 韓國 AND year: 105"
    assert str(any_words(root)) == "NOT 韓國 AND year: 105 AND (荷兰 OR 鹿特丹 OR 市长)"


def test_mixed_scripts_side_by_side_are_a_tight_phrase() -> None:
    assert parse("3D虛擬").root == Phrase((Word(("3d",)), Run("虚拟")), tight=True)
