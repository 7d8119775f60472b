"""What says that two appearances of one name are two people: reports, years, offices, Latin names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from indexer.model.people import Appearance, Observed, Person, Post
from indexer.names.lexicon import (
    FORMER,
    OFFICES_OF_ONE,
    countries,
    country_prefix,
    is_chinese_name,
    is_transliterated,
)
from indexer.text.compare import han_key
from indexer.text.fold import fold

# whose holders hardly hold the same one elsewhere, as ministers and envoys do
_KEPT_OFFICES = frozenset(
    ["科長", "課長", "股長", "組長", "科員", "課員", "專員", "技正", "技士", "幹事", "里長", "村長", "鄉長",
     "鎮長", "區長", "校長", "議員"]
)  # fmt: skip
_LONG_NAME = 3  # characters of a Chinese name that is hardly two people's in such reports
_SEVERAL = 3  # reports of whose bearer a short name tells
_CAREER = 30  # years
_GOVERNMENT = re.compile(r"(?:(?:政府|府本部|市府|縣府)(?:\s.*)?|第[\d一二三四五六七八九十]{1,3}[任屆])$")
_LEGAL = re.compile("^(?:國立|私立|市立|縣立|省立|財團法人|社團法人|行政院(?=.{3}))")
_SHORT_COUNTRY = re.compile("^.[國国]$")  # 巴國 of 巴拉圭
_OURS = frozenset(map(fold, ("中華民國", "臺灣", "台灣", "我國", "中華民國臺灣")))
_LONG_WORD, _LONGER_WORD = 5, 9  # letters of a Latin word that one or two wrong ones leave the same
_BEGINNING = 4  # letters that a short form has: Chris of Christopher


@dataclass(frozen=True, slots=True)
class Seen:
    """An appearance with the report that it is in."""

    appearance: Appearance
    record: Observed

    @property
    def person(self) -> Person:
        """The person as the report names them."""
        return self.appearance.person


class Known:
    """What is known of one who may be several: reports, years, offices with their places, countries."""

    def __init__(self, short: bool = False) -> None:
        self._short = short  # the name
        self._foreign = False  # by the characters it is spelled with
        self._reports: set[str] = set()
        self._years: set[int] = set()
        self._offices: set[tuple[str, str]] = set()
        self._countries: set[str] = set()

    def take(self, seen: Seen) -> None:
        """Add an appearance."""
        self._foreign = self._foreign or is_transliterated(seen.person.chinese)
        self._reports.add(seen.appearance.report)
        self._years |= {int(seen.appearance.date[:4])} if seen.appearance.date[:4].isdigit() else set()
        for post in seen.person.posts:
            place = bare_place(post.affiliation or post.place)
            if place and office_of(post) in OFFICES_OF_ONE | _KEPT_OFFICES:
                self._offices.add((office_of(post), place))
            if self._foreign and (country := country_prefix().match(post.affiliation or post.place)):
                self._countries.add(countries()[country[0]])

    @property
    def reports(self) -> int:
        """How many reports name them."""
        return len(self._reports)

    def is_well_known(self) -> bool:
        """Return whether the name alone tells of them: a full one, or a short one of several reports."""
        return not self._short or self.reports >= _SEVERAL

    def may_be(self, other: "Known") -> bool:
        """Return whether nothing says that both are not one person."""
        years = self._years | other._years
        apart = (self._countries, other._countries)
        return (
            self._reports.isdisjoint(other._reports)
            and (not years or max(years) - min(years) <= _CAREER)
            and not (all(apart) and apart[0].isdisjoint(apart[1]))
            and self._offices_fit(other)
        )

    def _offices_fit(self, other: "Known") -> bool:
        """Return whether of an office that both held, one place at least is the same."""
        both = {office for office, _ in self._offices} & {office for office, _ in other._offices}
        return not both or any(
            office == its and office in both and _same_place(place, there)
            for office, place in self._offices
            for its, there in other._offices
        )

    def add(self, other: "Known") -> None:
        """Take what is known of another, who is the same."""
        self._reports |= other._reports
        self._years |= other._years
        self._offices |= other._offices
        self._countries |= other._countries


def is_short_name(chinese: str) -> bool:
    """Return whether many may have the name: two characters, but for a native one."""
    return len(han_key(chinese)) < _LONG_NAME and (is_transliterated(chinese) or not is_chinese_name(chinese))


def office_of(post: Post) -> str:
    """Return the office of a post, whoever holds or held it: 前總統 is 總統."""
    return FORMER.sub("", post.post)


@lru_cache(maxsize=65536)
def bare_place(place: str) -> str:
    """Return an affiliation as it is compared: 臺南市政府 and 台南市 are one."""
    bare = _LEGAL.sub("", _GOVERNMENT.sub("", place))
    bare = re.sub(r"[市縣]$", "", bare) or bare
    country = country_prefix().match(bare)
    return fold(bare[country.end() :] if country and country.end() < len(bare) else bare)


def _same_place(one: str, other: str) -> bool:
    """Return whether two places, as they are compared, may be one: 薩國首都聖薩爾瓦多 ends as 聖薩爾瓦多."""
    if one.endswith(other) or other.endswith(one) or (one in _OURS and other in _OURS):
        return True
    return any(_SHORT_COUNTRY.match(a) and b.startswith(a[0]) for a, b in ((one, other), (other, one)))


def alike(one: Iterable[str], other: Iterable[str]) -> bool:
    """Return whether each Latin name is each other with words left out, parted or misspelled otherwise."""
    return all(_alike(a, b) for a in one for b in other)


@lru_cache(maxsize=65536)
def _alike(one: str, other: str) -> bool:
    first, second = sorted((one.split(), other.split()), key=len)
    if "".join(first) == "".join(second):
        return True
    return all(any(_same_word(word, its) for its in second) for word in first)


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _BEGINNING and longer.startswith(shorter):
        return True
    wrong = (len(shorter) >= _LONG_WORD) + (len(shorter) >= _LONGER_WORD)
    return bool(wrong) and int(OSA.distance(one, other, score_cutoff=wrong)) <= wrong
