"""From text to report: outline, headings, kinds, whole paragraphs; nothing lost."""

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.anatomy.lines import clean, join_lines, split_lines, squeeze, wrap_width
from indexer.anatomy.outline import read_marker
from indexer.anatomy.sections import build_report
from indexer.importers import read_file
from indexer.model.report import KINDS, Document, Layout, Report
from indexer.text.scripts import CJK
from tests.conftest import CORPUS, REAL_REPORT, shared


def report_of(text: str, **kwargs: str) -> Report:
    return build_report(Document(key="r", text=text, source="r.txt", **kwargs))  # type: ignore[arg-type]


def tree(report: Report) -> list[str]:
    return ["/".join(section.path) for section in report.sections]


@pytest.fixture(scope="module")
def real() -> Report:
    shared("reports")
    (document,) = read_file(REAL_REPORT)
    assert isinstance(document, Document)
    return build_report(document)


piece = st.sampled_from(
    ["壹、摘要", "一、", "（二）", "(三)", "1. ", "2.", "(1)", "A. ", "會議", "本府代表團", "。", "，", "：", "\n", "\n\n", "\r\n",
     "\t", "<p>", "</p>", "<b>", " ", "\u3000", "出國期間：105年7月9日", "BIG DATA)", "「", "」", "105.07", "附件一", "&amp;"]
)  # fmt: skip
documents = st.lists(piece, max_size=40).map("".join) | st.text(max_size=200)


@given(documents)
def test_every_character_of_the_source_lies_in_exactly_one_section(text: str) -> None:
    report = report_of(text)
    assert report.sections[0].start == 0
    assert report.sections[-1].end == len(text)
    assert all(before.end == after.start for before, after in pairwise(report.sections))
    assert len({section.id for section in report.sections}) == len(report.sections)
    assert all(section.kind in KINDS for section in report.sections)


@given(documents)
def test_every_han_character_of_the_source_is_in_the_text_of_its_section(text: str) -> None:
    for section in report_of(text).sections:
        source = "".join(line.text for line in split_lines(text[section.start : section.end]))
        shown = section.text if not section.path else section.searchable
        assert re.findall(f"[{CJK}]", shown) == re.findall(f"[{CJK}]", source)


def test_the_real_report_has_its_metadata(real: Report) -> None:
    data = real.metadata
    assert real.title == "臺中市政府組團赴新加坡參加「2016世界城市峰會」"
    assert (data.agency, data.organizer, data.category, data.ticked) == (
        "臺中市政府",
        "秘書處",
        "其他",
        ("國際會議",),
    )
    assert (data.contact, data.phone, data.has_attachment) == ("陳文政", "11410", False)
    assert [(p.name, p.agency, p.unit, p.post) for p in data.persons] == [
        ("張光瑤", "臺中市政府", "府本部", "副市長"),
        ("陳文政", "臺中市政府", "秘書處", "股長"),
    ]
    assert (data.start, data.end, data.report_date) == ("2016-07-09", "2016-07-11", "2016-09-07")
    assert data.countries == ("新加坡",)


def test_the_real_report_has_its_outline(real: Report) -> None:
    paths = tree(real)
    assert [path for path in paths if "/" not in path] == ["", "壹", "貳", "參", "肆", "伍", "陸"]
    assert [path for path in paths if path.startswith("肆/二/")] == [
        "肆/二/(一)", "肆/二/(一)/1", "肆/二/(一)/2", "肆/二/(一)/3", "肆/二/(一)/4",
        "肆/二/(二)", "肆/二/(二)/1", "肆/二/(二)/2", "肆/二/(二)/3", "肆/二/(二)/4", "肆/二/(三)",
    ]  # fmt: skip
    kinds = {section.path: section.kind for section in real.sections}
    assert [kinds[(n,)] for n in "壹貳參肆伍陸"] == ["摘要", "名單", "目的", "過程", "心得", "建議"]
    assert kinds[("伍", "三", "(一)")] == "心得"


