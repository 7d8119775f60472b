"""The engine's storage: what is written is read back, and stock Whoosh reads the same."""

import random
import re
import subprocess
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA
from whoosh import index, scoring
from whoosh.filedb.structfile import StructFile
from whoosh.matching.mcore import Matcher
from whoosh.query.compound import And as AllOf
from whoosh.query.compound import Or as OneOf
from whoosh.query.terms import Term
from whoosh.searching import Searcher

from indexer.anatomy.sections import build_report
from indexer.engines.arrays.bags import analysed
from indexer.engines.arrays.cache import Cache
from indexer.engines.arrays.postings import decode, decode_list, encode, encode_lists
from indexer.engines.arrays.rank import least
from indexer.engines.arrays.retrieve import Retrieval
from indexer.engines.arrays.score import Scorer
from indexer.engines.arrays.snapshot import Snapshot
from indexer.engines.arrays.terms import Terms, packed
from indexer.engines.whoosh.store import WhooshStore
from indexer.engines.whoosh.texts import TextColumn, TextReader
from indexer.library import Library
from indexer.model.query import And, Leaf, Prefix, Run, Word
from indexer.model.report import Document, Report, Section
from indexer.search.ports import Scored
from indexer.search.ranking import FIELDS, PLAIN, RANKING
from indexer.text.analysis import analyze, terms, words
from indexer.text.arrays import distinct
from indexer.text.fold import fold
from indexer.text.lexicon import Lexicon
from indexer.text.scripts import CJK, IS_CJK
from indexer.text.segmenter import Jieba, RJieba
from indexer.updating.generations import current
from indexer.updating.update import update
from tests.bench.segmenters import runs
from tests.conftest import CORPUS, put, shared

RUNS = re.compile(f"[{CJK}]+")


@given(st.lists(st.integers(0, 2**35 - 1)))
def test_numbers_survive_their_bytes(numbers: list[int]) -> None:
    data, lengths = encode(np.array(numbers, dtype=np.int64))
    assert decode(data).tolist() == numbers and lengths.sum() == len(data)


@given(st.lists(st.dictionaries(st.integers(0, 2**31 - 1), st.integers(1, 2**16), min_size=1), min_size=1))
def test_posting_lists_survive_their_bytes(lists: list[dict[int, int]]) -> None:
    rows = [sorted(postings.items()) for postings in lists]
    first = np.cumsum([0, *map(len, rows[:-1])])
    ids, counts = np.array([pair for row in rows for pair in row]).T
    data, ends = encode_lists(first, ids.astype(np.int32), counts.astype(np.int32))
    start = 0
    for row, end in zip(rows, ends.tolist(), strict=True):
        read = decode_list(np.frombuffer(data, np.uint8)[start:end], len(row))
        assert list(zip(*(array.tolist() for array in read), strict=True)) == row
        start = end


@given(
    st.sets(st.text(alphabet="abé報", max_size=4).map(str.encode), max_size=300),
    st.binary(max_size=3),
    st.lists(st.sampled_from([1, 254, 255, 256, 70_000]), min_size=1, max_size=5),
)
def test_terms_lie_in_a_file_as_in_a_sorted_list(keys: set[bytes], piece: bytes, numbers: list[int]) -> None:
    listed = sorted({*keys, b"z" * 254, b"z" * 255, b"z" * 256, b"z" * 1000})
    sizes = np.array((numbers * len(listed))[: len(listed)])
    parts = packed(listed, sizes, sizes[::-1])
    terms = Terms(b"12345678" + b"".join(parts), 8, list(map(len, parts)), 7)
    assert list(terms) == listed and [terms[number] for number in range(len(terms))] == listed
    assert [terms.find(key) for key in listed] == list(range(len(listed)))
    assert terms.place(piece) == bisect_left(listed, piece)
    assert terms.find(piece) == (listed.index(piece) if piece in listed else -1)
    with_piece = [number for number, key in enumerate(listed) if key.startswith(piece)]
    assert list(range(*terms.bounds(piece))) == with_piece or piece.endswith(b"\xff")
    sought = piece or b"z"
    further = [i for i, key in enumerate(listed) if sought in key and not key.startswith(sought)]
    assert list(terms.holding(sought)) == further
    ends = (7 + np.cumsum(sizes)).tolist()
    assert [terms.extent(number) for number in range(len(ends))] == list(pairwise([7, *ends]))
    assert [terms.sizes[number] for number in range(len(ends))] == sizes[::-1].tolist()
    assert terms.sizes.array(2, len(ends)).tolist() == sizes[::-1].tolist()[2:]


