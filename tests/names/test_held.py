"""Posts over time: with their reports, and confirmed by a form or by being said more than once."""

from indexer.anatomy.sections import build_report
from indexer.model.people import Held, KnownPerson
from indexer.model.report import Document
from indexer.names.across.persons import persons
from indexer.names.reading.observe import observe


def known(*texts: tuple[str, str], name: str = "王大明") -> KnownPerson:
    reports = (
        build_report(Document(date, f"活動紀要\n\n{text}", date, fields=(("date", date),)))
        for date, text in texts
    )
    return next(person for person in persons(map(observe, reports)) if person.chinese == name)


def held(person: KnownPerson) -> dict[str, Held]:
    return {each.post.written: each for each in person.held}


def test_a_post_said_once_is_unconfirmed() -> None:
    assert not held(known(("2020-01-01", "法務部部長王大明出席。")))["法務部部長"].confirmed


def test_a_post_said_twice_is_confirmed_in_one_report_or_two() -> None:
    once = known(("2020-01-01", "法務部部長王大明出席。\n\n法務部部長王大明致詞。"))
    two = known(("2020-01-01", "法務部部長王大明出席。"), ("2021-01-01", "法務部部長王大明致詞。"))
    assert held(once)["法務部部長"].confirmed and held(two)["法務部部長"].confirmed


def test_a_post_of_a_form_is_confirmed() -> None:
    text = "出國報告（出國類別：訪問）\n\n訪問報告\n\n服務機關：法務部\n姓名職稱：王大明 部長\n派赴國家：日本\n出國期間：109年1月1日至109年1月2日\n"
    assert all(each.confirmed for each in known(("2020-01-01", text)).held)


def test_what_is_said_more_fully_confirms_the_shorter_and_not_itself() -> None:
    person = known(
        ("2020-01-01", "立法委員王大明出席。"),
        ("2021-01-01", "美國聯邦眾議員王大明致詞。"),
        ("2022-01-01", "眾議員王大明致詞。"),
    )
    said = held(person)
    assert (
        said["眾議員"].confirmed and not said["美國聯邦眾議員"].confirmed and not said["立法委員"].confirmed
    )


def test_posts_come_in_the_order_of_time_with_their_reports() -> None:
    person = known(
        ("2020-01-01", "外交部次長王大明出席。"),
        ("2021-01-01", "外交部次長王大明出席會議。"),
        ("2022-01-01", "法務部部長王大明出席。"),
    )
    first, second = person.held
    assert (first.post.written, first.first, first.last) == ("外交部次長", "2020-01-01", "2021-01-01")
    assert len(first.reports) == 2 and second.post.written == "法務部部長"


def test_a_person_is_shown_in_a_confirmed_post_first() -> None:
    person = known(
        ("2020-01-01", "外交部次長王大明出席。"),
        ("2021-01-01", "外交部次長王大明出席會議。"),
        ("2022-01-01", "法務部部長王大明出席。"),
    )
    assert person.post and person.post.written == "外交部次長"


def test_a_short_name_joins_whom_several_reports_tell_of() -> None:
    texts = [(f"201{year}-01-01", "外交部部長錢甫出席。") for year in range(3)]
    everyone = persons(
        observe(build_report(Document(date, f"活動紀要\n\n{text}", date, fields=(("date", date),))))
        for date, text in [*texts, ("2014-01-01", "錢甫部長致詞。")]
    )
    assert [(person.name, len(person.appearances)) for person in everyone] == [("錢甫", 4)]


def _apart(*texts: tuple[str, str]) -> int:
    """Return of how many people the texts are."""
    return len(
        persons(
            observe(build_report(Document(date, f"活動紀要\n\n{text}", date, fields=(("date", date),))))
            for date, text in texts
        )
    )


def test_a_name_of_two_characters_is_one_person_but_for_a_spelled_one() -> None:
    assert _apart(("2013-01-01", "外交部部長錢甫出席。"), ("2014-01-01", "錢甫部長致詞。")) == 1
    assert _apart(("2013-01-01", "卡特總理致詞。"), ("2014-01-01", "卡特部長致詞。")) == 2


def test_foreigners_of_two_countries_are_two() -> None:
    assert (
        _apart(("2013-01-01", "瓜地馬拉副總統雷耶斯出席。"), ("2014-01-01", "薩爾瓦多國會議長雷耶斯致詞。"))
        == 2
    )


def test_a_misspelled_latin_name_parts_nobody() -> None:
    texts = (
        ("2013-01-01", "處長馬啟思（Christopher Marut）出席。"),
        ("2014-01-01", "處長馬啟思（Christpher Marut）出席。"),
    )
    assert _apart(*texts) == 1


def test_a_school_is_one_with_and_without_its_founder() -> None:
    texts = ("2013-01-01", "國立臺北科技大學校長王大明出席。"), ("2014-01-01", "臺北科技大學校長王大明致詞。")
    assert _apart(*texts) == 1


def test_a_bare_post_is_the_confirmed_one_of_the_nearest_report() -> None:
    person = known(
        ("2012-01-01", "桃園市市長王大明出席。"),
        ("2012-02-01", "桃園市市長王大明致詞。"),
        ("2012-03-01", "王大明市長致詞。"),
    )
    assert {written: len(each.reports) for written, each in held(person).items()} == {"桃園市市長": 3}
