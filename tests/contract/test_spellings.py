"""Days, amounts and numerals in every spelling, and marks between digits."""

import pytest

from indexer.search.known import names_at
from indexer.search.spellings import spellings
from indexer.text.fold import fold
from tests.contract.conftest import Building, report

DAY = (
    "105年7月9日",
    "民國105年7月9日",
    "105/7/9",
    "2016-07-09",
    "2016.7.9",
    "2016年7月9日",
    "July 9, 2016",
    "9 July 2016",
)


@pytest.mark.parametrize("typed", DAY)
def test_a_day_finds_itself_in_every_spelling(build: Building, typed: str) -> None:
    kept = build(*(report(f"r{number}", f"會議在{text}舉行") for number, text in enumerate(DAY)))
    results = kept.search(typed)
    assert {hit.report_id for hit in results.hits} == {f"r{number}" for number in range(len(DAY))}
    tiers = [hit.tier for hit in results.hits]
    assert tiers[0] == "literal" and "names" in tiers and tiers == sorted(tiers)


@pytest.mark.parametrize("typed", ["105年", "1-2-3", "98/13/40", "智慧城市", "2016", "IVAN", ""])
def test_what_is_no_day_is_spelled_in_one_way(typed: str) -> None:
    assert spellings(typed) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("氣溫20℃", "氣溫20°C"),
        ("面積30㎡", "面積30平方公尺"),
        ("面積30㎡", "面積30 m2"),
        ("第Ⅳ期", "第IV期"),
        ("1,234,567元", "1234567元"),
        ("第壹章", "第一章"),
        ("105年7月", "July 2016"),
        ("結為姊妹市", "結為姐妹市"),
        ("執行計畫", "執行計劃"),
        ("葛\U000e0100城市", "葛城市"),
        ("考\u000b察", "考察"),
        ("まんが", "マンガ"),
        ("中華⺠國", "中華民國"),
    ],
)
def test_each_spelling_finds_the_other(build: Building, one: str, other: str) -> None:
    from indexer.anatomy.lines import clean  # as texts are read

    kept = build(report("one", f"前文，{clean(one)}。"), report("other", f"前文，{clean(other)}。"))
    for typed in (one.removesuffix("元"), other.removesuffix("元")):
        assert sorted(hit.report_id for hit in kept.search(typed).hits) == ["one", "other"], typed


def test_a_sign_by_itself_is_found(build: Building) -> None:
    assert build(report("a", "面積30㎡")).found("㎡") == ["a/0"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("2025", "參加者20-25歲"),
        ("71號", "7-1號"),
        ("3.5公頃", "共3場，面積5公頃"),
        ("98/12/31", "31日前98人分12組"),
        ("條1", "第二條\n1人"),
    ],
)
def test_digits_do_not_run_together_and_stand_in_a_row(build: Building, typed: str, text: str) -> None:
    results = build(report("a", text)).search(typed, aliases=False)
    assert results.rung != "exact" or not results.hits


def test_numbers_in_a_row_are_found_as_they_stand(build: Building) -> None:
    kept = build(report("a", "共3.5公頃，98/12/31，府教字第1050123456號，§3.2，covid-19"))
    for typed in ("3.5公頃", "98/12/31", "府教字第1050123456號", "§3.2", "covid19", "COVID-19"):
        assert kept.search(typed).rung == "exact", typed


def test_words_that_differ_stay_apart() -> None:
    assert fold("凃") != fold("涂") and fold("堺") != fold("界") and fold("蕭") != fold("肖")
    assert "檢察" not in names_at(fold("檢查"))
