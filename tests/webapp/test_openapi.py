"""The API is as /openapi.json describes it: requests made from the description get the answers in it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import settings
from schemathesis.specs.openapi.checks import negative_data_rejection

from webapp import create_app

_folder = TemporaryDirectory()
INDEX = Path(_folder.name) / "index"  # the description is read before any fixture, the index is linked by one
schema = schemathesis.openapi.from_wsgi("/openapi.json", create_app({"INDEX": INDEX}))


@pytest.fixture(scope="module", autouse=True)
def index(corpus_index: Path) -> None:
    INDEX.symlink_to(corpus_index)


# In a URL `report=false` is a list of one text, whatever the check takes it for.
@schema.parametrize()
@settings(max_examples=40)
def test_answers_keep_to_the_description(case: Any) -> None:
    plain = {"Accept-Encoding": "identity"}  # the check reads no gzip over WSGI
    case.call_and_validate(headers=plain, excluded_checks=[negative_data_rejection])


@pytest.mark.parametrize(
    "query",
    ["page=1.5", "page=0", "page=%2B1", "page=1&page=2", "per_page=101", "sort=best", "aliases=2", "aliases=yes",
     "collapse=2", "explain=null", "q=a&q=b"],
)  # fmt: skip
def test_what_the_description_excludes_is_refused_in_a_sentence(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/search?{query}")
    name = query.partition("=")[0]
    assert answer.status_code == 400 and answer.get_json()["error"]["message"].startswith(f"{name} is ")
    page = client.get(f"/search?{query}")
    assert page.status_code == 400 and name in page.get_data(as_text=True)


@pytest.mark.parametrize(
    "query", ["page=2.0", "page=", "sort=", "aliases=&collapse=&explain=", "year=&kind="]
)
def test_what_is_left_empty_counts_as_absent(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/search?q=總統&{query}").status_code == 200


def test_a_method_that_is_not_taken_is_answered_with_those_that_are(client: FlaskClient) -> None:
    for path in ("/api/search", "/healthz", "/openapi.json", "/export.json"):
        answer = client.post(path)
        assert answer.status_code == 405 and "GET" in answer.headers["Allow"]
        assert answer.get_json()["error"]["code"] == "method_not_allowed"
