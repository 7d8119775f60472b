"""One person across reports: the same name and a second piece of evidence, never the name alone.

Evidence: both names alike, the same office at the same place, under the same agency or in the same company,
or an office that one person holds at a time and a report that names its place. Two Latin names that differ
part people.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations

from msgspec.structs import replace

from indexer.model.people import Appearance, KnownPerson, Observed, Person, Post
from indexer.names.across.rulings import Reference, Rulings
from indexer.names.lexicon import FORMER, countries, country_prefix
from indexer.text.compare import han_key, joined_key, latin_words, person_keys
from indexer.text.fold import fold

_ONE_HOLDER = frozenset(
    [
        "總統",
        "副總統",
        "總理",
        "首相",
        "國王",
        "教宗",
        "市長",
        "縣長",
        "州長",
        "省長",
        "知事",
        "町長",
        "大統領",
    ]
)
_COMPANY = 3  # names that two reports share, the person's own among them, for the company to be telling
_COMPARED = 40  # appearances of one name that are compared with each other


def persons(observed: Iterable[Observed], rulings: Rulings | None = None) -> list[KnownPerson]:
    """Everyone of all reports, by name."""
    rulings = rulings or Rulings()
    seen: list[tuple[Appearance, Observed]] = []
    for record in observed:
        for person in record.people:
            if any(rulings.strikes(name, record.report) for name in (person.chinese, person.english) if name):
                continue
            chinese, english = rulings.right_names(person.chinese, person.english, record.report)
            person = replace(person, chinese=chinese, english=english)
            seen.append((Appearance(record.report, record.title, record.date, record.agency, person), record))
    groups = _Groups(seen)
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, (appearance, _) in enumerate(seen):
        for key in _keys(appearance.person):
            by_name[key].append(number)
    by_reference: dict[Reference, int] = {}
    for number, (appearance, _) in enumerate(seen):
        for name in (appearance.person.chinese, appearance.person.english):
            by_reference.setdefault((name, appearance.report), number)
    alone = {by_reference[one] for one in rulings.alone if one in by_reference}
    for together in rulings.merged:
        numbers = [by_reference[one] for one in together if one in by_reference]
        for other in numbers[1:]:
            groups.join(numbers[0], other, "hand")
    for numbers in by_name.values():
        _join_alike(numbers, seen, groups, alone)
    return _listed(groups, by_name, seen)


Seen = Sequence[tuple[Appearance, Observed]]


def _join_alike(numbers: Sequence[int], seen: Seen, groups: "_Groups", alone: set[int]) -> None:
    """Join those of one name whom a second piece of evidence joins."""
    free = [number for number in numbers if number not in alone]
    if len(free) < 2:
        return
    _join_by_evidence(free, seen, groups)
    _join_by_names(free, seen, groups)
    _join_by_company(free[:_COMPARED], seen, groups)
    _join_by_office(free, seen, groups)


def _join_by_evidence(numbers: Sequence[int], seen: Seen, groups: "_Groups") -> None:
    """Join those who share both names, or an office at the same place or agency."""
    first: dict[tuple[str, ...], int] = {}
    for number in numbers:
        for key in _evidence(*seen[number]):
            other = first.setdefault(key, number)
            if other != number:
                groups.join(other, number, key[0])


def _join_by_names(numbers: Sequence[int], seen: Seen, groups: "_Groups") -> None:
    """Join those of one Chinese name of whose Latin names one is the fuller form of the other."""
    both = [n for n in numbers if seen[n][0].person.chinese and seen[n][0].person.english]
    for one, other in combinations(both[:_COMPARED], 2):
        a, b = seen[one][0].person, seen[other][0].person
        if han_key(a.chinese) == han_key(b.chinese) and _fuller(a.english, b.english):
            groups.join(one, other, "names")


def _join_by_company(numbers: Sequence[int], seen: Seen, groups: "_Groups") -> None:
    """Join those of one office who are named among the same people."""
    held = {number: {_office(post) for post in seen[number][0].person.posts} - {""} for number in numbers}
    company = cache(lambda number: _company(seen[number]))
    for one, other in combinations(numbers, 2):
        if held[one] & held[other] and len(company(one) & company(other)) > _COMPANY:
            groups.join(one, other, "company")


def _join_by_office(numbers: Sequence[int], seen: Seen, groups: "_Groups") -> None:
    """Join the holder of an office of one holder to those with the bare office in a report of its place."""
    held_at: dict[tuple[str, str], int] = {}
    for number in numbers:
        for post in seen[number][0].person.posts:
            place = _short(post.affiliation or post.place)
            if place and _office(post) in _ONE_HOLDER:
                held_at.setdefault((_office(post), place), number)
    for number in numbers if held_at else ():
        appearance, record = seen[number]
        bare = {_office(post) for post in appearance.person.posts if not post.affiliation} & _ONE_HOLDER
        for office in bare:
            holders = (held_at[office, place] for place in record.places if (office, place) in held_at)
            holder = next(holders, None)
            if holder is not None:
                groups.join(holder, number, "office")


def _evidence(appearance: Appearance, record: Observed) -> Iterable[tuple[str, ...]]:
    person = appearance.person
    if person.chinese and person.english:
        yield "names", han_key(person.chinese), joined_key(person.english)
    for post in person.posts:
        office = _office(post)
        if office and post.affiliation:
            yield "office", office, _short(post.affiliation)
        if office and post.place and (office in _ONE_HOLDER or post.place not in countries()):
            yield "office", office, _short(post.place)
        if office and record.agency and "delegate" in person.roles:
            yield "agency", office, fold(record.agency)
        if office and record.agency and office in _ONE_HOLDER:
            yield "agency", office, fold(record.agency)


def _company(seen: tuple[Appearance, Observed]) -> set[str]:
    """Everyone whom the report names."""
    return {
        key
        for person in seen[1].people
        for key in (han_key(person.chinese), joined_key(person.english))
        if key
    }


def _fuller(one: str, other: str) -> bool:
    """Whether one Latin name is the other with further words."""
    first, second = set(latin_words(one)), set(latin_words(other))
    return min(len(first), len(second)) > 1 and (first <= second or second <= first)


def _office(post: Post) -> str:
    return FORMER.sub("", post.post)


@lru_cache(maxsize=65536)
def _short(place: str) -> str:
    """Return an affiliation as it is compared: 臺南市政府 and 台南市 are one."""
    bare = re.sub(r"(?:政府|府本部|市府|縣府)(?:\s.*)?$", "", place)
    bare = re.sub(r"[市縣]$", "", bare) or bare
    country = country_prefix().match(bare)
    return fold(bare[country.end() :] if country and country.end() < len(bare) else bare)


class _Groups:
    """Union-find over appearances that never joins two different Latin names."""

    def __init__(self, seen: Sequence[tuple[Appearance, Observed]]) -> None:
        self.leader = list(range(len(seen)))
        self.english = [{joined_key(a.person.english)} - {""} for a, _ in seen]
        self.because: list[set[str]] = [set() for _ in seen]

    def find(self, number: int) -> int:
        while self.leader[number] != number:
            self.leader[number] = self.leader[self.leader[number]]
            number = self.leader[number]
        return number

    def join(self, one: int, other: int, because: str) -> None:
        a, b = self.find(one), self.find(other)
        if a == b:
            return
        if because != "hand" and not _compatible(self.english[a], self.english[b]):
            return
        self.leader[b] = a
        self.english[a] |= self.english[b]
        self.because[a] |= self.because[b] | {because}


def _compatible(one: set[str], other: set[str]) -> bool:
    return all(
        set(a.split()) <= set(b.split())
        or set(b.split()) <= set(a.split())
        or "".join(a.split()) == "".join(b.split())
        for a in one
        for b in other
    )


def _listed(
    groups: _Groups, by_name: Mapping[str, Sequence[int]], seen: Sequence[tuple[Appearance, Observed]]
) -> list[KnownPerson]:
    members: dict[int, list[int]] = defaultdict(list)
    for number in range(len(seen)):
        members[groups.find(number)].append(number)
    alike: Counter[int] = Counter()
    for numbers in by_name.values():
        leaders = {groups.find(number) for number in numbers}
        for leader in leaders:
            alike[leader] = max(alike[leader], len(leaders) - 1)
    order = sorted(members.items(), key=lambda item: (-len(item[1]), min(seen[n][0].report for n in item[1])))
    taken: set[str] = set()
    found = []
    for leader, numbers in order:
        appearances = sorted((seen[n][0] for n in numbers), key=lambda a: (a.date, a.report))
        chinese = _common(a.person.chinese for a in appearances)
        english = _common(a.person.english for a in appearances)
        names = tuple(dict.fromkeys(name for a in appearances for name in _forms(a.person)))
        slug = _slug(english or chinese)
        if slug in taken:
            slug += "-" + hashlib.sha256(min(a.report for a in appearances).encode()).hexdigest()[:6]
        while slug in taken:
            slug += "x"
        taken.add(slug)
        because = tuple(sorted(groups.because[leader]))
        found.append(KnownPerson(slug, chinese, english, names, tuple(appearances), because, alike[leader]))
    return found


def _common(names: Iterable[str]) -> str:
    counted = Counter(name for name in names if name)
    return max(counted, key=lambda name: (counted[name], len(name)), default="")


def _forms(person: Person) -> Iterable[str]:
    """Return the names as they are written, without surname-and-post mentions."""
    yield from (name for name in (person.chinese, person.english) if name)
    for mention in person.mentions:
        if latin_words(mention.text) and joined_key(mention.text) == joined_key(person.english):
            yield mention.text


def _keys(person: Person) -> Iterable[str]:
    if person.chinese:
        yield han_key(person.chinese)
    yield from dict.fromkeys([*person_keys(person.english), *filter(None, [joined_key(person.english)])])


def _slug(name: str) -> str:
    """Return the name as one piece of a URL."""
    latin = latin_words(name)
    return "-".join(latin) if latin else re.sub(r"[^\w‧·]+", "-", name).strip("-")
