"""What is known of names, as frozen records that pass between reading, voting, the store and the pages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from indexer.model.report import Report

Kind = Literal["person", "organisation", "place", "event", "treaty", "law", "award", "title", "term"]
Status = Literal["confirmed", "proposed", "rejected"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_QUOTED = re.compile("[「『《](.+?)[」』》]")
LISTED = 2  # times that a post counts which a form or a table lists
ROLES = ("delegate", "speaker", "host", "met", "contact", "mentioned")


class Record(Struct, frozen=True, array_like=True):
    """A record of names; as JSON it is the list of its fields."""


class Post(Record, frozen=True):
    """A post, what it is held at, and the country or city that says where."""

    post: str
    affiliation: str = ""
    place: str = ""

    def says_more_than(self, other: "Post") -> bool:
        """Return whether it has all of the other and something else."""
        if self.post != other.post and not (other.post and self.post.endswith(other.post)):
            return False
        within = other.affiliation in self.affiliation and self.place.endswith(other.place)
        return within and (len(self.affiliation), len(self.place), len(self.post)) > (
            len(other.affiliation), len(other.place), len(other.post)
        )  # fmt: skip

    @property
    def written(self) -> str:
        """The post after what it is held at, without blanks."""
        return "".join((self.affiliation + self.post).split())


class Held(Record, frozen=True):
    """A post that a person held, with the reports that say so and the dates of the first and the last.

    It is confirmed when a form lists it, or it stands beside the name more than once in all reports.
    """

    post: Post
    confirmed: bool
    first: str
    last: str
    reports: tuple[str, ...]


class Talk(Record, frozen=True):
    """A talk's title in Chinese, in English or both, the section that names it, its day if it is said."""

    chinese: str
    english: str
    section: str
    date: str = ""


class Mention(Record, frozen=True):
    """Where a person is named: a span of the section's `searchable` text, and what stands there."""

    section: str
    start: int
    end: int
    text: str


class Person(Record, frozen=True):
    """A person as one report names them."""

    chinese: str
    english: str
    posts: tuple[Post, ...] = ()
    roles: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    talks: tuple[Talk, ...] = ()
    times: tuple[int, ...] = ()  # how often each post stands beside the name; one of a form counts as LISTED

    @property
    def name(self) -> str:
        """The name they are listed under."""
        return self.chinese or self.english


class Sighting(Record, frozen=True):
    """One candidate as it was read in its section; `left` is what stands before the Latin name."""

    chinese: str
    english: str
    acronym: str
    kind: Kind
    rule: str
    strength: int
    section: str
    start: int
    end: int
    left: str


class Pair(Record, frozen=True):
    """Two names of one thing with their evidence: (report, section) of every place, and the rules used.

    `conflicts` are other names that one of the two is paired with, with the places of each.
    """

    chinese: str
    english: str
    kind: Kind
    status: Status
    rules: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    conflicts: tuple[tuple[str, int], ...] = ()
    acronym: bool = False
    beside: tuple[str, ...] = ()  # other Latin names in the same brackets: World Cities Summit beside WCS

    @property
    def count(self) -> int:
        """Places."""
        return len(self.evidence)

    @property
    def reports(self) -> int:
        """Different reports."""
        return len({report for report, _ in self.evidence})


class Observed(Record, frozen=True):
    """The sightings and people of one report, with what is needed to tell people of one name apart."""

    report: str
    agency: str
    date: str
    title: str
    sections: tuple[str, ...]  # ids in order
    places: tuple[str, ...]  # countries and cities named, folded, without 市 and 縣
    sightings: tuple[Sighting, ...]
    people: tuple[Person, ...]

    def under(self, report: Report) -> "Observed":
        """Return the same under the ids that the report and its sections have now."""
        ids = tuple(section.id for section in report.sections)
        if ids == self.sections:
            return self if report.id == self.report else replace(self, report=report.id)
        now = dict(zip(self.sections, ids, strict=True))
        sightings = tuple(replace(seen, section=now[seen.section]) for seen in self.sightings)
        people = tuple(
            replace(
                person,
                mentions=tuple(replace(mention, section=now[mention.section]) for mention in person.mentions),
                talks=tuple(replace(talk, section=now[talk.section]) for talk in person.talks),
            )
            for person in self.people
        )
        return replace(self, report=report.id, sections=ids, sightings=sightings, people=people)


class Appearance(Record, frozen=True):
    """A person in one report."""

    report: str
    title: str
    date: str
    agency: str
    person: Person


