"""Filters and facets: a facet counts the sections that pass its value as a filter."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from indexer.model.report import KINDS
from indexer.model.search import FACETS, Facets
from indexer.search.parser import UNDATED, date_range
from indexer.search.ports import Naming, Ref, Row, Stored
from indexer.search.readings import filed_key
from indexer.text.compare import value_key
from indexer.text.fold import fold


class Values:
    """What is said of the sections of a view beside their texts."""

    def __init__(self, sections: Sequence[Stored], named: Callable[[str], Collection[Ref]]) -> None:
        """`named` gives the sections that name a person."""
        self._sections, self._named = sections, named
        self._passing: dict[tuple[str, str], set[Ref]] = {}

    def passing(self, name: str, value: str) -> set[Ref]:
        """Return the sections that a filter lets pass."""
        if (name, value) not in self._passing:
            self._passing[name, value] = set(self._passed(name, value))
        return self._passing[name, value]

    def _passed(self, name: str, value: str) -> Iterable[Ref]:
        sections = enumerate(self._sections)
        if name == "kind":
            return [ref for ref, one in sections if fold(one.section.kind) == fold(value)]
        if name in ("year", "date"):
            bounds = date_range(name, value)
            return [ref for ref, one in sections if bounds and _within(one.report.metadata.date, *bounds)]
        wanted = filed_key(name, value)
        own = [(ref, [value_key(known) for known in _values(one.report)[name]]) for ref, one in sections]
        exact = [ref for ref, known in own if wanted in known]
        exact += self._named(value) if name == "person" else ()
        if exact or name == "report":
            return exact
        return [ref for ref, known in own if any(wanted in one for one in known)]

    def value(self, field: str, name: str) -> str:
        """Return the value of a field, as it is filed, that a name is; empty where it is none."""
        wanted = filed_key(field, name)
        return next((value for value in self._different(field) if value_key(value) == wanted), "")

    def facets(self, refs: Collection[Ref]) -> Facets:
        """Count sections by the values of each facet, spellings that fold alike as one."""
        return self._counted(lambda passing: len(passing.intersection(refs)))

    def overview(self) -> Facets:
        """Count all reports by the values of each facet."""
        return self._counted(lambda passing: len({self._sections[ref].report.id for ref in passing}))

    def _counted(self, count: Callable[[set[Ref]], int]) -> Facets:
        facets = {}
        for name in FACETS:
            counts = [(value, count(self.passing(name, value))) for value in self._different(name)]
            facets[name] = sorted((one for one in counts if one[1]), key=lambda one: (-one[1], one[0]))
        return facets

    def _different(self, name: str) -> Iterable[str]:
        if name == "kind":
            return KINDS
        spelled: dict[str, str] = {}
        for one in self._sections:
            for value in _values(one.report)[name]:
                spelled.setdefault(value_key(value), value)
        return spelled.values()


def names_of(naming: Naming, numbered: Mapping[tuple[str, int], Ref]) -> Callable[[str], list[Ref]]:
    """Return what gives the sections that name a person, from (report id, number of the section)."""
    return lambda name: [numbered[pair] for pair in naming(name) if pair in numbered]


def _within(date: str, first: str, last: str) -> bool:
    if (first, last) == UNDATED:
        return not date
    return bool(date) and first <= date[:10] and date[: min(10, len(last))] <= last


def _values(report: Row) -> dict[str, tuple[str, ...]]:
    return {**report.metadata.values, "report": (report.id,)}
