"""Where the Chinese name of a candidate begins, what kind of thing it names, and how sure that is.

Every suffix of what stands before the Latin name is an option. Marks that part names (quotes, lists), posts,
organisations and leading verbs give it a boundary; sound, shape, length and recurrence in the report speak
for it or against it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from indexer.model.people import Kind
from indexer.names import lexicon as lx
from indexer.names.everyday import is_ordinary, is_place
from indexer.names.reading.candidates import Candidate
from indexer.names.sounds import likeness
from indexer.text.analysis import cut
from indexer.text.compare import DOT, latin_words, without_courtesy
from indexer.text.fold import fold
from indexer.text.scripts import HAN

Contexts = Callable[[str], int]  # different characters that a name follows in its report
SURE, LIKELY, GUESS = 3, 2, 1

_ORG_END = re.compile(rf"{lx.any_of(lx.ORGANISATIONS)}$")
_LONG_ORG_END = re.compile(rf"{lx.any_of(ending for ending in lx.ORGANISATIONS if len(ending) > 1)}$")
_EVENT_END = re.compile(rf"{lx.any_of(lx.EVENTS)}$")
_WORK_END = re.compile(rf"{lx.any_of(lx.WORKS)}$")
_PLACE_END = re.compile(rf"{lx.any_of(lx.PLACES)}$")
_CONJUNCTION = re.compile(r"(?:以及|及|與|和|暨|或)$")
_PERSON_LEAD = re.compile(rf"{lx.any_of(lx.PERSON_LEADS)}$")
_PLACE_LEAD = re.compile(rf"{lx.any_of(lx.PLACE_LEADS)}$")
_COURTESY_END = re.compile(rf"{lx.any_of(lx.COURTESIES)}$")
_LEAD_INSIDE = re.compile(lx.any_of(lx.BREAKING_LEADS))
_AFTER_DATE = re.compile(r"[0-9０-９][年月日]$")
_LIST = "、，,；;：:。）)」』》\n\t （(「『《-－–—/"
_LONGEST_PERSON = 7


@dataclass(frozen=True, slots=True)
class Reading:
    """A Chinese name read out of a candidate; `rule` says by what, `strength` is SURE, LIKELY or GUESS."""

    chinese: str
    kind: Kind
    rule: str
    strength: int


def read(candidate: Candidate, contexts: Contexts) -> Reading | None:
    """The best reading, or None where no Chinese name can be seen."""
    if candidate.quoted:
        return _bounded(candidate)
    english = without_courtesy(candidate.english)
    if english and looks_personal(english):
        person = None if candidate.country else _person(candidate, english, contexts)
        if candidate.shape == "adjacent":
            return person
        found = person or _place(candidate, english, contexts)
        if found or lx.POST_AT_END.search(candidate.left):
            return found
    return None if candidate.shape == "adjacent" else _thing(candidate, english, contexts)


def looks_personal(english: str) -> bool:
    """Whether a Latin name could be a person's or a place's: capitalised words, none of an organisation."""
    words = re.findall(rf"[{lx.LATIN}][{lx.LATIN}.'’]*", english)
    if not 1 <= len(words) <= 8 or re.search(r"[0-9&:]|[’']s\b", english):
        return False
    if len(words) == 1 and not re.search(r"[a-z]{2}", words[0]):
        return False
    lower = [word.lower().strip(".") for word in words]
    if any(word in lx.FUNCTION_WORDS - {"the", "by", "in", "as", "an", "a", "or"} for word in lower):
        return False
    things = [word for word in lower if word in lx.THINGS]
    named = len(things) == 1 and things[0] in lx.SURNAMES_TOO and 2 <= len(words) <= 4  # Park Won-Soon
    if (things and not named) or lower[0] in ("the", "a", "an"):
        return False
    return all(word[0].isupper() or word.lower() in lx.PERSON_PARTICLES for word in words)


def kind_of(chinese: str, english: str) -> Kind:
    """What a name that is no person's is of, by the ending of its Chinese form."""
    if re.search(r"[：:，,？?！!。]", chinese):
        return "title"
    for kind, ending in (("title", _WORK_END), ("event", _EVENT_END), ("organisation", _ORG_END)):
        if ending.search(chinese):
            return kind  # type: ignore[return-value]
    words = latin_words(english)
    if _PLACE_END.search(chinese) and (set(words) & lx.PLACE_WORDS or likeness(chinese[:-1], english) >= 0.6):
        return "place"
    return "title" if len(words) > 4 else "term"


