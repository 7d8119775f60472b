"""A numeral is worth the same wherever it is read, and what is written is read back."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.anatomy.dates import parse_dates
from indexer.anatomy.outline import read_marker, value_of
from indexer.text import numerals


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("一百○五", 105), ("一〇五", 105), ("一○五", 105),
        ("１０５", 105), ("105", 105), ("拾壹", 11), ("貳拾參", 23), ("叁", 3), ("参", 3), ("陆", 6), ("十9", 19),
        ("①", 1), ("⑳", 20), ("㈠", 1), ("㈩", 10), ("⑴", 1), ("⒛", 20), ("Ⅳ", 4), ("Ⅻ", 12), ("XIV", 14), ("㊂", 3),
    ],
)  # fmt: skip
def test_a_numeral_in_any_writing_has_its_value(written: str, value: int) -> None:
    assert numerals.value_of(written) == value


@pytest.mark.parametrize("written", ["", "甲", "報告", "IIII", "一報"])
def test_what_is_no_numeral_has_no_value(written: str) -> None:
    with pytest.raises(ValueError):
        numerals.value_of(written)


@pytest.mark.parametrize(
    "write",
    [numerals.counted, numerals.formal, numerals.legal, numerals.digits, numerals.roman, numerals.circled,
     numerals.circled_ideograph, numerals.full_width, str],
)  # fmt: skip
@given(value=st.integers(1, 9999))
def test_what_is_written_is_read_back(write: Callable[[int], str], value: int) -> None:
    assert numerals.value_of(write(value)) == value


@given(value=st.integers(1, 10))
def test_stems_and_letters_are_read_back(value: int) -> None:
    assert (
        numerals.stem_value(numerals.stem(value)) == numerals.letter_value(numerals.letters(value)) == value
    )


@pytest.mark.parametrize("value", range(1, 31))
def test_headings_dates_and_generated_numbers_agree(value: int) -> None:
    for heading in (
        f"{numerals.counted(value)}、",
        f"({numerals.counted(value)})",
        f"{numerals.formal(value)}、",
    ):
        marker = read_marker(f"{heading}參訪紀要")
        assert marker is not None and marker.value == value
    assert value_of(f"({numerals.counted(value)})") == value_of(numerals.formal(value)) == value
    for day in (numerals.counted(value), numerals.digits(value), numerals.full_width(value), str(value)):
        assert parse_dates(f"一○五年七月{day}日") == [f"2016-07-{value:02}"]
