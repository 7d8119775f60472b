"""Words and characters that tell a name from what stands around it, read from lexicon.toml.

Regular expressions over them are built here once.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from indexer.text.compare import DOT
from indexer.text.countries import GROUPS, territories
from indexer.text.fold import fold
from indexer.text.scripts import HAN

_FILE = tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8"))


def _words(name: str) -> tuple[str, ...]:
    return tuple(str(_FILE[name]).split())


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return f"(?:{'|'.join(sorted(set(map(re.escape, words)), key=len, reverse=True))})"


def ahead_of(words: Collection[str]) -> str:
    """Return a look at two characters that any of the words begins with: it soonest says where none does.

    A word of one character goes before another of them.
    """
    first = {word[0] for word in words}
    second = {word[1] for word in words if len(word) > 1}
    second |= first if any(len(word) == 1 for word in words) else set()
    one, two = (re.escape("".join(sorted(chars))) for chars in (first, second))
    return f"(?=[{one}][{two}])"


IS_HAN = re.compile(f"[{HAN}]")
_WITHOUT_DOTS = dict.fromkeys(map(ord, DOT))
LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"

POSTS = frozenset(_words("posts"))
OFFICES_OF_ONE = frozenset(_words("offices_of_one"))
RANKS = _words("ranks")
POST = rf"(?:{ahead_of((*POSTS, *RANKS))}(?!(?<=天)主教)(?:{any_of(RANKS)})*{any_of(POSTS)})"
POST_AT_END = re.compile(rf"{POST}\Z")  # “$” would match before the end of a line too
POST_ANYWHERE = re.compile(POST)
POST_AFTER = re.compile(rf"{any_of(_words('levels'))}*{POST}")
FORMER = re.compile("^(?:前任|前|代理|新任|現任|時任|候任|卸任)")  # before a post, and no part of it
# that several hold at once, so that it is said once of them all: 立法委員林俊賢、陳亭芬
OF_MANY = re.compile(rf"{any_of(_words('posts_of_many'))}\Z")
# of an area, by its name alone: 橫濱|市長
RULED = re.compile(rf"{any_of((*RANKS, '副'))}*(?:([市縣省州郡鎮町村])長|知事)\Z")
LOOSE_POST_AT_END = re.compile(rf"[{HAN}][長員官師卿監督]\Z")
THING_FRONTS = re.compile(any_of(_words("thing_fronts")))
THING_LEADS = re.compile(any_of(_words("thing_leads")))
THING_FRONTS_SHORT = frozenset(_words("thing_fronts_short"))
THINGS_NO_PERSON = frozenset(_words("things_no_person"))  # how they end
STATIONS = _words("stations")  # that envoys are posted to, abbreviated
NO_AREAS = frozenset(_words("no_areas"))  # words before 市長 and the like
REGIONS = _words("regions")  # that stand before the country in names of associations
COURTESIES = _words("courtesies")
RULERS = re.compile("[一二三四五六七八九十]+世$")

ORGANISATIONS = _words("organisations")
SEATS = _words("seats")
EVENTS = _words("events")
WORKS = _words("works")
TREATIES, LAWS, AWARDS = map(_words, ("treaties", "laws", "awards"))
PLACES = _words("places")
LEADS = _words("leads")
POST_FRONTS = _words("post_fronts")
STOPS_INSIDE = _words("stops_inside")
IN_NAMES = _words("leads_inside_names")
LEAD_AT_END = re.compile(rf"{any_of(LEADS)}\Z")
LEAD_AT_START = re.compile(
    "[亦也並曾已更還又而且仍]?" + any_of(lead for lead in LEADS if len(lead) > 1 and lead not in IN_NAMES)
)
PERSON_LEADS = _words("person_leads")
PLACE_LEADS = _words("place_leads")
BREAKING_LEADS = _words("breaking_leads")
LABELS = _words("labels")  # after which, and a colon, people are named
TASKS = _words("tasks")  # after 由 and a name
TAKING = _words("taking")  # a post after it
SPEECH = _words("speech")  # after a name that begins a clause
CLAUSE_FRONTS = _words("clause_fronts")
KIN = _words("kin")  # of somebody, before a name
PARTIES = _words("parties")  # of a public notice, before a name
FOLLOWS = _words("follows")
FOLLOW = re.compile(any_of(FOLLOWS))
NAMESAKE = re.compile(rf"[{HAN}]{{0,10}}?{any_of(_words('namesakes'))}")

SURNAMES = frozenset(_words("surnames"))
COMPOUND_SURNAMES = frozenset(_words("compound_surnames"))
JAPANESE_SURNAMES = frozenset(_words("japanese_surnames"))
TRANSLITERATING = frozenset(_words("transliterating"))
NAMES_LIKE_WORDS = frozenset(_words("names_like_words"))
WORDS_LIKE_NAMES = frozenset(_words("words_like_names"))
AFTER_POSTS = frozenset(_words("after_posts"))  # characters that make another word of a post: 總統|府
NEVER_IN_NAMES = frozenset(_words("never_in_names"))
SPELLED_THINGS = frozenset(_words("spelled_things"))
DOUBTFUL_SURNAMES = frozenset(_words("doubtful_surnames"))
PARTICLES = frozenset(_words("particles"))
_SURE_SURNAMES = SURNAMES - DOUBTFUL_SURNAMES
CLASS_ENDS = frozenset(_words("class_ends"))

COURTESY = r"(?:Mrs|Mr|Ms|Miss|Mdm|Madam|Dr|Prof|Sir|Dame|Rev)\.?"
RANK = any_of(_words("latin_ranks"))
LATIN_POSTS = _words("latin_posts")  # before a name in brackets, and no part of it
UNITS = frozenset(_words("latin_units"))  # of measure
FUNCTION_WORDS = frozenset(_words("latin_functions"))
PERSON_PARTICLES = frozenset(_words("latin_particles"))
PLACE_WORDS = frozenset(_words("latin_places"))
THINGS = frozenset(_words("latin_things"))
SURNAMES_TOO = frozenset(_words("latin_surnames"))
HEADS: Mapping[str, tuple[str, ...]] = {
    head: tuple(endings.split()) for heads, endings in _FILE["heads"].items() for head in heads.split()
}


@cache
def countries() -> dict[str, str]:
    """Return the code (ISO 3166) of each country's Chinese names, those of everyday use among them."""
    *chinese, _ = territories()
    found = {name: code for table in chinese for code, name in table.items() if code not in GROUPS}
    return {**found, **_FILE["countries"]}


