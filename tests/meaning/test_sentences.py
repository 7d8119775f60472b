"""Passages and clauses: every span says something, and nothing but blanks lies between."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.meaning.sentences import PASSAGE, passages, sentence_at

TEXT = "壹、目的\n本次考察之目的係為了解日本東京都之智慧城市發展政策與交通管理，並與當地官員就相關配套措施交流意見，以供我國參考。成果豐碩！"


def test_a_long_sentence_is_cut_at_its_commas() -> None:
    (passage,) = passages(TEXT)
    said = [TEXT[start:end] for start, end in passage.clauses]
    assert said[0] == "壹、目的"
    assert said[1].endswith("，")
    assert said[-1] == "成果豐碩！"


def test_a_long_section_has_several_passages() -> None:
    text = TEXT * 40
    several = passages(text)
    assert len(several) > 2
    assert all(one.end - one.start < PASSAGE * 2 for one in several)


def test_a_number_with_a_point_is_not_cut() -> None:
    text = "It rose by 3.5 percent in 2015. Then it fell."
    assert [text[a:b] for a, b in passages(text)[0].clauses] == [
        "It rose by 3.5 percent in 2015.",
        "Then it fell.",
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("We met Dr. Smith and Mr. He there. They left.", "We met Dr. Smith and Mr. He there."),
        ("President J. F. Kennedy came. He left.", "President J. F. Kennedy came."),
        ("He joined the U.S. Army. Then he left.", "He joined the U.S. Army."),
        ("It happened in the U.S. He stayed there.", "It happened in the U.S."),
        ("We stayed near St. Louis. It rained.", "We stayed near St. Louis."),
        ("Nobody but I. Many left.", "Nobody but I."),
        ("We said no. Others agreed.", "We said no."),
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str, first: str) -> None:
    start, end = sentence_at(text, 0, 1)
    assert text[start:end] == first


def test_what_says_nothing_has_no_passage() -> None:
    assert passages("\n\n——。，") == []


def test_the_sentence_of_a_clause_is_whole() -> None:
    at = TEXT.index("，") + 1
    start, end = sentence_at(TEXT, at, at + 4)
    assert TEXT[start:end].startswith("本次") and TEXT[start:end].endswith("參考。")


@given(st.text(alphabet="氣候a B.，。；\n 1!「」", max_size=400))
def test_spans_rise_and_leave_out_what_says_nothing(text: str) -> None:
    spans = [span for passage in passages(text) for span in passage.clauses]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    kept = "".join(text[a:b] for a, b in spans)
    assert sorted(filter(str.isalnum, kept)) == sorted(filter(str.isalnum, text))
