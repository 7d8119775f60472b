"""Posts beside names: where their descriptions begin and end, and what is no person."""

from collections.abc import Callable

import pytest

from indexer.anatomy.sections import build_report
from indexer.library import Library
from indexer.model.report import Document
from indexer.names.lexicon import POST_ANYWHERE
from indexer.names.reading.by_posts import names
from indexer.names.reading.fronts import described
from indexer.names.reading.observe import observe
from indexer.names.reading.posts import post_at

Build = Callable[..., Library]


def post(text: str, name: str) -> str:
    start = text.index(name)
    found = post_at(text, start, start + len(name), {}, ())
    return found.affiliation + found.post if found else ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("總統接見史國王妃\n王大明總統今日上午接見", "總統"),
        ("讓世界看見臺灣\n王大明總統上午", "總統"),
        ("二、拜會瑞典國會\n王大明副市長會晤議員", "副市長"),
        ("一、參訪樂禾股份有限公司\n王大明市長率團", "市長"),
        ("日本學者\n王大明表示", ""),
        ("王大明\n（以下同）局長說明", ""),
    ],
)
def test_a_line_ends_what_describes_a_post(text: str, found: str) -> None:
    assert post(text, "王大明") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("並聽取法務部部長王大明報告", "法務部部長"),
        ("上午頒授國防部前部長王大明", "國防部前部長"),
        ("特別到醫院探視歸來的王大明中校", "中校"),
        ("除了市長王大明到場", "市長"),
        ("加上臺北辦事處處長王大明", "臺北辦事處處長"),
        ("今天立法院副院長王大明", "立法院副院長"),
        ("大使狄哈拉是由外交部司長王大明陪同", "外交部司長"),
        ("希望與經濟部部長王大明談", "經濟部部長"),
        ("相信行政院院長王大明", "行政院院長"),
        ("包括小組召集人王大明", "召集人"),
        ("而監察院院長王大明", "監察院院長"),
    ],
)
def test_no_verb_or_clause_stands_before_a_post(text: str, found: str) -> None:
    assert post(text, "王大明") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我外交部次長王大明", "外交部次長"),
        ("我方外貿協會董事長王大明", "外貿協會董事長"),
        ("本局局長王大明", "局長"),
        ("我國家安全會議秘書長王大明", "國家安全會議秘書長"),
    ],
)
def test_no_pronoun_stands_before_a_post(text: str, found: str) -> None:
    assert post(text, "王大明") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("多明尼加參議院議長王大明", "多明尼加參議院議長"),
        ("總統府秘書長王大明", "總統府秘書長"),
        ("李芳林及新聞及國際關係處處長王大明", "新聞及國際關係處處長"),
        ("國家安全會議諮詢委員王大明", "國家安全會議諮詢委員"),
        ("駐吐瓦魯大使王大明", "駐吐瓦魯大使"),
        ("海地共和國總統王大明", "海地共和國總統"),
        ("社團法人國家生技產業策進會創辦人王大明", "社團法人國家生技產業策進會創辦人"),
        ("由美國在臺協會處長王大明陪同", "美國在臺協會處長"),
        ("以及市議員王大明", "市議員"),
    ],
)
def test_organisations_stand_whole_before_posts(text: str, found: str) -> None:
    assert post(text, "王大明") == found


@pytest.mark.parametrize(
    ("post_", "found"), [("立法院王大明總統", "總統"), ("臺中市政府王大明市長", "臺中市政府市長")]
)
def test_a_place_holds_mayors_and_presidents_and_an_organisation_does_not(post_: str, found: str) -> None:
    assert post(post_, "王大明") == found


def test_what_describes_a_post_may_be_nothing() -> None:
    assert described("") == described("並由") == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("美國夏威夷州長致詞", []),
        ("青年領袖高峰會議開幕", []),
        ("奉先總統蔣公指示", []),
        ("主席宣言表示", []),
        ("校友李總統登輝先生獲獎", ["李登輝"]),
        ("蔣故總統經國先生宣布", ["蔣經國"]),
        ("李總統登輝伉儷歡迎", ["李登輝"]),
        ("吐瓦魯大使張明伉儷", ["張明"]),
    ],
)
def test_places_events_and_courtesies_are_no_people(text: str, found: list[str]) -> None:
    assert list(dict.fromkeys(name.text for name in names(text, POST_ANYWHERE.finditer(text)))) == found


def test_a_mayors_city_is_no_person() -> None:
    text = "紐西蘭奧克蘭(Auckland, New Zealand)市長Mr. Len Brown致詞。"
    people = observe(build_report(Document("a", text, "a"))).people
    assert [person.name for person in people] == ["Len Brown"]


def test_words_in_a_column_of_names_are_no_people() -> None:
    text = "編號\t姓名\t職稱\n1\t王大明\t科長\n2\t作廢\t\n3\t密碼\t\n4\t樂禾股份有限公司\t\n"
    people = observe(build_report(Document("a", text, "a"))).people
    assert [person.name for person in people] == ["王大明"]


