"""The vectors of an index: a folder of shards, made behind the words, resumable, mapped by all who search.

`owners` is what the engine's committed state holds: its sections in the order of their numbers. What a
shard has beside is of a section that went or changed, and is passed over; of two shards the later one
counts. Thus deletion writes nothing, a section that only moved keeps its vectors, and a crash loses one
batch. `tidy` joins small shards.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.meaning.codes import FAR, distances, least, products, signs
from indexer.meaning.encoder import Encodes, Floats
from indexer.meaning.opened import Opened, opened
from indexer.meaning.shard import (
    CLAUSE_BITS,
    PASSAGE_BITS,
    Ints,
    Owner,
    Shard,
    joined,
    make,
    ranges,
    read,
    write,
)

BATCH = 256  # sections of one step: what a crash loses
SMALL = 16  # shards from which they are joined
CANDIDATES = 300  # sections nearest by signs that are then scored; the more, the nearer to exact
_CENTRE = "centre.npy"
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Near:
    """A section with its nearness to a query, and the span of its text that is nearest."""

    section: int
    score: float
    start: int
    end: int


def owner(report: str, section: str, text: str) -> Owner:
    """Return the owner of the vectors of a section's text (heading, line end, text)."""
    return Owner(
        report, section, hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    )


class Vectors:
    """One committed state of the folder, mapped read-only; safe to share between threads."""

    def __init__(self, shards: Sequence[Shard], owners: Iterable[Owner]) -> None:
        """Match what the shards hold with the sections there are: use `Vectors.of`."""
        numbers = {one: i for i, one in enumerate(owners)}
        self.size = len(numbers)
        self._shards: list[tuple[Shard, Ints]] = []  # with the section of each passage, -1 for none
        self._rows = np.full((self.size, 3), -1, dtype=np.int32)  # of each section: shard, first passage, end
        for number, shard in enumerate(shards):
            section_of = np.array([numbers.get(one, -1) for one in shard.owners], dtype=np.int32)
            where = section_of[shard.owner] if len(shard.owner) else np.zeros(0, dtype=np.int32)
            self._shards.append((shard, where))
            bounds = np.searchsorted(shard.owner, np.arange(len(shard.owners) + 1))
            alive = np.flatnonzero(section_of >= 0)
            rows = np.stack([np.full(len(alive), number), bounds[alive], bounds[alive + 1]], axis=1)
            self._rows[section_of[alive]] = rows
        for number, (_, where) in enumerate(self._shards):
            where[(where >= 0) & (self._rows[where, 0] != number)] = -1

    @classmethod
    def of(cls, folder: Path, owners: Iterable[Owner], encoder: str) -> "Vectors":
        """Map the shards of a folder that this encoder made; none is no fault."""
        return cls([shard for _, shard in _shards(folder, encoder)], owners)

    @property
    def held(self) -> int:
        """Sections whose vectors are there."""
        return int((self._rows[:, 0] >= 0).sum())

    def sections(self) -> Ints:
        """Return the numbers of the sections whose vectors are there."""
        return np.flatnonzero(self._rows[:, 0] >= 0).astype(np.int32)

    def missing(self) -> Ints:
        """Numbers of the sections whose vectors are still to be made."""
        return np.flatnonzero(self._rows[:, 0] < 0).astype(np.int32)

    def candidates(self, query: Floats, count: int = CANDIDATES, allowed: Mask | None = None) -> Ints:
        """Return the sections with the passages nearest by signs, in order of their numbers.

        `allowed` has a truth value for each section: filters hold.
        """
        found: list[tuple[npt.NDArray[np.uint16], Ints]] = []
        for shard, where in self._shards:
            if not len(where):
                continue
            code = signs(query[None, :], shard.centre)
            keep = where >= 0
            if allowed is not None:
                keep &= allowed[where]
            rows = np.flatnonzero(keep)
            if len(rows) * 4 < len(where):
                far = distances(np.ascontiguousarray(shard.codes[rows]), code)
                sections = where[rows]
            else:
                far = distances(shard.codes, code)
                far[~keep] = FAR
                sections = where
            near = least(far, count * 2)
            found.append((far[near], sections[near]))
        if not found:
            return np.zeros(0, dtype=np.int32)
        far, sections = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        order = np.argsort(far, kind="stable")
        first = dict.fromkeys(sections[order[far[order] < FAR]].tolist())
        return np.array(sorted(list(first)[:count]), dtype=np.int32)

    def near(self, query: Floats, sections: Ints) -> list[Near]:
        """Scores sections: half their nearest passage, half their nearest clause, which is the span.

        Sections without vectors are left out.
        """
        found: list[Near] = []
        rows = self._rows[sections]
        for number, (shard, _) in enumerate(self._shards):
            inside = np.flatnonzero(rows[:, 0] == number)
            if len(inside):
                found += _scored(shard, query, sections[inside], rows[inside, 1], rows[inside, 2])
        return found

    def opened(self, sections: Ints) -> Opened:
        """Return the vectors of sections, to be compared with several at once."""
        return opened([shard for shard, _ in self._shards], self._rows[sections])

    def language(self, sections: Ints) -> Mask:
        """Whether each of the sections is Latin in its first passage."""
        rows = self._rows[sections]
        found = np.zeros(len(sections), dtype=np.bool_)
        for number, (shard, _) in enumerate(self._shards):
            inside = np.flatnonzero((rows[:, 0] == number) & (rows[:, 1] < rows[:, 2]))
            found[inside] = shard.language[rows[inside, 1]].astype(np.bool_)
        return found


