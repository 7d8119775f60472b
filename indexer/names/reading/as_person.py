"""A candidate's Chinese name as a person's: parted by posts, leads or lists, sounding like the Latin one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from indexer.names import lexicon as lx
from indexer.names.everyday import is_ordinary, is_place
from indexer.names.reading.candidates import Candidate
from indexer.names.reading.options import (
    Contexts,
    Judged,
    Reading,
    at_beginning,
    best_of,
    country_at_end,
    has_dot,
    options,
)
from indexer.names.shapes import ORGANISATION_END, is_name_shape, is_native
from indexer.names.sounds import likeness
from indexer.names.weights import (
    AFTER_AND,
    AFTER_COURTESY,
    AFTER_LEAD,
    AFTER_LOOSE_POST,
    AFTER_ORGANISATION,
    AFTER_POST,
    AT_BEGINNING,
    GUESS,
    HEARD,
    HEARD_CLEARLY,
    HEARD_HALF,
    LIKELY,
    MOST_CONTEXTS,
    PERSON,
    SURE,
    PersonParts,
    score,
)
from indexer.text.compare import latin_words

_LONGEST = 7  # characters of a name
_LONGEST_WITH_DOTS = 14
_LONGEST_POST = 8
_LONG = 4  # characters beyond which a name is a foreigner's
_COURTESY_END = re.compile(rf"{lx.any_of(lx.COURTESIES)}$")
_LONG_ORGANISATION_END = re.compile(rf"{lx.any_of(end for end in lx.ORGANISATIONS if len(end) > 1)}$")
_RULED = re.compile("[市縣省州郡鎮町村]長")
_PARTICLE, _PARTICLE_IN_LONG = re.compile("[的是有者]"), re.compile("[等之為在於]")
_NUMBERED = re.compile(r" [IVX]+$")
_AREAS = frozenset("市縣省州郡鎮鄉村")
_NEVER_FIRST = "與和及暨的之在於等該此其"


@dataclass(frozen=True, slots=True)
class _Boundary:
    """What parts a name from the words before it."""

    rule: str
    weight: float


_NONE = _Boundary("", 0)
_BEGINNING = _Boundary("list", AT_BEGINNING)
_BOUNDARIES = (  # the first that fits
    (lx.POST_AT_END, _Boundary("post", AFTER_POST)),
    (_COURTESY_END, _Boundary("list", AFTER_COURTESY)),
    (re.compile(r"(?:以及|及|與|和|暨|或)$"), _Boundary("and", AFTER_AND)),
    (lx.LOOSE_POST_AT_END, _Boundary("post", AFTER_LOOSE_POST)),
    (re.compile(rf"(?:{lx.any_of(lx.PERSON_LEADS)}|[的者計還另]有)$"), _Boundary("lead", AFTER_LEAD)),
    (ORGANISATION_END, _Boundary("organisation", AFTER_ORGANISATION)),
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A candidate, and what around the two names says that a person is named."""

    candidate: Candidate
    english: str
    honorific: bool  # Mr, Dr or H.E. stands before the Latin name
    titled: bool  # that, or a post after the Chinese name or the bracket
    several: bool  # words in the Latin name
    dotted: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    """An option with what is seen of it."""

    option: str
    rule: str  # of its boundary
    titled: bool
    native: bool
    heard: float
    contexts: int


def as_person(candidate: Candidate, english: str, contexts: Contexts) -> Reading | None:
    """Return the best reading as a person's name."""
    run, title = _without_title(candidate.left)
    if not run:
        return None
    after = candidate.after.lstrip()
    honorific = english != " ".join(candidate.english.split()).strip(" ,;")
    followed = bool(lx.POST_AFTER.match(after)) or after.startswith(lx.COURTESIES)
    several = len(latin_words(english)) > 1
    titled = bool(title) or honorific or followed
    pair = _Pair(candidate, english, honorific, titled, several, has_dot(run))
    return best_of(_judged(pair, run, contexts))


def _judged(pair: _Pair, run: str, contexts: Contexts) -> Iterator[Judged]:
    for rest, option in options(run, _LONGEST_WITH_DOTS if pair.dotted else _LONGEST):
        if _is_no_person(option) or _is_place(pair, rest) or _cuts_post(rest, option):
            continue
        shaped = is_name_shape(option) or _is_ruler(option, pair.english)
        heard = likeness(option, pair.english)
        if not (shaped or heard >= HEARD) or _is_led(option, pair.english):
            continue
        boundary = _boundary(pair.candidate, rest)
        titled = pair.titled or boundary.rule == "post"
        seen = _Seen(option, boundary.rule, titled, is_native(option), heard, contexts(option))
        strength = _strength(pair, seen)
        if not _is_likely_enough(pair, seen, strength):
            continue
        parts = PersonParts(
            boundary=boundary.weight,
            heard=heard,
            shape=shaped,
            contexts=min(MOST_CONTEXTS, seen.contexts - 1),
            torn=pair.dotted and not has_dot(option),
        )
        yield Judged(score(parts, PERSON), Reading(option, "person", boundary.rule or "sound", strength))


