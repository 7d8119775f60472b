"""Keys: what two spellings of one thing share, and what two different things do not."""

from collections.abc import Callable

import pytest

from indexer.text.compare import (
    han_key,
    joined_key,
    letters_key,
    person_keys,
    table_key,
    typed_key,
    value_key,
    without_courtesy,
)

Key = Callable[[str], object]


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        (value_key, "臺北市 政府", "台北市政府"),
        (table_key, "Washington, D.C.", "washington dc"),
        (table_key, "Côte d’Ivoire", "Cote d'Ivoire"),
        (letters_key, "EM-DAT", "em dat"),
        (letters_key, "「智慧城市」考察報告", "智慧城市 考察報告"),
        (typed_key, "Wen-Je  KO", "wen-je ko"),
        (han_key, "納倫德拉·莫迪", "纳伦德拉 莫迪"),
        (person_keys, "Mr. Ko Wen-Je", "Wen-Je Ko"),
        (joined_key, "Ko Wen-Je", "WENJE KO"),
    ],
)
def test_spellings_of_one_thing_share_their_key(key: Key, one: str, other: str) -> None:
    assert key(one) == key(other) and key(one)


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [(value_key, "D.C.", "DC"), (typed_key, "New York", "Newyork"), (joined_key, "Ko Wen-Je", "Ko Wen-Ju")],
)
def test_different_things_have_different_keys(key: Key, one: str, other: str) -> None:
    assert key(one) != key(other)


def test_courtesies_go_and_names_stay() -> None:
    assert without_courtesy("H.E. Mr.  Horacio  Cartes") == "Horacio Cartes"
    assert without_courtesy("President") == "President"
    assert person_keys("William A. Stanton") == ("a stanton william", "stanton william")
