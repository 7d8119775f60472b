"""Names: where they begin, what confirms a pair, who is who, and that search follows."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli.main import main
from indexer.library import Library
from indexer.model.search import Request
from indexer.names.lexicon import POST_ANYWHERE
from indexer.names.reading.by_posts import names
from indexer.names.reading.candidates import candidates, read_english
from indexer.names.reading.pairs import read
from indexer.names.sounds import likeness
from indexer.updating.update import update
from tests.conftest import REAL_REPORT, shared

Build = Callable[..., Library]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("names") / "index"
    shared("reports")
    update([REAL_REPORT], folder)
    engine = Library(folder)
    yield engine
    engine.close()


def readings(text: str) -> list[tuple[str, str]]:
    found = ((c, read(c, lambda name: text.count(name))) for c in candidates("1", text))
    return [(r.chinese, c.english or c.acronym) for c, r in found if r]


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("昨日接見國家發展部部長林大維（Mr. David Lin）一行。", "林大維", "Mr. David Lin"),
        ("感謝桑托斯總統（Miguel Santos）的支持。", "桑托斯", "Miguel Santos"),
        (
            "議員阿巴多（Luis Abado）、費南多（Ana Fernando）及莫里諾（Rosa Molino）等。",
            "莫里諾",
            "Rosa Molino",
        ),
        ("有關「再生能源週」（Renewable Energy Week, REW）的安排", "再生能源週", "Renewable Energy Week"),
        ("參加「綠色港口聯盟（GPA）」年會", "綠色港口聯盟", "GPA"),
        ("拜會紐西蘭但尼丁(Dunedin, New Zealand)的市府", "但尼丁", "Dunedin"),
        ("市長高以仁Dr. Kao I-Jen致詞", "高以仁", "Kao I-Jen"),
        ("區長KIM MINHO(金民浩)來訪", "金民浩", "KIM MINHO"),
        ("市長陳𤦹宏（Chen Chi-Hung）致詞", "陳𤦹宏", "Chen Chi-Hung"),
        ("局長陳嘉\ufa1e（Chen Chia-Yu）致詞", "陳嘉\ufa1e", "Chen Chia-Yu"),
        (
            "拜會新加坡工商協會(Singapore Trade Association)，洽談合作",
            "新加坡工商協會",
            "Singapore Trade Association",
        ),
    ],
)
def test_a_chinese_name_begins_where_a_reader_would_say(text: str, chinese: str, english: str) -> None:
    assert (chinese, english) in readings(text)


@pytest.mark.parametrize(
    "text", ["長度（5 km）", "見網站（www.example.org）", "（以下簡稱本會）", "第三項（A）", "電話(02)"]
)
def test_other_brackets_are_no_names(text: str) -> None:
    assert readings(text) == []


def test_a_bracket_is_name_abbreviation_and_country() -> None:
    summit = read_english("World Cities Summit, WCS")
    assert summit and (summit.name, summit.acronym) == ("World Cities Summit", "WCS")
    town = read_english("Rotterdam, the Netherlands")
    assert town and (town.town, town.country) == ("Rotterdam", "NL")


@pytest.mark.parametrize(
    ("han", "latin", "alike"),
    [("卡提斯", "Horacio Cartes", True), ("感謝卡提斯", "Jim Brown", False), ("鹿特丹", "Rotterdam", True)],
)
def test_a_transliteration_sounds_like_its_original(han: str, latin: str, alike: bool) -> None:
    assert (likeness(han, latin) >= 0.6) is alike


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("市長黃偉哲表示歡迎", ["黃偉哲"]),
        ("由張光瑤副市長率團", ["張光瑤"]),
        ("部長錢復表示", ["錢復"]),
        ("李總統登輝先生今天", ["李登輝"]),
        ("市長佐藤孝弘今日與議長長谷川幸司共同", ["佐藤孝弘", "長谷川幸司"]),
        ("總統費蓋雷斯訪華", ["費蓋雷斯"]),
        ("市長陳𤦹宏表示歡迎", ["陳𤦹宏"]),
        ("由陳𤦹宏副市長率團", ["陳𤦹宏"]),
        ("局長陳嘉\ufa1e表示歡迎", ["陳嘉\ufa1e"]),
        ("主席Dr. Judith Rodin致詞，Len Brown市長亦在場", ["Judith Rodin", "Len Brown"]),
        ("高雄市長與文化部長出席，總統連任後，局長任內", []),
    ],
)
def test_posts_give_names_away(text: str, found: list[str]) -> None:
    assert list(dict.fromkeys(name.text for name in names(text, POST_ANYWHERE.finditer(text)))) == found


def test_the_real_report_names_everyone(real: Library) -> None:
    known = real.names
    people = {person.name: known.person(person.slug) for person in known.people}
    assert set(people) == {
        "張光瑤", "陳文政", "黃循財", "王嘉昇", "Ahmed Aboutaleb", "Park Won-Soon", "鄭雲峰", "Joan Clos", "柯文哲",
        "Celia Wade-Brown", "Oswar Muadzin Wungkasa", "Judith Rodin", "陳理翰", "Len Brown",
    }  # fmt: skip
    assert [people[name].english for name in ("黃循財", "柯文哲")] == ["Lawrence Wong", "Ko Wen-Je"]  # type: ignore[union-attr]
    posts = {
        name: [(p.post, p.affiliation, p.place) for p, *_ in person.posts]
        for name, person in people.items()
        if person
    }
    assert ("部長", "新加坡國家發展部", "新加坡") in posts["黃循財"]
    assert ("市長", "鹿特丹", "荷蘭鹿特丹") in posts["Ahmed Aboutaleb"]
    assert ("首席客戶拓展官", "新加坡工商聯合總會", "新加坡") in posts["陳理翰"]
    assert ("都市環境規劃副總督", "雅加達", "印尼雅加達") in posts["Oswar Muadzin Wungkasa"]


def test_the_real_report_has_eight_talks_in_both_languages(real: Library) -> None:
    known = real.names
    talks = {
        person.name: (talk.chinese, talk.english)
        for listed in known.people
        if (person := known.person(listed.slug))
        for talk, _ in person.talks
    }
    assert len(talks) == 8
    assert talks["Joan Clos"] == ("規劃新城市", "TOWARDS A NEW RUBAN AGENDA")
    assert talks["Park Won-Soon"][1] == "SEOUL'S TRANSPORTATION STRATEGIES- POLICIES UTILIZING BIG DATA"
    assert talks["鄭雲峰"] == ("多規合一，助力美麗廈門建設", "")
    assert talks["Celia Wade-Brown"] == ("威靈頓市施政規劃方針", "WELLINGTON CITY, NEW ZEALAND")


def test_a_surname_and_post_is_resolved_inside_its_report_only(real: Library) -> None:
    known = real.names
    (listed,) = [person for person in known.people if person.name == "張光瑤"]
    person = known.person(listed.slug)
    assert person and {"張光瑤", "張副市長"} == {
        m.text for a in person.appearances for m in a.person.mentions
    }
    assert not known.named("傳副主席") and not known.named("李光耀")


def test_a_namesake_institution_is_no_mention(index_of: Build) -> None:
    engine = index_of(
        a="壹、過程\n一、總理李光耀表示歡迎。\n二、參觀李光耀公共政策學院。\n三、出席李光耀世界城市獎典禮。"
    )
    person = engine.names.person("李光耀")
    assert person and [m.section for a in person.appearances for m in a.person.mentions] == ["1.1"]


@pytest.mark.parametrize(
    ("one", "other", "people"),
    [
        ("臺北市政府資訊局科長陳志明說明。", "高雄市政府水利局科長陳志明說明。", 2),
        ("臺北市政府資訊局科長陳志明說明。", "臺北市政府資訊局科長陳志明答詢。", 1),
        ("教授陳志明致詞。", "教授陳志明演講。", 1),
        ("教授王明致詞。", "教授王明演講。", 2),
        ("臺北市政府市長陳志明致詞。", "高雄市政府市長陳志明致詞。", 2),
        ("代表陳志明（Jimmy Chen）致詞。", "委員陳志明（Jimmy Chen）致詞。", 1),
        ("總統莫拉雷斯（Jimmy Morales）致詞。", "總統莫拉雷斯（Evo Morales）致詞。", 2),
    ],
)
def test_one_name_in_two_reports_is_one_person_unless_something_speaks_against_it(
    index_of: Build, one: str, other: str, people: int
) -> None:
    assert len(index_of(a=one, b=other).names.people) == people


@pytest.mark.parametrize(
    "queries",
    [
        ("Lawrence Wong", "黃循財", "黄循财", "wong lawrence", "MR. LAWRENCE WONG", "黃循財部長"),
        ("Ko Wen-Je", "Wen-Je Ko", "KO WEN JE", "柯文哲", "柯文哲市長", '"Ko Wen-Je"'),
        ("WCS", "World Cities Summit", "世界城市峰會", "世界城市峰会"),
    ],
)
def test_every_form_of_a_name_finds_the_same_sections(index_of: Build, queries: tuple[str, ...]) -> None:
    engine = index_of(
        a="部長黃循財（Mr. Lawrence Wong）主持「世界城市峰會」（World Cities Summit, WCS），市長柯文哲Dr. Ko Wen-Je致詞。",
        b="Lawrence Wong and Ko Wen-Je met at the World Cities Summit.",
        c="黃循財與柯文哲在世界城市峰會會面。",
        d="WCS 2018",
    )
    found = [{hit.report_id for hit in engine.search(Request(query)).hits} for query in queries]
    assert found == [found[0]] * len(queries) and len(found[0]) >= 3


def test_literal_hits_stand_above_other_names_and_the_names_can_be_left_out(index_of: Build) -> None:
    engine = index_of(
        a="部長黃循財（Lawrence Wong）來訪。", b="Lawrence Wong, Lawrence Wong, Lawrence Wong.", c="黃循財"
    )
    results = engine.search(Request("黃循財"))
    assert [hit.via for hit in results.hits] == [(), (), ("Lawrence Wong",)]
    assert results.hits[-1].report_id == "b"
    marks = {s.text[a:b] for s in results.hits[-1].snippets for a, b in s.marks}
    assert marks == {"Lawrence Wong"}
    assert engine.search(Request("黃循財", aliases=False)).total == 2


def test_a_person_is_found_by_field_under_any_name(index_of: Build) -> None:
    engine = index_of(
        a="壹、過程\n一、市長柯文哲Dr. Ko Wen-Je致詞。\n二、柯市長說明交通政策。\n三、參觀花園。",
        b="壹、過程\n一、下午參觀市場。",
    )
    for query in ("person:柯文哲", 'person:"Wen-Je Ko"', "person:柯文哲市長"):
        assert [hit.section_id for hit in engine.search(Request(query)).hits] == ["1.1", "1.2"], query


def test_conflicts_are_shown_with_their_counts(index_of: Build) -> None:
    engine = index_of(
        a="紐西蘭奧克蘭(Auckland, New Zealand)的港口",
        b="美國奧克蘭(Oakland, USA)的港口",
        c="紐西蘭奧克蘭(Auckland, New Zealand)",
    )
    pairs = {pair.english: pair for pair in engine.names.pairs}
    assert pairs["Auckland"].conflicts == (("Oakland", 1),) and pairs["Oakland"].conflicts == (
        ("Auckland", 2),
    )
    assert {pair.status for pair in pairs.values()} == {"confirmed"}


def test_only_changed_reports_are_read_again_and_a_vanished_one_is_forgotten(tmp_path: Path) -> None:
    sources, folder = tmp_path / "sources", tmp_path / "index"
    sources.mkdir()
    (sources / "a.txt").write_text("市長王小明致詞。", encoding="utf-8")
    (sources / "b.txt").write_text("局長李大同致詞。", encoding="utf-8")
    update([sources], folder)
    assert {p.name for p in Library(folder).names.people} == {"王小明", "李大同"}
    (sources / "a.txt").write_text("市長林中一致詞。", encoding="utf-8")
    (sources / "b.txt").unlink()
    update([sources], folder)
    assert {p.name for p in Library(folder).names.people} == {"林中一"}


def test_the_commands_say_who_and_what(index_of: Build, tmp_path: Path) -> None:
    index_of(
        a="壹、過程\n一、市長柯文哲Dr. Ko Wen-Je以「韌性城市」(RESILIENCE CITY)為題演講。參加「世界城市峰會」（WCS）。"
    )
    where = ["--index", str(tmp_path / "index")]
    person = json.loads(CliRunner().invoke(main, ["people", "Wen-Je Ko", "--json", *where]).stdout)["people"][
        0
    ]
    assert (person["chinese"], person["english"]) == ("柯文哲", "Ko Wen-Je")
    assert [(t["chinese"], t["english"]) for t in person["talks"]] == [("韌性城市", "RESILIENCE CITY")]
    assert [m["text"] for m in person["mentions"]] == ["柯文哲", "Ko Wen-Je"]
    pairs = json.loads(CliRunner().invoke(main, ["glossary", "WCS", "--json", *where]).stdout)["pairs"]
    assert [(p["chinese"], p["english"], p["status"], p["count"]) for p in pairs] == [
        ("世界城市峰會", "WCS", "confirmed", 1)
    ]
    assert CliRunner().invoke(main, ["people", "nobody at all", *where]).exit_code == 1
    assert CliRunner().invoke(main, ["people", "review", *where]).exit_code == 0
