"""Sections that name a member of a delegation in the report of another one: facets count them for them.

Names are learnt from all reports together and kept in the library's folder, not in the documents: who is one
person may change with any report, and no document has to be written anew for that.
"""

from collections import defaultdict
from functools import cached_property

from indexer.engines.opensearch.layout import PLACES, SHOWN
from indexer.engines.opensearch.snapshot import REPORT, Snapshot
from indexer.search.ports import Naming


class Named:
    """Who is named where, in one state."""

    def __init__(self, snapshot: Snapshot, naming: Naming) -> None:
        self._snapshot, self._naming = snapshot, naming

    @cached_property
    def _members(self) -> tuple[dict[str, str], dict[str, set[int]]]:
        """How each member of a delegation is written, by key, and the reports of each."""
        shown: dict[str, str] = {}
        reports: dict[str, set[int]] = defaultdict(set)
        fields = ["shown.person"]
        for hit in self._snapshot.every(
            {"bool": {"filter": [REPORT, {"exists": {"field": "key.person"}}]}},
            _source=False,
            docvalue_fields=fields,
            stored_fields="_none_",
        ):
            for value in hit["fields"]["shown.person"]:
                key, _, written = value.partition(SHOWN)
                shown.setdefault(key, written)
                reports[key].add(hit["sort"][0] >> PLACES)
        return shown, reports

    @property
    def shown(self) -> dict[str, str]:
        """How each member of a delegation is written, by key."""
        return self._members[0]

    @cached_property
    def elsewhere(self) -> dict[int, list[str]]:
        """Keys of the people that a section names, by its number in the cluster."""
        found: dict[int, list[str]] = defaultdict(list)
        shown, reports = self._members
        for key, written in shown.items():
            ats = set()
            for report_id, number in self._naming(written):
                held = self._snapshot.by_id.get(report_id)
                if held and number < held[1] and held[2] not in reports[key]:
                    ats.add(held[2] << PLACES | number)
            for at in ats:
                found[at].append(key)
        return dict(found)
