"""People and the glossary on the web: found, linked to their sections, fed, and harmless."""

import html
import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

ATOM = "{http://www.w3.org/2005/Atom}"


def test_people_are_listed_by_mentions_and_by_initial(client: FlaskClient) -> None:
    everyone = client.get("/people").get_data(as_text=True)
    assert "柯文哲" in everyone and "Celia Wade-Brown" in everyone
    by_surname = client.get("/people?initial=柯").get_data(as_text=True)
    assert "柯文哲" in by_surname and "張光瑤" not in by_surname
    assert "Wade-Brown" in client.get("/people?initial=w").get_data(as_text=True)


@pytest.mark.parametrize("typed", ["柯文哲", "Ko Wen-Je", "wen-je ko", "KO WEN JE", "柯文哲市長", "文哲"])
def test_a_person_is_found_under_any_spelling(client: FlaskClient, typed: str) -> None:
    found = client.get("/api/people", query_string={"q": typed}).get_json()
    assert [person["slug"] for person in found["people"]] == ["ko-wen-je"] and found["total"] == 1


def test_a_person_s_page_has_names_posts_talks_and_every_mention(client: FlaskClient) -> None:
    page = client.get("/people/ko-wen-je").get_data(as_text=True)
    for part in ("柯文哲", "Ko Wen-Je", "臺北市市長", "INNOVATIVE GOVERNANCE IN TAIPEI", "2016世界城市峰會"):
        assert part in page
    person = client.get("/api/people/ko-wen-je").get_json()
    for mention in person["mentions"]:
        report = client.get(f"/api/reports/{mention['report_id']}").get_json()
        (section,) = [one for one in report["sections"] if one["id"] == mention["section_id"]]
        searchable = f"{section['heading']}\n{section['text']}"
        assert searchable[mention["start"] : mention["end"]] == mention["text"]
    assert client.get(f"/reports/{person['mentions'][0]['report_id']}").status_code == 200


def test_people_of_one_name_are_kept_apart_and_named(client: FlaskClient) -> None:
    page = client.get("/people/nicolas-maduro").get_data(as_text=True)
    assert "Ricardo Maduro Joest" in page and "/people/ricardo-maduro-joest" in page


def test_a_person_s_feed_is_atom(client: FlaskClient) -> None:
    answer = client.get("/people/ko-wen-je/feed.atom")
    assert answer.content_type.startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.get_data())
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").get("href").endswith("/s/4.2.2.1")  # type: ignore[union-attr]
    assert "臺北市市長" in (entry.findtext(f"{ATOM}summary") or "")


def test_the_glossary_has_both_names_and_its_evidence(client: FlaskClient) -> None:
    pairs = client.get("/api/glossary?q=WCS").get_json()["pairs"]
    assert {pair["english"] for pair in pairs} == {"WCS", "World Cities Summit"}
    assert {pair["chinese"] for pair in pairs} == {"世界城市峰會"}
    page = client.get("/glossary?q=WCS").get_data(as_text=True)
    assert "/reports/2016-singapore-world-cities-summit/s/1.1" in page


@pytest.mark.parametrize("path", ["/people", "/glossary"])
@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "%", '"', "\x00", "龘" * 600])
def test_whatever_is_typed_is_only_text(client: FlaskClient, path: str, text: str) -> None:
    answer = client.get(path, query_string={"q": text, "initial": text})
    assert answer.status_code == 200 and "<script>alert" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("slug", ["nobody", "..", "%00", "' or 1=1 --"])
def test_an_unknown_person_is_a_404(client: FlaskClient, slug: str) -> None:
    for path in (f"/people/{slug}", f"/people/{slug}/feed.atom", f"/api/people/{slug}"):
        assert client.get(path).status_code == 404


def test_posts_tell_their_reports_and_whether_they_are_confirmed(client: FlaskClient) -> None:
    listed = {post["post"]: post for post in client.get("/api/people/王時思").get_json()["posts"]}
    assert listed["副市長"]["confirmed"] and len(listed["副市長"]["reports"]) == 2
    once = client.get("/api/people/samuel-castro").get_json()["posts"][0]
    assert not once["confirmed"] and once["reports"] == [once["report_id"]]


@pytest.mark.parametrize(("language", "label"), [("en", "unconfirmed"), ("zh-TW", "待確認")])
def test_a_post_said_once_is_labelled(client: FlaskClient, language: str, label: str) -> None:
    headers = {"Accept-Language": language}
    for path in ("/people/samuel-castro", "/people?q=samuel"):
        assert label in client.get(path, headers=headers).get_data(as_text=True)
    assert label not in client.get("/people/王時思", headers=headers).get_data(as_text=True)


