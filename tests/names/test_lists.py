"""Names of persons by the lists they stand in, and by what their bearers do or say."""

import pytest

from indexer.anatomy.sections import build_report
from indexer.model.report import Document
from indexer.names.reading.by_lists import after, in_lists
from indexer.names.reading.by_verbs import by_verbs
from indexer.names.reading.observe import observe


def listed(text: str) -> list[str]:
    return list(dict.fromkeys(name.text for name in in_lists(text)))


def everyone(text: str) -> list[str]:
    return [person.name for person in observe(build_report(Document("a", text, "a"))).people]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("代表有：王又成、張國定、林省中及葉國新。", {"王又成", "張國定", "林省中", "葉國新"}),
        ("團員包括張國定、王又成，", {"王又成", "張國定"}),
        ("團員，張白霏（臺北市）、石育如（桃園縣）、陳姿毓（新竹市）、", {"張白霏", "石育如", "陳姿毓"}),
        ("發稿人：張國定\n", {"張國定"}),
        ("出席人員：王又成　張國定　林省中\n", {"王又成", "張國定", "林省中"}),
        ("1\n王又成\nHWC-936\n2\n張國定\nC3-1676\n", {"王又成", "張國定"}),
    ],
)
def test_a_list_of_names_names_people(text: str, found: set[str]) -> None:
    assert set(listed(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "包括黃金、白銀、石油及煤炭。",
        "農業、漁業、醫療、教育、經濟。",
        "臺北市、高雄市、臺中市及花蓮縣。",
        "聯絡人：如下\n",
        "王又成\n農業處\n",
    ],
)
def test_other_lists_and_a_single_line_name_nobody(text: str) -> None:
    assert listed(text) == []


def test_among_names_what_a_word_might_be_is_a_name_too() -> None:
    few, many = "張國定、方可喜、王又成。", "代表有：王又成、張國定、林省中、葉國新、劉金樹、方可喜、戴勝同。"
    assert "方可喜" not in listed(few) and "方可喜" in listed(many)


@pytest.mark.parametrize(
    ("text", "end", "found"),
    [
        ("邱泰元、賴惠媛及林俊賢，", 3, ["賴惠媛", "林俊賢"]),
        (
            "維雷斯(Uriel Batista)、羅麥可(Gregorio Michel)及Rosal Irene Perez。",
            3,
            ["羅麥可", "Rosal Irene Perez"],
        ),
        ("邱泰元與高雄市", 3, []),
        ("邱泰元及Taipei", 3, []),
    ],
)
def test_a_list_goes_on_after_a_known_name(text: str, end: int, found: list[str]) -> None:
    assert [name.text for name in after(text, [end])] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("由張國定擔任副秘書長", ["張國定"]),
        ("專題演講由王又成主講，", ["王又成"]),
        ("。林省三表示，", ["林省三"]),
        ("，柯林登指出，", ["柯林登"]),
        ("，曼德拉還表示，", []),
        ("。許多人認為", []),
        ("，簡單地說，", []),
        ("由臺北市主持", []),
        ("由農業處報告", []),
    ],
)
def test_verbs_name_who_does_or_says(text: str, found: list[str]) -> None:
    assert [name.text for name in by_verbs(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("國王恩史瓦帝三世與教宗若望保祿二世會晤。", ["恩史瓦帝三世", "若望保祿二世"]),
        ("副總統（Teima Onorio）在場。", ["Teima Onorio"]),
        ("我國領袖代表蕭前副總統萬長於去年出席。", ["蕭萬長"]),
        ("包括陳顧問武雄、張顧問昌邦、陳顧問錫凡等。", ["陳武雄", "張昌邦", "陳錫凡"]),
        ("大使湯繼任登機迎接。", ["湯繼任"]),
        ("總統祝福所有選手。", []),
        ("諾貝爾得主與高爾夫球員出席。", []),
        ("邀請多明尼加正副總統訪臺。", []),
        ("與倫敦、奧克蘭等城市合作，並與奧克蘭市長Len Brown會談。", ["Len Brown"]),
    ],
)
def test_a_report_names_these_people(text: str, found: list[str]) -> None:
    assert everyone(text) == found


def test_what_a_list_ends_with_is_said_of_all_of_it() -> None:
    text = "出國報告\n\n參訪報告\n\n抵達時，駐紐約辦事處處長王大明、駐美大使陳小華夫婦和主席林志中（Chih-Chung Lin）前來迎接。"
    people = observe(build_report(Document("a", text, "a"))).people
    assert {person.chinese: "met" in person.roles for person in people} == {
        "王大明": True,
        "陳小華": True,
        "林志中": True,
    }


def test_a_talk_has_the_day_it_is_listed_under() -> None:
    text = (
        "出國報告（出國類別：國際會議）\n\n參加城市論壇報告\n\n服務機關：臺中市政府\n姓名職稱：王大明 科長\n派赴國家：日本\n"
        "出國期間：105年7月9日至105年7月11日\n\n壹、過程\n\n一、7月9日：啟程。\n\n二、7月10日：市長論壇。\n\n"
        "(一)橫濱市市長林志中，講題「港口城市」。\n"
    )
    people = {person.chinese: person for person in observe(build_report(Document("a", text, "a"))).people}
    assert [talk.date for talk in people["林志中"].talks] == ["2016-07-10"]
