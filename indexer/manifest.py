"""The manifest of a generation: a checksum of each file, true at every moment of an update.

Two lines: `{"format", "engine", "now": {file: SHA-256}, "before": {…}, "seen": {file: [size, time]}}`, and
the checksum of that line. While files are exchanged both states are in it, so that whatever an update is
broken off by, each file there is one of either. Nothing of a generation is to be read before its checksum
held: Whoosh's files hold pickles. An update, which would read gigabytes for one report, takes a file for what
it was while its size and its time of change are those `seen` when it was written; `baogao check` and every
process that answers read it whole.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from indexer import messages
from indexer.disk import checksum, sync, write_atomically
from indexer.messages import Message

MANIFEST = "MANIFEST"
_REBUILD = "baogao index --rebuild"
_OLDER = -1  # the format of an index from before the manifest told one


@dataclass(frozen=True, slots=True)
class Manifest:
    """Checksums by name of file; `before` is empty when no update is under way or was broken off."""

    format: int  # of what is stored
    engine: str  # which keeps it
    now: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, list[int]] = field(
        default_factory=dict
    )  # size in bytes and time of change in ns, of now

    def allowed(self, name: str) -> set[str]:
        """Return the checksums that a file may have."""
        return {sums[name] for sums in (self.now, self.before) if name in sums}


def read(generation: Path) -> Manifest | None:
    """Return the manifest of a generation; None where it is missing or damaged."""
    try:
        text = (generation / MANIFEST).read_text(encoding="utf-8")
        line, _, rest = text.partition("\n")
        if rest.strip() == _sum(line):
            return Manifest(**json.loads(line))
        sums = json.loads(text)  # as it was written before it had a format
        return Manifest(_OLDER, "") if all(isinstance(one, str) for one in sums.values()) else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def seal(generation: Path, form: int, engine: str) -> None:
    """Write all files of a commit through to disk, and the manifest of their checksums.

    Only those are read and written through that were not when the manifest was last written.
    """
    known = read(generation)
    sums, seen = {}, {}
    for file in _files(generation):
        state = _state(file)
        if known and file.name in known.now and known.seen.get(file.name) == state:
            sums[file.name] = known.now[file.name]
        else:
            sums[file.name] = checksum(file)
            sync(file)
        seen[file.name] = state
    _write(generation, Manifest(form, engine, sums, {}, seen))


def exchange(scratch: Path, target: Path, gone: Callable[[str], bool] = lambda name: False) -> None:
    """Put the scratch file in the place of another one, both being in the manifest meanwhile.

    New files beside them are taken in too; those of which `gone` is true belong to the state before alone.
    """
    generation = target.parent
    sync(scratch)
    known = read(generation)
    if known:  # a generation that was never sealed is read by nobody
        new = {file for file in _files(generation) if file.name not in known.now and file != scratch}
        for file in new:
            sync(file)
        now = {name: value for name, value in known.now.items() if not gone(name)}
        seen = {name: state for name, state in known.seen.items() if name in now}
        taken = {file.name: file for file in new if not gone(file.name)} | {target.name: scratch}
        for name, file in taken.items():
            seen[name], now[name] = _state(file), checksum(file)
        before = {name: value for name, value in known.now.items() if (generation / name).exists()}
        _write(generation, Manifest(known.format, known.engine, now, before, seen))
    scratch.replace(target)
    sync(generation)


def faults(
    generation: Path, manifest: Manifest, checksum_of: Callable[[Path], str] = checksum
) -> list[tuple[Path, Message]]:
    """Return each file that is missing or altered, with what is said of it; what may be read is looked at."""
    present = {name for name in (*manifest.now, *manifest.before) if (generation / name).is_file()}
    missing = [name for name in manifest.now if name not in present]
    if manifest.before and present >= set(manifest.before):
        missing = []  # the state before is whole
    altered = [
        name for name in sorted(present) if checksum_of(generation / name) not in manifest.allowed(name)
    ]
    found = [(generation / name, messages.FILE_MISSING(command=_REBUILD)) for name in missing]
    return found + [(generation / name, messages.FILE_ALTERED(command=_REBUILD)) for name in altered]


def as_seen(generation: Path, manifest: Manifest) -> Callable[[Path], str]:
    """Return what gives a file's checksum without reading it where nobody wrote to it since."""

    def sum_of(file: Path) -> str:
        name = file.name
        if name in manifest.now and manifest.seen.get(name) == _state(generation / name):
            return manifest.now[name]
        return checksum(file)

    return sum_of


def _state(file: Path) -> list[int]:
    stat = file.stat()
    return [stat.st_size, stat.st_mtime_ns]


def sweep(generation: Path) -> None:
    """Remove what an update left that was broken off: files that are not in the manifest."""
    known = read(generation)
    if known is None:
        return
    kept = {MANIFEST, *known.now, *known.before}
    for file in generation.iterdir():
        if file.is_file() and file.name not in kept and not file.name.endswith("WRITELOCK"):
            file.unlink(missing_ok=True)


def _write(generation: Path, manifest: Manifest) -> None:
    record = {"format": manifest.format, "engine": manifest.engine, "now": manifest.now}
    line = json.dumps({**record, "before": manifest.before, "seen": manifest.seen}, sort_keys=True)
    write_atomically(generation / MANIFEST, f"{line}\n{_sum(line)}\n")


def _sum(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()


def _files(generation: Path) -> Iterator[Path]:
    for file in sorted(generation.iterdir()):
        passing = file.name.endswith("WRITELOCK") or ".toc." in file.name or file.name.startswith(".")
        if file.is_file() and file.name != MANIFEST and not passing:
            yield file
