"""A ranking chosen by some questions and judged by others: no paragraph is in both parts."""

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import mean

from indexer.model.search import Request
from indexer.search.ranking import RANKING
from indexer.search.searcher import Searcher
from indexer.updating.opened import Opened

FOLDS = 5
DEPTH = 10
_BY_THE_BOOK = replace(RANKING, k1=1.2, b=0.75, unigram=0.5, latin=2.0)
RANKINGS = {
    "as shipped": RANKING,
    "k1 1.2, b .75, unigrams .5, Latin 2": _BY_THE_BOOK,
    "k1 .8, b .75": replace(RANKING, k1=0.8, b=0.75),
    "nearness .5": replace(RANKING, nearness=0.5),
}


@cache
def _searcher(folder: Path) -> Searcher:
    """Open the index, its vectors and tables too, once a process."""
    return Opened(folder).searcher()


def ranks(folder: Path, name: str, texts: Sequence[str]) -> list[list[str]]:
    """Return the best reports of each query, by words and meaning, with the named ranking."""
    opened = _searcher(folder)
    searcher = Searcher(opened.view, opened.names, RANKINGS[name], opened.meaning)
    asked = (Request(text, per_page=DEPTH, facets=False) for text in texts)
    return [[hit.report_id for hit in searcher.search(one).hits] for one in asked]


def reciprocal(best: Sequence[str], relevant: Collection[str]) -> float:
    """Return 1 over the rank of the first relevant report, 0 for none."""
    return next((1 / rank for rank, one in enumerate(best, 1) if one in relevant), 0.0)


def table(found: Mapping[str, Mapping[str, float]], paragraph: Mapping[str, str]) -> Iterator[Sequence[str]]:
    """Yield the measures of each ranking over all questions, and of the choice by paragraphs.

    `found` has the reciprocal rank of each question by ranking.
    """
    for name, ranked in found.items():
        yield name, *_measures(list(ranked.values()))
    paragraphs = sorted(set(paragraph.values()))
    random.Random(1).shuffle(paragraphs)
    part_of = {one: number % FOLDS for number, one in enumerate(paragraphs)}
    crossed: list[float] = []
    for part in range(FOLDS):
        own = [query for query in paragraph if part_of[paragraph[query]] == part]
        others = [query for query in paragraph if part_of[paragraph[query]] != part]
        chosen = max(found, key=lambda name: mean(found[name][query] for query in others))
        crossed += [found[chosen][query] for query in own]
    yield f"chosen by the other paragraphs, {FOLDS} parts", *_measures(crossed)


def _measures(reciprocals: Sequence[float]) -> tuple[str, str]:
    return f"{mean(one == 1 for one in reciprocals):.4f}", f"{mean(reciprocals):.4f}"
