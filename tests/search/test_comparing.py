"""A topic side by side counts what the filtered search counts, by brute force over every cell."""

import pytest

from indexer.library import Library
from indexer.model.comparison import BY, KINDS
from indexer.model.search import Request


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("text", ["合作", "市長", '"城市"', ""])
def test_every_cell_counts_what_its_search_finds(engine: Library, by: str, text: str) -> None:
    filters = {} if text else {"category": ("訪問", "國際會議")}
    compared = engine.compare(Request(text, filters=filters), by)
    assert 1 < len(compared.columns) <= 4 <= len(compared.values) or len(compared.values) == len(
        compared.columns
    )
    for column in compared.columns:
        wide = {**filters, by: (column.value,)}
        assert column.total == engine.search(Request(text, filters=wide, meaning=False)).total
        for kind, cell in zip(KINDS, column.cells, strict=True):
            found = engine.search(Request(text, filters={**wide, "kind": (kind,)}, meaning=False))
            exact = found.rung == "exact"
            assert cell.total == (found.total if exact else 0)
            assert [hit.section_id for hit in cell.best] == [
                hit.section_id for hit in found.hits[:2] if exact
            ]
            assert all(hit.kind == kind for hit in cell.best)


def test_values_are_chosen_and_years_stand_in_order(engine: Library) -> None:
    compared = engine.compare(Request("合作"), "country", ["南非", "日本", "無此國"])
    assert [column.value for column in compared.columns] == ["南非", "日本"]
    filtered = Request("合作", filters={"country": ("日本", "美國")})
    assert [column.value for column in engine.compare(filtered, "country").columns] == ["日本", "美國"]
    years = [column.value for column in engine.compare(Request("合作"), "year").columns]
    assert years == sorted(years) and len(years) > 1


def test_words_that_no_section_has_together_compare_nothing(engine: Library) -> None:
    assert engine.compare(Request("量子電腦 合作"), "agency").columns == ()
