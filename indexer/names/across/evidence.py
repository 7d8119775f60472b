"""What shows that two appearances of one name are one person: evidence, and the groups that it joins."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from indexer.model.people import Observed
from indexer.names.across.against import Known, Seen, alike, bare_place, is_short_name, office_of
from indexer.names.lexicon import OFFICES_OF_ONE, countries, is_full
from indexer.text.compare import han_key, joined_key, latin_words
from indexer.text.fold import fold

_COMPANY = 3  # names that two reports share, the person's own among them, for the company to be telling
_COMPARED = 40  # appearances of one name that are compared with each other


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
        if because != "hand" and not alike(self._english[a], self._english[b]):
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
        office = office_of(post)
        if not office:
            continue
        single = office in OFFICES_OF_ONE
        if post.affiliation:
            yield "office", office, bare_place(post.affiliation)
        if post.place and (single or post.place not in countries()):
            yield "office", office, bare_place(post.place)
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
    held = {n: {office_of(post) for post in groups.seen[n].person.posts} - {""} for n in compared}
    company = cache(lambda number: _everyone(groups.seen[number].record))
    for one, other in combinations(compared, 2):
        if held[one] & held[other] and len(company(one) & company(other)) > _COMPANY:
            groups.join(one, other, "company")


def _by_office_of_one_holder(numbers: Sequence[int], groups: Groups) -> None:
    """Join who holds an office somewhere to who holds it in a report that names that place."""
    held_at: dict[tuple[str, str], int] = {}
    for number in numbers:
        for post in groups.seen[number].person.posts:
            place = bare_place(post.affiliation or post.place)
            if place and office_of(post) in OFFICES_OF_ONE:
                held_at.setdefault((office_of(post), place), number)
    for number in numbers if held_at else ():
        seen = groups.seen[number]
        for office in {
            office_of(post) for post in seen.person.posts if not post.affiliation
        } & OFFICES_OF_ONE:
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
    people: dict[int, Known] = {}
    short = False
    for number in numbers:
        seen = groups.seen[number]
        chinese = seen.person.chinese
        if is_short := bool(chinese) and is_short_name(chinese):
            if not is_full(chinese):
                continue
            short = True
        people.setdefault(groups.find(number), Known(is_short)).take(seen)
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


def _everyone(record: Observed) -> set[str]:
    """Return the keys of everyone whom the report names."""
    keys = ((han_key(person.chinese), joined_key(person.english)) for person in record.people)
    return {key for both in keys for key in both if key}


def _fuller(one: str, other: str) -> bool:
    """Return whether one Latin name is the other with further words."""
    first, second = set(latin_words(one)), set(latin_words(other))
    return min(len(first), len(second)) > 1 and (first <= second or second <= first)