def _is_place(pair: _Pair, rest: str) -> bool:
    """Return whether a mayor's or governor's place is named: 紐西蘭|奧克蘭(Auckland, New Zealand)市長."""
    ruled = _RULED.match(pair.candidate.after.lstrip("-－–— "))
    return bool(ruled and not pair.honorific and (pair.candidate.country or country_at_end(rest)))


def _is_ruler(option: str, english: str) -> bool:
    """Return whether both names are numbered, as those of rulers are: 庇護十一世, Pius XI."""
    return bool(lx.RULERS.search(option) and _NUMBERED.search(english))


def _cuts_post(rest: str, option: str) -> bool:
    """Return whether the option begins within a post: 副總|統阿耶雷門斯."""
    for length in (1, 2):
        post = lx.POST_AT_END.search(rest[-_LONGEST_POST:] + option[:length])
        if post and len(post[0]) > length:
            return True
    return False


def _boundary(candidate: Candidate, rest: str) -> _Boundary:
    """Return what parts a name from `rest` before it."""
    if not rest:
        return _BEGINNING if at_beginning(candidate, rest) else _NONE
    return next((boundary for pattern, boundary in _BOUNDARIES if pattern.search(rest)), _NONE)


def _is_likely_enough(pair: _Pair, seen: _Seen, strength: int) -> bool:
    """Return whether the option is worth a guess; more is asked where no bracket parts the two names."""
    if pair.candidate.shape == "adjacent":
        parted = seen.rule and (seen.heard >= HEARD or (pair.honorific and seen.native))
        if not parted:
            return False
    return strength > GUESS or seen.titled or (pair.several and seen.heard >= HEARD_CLEARLY)


def _strength(pair: _Pair, seen: _Seen) -> int:
    """Return how sure it is that the option is the name."""
    unbounded = LIKELY if seen.titled and seen.contexts > 1 and seen.heard >= HEARD else GUESS
    if not seen.rule:
        return unbounded
    listed = seen.rule in ("list", "and") and pair.several
    if (seen.heard >= HEARD_HALF or seen.native) and (seen.titled or listed):
        return SURE
    return LIKELY if pair.several and (seen.titled or seen.heard >= HEARD_CLEARLY) else unbounded


def _without_title(run: str) -> tuple[str, str]:
    """Return (run without a post or courtesy at its end, what was taken off): 感謝卡提斯|總統."""
    taken = ""
    while match := (_COURTESY_END.search(run) or lx.POST_AT_END.search(run)):
        if match.start() < 2:
            break
        run, taken = run[: match.start()], match[0] + taken
    return run, taken


def _is_no_person(option: str) -> bool:
    """Return whether it ends as a post or an organisation does, or is an everyday word."""
    if lx.POST_AT_END.search(option) or _LONG_ORGANISATION_END.search(option) or option[0] in _NEVER_FIRST:
        return True
    if option[-1] in lx.THINGS_NO_PERSON or option[-1] in "之的了以" or "籍" in option:
        return True
    if lx.LOOSE_POST_AT_END.search(option) and is_ordinary(option[-2:]):
        return True  # 郡監督
    if len(option) > 2 and option[-1] in _AREAS and not is_native(option):
        return True  # 堪薩斯市|市長 Quinton Lucas
    if _PARTICLE.search(option) or (len(option) > _LONG and _PARTICLE_IN_LONG.search(option)):
        return True
    unlike = not is_name_shape(option) and not lx.RULERS.search(option)
    if len(option) > _LONG - 1 and unlike and is_ordinary(option[-2:]):
        return True  # 艾美獎|得獎
    if _is_in_country(option):
        return True  # 史瓦濟蘭|衛生
    if any(option[start:] in _nations() for start in range(len(option) - 1)):
        return True
    return not lx.is_transliterated(option) and (is_ordinary(option) or is_place(option))


def _is_led(option: str, english: str) -> bool:
    """Return whether it begins with a word that leads to the name: 尤其|馬多納多, 以|亞當史密斯."""
    if len(option) > _LONG and is_ordinary(option[:2]) and likeness(option[2:], english) >= HEARD:
        return True
    return len(option) > _LONG - 1 and option[0] in lx.LEADS and likeness(option[1:], english) >= HEARD


def _is_in_country(option: str) -> bool:
    """Return whether a country's name, of three characters and more, begins it."""
    country = lx.country_prefix().match(option)
    return bool(country and _LONG - 1 <= country.end() < len(option) and not has_dot(option))


@cache
def _nations() -> frozenset[str]:
    return frozenset(name for name in lx.countries() if len(name) > 1)
