import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.fold import fold


@given(st.text(alphabet=st.characters(), max_size=200))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    assert [fold(char) for char in text] == list(folded)


def test_folding_is_stable_for_all_of_unicode_below_the_third_plane() -> None:
    for code in range(0x32000):
        char = chr(code)
        folded = fold(char)
        assert len(folded) == 1, hex(code)
        assert fold(folded) == folded, hex(code)
    every = list(map(chr, range(0x32000)))
    assert fold("".join(every)) == "".join(map(fold, every))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("會展中心", "会展中心"),
        ("臺中", "台中"),
        ("黃循財", "黄循财"),
        ("裡", "裏"),
        ("著作", "着作"),
        ("峯", "峰"),
        ("爲", "为"),
        ("黒", "黑"),
        ("鄕", "鄉"),
        ("靑", "青"),
        ("姉妹", "姊妹"),
        ("姫路", "姬路"),
        ("横浜", "橫濱"),
        ("豊田", "豐田"),
        ("ＳＩＮＧＡＰＯＲＥ", "singapore"),
        ("Pérez", "perez"),
        ("⽇本", "日本"),  # Kangxi radical
        ("\uf92d", "來"),  # compatibility ideograph
        ("一○五", "一〇五"),
        ("Xi’an", "xi'an"),
    ],
)
def test_spellings_that_readers_take_for_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("芸", "藝"), ("未", "末"), ("日", "曰"), ("余", "餘子")])
def test_different_characters_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_decomposed_kana_keep_their_voice() -> None:
    assert fold("が") != fold("か")
    assert unicodedata.normalize("NFC", fold("ガ")) == "ガ"
