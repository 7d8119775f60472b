"""Pages about the site are true: examples run, what browsers keep is what is said."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from webapp.memo import basket
from webapp.views import follow
from webapp.words import language

PAGES = ("/about", "/help", "/privacy", "/accessibility", "/api")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_speaks_both_languages(client: FlaskClient, page: str) -> None:
    chinese, english = (client.get(page, headers={"Accept-Language": tag}).text for tag in ("zh-TW", "en"))
    body = english.partition("<main")[2].partition("</main>")[0]
    assert page == "/api" or not re.search(r"[一-鿿]", re.sub(r"<code lang=.*?</code>", "", body))
    assert len(re.findall(r"[一-鿿]", chinese.partition("<main")[2])) > 100


def test_every_example_for_programs_runs(client: FlaskClient) -> None:
    page = client.get("/api").text
    calls = re.findall(r"curl '(http://localhost/[^']+)'", unescape(page))
    assert len(calls) >= 5
    for call in calls:
        parts = urlsplit(call)
        answer = client.get(f"{parts.path}?{parts.query}")
        assert answer.status_code == 200 and len(answer.data) > 100, call


def test_no_other_cookie_is_set_than_those_that_are_told(client: FlaskClient) -> None:
    answers = [
        client.get("/?lang=en"),
        client.post("/memo", data={"add": "2016-singapore-world-cities-summit/6.5"}),
        client.post("/follow?q=a", data={"add": "1"}),
        *(client.get(path) for path in ("/", "/search?q=a", "/people", *PAGES)),
    ]
    cookies = {text.partition("=")[0] for answer in answers for text in answer.headers.getlist("Set-Cookie")}
    assert cookies == {language.COOKIE, basket.COOKIE, follow.COOKIE}
