"""Rows of the reports portal (CSV, JSON, XML) as metadata-only reports: each the text of a filled form.

Columns: the 27 of the open data, the field names of the g0v mirror, and the labels of the detail page.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from indexer import messages
from indexer.anatomy.labels import BY_NAME, COLUMNS, FIELDS, shown
from indexer.errors import ReadError
from indexer.importers.format import Format
from indexer.importers.formats.text import decode
from indexer.importers.shared.blocks import Source
from indexer.importers.shared.package import parse_xml
from indexer.model.report import Document

_PERSON = [field for field in FIELDS if field.heads]
_OF_REPORT = [field for field in FIELDS if field.columns and field.written and not field.heads]
_LEAST = 3  # known columns of a file that is the portal's
_LARGEST_CELL = 10_000_000
_FILE_NAME = re.compile(r"[^\s,;，；、/\\]+\.(?:docx?|pdf|odt|txt|html?|zip)\b", re.I)


def read(source: Source) -> Iterator[Document | ReadError]:
    """Read a document a row, with the names of its full-text files; a row without id and name is a ReadError.

    Raises ReadError for a file that is damaged or has not the portal's columns.
    """
    text, _ = decode(source.path.read_bytes(), source)
    reader = {".csv": _csv, ".json": _json, ".xml": _xml}[source.path.suffix.lower()]
    found = False
    for number, row in enumerate(reader(text, source), 1):
        row = {_column(name): _value(value) for name, value in row.items() if name}
        if not found and len(COLUMNS & set(row)) < _LEAST:
            raise ReadError(messages.READ_NO_PORTAL(), source.name)
        found = True
        yield _document(row, f"{source}:{number}")
    if not found:
        raise ReadError(messages.READ_NO_PORTAL(), source.name)


def _document(row: Mapping[str, str], source: str) -> Document | ReadError:
    values = {field.name: _first(row, field.columns) for field in _OF_REPORT}
    key, title = values["system_id"], values["title"] or values["計畫名稱"]
    if not key and not title:
        return ReadError(messages.READ_NAMELESS_ROW(), source)
    days = filter(None, (_first(row, BY_NAME[name].columns) for name in ("start", "end")))
    values["period"] = values["period"] or " 至 ".join(days)
    summary = values.pop("內容摘要")
    lines = [f"{_label(name)}：{' '.join(value.split())}" for name, value in values.items() if value]
    lines += _persons(row)
    lines += [f"內容摘要：{' '.join(summary.split())}"] if summary else []
    files = tuple(_FILE_NAME.findall(f"{values['電子全文檔']} {row.get('word', '')}"))
    return Document(key or title, "\n".join(lines), source, title.rstrip("#"), files=files)


def _label(name: str) -> str:
    return BY_NAME[name].portal or shown(name)


def _persons(row: Mapping[str, str]) -> list[str]:
    """Return the table of persons; the columns' comma-joined values go together by place."""
    columns = {field.shown: re.split(r"[,，、;；]", _first(row, field.columns)) for field in _PERSON}
    names = [name.strip() for name in columns[shown("name")] if name.strip()]
    if not names:
        return []
    rows = [
        "\t".join(
            (values[i] if i < len(values) else values[0] if len(values) == 1 else "").strip()
            for values in columns.values()
        )
        for i in range(len(names))
    ]
    return ["\t".join(columns), *rows]


def _first(row: Mapping[str, str], columns: Iterable[str]) -> str:
    """Return the first of the columns that says something."""
    return next(filter(None, (row.get(column, "") for column in columns)), "")


def _csv(text: str, source: Source) -> Iterator[Mapping[str, Any]]:
    csv.field_size_limit(_LARGEST_CELL)
    head = text.partition("\n")[0]
    delimiter = max(",\t;|", key=head.count)
    try:
        yield from csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise ReadError(messages.READ_NOT_CSV(reason=error), source.name) from error


def _json(text: str, source: Source) -> Iterator[Mapping[str, Any]]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError(messages.READ_NOT_JSON(reason=error), source.name) from error
    while isinstance(content, dict) and not COLUMNS & set(map(_column, content)):  # an envelope
        inner = [value for value in content.values() if isinstance(value, list | dict)]
        content = next((value for value in inner if isinstance(value, list)), inner[0] if inner else [])
    rows = [content] if isinstance(content, dict) else content
    return (row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else iter(())


def _xml(text: str, source: Source) -> Iterator[Mapping[str, Any]]:
    root = parse_xml(re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode(), source)
    for element in root.iter():
        children = [child for child in element if isinstance(child.tag, str)]
        if len({_column(child.tag) for child in children} & COLUMNS) >= _LEAST:
            yield {str(child.tag): "".join(map(str, child.itertext())) for child in children}


def _column(name: object) -> str:
    """Return a column's name without blanks, namespace or case."""
    return re.sub(r"\s|^\{[^}]*\}", "", str(name)).lower().removesuffix("：").removesuffix(":")


def _value(value: object) -> str:
    if isinstance(value, list):
        return ",".join(map(_value, _flat(value)))
    if isinstance(value, dict):
        return _value(list(value.values()))
    return "" if value is None else str(value).strip()


def _flat(values: Iterable[object]) -> list[object]:
    return [value for value in values if value is not None]


FORMAT = Format(name="portal", endings=(".csv", ".json", ".xml"), read=read, is_text=True, holds_rows=True)