def heads_agree(chinese: str, english: str) -> bool:
    """Whether the head words say the same: Summit ~ 峰會."""
    words = latin_words(english)
    return any(chinese.endswith(lx.HEADS.get(word, ())) for word in words)


def fits(chinese: str, english: str, acronym: str) -> bool:
    """Whether the lengths can belong together: about two characters a word, or a letter of an acronym."""
    length = len(re.sub(rf"[^{HAN}]", "", chinese))
    if english:
        content = [word for word in latin_words(english) if word not in lx.FUNCTION_WORDS]
        return 0.75 * len(content) <= length <= 4 * len(content) + 3
    letters = sum(char.isalnum() for char in acronym)
    return 0.9 * letters <= length <= 3.5 * letters + 2


def is_name_shape(name: str) -> bool:
    """Whether a Chinese spelling looks like a person's name, of whatever origin."""
    bare = lx.RULERS.sub("", name)
    return lx.is_chinese_name(name) or lx.is_japanese_name(name) or lx.is_transliterated(bare)


def _bounded(candidate: Candidate) -> Reading | None:
    chinese, english = candidate.quoted.strip('「」『』《》〈〉“”" '), without_courtesy(candidate.english)
    if not lx.IS_HAN.search(chinese):
        return None
    if english and looks_personal(english) and is_name_shape(chinese) and len(chinese) <= 12:
        heard = likeness(chinese, english)
        agrees = heard >= 0.6 or (lx.is_chinese_name(chinese) and heard >= 0.3)
        if candidate.shape == "quoted":
            return Reading(chinese, "term", "quotes", SURE if agrees else LIKELY)
        several = len(latin_words(english)) > 1
        if agrees and several:
            return Reading(chinese, "person", candidate.shape, SURE)
        return Reading(chinese, "person" if several else "term", candidate.shape, LIKELY if agrees else GUESS)
    kind = kind_of(chinese, english or candidate.acronym)
    fit = fits(chinese, english, candidate.acronym)
    agrees = heads_agree(chinese, english)
    match candidate.shape:
        case "quoted" | "form":
            fit = fit or (bool(candidate.acronym) and 3 <= len(chinese) <= 4 * len(candidate.acronym))
            return Reading(
                chinese, kind, "quotes" if candidate.shape == "quoted" else "form", SURE if fit else LIKELY
            )
        case "cells":
            return Reading(chinese, kind, "cells", SURE if agrees and fit else LIKELY if fit else GUESS)
        case _:
            known_ending = kind != "term"
            strength = SURE if fit and (agrees or (candidate.acronym and known_ending)) else GUESS
            return Reading(chinese, kind, candidate.shape, strength)


def _options(run: str, longest: int) -> Iterator[tuple[str, str]]:
    """(what is left of it, option) for every suffix that cuts no name of a country."""
    inside = {
        place
        for match in lx.country_prefix().finditer(run)
        for place in range(match.start() + 1, match.end())
    }
    for length in range(2, min(len(run), longest) + 1):
        option = run[-length:]
        if option[0] not in DOT and len(run) - length not in inside:
            yield run[:-length], option


def _without_title(run: str) -> tuple[str, str]:
    """(run without a post or courtesy at its end, what was taken off): 感謝卡提斯總統 → 感謝卡提斯, 總統."""
    taken = ""
    while match := (_COURTESY_END.search(run) or lx.POST_AT_END.search(run)):
        if match.start() < 2:
            break
        run, taken = run[: match.start()], match[0] + taken
    return run, taken


