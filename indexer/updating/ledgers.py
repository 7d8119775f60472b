"""How long each ledger was after the last update: one that is shorter now was lost or cut."""

import json
from collections.abc import Iterable
from pathlib import Path

from indexer import messages
from indexer.disk import write_atomically
from indexer.errors import LedgerError
from indexer.links.ledger import Ledger
from indexer.messages import Message

LEDGERS = "LEDGERS"  # file in the folder of an index: bytes by path


def lost(folder: Path) -> list[tuple[Path, Message]]:
    """Return each ledger that is shorter than when this index last wrote to it, with what is said of it.

    One whose very folder is not there may lie on a disk that is not mounted.
    """
    found = []
    for name, known in _sizes(folder).items():
        path = Path(name)
        size = path.stat().st_size if path.exists() else 0
        if size < known and path.parent.is_dir():
            found.append((path, messages.LEDGER_GONE(size=size, known=known)))
    return found


def faults(folder: Path) -> list[tuple[Path, Message]]:
    """Return each ledger that was lost, cut or altered."""
    return _read(folder)[1]


def held(folder: Path) -> dict[Path, Ledger]:
    """Return the ledgers that this index wrote to, by path.

    Raises LedgerError for one that was lost, cut or altered: ids are not to be issued anew unasked.
    """
    ledgers, found = _read(folder)
    for path, message in found:
        raise LedgerError(message, path)
    return ledgers


def _read(folder: Path) -> tuple[dict[Path, Ledger], list[tuple[Path, Message]]]:
    """Return the ledgers that can be read, and what is wrong with the others."""
    found = lost(folder)
    ledgers: dict[Path, Ledger] = {}
    sizes, gone = _sizes(folder), {str(path) for path, _ in found}
    for name in sizes:
        path = Path(name)
        if name in gone or not path.exists():
            continue
        try:
            ledger = Ledger(path)
            if ledger.size == sizes[name] and ledger.is_cut:
                found.append(
                    (path, messages.LEDGER_ALTERED())
                )  # or its last line would count as never written
            ledgers[path] = ledger
        except LedgerError as error:
            found.append((Path(error.where), error.message))
    return ledgers, found


def forget(folder: Path) -> None:
    """Take ledgers as they are now, or are not."""
    gone = {str(path) for path, _ in lost(folder)}
    kept = {name: size for name, size in _sizes(folder).items() if name not in gone}
    write_atomically(folder / LEDGERS, json.dumps(kept, ensure_ascii=False, indent=0))


def note(folder: Path, ledgers: Iterable[Ledger]) -> None:
    """Keep how long the ledgers are."""
    before = _sizes(folder)
    sizes = before | {str(ledger.path): ledger.size for ledger in ledgers if ledger.size}
    if sizes != before:
        write_atomically(folder / LEDGERS, json.dumps(sizes, ensure_ascii=False, indent=0))


def write_anew(folder: Path, ledger: Ledger) -> None:
    """Put a ledger as it is written now in the place of one of before.

    How long it will be is kept first: whatever this is broken off by, the one there is long enough.
    """
    packed = ledger.packed()
    sizes = _sizes(folder) | {str(ledger.path): min(ledger.size, len(packed))}
    write_atomically(folder / LEDGERS, json.dumps(sizes, ensure_ascii=False, indent=0))
    write_atomically(ledger.path, packed.decode())
    sizes[str(ledger.path)] = ledger.size
    write_atomically(folder / LEDGERS, json.dumps(sizes, ensure_ascii=False, indent=0))


def _sizes(folder: Path) -> dict[str, int]:
    """Return bytes by path; nothing where the file is missing or is none of ours."""
    try:
        read = json.loads((folder / LEDGERS).read_text(encoding="utf-8"))
        return {str(path): int(size) for path, size in read.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
