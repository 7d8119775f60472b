"""What makes a section one on a topic, and what a query is called that only a dictionary knows."""

import json
from pathlib import Path

import numpy as np
import pytest

from indexer.library import Library
from indexer.meaning import encoder, hybrid, topics, vectors
from indexer.meaning.dictionary import Dictionary, Reading, keyed
from indexer.meaning.encoder import Encoder
from indexer.meaning.vectors import Near
from indexer.model.search import Request
from indexer.updating.update import update
from tests.bench.meaning import Texts
from tests.meaning.conftest import Bags

TEXTS = ["\n蘭花外銷到荷蘭。", "\n蘭花的展覽在臺南。", "\n荷蘭的運河與堤防。", "\n其他的事情。"]
WORDS = [("orchid", "蘭花"), ("export", "外銷"), ("Netherlands", "荷蘭")]


def test_a_topic_is_what_it_names(bags: Bags) -> None:
    texts = Texts(TEXTS)
    asked = hybrid.ask(
        "orchid exports to the Netherlands", hybrid.Knowledge(bags, Dictionary(keyed(WORDS))), texts
    )
    assert topics.is_topic(asked)
    named = topics.pieces(asked, texts)
    assert [[asked.said[i].text for i in piece.words] for piece in named] == [
        ["orchid"],
        ["exports"],
        ["netherlands"],
    ]
    assert named[1].rare > named[0].rare > 0, "what fewer sections have says more"
    assert all(piece.readings[0].weight == 1.0 for piece in named)


@pytest.mark.parametrize(
    "question",
    ["Who exports orchids?", "what do orchids cost", " ".join(["orchid"] * 9), "Act for Orchid Exports"],
)
def test_a_question_a_name_or_a_long_text_is_no_topic(bags: Bags, question: str) -> None:
    assert not topics.is_topic(hybrid.ask(question, hybrid.Knowledge(bags), Texts(TEXTS)))


def test_more_of_the_topic_speaks_for_a_section() -> None:
    some = np.array([0.6, 0.6, 0.6], np.float32)
    lengths = np.array([200, 200, 20], np.float32)
    whole, half, short = topics.evidence(some, lengths, np.array([1.0, 0.5, 1.0], np.float32))
    assert whole > 0 > half and whole > short


def test_a_cell_of_a_table_says_nothing_and_a_heading_does() -> None:
    assert not topics.says(Near(0, 0.9, 40, 44))
    assert topics.says(Near(0, 0.9, 0, 4)) and topics.says(Near(0, 0.9, 40, 60))


def test_a_latin_word_stands_at_the_beginning_of_one() -> None:
    piece = topics.Piece((Reading("art", 1.0), Reading("艺术", 0.8)), (0,), 1.0)
    found = [topics._said(piece, text) for text in ("a party", "the arts", "大众艺术", "别的")]
    assert found == [0.0, 1.0, 0.8, 0.0]


def test_several_vectors_at_once_are_as_near_as_one_by_one(real: Encoder, tmp_path: Path) -> None:
    texts = [
        "\n荷蘭的運河。",
        "標題\n" + "蘭花外銷要用冷藏貨櫃，花期控制在抵達後兩週，報廢率才會低。" * 30,
        "\nA museum of ships.",
    ]
    owners = [vectors.owner("r", str(i), text) for i, text in enumerate(texts)]
    list(vectors.fill(tmp_path, list(zip(owners, texts, strict=True))[:2], real, encoder.name()))
    list(vectors.fill(tmp_path, [(owners[2], texts[2])], real, encoder.name()))
    held = vectors.Vectors.of(tmp_path, owners, encoder.name())
    asked = real.encode(["canals", "orchids"])
    every = held.sections()
    at_once = held.opened(every).nearness(asked)
    for vector, near in zip(asked, at_once, strict=True):
        assert near.tolist() == pytest.approx(
            [one.score for one in sorted(held.near(vector, every), key=lambda one: one.section)], abs=1e-4
        )


REPORTS = {
    "r1": "壹、能源\n能源政策的重點是節約用電，並以獎勵措施推動工廠汰換老舊的馬達與照明設備。\n貳、行程\n上午拜會能源局。",
    "r2": "壹、心得\n荷蘭的防洪經驗顯示，還地於河比加高堤防更能減少淹水的損失，鹿特丹的廣場下大雨時可以蓄水。",
    "r3": "壹、心得\n芬蘭的小學每天都有一小時在戶外上課，老師說孩子因此更專心，也更少生病。",
    "r4": "壹、心得\n歌劇院的後臺比觀眾席大三倍，布景可以整座推進來，換場只要五分鐘。",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    if not encoder.is_installed():
        pytest.skip("the extra baogao[meaning] is not installed")
    home = tmp_path_factory.mktemp("topics")
    rows = [{"id": name, "title": "報告", "text": text} for name, text in REPORTS.items()]
    (home / "reports.jsonl").write_text(
        "\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8"
    )
    assert not update([home / "reports.jsonl"], home / "index").failed
    held = Library(home / "index")
    held.learn_meaning()
    held.close()
    return Library(home / "index")


def test_a_word_that_only_the_dictionary_knows_is_searched_by_its_name(library: Library) -> None:
    found = library.search(Request("energy"))
    same = library.search(Request("能源"))
    assert (found.rung, found.also, found.total) == ("exact", ("能源",), same.total)
    assert {hit.report_id for hit in found.hits if hit.tier == "names"} == {"r1"}
    for off in (Request("energy", meaning=False), Request("energy", aliases=False), Request('"energy"')):
        assert "能源" not in library.search(off).also


def test_a_topic_shows_what_is_on_it_and_not_what_shares_a_word(library: Library) -> None:
    shown = [hit.report_id for hit in library.search(Request("flood control in Dutch cities")).hits]
    assert set(shown) == {"r2"}
    assert not library.search(Request("wages of primary school teachers in Brazil")).hits
