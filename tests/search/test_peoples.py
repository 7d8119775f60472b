"""Adjectives of countries are names of the country, both ways."""

import pytest

from indexer.model.query import Phrase, Run, Word
from indexer.search.known import names_of
from indexer.search.parser import phrase


def known(text: str) -> tuple[str, ...]:
    """Return all names of what a text names."""
    leaf = phrase(text)
    assert isinstance(leaf, Run | Word | Phrase)
    return names_of(leaf)


@pytest.mark.parametrize(
    ("adjective", "country"),
    [
        ("Dominican", "多明尼加"),
        ("Japanese", "日本"),
        ("dutch", "荷蘭"),
        ("Swiss", "瑞士"),
        ("Filipino", "菲律賓"),
        ("Danes", "丹麥"),
        ("South African", "南非"),
        ("Turkish", "土耳其"),
    ],
)
def test_an_adjective_names_its_country_and_the_country_it(adjective: str, country: str) -> None:
    assert country in known(adjective)
    assert adjective.lower() in map(str.lower, known(country))


@pytest.mark.parametrize("word", ["polish", "poles", "turkey"])
def test_a_word_of_its_own_names_a_country_with_a_capital_alone(word: str) -> None:
    assert not known(word) and known(word.capitalize())
