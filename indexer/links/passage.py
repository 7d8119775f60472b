"""Finds a quoted passage again: as it stands, in other script or spacing, or with a few changes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from indexer.model.report import Report, Section
from indexer.text.fold import fold

LONGEST = 400  # characters of a quotation
LEAST_ALIKE = 75  # percent of letters that a changed passage still shares
SHORTEST_CHANGED = 8  # letters; anything resembles fewer

_LETTER = re.compile(r"[^\W_]")
Manner = Literal["exact", "folded", "fuzzy"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a quotation stands: `start:end` are offsets into the section's text."""

    section_id: str
    start: int
    end: int
    manner: Manner


def find_passage(quotation: str, report: Report, section_id: str = "") -> Passage | None:
    """Return the quotation's place, in the section named if it is there, else anywhere in the report."""
    quotation = quotation.strip()[:LONGEST]
    if not quotation:
        return None
    sections = sorted(report.sections, key=lambda section: section.id != section_id)
    for find in (_exact, _folded, _fuzzy):
        found = next(find(quotation, sections), None)
        if found:
            return found
    return None


def _exact(quotation: str, sections: Iterable[Section]) -> Iterator[Passage]:
    for section in sections:
        start = section.text.find(quotation)
        if start >= 0:
            yield Passage(section.id, start, start + len(quotation), "exact")


def _folded(quotation: str, sections: Iterable[Section]) -> Iterator[Passage]:
    """By letters and digits alone, in any script."""
    wanted, _ = letters(quotation)
    for section in sections:
        there, places = letters(section.text)
        start = there.find(wanted) if wanted else -1
        if start >= 0:
            yield Passage(section.id, places[start], places[start + len(wanted) - 1] + 1, "folded")


def _fuzzy(quotation: str, sections: Iterable[Section]) -> Iterator[Passage]:
    """Yield the likest run of letters; of equals, the one in the section named."""
    wanted, _ = letters(quotation)
    if len(wanted) < SHORTEST_CHANGED:
        return
    best, found = float(LEAST_ALIKE), None
    for section in sections:
        there, places = letters(section.text)
        if len(there) < len(wanted) / 2:
            continue
        alike = fuzz.partial_ratio_alignment(wanted, there, score_cutoff=best)
        if alike and alike.score >= best and alike.dest_end > alike.dest_start:
            if found and alike.score == best:
                continue
            best = alike.score
            found = Passage(section.id, places[alike.dest_start], places[alike.dest_end - 1] + 1, "fuzzy")
    if found:
        yield found


def letters(text: str) -> tuple[str, list[int]]:
    """Return the folded letters and digits, and the place of each in the text."""
    folded = fold(text)
    places = [match.start() for match in _LETTER.finditer(folded)]
    return "".join(folded[place] for place in places), places
