"""People of notices, lists and letters: who is named without a post, and what beside a Latin name is no name."""

import pytest

from indexer.anatomy.sections import build_report
from indexer.model.report import Document
from indexer.names.reading.candidates import candidates, read_english
from indexer.names.reading.observe import observe
from indexer.names.reading.pairs import read


def named(text: str) -> dict[str, list[str]]:
    people = observe(build_report(Document("a", text, "a.txt"))).people
    return {person.name: [post.affiliation + post.post for post in person.posts] for person in people}


def pairs(text: str) -> list[str]:
    found = (read(each, text.count) for each in candidates("1", text))
    return [each.chinese for each in found if each]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("主旨：公示送達納稅義務人王大明等7件核定通知書。", ["王大明"]),
        ("主旨：公示送達納稅義務人陳小華君備查函。", ["陳小華"]),
        ("代表人或：陳建國\n管理人", ["陳建國"]),
        ("應受送達人\n國籍\nTRAN VAN DUNG君\n越南籍", ["TRAN VAN DUNG"]),
        (
            "冠軍為山上（王大明）、亞軍為河邊咖啡館（林志成）及季軍花間（郭雅聰）。",
            ["王大明", "林志成", "郭雅聰"],
        ),
        ("蔣參軍長的女兒蔣曉雲都在場觀禮。", ["蔣曉雲"]),
        ("雖然昨天陳俊宏辭去了主席的職務，", ["陳俊宏"]),
        ("邀請由馬來亞大學黃子堅院長率領的參訪團", ["黃子堅"]),
        ("國華食品周怡華董事長到場", ["周怡華"]),
        ("日本前首相岸信介先生在1965年成立", ["岸信介"]),
        ("感謝台灣咖啡研究室林志成老師與會", ["林志成"]),
        ("受獎人包括謝玉貞女士、邱蕭秀美女士及許蕙萍女士", ["謝玉貞", "邱蕭秀美", "許蕙萍"]),
    ],
)
def test_people_without_posts_are_found(text: str, found: list[str]) -> None:
    assert sorted(named(text)) == sorted(found)


@pytest.mark.parametrize(
    "text",
    [
        "執政的桑定黨財務長到場。",
        "女性立委席次還多。",
        "祝福大前博士旅途愉快。",
        "姓名\n竹東\n稽徵所\n核定\n通知書",
        "名冊（高雄縣）及（黃金海）",
        "聯絡電話：（02）2392-1234",
    ],
)
def test_offices_words_and_parties_are_no_people(text: str) -> None:
    assert named(text) == {}


def test_a_table_goes_on_over_a_wrapped_cell() -> None:
    text = "編號\t姓名\t法定代理人\t姓名\n1\t王大明\t\t\n臺北市信義區景聯里\n2\t林志成\t\t\n"
    assert {"王大明", "林志成"} <= set(named(text))


def test_officers_of_an_association_are_of_it_and_a_mayor_of_the_only_city() -> None:
    found = named("由中華民國志願服務協會理事長黃金德、秘書長劉香梅陪同。")
    assert found["劉香梅"] == ["中華民國志願服務協會秘書長"]
    assert named("訪團拜會臺南市政府，由王大明市長迎接。")["王大明"] == ["臺南市長"]
    assert named("訪團自高雄市拜會臺南市政府，由王大明市長迎接。")["王大明"] == ["市長"]
    assert named("訪團拜會臺南市政府，仙台市政府由王大明市長迎接。")["王大明"] == ["市長"]


@pytest.mark.parametrize("inner", ["mg, kg", "ppm", "A01010100C", "G24-G22", "NIEA W407"])
def test_units_and_numbers_of_documents_are_no_names(inner: str) -> None:
    assert read_english(inner) is None


@pytest.mark.parametrize("inner", ["SO2", "COP21", "MLC2006", "Kuo Wei-fan", "ISO 9001 Standards"])
def test_names_with_numbers_are_names(inner: str) -> None:
    assert read_english(inner) is not None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("本會對菲律賓籍（BUNOAN JOSELITO）廢止聘僱許可", []),
        ("評等：經標準普爾公司（Standard & Poor's Corporation）評定", ["標準普爾公司"]),
        ("「好用」（powerful）的工具", []),
        ("拜會美國在台協會孫曉雅處長(Director Sandra Oudkirk)", ["孫曉雅"]),
        ("按查國際航空運輸協會（International Air Transport Association）規定", ["國際航空運輸協會"]),
    ],
)
def test_what_stands_before_a_bracket_and_is_no_part_of_the_name(text: str, found: list[str]) -> None:
    assert pairs(text) == found
