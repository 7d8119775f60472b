"""An index that follows its folders: an update after each change, until it is stopped."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event

import watchfiles

from indexer import messages
from indexer.errors import IndexBusyError, ReadError
from indexer.importers import format_of
from indexer.model.update import Summary

QUIET_MS = 400  # no change for so long ends a burst of them, as a large copy makes
LONGEST_MS = 5_000  # after which a burst that does not end is taken up all the same
_RETRY_MS = 1_000


def watch(
    paths: Sequence[Path], folder: Path, update: Callable[[], Summary], stop: Event | None = None
) -> Iterator[Summary]:
    """Yield what each `update` did that a change of readable files below the paths brought about.

    What lies in the index folder, hidden files and unknown formats are passed over; while another
    process writes to the index it waits. Raises ReadError for a path that is not there.
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise ReadError(messages.NO_PATH(), missing[0])
    index = folder.resolve()

    def concerns(_: watchfiles.Change, name: str) -> bool:
        path = Path(name)
        return not (
            path.name.startswith((".", "~$"))
            or (path.suffix and format_of(path.name) is None and not path.is_dir())
            or path.is_relative_to(index)
        )

    changes = watchfiles.watch(
        *paths,
        watch_filter=concerns,
        debounce=LONGEST_MS,
        step=QUIET_MS,
        stop_event=stop,
        raise_interrupt=True,
    )
    for _ in changes:
        while True:
            try:
                yield update()
                break
            except IndexBusyError:
                (stop or Event()).wait(_RETRY_MS / 1000)