def test_a_president_is_not_parted_by_the_visitors_of_headlines(index_of: Build) -> None:
    engine = index_of(
        a="總統接見史國王妃\n王大明總統今日上午接見王妃一行。",
        b="總統接見波蘭樞機主教\n王大明總統今日上午接見訪賓。",
    )
    (person,) = engine.names.people
    assert person.namesakes == 0 and person.post and person.post.post == "總統"


@pytest.mark.parametrize(
    ("text", "name", "holder", "held"),
    [
        ("瓜地馬拉外交部長王大明", "王大明", "瓜地馬拉外交部", "部長"),
        ("多明尼加參議長王大明", "王大明", "多明尼加", "參議長"),
        ("我國駐美大使王大明", "王大明", "駐美", "大使"),
        ("台中市長王大明", "王大明", "台中", "市長"),
        ("忠清南道知事王大明", "王大明", "忠清南道", "知事"),
        ("美國華盛頓時報總主筆王大明", "王大明", "美國華盛頓時報", "總主筆"),
        ("中南美洲臺灣商會聯合總會會長王大明", "王大明", "中南美洲臺灣商會聯合總會", "會長"),
        ("公務人員保障暨培訓委員會主任委員王大明", "王大明", "公務人員保障暨培訓委員會", "主任委員"),
        ("「樂禾冥想中心」主任王大明", "王大明", "樂禾冥想中心", "主任"),
        ("由樂禾創新國際董事長王大明出席", "王大明", "樂禾創新國際", "董事長"),
        ("王大明（能源委員會執行長）", "王大明", "能源委員會", "執行長"),
        ("由王大明擔任總統府副祕書長，", "王大明", "總統府", "副祕書長"),
        ("16日美國國務卿王大明", "王大明", "美國", "國務卿"),
        ("AIT主席王大明", "王大明", "AIT", "主席"),
        ("清華大學已聘王大明博士", "王大明", "", "博士"),
        ("深化交流情誼\n交流情誼王大明副市長", "王大明", "", "副市長"),
    ],
)
def test_what_a_post_is_held_at_is_parted_from_it(text: str, name: str, holder: str, held: str) -> None:
    start = text.index(name)
    found = post_at(text, start, start + len(name), {}, ())
    assert found and (found.affiliation, found.post) == (holder, held)


def test_a_list_is_of_the_post_that_it_begins_with() -> None:
    text = "立法委員林俊元、林宜珊及陳亭芬，交通部長陳世楷到場。"
    posts = {
        person.name: person.posts[0].post for person in observe(build_report(Document("a", text, "a"))).people
    }
    assert posts == {"林俊元": "立法委員", "林宜珊": "立法委員", "陳亭芬": "立法委員", "陳世楷": "部長"}


def test_a_surname_alone_is_of_who_is_named_in_full() -> None:
    text = "活動紀要\n\n仙台市副市長高橋新悅接待。\n\n高橋副市長表示，有意訪問。"
    (person,) = observe(build_report(Document("a", text, "a"))).people
    assert person.name == "高橋新悅" and len(person.mentions) == 2


def test_a_mayor_without_a_city_is_of_the_agencys() -> None:
    text = "服務機關：臺南市政府\n姓名職稱：王大明 科長\n派赴國家：日本\n\n壹、目的\n\n代表市長黃偉德致贈，與仙台市副市長高橋新悅會面。\n"
    named = {person.name: person for person in observe(build_report(Document("a", text, "a"))).people}
    assert named["黃偉德"].posts[0].affiliation == "臺南市"
    assert named["高橋新悅"].posts[0].affiliation == "仙台市"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("臺中市醫師公會理事長王大明", "臺中市醫師公會理事長"),
        ("臺灣顯示器元件及材料產業協會理事長王大明", "臺灣顯示器元件及材料產業協會理事長"),
        ("由該公司董事長王大明陪同", "董事長"),
        ("加拿大愛德華王子島省省長王大明", "省長"),
        ("接見德國Blue Ridge集團執行長王大明", "Blue Ridge集團執行長"),
        ("美國近兩任國務卿王大明", "國務卿"),
        ("經濟部代部長王大明", "經濟部代部長"),
    ],
)
def test_associations_and_companies_stand_whole(text: str, found: str) -> None:
    assert post(text, "王大明") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("總統祝賀蔣秘書長就任", []),
        ("總統向李資政握手致賀", []),
        ("連、宋兩位主席訪問", []),
        ("新任駐美代表人選", []),
        ("得主保羅克魯曼博士表示", ["保羅克魯曼"]),
        ("青年局長鈴木貴子眾議員來訪", ["鈴木貴子"]),
        ("日本國會和田政宗參議員來訪", ["和田政宗"]),
        ("總統府機要室主任焦仁和陪同", ["焦仁和"]),
    ],
)
def test_verbs_numbers_and_posts_are_no_part_of_names(text: str, found: list[str]) -> None:
    assert list(dict.fromkeys(name.text for name in names(text, POST_ANYWHERE.finditer(text)))) == found
