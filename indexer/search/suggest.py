"""Completions while typing: names, titles, headings and frequent words that go on as typed.

Either script completes. What is shown is as the reports write it, with the sections that a search for
it finds.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from indexer.model.query import Node
from indexer.model.search import Suggestion
from indexer.search.completions import read, shown
from indexer.search.known import latin_names
from indexer.search.loose import Loose
from indexer.search.parser import parse
from indexer.search.ports import Row, Term, View
from indexer.text.compare import typed_key
from indexer.text.fold import fold
from indexer.text.scripts import CJK
from indexer.text.segmenter import segmenter

MOST = 8
_ORDER = ("person", "agency", "country", "term", "title", "heading", "word")
_FREQUENT = 2  # sections that hold a word, for it to be offered
_KEPT = 3  # completions before those of the texts themselves
_CONTINUED = 3
_FURTHER = 6  # characters
_PARTICLES = frozenset(map(fold, "的之與和及在是等為了於以並也將"))
_SHORTEST_NAME, _NAMED = 3, 8  # letters typed, and names looked at, of those known beforehand
_READ = 100  # sections read for what they write on
_RANKED = 64  # terms of a field that are put in order

_Learnt = tuple[str, str, int, str]  # key, kind, mentions, name
_HAN = re.compile(rf"[{CJK}]+")


@dataclass(slots=True)
class _Entry:
    key: str
    kind: str
    weight: int  # rough frequency, for the order
    shown: str = ""
    doc: int = -1  # a section that holds it, where `shown` is read from; or
    term: Term | None = None


class Completer:
    """Completions over one view, out of its terms."""

    def __init__(
        self,
        view: View,
        names: Iterable[tuple[str, str, int]],
        wider: Callable[[Node], Node] = lambda node: node,
    ) -> None:
        """Completes from a view's terms, and names given as (name, kind, mentions).

        `wider` gives a query with its other names, by which an English name finds Chinese texts.
        """
        self._view, self._wider = view, wider
        self._learnt = [(typed_key(name), kind, count, name) for name, kind, count in names]

    def complete(self, typed: str) -> list[Suggestion]:
        """At most MOST completions: of all that was typed, then of its last word beside the others."""
        found = self._of_all(typed)
        before, _, last = typed.rstrip().rpartition(" ")
        if before.strip() and last and len(found) < MOST:
            found += self._beside(before.strip(), last, {one.text for one in found})
        return found[:MOST]

    def _beside(self, before: str, last: str, known: Collection[str]) -> Iterator[Suggestion]:
        """Yield completions of the last word with those before it, counted together."""
        for one in self._of_all(last):
            text = f"{before} {one.text}"
            root = parse(text).root
            if text not in known and root and (count := self._count(root)):
                yield Suggestion(text, "word", count)

    def _of_all(self, typed: str) -> list[Suggestion]:
        """Return completions: what begins as typed before what holds it further in."""
        key = typed_key(typed)
        if not key:
            return []
        names = [name for name in self._learnt if key in name[0]]
        first = [name for name in names if name[0].startswith(key)]
        found = self._best(key, first, inside=False)
        if len(found) < MOST:
            further = [name for name in names if not name[0].startswith(key)]
            found += self._best(key, further, inside=True)
        known = {entry.key for entry in found}
        further_on = [*self._continuations(key), *(self._named(key) if len(found) < MOST else ())]
        found[_KEPT:_KEPT] = [entry for entry in further_on if entry.key not in known]
        counted = [(entry, self._suggestion(entry)) for entry in found[: MOST + _CONTINUED]]
        counted.sort(key=lambda pair: (not pair[0].key.startswith(key), -pair[1].count))
        return [suggestion for _, suggestion in counted if suggestion.count][:MOST]

    def _best(self, key: str, learnt: Iterable[_Learnt], inside: bool) -> list[_Entry]:
        """Return the most frequent completions among the terms; one of two kinds is the first of them."""
        entries: dict[str, _Entry] = {}
        for text, kind, count, name in learnt:
            entries.setdefault(text, _Entry(text, kind, 0, shown=name)).weight += count
        for field in ("complete", "words", "latin"):
            for term in self._view.terms(field, key, inside, _RANKED):
                text, kind = read(term.text) if field == "complete" else (term.text, "word")
                number = field == "latin" and (len(text) < 3 or text[0].isdigit())
                if number or key not in text or (kind == "word" and term.count < _FREQUENT):
                    continue
                entry = entries.setdefault(text, _Entry(text, kind, 0, term=term))
                entry.weight += term.count
                if _ORDER.index(kind) < _ORDER.index(entry.kind):
                    entry.kind, entry.term, entry.shown = kind, term, ""
        return sorted(entries.values(), key=lambda entry: (-entry.weight, len(entry.key)))[:MOST]

    def _continuations(self, key: str) -> list[_Entry]:
        """Return what reports write on after a run: the longest pieces that most of its places share."""
        if len(key) < 2 or not _HAN.fullmatch(key):
            return []
        found: Counter[str] = Counter()
        docs: dict[str, int] = {}
        further = re.compile(re.escape(key) + rf"[{CJK}]{{1,{_FURTHER}}}")
        for doc, text in self._view.holding(key, _READ):
            for piece in dict.fromkeys(
                start for match in further.finditer(text) for start in _starts(match[0])
            ):
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

    def _named(self, key: str) -> list[_Entry]:
        """Return names in Latin letters that begin so, of places, agencies and terms known beforehand."""
        if len(key) < _SHORTEST_NAME or _HAN.match(key):
            return []
        names = latin_names()
        start = bisect_left(names, (key, ""))
        several = takewhile(lambda name: name[0].startswith(key), names[start : start + _NAMED])
        return [_Entry(own, "term", 0, shown=name) for own, name in several]

    def _suggestion(self, entry: _Entry) -> Suggestion:
        entry.shown = entry.shown or self._as_written(entry)
        root = parse(entry.shown).root
        if root and entry.kind == "term":
            root = self._wider(root)
        return Suggestion(entry.shown, entry.kind, self._count(root) if root else 0)

    def _count(self, root: Node) -> int:
        return self._view.count(root, Loose(self._view, {}).expansions(root))

    def _as_written(self, entry: _Entry) -> str:
        holder = self._view.stored(entry.doc) if entry.term is None else self._view.holder(entry.term)
        if isinstance(holder, Row) or entry.kind != "word":
            return shown(holder, entry.key, entry.kind)
        start = holder.folded.find(entry.key)
        return holder.section.searchable[start : start + len(entry.key)] if start >= 0 else entry.key


def _starts(piece: str) -> Iterator[str]:
    """Yield the piece up to the end of each word in it; the last one may be cut off."""
    place = 0
    for word in segmenter().cut(piece):
        place += len(word)
        yield piece[:place]
