"""`python -m tests.bench.meaning_fit`: weights of what makes a section one on a topic, and how they do on others.

Sections that were judged by hand (`meaning_topics`) give a logistic regression on three features; each set of
topics is then asked with weights that the other sets gave.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from indexer.meaning.encoder import Floats
from indexer.meaning.hybrid import ask, by_words, combined
from indexer.meaning.reader import LEAST_TOPIC, SAYS, Reader
from indexer.meaning.state import near_ones
from indexer.meaning.topics import COVERED, LEAST, LENGTH, LOOKED_AT, SCORED, covered, features, pieces, says
from indexer.model.search import Request
from tests.bench.meaning_topics import FIRST, SETS, library_of, rows_of, verdicts_of

BEYOND = 0.4  # what the regression has to give beyond even chances, for fewer and surer hits
RIDGE = 1.0
Hit = tuple[Floats, bool | None]  # features, and the verdict where there is one
Topics = Sequence[Sequence[Hit]]


def main() -> None:
    """Prints the weights, and precision by weights of the other sets."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.meaning_fit", description=__doc__)
    parser.add_argument(
        "--keep", type=Path, default=Path("/tmp/baogao-meaning"), help="folder of the indexes"
    )
    keep = parser.parse_args().keep
    sets = {asked.file: list(_topics(keep, asked.file)) for asked in SETS}
    print(
        "| set asked with weights of the others | precision at 5 | right | hits | unjudged |\n|---|---|---|---|---|"
    )
    for name, topics in sets.items():
        others = [topic for other, several in sets.items() if other != name for topic in several]
        _row(name, topics, weights(others))
    every = [topic for several in sets.values() for topic in several]
    chosen = weights(every)
    print(
        "\nlength, covered, scored, least: "
        + ", ".join(f"{value:.2f}" for value in (*chosen[:3], -chosen[3]))
    )
    print(f"as shipped: {LENGTH}, {COVERED}, {SCORED}, {LEAST}")


def weights(topics: Topics) -> Floats:
    """Return the weights of the features and what is added: (4)."""
    told = [(hit, verdict) for topic in topics for hit, verdict in topic if verdict is not None]
    values, right = (
        np.array([hit for hit, _ in told], float),
        np.array([verdict for _, verdict in told], float),
    )
    middle, spread = values.mean(axis=0), values.std(axis=0)
    scaled = np.c_[(values - middle) / spread, np.ones(len(values))]
    found = np.zeros(scaled.shape[1])
    ridge = np.diag([RIDGE] * len(spread) + [0.0])
    for _ in range(30):  # Newton's steps
        chance = 1 / (1 + np.exp(-scaled @ found))
        slope = scaled.T @ (chance - right) + ridge @ found
        found -= np.linalg.solve((scaled.T * (chance * (1 - chance))) @ scaled + ridge, slope)
    given: Floats = np.append(found[:-1] / spread, found[-1] - (found[:-1] / spread) @ middle - BEYOND)
    return given


def _topics(keep: Path, file: str) -> Iterator[Sequence[Hit]]:
    """Yield what could be shown for each topic of a set."""
    asked = next(one for one in SETS if one.file == file)
    held, verdicts = library_of(keep / file, asked), dict(verdicts_of(asked))
    reader = held._searcher.meaning
    assert isinstance(reader, Reader)
    for topic, text in rows_of(f"{file}.tsv"):
        hits = held.search(Request(text, per_page=500, facets=False, meaning=False)).hits
        by_word = {(hit.report_id, hit.section_id) for hit in hits}
        yield list(
            _hits(reader, text, by_word, {key[1:]: yes for key, yes in verdicts.items() if key[0] == topic})
        )
    held.close()


def _hits(
    reader: Reader, text: str, by_word: set[tuple[str, str]], verdicts: Mapping[tuple[str, str], bool]
) -> Iterator[Hit]:
    """Yield the sections that words leave, as `Reader.nearest` looks at them."""
    state, collection, view = reader._current(), reader._collection, reader._view
    asked = ask(text, reader._knowledge, collection)
    words, _ = by_words(asked, collection)
    near = near_ones(state.vectors, asked.vector, words, (), None)
    sections = np.array([one.section for one in near], dtype=np.int32)
    nearness = np.array([one.score for one in near], dtype=np.float32)
    none = np.zeros(len(near), dtype=np.bool_)
    scores = combined(nearness, words[sections])
    scores = state.levelled(asked.vector, sections, nearness, scores, none, LEAST_TOPIC)
    scores[collection.lengths[sections] < SAYS] = -2
    best = [i for i in np.argsort(-scores).tolist() if scores[i] > -2 and says(near[i])]
    best = best[: LOOKED_AT + 20 + len(by_word)]
    part = covered(asked, pieces(asked, collection), [near[i] for i in best], view.folded, state)
    for values, i in zip(features(scores[best], collection.lengths[sections[best]], part), best, strict=True):
        stored = view.stored(near[i].section)
        key = stored.report.id, stored.section.id
        if key not in by_word:
            yield values, verdicts.get(key)


def _row(name: str, topics: Topics, given: Floats) -> None:
    shown: list[bool | None] = []
    for topic in topics:
        scored = [(float(hit @ given[:3] + given[3]), verdict) for hit, verdict in topic]
        best = sorted((one for one in scored if one[0] > 0), key=lambda one: -one[0])[:FIRST]
        shown += [verdict for _, verdict in best]
    yes, no = shown.count(True), shown.count(False)
    print(
        f"| {name} | {yes / max(1, yes + no):.3f} | {yes} | {len(shown)} | {shown.count(None)} |", flush=True
    )


if __name__ == "__main__":
    main()