@given(st.lists(st.integers(-3, 3)))
def test_different_values_are_those_of_a_set(values: list[int]) -> None:
    assert distinct(np.array(values, dtype=np.int64)).tolist() == sorted(set(values))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1), st.integers(1, 30))
def test_the_least_rows_are_those_a_sort_puts_first(rows: list[tuple[int, int]], most: int) -> None:
    keys = [*(np.array(key) for key in zip(*rows, strict=True)), np.arange(len(rows))]
    assert least(keys, most).tolist() == np.lexsort(keys[::-1])[:most].tolist()


@given(st.lists(st.text(alphabet="abé1", max_size=5)), st.text(alphabet="abé1", max_size=5))
def test_a_lexicon_agrees_with_a_scan_of_its_terms(terms: list[str], word: str) -> None:
    lexicon, different = Lexicon(terms), sorted(set(terms))
    assert lexicon.beginning(word) == [term for term in different if term.startswith(word)]
    assert lexicon.near(word) == tuple(term for term in different if OSA.distance(word, term) <= 1)


def test_a_cache_keeps_within_its_bound() -> None:
    cache = Cache(10_000)
    made: list[int] = []

    def get(key: int) -> None:
        def make() -> tuple[np.ndarray]:
            made.append(key)
            return (np.zeros(400),)

        cache.get(key, make)

    for key in (1, 2, 1, 3, 1, 4, 2):
        get(key)
    assert made == [1, 2, 3, 4, 2]  # 2 was dropped, 1 was used meanwhile


def test_characters_are_cjk_alike_in_arrays_and_patterns() -> None:
    assert [bool(RUNS.match(chr(code))) for code in range(0x110000)] == IS_CJK.tolist()


@given(
    st.lists(st.text(alphabet="報告新加坡臺中。 \nAbc-dé'9𠀋\ud800", max_size=40), max_size=4),
    st.text(alphabet="訪問Ko-x", max_size=8),
)
def test_a_batch_has_the_terms_of_its_texts(texts: list[str], title: str) -> None:
    sections = tuple(Section(str(i), ("壹",), text[:5], "other", text) for i, text in enumerate(texts))
    batch = analysed([Report("r", title, sections=sections)])
    found: list[dict[str, Counter[str]]] = [{name: Counter() for name in batch.bags} for _ in batch.folded]
    for name, bags in batch.bags.items():
        for bag in bags:
            for which, doc, count in zip(bag.which, bag.docs, bag.counts, strict=True):
                found[doc][name][bag.terms[which]] += int(count)
    plain = terms(analyze(title))
    assert found[0]["title"] == plain.han + plain.latin
    for doc, section in enumerate(sections, 1):
        body, head = terms(analyze(section.searchable)), terms(analyze(section.heading))
        for name in ("han", "words", "latin", "stems"):
            assert found[doc][name] == getattr(body, name)
        assert found[doc]["heading"] == head.han + head.latin
        assert (batch.lengths[doc], batch.folded[doc]) == (body.length, fold(section.searchable))


def _column(folder: Path, texts: Sequence[tuple[str, str]]) -> TextReader:
    """Of the texts and a document without one."""
    column = TextColumn()
    with (folder / "c").open("wb") as file:
        writer = column.writer(StructFile(file))
        for doc, text in enumerate(texts):
            writer.add(doc, text)
        writer.finish(len(texts) + 1)
    with (folder / "c").open("rb") as file:
        return column.reader(StructFile(file), 0, 0, len(texts) + 1)


def test_text_is_found_between_characters_only(tmp_path: Path) -> None:
    """A match of UTF-16 bytes that begins inside a character is none: 丁一 has the bytes of 一 at both places."""
    texts = ["\u4e4e\u4e4e", "\u004e\u4e00", "甲乙丙", "", "乙"]
    reader = _column(tmp_path, [(text, text) for text in texts])
    assert [reader[doc] for doc in range(6)] == [*texts, ""]
    docs = list(range(6))
    for needle in ("乙", "甲乙", "\u4e4e", "\u4e00", "\u4e4e\u4e4e", "丁"):
        assert reader.holding(docs, needle) == [doc for doc, text in enumerate(texts) if needle in text]


