"""Copied passages on the page: told below a section, shown side by side; other versions folded and named."""

import random
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from indexer.library import Library
from indexer.model.search import Hit, Snippet
from tests.copies.test_passages import words
from webapp import create_app
from webapp.shown.cards import by_report, folded

RNG = random.Random(21)
PASSAGE, LONG = f"{words(RNG, 150)}5<6&7{words(RNG, 50)}", words(RNG, 2500)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    home = tmp_path_factory.mktemp("copies")
    (home / "reports").mkdir()
    texts = {
        "one": f"出國報告一\n壹、目的\n{words(RNG, 300)}\n貳、心得\n永續城市{words(RNG, 300)}。{PASSAGE}",
        "two": f"出國報告二\n壹、心得\n{PASSAGE[:90]}改{PASSAGE[91:]}。{words(RNG, 300)}",
        "draft": f"出國報告草案\n壹、心得\n智慧城市{LONG}",
        "final": f"出國報告定稿\n壹、心得\n智慧城市{LONG[:1200]}改{LONG[1201:]}",
    }
    for name, text in texts.items():
        (home / "reports" / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(home / "index")
    library.update([home / "reports"])
    library.learn_copies()
    library.close()
    yield create_app({"INDEX": home / "index"}).test_client()


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_section_says_where_else_its_passages_stand(client: FlaskClient) -> None:
    (told,) = re.findall(r'class="elsewhere".*?</p>', page(client, "/reports/one"), re.S)
    assert "Also in" in told and "/reports/two/s/" in told and "/reports/one/copies?section=" in told


def test_passages_stand_side_by_side_with_their_differences(client: FlaskClient) -> None:
    shown = page(client, "/reports/one/copies")
    (pair,) = re.findall(r'class="pair">(.*?)</section>', shown, re.S)
    here, there = re.findall(r"<blockquote.*?>(.*?)</blockquote>", pair, re.S)
    assert re.findall(r"<mark>(.*?)</mark>", there) == ["改"]
    assert re.sub("<.*?>", "", here).strip()[:20] in PASSAGE
    assert "5&lt;6&amp;7" in there


@pytest.mark.parametrize(
    "address", ["/reports/one/copies?section=none", "/reports/final/copies?section=9%27"]
)
def test_a_section_without_copies_says_so(client: FlaskClient, address: str) -> None:
    assert "No other report has a passage of this one." in page(client, address)


def test_another_version_is_named_once_and_not_below_each_section(client: FlaskClient) -> None:
    shown = page(client, "/reports/final")
    assert "Nearly the same" in shown and '"/reports/draft"' in shown and "elsewhere" not in shown


def test_another_version_is_folded_into_the_card_of_the_first(client: FlaskClient) -> None:
    shown = page(client, "/search?q=智慧城市&meaning=0")
    assert shown.count('<article class="group">') == 1 and "Nearly the same:" in shown
    assert "<strong>2</strong> sections" in shown


def test_only_cards_of_one_tier_are_folded() -> None:
    def hit(report_id: str, tier: str = "literal") -> Hit:
        return Hit(report_id, "", "1", ("一",), Snippet(""), "other", "", "", "", 1.0, (), tier=tier)

    hits = [hit("a"), hit("b"), hit("c"), hit("b", "named"), hit("a", "named")]
    alone, inside = folded(by_report(hits), {"b": "a"})
    assert [card[0][0] for card in alone] == [1, 3, 4, 5]
    assert {rank: [card[0][0] for card in cards] for rank, cards in inside.items()} == {1: [2]}
