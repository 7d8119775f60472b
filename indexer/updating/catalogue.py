"""The sources of an index as they were last read, and the reports that each gave: a generation's file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import msgspec

from indexer import settings
from indexer.disk import beside
from indexer.manifest import exchange
from indexer.model.report import Report

CATALOGUE = "catalogue.json"
FORMAT = 14  # of what is stored and how it is analysed; an index of another one is built anew


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as it was read: size in bytes, time of change in ns, checksum, and what it gave."""

    size: int
    mtime: int
    sha256: str
    reports: Mapping[str, str] = field(default_factory=dict)  # checksum by id
    rows: Mapping[str, str] = field(default_factory=dict)  # checksum by key, of the portal's rows that joined
    rules: str = ""  # what changes with the rules it was read by
    withheld: int = 0  # documents that its audience may not see


UNREAD = Entry(-1, -1, "")
Sources = dict[str, Entry]  # by path


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All sources of a generation, and what they were read for."""

    format: int
    engine: str
    roots: list[str]
    sources: Sources

    @property
    def fits(self) -> bool:
        """Whether this version and the engine chosen can go on with the generation."""
        return self.format == FORMAT and self.engine == settings.engine_name()


def read(generation: Path) -> Catalogue | None:
    """Return the catalogue of a generation; None where there is none that can be read."""
    try:
        return msgspec.json.decode((generation / CATALOGUE).read_bytes(), type=Catalogue)
    except (OSError, msgspec.DecodeError):
        return None


def write(generation: Path, sources: Sources, roots: list[Path]) -> None:
    """Keep the sources with a generation."""
    catalogue = Catalogue(FORMAT, settings.engine_name(), list(map(str, roots)), sources)
    with beside(generation / CATALOGUE) as scratch:
        scratch.write_bytes(msgspec.json.encode(catalogue))
        exchange(scratch, generation / CATALOGUE)


def checksums(generation: Path) -> dict[str, str]:
    """Return by report id what changes with anything of the report."""
    stored = read(generation)
    return checksums_in(stored.sources) if stored else {}


def checksums_in(sources: Sources) -> dict[str, str]:
    """Return the same of some sources."""
    return dict(pair for entry in sources.values() for pair in entry.reports.items())


def original_of(generation: Path, report: Report) -> Path | None:
    """Return the file that a report alone was read from, where it is still there."""
    source, file = report.metadata.source, generation / CATALOGUE
    if not source or not file.is_file():
        return None
    if _reports_by_source(generation, file.stat().st_mtime_ns).get(source) != (report.id,):
        return None
    original = Path(source)
    return original if original.is_file() else None


def arrived(generation: Path, since: datetime) -> list[str]:
    """Return the reports whose own file came or changed since; rows of one file are not told apart."""
    catalogue = read(generation)
    after = int(since.timestamp() * 1e9)
    entries = catalogue.sources.values() if catalogue else ()
    return [next(iter(one.reports)) for one in entries if one.mtime > after and len(one.reports) == 1]


@lru_cache(maxsize=8)
def _reports_by_source(generation: Path, _written: int) -> dict[str, tuple[str, ...]]:
    catalogue = read(generation)
    return {source: tuple(entry.reports) for source, entry in catalogue.sources.items()} if catalogue else {}
