"""What is offered while typing, as terms of the index: names, titles and headings as they are typed."""

from collections.abc import Iterator

from indexer.anatomy.outline import without_number
from indexer.model.report import Report, Section
from indexer.search.ports import Row, Stored
from indexer.text.compare import typed_key

KINDS = ("person", "agency", "country", "title", "heading")
LONGEST = 40  # characters of a completion
_END = "\0"  # between what is typed and the kind


def of_report(report: Report) -> Iterator[str]:
    """Terms of a report's own document."""
    data = report.metadata
    named = ((data.people, "person"), ((data.agency,), "agency"), (data.countries, "country"))
    for values, kind in (*named, ((report.title,), "title")):
        yield from _terms(values, kind)


def of_section(section: Section) -> Iterator[str]:
    """Yield the term of a section with a heading of its own."""
    if section.path:
        yield from _terms((without_number(section.heading),), "heading")


def read(term: str) -> tuple[str, str]:
    """(key, kind) of a term."""
    key, _, kind = term.partition(_END)
    return key, KINDS[int(kind)]


def shown(holder: Row | Stored, key: str, kind: str) -> str:
    """Return what a report or section that has the term writes for it."""
    if isinstance(holder, Stored):
        return without_number(holder.section.heading)
    if kind == "title":
        return holder.title
    data = holder.metadata
    values = {"person": data.people, "agency": (data.agency,), "country": data.countries}[kind]
    return next((value for value in values if typed_key(value) == key), key)


def _terms(values: tuple[str, ...], kind: str) -> Iterator[str]:
    for key in filter(None, map(typed_key, values)):
        if len(key) <= LONGEST:
            yield f"{key}{_END}{KINDS.index(kind)}"
