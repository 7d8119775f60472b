"""`python -m tests.bench.meaning_bench`: Markdown tables of each part of meaning alone and together, on public texts.

Vectors are kept in a folder (--keep), so that a second run measures in seconds.
"""

import argparse
import csv
import gzip
import json
import random
import resource
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from indexer.meaning.dictionary import dictionary
from indexer.meaning.encoder import Encoder, Floats, is_installed, name, unpack
from indexer.meaning.hybrid import Asked, Ints, Knowledge, ask, bm25, by_words, combined, same_language
from indexer.meaning.vectors import of_query
from indexer.text.analysis import words as jieba_words
from indexer.text.fold import fold
from tests.bench import meaning_large, meaning_peers, meaning_topics
from tests.bench.meaning import Corpus, Texts, paragraphs, ranks
from tests.bench.meaning_names import tables

SHARED = Path(__file__).parents[3] / "shared" / "data"
QUESTIONS_ASKED = 900  # of DRCD's 3,524
TITLES_ASKED = 400
LARGE_ASKED = 60  # questions
RECALLED = 40  # titles whose nearest are sought among all
PARTS = ("questions", "topics", "titles", "names", "cost", "large")
BY_WORDS = 300  # candidates
_FAR = np.float32(-1)
Row = tuple[str, ...]
Scores = Mapping[str, list[Floats]]


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.meaning_bench", description=__doc__)
    parser.add_argument("--keep", type=Path, default=Path("/tmp/baogao-meaning"), help="folder of vectors")
    parser.add_argument("--sections", type=int, default=20_000, help="of the gazette (20,000)")
    parser.add_argument("--only", choices=PARTS, nargs="*", default=())
    options = parser.parse_args()
    if not SHARED.is_dir() or not is_installed():
        print("Skipped: it needs ../shared and the extra baogao[meaning].")
        return
    wanted = options.only or PARTS
    if "questions" in wanted:
        _questions(options.keep)
    if "topics" in wanted:
        print("\n### Topics, judged by hand\n")
        for row in meaning_topics.tables(options.keep):
            print(row, flush=True)
    if "titles" in wanted:
        _titles(options.keep, options.sections)
    if "names" in wanted:
        print("\n### Names in the other language\n")
        for row in tables():
            print(row, flush=True)
    if "cost" in wanted:
        _cost(options.keep)
    if "large" in wanted:
        _large(options.keep)


def _questions(keep: Path) -> None:
    both = paragraphs(SHARED / "xquad_dev.docs.jsonl"), paragraphs(SHARED / "drcd_dev.docs.jsonl")
    english, qrels = _queries("xquad_dev.queries.en.tsv"), _wanted("xquad_dev.qrels.tsv")
    alone = Corpus(*both[0], keep / "xquad")
    beside = Corpus(both[0][0] + both[1][0], both[0][1] + both[1][1], keep / "both")
    for title, corpus in (("XQuAD alone (120)", alone), ("with DRCD beside it (1,120)", beside)):
        _table(f"612 English questions, {title}", _parts(corpus, english), _places(corpus, english, qrels))
        texts = dict(zip(corpus.ids, corpus.texts, strict=True))
        files = [SHARED / "xquad_dev.docs.jsonl"] + [SHARED / "drcd_dev.docs.jsonl"] * (corpus is beside)
        for row in meaning_peers.rows(files, texts, [(text, qrels[id_]) for id_, text in english.items()]):
            print(row, flush=True)
    for title, corpus, file, rels in (
        ("XQuAD", beside, "xquad_dev.queries.zh.tsv", "xquad_dev.qrels.tsv"),
        ("DRCD", beside, "drcd_dev.queries.tsv", "drcd_dev.qrels.tsv"),
    ):
        asked = _queries(file)
        some = dict(random.Random(1).sample(list(asked.items()), min(QUESTIONS_ASKED, len(asked))))
        places = _places(corpus, some, _wanted(rels))
        _table(f"{len(some)} Chinese questions of {title} over the 1,120", _chinese(corpus, some), places)


