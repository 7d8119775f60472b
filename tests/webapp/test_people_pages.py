"""People and the glossary on the web: found, linked to their sections, fed, and harmless."""

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
