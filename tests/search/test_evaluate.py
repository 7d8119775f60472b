"""Evaluation against values worked out by hand."""

import builtins
import math
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.errors import BaogaoError, ReadError
from indexer.library import Library
from indexer.search.evaluate import measure

SINGAPORE = "2016-singapore-world-cities-summit"
USA = "2019-usa-global-city-teams-challenge"


@pytest.fixture
def tsv(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_measures_of_rankings_worked_out_by_hand() -> None:
    pytest.importorskip("ir_measures")
    qrels = {"a": {"x": 1}, "b": {"x": 1, "y": 1}, "c": {"z": 1}}
    values = measure(qrels, {"a": ["x", "y"], "b": ["w", "x"], "c": []})
    ideal = 1 + 1 / math.log2(3)
    assert values == pytest.approx(
        {
            "nDCG@10": (1 + (1 / math.log2(3)) / ideal + 0) / 3,
            "R@1": 1 / 3,
            "R@10": (1 + 1 / 2 + 0) / 3,
            "R@100": (1 + 1 / 2 + 0) / 3,
            "MRR@10": (1 + 1 / 2 + 0) / 3,
            "queries": 3,
        }
    )


def test_reports_count_at_their_best_section(engine: Library, tsv: Callable[[str, str], Path]) -> None:
    """智慧城市 stands in these two reports alone, in ten sections; Singapore's has it in a heading."""
    pytest.importorskip("ir_measures")
    queries = tsv(
        "q.tsv", "first\t智慧城市\nsecond\t智慧城市\nboth\t智慧城市\nnone\t世界城市\nunjudged\t的\n"
    )
    judged = f"first 0 {SINGAPORE} 1\nsecond\t0\t{USA}\t1\n\nboth 0 {SINGAPORE} 1\nboth 0 {USA} 1\n"
    values = engine.evaluate(queries, tsv("r.tsv", f"{judged}none 0 {SINGAPORE} 0\nother 0 {USA} 1\n"))
    assert values == pytest.approx(
        {
            "nDCG@10": (1 + 1 / math.log2(3) + 1) / 3,
            "R@1": 2 / 3,
            "R@10": 1,
            "R@100": 1,
            "MRR@10": (1 + 1 / 2 + 1) / 3,
            "queries": 3,
        }
    )


def test_sections_are_judged_one_by_one(engine: Library, tsv: Callable[[str, str], Path]) -> None:
    pytest.importorskip("ir_measures")
    queries = tsv("q.tsv", "a\theading:智慧城市 report:2016-singapore-world-cities-summit\n")
    values = engine.evaluate(queries, tsv("r.tsv", f"a 0 {SINGAPORE}/6.5 1\na 0 {SINGAPORE}/6.4 1\n"))
    assert values["R@1"] == values["MRR@10"] == 1
    assert values["R@10"] == values["R@100"] == 0.5


@pytest.mark.parametrize(
    ("queries", "qrels", "sentence"),
    [
        ("a 智慧城市\n", "a 0 x 1\n", "q.tsv:1: is not a query"),
        ("a\t智慧\n\na\t城市\n", "a 0 x 1\n", "q.tsv:3: the query id a stands in the file twice"),
        ("a\t智慧\n", "a 0 x 1\na 0 x\n", "r.tsv:2: is not a judgement"),
        ("a\t智慧\n", "a 0 x high\n", "r.tsv:1: is not a judgement"),
        ("a\t智慧\n", "b 0 x 1\na 0 x 0\n", "r.tsv: names no relevant document"),
    ],
)
def test_a_malformed_file_is_one_sentence_naming_its_line(
    engine: Library, tsv: Callable[[str, str], Path], queries: str, qrels: str, sentence: str
) -> None:
    with pytest.raises(ReadError) as raised:
        engine.evaluate(tsv("q.tsv", queries), tsv("r.tsv", qrels))
    assert sentence in str(raised.value) and str(raised.value).endswith(".")


def test_an_unreadable_file_is_one_sentence(engine: Library, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be read"):
        engine.evaluate(tmp_path / "absent.tsv", tmp_path / "absent.tsv")
    (tmp_path / "big5.tsv").write_bytes("a\t報告".encode("cp950"))
    with pytest.raises(ReadError, match="is not UTF-8"):
        engine.evaluate(tmp_path / "big5.tsv", tmp_path / "big5.tsv")


def test_the_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: object, **kwargs: object) -> object:
        if name == "ir_measures":
            raise ImportError(name)
        return real(name, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(BaogaoError, match=r"install 'baogao\[evaluate\]'"):
        measure({}, {})
