"""The folder of kept shingles, DIR/copies: filled behind the words, taken up where it was broken off.

It lies beside the generations: a rebuild keeps the shingles of what is as it was.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from indexer.copies.shard import Owner, Shard, joined, make, read, write
from indexer.copies.shingles import compared
from indexer.search.ports import View

FOLDER = "copies"
_BATCH = 2_000_000  # characters of a shard's texts: what a crash loses
_MANY = 12  # shards from which the small ones are joined
_SUFFIX = ".shingles"

Checksums = Mapping[str, str]  # report id → what changes with anything of it


def fill(folder: Path, view: View, checksums: Checksums, progress: Callable[[int, int], None]) -> int:
    """Take the shingles of the reports that have none yet; return how many reports got some."""
    home = folder / FOLDER
    home.mkdir(exist_ok=True)
    alive = {Owner(report_id, checksum) for report_id, checksum in checksums.items()}
    held = {owner for _, shard in shards(home) for owner in shard.owners}
    missing = sorted(alive - held)
    done = 0
    for batch in _batches(view, missing):
        write(make(batch), _next(home))
        done += len(batch)
        progress(done, len(missing))
    _tidy(home, alive)
    return done


def shards(home: Path) -> list[tuple[Path, Shard]]:
    """Map the shards of a folder; one that is damaged counts as none, and is made anew."""
    found = []
    for file in sorted(home.glob(f"*{_SUFFIX}")):
        with suppress(ValueError, KeyError, TypeError, FileNotFoundError):
            found.append((file, read(file)))
    return found


def _batches(view: View, owners: Sequence[Owner]) -> Iterator[list[tuple[Owner, list[str]]]]:
    batch: list[tuple[Owner, list[str]]] = []
    size = 0
    for owner in owners:
        report = view.report(owner.report)
        texts = compared(report) if report else []
        batch.append((owner, texts))
        size += sum(map(len, texts))
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _tidy(home: Path, alive: set[Owner]) -> None:
    """Join small shards: those that together are no smaller than the next, so that each is joined seldom."""
    held = sorted(shards(home), key=lambda one: len(one[1].hashes))
    if len(held) < _MANY:
        return
    several, size = 0, 0
    while several < len(held) and (several < 2 or len(held[several][1].hashes) <= size):
        size += len(held[several][1].hashes)
        several += 1
    chosen = held[:several]
    keep = [[i for i, owner in enumerate(shard.owners) if owner in alive] for _, shard in chosen]
    write(joined([shard for _, shard in chosen], keep), _next(home))
    for file, _ in chosen:
        file.unlink()  # who has it mapped keeps it


def _next(home: Path) -> Path:
    last = max((int(file.stem) for file in home.glob(f"*{_SUFFIX}")), default=0)
    return home / f"{last + 1:08d}{_SUFFIX}"