def test_the_real_reports_broken_lines_are_whole(real: Report) -> None:
    text = {section.path: section.text for section in real.sections}
    assert "水滸經貿園區」開發理念" in text[("伍", "二")]
    assert "POLICIES UTILIZING BIG DATA)為題和與會代表" in text[("肆", "二", "(一)", "2")]
    assert text[("貳",)].split("\n")[1] == "1\t臺中市府\t副市長\t張光瑤"


def test_every_sample_report_is_read_whole() -> None:
    for path in sorted(CORPUS.rglob("*.txt")):
        (document,) = read_file(path)
        assert isinstance(document, Document)
        report = build_report(document)
        kinds = {section.kind for section in report.sections}
        assert {"目的", "過程", "心得", "附件"} <= kinds, path
        assert report.metadata.agency and report.metadata.countries, path
        assert any("資料來源" in section.searchable for section in report.sections), path


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("壹、摘要", "壹"), ("拾壹、附錄", "拾壹"), ("貳 出國人員名單", "貳"), ("- 一、會議", "一"), ("三、 7月11日:", "三"),
        ("十二、其他", "十二"), ("（一）市長論壇", "(一)"), ("( 二 )頒獎", "(二)"), ("㈢參觀", "(三)"), ("1. 鹿特丹", "1"),
        ("２、首爾", "2"), ("(3)數據", "(3)"), ("4)影像", "4)"), ("A. 背景", "A"), ("①一", "①"), ("第三章 行程", "第三章"),
        ("附件一：照片", "附件一"), ("心得及建議", "心得及建議"),
        ("附件二 名單", "附件二"), ("⑵首爾", "⑵"), ("⒊ 臺北", "⒊"), ("Ⅱ、過程", "Ⅱ"), ("3.2.1 參訪首爾", "3.2.1"),
        ("2.2016年預算", "2"), ("三、四月五日：首爾", "三"), ("第十9條 掃描", "第十9條"), ("第٣章", "第٣章"),
    ],
)  # fmt: skip
def test_numbers_that_start_a_section(line: str, label: str) -> None:
    marker = read_marker(line)
    assert marker is not None and marker.label == label


@pytest.mark.parametrize(
    "line",
    [
        "105.07.09抵達",
        "3.5公里",
        "2016年峰會",
        "U.S. officials",
        "壹、目的…………3",
        "一、目的\t5",
        "十分感謝",
        "心得很多很多很多很多很多很多",
        "三、四年內可望完成。",
        "五、六月間將再訪。",
        "3.2 億元的經費，分三年編列。",
        "第　條 空白的條次",
    ],
)
def test_lines_that_start_none(line: str) -> None:
    assert read_marker(line) is None


@given(st.text(alphabet="第壹拾Ⅻ甲一十百（()）㈠0٩９⒈①Aｚ.、： \t-條章節年月附件目的", max_size=9))
def test_any_line_is_read(line: str) -> None:
    marker = read_marker(line)
    assert marker is None or 0 <= marker.end <= len(line)


def test_a_number_that_cannot_follow_starts_no_section() -> None:
    assert tree(report_of("壹、過程\n1. 甲\n7. 乙\n2. 丙")) == ["", "壹", "壹/1", "壹/2"]


def test_numbering_that_begins_anew_keeps_ids_apart() -> None:
    report = report_of("壹、過程\n一、甲\n一、乙")
    assert [section.id for section in report.sections] == ["0", "1", "1.1", "1.1~2"]


def test_a_short_line_or_a_run_in_head_is_the_heading() -> None:
    report = report_of(
        "一、周邊會議：「水資源週」及「論壇」。\n二、本府率團出席，並發表演說。\n三、7月9日：市政府\n四、綠能"
    )
    assert [(s.heading, s.text) for s in report.sections[1:]] == [
        ("一、周邊會議", "「水資源週」及「論壇」。"),
        ("", "二、本府率團出席，並發表演說。"),
        ("三、7月9日：市政府", ""),
        ("四、綠能", ""),
    ]


