"""A candidate's Chinese name as a place's: after its country or a lead, and sounding like the Latin one."""

import re
from collections.abc import Iterator

from indexer.names import lexicon as lx
from indexer.names.reading.candidates import Candidate
from indexer.names.reading.options import (
    Contexts,
    Judged,
    Reading,
    at_beginning,
    best_of,
    country_at_end,
    options,
)
from indexer.names.shapes import PLACE_END
from indexer.names.sounds import likeness
from indexer.names.weights import (
    GUESS,
    HEARD_CLEARLY,
    HEARD_HALF,
    LIKELY,
    MOST_CONTEXTS,
    PLACE,
    SURE,
    PlaceParts,
    score,
)

_LONGEST = 10
_PLACE_LEAD = re.compile(rf"{lx.any_of(lx.PLACE_LEADS)}$")


def as_place(candidate: Candidate, english: str, contexts: Contexts) -> Reading | None:
    """Return the best reading as a place's name."""
    return best_of(_judged(candidate, english, contexts))


def _judged(candidate: Candidate, english: str, contexts: Contexts) -> Iterator[Judged]:
    for rest, option in options(candidate.left, _LONGEST):
        begins, country = at_beginning(candidate, rest), country_at_end(rest)
        place_lead = bool(_PLACE_LEAD.search(rest))
        lead = place_lead or bool(lx.LEAD_AT_END.search(rest))
        heard = max(likeness(option, english), likeness(PLACE_END.sub("", option) or option, english))
        same = bool(country and candidate.country) and lx.countries().get(country) == candidate.country
        if not (begins or country or lead) or (heard < HEARD_HALF and not same):
            continue
        if _holds_country(option, candidate):
            continue
        if not (candidate.country or country or place_lead or PLACE_END.search(option)):
            continue
        parts = PlaceParts(
            heard=heard,
            same_country=same,
            bounded=bool(begins or country),
            led=not (begins or country),
            contexts=min(MOST_CONTEXTS, contexts(option) - 1),
        )
        clearly = heard >= HEARD_CLEARLY
        sure = same or (clearly and bool(country or candidate.country))
        rule = "country" if country else "list" if begins else "lead"
        strength = SURE if sure else LIKELY if clearly else GUESS
        yield Judged(score(parts, PLACE), Reading(option, "place", rule, strength))


def _holds_country(option: str, candidate: Candidate) -> bool:
    """Return whether a country is all of the option, or begins it where the bracket names one already."""
    country = lx.country_prefix().match(option)
    if country is None:
        return False
    return country.end() == len(option) or (country.end() < len(option) - 1 and bool(candidate.country))
