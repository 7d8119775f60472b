"""Reports belong together by the days and places of their trips, and by the event that their titles name."""

from collections.abc import Callable

import pytest

from indexer.library import Library
from indexer.search.related import events_of

FORM = "出國報告名稱：{title}\n出國計畫主辦機關：{agency}\n出國地區：{country}\n出國期間：民國{start}至{end}\n\n壹、目的\n交流。\n"


def _reports(*rows: tuple[str, str, str, str, str]) -> dict[str, str]:
    names = ("title", "agency", "country", "start", "end")
    return {
        f"r{number}": FORM.format(**dict(zip(names, row, strict=True))) for number, row in enumerate(rows)
    }


def _ids(engine: Library, which: str) -> list[str]:
    report = engine.report("r0")
    assert report
    return [row.id for row in getattr(engine.related(report), which)]


def test_a_trip_is_the_same_country_on_the_same_days(index_of: Callable[..., Library]) -> None:
    engine = index_of(**_reports(
        ("赴日本考察下水道報告", "臺北市政府", "日本", "105年5月1日", "105年5月6日"),
        ("隨團訪問日本業務報告", "桃園市政府", "日本", "105年5月6日", "105年5月9日"),
        ("赴日本招商報告", "臺南市政府", "日本", "105年5月7日", "105年5月9日"),
        ("赴韓國考察報告", "高雄市政府", "韓國", "105年5月1日", "105年5月6日"),
    ))  # fmt: skip
    assert _ids(engine, "trip") == ["r1"] and _ids(engine, "event") == []


def test_an_event_is_found_in_other_years_whatever_stands_between_its_words(
    index_of: Callable[..., Library],
) -> None:
    engine = index_of(**_reports(
        ("參加2016年亞太城市高峰會報告", "臺北市政府", "韓國", "105年9月1日", "105年9月4日"),
        ("出席第12屆亞太城市高峰會", "高雄市政府", "澳大利亞", "106年9月1日", "106年9月4日"),
        ("參加亞太地區城市永續高峰會心得", "臺南市政府", "韓國", "107年9月1日", "107年9月4日"),
        ("參加東亞地方政府會議", "臺南市政府", "韓國", "106年9月1日", "106年9月4日"),
    ))  # fmt: skip
    assert _ids(engine, "event") == ["r2", "r1"]


@pytest.mark.parametrize(
    ("title", "events"),
    [
        ("參加2016年世界城市高峰會報告", ["世界城市高峰會"]),
        ("臺中市政府組團赴新加坡參加「2016世界城市峰會」", ["世界城市峰會"]),
        ("出席第21屆國際園藝博覽會並參訪荷蘭", ["國際園藝博覽會"]),
        ("赴日本考察", []),
        ("參加「年會」", []),
    ],
)
def test_an_event_has_neither_year_nor_number(title: str, events: list[str]) -> None:
    assert sorted(set(events_of(title)) - {"新加坡參加「世界城市峰會"}) == events


def test_a_quotation_mark_in_a_title_is_no_query(index_of: Callable[..., Library]) -> None:
    engine = index_of(**_reports(
        ('參加「全球"智慧"城市大會」', "臺北市政府", "西班牙", "105年9月1日", "105年9月4日"),
        ("參加「全球智慧城市大會」", "臺北市政府", "西班牙", "106年9月1日", "106年9月4日"),
    ))  # fmt: skip
    assert _ids(engine, "event") == ["r1"]