@cache
def english_countries() -> dict[str, str]:
    """Return the code of each country's English names, which are in lower case."""
    *_, english = territories()
    return {**{name.lower(): code for code, name in english.items()}, **_FILE["english_countries"]}


@cache
def country_prefix() -> re.Pattern[str]:
    """Return a pattern for a country's Chinese name at the beginning."""
    return re.compile(any_of(name for name in countries() if len(name) > 1))


@lru_cache(maxsize=1 << 14)
def is_transliterated(name: str) -> bool:
    """Return whether three of four characters are such as spell foreign names."""
    plain = name.translate(_WITHOUT_DOTS)
    return len(plain) > 1 and sum(char in TRANSLITERATING for char in plain) >= 0.75 * len(plain)


def is_chinese_name(name: str) -> bool:
    """Return whether it has the shape of a surname, or two, with one or two characters after it."""
    if len(name) in (3, 4) and name[:2] in COMPOUND_SURNAMES:
        return True
    if len(name) == len("辜嚴倬雲"):  # a married name
        return name[0] in _SURE_SURNAMES and name[1] in _SURE_SURNAMES
    return len(name) in (2, 3) and name[0] in SURNAMES


def is_full(name: str) -> bool:
    """Return whether a name of two characters is a surname, hardly a word besides, and a given name."""
    return name in NAMES_LIKE_WORDS or (len(name) == len("錢復") and name[0] in _SURE_SURNAMES)


def is_japanese_name(name: str) -> bool:
    """Return whether it is a Japanese surname with one to three characters after it."""
    if name[:2] in JAPANESE_SURNAMES and 3 <= len(name) <= 5:
        return True
    return name[:3] in JAPANESE_SURNAMES and 4 <= len(name) <= 6


def may_be_name(folded: str) -> bool:
    """Return whether a folded run has the shape of a Chinese name whose surname is hardly a word besides."""
    surnames, compound = _folded_surnames()
    return (len(folded) == 3 and folded[0] in surnames) or (len(folded) in (3, 4) and folded[:2] in compound)


@cache
def _folded_surnames() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(map(fold, _SURE_SURNAMES)), frozenset(map(fold, COMPOUND_SURNAMES))
