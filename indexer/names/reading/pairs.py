"""The best reading of a candidate: where its Chinese name begins, what it names, and how sure that is.

Marks that part names (quotes, lists), posts, organisations and leading verbs bound it; sound, shape, length
and recurrence in the report speak for an option or against it.
"""

import re

from indexer.names import lexicon as lx
from indexer.names.reading.as_person import as_person
from indexer.names.reading.as_place import as_place
from indexer.names.reading.as_thing import as_thing, has_front
from indexer.names.reading.candidates import Candidate
from indexer.names.reading.options import Contexts, Reading
from indexer.names.shapes import fits, heads_agree, is_name_shape, kind_of, looks_personal
from indexer.names.sounds import likeness
from indexer.names.weights import GUESS, HEARD, HEARD_NATIVE, LIKELY, SURE
from indexer.text.compare import latin_words, without_courtesy
from indexer.text.countries import cities
from indexer.text.fold import fold

_LONGEST_PERSON = 12  # characters between marks
_SHORTEST_FOR_ACRONYM = 3
_CHARACTERS_A_LETTER = 4  # at most, of what marks bound before an acronym
_SHORTEST_GLOSSED = 2  # characters
_CLAUSE = 5  # words: whether or not parts are included
_FOREIGNER = re.compile("籍[男女]?$")  # 菲律賓籍|NAME SURNAME
_MARKS = '「」『』《》〈〉“”" '


def read(candidate: Candidate, contexts: Contexts) -> Reading | None:
    """Return the best reading, or None where no Chinese name can be seen."""
    if _FOREIGNER.search(candidate.left) or (candidate.quoted and _is_gloss(candidate)):
        return None
    if candidate.quoted:
        return _bounded(candidate)
    english = without_courtesy(candidate.english)
    if english and looks_personal(english):
        person = None if candidate.country else as_person(candidate, english, contexts)
        if candidate.shape == "adjacent":
            return person
        best = person or as_place(candidate, english, contexts)
        if best or lx.POST_AT_END.search(candidate.left):
            return best
    return None if candidate.shape == "adjacent" else as_thing(candidate, english, contexts)


def _is_gloss(candidate: Candidate) -> bool:
    """Return whether a quoted word is explained rather than named: 「好用」（powerful）, or is a country."""
    chinese, english = candidate.quoted.strip(_MARKS), candidate.english
    if candidate.shape == "reverse" and (chinese in lx.countries() or has_front(chinese)):
        return english.lower() not in lx.english_countries()
    if not english[:1].islower() or candidate.acronym:
        return False
    return len(chinese) <= _SHORTEST_GLOSSED or "的" in chinese or len(english.split()) >= _CLAUSE


def _bounded(candidate: Candidate) -> Reading | None:
    """Return the reading of a name that marks or cells bound."""
    chinese, english = candidate.quoted.strip(_MARKS), without_courtesy(candidate.english)
    if not lx.IS_HAN.search(chinese):
        return None
    if {fold(chinese), fold(english)} <= cities():
        return Reading(chinese, "place", candidate.shape, SURE)
    personal = bool(english) and looks_personal(english) and is_name_shape(chinese)
    if personal and len(chinese) <= _LONGEST_PERSON:
        return _bounded_person(candidate.shape, chinese, english)
    return _bounded_thing(candidate, chinese, english)


def _bounded_person(shape: str, chinese: str, english: str) -> Reading:
    heard = likeness(chinese, english)
    agrees = heard >= HEARD or (lx.is_chinese_name(chinese) and heard >= HEARD_NATIVE)
    if shape == "quoted":
        return Reading(chinese, "term", "quotes", SURE if agrees else LIKELY)
    if len(latin_words(english)) > 1:
        return Reading(chinese, "person", shape, SURE if agrees else GUESS)
    return Reading(chinese, "term", shape, LIKELY if agrees else GUESS)


def _bounded_thing(candidate: Candidate, chinese: str, english: str) -> Reading:
    kind = kind_of(chinese, english or candidate.acronym)
    fit = fits(chinese, english, candidate.acronym)
    agrees = heads_agree(chinese, english)
    match candidate.shape:
        case "quoted" | "form":
            most = _CHARACTERS_A_LETTER * len(candidate.acronym)  # 0 without one
            sure = fit or _SHORTEST_FOR_ACRONYM <= len(chinese) <= most
            rule = "quotes" if candidate.shape == "quoted" else "form"
            return Reading(chinese, kind, rule, SURE if sure else LIKELY)
        case "cells":
            return Reading(chinese, kind, "cells", SURE if agrees and fit else LIKELY if fit else GUESS)
        case shape:
            sure = fit and (agrees or (bool(candidate.acronym) and kind != "term"))
            return Reading(chinese, kind, shape, SURE if sure else GUESS)