def _person(candidate: Candidate, english: str, contexts: Contexts) -> Reading | None:
    run, title = _without_title(candidate.left)
    if not run:
        return None
    honorific = english != " ".join(candidate.english.split()).strip(" ,;")
    following = bool(
        lx.POST_AFTER.match(candidate.after.lstrip()) or candidate.after.lstrip().startswith(lx.COURTESIES)
    )
    several = len(latin_words(english)) > 1
    best: tuple[float, Reading] | None = None
    for rest, option in _options(run, 14 if re.search(f"[{DOT}]", run) else _LONGEST_PERSON):
        boundary, rule = _person_boundary(candidate, rest)
        shape, heard = is_name_shape(option), likeness(option, english)
        native = lx.is_chinese_name(option) or lx.is_japanese_name(option)
        if (not shape and heard < 0.6) or _is_no_person(option) or _is_led(option, english):
            continue
        score = boundary + 2 * heard + shape + 0.5 * min(2, contexts(option) - 1)
        if re.search(f"[{DOT}]", run) and not re.search(f"[{DOT}]", option):
            score -= 2  # a name's parts are not taken apart
        if candidate.shape == "adjacent" and not (rule and (heard >= 0.6 or (honorific and native))):
            continue
        titled = bool(title) or honorific or following or rule == "post"
        if rule and (heard >= 0.5 or native) and (titled or (rule in ("list", "and") and several)):
            strength = SURE
        elif (rule and heard >= 0.75 and several) or (titled and contexts(option) > 1 and heard >= 0.6):
            strength = LIKELY
        elif titled and (rule or heard >= 0.75):
            strength = LIKELY if rule and several else GUESS
        else:
            strength = GUESS
        if strength == GUESS and not (titled or (several and heard >= 0.75)):
            continue
        if best is None or score > best[0]:
            best = score, Reading(option, "person", rule or "sound", strength)
    return best[1] if best else None


def _is_no_person(option: str) -> bool:
    """Whether it ends as a post or an organisation does, or is an everyday word."""
    if lx.POST_AT_END.search(option) or _LONG_ORG_END.search(option) or option[0] in "與和及暨的之在於等":
        return True
    if re.search("[的是有者]", option) or (len(option) > 4 and re.search("[等之為在於]", option)):
        return True
    if any(option[start:] in _nations() for start in range(len(option) - 1)):
        return True
    return not lx.is_transliterated(option) and (is_ordinary(option) or is_place(option))


def _is_led(option: str, english: str) -> bool:
    """Whether it begins with a word that leads to the name: 尤其|馬多納多, 以|亞當史密斯."""
    if len(option) > 4 and is_ordinary(option[:2]) and likeness(option[2:], english) >= 0.6:
        return True
    return len(option) > 3 and option[0] in lx.LEADS and likeness(option[1:], english) >= 0.6


@cache
def _nations() -> frozenset[str]:
    return frozenset(name for name in lx.countries() if len(name) > 1)


def _person_boundary(candidate: Candidate, rest: str) -> tuple[float, str]:
    """(weight, rule) of a boundary after `rest`."""
    if not rest:
        closed = not candidate.before or candidate.before[-1] in _LIST
        return (3.0, "list") if closed else (0.0, "")
    if lx.POST_AT_END.search(rest):
        return 3.5, "post"
    if _COURTESY_END.search(rest):
        return 3.0, "list"
    if _CONJUNCTION.search(rest):
        return 2.5, "and"
    if lx.LOOSE_POST_AT_END.search(rest):
        return 2.0, "post"
    if _PERSON_LEAD.search(rest):
        return 2.0, "lead"
    if _ORG_END.search(rest):
        return 1.5, "organisation"
    return 0.0, ""


