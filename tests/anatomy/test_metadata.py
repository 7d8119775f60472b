"""What the forms at the head of a report say, in every kind of report and writing."""

from collections.abc import Callable

import pytest

from indexer.anatomy.agencies import agency_name
from indexer.anatomy.places import find_places
from indexer.anatomy.sections import build_report
from indexer.library import Library
from indexer.model.jsonable import metadata_from_dict, metadata_to_dict
from indexer.model.report import Document, Metadata, Person, Report
from indexer.model.search import Request
from tests.conftest import REAL_REPORT, shared


def report_of(text: str) -> Report:
    return build_report(Document("r", text, "r.txt"))


def read(text: str) -> Metadata:
    return report_of(text).metadata


CITY = """高雄市政府公務出國或赴大陸地區報告提要
類別：考察
出國報告名稱：訪問大阪港報告
含附件：■是 □否
出國計畫主辦機關：海洋局
聯絡人：王小明　電話：07-1234567
出國人員姓名/服務機關/單位/職稱
王小明/高市府/海洋局/科長
李大同/高雄市政府/海洋局/技士
出國類別：■考察 □進修 □研究
出國期間：108年10月3日至5日	出國地區：日本大阪
報告日期：108年12月2日
壹、目的"""
COVER = """出 國 報 告（出國類別：開會）
參加國際城市論壇報告
服務機關：台中市政府
姓名職稱：王小明科員
派赴國家：荷蘭王國、比利時
出國期間：民國一百零六年五月二日至五月九日
報告日期：106年7月
一、目的"""
PORTAL = """系統識別號\tC09801032
相關專案\t無
計畫名稱\t考察再生能源#
報告名稱\t德國再生能源考察
電子全文檔\tC09801032_25406.doc
報告日期\t98/06/18
報告書頁數\t42
計畫主辦機關\t經濟部能源局 http://www.moeaboe.gov.tw
出國期間\t98/04/17 至 98/04/22
姓名\t服務機關\t服務單位\t職稱\t官職等
王小明\t經濟部能源局\t綜合企劃組\t科長\t薦任
李大同\t經濟部能源局\t電力組\t技正\t薦任
報告內容摘要
介紹再生能源的推動。
第二段說明。
前往地區\t德國;
參訪機關\t環境部
出國類別\t考察
關鍵詞\t再生能源,風力
主題分類\t能源
施政分類\t經濟貿易"""
NSTC = """國科會補助專題研究計畫出席國際學術會議心得報告
日期：105年8月20日
計畫編號\tMOST 104-2221-E-002-001
計畫名稱\t深度學習
出國人員姓名\t王小明
服務機構及職稱\t國立臺灣大學資訊工程學系副教授
會議時間\t105年7月9日至105年7月11日
會議地點\tKyoto, Japan
會議名稱\t(中文) 國際學習會議
(英文) International Conference on Learning
發表題目\t(中文) 論文題目
(英文) Title of the Paper
一、參加會議經過"""


def test_the_form_of_a_city() -> None:
    report = report_of(CITY)
    data = report.metadata
    assert report.title == "訪問大阪港報告"
    assert (data.agency, data.organizer, data.has_attachment) == ("高雄市政府", "海洋局", True)
    assert (data.contact, data.phone, data.category, data.ticked) == ("王小明", "07-1234567", "", ("考察",))
    assert data.persons == (
        Person("王小明", "高市府", "海洋局", "科長"),
        Person("李大同", "高雄市政府", "海洋局", "技士"),
    )
    assert (data.start, data.end, data.report_date) == ("2019-10-03", "2019-10-05", "2019-12-02")
    assert data.countries == ("日本",) and [(p.code, p.city_en, p.raw) for p in data.places] == [
        ("JP", "Osaka", "日本大阪")
    ]
    assert data.notes == ()


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("教育部\n出國報告\n\n赴芬蘭考察\n數位學習報告\n\n服務機關：教育部", "赴芬蘭考察數位學習報告"),
        ("公務出國報告\n赴日考察\n服務機關：教育部", "赴日考察"),
        ("出國報告\n" + "本次訪問日本。\n" * 40, "出國報告"),
    ],
)
def test_a_title_follows_the_bare_words_of_a_cover(front: str, title: str) -> None:
    assert report_of(f"{front}\n壹、目的\n考察。").title == title


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("漁業署\n訪問冰島漁港考察報告\n一、目的", "訪問冰島漁港考察報告"),
        ("訪問冰島漁港\n漁業署報告\n一、目的", "訪問冰島漁港"),
        ("姓名\t漁業署出國人員評量表\t職稱\n一、目的", "漁業署出國人員評量表"),
        ("漁業署\n冰島\n一、目的", "漁業署"),
        ("訪問冰島漁港及\n挪威漁市報告\n一、目的", "訪問冰島漁港及挪威漁市報告"),
    ],
)
def test_a_title_stands_below_an_agency_or_in_the_head_of_a_form(front: str, title: str) -> None:
    assert report_of(front).title == title


