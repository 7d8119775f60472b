"""Which files of a folder are read, and why each other one is passed over: none is without a word."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from indexer import messages
from indexer.importers.format import Format
from indexer.messages import Message
from indexer.model.update import PassedOver

_KEPT_BESIDE = frozenset(["permalinks.ledger", "people.yml", "glossary.tsv"])
_HIDDEN = (".", "~$")  # of systems and version control; of Word, for a file that is open
FormatOf = Callable[[str], Format | None]


def walk(root: Path, format_of: FormatOf) -> Iterator[tuple[Path, Message | None]]:
    """Yield each file below a folder, sorted, with why it is passed over, or None for one that is read.

    A folder's README tells of the folder and is no report. Of a hidden folder nothing but its name comes, and
    nothing of what an index keeps beside the reports; links to folders are not followed.
    """
    try:
        with os.scandir(root) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(_HIDDEN):
            yield root / entry.name, messages.PASSED_HIDDEN()
        elif _holds(entry.is_dir):
            if not entry.is_symlink():
                yield from walk(root / entry.name, format_of)
        elif entry.name not in _KEPT_BESIDE:
            path = root / entry.name
            yield path, _passed(path, format_of) if _holds(entry.is_file) else messages.PASSED_NO_FILE()


def _holds(test: Callable[[], bool]) -> bool:
    """Tell what a test says; nothing of a link that leads back to itself."""
    try:
        return test()
    except OSError:
        return False


def _passed(path: Path, format_of: FormatOf) -> Message | None:
    """Return why a file is passed over, or None."""
    if path.stem == "README":
        return messages.PASSED_README()
    if format_of(path.name) is None:
        ending = path.suffix.lower()
        return messages.PASSED_ENDING(ending=ending) if ending else messages.PASSED_NO_ENDING()
    return None


def counted(passed: Iterable[tuple[Path, Message]]) -> tuple[PassedOver, ...]:
    """Return how many files were passed over for each reason, with one of them; the most frequent first."""
    files: Counter[Message] = Counter()
    examples: dict[Message, Path] = {}
    for path, why in passed:
        files[why] += 1
        examples.setdefault(why, path)
    return tuple(PassedOver(why, count, str(examples[why])) for why, count in files.most_common())
