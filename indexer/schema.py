"""Which term goes into which field of the index, and with what weight a query reads it."""

from collections import Counter
from collections.abc import Generator, Iterable, Mapping
from typing import Any, TypeAlias

from whoosh import columns, fields, formats

from indexer.analysis import Token, analyze, terms
from indexer.fold import fold
from indexer.report import Report, Section, metadata_to_dict, section_to_dict

# BM25 weights by field, chosen on half of DRCD's development questions (docs/quality.md); heading by the
# rule that a heading outranks its body. A unigram counts UNIGRAM of a bigram.
WEIGHTS: Mapping[str, float] = {
    "han": 1.0,
    "words": 0.5,
    "latin": 2.0,
    "stems": 0.4,
    "heading": 0.6,
    "title": 0.15,
}
UNIGRAM = 0.5
PLAIN = ("heading", "title")  # short fields: no length normalisation, grams and Latin terms together

_Posting: TypeAlias = tuple[bytes, int, float | int, bytes]


class Bag(fields.FieldType):  # type: ignore[misc, unused-ignore]
    """A Whoosh field fed with counted terms, so that analysis stays ours: no positions, no lengths."""

    def __init__(self) -> None:
        """An indexed, unstored field."""
        super().__init__(formats.Existence(), analyzer=None)  # type: ignore[arg-type]

    def index(self, value: Mapping[str, int], **_: Any) -> Generator[_Posting, Any, None]:
        """(term, frequency, weight, no payload) of each counted term."""
        for text, count in value.items():
            yield text.encode(), count, float(count), b""


def schema() -> fields.Schema:
    """Whoosh's schema: one document a section, and one before them for their report."""
    return fields.Schema(
        type=fields.ID(),  # report, section
        report=fields.ID(),
        kind=fields.ID(),
        han=Bag(),
        words=Bag(),
        latin=Bag(),
        stems=Bag(),
        heading=Bag(),
        title=Bag(),
        length=fields.COLUMN(columns.NumericColumn("I")),
        folded=fields.COLUMN(columns.VarBytesColumn()),
        record=fields.STORED(),
    )


def rows(report: Report) -> list[dict[str, Any]]:
    """Whoosh documents of a report: its own, then one for each section in order."""
    title = _plain(analyze(report.title))
    own = {"id": report.id, "title": report.title, "metadata": metadata_to_dict(report.metadata)}
    return [
        {"type": "report", "report": report.id, "record": own},
        *(_section_row(report.id, section, title) for section in report.sections),
    ]


def _section_row(report_id: str, section: Section, title: Counter[str]) -> dict[str, Any]:
    bags = terms(analyze(section.searchable))
    return {
        "type": "section",
        "report": report_id,
        "kind": section.kind,
        "han": bags.han,
        "words": bags.words,
        "latin": bags.latin,
        "stems": bags.stems,
        "heading": _plain(analyze(section.heading)) if section.path else {},  # the front's is the title
        "title": title,
        "length": bags.length,
        "folded": fold(section.searchable).encode(),
        "record": section_to_dict(section),
    }


def _plain(tokens: Iterable[Token]) -> Counter[str]:
    bags = terms(tokens)
    return bags.han + bags.latin
