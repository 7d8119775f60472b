"""What shows that two appearances of one name are one person: evidence, and the groups that it joins."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from indexer.model.people import Appearance, Observed, Person, Post
from indexer.names.lexicon import FORMER, OFFICES_OF_ONE, countries, country_prefix, is_full
from indexer.text.compare import han_key, joined_key, latin_words
from indexer.text.fold import fold

_COMPANY = 3  # names that two reports share, the person's own among them, for the company to be telling
# whose holders hardly hold the same one elsewhere, as ministers and envoys do
_KEPT_OFFICES = frozenset(
    ["科長", "課長", "股長", "組長", "科員", "課員", "專員", "技正", "技士", "幹事", "里長", "村長", "鄉長",
     "鎮長", "區長", "校長", "議員"]
)  # fmt: skip
_LONG_NAME = 3  # characters of a Chinese name that is hardly two people's in such reports
_SEVERAL = 3  # reports of whose bearer a short name tells
_CAREER = 30  # years
_COMPARED = 40  # appearances of one name that are compared with each other
_GOVERNMENT = re.compile(r"(?:政府|府本部|市府|縣府)(?:\s.*)?$")


@dataclass(frozen=True, slots=True)
class Seen:
    """An appearance with the report that it is in."""

    appearance: Appearance
    record: Observed

    @property
    def person(self) -> Person:
        """The person as the report names them."""
        return self.appearance.person


class Groups:
    """Union-find over appearances that never joins two different Latin names, but by hand."""

    def __init__(self, seen: Sequence[Seen]) -> None:
        self.seen = seen
        self.because: list[set[str]] = [set() for _ in seen]  # by the leader of a group
        self._leader = list(range(len(seen)))
        self._english = [{joined_key(each.person.english)} - {""} for each in seen]

    def find(self, number: int) -> int:
        """Return the leader of an appearance's group."""
        while self._leader[number] != number:
            self._leader[number] = self._leader[self._leader[number]]
            number = self._leader[number]
        return number

    def join(self, one: int, other: int, because: str) -> bool:
        """Join the groups of two appearances, unless Latin names differ; return whether they are one."""
        a, b = self.find(one), self.find(other)
        if a == b:
            return True
        if because != "hand" and not _compatible(self._english[a], self._english[b]):
            return False
        self._leader[b] = a
        self._english[a] |= self._english[b]
        self.because[a] |= self.because[b] | {because}
        return True


def join_alike(numbers: Sequence[int], groups: Groups) -> None:
    """Join appearances of one name: by evidence, then by the name itself where nothing is against it."""
    if len(numbers) > 1:
        _by_what_they_share(numbers, groups)
        _by_fuller_names(numbers, groups)
        _by_company(numbers, groups)
        _by_office_of_one_holder(numbers, groups)
        _by_name_alone(numbers, groups)


def _by_what_they_share(numbers: Sequence[int], groups: Groups) -> None:
    first: dict[tuple[str, ...], int] = {}
    for number in numbers:
        for key in _evidence(groups.seen[number]):
            other = first.setdefault(key, number)
            if other != number:
                groups.join(other, number, key[0])


def _evidence(seen: Seen) -> Iterator[tuple[str, ...]]:
    """Yield (kind of evidence, what two appearances must share of it)."""
    person, agency = seen.person, seen.record.agency
    if person.chinese and person.english:
        yield "names", han_key(person.chinese), joined_key(person.english)
    for post in person.posts:
        office = _office(post)
        if not office:
            continue
        single = office in OFFICES_OF_ONE
        if post.affiliation:
            yield "office", office, _short(post.affiliation)
        if post.place and (single or post.place not in countries()):
            yield "office", office, _short(post.place)
        if agency and (single or "delegate" in person.roles):
            yield "agency", office, fold(agency)


def _by_fuller_names(numbers: Sequence[int], groups: Groups) -> None:
    """Join William Stanton and William A. Stanton of one Chinese name."""
    people = {number: groups.seen[number].person for number in numbers}
    both = [number for number, person in people.items() if person.chinese and person.english]
    for one, other in combinations(both[:_COMPARED], 2):
        a, b = people[one], people[other]
        if han_key(a.chinese) == han_key(b.chinese) and _fuller(a.english, b.english):
            groups.join(one, other, "names")


def _by_company(numbers: Sequence[int], groups: Groups) -> None:
    """Join those of one office who are named together with the same people."""
    compared = numbers[:_COMPARED]
    held = {n: {_office(post) for post in groups.seen[n].person.posts} - {""} for n in compared}
    company = cache(lambda number: _everyone(groups.seen[number].record))
    for one, other in combinations(compared, 2):
        if held[one] & held[other] and len(company(one) & company(other)) > _COMPANY:
            groups.join(one, other, "company")


