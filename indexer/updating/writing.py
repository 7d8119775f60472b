"""A generation that an update writes to, and what is in it as the update goes on."""

from collections.abc import Hashable
from pathlib import Path

from indexer import settings
from indexer.engines import open_engine
from indexer.model.report import Report
from indexer.search.ports import View
from indexer.updating import generations


class Writing:
    """The store of one generation, sealed after each commit."""

    def __init__(self, generation: Path, new: bool = False) -> None:
        """Open the store in a folder, or makes one where it is new."""
        self.generation = generation
        self.engine = open_engine(settings.engine())
        start = self.engine.create if new else self.engine.open
        self.store = start(generation, lambda: generations.seal(generation))
        self._view: tuple[Hashable, View] | None = None

    def view(self) -> View:
        """Return the newest committed state."""
        state = self.store.state()
        if self._view is None or self._view[0] != state:
            self._view = state, self.store.view(lambda name: ())
        return self._view[1]

    def get(self, report_id: str) -> Report | None:
        """Return a report as it was last committed."""
        return self.view().report(report_id)