def test_the_cover_of_a_full_report() -> None:
    report = report_of(COVER)
    data = report.metadata
    assert (report.title, data.category) == ("參加國際城市論壇報告", "開會")
    assert (data.agency, data.agency_raw) == ("臺中市政府", "台中市政府")
    assert (data.start, data.end, data.report_date) == ("2017-05-02", "2017-05-09", "2017-07")
    assert data.countries == ("荷蘭", "比利時")


@pytest.mark.parametrize("head", ["赴日本考察出國報告", "管理系統出國報告", "考察東京都政府出國報告"])
def test_the_end_of_a_title_is_no_agency(head: str) -> None:
    data = read(
        f"出國報告（出國類別：考察）\n{head}\n服務機關：交通部公路總局\n姓名職稱：王小明副局長、李大同科長\n一、目的"
    )
    assert data.agency == "交通部公路總局"
    assert [(person.name, person.post) for person in data.persons] == [
        ("王小明", "副局長"),
        ("李大同", "科長"),
    ]


def test_the_page_of_the_portal() -> None:
    report = report_of(PORTAL)
    data = report.metadata
    assert (report.id, report.title) == ("C09801032", "德國再生能源考察")
    assert (data.agency, data.organizer, data.category) == ("經濟部能源局", "經濟部能源局", "考察")
    assert [(p.name, p.unit, p.post) for p in data.persons] == [
        ("王小明", "綜合企劃組", "科長"),
        ("李大同", "電力組", "技正"),
    ]
    assert (data.start, data.end, data.report_date) == ("2009-04-17", "2009-04-22", "2009-06-18")
    assert data.countries == ("德國",)
    others = dict(data.others)
    assert (others["關鍵詞"], others["主題分類"], others["報告書頁數"]) == ("再生能源,風力", "能源", "42")
    assert others["內容摘要"] == "介紹再生能源的推動。\n第二段說明。"


def test_a_conference_report_of_the_science_council() -> None:
    report = report_of(NSTC)
    data = report.metadata
    assert report.title == "國際學習會議"
    assert data.persons == (Person("王小明", "國立臺灣大學資訊工程學系", "", "副教授"),)
    assert (data.start, data.end, data.report_date) == ("2016-07-09", "2016-07-11", "2016-08-20")
    assert next((p.code, p.city) for p in data.places) == ("JP", "京都") and data.countries == ("日本",)
    assert [section.path for section in report.sections] == [(), ("一",)]


def test_a_cover_as_a_table_of_labels() -> None:
    data = read(
        "出國報告（出國類別：考察）\n訪問\n服務機關\t臺南市府\n姓名職稱\t王小明 科長\n李大同 技士\n派赴國家\t日本\n壹、目的"
    )
    assert data.agency == "臺南市政府" and data.agency_raw == "臺南市府"
    assert [(p.name, p.post) for p in data.persons] == [("王小明", "科長"), ("李大同", "技士")]


