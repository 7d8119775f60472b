"""What counts for the order of hits, and how much: the weights in one value, and the pure functions on it.

BM25 as in Robertson and Zaragoza 2009. Nearness: the most of the query's terms, by their weight in the
collection, that stand within one window; what a reader takes in at a glance.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from indexer.model.query import Fuzzy, Leaf, Phrase, Prefix, Run, Word
from indexer.text.analysis import grams, stem, telling

FIELDS = ("han", "words", "latin", "stems", "heading", "title")
PLAIN = ("heading", "title")  # short fields: no length normalisation, grams and Latin terms together

Idf = Callable[[str, str], float]  # field, term → inverse document frequency, 0 where no section has it
Fields = tuple[tuple[str, float], ...]  # in which a term is sought, and what it weighs there
WordsOf = Callable[[str], tuple[str, ...]]  # a folded piece of a run → its words


@dataclass(frozen=True, slots=True)
class Ranking:
    """All that the order of hits depends on.

    Weights were chosen on the Chinese development questions of DRCD and XQuAD (`python -m tests.bench
    crossed`); that of headings by the rule that a heading outranks its body.
    """

    han: float = 1.0
    words: float = 0.5
    latin: float = 3.0
    stems: float = 0.4
    heading: float = 0.6
    title: float = 0.15
    unigram: float = 1.0  # of a bigram
    k1: float = 0.5
    b: float = 0.9
    window: int = 50  # characters within which terms are near one another
    nearness: float = 1.0
    rare_unigram: float = 0.2  # of a bigram, within the window
    as_typed: float = 0.5  # for a run that stands in the very characters of the query
    reranked: int = 50  # best sections by BM25 whose texts are looked at
    aside: float = 0.3  # of its BM25, by which a cover, an attachment or a list falls behind text
    asking: bool = False  # whether interrogatives and function words count as other words do

    def weight(self, field: str) -> float:
        """Return the weight of a field."""
        found: float = getattr(self, field)
        return found

    def norm(self, field: str, length: float, mean: float) -> float:
        """Return how much a section's length, against the mean one, damps a term's frequency."""
        return 1.0 if field in PLAIN else 1 - self.b + self.b * length / mean


RANKING = Ranking()


def terms_of(
    leaves: Iterable[Leaf], expansions: Mapping[Leaf, tuple[str, ...]], ranking: Ranking, words: WordsOf
) -> dict[str, Fields]:
    """Return the terms that leaves are scored by, each once, with its fields."""
    terms: dict[str, Fields] = {}
    for leaf in flat(leaves):
        if isinstance(leaf, Run):
            several = _of_leaf(leaf, ranking, tuple(map(words, _pieces(leaf.text, ranking))))
        elif isinstance(leaf, Word):
            several = _of_leaf(leaf, ranking)
        else:
            alone = (("latin", ranking.latin),)
            several = tuple((term, alone) for term in expansions.get(leaf, ()))
        for term, fields in several:
            before = terms.setdefault(term, fields)
            if before != fields:
                terms[term] = tuple(dict.fromkeys((*before, *fields)))
    return terms


def _pieces(run: str, ranking: Ranking) -> Sequence[str]:
    return (run,) if ranking.asking else telling(run)


@lru_cache(maxsize=1024)
def _of_leaf(
    leaf: Run | Word, ranking: Ranking, words_of: tuple[tuple[str, ...], ...] = ()
) -> tuple[tuple[str, Fields], ...]:
    """Return the terms of a leaf; a run comes with the words of each of its pieces."""
    fields: dict[str, dict[tuple[str, float], None]] = {}
    for field, term, weight in _scored(leaf, ranking, words_of):
        fields.setdefault(term, {})[field, weight] = None
    return tuple((term, tuple(pairs)) for term, pairs in fields.items())


def _scored(
    leaf: Run | Word, ranking: Ranking, words_of: tuple[tuple[str, ...], ...]
) -> Iterator[tuple[str, str, float]]:
    """Yield (field, term, weight)."""
    if isinstance(leaf, Run):
        for piece, several in zip(_pieces(leaf.text, ranking), words_of, strict=True):
            for gram in grams(piece):
                weight = ranking.unigram if len(gram) == 1 else 1.0
                for field in ("han", *PLAIN):
                    yield field, gram, ranking.weight(field) * weight
            for word in several:
                yield "words", word, ranking.words
        return
    for part in dict.fromkeys((*leaf.parts, "".join(leaf.parts))):
        yield "latin", part, ranking.latin
        for field in PLAIN:
            yield field, part, ranking.weight(field) * ranking.latin
    for part in leaf.parts:
        yield "stems", stem(part), ranking.stems


class Extras:
    """What a section's score gains beside BM25, from its text: nearness, and what stands as typed."""

    def __init__(
        self, leaves: Sequence[Leaf], terms: Mapping[str, Fields], idf: Idf, ranking: Ranking
    ) -> None:
        self._leaves, self._terms, self._idf, self._ranking = leaves, terms, idf, ranking

    def of(self, folded: str, heading: str, text: str) -> dict[str, float]:
        """Return the gains of a section by their names."""
        typed = any(run in heading or run in text for run in self._runs)
        return {
            "nearness": self._ranking.nearness * self._nearness(folded),
            "as_typed": self._ranking.as_typed * typed,
        }

    @cached_property
    def most(self) -> float:
        """The gains of a section at best."""
        return self._ranking.nearness * self._nearest + self._ranking.as_typed * bool(self._runs)

    def most_of(self, folded: str) -> float:
        """Return the same for a section that has only some of the terms."""
        near = sum(weight for term, weight in self._near.items() if term in folded)
        return self._ranking.nearness * near + self._ranking.as_typed * bool(self._runs)

    def _nearness(self, folded: str) -> float:
        if len(self._near) < 2:
            return 0.0
        if self._whole and self._whole in folded:
            return self._nearest
        return nearest(folded, self._near, self._ranking.window)

    @cached_property
    def _runs(self) -> list[str]:
        return [leaf.shown for leaf in flat(self._leaves) if isinstance(leaf, Run) and leaf.shown]

    @cached_property
    def _whole(self) -> str:
        """The run that is all of the query: where it stands, all terms are as near as can be."""
        match self._leaves:
            case [Run(text)] if len(text) <= self._ranking.window:
                return text
        return ""

    @cached_property
    def _near(self) -> dict[str, float]:
        weights = {}
        for term, fields in self._terms.items():
            for field, _ in fields:
                if field in ("han", "latin") and (idf := self._idf(field, term)):
                    rare = self._ranking.rare_unigram
                    weights[term] = idf * (self._ranking.weight(field) if len(term) > 1 else rare)
        return weights

    @cached_property
    def _nearest(self) -> float:
        """Nearness where all terms stand side by side."""
        return sum(self._near.values())


def nearest(text: str, weights: Mapping[str, float], window: int) -> float:
    """Return the greatest sum of weights of different terms that begin within `window` characters."""
    starts: list[tuple[int, str]] = []
    present = 0
    for term in weights:
        start = text.find(term)
        present += start >= 0
        while start >= 0:
            starts.append((start, term))
            start = text.find(term, start + len(term))
    starts.sort()
    inside: dict[str, int] = {}  # terms within the window, each with the number of its occurrences there
    best = current = 0.0
    first = 0
    for start, term in starts:
        while starts[first][0] < start - window:
            left = starts[first][1]
            inside[left] -= 1
            if not inside[left]:
                del inside[left]
                current -= weights[left]
            first += 1
        if term not in inside:
            inside[term] = 0
            current += weights[term]
            best = max(best, current)
            if len(inside) == present:  # no more can be together
                break
        inside[term] += 1
    return best


def flat(leaves: Iterable[Leaf]) -> Iterator[Run | Word | Prefix | Fuzzy]:
    """Yield leaves, the parts of phrases by themselves."""
    for leaf in leaves:
        if isinstance(leaf, Phrase):
            yield from leaf.parts
        else:
            yield leaf
