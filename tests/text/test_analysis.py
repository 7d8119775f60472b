import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.analysis import analyze, cut, grams, stem, terms
from indexer.text.fold import fold
from indexer.text.scripts import CJK

mixed = st.text(alphabet=st.sampled_from("臺中市長柯文哲Dr Ko-We'n3D。，（） \u3000Ａéが"), max_size=60)


@given(mixed)
def test_tokens_are_pieces_of_the_folded_text_in_order(text: str) -> None:
    folded, end = fold(text), 0
    for token in analyze(text):
        assert token.start >= end
        assert folded[token.start : token.end] == token.text
        end = token.end


@given(mixed)
def test_every_cjk_character_is_in_one_run(text: str) -> None:
    runs = "".join(token.text for token in analyze(text) if token.cjk)
    assert runs == "".join(re.findall(f"[{CJK}]", fold(text)))


@given(st.text(alphabet=st.sampled_from("世界城市峰會展中心的在我們"), min_size=1, max_size=30))
def test_words_partition_a_run(run: str) -> None:
    assert "".join(cut(fold(run))) == fold(run)


def test_scripts_are_cut_and_latin_numbers_stay_whole() -> None:
    assert [t.text for t in analyze("市長柯文哲Dr. Ko Wen-Je以3D、B2B與COVID19")] == [
        "市长柯文哲", "dr", "ko", "wen-je", "以", "3d", "b2b", "与", "covid19",
    ]  # fmt: skip


def test_a_compound_is_its_parts_and_their_join() -> None:
    (token,) = analyze("Wen-Je")
    assert token.forms == ("wen", "je", "wenje")


def test_a_possessive_is_dropped() -> None:
    assert [t.text for t in analyze("SEOUL'S TRANSPORTATION")] == ["seoul", "transportation"]


def test_terms_count_grams_words_and_stems() -> None:
    bags = terms(analyze("智慧城市智慧 Cities"))
    assert bags.han["智慧"] == 2 and bags.han["慧"] == 2
    assert bags.words["智慧"] >= 1
    assert bags.latin == {"cities": 1}
    assert bags.stems == {"citi": 1}
    assert list(grams("城市")) == ["城", "市", "城市"]


@pytest.mark.parametrize(
    ("word", "root"),
    [("cities", "citi"), ("associated", "associ"), ("beginning", "begin"), ("added", "ad"), ("as", "as"),
     ("us", "us"), ("3d", "3d"), ("城市", "城市")],
)  # fmt: skip
def test_stems_are_porters(word: str, root: str) -> None:
    assert stem(word) == root
