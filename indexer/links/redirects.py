"""Ids that are no more: where their words went, or under which heading they last stood."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from indexer.disk import beside
from indexer.manifest import exchange
from indexer.model.leads import Lead

REDIRECTS = "redirects.json"


@dataclass(slots=True)
class Redirects:
    """One index's answers for old links; each map is by id."""

    reports: dict[str, str] = field(default_factory=dict)  # old id → new id
    gone_reports: dict[str, str] = field(default_factory=dict)  # id → title
    sections: dict[str, dict[str, str]] = field(default_factory=dict)  # report → old id → new id
    gone_sections: dict[str, dict[str, str]] = field(default_factory=dict)  # report → id → heading
    taken: dict[str, str] = field(default_factory=dict)  # report, report/section or …/signs → reason

    @classmethod
    def read(cls, generation: Path) -> "Redirects":
        """Those of an index generation; none where nothing ever moved."""
        path = generation / REDIRECTS
        return cls(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else cls()

    def write(self, generation: Path) -> None:
        """Keep them with an index generation."""
        with beside(generation / REDIRECTS) as scratch:
            scratch.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
            exchange(scratch, generation / REDIRECTS)

    def lead(self, report_id: str, section_id: str = "") -> Lead | None:
        """Return what an old id of a report, or of a section of a report that there is, leads to."""
        if section_id:
            id_now = self._section_now(report_id, section_id)
            removed = self.gone_sections.get(report_id, {}).get(id_now)
            return Lead(id_now, removed) if id_now != section_id or removed is not None else None
        if report_id in self.reports:
            return Lead(self.reports[report_id])
        return Lead(report_id, self.gone_reports[report_id]) if report_id in self.gone_reports else None

    def reason(self, report_id: str, section_id: str = "", signs: str = "") -> str:
        """Return why a report, a section or a passage of it was taken down; empty where none was."""
        parts = [report_id, section_id, signs]
        keys = ("/".join(parts[:length]) for length in (1, 2, 3) if all(parts[:length]))
        return next((self.taken[key] for key in keys if key in self.taken), "")

    def old_sections(self, report_id: str) -> dict[str, list[str]]:
        """Return by section id the older ids that lead to it."""
        found: dict[str, list[str]] = {}
        for old in self.sections.get(report_id, {}):
            found.setdefault(self._section_now(report_id, old), []).append(old)
        return found

    def _section_now(self, report_id: str, section_id: str) -> str:
        moved = self.sections.get(report_id, {})
        while section_id in moved:
            section_id = moved[section_id]
        return section_id

    def forget(self, report_ids: Collection[str]) -> None:
        """Drop all that is said of some reports; telling whether an id is one of them is quick."""
        for by_id in (self.gone_reports, self.sections, self.gone_sections):
            for report_id in [one for one in by_id if one in report_ids]:
                by_id.pop(report_id)
        for old in [old for old, new in self.reports.items() if old in report_ids or new in report_ids]:
            del self.reports[old]


def redirects_of(generation: Path) -> Redirects:
    """Those of a generation, kept in memory until they change; not to be altered."""
    path = generation / REDIRECTS
    return _cached(generation, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=16)
def _cached(generation: Path, mtime_ns: int) -> Redirects:
    return Redirects.read(generation)