def _place(candidate: Candidate, english: str, contexts: Contexts) -> Reading | None:
    run, best = candidate.left, None
    prefix = lx.country_prefix()
    for rest, option in _options(run, 10):
        bare = _PLACE_END.sub("", option) or option
        heard = max(likeness(option, english), likeness(bare, english))
        starts = not rest and (not candidate.before or candidate.before[-1] in _LIST)
        country = next((m[0] for m in prefix.finditer(rest) if m.end() == len(rest)), "")
        nation = bool(country)
        same = bool(nation and candidate.country) and lx.countries().get(country) == candidate.country
        lead = bool(_PLACE_LEAD.search(rest) or lx.LEAD_AT_END.search(rest))
        if not (starts or nation or lead) or (heard < 0.5 and not same) or prefix.fullmatch(option):
            continue
        if (inner := prefix.match(option)) and inner.end() < len(option) - 1 and candidate.country:
            continue  # the country is no part of the name
        marked = bool(candidate.country or _PLACE_END.search(option) or nation or _PLACE_LEAD.search(rest))
        if not marked:
            continue
        score = heard + same + (0.5 if starts or nation else 0.3) + 0.25 * min(2, contexts(option) - 1)
        strength = (
            SURE
            if same or (heard >= 0.75 and (nation or candidate.country))
            else LIKELY
            if heard >= 0.75
            else GUESS
        )
        rule = "country" if nation else "list" if starts else "lead"
        if best is None or score > best[0]:
            best = score, Reading(option, "place", rule, strength)
    return best[1] if best else None


def _thing(candidate: Candidate, english: str, contexts: Contexts) -> Reading | None:
    """An organisation, event, title or term before the bracket."""
    run = re.sub(r"^[0-9A-Za-z０-９Ａ-Ｚ－\-&＆]+(?=年|月|日)[年月日]?", "", candidate.left)
    best: tuple[float, Reading] | None = None
    agreed = heads_agree(run, english)
    whole_words = set(accumulate(map(len, cut(fold(run)))))
    for rest, option in _options(run, 24):
        starts = not rest and (not candidate.before or candidate.before[-1] in _LIST)
        lead = bool(rest) and bool(lx.LEAD_AT_END.search(rest) or _AFTER_DATE.search(rest))
        if option[0] in "的之了等或及與和、年月日第" or (
            re.match(r"[0-9A-Za-z]", rest[-1:] or " ") and option[0].isalnum() and option[0].isascii()
        ):
            continue
        fit = fits(option, english, candidate.acronym)
        seen = contexts(option)
        kind = kind_of(option, english or candidate.acronym)
        if not (starts or lead or seen > 1):
            continue
        inside = _leads_inside(option)
        score = (
            2.5 * starts + 2.0 * lead + 1.0 * fit - 0.7 * inside + 0.6 * min(3, seen - 1) + 0.04 * len(option)
        )
        score -= (
            2.0 * bool(lx.LEAD_AT_START.match(option))
            + 1.0 * (len(option) < 4)
            + _stretch(option, candidate.acronym)
        )
        inside += bool(re.search("[0-9０-９]", option)) + (len(option) < 4)
        inside += bool(rest) and len(rest) not in whole_words  # 自|由貿易協定 cuts a word
        ended = kind != "term"
        inside += bool(lx.LEAD_AT_START.match(option)) + bool(re.search(r"[0-9０-９][年月日]", option[1:]))
        if (
            fit
            and ended
            and not inside
            and (starts or lead)
            and (seen > 1 or agreed or (starts and len(option) <= 14))
        ):
            strength = SURE if agreed or seen > 1 else LIKELY
        elif fit and (starts or lead) and (ended or seen > 1):
            strength = LIKELY if seen > 2 or (starts and not inside) else GUESS
        else:
            strength = GUESS
        rule = "list" if starts else "lead" if lead else "recurrence"
        if best is None or score > best[0]:
            best = score, Reading(option, kind, rule, strength)
    return best[1] if best else None


def _stretch(option: str, acronym: str) -> float:
    """How far the length is from two characters a letter of the acronym."""
    letters = sum(char.isalnum() for char in acronym)
    return 0.25 * abs(len(option) / letters - 2) if letters else 0.0


def _leads_inside(option: str) -> int:
    """Places inside, past the first character, where a leading verb or particle ends."""
    return len(_LEAD_INSIDE.findall(option[1:]))
