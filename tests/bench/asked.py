"""The queries of the speed benchmark, by class."""

import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from indexer.search.evaluate import read_queries
from indexer.text.scripts import CJK
from indexer.text.segmenter import segmenter
from tests.bench.stores import Asked
from tests.bench.texts import Texts

EACH = 12  # queries of a class
_RUN = re.compile(f"[{CJK}]+")
_NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]{2,}\b")
_LATIN = re.compile(r"\b[A-Za-z][a-z]{4,}\b")
Queries = dict[str, list[Asked]]  # by class


def queries(texts: Texts, shared: Path, rng: random.Random) -> Queries:
    """What users type, drawn from the very sections; the questions are DRCD's."""
    passages = texts.some(rng)
    runs = [
        run
        for passage in rng.sample(passages, min(3000, len(passages)))
        for run in _RUN.findall(passage.text)
        if len(run) >= 8
    ]
    held = Counter(word for run in runs for word in dict.fromkeys(segmenter().cut(run)) if len(word) > 1)
    common = [word for word, _ in held.most_common(60)]
    rare = [word for word, count in held.items() if count == 1]
    names = sorted({name for passage in passages for name in _NAME.findall(passage.text)})
    latin = sorted({word for passage in passages for word in _LATIN.findall(passage.text)})
    dated = [passage for passage in passages if passage.year and passage.agency]
    questions = list(read_queries(shared / "drcd_dev.queries.tsv").values())

    def some(make: Callable[[], Asked]) -> list[Asked]:
        return [make() for _ in range(EACH)]

    def words() -> Asked:
        while True:
            found = [word for word in segmenter().cut(rng.choice(runs)) if len(word) > 1]
            if len(set(found)) >= 3:
                return Asked(tuple(rng.sample(sorted(set(found)), rng.choice((2, 3)))))

    def piece(length: int) -> Callable[[], Asked]:
        def cut() -> Asked:
            run = rng.choice(runs)
            start = rng.randrange(len(run) - length + 1)
            return Asked((run[start : start + length],))

        return cut

    def slip() -> Asked:
        word = rng.choice(latin).lower()
        place = rng.randrange(1, len(word) - 1)
        return Asked((word[:place] + word[place + 1] + word[place] + word[place + 2 :],), "fuzzy")

    def within() -> Asked:
        passage = rng.choice(dated)
        return Asked((rng.choice(common),), year=passage.year, agency=passage.agency)

    return {
        "common word": some(lambda: Asked((rng.choice(common),))),
        "rare word": some(lambda: Asked((rng.choice(rare),))),
        "2–3 words": some(words),
        "Han run of 2": some(piece(2)),
        "Han run of 4": some(piece(4)),
        "Han run of 8": some(piece(8)),
        "English name": some(lambda: Asked(tuple(rng.choice(names).split()))),
        "prefix": some(lambda: Asked((rng.choice(latin)[:4].lower(),), "prefix")),
        "fuzzy": some(slip),
        "filtered": some(within),
        "with facets": some(lambda: Asked((rng.choice(common),), facets=True)),
        "long question": some(lambda: Asked((rng.choice(questions),), "any")),
    }