@pytest.mark.parametrize(
    "sentence",
    ["上午10:30抵達機場。", "下午14：20拜會市府。", "比例為3:2，詳見下", "見https://a.tw/。", r"在C:\甲。"],
)
def test_a_colon_within_a_time_or_an_address_ends_no_heading(sentence: str) -> None:
    section = report_of(f"一、{sentence}").sections[1]
    assert (section.heading, section.text) == ("", f"一、{sentence}")


def test_a_colon_inside_brackets_ends_no_heading() -> None:
    report = report_of("(一)方案(Innovative Solutions: New Answers):")
    assert report.sections[1].heading == "(一)方案(Innovative Solutions: New Answers)"


def test_a_text_without_numbers_is_one_section_under_its_title() -> None:
    report = report_of("臺南市與仙台市交流。", title="友誼市")
    assert [(s.path, s.heading, s.text) for s in report.sections] == [((), "友誼市", "臺南市與仙台市交流。")]


def test_lines_are_joined_only_inside_a_sentence() -> None:
    assert join_lines(["本市以「水湳經貿園", "", "區」開發理念分享。", "下一段。"]) == [
        "本市以「水湳經貿園區」開發理念分享。",
        "下一段。",
    ]
    assert join_lines(["發稿單位：觀光旅遊局", "發稿時間：113年2月21日"]) == [
        "發稿單位：觀光旅遊局",
        "發稿時間：113年2月21日",
    ]
    assert join_lines(["1\t秘書處\t股長", "2\t府本部\t副市長"]) == ["1\t秘書處\t股長", "2\t府本部\t副市長"]
    assert join_lines(["held in the Marina Bay", "sands convention centre."]) == [
        "held in the Marina Bay sands convention centre."
    ]


def test_a_source_that_breaks_its_lines_anywhere_is_made_whole() -> None:
    prose = (
        "本次會議由新加坡國家發展部部長主持與會者包括各國城市首長及學者共同討論都市治理與永續發展的議題" * 4
        + "。"
    )
    for columns in (15, 20, 30, 40):
        lines = [prose[i : i + columns] for i in range(0, len(prose), columns)]
        assert wrap_width(lines) == 2 * columns
        assert join_lines(["一、會議經過", *lines, "二、參訪首爾"], wrap_width(lines)) == [
            "一、會議經過",
            prose,
            "二、參訪首爾",
        ]
    assert wrap_width(["目的", "訪問首爾的交通局。", "拜會市長並參觀轉運站與周邊的商場。"]) == 0


def test_a_word_parted_by_a_line_break_is_whole() -> None:
    assert join_lines(["本府於臺中市水滸經貿園", "", "區舉行會議。"]) == [
        "本府於臺中市水滸經貿園區舉行會議。"
    ]
    assert join_lines(["部長主持，", "並由市長致詞。"]) == ["部長主持，並由市長致詞。"]
    assert join_lines(["a well-", "known con-", "vention"]) == ["a well-known con-vention"]
    assert join_lines(["參訪目的", "地點在首爾，由市府安排。"]) == ["參訪目的", "地點在首爾，由市府安排。"]


def test_cells_of_a_row_are_kept_apart() -> None:
    table = "<table><tr><td>姓名</td><td>職稱</td></tr><tr><th>陳文政</th> <td>股長</td></tr></table>"
    assert report_of(f"壹、名單\n{table}").sections[1].text == "姓名\t職稱\n陳文政\t股長"


def test_markup_and_form_controls_are_cleaned() -> None:
    assert clean('<input type="checkbox" name="a>b" checked> 是 <input type=radio> 否') == "☑ 是 ☐ 否"
    assert clean("價格A<B，B>C<style>p{color:red}</style><script>var a = 1;</script>") == "價格A<B，B>C"
    assert (
        clean('<p>含附件： <input type="checkbox" checked="checked"> 是 <input type="checkbox"/> 否</p>')
        == "含附件： ☑ 是 ☐ 否"
    )
    assert clean("A &amp; B\u200b\x00") == "A & B"
    assert clean("3 < 5 <註>，若a<b 且 c>d") == "3 < 5 <註>，若a<b 且 c>d"
    assert clean("出 國 報 告") == "出國報告"
    assert squeeze("本市 水湳，  經貿 A 區") == "本市水湳，經貿 A 區"