def _titles(keep: Path, sections: int) -> None:
    records: list[dict[str, str]] = []
    owners: list[int] = []
    texts: list[str] = []
    for record, text in _gazette():
        if len(texts) >= sections:
            break
        if not records or records[-1] is not record:
            records.append(record)
        owners.append(len(records) - 1)
        texts.append(text)
    corpus = Corpus([f"{owner}-{i}" for i, owner in enumerate(owners)], texts, keep / f"gazette-{len(texts)}")
    titled = [i for i, record in enumerate(records) if len(record.get("TitleEnglish", "")) > 20]
    some = sorted(random.Random(1).sample(titled, min(TITLES_ASKED, len(titled))))
    few = [records[i]["TitleEnglish"] for i in some[:RECALLED]]
    print(f"\n{_recall(corpus, few):.3f} of the ten nearest of {len(texts):,} are among the candidates")
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    asked = {str(i): records[i]["TitleEnglish"] for i in some}
    best = {
        part: [np.maximum.reduceat(v, starts) for v in each] for part, each in _parts(corpus, asked).items()
    }
    _table(
        f"{len(some)} English titles → one of {len(records):,} records, {len(texts):,} sections", best, some
    )


def _recall(corpus: Corpus, asked: Sequence[str], most: int = 10) -> float:
    """Part of the nearest sections by a look at all that are found by a scan of signs first."""
    every = corpus.vectors.sections()
    kept = 0
    for query in asked:
        vector = of_query(query, corpus.encoder)
        best = sorted(corpus.vectors.near(vector, every), key=lambda near: -near.score)[:most]
        kept += len({near.section for near in best} & set(corpus.vectors.candidates(vector).tolist()))
    return kept / (most * len(asked))


