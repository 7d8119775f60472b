"""A country has one name, whoever asks; pseudo and unknown territories are none, the European Union is one."""

import pytest

from indexer.anatomy.places import find_places
from indexer.search.known import groups, names_at
from indexer.text.countries import City, countries, country_name, english_name, names
from indexer.text.fold import fold

PSEUDO = [
    "未知區域",
    "未知地區",
    "Unknown Region",
    "Pseudo-Accents",
    "Pseudo-Bidi",
    "偽區域",
    "XA",
    "XB",
    "ZZ",
]


def test_a_country_has_one_name() -> None:
    korea = ("KR", "韓國", "南韓", "大韓民國", "South Korea", "韩国", "韓国", "korea")
    assert {country_name(name) for name in korea} == {"韓國"}
    assert {english_name(name) for name in korea} == {"South Korea"}
    assert country_name("火星") == english_name("火星") == "火星"
    assert country_name("東京") == "東京" and isinstance(names()[fold("東京")], City)


@pytest.mark.parametrize("name", PSEUDO)
def test_pseudo_and_unknown_territories_are_no_countries(name: str) -> None:
    assert country_name(name) == english_name(name) == name
    assert [place.code for place in find_places(name)] == [""]
    assert not any(fold(name) == fold(other) for group in groups() for other in group)


@pytest.mark.parametrize("name", ["歐盟", "欧盟", "European Union", "EU"])
def test_the_european_union_is_a_country(name: str) -> None:
    assert (country_name(name), english_name(name)) == ("歐盟", "European Union")
    (place,) = find_places(name)
    assert (place.code, place.country, place.country_en) == ("EU", "歐盟", "European Union")
    if len(name) > 2:
        assert "European Union" in names_at(fold(name))


@pytest.mark.parametrize("code", countries())
def test_every_country_is_found_by_each_of_its_names(code: str) -> None:
    country = countries()[code]
    for name in (code, country.chinese, country.english):
        assert country_name(name) == country.chinese and english_name(name) == country.english
        (place,) = find_places(name)
        assert place.code == code and not place.city
