"""One person across reports: the same name with evidence, or alone where nothing speaks against it.

Evidence: both names alike, the same office at the same place, under the same agency or in the same company,
or an office that one person holds at a time and a report that names its place. A full name alone joins too,
but for two in one report, offices that cannot be one person's, and years more than a career apart. Two Latin
names that differ part people. Each reason is kept, and people.yml undoes it.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from indexer.model.people import Appearance, KnownPerson, Observed, Person
from indexer.names.across.against import Seen
from indexer.names.across.evidence import Groups, join_alike
from indexer.names.across.rulings import Reference, Rulings
from indexer.text.compare import han_key, joined_key, latin_words, person_keys
from indexer.text.fold import fold

_NO_SLUG = re.compile(r"[^\w‧·]+")
_NO_LETTERS = re.compile(r"[\W_‧·]+")
_DIGITS = 6  # of the checksum that tells namesakes' addresses apart


def persons(
    observed: Iterable[Observed], rulings: Rulings | None = None, keys: Collection[str] | None = None
) -> list[KnownPerson]:
    """Return everyone of all reports, or whoever has one of the `keys`, those of the most reports first."""
    rulings = rulings or Rulings()
    seen = [
        each
        for each in appearances(observed, rulings)
        if keys is None or not keys_of(each.appearance, rulings).isdisjoint(keys)
    ]
    groups = Groups(seen)
    by_name: dict[str, list[int]] = defaultdict(list)
    by_reference: dict[Reference, int] = {}
    for number, each in enumerate(seen):
        for key in _keys(each.person):
            by_name[key].append(number)
        for name in (each.person.chinese, each.person.english):
            by_reference.setdefault((name, each.appearance.report), number)
    alone = {by_reference[one] for one in rulings.alone if one in by_reference}
    for together in rulings.merged:
        numbers = [by_reference[one] for one in together if one in by_reference]
        for other in numbers[1:]:
            groups.join(numbers[0], other, "hand")
    for numbers in by_name.values():
        join_alike([number for number in numbers if number not in alone], groups)
    return list(_listed(groups, by_name.values()))


def keys_of(appearance: Appearance, rulings: Rulings) -> set[str]:
    """Return all that two appearances must share one of for either to make a difference to the other.

    Those of names, coarser where that also tells of like addresses, and of the hands that merge.
    """
    person = appearance.person
    keys = set(keys_of_name(person.chinese)) | set(keys_of_name(person.english))
    for number, together in enumerate(rulings.merged):
        if not set(together).isdisjoint(
            (name, appearance.report) for name in (person.chinese, person.english)
        ):
            keys.add(f"@{number}")
    return keys


def keys_of_name(name: str) -> Iterator[str]:
    """Yield the keys under which a name is decided on with others."""
    if coarse := _NO_LETTERS.sub("", fold(name)):
        yield coarse
    if latin := latin_words(name):
        yield from _keys_of_latin(name)
        yield f"/{'-'.join(latin)}"


def keys_in(record: Observed, rulings: Rulings) -> set[str]:
    """Return the keys of all people of a report, as it names them and as was decided."""
    keys = {key for one in record.people for name in (one.chinese, one.english) for key in keys_of_name(name)}
    return keys.union(*(keys_of(each.appearance, rulings) for each in appearances([record], rulings)))


def appearances(observed: Iterable[Observed], rulings: Rulings) -> Iterator[Seen]:
    """Yield each person of each report under their right names, without those who were struck."""
    for record in observed:
        for person in record.people:
            if rulings.nobody and any(
                rulings.strikes(name, record.report) for name in (person.chinese, person.english) if name
            ):
                continue
            if rulings.names:
                chinese, english = rulings.right_names(person.chinese, person.english, record.report)
                person = replace(person, chinese=chinese, english=english)
            appearance = Appearance(record.report, record.title, record.date, record.agency, person)
            yield Seen(appearance, record)


def _listed(groups: Groups, of_one_name: Iterable[Sequence[int]]) -> Iterator[KnownPerson]:
    """Yield the people that the groups are, each under an address of their own."""
    members: dict[int, list[Appearance]] = defaultdict(list)
    for number, each in enumerate(groups.seen):
        members[groups.find(number)].append(each.appearance)
    alike = _namesakes(groups, of_one_name)
    taken: set[str] = set()
    order = sorted(members.items(), key=lambda item: (-len(item[1]), min(a.report for a in item[1])))
    for leader, appearances in order:
        appearances.sort(key=lambda appearance: (appearance.date, appearance.report))
        chinese = _commonest(a.person.chinese for a in appearances)
        english = _commonest(a.person.english for a in appearances)
        slug = _slug(english or chinese, appearances, taken)
        taken.add(slug)
        yield KnownPerson(
            slug,
            chinese,
            english,
            tuple(dict.fromkeys(name for a in appearances for name in _forms(a.person))),
            tuple(appearances),
            tuple(sorted(groups.because[leader])),
            alike[leader],
        )


def _namesakes(groups: Groups, of_one_name: Iterable[Sequence[int]]) -> Mapping[int, int]:
    """Return how many others have one of a person's names, by the leader of a group."""
    alike: Counter[int] = Counter()
    for numbers in of_one_name:
        leaders = {groups.find(number) for number in numbers}
        for leader in leaders:
            alike[leader] = max(alike[leader], len(leaders) - 1)
    return alike


def _commonest(names: Iterable[str]) -> str:
    counted = Counter(name for name in names if name)
    return max(counted, key=lambda name: (counted[name], len(name)), default="")


def _forms(person: Person) -> Iterable[str]:
    """Yield the names as they are written, without surname-and-post mentions."""
    yield from (name for name in (person.chinese, person.english) if name)
    for mention in person.mentions:
        if latin_words(mention.text) and joined_key(mention.text) == joined_key(person.english):
            yield mention.text


def _keys(person: Person) -> Iterable[str]:
    if person.chinese:
        yield han_key(person.chinese)
    yield from _keys_of_latin(person.english)


def _keys_of_latin(name: str) -> dict[str, None]:
    return dict.fromkeys([*person_keys(name), *filter(None, [joined_key(name)])])


def _slug(name: str, appearances: Iterable[Appearance], taken: set[str]) -> str:
    """Return the name as one piece of an address, with a checksum of the first report for a namesake."""
    slug = address(name)
    if slug in taken:
        first = min(appearance.report for appearance in appearances)
        slug += "-" + hashlib.sha256(first.encode()).hexdigest()[:_DIGITS]
    while slug in taken:
        slug += "x"
    return slug


def address(name: str) -> str:
    """Return a name as one piece of an address."""
    latin = latin_words(name)
    return "-".join(latin) if latin else _NO_SLUG.sub("-", name).strip("-")
