"""A report's full text and its row of the portal, joined by 系統識別號 or file name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import PurePath

from indexer import messages
from indexer.anatomy.labels import BY_NAME, shown
from indexer.anatomy.sections import build_report
from indexer.messages import Message
from indexer.model.report import SYSTEM_ID, Document, Metadata, Report
from indexer.text.compare import letters_key

_SYSTEM_ID = re.compile(SYSTEM_ID + r"(?![A-Za-z0-9])")
_LABEL = "|".join(r"\s*".join(label) for label in BY_NAME["system_id"].written)
_LABELLED = re.compile(rf"(?:{_LABEL})\s*[：:]?\s*({SYSTEM_ID})")
_HEAD = 5000  # characters in which a text says its id
_COMPARED = ("agency", "start", "end", "countries", "report_date", "category")
_SUPPLIED = (*_COMPARED, "persons")
_OWN = {"source", "notes", "others", "agency_raw", "places"}  # not filled field by field


def keys_of(row: Document) -> tuple[str, ...]:
    """Return names under which a row's full text may come: its id, and its files without their endings."""
    return tuple(dict.fromkeys(filter(None, (row.key, *(PurePath(name).stem for name in row.files or ())))))


def names_of(document: Document) -> list[str]:
    """Return names by which a full text's row may be found: the id it says it has, and its file's."""
    labelled = _LABELLED.search(document.text[:_HEAD])
    return [*([labelled[1]] if labelled else []), document.key]


def find_row(names: Iterable[str], rows: Mapping[str, Document]) -> Document | None:
    """Return the row for a report known by these names: its id, or its file's stem, or the id in it."""
    for name in names:
        number = _SYSTEM_ID.match(name)
        row = rows.get(name) or (rows.get(number[0]) if number else None)
        if row:
            return row
    return None


def read_report(document: Document) -> Report:
    """Return the report of a document, joined with its row of the portal if it has one."""
    report = build_report(document)
    return join(report, document.row) if document.row else report


def join(report: Report, row: Document) -> Report:
    """Return the report with what its row adds; where the two differ, the report's own words count."""
    listed = build_report(row)
    own, theirs = report.metadata, listed.metadata
    notes = [*own.notes]
    filled = {
        field.name: getattr(own, field.name) or getattr(theirs, field.name)
        for field in fields(Metadata)
        if field.name not in _OWN
    }
    notes += _differences(own, theirs)
    if letters_key(report.title) != letters_key(listed.title):
        notes.append(messages.PORTAL_TITLE(portal=listed.title, text=report.title))
    others = dict(theirs.others) | dict(own.others)
    metadata = replace(
        own,
        **filled,
        agency_raw=own.agency_raw or theirs.agency_raw,
        places=own.places or theirs.places,
        others=tuple(others.items()),
    )
    supplied = {messages.FIELD_MISSING(field=shown(name)) for name in _SUPPLIED if filled[name]}
    metadata = replace(metadata, notes=tuple(dict.fromkeys(note for note in notes if note not in supplied)))
    report_id = listed.id if theirs.system_id and not own.system_id else report.id
    return replace(report, id=report_id, title=listed.title or report.title, metadata=metadata)


def _differences(own: Metadata, theirs: Metadata) -> list[Message]:
    found = []
    for name in _COMPARED:
        ours, other = getattr(own, name), getattr(theirs, name)
        if ours and other and ours != other:
            said = ["、".join(value) if isinstance(value, tuple) else value for value in (ours, other)]
            found.append(messages.PORTAL_DIFFERS(field=shown(name), own=said[0], portal=said[1]))
    return found
