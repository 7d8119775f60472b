"""Either language in the words of the other."""

from collections.abc import Sequence

import pytest

from indexer.meaning import dictionary as d
from indexer.meaning.english import stems

OURS = [("public housing", "社會住宅"), ("climate change", "氣候變遷")]
BASIC = [
    ("housing", "住房"),
    ("to write", "寫"),
    ("child", "兒童"),
    ("climate change", "氣候變化"),
    ("what is", "何為"),
]


def chinese(query: str, *tables: Sequence[tuple[str, ...]]) -> list[tuple[str, list[str]]]:
    return [
        (one.text, [r.term for r in one.readings])
        for one in d.Dictionary(*map(d.keyed, tables)).to_chinese(query)
    ]


def test_the_longest_key_is_found_first() -> None:
    assert chinese("Public housing", OURS, BASIC) == [("Public housing", ["社会住宅"])]


def test_our_table_outranks_the_dictionary() -> None:
    (one,) = d.Dictionary(d.keyed(OURS), d.keyed(BASIC)).to_chinese("climate change")
    assert [(r.term, r.weight) for r in one.readings] == [("气候变迁", 1.0), ("气候变化", d.LOWER)]


@pytest.mark.parametrize("query", ["wrote", "written", "writing", "writes"])
def test_verb_forms_are_one(query: str) -> None:
    assert chinese(query, BASIC) == [(query, ["写"])]


def test_irregular_plurals_are_one() -> None:
    assert chinese("children's", BASIC)[0][1] == ["儿童"]


def test_words_without_meaning_are_no_key_and_unknown_ones_are_told() -> None:
    book = d.Dictionary(d.keyed(BASIC))
    assert book.to_chinese("What is the") == []
    assert [word.text for word in book.unknown("What is a huihui child?")] == ["huihui"]


def test_chinese_finds_english() -> None:
    (one,) = d.Dictionary(d.keyed(OURS)).to_english("談社會住宅。")
    assert one.text == "社會住宅" and one.readings[0].term == " ".join(stems("public housing"))


def test_names_of_one_thing_are_rows_for_each_english_one() -> None:
    group = ("臺中市", "臺中", "Taichung City", "Taichung")
    rows = [(name, "臺中市", "臺中") for name in group[2:]]
    assert list(d.rows_of([group, ("軟體", "软件"), ("WHO", "UN")])) == rows


def test_definitions_are_cut_to_phrases() -> None:
    assert list(d.glosses("to pollute (air); the pollution, smog")) == ["pollute", "pollution", "smog"]
    assert list(d.glosses("variant of 氣候[qi4 hou4]")) == []


def test_cedict_is_read() -> None:
    if not d.is_installed():
        pytest.skip("the extra baogao[meaning] is not installed")
    found = dict(chinese("climate change in Taichung", list(d.cedict())))
    assert found["climate change"] == ["气候变化"] and "台中" in found["Taichung"]