@pytest.mark.parametrize(
    "text",
    ["<!--" * 50_000, "<input checkbox" * 20_000, "." * 200_000 + "x", "「本市，發展經貿園\n" * 20_000, "<p" * 100_000,
     "一、" * 100_000, "a " * 100_000, "出 " * 100_000, "出國人員姓名" * 30_000, "(" * 100_000, "民國" * 50_000]
)  # fmt: skip
def test_no_text_takes_long_to_read(text: str) -> None:
    began = time.perf_counter()
    assert report_of(text).sections
    assert time.perf_counter() - began < 10  # minutes, where a pattern backtracks


def test_a_cover_and_its_persons_are_read() -> None:
    report = report_of(
        "出 國 報 告（出國類別：考察）\n訪問日本\n仙台市報告\n服務機關：臺南市政府\n姓名職稱：葉澤山 副市長\n　　　　　林國華 局長\n"
        "派赴國家：日本、韓國（過境）\n出國期間：112年7月6日至8日\n報告日期：112年9月1日\n壹、目的\n交流。"
    )
    data = report.metadata
    assert (report.title, data.category, data.agency) == ("訪問日本仙台市報告", "考察", "臺南市政府")
    assert [(p.name, p.post) for p in data.persons] == [("葉澤山", "副市長"), ("林國華", "局長")]
    assert data.countries == ("日本", "韓國")
    assert (data.start, data.end, data.report_date) == ("2023-07-06", "2023-07-08", "2023-09-01")


def test_portal_labels_and_the_system_id_are_read() -> None:
    report = report_of(
        "系統識別號：C09801032\n報告名稱：考察報告\n計畫主辦機關：教育部\n前往地區：美國;\n出國類別：考察\n壹、目的"
    )
    assert (report.id, report.title) == ("C09801032", "考察報告")
    assert (report.metadata.agency, report.metadata.countries) == ("教育部", ("美國",))


def test_a_record_says_more_than_its_text() -> None:
    document = Document(
        "tainan/0201 x",
        "全文",
        "n.jsonl:1",
        "標題",
        (("date", "2024-02-21"), ("agency", "臺南市政府"), ("url", "https://a")),
    )
    report = build_report(document)
    assert (report.id, report.title, report.metadata.date) == ("tainan-0201-x", "標題", "2024-02-21")
    assert (report.metadata.agency, report.metadata.url) == ("臺南市政府", "https://a")
    assert build_report(Document("y", "全文", "n.jsonl:2", "", (("date", "2016"),))).metadata.year == "2016"