@given(
    st.lists(
        st.text(
            st.sampled_from("臺台台ＡaA，,。\n𠮷𪚥\ud800発㑮\U00010781")
            | st.characters(exclude_categories=["Cs"]),
            max_size=40,
        ),
        max_size=8,
    )
)
def test_a_text_is_kept_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """Beside its folded form, whatever that leaves out and wherever the two take different space."""
    reader = _column(tmp_path_factory.mktemp("column"), [(fold(text), text) for text in texts])
    assert [reader.written(doc) for doc in range(len(texts) + 1)] == [*texts, ""]
    assert [reader[doc] for doc in range(len(texts))] == list(map(fold, texts))


def test_both_segmenters_cut_alike() -> None:
    """All runs of the samples; of each public file a line in fifty, of the small ones all."""
    pytest.importorskip("rjieba")
    texts = [file.read_text(encoding="utf-8") for file in sorted(CORPUS.rglob("*.txt"))]
    found = {run for text in texts for run in RUNS.findall(fold(text))}
    for file in sorted(shared("data").iterdir()):
        found |= runs(file, 50 if file.stat().st_size > 1_000_000 else 1)
    assert len(found) > 50_000
    one, other = Jieba(), RJieba()
    assert [run for run in found if one.cut(run) != other.cut(run)] == []


_ADDED = """
from indexer.text.segmenter import Jieba, RJieba
for segmenter in (Jieba(), RJieba()):
    for word in ("黄循财", "世界城市峰会", "智慧城市展示馆"):
        segmenter.add(word, 1000)
    print(*segmenter.cut("昨天黄循财在世界城市峰会参观智慧城市展示馆"))
"""


