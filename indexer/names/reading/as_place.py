"""A candidate's Chinese name as a place's: after its country or a lead, and sounding like the Latin one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.names import lexicon as lx
from indexer.names.everyday import is_ordinary
from indexer.names.reading.as_thing import has_front
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
from indexer.names.shapes import PLACE_END, kind_of
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
_POINTING = "該本此各貴我"
_PLACE_LEAD = re.compile(rf"{lx.any_of(lx.PLACE_LEADS)}$")


@dataclass(frozen=True, slots=True)
class _Seen:
    """An option with what is seen of it; the countries are empty where there is none."""

    option: str
    begins: bool  # where the run does
    country: str  # before it
    led_to_place: bool
    led: bool  # by any leading word
    heard: float
    named_country: str  # code of the one in the bracket

    @property
    def bounded(self) -> bool:
        """Whether it stands at the beginning, or after a country."""
        return self.begins or bool(self.country)

    @property
    def same_country(self) -> bool:
        """Whether the country before it is the one in the bracket."""
        return bool(self.country) and lx.countries().get(self.country, "-") == self.named_country

    @property
    def marked(self) -> bool:
        """Whether something says that a place is named."""
        says = self.named_country or self.country or self.led_to_place
        return bool(says or PLACE_END.search(self.option))

    @property
    def fits(self) -> bool:
        """Whether it is parted from the words before it, and sounds alike or lies in the same country."""
        return (self.bounded or self.led) and (self.heard >= HEARD_HALF or self.same_country)

    @property
    def strength(self) -> int:
        """How sure it is that the option is the name."""
        if self.heard < HEARD_CLEARLY:
            return SURE if self.same_country else GUESS
        return SURE if self.country or self.named_country else LIKELY


def as_place(candidate: Candidate, english: str, contexts: Contexts) -> Reading | None:
    """Return the best reading as a place's name."""
    return best_of(_judged(candidate, english, contexts))


def _judged(candidate: Candidate, english: str, contexts: Contexts) -> Iterator[Judged]:
    for rest, option in options(candidate.left, _LONGEST):
        led_to_place = bool(_PLACE_LEAD.search(rest))
        seen = _Seen(
            option,
            begins=at_beginning(candidate, rest),
            country=country_at_end(rest),
            led_to_place=led_to_place,
            led=led_to_place or bool(lx.LEAD_AT_END.search(rest)),
            heard=max(likeness(option, english), likeness(PLACE_END.sub("", option) or option, english)),
            named_country=candidate.country,
        )
        if has_front(option) or option[0] in _POINTING or not _may_be_place(option, english, seen.heard):
            continue
        if not seen.fits or not seen.marked or _holds_country(option, candidate):
            continue
        parts = PlaceParts(
            heard=seen.heard,
            same_country=seen.same_country,
            bounded=seen.bounded,
            led=not seen.bounded,
            contexts=min(MOST_CONTEXTS, contexts(option) - 1),
        )
        rule = "country" if seen.country else "list" if seen.begins else "lead"
        yield Judged(score(parts, PLACE), Reading(option, "place", rule, seen.strength))


def _may_be_place(option: str, english: str, heard: float) -> bool:
    """Return whether it is no everyday word, no thing by its ending, and no country is inside."""
    if not lx.IS_HAN.match(option) or kind_of(option, english) not in ("place", "term"):
        return False
    if heard < HEARD_CLEARLY and not PLACE_END.search(option) and is_ordinary(option):
        return False
    return not any(match.start() > 0 for match in lx.country_prefix().finditer(option))


def _holds_country(option: str, candidate: Candidate) -> bool:
    """Return whether a country is all of the option, or begins it where the bracket names one already."""
    country = lx.country_prefix().match(option)
    if country is None:
        return False
    return country.end() == len(option) or (country.end() < len(option) - 1 and bool(candidate.country))