class KnownPerson(Record, frozen=True):
    """A person across reports; `because` says by what evidence the appearances are one person's."""

    slug: str
    chinese: str
    english: str
    names: tuple[str, ...]  # every form in which the reports write the name
    appearances: tuple[Appearance, ...]
    because: tuple[str, ...] = ()
    namesakes: int = 0  # other people of the same name

    @property
    def name(self) -> str:
        """The name they are listed under."""
        return self.chinese or self.english

    @property
    def posts(self) -> tuple[tuple[Post, str, str], ...]:
        """(post, date, report) in the order of time, each post once."""
        found: dict[Post, tuple[Post, str, str]] = {}
        for seen in self.appearances:
            for post in seen.person.posts:
                found.setdefault(post, (post, seen.date, seen.report))
        return tuple(found.values())

    @property
    def held(self) -> tuple[Held, ...]:
        """Every post in the order of time, with its reports, and whether it is confirmed.

        What stands beside the name more fully elsewhere is said there too: 部長 by 外交部部長. A post without
        what it is held at is the confirmed one that the nearest report says more fully: 市長 is 臺南市市長.
        """
        times: Counter[str] = Counter()
        for seen in self.appearances:
            for number, post in enumerate(seen.person.posts):
                times[post.written] += seen.person.times[number] if seen.person.times else 1
        fuller = _fuller(self.appearances, times)
        seen_in: dict[Post, list[Appearance]] = {}
        for seen in self.appearances:
            for post in dict.fromkeys(_nearest(post, seen, fuller) for post in seen.person.posts):
                seen_in.setdefault(post, []).append(seen)
        return tuple(
            Held(
                post,
                sum(count for written, count in times.items() if written.endswith(post.written)) > 1,
                found[0].date,
                found[-1].date,
                tuple(seen.report for seen in found),
            )
            for post, found in seen_in.items()
        )

    @property
    def main(self) -> Held | None:
        """The post to list them by: a confirmed one before others, that of the most reports, the latest."""
        held = [each for each in self.held if each.post.post]
        return max(
            held,
            key=lambda each: (each.confirmed, len(each.reports), bool(each.post.affiliation), each.last),
            default=None,
        )

    @property
    def post(self) -> Post | None:
        """What is held in the main post."""
        found = self.main
        return found.post if found else None

    @property
    def roles(self) -> tuple[str, ...]:
        """Roles in any report."""
        held = {role for seen in self.appearances for role in seen.person.roles}
        return tuple(role for role in ROLES if role in held)

    @property
    def talks(self) -> tuple[tuple[Talk, Appearance], ...]:
        """Talks with the appearance they belong to."""
        return tuple((talk, seen) for seen in self.appearances for talk in seen.person.talks)

    @property
    def mentions(self) -> int:
        """Places that name the person."""
        return sum(len(seen.person.mentions) for seen in self.appearances)

    def by_report(self) -> Iterator[tuple[Appearance, dict[str, list[str]]]]:
        """Yield (appearance, section id → forms of the name in it), the newest report first."""
        for seen in reversed(self.appearances):
            sections: dict[str, list[str]] = {}
            for mention in seen.person.mentions:
                sections.setdefault(mention.section, []).append(mention.text)
            yield seen, sections


@dataclass(frozen=True, slots=True)
class Listed:
    """A person as lists show them."""

    slug: str
    chinese: str
    english: str
    reports: int
    mentions: int
    namesakes: int
    post: Post | None
    confirmed: bool = True  # the post

    @property
    def name(self) -> str:
        """The name they are listed under."""
        return self.chinese or self.english


@dataclass(frozen=True, slots=True)
class Question:
    """A question, how many places hang on it, and the lines that would answer it one way or the other."""

    text: str
    places: int
    file: str
    lines: tuple[str, ...]


_YEARS_OF_A_TERM = 8


def _fuller(appearances: Iterable[Appearance], times: Mapping[str, int]) -> dict[str, dict[Post, set[int]]]:
    """Return years of each post said twice that says what it is held at, by the bare post in it."""
    found: dict[str, dict[Post, set[int]]] = {}
    for seen in appearances:
        for post in seen.person.posts:
            if post.affiliation and times[post.written] > 1:
                found.setdefault(post.post, {}).setdefault(post, set()).add(_year(seen))
    return found


def _nearest(post: Post, seen: Appearance, fuller: Mapping[str, Mapping[Post, set[int]]]) -> Post:
    """Return the fuller post that a bare one stands for in a report, else the post itself."""
    if post.affiliation or post.post not in fuller:
        return post
    year = _year(seen)
    near = {other: min(abs(its - year) for its in years) for other, years in fuller[post.post].items()}
    best = min(near, key=lambda other: near[other])
    return best if near[best] <= _YEARS_OF_A_TERM else post


def _year(seen: Appearance) -> int:
    return int(seen.date[:4]) if seen.date[:4].isdigit() else 0


def event_of(title: str) -> str:
    """Return the event that a report is of: what its title quotes, else the title."""
    quoted = _QUOTED.search(title)
    return quoted[1] if quoted else title
