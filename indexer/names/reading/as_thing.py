"""A candidate's Chinese name as an organisation's, event's or title's, or as a term."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from indexer.model.people import Kind
from indexer.names import lexicon as lx
from indexer.names.everyday import is_ordinary
from indexer.names.reading.candidates import Candidate
from indexer.names.reading.options import Contexts, Judged, Reading, at_beginning, best_of, options
from indexer.names.shapes import fits, heads_agree, kind_of
from indexer.names.weights import GUESS, LIKELY, MOST_CONTEXTS_OF_THING, SURE, THING, ThingParts, score
from indexer.text.analysis import cut
from indexer.text.fold import fold

_LONGEST = 24
_SHORTEST = 4  # below which a name is doubted
_TELLING_CONTEXTS = 2  # more of them speak for a name without a known ending
_CHARACTERS_A_LETTER = 2
_LEAD_INSIDE = re.compile(lx.any_of(lx.BREAKING_LEADS))
_AFTER_DATE = re.compile(r"[0-9０-９][年月日]$")
_DATE = re.compile(r"[0-9０-９][年月日]")
_DIGIT = re.compile("[0-9０-９]")
_REST_OF_DATE = re.compile(r"^[0-9A-Za-z０-９Ａ-Ｚ－\-&＆]+(?=年|月|日)[年月日]?")
_LATIN_END = re.compile("[0-9A-Za-z]$")
_FRONT_AT_END = re.compile(
    rf"(?:{lx.THING_FRONTS.pattern}|{lx.THING_LEADS.pattern}|[{''.join(sorted(lx.THING_FRONTS_SHORT))}])\Z"
)
_HARDLY_NAMES = frozenset("經為以惟對與含按可應須再")  # begin them, as 查 of 查爾斯 does
_POST_AND = re.compile(rf"{lx.POST}[及與和暨]")  # 團長及|加州鑽石吧市
_OF_REGION = re.compile(rf"{lx.any_of(lx.REGIONS)}|{lx.country_prefix().pattern}")
_NEVER_FIRST = "的之了等或及與和由仍、年月日第該此其個"


@dataclass(frozen=True, slots=True)
class _Seen:
    """An option with what is seen of it."""

    option: str
    kind: Kind
    begins: bool  # where the run does
    led: bool
    fits: bool
    contexts: int
    begins_led: bool
    leads_inside: int
    cuts_word: bool  # 自|由貿易協定

    @property
    def bounded(self) -> bool:
        """Whether something parts it from what stands before it."""
        return self.begins or self.led

    @property
    def ended(self) -> bool:
        """Whether it ends as names of its kind do."""
        return self.kind != "term"

    @property
    def doubted(self) -> bool:
        """Whether it holds what names seldom do, or may be cut wrongly."""
        odd = _DIGIT.search(self.option) or _DATE.search(self.option, 1) or len(self.option) < _SHORTEST
        return bool(self.leads_inside or self.begins_led or self.cuts_word or odd)


def as_thing(candidate: Candidate, english: str, contexts: Contexts) -> Reading | None:
    """Return the best reading as the name of an organisation, event, title or term."""
    return best_of(_judged(candidate, english, contexts))


def _judged(candidate: Candidate, english: str, contexts: Contexts) -> Iterator[Judged]:
    run = _REST_OF_DATE.sub("", candidate.left)
    agreed = heads_agree(run, english)
    word_ends = set(accumulate(map(len, cut(fold(run)))))
    for rest, option in options(run, _LONGEST):
        if (
            option[0] in _NEVER_FIRST
            or has_front(option)
            or (_LATIN_END.search(rest) and _is_latin(option[0]))
        ):
            continue
        seen = _Seen(
            option,
            kind=kind_of(option, english or candidate.acronym),
            begins=at_beginning(candidate, rest),
            led=bool(lx.LEAD_AT_END.search(rest) or _AFTER_DATE.search(rest) or _FRONT_AT_END.search(rest)),
            fits=fits(option, english, candidate.acronym),
            contexts=contexts(option),
            begins_led=bool(lx.LEAD_AT_START.match(option)),
            leads_inside=len(_LEAD_INSIDE.findall(option[1:])),
            cuts_word=bool(rest) and len(rest) not in word_ends,
        )
        if seen.bounded or seen.contexts > 1:
            rule = "list" if seen.begins else "lead" if seen.led else "recurrence"
            reading = Reading(option, seen.kind, rule, _strength(seen, agreed))
            yield Judged(score(_parts(seen, candidate.acronym), THING), reading)


def has_front(option: str) -> bool:
    """Return whether a word that is no part of a name begins an option: 經|標準普爾公司, 公告|加拿大."""
    if lx.THING_FRONTS.match(option) or lx.THING_LEADS.search(option) or _POST_AND.search(option):
        return True
    if option[0] not in lx.THING_FRONTS_SHORT or lx.country_prefix().match(option):
        return False
    return bool(_OF_REGION.match(option, 1)) or (option[0] in _HARDLY_NAMES and not is_ordinary(option[:2]))


def _is_latin(char: str) -> bool:
    return char.isalnum() and char.isascii()


def _parts(seen: _Seen, acronym: str) -> ThingParts:
    letters = sum(char.isalnum() for char in acronym)
    return ThingParts(
        bounded=seen.begins,
        led=seen.led,
        fits=seen.fits,
        contexts=min(MOST_CONTEXTS_OF_THING, seen.contexts - 1),
        length=len(seen.option),
        leads_inside=seen.leads_inside,
        begins_led=seen.begins_led,
        short=len(seen.option) < _SHORTEST,
        stretch=abs(len(seen.option) / letters - _CHARACTERS_A_LETTER) if letters else 0,
    )


def _strength(seen: _Seen, agreed: bool) -> int:
    """Return how sure it is that the option is the name; `agreed`: the head words say the same."""
    if not seen.fits or not seen.bounded:
        return GUESS
    recurs = seen.contexts > 1
    if seen.ended and not seen.doubted and (recurs or agreed):
        return SURE
    if not seen.ended and not recurs:
        return GUESS
    telling = seen.contexts > _TELLING_CONTEXTS or (seen.begins and not seen.doubted)
    return LIKELY if telling else GUESS