def test_both_segmenters_know_added_words_alike() -> None:
    pytest.importorskip("rjieba")
    script = [sys.executable, "-W", "ignore", "-c", _ADDED]  # in a process of its own, for the words stay
    cut = subprocess.run(script, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    assert cut == "昨天 黄循财 在 世界城市峰会 参观 智慧城市展示馆\n" * 2


class _StockBM25(scoring.WeightingModel):
    """Our BM25 as a model of Whoosh's, which asks for the score of one posting after the other."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def scorer(self, searcher: Searcher, fieldname: str, text: Any, qf: int = 1) -> scoring.BaseScorer:
        del qf
        snapshot = self.snapshot
        offset = {id(leaf): base for leaf, base in searcher.get_parent().leaf_searchers()}[id(searcher)]
        idf = snapshot.idf(fieldname, text.decode())

        class _Score(scoring.BaseScorer):
            def score(self, matcher: Matcher) -> float:
                tf, length = matcher.weight(), snapshot.lengths[matcher.id() + offset]
                norm = RANKING.norm(fieldname, length, snapshot.mean_length)
                return float(idf * tf * (RANKING.k1 + 1) / (tf + RANKING.k1 * norm))

            def supports_block_quality(self) -> bool:
                return False

        return _Score()


@pytest.fixture(scope="module")
def segmented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of several segments, with deleted documents."""
    folder, sources = (tmp_path_factory.mktemp("segmented") / name for name in ("index", "sources"))
    sources.mkdir()
    files = sorted((CORPUS / "reports").rglob("*.txt"))
    for part in (files[:4], files[4:7], files[7:], files[:1]):
        for file in part:
            text = file.read_text(encoding="utf-8")
            (sources / file.name).write_text(text + "\n智慧城市" * (part == files[:1]), encoding="utf-8")
        update([sources], folder)
    return folder


def test_stock_whoosh_finds_and_scores_the_same(segmented: Path) -> None:
    """Whoosh's own searcher, collectors and matchers over the same files: the same sections and scores."""
    snapshot = WhooshStore(current(segmented), lambda: None).snapshot()
    assert len(snapshot.segments) > 2 and any(held < len(all_) for all_, held in snapshot.segments)
    docs = np.flatnonzero(snapshot.sections)
    texts = {doc: fold(snapshot.documents.section(doc).searchable) for doc in docs.tolist()}
    rng = random.Random(1)
    runs = [run for text in texts.values() for run in RUNS.findall(text) if len(run) > 1]
    words = [t.parts[0] for text in texts.values() for t in analyze(text) if len(t.parts) == 1]
    retrieval = Retrieval(snapshot, {})
    with index.open_dir(str(current(segmented))).searcher(weighting=_StockBM25(snapshot)) as searcher:
        for _ in range(100):
            run, word = rng.choice(runs)[: rng.randint(2, 6)], rng.choice(words)
            bigrams = [Term("han", run[i : i + 2]) for i in range(len(run) - 1)]
            found = searcher.search(AllOf(bigrams), limit=None)
            holding = sorted(hit.docnum for hit in found if run in texts[hit.docnum])
            assert retrieval.select(Run(run), None).tolist() == holding
            both = searcher.search(AllOf([*bigrams, Term("latin", word)]), limit=None)
            found_both = retrieval.select(And((Run(run), Word((word,)))), None)
            assert found_both.tolist() == sorted(hit.docnum for hit in both if run in texts[hit.docnum])
            scorer = Scorer(snapshot, Scored([Run(run), Word((word,))], {}, RANKING))
            terms = [
                (field, term, weight) for term, fields in scorer.terms.items() for field, weight in fields
            ]
            asked = OneOf(
                [Term(field, term, boost=weight) for field, term, weight in terms if field != "title"]
            )  # a title is its report's
            stock = {hit.docnum: hit.score for hit in searcher.search(asked, limit=None)}
            parts = {doc: scorer.explain(doc) for doc in docs.tolist()}
            ours = {
                doc: score
                for doc in parts
                if (score := sum(parts[doc].get(name, 0.0) for name in FIELDS if name != "title"))
            }
            assert sorted(stock) == sorted(ours)
            assert np.allclose(
                [stock[doc] for doc in sorted(stock)], [ours[doc] for doc in sorted(stock)], rtol=1e-4
            )
            whole = [sum(parts[doc].get(name, 0.0) for name in (*FIELDS, "aside")) for doc in parts]
            assert np.allclose(scorer.bm25(docs.astype(np.int32)), whole, rtol=1e-4)
            some = np.sort(rng.sample(docs.tolist(), 5)).astype(np.int32)
            assert np.allclose(
                scorer.bm25(some), [whole[list(parts).index(doc)] for doc in some.tolist()], rtol=1e-4
            )


def test_a_word_of_the_index_is_one_word_of_a_query(segmented: Path) -> None:
    """Which saves the first search of a process jieba's dictionary."""
    with index.open_dir(str(current(segmented))).reader() as reader:
        indexed = [term.decode() for term in reader.lexicon("words")]
    assert len(indexed) > 1000
    assert [words(word) for word in indexed] == [(word,) for word in indexed]


def test_a_leaf_is_scored_by_its_grams_and_words_in_all_their_fields(segmented: Path) -> None:
    snapshot = WhooshStore(current(segmented), lambda: None).snapshot()
    leaves: list[Leaf] = [Run(fold("智慧城市")), Word(("smart",)), Prefix("smart")]
    terms = Scorer(snapshot, Scored(leaves, {Prefix("smart"): ("smart",)}, RANKING)).terms
    fields = {term: [field for field, _ in weights] for term, weights in terms.items()}
    assert fields[fold("智慧")] == ["han", *PLAIN, "words"] and fields[fold("慧城")] == ["han", *PLAIN]
    assert fields["smart"] == ["latin", *PLAIN, "stems"]
    assert terms["smart"][0] == ("latin", RANKING.latin)


def test_terms_are_listed_in_order(segmented: Path) -> None:
    with index.open_dir(str(current(segmented))).reader() as reader:
        for leaf, _ in reader.leaf_readers():
            listed = list(leaf.all_terms())
            assert listed == sorted(listed) and len(listed) == len(set(listed)) > 1000
            assert next(leaf.terms_from("latin", b"city")) >= ("latin", b"city")
            assert ("latin", b"no such term") not in leaf


def test_many_small_updates_are_made_one_segment(tmp_path: Path) -> None:
    report = build_report(Document("r", "壹、目的\n訪問新加坡。", "r.txt"))
    many = [[Report(f"r{number}", report.title, report.metadata, report.sections)] for number in range(20)]
    store = put(tmp_path, *many, [Report("r3", "改", report.metadata, report.sections[:1])]).store
    engine = Library(tmp_path)
    assert engine.counts() == (20, 20 * len(report.sections) - len(report.sections) + 1)
    assert isinstance(store, WhooshStore) and len(store.snapshot().segments) < 9
    found = engine.report("r3")
    assert found is not None and found.title == "改" and len(found.sections) == 1
    engine.close()
