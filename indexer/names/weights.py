"""How much each piece of evidence on names counts: every weight and threshold of reading, in one place.

A score is a record of named parts; its weights are a record of the same parts, each times its weight.
"""

from math import fsum
from operator import mul
from typing import NamedTuple

SURE, LIKELY, GUESS = 3, 2, 1  # how sure a reading is

# Likeness of sound, 0 to 1 (`sounds.likeness`).
HEARD_NATIVE = 0.3  # of a Chinese surname's transcription, whose given name may be of another dialect
HEARD_HALF = 0.5
HEARD = 0.6
HEARD_CLEARLY = 0.75


class PersonParts(NamedTuple):
    """What speaks for an option as a person's name."""

    boundary: float  # by what parts it from the words before, see below
    heard: float  # how well it sounds like the Latin name
    shape: float  # it looks like a name
    contexts: float  # further characters that it follows in its report, two at most
    torn: float  # it is a part of a name with dots


class PlaceParts(NamedTuple):
    """What speaks for an option as a place's name."""

    heard: float
    same_country: float  # the country before it is the one that the bracket names
    bounded: float  # it stands at the beginning, or after a country
    led: float  # else, a leading word stands before it
    contexts: float


class ThingParts(NamedTuple):
    """What speaks for an option as the name of an organisation, event, title or term, and against it."""

    bounded: float
    led: float
    fits: float  # its length fits the Latin name's
    contexts: float  # three at most
    length: float  # characters
    leads_inside: float  # leading words that end inside it
    begins_led: float  # it begins with a leading word
    short: float
    stretch: float  # how far its length is from two characters a letter of the acronym


PERSON = PersonParts(boundary=1, heard=2, shape=1, contexts=0.5, torn=-2)
PLACE = PlaceParts(heard=1, same_country=1, bounded=0.5, led=0.3, contexts=0.25)
THING = ThingParts(
    bounded=2.5,
    led=2,
    fits=1,
    contexts=0.6,
    length=0.04,
    leads_inside=-0.7,
    begins_led=-2,
    short=-1,
    stretch=-0.25,
)
MOST_CONTEXTS = 2
MOST_CONTEXTS_OF_THING = 3

# Boundaries of a person's name by what stands before it.
AFTER_POST = 3.5
AT_BEGINNING = 3.0
AFTER_COURTESY = 3.0
AFTER_AND = 2.5
AFTER_LOOSE_POST = 2.0
AFTER_LEAD = 2.0
AFTER_ORGANISATION = 1.5

# Lengths that belong together: characters of a Chinese name for words of a Latin one, or for letters.
CHARACTERS_A_WORD = (0.75, 4.0)
FURTHER_CHARACTERS = 3
CHARACTERS_A_LETTER = (0.9, 3.5)
FURTHER_LETTERS = 2

_DIGITS = 9  # that are no rounding of sums

# Voting.
AGREEING = 2  # reports whose agreement confirms a pair
OUTVOTED = 3  # times the support of a reading that overlaps it
SHORTEST_COMMON_ENDING = 3  # characters


def score(parts: PersonParts | PlaceParts | ThingParts, weights: tuple[float, ...]) -> float:
    """Return the sum of the parts, each times its weight; equal sums are equal however they came about."""
    return round(fsum(map(mul, parts, weights)), _DIGITS)
