"""Names as the commands and the API give them."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from indexer.model.people import Appearance, KnownPerson, Pair
from indexer.model.search import section_url
from indexer.names.keys import latin_key
from indexer.names.store import Listed, Names
from indexer.text.fold import fold

_QUOTED = re.compile("[「『《](.+?)[」』》]")


def find_people(names: Names, text: str = "") -> Sequence[Listed]:
    """People of a name under any spelling, else those whose name holds the text; everyone for none."""
    if not text.strip():
        return names.people
    slugs = set(names.named(text))
    found = [person for person in names.people if person.slug in slugs]
    if found:
        return found
    han, latin = fold("".join(text.split())), latin_key(text)
    return [
        person
        for person in names.people
        if han in fold(person.chinese) or (latin and latin in latin_key(person.english))
    ]


def find_pairs(names: Names, text: str = "") -> Sequence[Pair]:
    """Pairs with a name equal to the text, else those with one that holds it; all for none."""
    if not text.strip():
        return names.pairs
    han, latin = fold("".join(text.split())), latin_key(text)
    equal = [p for p in names.pairs if han == fold(p.chinese) or (latin and latin == latin_key(p.english))]
    if not equal:
        return [p for p in names.pairs if han in fold(p.chinese) or (latin and latin in latin_key(p.english))]
    chinese = {fold(pair.chinese) for pair in equal}
    return [pair for pair in names.pairs if fold(pair.chinese) in chinese]


def listed_to_dict(person: Listed) -> dict[str, Any]:
    """A person as lists give them."""
    return {
        "slug": person.slug,
        "name": person.name,
        "chinese": person.chinese,
        "english": person.english,
        "post": person.post.post if person.post else "",
        "affiliation": person.post.affiliation if person.post else "",
        "place": person.post.place if person.post else "",
        "reports": person.reports,
        "mentions": person.mentions,
        "namesakes": person.namesakes,
        "url": f"/people/{person.slug}",
    }


def person_to_dict(person: KnownPerson, names: Names) -> dict[str, Any]:
    """All that is known of a person, every mention with its section."""
    return {
        "slug": person.slug,
        "name": person.name,
        "chinese": person.chinese,
        "english": person.english,
        "names": list(person.names),
        "namesakes": person.namesakes,
        "because": list(person.because),
        "roles": list(person.roles),
        "posts": [
            {
                "post": p.post,
                "affiliation": p.affiliation,
                "place": p.place,
                "date": date,
                "report_id": report,
            }
            for p, date, report in person.posts
        ],
        "talks": [
            {
                "chinese": talk.chinese,
                "english": talk.english,
                "event": event(seen.title),
                "date": seen.date,
                "report_id": seen.report,
                "section_id": talk.section,
                "url": section_url(seen.report, talk.section),
            }
            for talk, seen in person.talks
        ],
        "mentions": [mention for seen in person.appearances for mention in _mentions(seen)],
        "met_with": [
            {"slug": slug, "name": name, "sections": count}
            for slug, name, count in names.met_with(person.slug)
        ],
        "url": f"/people/{person.slug}",
    }


def pair_to_dict(pair: Pair) -> dict[str, Any]:
    """A pair with its evidence."""
    return {
        "chinese": pair.chinese,
        "english": pair.english,
        "kind": pair.kind,
        "status": pair.status,
        "acronym": pair.acronym,
        "beside": list(pair.beside),
        "count": pair.count,
        "reports": pair.reports,
        "rules": list(pair.rules),
        "conflicts": [{"name": name, "count": count} for name, count in pair.conflicts],
        "evidence": [
            {"report_id": report, "section_id": section, "url": section_url(report, section)}
            for report, section in pair.evidence
        ],
    }


def event(title: str) -> str:
    """The event that a report is of: what its title quotes, else the title."""
    quoted = _QUOTED.search(title)
    return quoted[1] if quoted else title


def by_report(person: KnownPerson) -> Iterable[tuple[Appearance, dict[str, list[str]]]]:
    """(appearance, section id → forms of the name in it), the newest report first."""
    for seen in reversed(person.appearances):
        sections: dict[str, list[str]] = {}
        for mention in seen.person.mentions:
            sections.setdefault(mention.section, []).append(mention.text)
        yield seen, sections


def _mentions(seen: Appearance) -> Iterable[dict[str, Any]]:
    for mention in seen.person.mentions:
        yield {
            "report_id": seen.report,
            "report_title": seen.title,
            "date": seen.date,
            "section_id": mention.section,
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "url": section_url(seen.report, mention.section, mention.text),
        }
