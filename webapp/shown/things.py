"""What the glossary shows of a pair: the sentence that pairs its names, and where it stands."""

from dataclasses import dataclass

from indexer.model.people import Pair
from indexer.model.search import Snippet
from webapp.shown.people import Texts, heading_of
from webapp.shown.text import sentence_around

_TRIED = 3  # places in which the name is looked for


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with a name marked, in a section of a report."""

    report: str
    title: str
    section: str
    heading: str
    piece: Snippet


def evidence(texts: Texts, pair: Pair) -> Evidence | None:
    """Return the first sentence that pairs the names; None where the reports are no longer there."""
    for report_id, section_id in pair.evidence[:_TRIED]:
        report, section = texts.report(report_id), texts.section(report_id, section_id)
        if not report or not section:
            continue
        text = section.searchable
        latin = text.find(pair.english)
        before = text.rfind(pair.chinese, 0, latin) if latin >= 0 else -1
        start = before if before >= 0 else text.find(pair.chinese)
        start, name = (start, pair.chinese) if start >= 0 else (latin, pair.english)
        if start >= 0:
            piece = sentence_around(text, start, start + len(name))
            title, heading = report.title or report_id, heading_of(section)
            return Evidence(report_id, title, section_id, heading if heading != title else "", piece)
    return None