def _scored(shard: Shard, query: Floats, sections: Ints, starts: Ints, ends: Ints) -> list[Near]:
    some = starts < ends
    sections, starts, ends = sections[some], starts[some], ends[some]
    if not len(sections):
        return []
    rows = ranges(starts, ends)
    whole = products(shard.passage[rows], shard.passage_spread[rows], query, shard.centre, PASSAGE_BITS)
    first, last = shard.first_clause[rows], shard.first_clause[rows + 1]
    places = ranges(first, last)
    parts = products(shard.clause[places], shard.clause_spread[places], query, shard.centre, CLAUSE_BITS)
    # a passage of one clause is its own clause
    alone = first == last
    section_of = np.repeat(np.arange(len(sections)), ends - starts)
    clause_section = np.concatenate([np.repeat(section_of, last - first), section_of[alone]])
    values = np.concatenate([parts, whole[alone]])
    spans = np.concatenate([shard.clause_span[places], shard.span[rows[alone]]])
    best_whole = np.full(len(sections), -1, dtype=np.float32)
    np.maximum.at(best_whole, section_of, whole)
    order = np.lexsort((values, clause_section))
    best = order[np.searchsorted(clause_section[order], np.arange(len(sections)), side="right") - 1]
    scores = (best_whole + values[best]) / 2
    return [
        Near(int(section), float(score), int(start), int(end))
        for section, score, (start, end) in zip(sections, scores, spans[best], strict=True)
    ]


def fill(folder: Path, sections: Iterable[tuple[Owner, str]], encoder: Encodes, name: str) -> Iterator[int]:
    """Make vectors of sections that have none, a shard a batch; yields how many sections each step added.

    Resumable: ask `Vectors.missing` what is left. The first batch fixes the centre that all shards are about.
    """
    folder.mkdir(parents=True, exist_ok=True)
    batch: list[tuple[Owner, str]] = []
    for section in sections:
        batch.append(section)
        if len(batch) == BATCH:
            yield _step(folder, batch, encoder, name)
            batch = []
    if batch:
        yield _step(folder, batch, encoder, name)


def _step(folder: Path, batch: Sequence[tuple[Owner, str]], encoder: Encodes, name: str) -> int:
    owners, texts = zip(*batch, strict=True)
    shard = make(owners, texts, encoder, centre(folder, encoder))
    write(shard, folder / f"{next_number(folder):08d}.vectors", name)
    return len(batch)


def tidy(folder: Path, owners: Iterable[Owner], encoder: str, at_least: int = SMALL) -> bool:
    """Join many shards to one of living vectors; says whether it did. For one writer at a time."""
    if len(list(folder.glob("*.vectors"))) < at_least:
        return False
    held = _shards(folder, encoder)
    if len(held) < at_least:
        return False
    last = {one: i for i, (_, shard) in enumerate(held) for one in shard.owners}  # the later one counts
    alive = set(owners)
    keep = [
        [row for row, one in enumerate(shard.owners) if one in alive and last[one] == i]
        for i, (_, shard) in enumerate(held)
    ]
    write(joined([shard for _, shard in held], keep), folder / f"{next_number(folder):08d}.vectors", encoder)
    for file, _ in held:
        file.unlink()  # who has it mapped keeps it
    return True


def centre(folder: Path, encoder: Encodes) -> Floats:
    """Return the point that all codes of the folder are about: a mean, fixed when it is first asked for."""
    file = folder / _CENTRE
    if not file.exists():
        found = encoder.encode(_TYPICAL).mean(axis=0).astype(np.float32)
        np.save(file, found)
    kept: Floats = np.load(file)
    return kept


def of_query(text: str, encoder: Encodes) -> Floats:
    """Return the vector of a query: (DIMENSIONS)."""
    vector: Floats = encoder.encode([text])[0]
    return vector


def _shards(folder: Path, encoder: str) -> list[tuple[Path, Shard]]:
    """Return the shards that this encoder made; one that is damaged counts as none, and is made anew."""
    found = []
    for file in sorted(folder.glob("*.vectors")):
        with suppress(ValueError, KeyError, TypeError):
            shard, name = read(file)
            if name == encoder:
                found.append((file, shard))
    return found


def next_number(folder: Path) -> int:
    """Return the number of the next shard."""
    return max((int(file.stem) for file in folder.glob("*.vectors")), default=0) + 1


# What reports say, in both languages: a mean of these is about as good a centre as the corpus' own.
_TYPICAL = (
    "本次考察之目的係為了解當地之政策與制度，以作為我國未來規劃之參考。",
    "與會代表就氣候變遷、能源轉型及城市永續發展等議題交換意見。",
    "參訪團一行於上午九時抵達市政府，由市長親自接待並聽取簡報。",
    "建議我國應加強與各國之合作，並積極參與國際組織之活動。",
    "該公司成立於1985年，員工約三千人，產品外銷歐洲及美國市場。",
    "博物館的展覽設計與教育推廣活動值得我們學習。",
    "會議於東京舉行，共有來自三十個國家的專家學者參加。",
    "The delegation visited the city hall and met with the mayor.",
    "Public transport, housing and waste management were among the topics discussed.",
    "The conference was attended by experts from more than thirty countries.",
    "How many people live in the city, and when was it founded?",
    "What did the government recommend to improve long-term care?",
)
