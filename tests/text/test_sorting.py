"""The orders in which surnames are looked up."""

from itertools import pairwise

import pytest

from indexer.names.lexicon import SURNAMES
from indexer.text.sorting import ORDERS, heading, place, strokes


@pytest.mark.parametrize(
    ("char", "count"),
    [
        ("丁", 2),
        ("王", 4),
        ("李", 7),
        ("林", 8),
        ("陳", 11),
        ("黃", 12),
        ("楊", 13),
        ("蔡", 15),
        ("蘇", 20),
        ("佘", 7),
    ],
)
def test_strokes_are_counted(char: str, count: int) -> None:
    assert strokes(char) == count and heading(char, "stroke") == str(count)


def test_surnames_are_read_as_surnames() -> None:
    assert (
        heading("曾", "zhuyin") == "ㄗ" and heading("單", "pinyin") == "S" and heading("陳", "zhuyin") == "ㄔ"
    )


@pytest.mark.parametrize("order", ORDERS)
def test_every_surname_has_its_place(order: str) -> None:
    assert all(heading(char, order) for char in SURNAMES)
    under = [heading(char, order) for char in sorted(SURNAMES, key=lambda char: place(char, order))]
    assert len(set(under)) == sum(one != other for one, other in pairwise(under)) + 1
