"""Engines store reports and answer searches; all of them through this one Protocol."""

from collections.abc import Collection, Iterable
from typing import Protocol

from indexer.model.report import Report
from indexer.model.search import Hit, Request, Results, Suggestion


class Engine(Protocol):
    """Where reports are kept and found, in our own types."""

    def add(self, reports: Iterable[Report]) -> None:
        """Adds the reports, replacing those of the same id; searchable when it returns."""

    def remove(self, report_ids: Collection[str]) -> None:
        """Removes reports; ids it does not hold are passed over."""

    def search(self, request: Request) -> Results:
        """One page of ranked hits with exact totals."""

    def suggest(self, typed: str) -> list[Suggestion]:
        """Completions of what is being typed, with the sections that each finds."""

    def similar(self, report_id: str, section_id: str, most: int = 5) -> tuple[Hit, ...]:
        """The most similar sections of other reports."""

    def get(self, report_id: str) -> Report | None:
        """A report with all its sections, in reading order."""

    def close(self) -> None:
        """Releases files."""