@pytest.mark.parametrize(
    "table",
    [
        "姓名\t單位\t職稱\t簽到\n林大海\t漁業署\t技士\t",
        "日方出席人員\n姓名\t單位\t職稱\n林大海\t港務局\t課長",
        "捐贈者\n姓名\t單位\t職稱\n林大海\t漁會\t理事",
    ],
)
def test_a_table_of_those_who_signed_gave_or_were_met_is_no_delegation(table: str) -> None:
    assert read(f"出國報告（出國類別：考察）\n訪問\n服務機關：漁業署\n{table}\n壹、目的").persons == ()
    assert [
        one.name for one in read("出國人員\n姓名\t單位\t職稱\n林大海\t漁業署\t技士\n壹、目的").persons
    ] == ["林大海"]


@pytest.mark.parametrize("name", ["聯絡人", "姓名"])
def test_rows_of_two_labels_and_two_values_are_read_in_pairs(name: str) -> None:
    row = f"出國計畫主辦機關\t示範局\t{name}\t王小明\n含附件\t□是 ■否\t頁數\t12\n出國期間\t105年7月9日\t日期\t105年9月7日"
    data = read(f"出國報告提要\n{row}\n壹、目的")
    assert data.organizer == "示範局" and data.start == "2016-07-09" and data.report_date == "2016-09-07"


def test_a_weekday_that_the_date_was_not_is_told() -> None:
    notes = read(
        "服務機關：漁業署\n出國期間：105年7月9日（星期日）至11日(一)\n報告日期：105年9月7日（三）"
    ).notes
    said = [dict(note.values) for note in notes if note.code == "date.weekday"]
    assert said == [{"field": "出國期間", "value": "2016-07-09", "said": "星期日", "true": "星期六"}]


def test_a_period_written_over_two_cells() -> None:
    data = read("出國期間：95年07月09日至 出國地區：捷克、德國 95年07月22日\n報告日期：95年9月22日")
    assert (data.start, data.end, data.countries) == ("2006-07-09", "2006-07-22", ("捷克", "德國"))


def test_spaced_labels_and_old_slips_of_the_form() -> None:
    data = read("系 統 式 別 號：C103AV016\n出 國 類 別：1■考察2□進修\n服 務 機 關：臺 南 市 政 府\n壹、目的")
    assert (data.system_id, data.agency) == ("C103AV016", "臺南市政府")


def test_what_is_missing_or_contradictory_is_said_and_not_invented() -> None:
    data = read(
        "服務機關：教育部\n出國期間：105年7月11日至105年7月9日\n報告日期：105年6月1日\n報告日期：105年8月1日\n壹、目的"
    )
    assert data.persons == () and data.countries == ()
    said = "\n".join(map(str, data.notes))
    assert "出國人員 is missing." in said and "出國地區 is missing." in said
    assert "ends (2016-07-09) before it begins (2016-07-11)" in said
    assert "報告日期 says “105年6月1日” and “105年8月1日”; the first was taken." in said
    assert "報告日期 (2016-06-01) lies before" in said
    assert read("報告日期：5年6月1日\n出國地區：火星\n壹、目的").report_date == ""
    assert "“火星” is no country or city known here." in map(str, read("出國地區：火星\n壹、目的").notes)
    assert read("沒有表格的一段文字。").notes == ()


def test_a_form_that_a_scanner_read_badly() -> None:
    data = read(
        "出國類別：其他圖國際會議口業務接洽口洽展口表演口比賽口擔任裁判\n出國期間：105年7月9日至105年7月11日出國地區：新加坡\n壹、目的"
    )
    assert (data.category, data.start, data.end, data.countries) == (
        "",
        "2016-07-09",
        "2016-07-11",
        ("新加坡",),
    )
    assert any("which is no category" in str(note) for note in data.notes)


def test_words_of_running_text_are_no_labels() -> None:
    data = read("本次參訪日期：另定。\n會議主題：城市\n活動日期：105年7月9日\n壹、目的")
    assert (data.report_date, data.start) == ("", "")