def _by_office_of_one_holder(numbers: Sequence[int], groups: Groups) -> None:
    """Join who holds an office somewhere to who holds it in a report that names that place."""
    held_at: dict[tuple[str, str], int] = {}
    for number in numbers:
        for post in groups.seen[number].person.posts:
            place = _short(post.affiliation or post.place)
            if place and _office(post) in OFFICES_OF_ONE:
                held_at.setdefault((_office(post), place), number)
    for number in numbers if held_at else ():
        seen = groups.seen[number]
        for office in {_office(post) for post in seen.person.posts if not post.affiliation} & OFFICES_OF_ONE:
            holders = (held_at[office, place] for place in seen.record.places if (office, place) in held_at)
            holder = next(holders, None)
            if holder is not None:
                groups.join(holder, number, "office")


def _by_name_alone(numbers: Sequence[int], groups: Groups) -> None:
    """Join those of a full name of whom nothing says that they are two.

    Short names are many people's, but for a Chinese one of whom several reports tell already. Two in one
    report, offices that one person cannot hold side by side, and years that lie more than a career apart
    speak against it.
    """
    people: dict[int, _Known] = {}
    short = False
    for number in numbers:
        seen = groups.seen[number]
        if is_short := bool(seen.person.chinese) and len(han_key(seen.person.chinese)) < _LONG_NAME:
            if not is_full(seen.person.chinese):
                continue
            short = True
        people.setdefault(groups.find(number), _Known(is_short)).take(seen)
    if short:
        people = dict(sorted(people.items(), key=lambda item: -item[1].reports))
    first: list[int] = []
    for leader, known in people.items():
        for other in first:
            if not people[other].is_well_known():
                continue
            if people[other].may_be(known) and groups.join(other, leader, "name"):
                people[other].add(known)
                break
        else:
            first.append(leader)


class _Known:
    """What is known of one who may be several: reports, years, and offices with their places."""

    def __init__(self, short: bool = False) -> None:
        self._short = short  # the name
        self._reports: set[str] = set()
        self._years: set[int] = set()
        self._offices: set[tuple[str, str]] = set()

    def take(self, seen: Seen) -> None:
        """Add an appearance."""
        self._reports.add(seen.appearance.report)
        self._years |= {int(seen.appearance.date[:4])} if seen.appearance.date[:4].isdigit() else set()
        for post in seen.person.posts:
            place = _short(post.affiliation or post.place)
            if place and _office(post) in OFFICES_OF_ONE | _KEPT_OFFICES:
                self._offices.add((_office(post), place))

    @property
    def reports(self) -> int:
        """How many reports name them."""
        return len(self._reports)

    def is_well_known(self) -> bool:
        """Return whether the name alone tells of them: a full one, or a short one of several reports."""
        return not self._short or self.reports >= _SEVERAL

    def may_be(self, other: "_Known") -> bool:
        """Return whether nothing says that both are not one person."""
        years = self._years | other._years
        apart = {office for office, _ in self._offices} & {office for office, _ in other._offices}
        places = {(office, place) for office, place in self._offices if office in apart}
        elsewhere = {(office, place) for office, place in other._offices if office in apart}
        return (
            self._reports.isdisjoint(other._reports)
            and (not years or max(years) - min(years) <= _CAREER)
            and (not apart or bool(places & elsewhere))
        )

    def add(self, other: "_Known") -> None:
        """Take what is known of another, who is the same."""
        self._reports |= other._reports
        self._years |= other._years
        self._offices |= other._offices


def _everyone(record: Observed) -> set[str]:
    """Return the keys of everyone whom the report names."""
    keys = ((han_key(person.chinese), joined_key(person.english)) for person in record.people)
    return {key for both in keys for key in both if key}


def _fuller(one: str, other: str) -> bool:
    """Return whether one Latin name is the other with further words."""
    first, second = set(latin_words(one)), set(latin_words(other))
    return min(len(first), len(second)) > 1 and (first <= second or second <= first)


def _office(post: Post) -> str:
    return FORMER.sub("", post.post)


@lru_cache(maxsize=65536)
def _short(place: str) -> str:
    """Return an affiliation as it is compared: 臺南市政府 and 台南市 are one."""
    bare = _GOVERNMENT.sub("", place)
    bare = re.sub(r"[市縣]$", "", bare) or bare
    country = country_prefix().match(bare)
    return fold(bare[country.end() :] if country and country.end() < len(bare) else bare)


def _compatible(one: Iterable[str], other: Iterable[str]) -> bool:
    """Return whether each Latin name is each other with words left out, or parted otherwise."""
    return all(
        set(a.split()) <= set(b.split())
        or set(b.split()) <= set(a.split())
        or "".join(a.split()) == "".join(b.split())
        for a in one
        for b in other
    )
