"""A short link finds its passage again after edits around it, in another script, and nothing where it is gone."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.library import Library
from indexer.links.passage import letters
from indexer.links.short import find_short, shortened
from indexer.model.report import Report, Section

LONG = "".join(map(chr, random.Random(3).sample(range(0x4E00, 0x9000), 900)))


def _report(*texts: str) -> Report:
    sections = (Section(f"{n}", (f"{n}",), "", "other", text) for n, text in enumerate(texts, 1))
    return Report("r", "t", sections=tuple(sections))


def _found(signs: str, report: Report, section_id: str = "1") -> str | None:
    passage = find_short(signs, report, section_id)
    if not passage:
        return None
    return report.sections[int(passage.section_id) - 1].text[passage.start : passage.end]


@given(st.integers(0, 880), st.integers(2, 390), st.text("甲乙丙,.Az 1\n", max_size=30))
def test_a_passage_is_found_wherever_it_stands(start: int, length: int, before: str) -> None:
    quoted = LONG[start : start + length]
    signs = shortened(quoted)
    assert len(signs) == 8
    assert _found(signs, _report(LONG)) == quoted
    assert _found(signs, _report("前言", before + LONG)) == quoted  # moved to another section


@given(st.data())
def test_a_change_between_its_ends_does_no_harm(data: st.DataObject) -> None:
    quoted = LONG[100 : 100 + data.draw(st.integers(20, 300))]
    at = data.draw(st.integers(6, len(quoted) - 6))
    new = data.draw(st.text("龘龤龥", max_size=25))
    changed = quoted[:at] + new + quoted[at:]
    assert _found(shortened(quoted), _report(LONG.replace(quoted, changed))) == changed


def test_script_spacing_and_width_do_no_harm() -> None:
    signs = shortened("臺灣的智慧城市發展，值得借鏡 ABC")
    assert (
        _found(signs, _report("前文。台湾的 智慧城市\n发展,值得借镜ＡＢＣ。後文"))
        == "台湾的 智慧城市\n发展,值得借镜ＡＢＣ"
    )


def test_what_is_gone_is_not_found() -> None:
    other = "".join(map(chr, random.Random(4).sample(range(0x9000, 0x9F00), 3000)))
    wrong = sum(_found(shortened(LONG[at : at + 40]), _report(other)) is not None for at in range(0, 860, 10))
    assert wrong == 0


@pytest.mark.parametrize("signs", ["", "a", "????????", "AAAAAAAA", "a" * 9, "臺" * 8, "////////"])
def test_what_is_no_link_finds_nothing(signs: str) -> None:
    assert find_short(signs, _report(LONG)) is None
    assert shortened("，。！") == ""


def test_every_sentence_of_the_sample_reports_is_found_where_it_stands(engine: Library) -> None:
    """Of one that stands twice the place may be the other one; its letters are the same."""
    for report_id in engine.report_ids():
        report = engine.report(report_id)
        assert report
        for section in report.sections:
            for sentence in section.text.split("。"):
                if signs := shortened(sentence):
                    passage = find_short(signs, report, section.id)
                    assert passage and passage.section_id == section.id
                    assert letters(section.text[passage.start : passage.end])[0] == letters(sentence[:400])[0]
