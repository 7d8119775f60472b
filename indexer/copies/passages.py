"""The passages that two texts share: runs of equal letters about kept shingles, joined over small changes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from indexer.copies.shingles import SIZE, SURE, Codes, Letters, kept

LEAST = 40  # characters of a passage, marks among them; a Latin letter counts a third
GAP = 20  # letters at most that were changed between two runs of one passage
_NEXT = 8  # letters of a run that goes on beyond a change, though no shingle of it was kept
_HAN = 0x2E80
_OFTEN = 8  # places of a shingle in one text that are looked at


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage of two texts: offsets into each."""

    start: int
    end: int
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters in a row that are the same: from `here` in one text and from `there` in the other."""

    here: int
    there: int
    size: int


def shared(one: Letters, other: Letters) -> list[Shared]:
    """Return the passages of LEAST characters and more in both texts, in the order of the first."""
    found: list[Shared] = []
    for short in _chains(_runs(one.codes, other.codes)):
        chain = _stretched(short, one.codes, other.codes)
        first, last = chain[0], chain[-1]
        span = Shared(
            int(one.places[first.here]),
            int(one.places[last.here + last.size - 1]) + 1,
            int(other.places[first.there]),
            int(other.places[last.there + last.size - 1]) + 1,
        )
        same = np.concatenate([one.codes[run.here : run.here + run.size] for run in chain])
        marks = (span.end - span.start) - (last.here + last.size - first.here)
        if found and _inside(span, found[-1]):
            continue
        if _weight(same) + marks >= LEAST and _weight(same) >= SURE:
            found.append(span)
    return found


def _inside(one: Shared, other: Shared) -> bool:
    here = other.start <= one.start and one.end <= other.end
    return here and other.other_start <= one.other_start and one.other_end <= other.other_end


def _weight(codes: Codes) -> float:
    """Return the length of letters as a reader sees it: three Latin ones say about as much as one of Han."""
    han = int((codes >= _HAN).sum())
    return han + (len(codes) - han) / 3


def _runs(one: Codes, other: Codes) -> list[_Run]:
    """Return the longest runs about the kept shingles of both, in the order of the first text."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    for hashed, there in zip(*(array.tolist() for array in kept(other)), strict=True):
        places[hashed].append(there)
    done: dict[int, int] = {}  # up to where each diagonal was looked at
    found: list[_Run] = []
    for hashed, here in zip(*(array.tolist() for array in kept(one)), strict=True):
        for there in places.get(hashed, ())[:_OFTEN]:
            if here < done.get(here - there, 0):
                continue
            run = _longest(one, other, here, there)
            if run.size >= SIZE:
                found.append(run)
                done[here - there] = run.here + run.size
    return sorted(found, key=lambda run: (run.here, -run.size))


def _longest(one: Codes, other: Codes, here: int, there: int) -> _Run:
    """Return the run of equal letters through a place in either text, as far as it goes to both sides."""
    ahead = min(len(one) - here, len(other) - there)
    differs = np.flatnonzero(one[here : here + ahead] != other[there : there + ahead])
    after = int(differs[0]) if len(differs) else ahead
    back = min(here, there)
    differs = np.flatnonzero(one[here - back : here] != other[there - back : there])
    before = back - 1 - int(differs[-1]) if len(differs) else back
    return _Run(here - before, there - before, before + after)


def _stretched(chain: list[_Run], one: Codes, other: Codes) -> list[_Run]:
    """Return a chain with the runs that go on at its ends, beyond small changes."""
    chain = list(chain)
    while after := _onward(one, other, chain[-1].here + chain[-1].size, chain[-1].there + chain[-1].size):
        chain.append(after)
    mirrored, turned = one[::-1], other[::-1]
    while before := _onward(mirrored, turned, len(one) - chain[0].here, len(other) - chain[0].there):
        here = len(one) - before.here - before.size
        chain.insert(0, _Run(here, len(other) - before.there - before.size, before.size))
    return chain


def _onward(one: Codes, other: Codes, here: int, there: int) -> _Run | None:
    """Return the nearest run of _NEXT letters and more that begins within GAP letters of a place in both."""
    near = one[here : here + GAP + _NEXT].tolist(), other[there : there + GAP + _NEXT].tolist()
    starts = [range(len(letters) - _NEXT + 1) for letters in near]
    for i, j in sorted(product(*starts), key=sum):
        if near[0][i : i + _NEXT] == near[1][j : j + _NEXT]:
            run = _longest(one, other, here + i, there + j)
            return _Run(here + i, there + j, run.here + run.size - here - i)
    return None


def _chains(runs: list[_Run]) -> Iterator[list[_Run]]:
    """Yield runs that follow each other closely in both texts, without those inside longer ones."""
    chain: list[_Run] = []
    for run in runs:
        if not chain:
            chain = [run]
            continue
        last = chain[-1]
        here, there = run.here - last.here - last.size, run.there - last.there - last.size
        if 0 <= here <= GAP and 0 <= there <= GAP:
            chain.append(run)
        elif run.here + run.size > last.here + last.size:
            yield chain
            chain = [run]
    if chain:
        yield chain
