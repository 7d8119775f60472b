"""Records of names to compressed JSON and back, fields in order."""

import json
import zlib
from typing import Any

from indexer.model.people import (
    Appearance,
    KnownPerson,
    Mention,
    Observed,
    Pair,
    Person,
    Post,
    Sighting,
    Talk,
)


def dump(record: Observed) -> bytes:
    """What a report said."""
    sightings = [
        [s.chinese, s.english, s.acronym, s.kind, s.rule, s.strength, s.section, s.start, s.end, s.left]
        for s in record.sightings
    ]
    people = [_person(person) for person in record.people]
    return _packed(
        [
            record.report,
            record.agency,
            record.date,
            record.title,
            record.sections,
            record.places,
            sightings,
            people,
        ]
    )


def load(data: bytes) -> Observed:
    """Inverse of `dump`."""
    report, agency, date, title, sections, places, sightings, people = _unpacked(data)
    seen = tuple(Sighting(*fields) for fields in sightings)
    named = tuple(map(_to_person, people))
    return Observed(report, agency, date, title, tuple(sections), tuple(places), seen, named)


def dump_person(known: KnownPerson) -> bytes:
    """A person across reports."""
    appearances = [[a.report, a.title, a.date, a.agency, _person(a.person)] for a in known.appearances]
    return _packed(
        [known.slug, known.chinese, known.english, known.names, appearances, known.because, known.namesakes]
    )


def load_person(data: bytes) -> KnownPerson:
    """Inverse of `dump_person`."""
    slug, chinese, english, names, appearances, because, namesakes = _unpacked(data)
    seen = tuple(Appearance(r, t, d, a, _to_person(person)) for r, t, d, a, person in appearances)
    return KnownPerson(slug, chinese, english, tuple(names), seen, tuple(because), namesakes)


def dump_pair(pair: Pair) -> bytes:
    """A pair."""
    return _packed(
        [
            pair.chinese, pair.english, pair.kind, pair.status, pair.rules, pair.evidence, pair.conflicts,
            pair.acronym, pair.beside,
        ]
    )  # fmt: skip


def load_pair(data: bytes) -> Pair:
    """Inverse of `dump_pair`."""
    chinese, english, kind, status, rules, evidence, conflicts, acronym, beside = _unpacked(data)
    places = tuple((report, section) for report, section in evidence)
    others = tuple((name, count) for name, count in conflicts)
    return Pair(chinese, english, kind, status, tuple(rules), places, others, acronym, tuple(beside))


def _person(person: Person) -> list[Any]:
    return [
        person.chinese,
        person.english,
        [[post.post, post.affiliation, post.place] for post in person.posts],
        person.roles,
        [[m.section, m.start, m.end, m.text] for m in person.mentions],
        [[talk.chinese, talk.english, talk.section] for talk in person.talks],
    ]


def _to_person(fields: list[Any]) -> Person:
    chinese, english, posts, roles, mentions, talks = fields
    return Person(
        chinese,
        english,
        tuple(Post(*post) for post in posts),
        tuple(roles),
        tuple(Mention(*mention) for mention in mentions),
        tuple(Talk(*talk) for talk in talks),
    )


def _packed(value: object) -> bytes:
    return zlib.compress(compact(value).encode("utf-8", "surrogatepass"))


def _unpacked(data: bytes) -> Any:
    return json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))


def compact(value: object) -> str:
    """JSON without blanks, characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
