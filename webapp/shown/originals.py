"""The file a report was read from, to download. No path ever comes from a URL."""

import json
from functools import lru_cache
from pathlib import Path

from indexer.library import Library
from indexer.model.report import Report
from indexer.updating.generations import CATALOGUE


def original(engine: Library, report: Report) -> Path | None:
    """The report's own file, where the index was built from it and it is still there.

    A file of many reports is the original of none of them.
    """
    source = report.metadata.source
    catalogue = engine.generation / CATALOGUE
    if not source or not catalogue.is_file():
        return None
    if _reports_by_source(catalogue, catalogue.stat().st_mtime_ns).get(source) != (report.id,):
        return None
    file = Path(source)
    return file if file.is_file() else None


@lru_cache(maxsize=1)
def _reports_by_source(catalogue: Path, _written: int) -> dict[str, tuple[str, ...]]:
    sources = json.loads(catalogue.read_text(encoding="utf-8"))["sources"]
    return {source: tuple(entry["reports"]) for source, entry in sources.items()}
