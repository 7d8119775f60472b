"""Every writing of a label leads to one field, and what is shown of a field is one of its writings."""

from dataclasses import fields

import pytest

from indexer.anatomy.forms import read_form
from indexer.anatomy.labels import FIELDS, OF_HEAD, OF_LABEL, Field, shown
from indexer.model.report import Metadata, Person

# Fields that metadata.py reads into attributes of another name.
READ_INTO_OTHERS = {"title", "period", "group", "agency_post", "attachment", "conference"}
WRITTEN = [(label, field) for field in FIELDS for label in field.written]


def test_no_writing_stands_for_two_fields() -> None:
    for writings in ("written", "columns", "heads"):
        labels = [label for field in FIELDS for label in getattr(field, writings)]
        assert len(labels) == len(set(labels)), writings
    assert len({field.name for field in FIELDS}) == len(FIELDS)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_label_that_is_shown_is_read_again(field: Field) -> None:
    if field.written:
        assert shown(field.name) in field.written and (field.portal or field.shown) in field.written
    assert all(column == column.lower() for column in field.columns)
    attributes = {each.name for record in (Metadata, Person) for each in fields(record)}
    assert field.is_other or field.name in attributes | READ_INTO_OTHERS, "its name is its label"
    assert not field.is_other or field.name not in attributes


@pytest.mark.parametrize(("label", "field"), WRITTEN, ids=[label for label, _ in WRITTEN])
def test_every_writing_is_read_with_blanks_and_either_colon(label: str, field: Field) -> None:
    for line in (f"{label}：某值", f"{' '.join(label)} : 某值", f"　{label}:某值"):
        assert read_form([line.strip()])[field.name] == "某值", line
    assert OF_LABEL[label] is field


def test_heads_of_a_table_of_persons() -> None:
    form = read_form(["姓 名\t機關\t單位\t職務", "王小明\t外交部\t禮賓司\t科長"])
    assert form.table == [{"name": "王小明", "agency": "外交部", "unit": "禮賓司", "post": "科長"}]
    assert {field.name for field in OF_HEAD.values()} == {"name", "agency", "unit", "post"}
