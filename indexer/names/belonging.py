"""Who belongs to what: one row for each post that a person held, with where, when and in which reports."""

from collections.abc import Iterator

from indexer.model.people import Held, KnownPerson
from indexer.names.lexicon import countries, country_prefix
from indexer.text.fold import fold

Row = tuple[str, str, str, str, str, bool, str, str, str]
_MOST = 20  # reports that a row names


def belonging(person: KnownPerson) -> Iterator[Row]:
    """Yield the rows of a person; one of a post at no organisation says the country alone."""
    for held in person.held:
        organisation = "".join(held.post.affiliation.split())
        country = country_of(held)
        if organisation or country:
            reports = "\n".join(held.reports[-_MOST:])
            yield (
                fold(organisation), organisation, country, person.slug, held.post.post, held.confirmed,
                held.first, held.last, reports,
            )  # fmt: skip


def country_of(held: Held) -> str:
    """Return the code of the country at which a post is held, ISO 3166; empty where it says none."""
    for words in (held.post.place, held.post.affiliation):
        if found := country_prefix().match(words):
            return countries()[found[0]]
    return ""
