"""A topic side by side counts what the filtered search counts, by brute force over every cell."""

from collections.abc import Callable

import pytest

from indexer.library import Library
from indexer.model.comparison import BY, KINDS
from indexer.model.report import UNSTATED
from indexer.model.search import Request
from indexer.search.comparing import LOOKED_AT

Build = Callable[..., Library]


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("text", ["合作", "市長", '"城市"', ""])
def test_every_cell_counts_what_its_search_finds(engine: Library, by: str, text: str) -> None:
    filters = {} if text else {"category": ("訪問", "國際會議")}
    compared = engine.compare(Request(text, filters=filters), by)
    stated = [value for value, _ in compared.values if value != UNSTATED]
    assert 1 < len(compared.columns) <= min(4, len(stated))
    telling = [column for column in compared.columns if any(cell.total for cell in column.cells)]
    assert len(telling) in (0, 1, len(compared.columns))
    for column in compared.columns:
        wide = {**filters, by: (column.value,)}
        assert column.total == engine.search(Request(text, filters=wide, meaning=False)).total
        for kind, cell in zip(KINDS, column.cells, strict=True):
            found = engine.search(Request(text, filters={**wide, "kind": (kind,)}, meaning=False))
            exact = found.rung == "exact"
            assert cell.total == (found.total if exact else 0)
            first = {hit.section_id for hit in found.hits[:LOOKED_AT] if exact}
            assert {hit.section_id for hit in cell.best} <= first and len(cell.best) <= 2
            texts = [hit.snippets[0].text if hit.snippets else hit.heading.text for hit in cell.best]
            assert len(set(texts)) == len(texts) and bool(texts) == bool(cell.total)
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


def test_the_same_words_stand_once_and_what_is_not_stated_is_no_column(index_of: Build) -> None:
    form = "出國報告名稱：{}\n派赴國家：{}\n壹、建議\n一、花卉\n{}\n二、花卉的推廣\n{}\n"
    same, other = "應多辦花卉博覽會，讓市民參與。", "花卉業者宜與各國交流。"
    engine = index_of(
        a=form.format("甲", "日本", same, other),
        b=form.format("甲案", "日本", same, same),
        c=f"出國報告丙\n壹、建議\n{same}",
        d="出國報告名稱：丁\n派赴國家：荷蘭\n壹、行程\n看花卉。",
    )
    compared = engine.compare(Request("花卉"), "country")
    assert [column.value for column in compared.columns] == ["日本", "荷蘭"]  # for one could not be compared
    assert UNSTATED in dict(compared.values)
    said = [hit.snippets[0].text for cell in compared.columns[0].cells for hit in cell.best]
    assert len(said) == len(set(said)) == 2
