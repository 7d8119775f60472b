"""Records come back from JSON as they were, and the API shows what it always showed."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from indexer import messages
from indexer.messages import Message
from indexer.model.jsonable import (
    document_from_dict,
    document_to_dict,
    metadata_from_dict,
    metadata_to_dict,
    report_from_dict,
    report_shown,
    report_to_dict,
    section_from_dict,
    section_to_dict,
)
from indexer.model.report import Document, Layout, Metadata, Person, Place, Report, Section

words = st.text(max_size=8)
lists = st.lists(words, max_size=3).map(tuple)
pairs = st.dictionaries(words, words, max_size=3).map(lambda values: tuple(values.items()))
notes = st.lists(st.builds(Message, st.sampled_from(sorted(messages.SENTENCES)), pairs), max_size=3).map(
    tuple
)
numbers = st.integers(0, 10**6)
confidences = st.none() | st.floats(0, 1).map(lambda value: round(value, 3))
metadata = st.builds(
    Metadata,
    system_id=words,
    agency=words,
    ticked=lists,
    has_attachment=st.none() | st.booleans(),
    persons=st.lists(st.builds(Person, words, words, words, words), max_size=3).map(tuple),
    start=words,
    countries=lists,
    places=st.lists(st.builds(Place, words, words, words, words, words, words), max_size=3).map(tuple),
    others=pairs,
    notes=notes,
)
section = st.builds(Section, words, lists, words, words, words, page=numbers, confidence=confidences)
report = st.builds(Report, words, words, metadata, st.lists(section, max_size=3).map(tuple))
layouts = st.lists(st.builds(Layout, numbers, numbers, st.integers(-1, 9), confidences), max_size=3).map(
    tuple
)
row = st.builds(Document, words, words, words, files=lists)
document = st.builds(
    Document, words, words, words, words, pairs, layouts, notes, words, st.none() | lists, st.none() | row
)


def through_json(values: object) -> dict[str, object]:
    read = json.loads(json.dumps(values))
    assert isinstance(read, dict)
    return read


@given(metadata)
def test_metadata_come_back(data: Metadata) -> None:
    assert metadata_from_dict(through_json(metadata_to_dict(data))) == data


@given(section)
def test_a_section_comes_back_without_its_span(one: Section) -> None:
    stored = through_json(section_to_dict(one))
    assert section_from_dict(stored) == one
    assert section_from_dict(through_json(section_to_dict(replace(one, start=3, end=9)))) == one
    assert ("page" in stored, "confidence" in stored) == (bool(one.page), one.confidence is not None)


@given(report)
def test_a_report_comes_back(one: Report) -> None:
    assert report_from_dict(through_json(report_to_dict(one))) == one


@given(document)
def test_a_document_comes_back(one: Document) -> None:
    assert document_from_dict(through_json(document_to_dict(one))) == one


def test_what_the_api_shows() -> None:
    data = Metadata(
        end="2016-07-11",
        persons=(Person("王小明", post="科長"),),
        places=(Place("SG", "新加坡", "Singapore"),),
        others=(("關鍵詞", "城市"),),
        notes=(messages.FIELD_MISSING(field="報告日期"),),
    )
    shown = through_json(
        report_shown(Report("a", "甲", data, (Section("1", ("壹",), "目的", "目的", "文"),)))
    )
    assert list(shown) == ["id", "title", "metadata", "sections"]
    values = shown["metadata"]
    assert isinstance(values, dict) and next(iter(values)) == "date"
    assert values["date"] == "2016-07-11" and values["others"] == {"關鍵詞": "城市"}
    assert values["notes"] == ["報告日期 is missing."] and values["has_attachment"] is None
    assert values["persons"] == [{"name": "王小明", "agency": "", "unit": "", "post": "科長"}]
    assert values["places"][0] == {
        "code": "SG", "country": "新加坡", "country_en": "Singapore", "city": "", "city_en": "", "raw": "",
    }  # fmt: skip
    assert shown["sections"] == [{"id": "1", "path": ["壹"], "heading": "目的", "kind": "目的", "text": "文"}]


def test_a_note_is_stored_as_its_code_and_values() -> None:
    data = Metadata(notes=(messages.FIELD_IMPOSSIBLE(field="出國期間", value="0999-01-01"),))
    assert metadata_to_dict(data)["notes"] == [
        ["field.impossible", {"field": "出國期間", "value": "0999-01-01"}]
    ]