@pytest.mark.parametrize("name", ["柯文哲", "Ko Wen-Je", "KO-WEN-JE", "wen-je-ko", "柯文哲市長"])
def test_any_name_of_a_person_leads_to_the_page(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/people/{name}")
    assert answer.status_code == 302 and answer.headers["Location"] == "/people/ko-wen-je"


def test_a_mention_is_a_sentence_and_those_of_one_sentence_stand_together(client: FlaskClient) -> None:
    page = client.get("/people/ko-wen-je").get_data(as_text=True)
    mentions = page[page.index('id="mentions"') :]
    assert "市長<mark>柯文哲</mark>Dr. <mark>Ko Wen-Je</mark>" in mentions
    assert mentions.count("INNOVATIVE GOVERNANCE IN TAIPEI") == 1


def test_mentions_are_the_newest_first_of_a_role_and_of_a_report(client: FlaskClient) -> None:
    everything = client.get("/people/王時思").get_data(as_text=True)
    dates = re.findall(r'<time datetime="([0-9-]+)"', everything[everything.index('id="mentions"') :])
    assert dates == sorted(dates, reverse=True) and len(set(dates)) > 1
    person = client.get("/api/people/王時思").get_json()
    report = person["mentions"][0]["report_id"]
    one = client.get("/people/王時思", query_string={"report": report}).get_data(as_text=True)
    assert set(re.findall(r'href="/reports/([^/"?]+)/s/', one)) == {report}
    nobody = client.get("/people/王時思?role=nobody&report=nothing").get_data(as_text=True)
    assert "<mark>" not in nobody


def test_meetings_posts_names_and_lines_to_paste_are_shown(client: FlaskClient) -> None:
    page = client.get("/people/danilo-medina-sanchez").get_data(as_text=True)
    assert 'id="met"' in page and 'class="timeline"' in page
    assert "- reject: 梅迪納" in page and "- split: 梅迪納 @ " in page
    later = client.get("/people/danilo-medina-sanchez?page=2").get_data(as_text=True)
    assert 'id="met"' not in later


@pytest.mark.parametrize(
    "query",
    ["order=zhuyin", "order=pinyin", "order=stroke", "country=DO", "country=XX", "organisation=外交部"],
)
def test_people_are_listed_in_every_way(client: FlaskClient, query: str) -> None:
    page = client.get(f"/people?{query}").get_data(as_text=True)
    assert ("ko-wen-je" in page) == query.startswith("order")


def test_a_name_that_only_sounds_like_a_person_finds_them(client: FlaskClient) -> None:
    found = client.get("/api/people?q=Chang Kuang-yao").get_json()["people"]
    assert [person["chinese"] for person in found] == ["張光瑤"]


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/events/WCS", "/events/world-cities-summit"),
        ("/organisations/世界城市峰會", "/events/world-cities-summit"),
        ("/organisations/unesco", "/organisations/聯合國教科文組織"),
    ],
)
def test_any_name_of_a_thing_leads_to_its_page(client: FlaskClient, path: str, location: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302 and unquote(answer.headers["Location"]) == location


def test_a_thing_has_both_names_its_people_and_sentences(client: FlaskClient) -> None:
    event = client.get("/events/world-cities-summit").get_data(as_text=True)
    assert "WCS" in event and "<mark>世界城市峰會</mark>" in event
    ministry = client.get("/organisations/外交部").get_data(as_text=True)
    assert "/people/" in ministry and "<mark>外交部</mark>" in ministry
    assert client.get("/laws/nothing").status_code == 404


def test_lists_of_things_find_a_name(client: FlaskClient) -> None:
    for path, name in (
        ("/events", "世界城市峰會"),
        ("/organisations", "外交部"),
        ("/treaties", "拉特朗條約"),
    ):
        assert name in client.get(path).get_data(as_text=True)
        assert name in client.get(path, query_string={"q": name}).get_data(as_text=True)
        assert name not in client.get(path, query_string={"q": "沒有這個"}).get_data(as_text=True)
    assert client.get("/awards").status_code == client.get("/laws").status_code == 200


def test_a_report_names_people_and_things_and_marks_them_on_demand(client: FlaskClient) -> None:
    page = client.get("/reports/2016-singapore-world-cities-summit").get_data(as_text=True)
    side = page[page.index('class="drawer named"') :]
    assert "/people/ko-wen-je" in side and "/events/world-cities-summit" in side
    link = html.unescape(re.findall(r'href="([^"]*q=[^"]*)"[^>]*>柯文哲<', side)[0])
    marked = client.get(link).get_data(as_text=True)
    assert "柯文哲</mark>" in marked and "Ko Wen-Je</mark>" in marked


def test_the_glossary_shows_sentences(client: FlaskClient) -> None:
    page = client.get("/glossary?q=WCS").get_data(as_text=True)
    assert "<mark>世界城市峰會</mark>" in page
