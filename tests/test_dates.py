import pytest

from indexer.dates import number, parse_dates, parse_period


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("105年7月9日", ["2016-07-09"]),
        ("中華民國113年2月21日", ["2024-02-21"]),
        ("民國一百零五年七月九日", ["2016-07-09"]),
        ("一○五年七月十一日", ["2016-07-11"]),
        ("105.07.09", ["2016-07-09"]),
        ("98/06/18", ["2009-06-18"]),
        ("1050709", ["2016-07-09"]),
        ("20160709", ["2016-07-09"]),
        ("2016/7/9", ["2016-07-09"]),
        ("2016年7月9日至11日", ["2016-07-09", "2016-07-11"]),
        ("民國105年 7月 9日 至 8月 2日", ["2016-07-09", "2016-08-02"]),
        ("昭和12年3月4日", []),
        ("105年2月30日", []),
        ("電話 0222289111", []),
        ("105年", []),
    ],
)
def test_dates_in_every_writing(text: str, dates: list[str]) -> None:
    assert parse_dates(text) == dates


def test_a_period_is_its_first_and_last_day() -> None:
    assert parse_period("105年7月9日至105年7月11日（依新聞日期）") == ("2016-07-09", "2016-07-11")
    assert parse_period("三天") == ("", "")


@pytest.mark.parametrize(
    ("text", "value"), [("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("一〇五", 105)]
)
def test_chinese_numerals(text: str, value: int) -> None:
    assert number(text) == value
