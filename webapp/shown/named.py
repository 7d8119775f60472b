"""Whom and what a report names, beside its outline: each leads to its page and is marked on demand."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import LazyString, lazy_gettext

from indexer.library import Library

_MOST_MARKED = 30  # names that are marked at once
_GROUPS: tuple[tuple[LazyString, tuple[str, ...]], ...] = (
    (lazy_gettext("Organisations"), ("organisation",)),
    (lazy_gettext("Events"), ("event",)),
    (lazy_gettext("Treaties, laws, awards"), ("treaty", "law", "award")),
)
PIECES = {
    "organisation": "organisations",
    "event": "events",
    "treaty": "treaties",
    "law": "laws",
    "award": "awards",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the report: its page, and the search that marks it."""

    name: str
    page: str
    query: str


@dataclass(frozen=True, slots=True)
class Group:
    """The people, or the things of a kind, and the search that marks them all."""

    label: LazyString
    named: Sequence[Named]

    @property
    def query(self) -> str:
        """What marks all of them, or as many as are marked at once."""
        return " OR ".join(one.query for one in self.named[:_MOST_MARKED])


def named_in(library: Library, report_id: str) -> list[Group]:
    """Return the people, organisations and events that a report names, without empty groups."""
    people = [
        Named(one.name, url_for("names.person", slug=one.slug), _quoted(one.chinese, one.english))
        for one in library.directory.people_in(report_id)
    ]
    things = library.directory.in_report(report_id)
    groups = [Group(lazy_gettext("People"), people)]
    for label, kinds in _GROUPS:
        named = [
            Named(
                one.name,
                url_for("things.thing", what=PIECES[one.kind], slug=one.slug),
                _quoted(one.chinese, *one.english[:2]),
            )
            for one in things
            if one.kind in kinds
        ]
        groups.append(Group(label, named))
    return [group for group in groups if group.named]


def _quoted(*names: str) -> str:
    return " OR ".join(f'"{name}"' for name in names if name)