@pytest.mark.parametrize(
    ("written", "name"),
    [("臺中市府", "臺中市政府"), ("台中市政府", "臺中市政府"), ("Taichung City Government", "臺中市政府"), ("衛福部", "衛生福利部"),
     ("臺中市府秘書處", "臺中市政府秘書處"), ("新竹縣府", "新竹縣政府"), ("總統府", "總統府"), ("不知名機關", "不知名機關")],
)  # fmt: skip
def test_names_of_agencies(written: str, name: str) -> None:
    assert agency_name(written) == name
    assert agency_name(name) == name


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("新加坡", ["SG"]), ("日本（東京、大阪）", ["JP", "JP", "JP"]), ("美國洛杉磯及加拿大", ["US", "CA"]), ("Kyoto, Japan", ["JP", "JP"]),
        ("大陸地區", ["CN"]), ("韓國、南韓", ["KR"]), ("捷克、奧地利；德國", ["CZ", "AT", "DE"]), ("史瓦濟蘭", ["SZ"]), ("歐洲", [""]),
        ("聖克里斯多福及尼維斯", ["KN"]), ("Bosnia and Herzegovina", ["BA"]), ("多明尼加共和國", ["DO"]), ("美國;", ["US"]), ("", []),
    ],
)  # fmt: skip
def test_names_of_places(written: str, codes: list[str]) -> None:
    assert [place.code for place in find_places(written)] == codes


def test_a_filter_takes_any_name(index_of: Callable[..., Library]) -> None:
    engine = index_of(a=COVER, b=CITY)
    for name, values in (
        ("agency", ["臺中市政府", "台中市府", "Taichung City Government", "臺中"]),
        ("country", ["荷蘭", "Netherlands", "荷兰", "Holland", "NL"]),
    ):
        for value in values:
            hits = engine.search(Request("", filters={name: (value,)})).hits
            assert {hit.report_id for hit in hits} == {"a"}, value
            assert engine.search(Request(f'{name}:"{value}"')).total == len(hits)
    assert engine.search(Request("", filters={"country": ("東京",)})).total == 0
    engine.close()


def test_metadata_survive_storage() -> None:
    for text in (CITY, COVER, PORTAL, NSTC):
        data = read(text)
        assert metadata_from_dict(metadata_to_dict(data)) == data


def test_the_real_report_is_complete() -> None:
    shared("reports")
    data = read(REAL_REPORT.read_text(encoding="utf-8"))
    assert data.notes == ()
    assert [(p.code, p.country, p.country_en) for p in data.places] == [("SG", "新加坡", "Singapore")]


@pytest.mark.parametrize(
    ("written", "persons"),
    [
        ("高文華／工程師、蔡明月／組長等2人", [("高文華", "工程師"), ("蔡明月", "組長")]),
        ("高文華 組長 等三人", [("高文華", "組長")]),
        ("＿＿＿＿＿＿", []),
    ],
)
def test_persons_of_a_form_with_wide_slashes_and_blanks_to_fill(
    written: str, persons: list[tuple[str, str]]
) -> None:
    report = report_of(f"服務機關：示範部\n姓名職稱：{written}\n派赴國家：日本\n壹、目的\n考察。")
    assert [(person.name, person.post) for person in report.metadata.persons] == persons
    assert {person.agency for person in report.metadata.persons} <= {"示範部"}


def test_an_english_cover_is_read() -> None:
    report = report_of(
        "Official Visit Report\nWater Meters in Kobe\nAgency: Sample County Government\n"
        "Members: Ann Lin, Director; Bo Wu, Engineer\nCountry: Japan\nPeriod: 3–5 May 2016\n"
        "Report date: June 1, 2016\n1. Purpose\nTo see.\n2. Days\nWe met."
    )
    data = report.metadata
    assert (report.title, data.agency) == ("Water Meters in Kobe", "Sample County Government")
    assert [(person.name, person.post) for person in data.persons] == [
        ("Ann Lin", "Director"),
        ("Bo Wu", "Engineer"),
    ]
    assert (data.start, data.end, data.report_date) == ("2016-05-03", "2016-05-05", "2016-06-01")
    assert data.countries == ("日本",)