def test_corpus_names_only_files_it_has() -> None:
    listed = set(re.findall(r"[0-9]{4}-[a-z0-9-]+\.txt", (CORPUS / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in Path(CORPUS / "reports").glob("*.txt")}


def test_a_table_of_contents_makes_no_sections() -> None:
    body = "壹、目的\n說明。\n貳、過程\n一、行程\n第一天。\n附錄\n丙。"
    for entries in (
        "目　次\n壹、目的 1\n貳、過程 2\n一、行程 2\n附錄 10\n",
        "目錄\n壹、目的\n貳、過程\n一、行程\n附錄\n",
        "Contents\n壹、目的…………1\n貳、過程…………2\n\n一、行程\t3\n附錄 . . . . 9\n",
    ):
        report = report_of(f"訪問報告\n{entries}{body}")
        assert (report.title, tree(report)) == ("訪問報告", ["", "壹", "貳", "貳/一", "附錄"])
        assert report.sections[0].text.count("\n") >= 4  # they are still read
    assert tree(report_of("目錄\n壹、目的\n壹、目的\n說明。")) == ["", "壹"]


def test_an_appendix_has_numbers_of_its_own() -> None:
    paths = tree(
        report_of("壹、目的\n貳、心得\n附件一：議程\n壹、開幕\n貳、閉幕\n附件二\n一、照片\n參、建議\n一、甲")
    )
    assert paths == ["", "壹", "貳", "附件一", "附件一/壹", "附件一/貳", "附件二", "附件二/一", "參", "參/一"]
    assert tree(report_of("第一章 前言\n第一節 緣起\n附錄A\n第一章 甲\n第二章 乙")) == [
        "", "第一章", "第一章/第一節", "附錄A", "附錄A/第一章", "附錄A/第二章",
    ]  # fmt: skip


def test_numbers_begin_anew_under_each_heading() -> None:
    text = "壹、過程\n一、甲\n1.子\n2.丑\n\f二、乙\n1.寅\n2.卯\n貳、心得\n一、丙"
    assert tree(report_of(text)) == [
        "",
        "壹",
        "壹/一",
        "壹/一/1",
        "壹/一/2",
        "壹/二",
        "壹/二/1",
        "壹/二/2",
        "貳",
        "貳/一",
    ]


@pytest.mark.parametrize(
    ("kind", "headings"),
    [
        (
            "心得",
            "心得及建議 考察心得 檢討與建議 研習心得與收穫 觀察與省思 感想與建議 所見所聞 與會心得 對我國之啟示 心得摘要",
        ),
        ("建議", "政策建議 建議事項 結語與展望 後續推動事項 結論 Recommendations"),
        ("目的", "計畫目的 目的及緣起 任務說明 背景說明 前言 Introduction"),
        ("過程", "考察過程 參訪行程 會議經過 工作內容 參加會議經過 議程內容及時程 行程摘要 Itinerary"),
        ("附件", "附錄：會議資料 參考文獻 攜回資料名稱及內容 參考資料"),
        ("名單", "出國人員名單 代表團成員"),
        ("摘要", "摘要 內容摘要 Abstract"),
        ("other", "中央公園 城市概況 所得稅制"),
    ],
)
def test_a_headings_words_tell_its_kind(kind: str, headings: str) -> None:
    found = {heading: report_of(f"壹、{heading}\n文字。").sections[1].kind for heading in headings.split(" ")}
    assert found == dict.fromkeys(headings.split(" "), kind)


def styled(*lines: tuple[str, int]) -> Report:
    layout, start = [], 0
    for text, level in lines:
        layout.append(Layout(start, level=level))
        start += len(text) + 1
    text = "\n".join(text for text, _ in lines)
    return build_report(Document("r", text, "r.docx", layout=tuple(layout)))


def test_headings_without_numbers_are_known_by_their_style() -> None:
    report = styled(
        ("訪問日本", 1),
        ("出國期間：105年7月9日", 0),
        ("心得", 2),
        ("甲", 3),
        ("說明。", 0),
        ("建議", 2),
        ("乙。", 0),
    )
    assert report.title == "訪問日本"
    assert tree(report) == ["", "心得", "心得/甲", "建議"]
    assert [section.kind for section in report.sections] == ["other", "心得", "心得", "建議"]
    mixed = styled(("壹、目的", 1), ("緣起", 2), ("1. 甲", 0), ("貳、過程", 1), ("一、乙", 2), ("子", 3))
    assert tree(mixed) == ["", "壹", "壹/緣起", "壹/緣起/1", "貳", "貳/一", "貳/一/子"]


def test_a_misread_top_number_of_recognised_text_starts_its_section() -> None:
    text = "壺、摘要\n一、甲。\n屆、出國人員名單\n參、目的\n水、電\n筆、議程內容及時程\n一、乙。"
    read = build_report(Document("r", text, "r.pdf", layout=(Layout(0, 1, confidence=0.9),)))
    assert tree(read) == ["", "壹", "壹/一", "貳", "參", "肆", "肆/一"]
    assert read.sections[1].heading == "壺、摘要"  # as it was recognised
    assert tree(report_of(text)) == ["", "一", "參", "參/一"]