def _gazette() -> Iterator[tuple[dict[str, str], str]]:
    """(record, a section of it): its first 90 characters and the 90 after them, under the title."""
    for year in ("102", "104"):
        with gzip.open(SHARED / f"gazette-{year}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                text = record["text"]
                for start in range(0, min(len(text), 180), 90):
                    yield record, f"{record['Title']}\n{text[start : start + 90]}"


def _parts(corpus: Corpus, asked: Mapping[str, str]) -> Scores:
    """Scores of all sections by each part; candidates are what meaning and words find first."""
    known = Knowledge(corpus.encoder, dictionary(), corpus.vocabulary, corpus.names)
    found: dict[str, list[Floats]] = {}
    took = []
    for query in asked.values():
        _ = corpus.vectors
        began = time.perf_counter()
        read = ask(query, known, corpus.collection)
        words, _ = by_words(read, corpus.collection)
        near = _nearness(corpus, read.vector, words)
        whole = combined(near, words)
        took.append(time.perf_counter() - began)
        rows = {
            "encoder alone": near,
            "dictionary alone": bm25(read.dictionary, corpus.collection),
            "words through the encoder alone": bm25(read.words, corpus.collection),
            "literal alone": bm25(read.literal, corpus.collection),
            "sound alone": bm25(read.sound, corpus.collection),
            **{
                f"all but {part}": combined(near, _without(read, part, corpus.collection))
                for part in ("dictionary", "words", "literal", "sound")
            },
            "**all**": whole,
        }
        for part, values in rows.items():
            found.setdefault(part, []).append(values)
    print(
        f"\n(a query: median {np.median(took) * 1000:.0f} ms, 95 % {np.quantile(took, 0.95) * 1000:.0f} ms)"
    )
    return found


def _without(read: Asked, part: str, collection: Texts) -> Floats:
    """What words give without those of one kind."""
    groups: dict[str, Any] = {part: ()}
    return by_words(replace(read, **groups), collection)[0]


def _nearness(corpus: Corpus, vector: Floats, words: Floats) -> Floats:
    """Nearness of the candidates; of the others less than any."""
    few = min(BY_WORDS, len(words))
    by_word = np.argpartition(-words, few - 1)[:few]
    candidates: Ints = np.union1d(corpus.vectors.candidates(vector), by_word[words[by_word] > 0]).astype(
        np.int32
    )
    scores = np.full(len(words), _FAR)
    for near in corpus.vectors.near(vector, candidates):
        scores[near.section] = near.score
    return scores


def _chinese(corpus: Corpus, asked: Mapping[str, str]) -> Scores:
    """Chinese questions: the words (bigrams, half a unigram, half jieba's words), meaning, and both."""
    found: dict[str, list[Floats]] = {"words alone": [], "encoder alone": [], "**both**": []}
    for query in asked.values():
        lexical = _lexical(fold(query), corpus.collection)
        near = _nearness(corpus, of_query(query, corpus.encoder), lexical)
        for part, values in zip(found, (lexical, near, same_language(lexical, near)), strict=True):
            found[part].append(values)
    return found


def _lexical(query: str, collection: Texts) -> Floats:
    from indexer.meaning.dictionary import Reading
    from indexer.meaning.hybrid import Group
    from indexer.text.analysis import described, runs_in, words_in

    def of(terms: Sequence[str]) -> Floats:
        return bm25([Group(0, 0, (Reading(term, 1.0),)) for term in dict.fromkeys(terms)], collection)

    runs = [piece for run in runs_in(query) for piece in described(run)]
    pairs = [run[i : i + 2] for run in runs for i in range(len(run) - 1)]
    whole = of(pairs) + 0.5 * of([sign for run in runs for sign in run]) + 2 * of(words_in(query))
    return whole + 0.5 * of([word for run in runs for word in jieba_words(run)])


def _queries(file: str) -> dict[str, str]:
    with (SHARED / file).open(encoding="utf-8", newline="") as lines:
        return {row[0]: row[1] for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


def _wanted(file: str) -> dict[str, str]:
    return {
        row[0]: row[2] for row in map(str.split, (SHARED / file).read_text(encoding="utf-8").splitlines())
    }


def _places(corpus: Corpus, asked: Mapping[str, str], wanted: Mapping[str, str]) -> list[int]:
    place = {id_: i for i, id_ in enumerate(corpus.ids)}
    return [place[wanted[query]] for query in asked]


def _table(title: str, parts: Scores, wanted: Sequence[int]) -> None:
    print(f"\n### {title}\n\n| part | R@1 | R@10 | MRR@10 |\n|---|---|---|---|")
    for part, scores in parts.items():
        at = ranks(scores, wanted)
        first, ten = float((at < 1).mean()), float((at < 10).mean())
        print(
            f"| {part} | {first:.3f} | {ten:.3f} | {float(np.where(at < 10, 1 / (at + 1), 0).mean()):.3f} |",
            flush=True,
        )


def _cost(keep: Path) -> None:
    folder = keep / "encoder"
    unpack(folder)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    loaded = Encoder.of(folder)
    load = time.perf_counter() - began
    _, texts = paragraphs(SHARED / "drcd_dev.docs.jsonl")
    some = list(islice(texts, 200))
    began = time.perf_counter()
    loaded.encode(some)
    rate = sum(map(len, some)) / (time.perf_counter() - began)
    corpus = Corpus(*paragraphs(SHARED / "xquad_dev.docs.jsonl"), keep / "xquad")
    _ = corpus.vectors  # makes them where they are not kept
    size = sum(file.stat().st_size for file in (keep / "xquad").glob("*.vectors"))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    characters = sum(map(len, corpus.texts))
    print("\n### Cost\n\n| what | |\n|---|---|")
    print(f"| encoder {name()} loads in | {load:.2f} s |\n| encodes, one core | {rate:,.0f} characters/s |")
    print(f"| bytes of vectors for 1,000 characters | {1000 * size / characters:,.0f} |")
    print(f"| memory it took | {(after - before) / 1024:.0f} MB |")


def _large(keep: Path) -> None:
    """Times of the vectors' part of a query among very many sections."""
    print("\n### Vectors of very many sections\n")
    _, texts = paragraphs(SHARED / "drcd_dev.docs.jsonl")
    asked = list(_queries("xquad_dev.queries.en.tsv").values())[:LARGE_ASKED]
    for row in meaning_large.rows(keep, texts, asked, (100_000, 1_000_000)):
        print(row, flush=True)


if __name__ == "__main__":
    main()
