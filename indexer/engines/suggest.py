"""Completions while typing: names, titles, headings and frequent words that go on as typed.

Either script completes. What is shown is as the reports write it, with the sections that a search for
it finds.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from indexer.analysis import CJK, analyze
from indexer.engines.retrieve import Retrieval
from indexer.engines.snapshot import Snapshot
from indexer.fold import fold
from indexer.outline import read_marker
from indexer.parser import parse
from indexer.query import Run
from indexer.results import Suggestion
from indexer.segmenter import segmenter

MOST = 8
_LONGEST = 40  # characters of a completion
_FREQUENT = 2  # sections that hold a word, for it to be offered
_KEPT = 3  # completions before those of the texts themselves
_CONTINUED = 3
_FURTHER = 6  # characters
_PARTICLES = frozenset(map(fold, "的之與和及在是等為了於以並也將"))
_READ = 100  # sections read for what they write on
_RANKED = 200  # completions that are put in order

_HAN = re.compile(rf"[{CJK}]+")


@dataclass(slots=True)
class _Entry:
    key: str
    kind: str
    weight: int  # rough frequency, for the order
    shown: str = ""
    doc: int = -1  # a section that holds it, where `shown` is read from


class Completer:
    """Completions over one snapshot; built once, then looked up by bisection."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        entries: dict[str, _Entry] = {}

        def add(text: str, kind: str, weight: int, doc: int = -1) -> None:
            key = _key(text)
            if key and len(key) <= _LONGEST:
                entry = entries.setdefault(key, _Entry(key, kind, 0, "" if doc >= 0 else text, doc))
                entry.weight += weight

        for field in ("person", "agency", "country"):
            values = snapshot.values(field)
            for code in values.codes.tolist():
                add(values.shown[code], field, 1)
        for person in snapshot.names.people:
            add(person.chinese, "person", person.mentions)
            add(person.english, "person", person.mentions)
        for pair in snapshot.names.pairs:
            if pair.status == "confirmed" and pair.kind != "person":
                add(pair.chinese, "term", pair.count)
                add(pair.english, "term", pair.count)
        for report in snapshot.reports:
            add(report.title, "title", 1)
        for doc, heading in snapshot.folded_headings():
            marker = read_marker(heading)
            add(heading[marker.end if marker else 0 :], "heading", 1, doc)
        for field in ("words", "latin"):
            for word, count, doc in snapshot.frequent_terms(field, _FREQUENT):
                if field == "words" or (len(word) > 2 and not word[0].isdigit()):
                    add(word, "word", count, doc)
        self._entries = sorted(entries.values(), key=lambda entry: entry.key)
        self._keys = [entry.key for entry in self._entries]

    def complete(self, typed: str) -> list[Suggestion]:
        """At most MOST completions: what begins as typed before what holds it further in."""
        key = _key(typed)
        if not key:
            return []
        start, end = bisect_left(self._keys, key), bisect_left(self._keys, key + "\U0010ffff")
        found = sorted(self._entries[start:end], key=_order)[:MOST]
        if len(found) < MOST:
            inside = (e for e in self._entries if key in e.key and not e.key.startswith(key))
            found += sorted((e for e, _ in zip(inside, range(_RANKED), strict=False)), key=_order)
        known = {entry.key for entry in found}
        found[_KEPT:_KEPT] = [entry for entry in self._continuations(key) if entry.key not in known]
        counted = [(entry, self._suggestion(entry)) for entry in found[: MOST + _CONTINUED]]
        counted.sort(key=lambda pair: (not pair[0].key.startswith(key), -pair[1].count))
        return [suggestion for _, suggestion in counted if suggestion.count][:MOST]

    def _continuations(self, key: str) -> list[_Entry]:
        """What reports write on after a run: the longest pieces that most of its places share."""
        if len(key) < 2 or not _HAN.fullmatch(key):
            return []
        within = Retrieval(self._snapshot).select(Run(key), self._snapshot.sections)
        ids = np.flatnonzero(within).astype(np.int32)[:_READ]
        found: Counter[str] = Counter()
        docs: dict[str, int] = {}
        further = re.compile(re.escape(key) + rf"[{CJK}]{{1,{_FURTHER}}}")
        for doc, text in self._snapshot.folded(ids):
            for piece in {start for match in further.finditer(text) for start in _starts(match[0])}:
                if len(piece) > len(key):
                    found[piece] += 1
                    docs.setdefault(piece, doc)
        whole = [  # 智慧城市, but not 智慧城市建 of 智慧城市建設
            piece
            for piece, count in found.items()
            if count >= _FREQUENT
            and piece[-1] not in _PARTICLES
            and all(
                2 * found[longer] <= count for longer in found if longer != piece and longer.startswith(piece)
            )
        ]
        best = sorted(whole, key=lambda piece: (-found[piece], len(piece)))[:_CONTINUED]
        return [_Entry(piece, "word", found[piece], doc=docs[piece]) for piece in best]

    def _suggestion(self, entry: _Entry) -> Suggestion:
        entry.shown = entry.shown or self._as_written(entry)
        root = parse(entry.shown).root
        retrieval = Retrieval(self._snapshot)
        count = int(retrieval.select(root, self._snapshot.sections).sum()) if root else 0
        return Suggestion(entry.shown, entry.kind, count)

    def _as_written(self, entry: _Entry) -> str:
        text = self._snapshot.section(entry.doc).searchable
        if entry.kind == "heading":
            heading = text.partition("\n")[0]
            marker = read_marker(heading)
            return heading[marker.end if marker else 0 :].strip()
        start = fold(text).find(entry.key)
        return text[start : start + len(entry.key)] if start >= 0 else entry.key


def _starts(piece: str) -> Iterator[str]:
    """The piece up to the end of each word in it; the last one may be cut off."""
    place = 0
    for word in segmenter().cut(piece):
        place += len(word)
        yield piece[:place]


def _order(entry: _Entry) -> tuple[int, int]:
    return -entry.weight, len(entry.key)


def _key(text: str) -> str:
    return " ".join(token.text for token in analyze(text))
