"""Where the Chinese name before a bracket may begin: every suffix of what stands there is an option."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from indexer.model.people import Kind
from indexer.names import lexicon as lx
from indexer.names.reading.candidates import Candidate
from indexer.text.compare import DOT

Contexts = Callable[[str], int]  # different characters that a name follows in its report
_LIST = "、，,；;：:。）)」』》\n\t （(「『《-－–—/"


@dataclass(frozen=True, slots=True)
class Reading:
    """A Chinese name read out of a candidate; `rule` says by what, `strength` is SURE, LIKELY or GUESS."""

    chinese: str
    kind: Kind
    rule: str
    strength: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading of an option with its score."""

    score: float
    reading: Reading


def best_of(judged: Iterable[Judged]) -> Reading | None:
    """Return the reading of the highest score, the shortest where several have it."""
    best = max(judged, key=lambda each: each.score, default=None)
    return best.reading if best else None


def options(run: str, longest: int) -> Iterator[tuple[str, str]]:
    """Yield (what is left of it, option) for every suffix that cuts no name of a country, shortest first."""
    inside = {
        offset
        for match in lx.country_prefix().finditer(run)
        for offset in range(match.start() + 1, match.end())
    }
    for length in range(2, min(len(run), longest) + 1):
        option = run[-length:]
        if option[0] not in DOT and len(run) - length not in inside:
            yield run[:-length], option


def at_beginning(candidate: Candidate, rest: str) -> bool:
    """Return whether nothing is left before an option, and what stands before the run parts it off."""
    return not rest and (not candidate.before or candidate.before[-1] in _LIST)


def country_at_end(text: str) -> str:
    """Return the country that a text ends with."""
    return next((match[0] for match in lx.country_prefix().finditer(text) if match.end() == len(text)), "")


def has_dot(name: str) -> bool:
    """Return whether a name is written in parts with dots between them."""
    return _DOT.search(name) is not None


_DOT = re.compile(f"[{DOT}]")
