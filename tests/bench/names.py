"""Names against labels made by hand: pairs in 72 news items, people in 50 documents, half kept untouched.

The labels are offsets into public texts beside the checkout (names-pairs.tsv, names-people.tsv); the texts are
not here. A pair counts when both names are as labelled, as folds compare them; where a word before the Chinese
name may belong to it (瑞士|洛桑管理學院) both are right.
"""

import gzip
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.anatomy.sections import build_report
from indexer.importers import read_file
from indexer.model.people import Observed, Pair
from indexer.model.report import Document, Report, Section
from indexer.names.across.persons import persons
from indexer.names.across.votes import vote
from indexer.names.reading.observe import observe
from indexer.text.compare import han_key, joined_key, letters_key

HERE = Path(__file__).parent
HALVES = ("tuning", "untouched")
NEWS = "president-news-to-2016.jsonl.gz"
NEIGHBOURS = "neighbours.jsonl.gz"
CORPUS = HERE.parents[1] / "corpus" / "reports"
Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Label:
    """A pair or a person of one document: acceptable Chinese names and the Latin one, empty where there is none."""

    half: str
    document: str
    chinese: frozenset[str]
    english: str
    kind: str = "person"


def run(shared: Path) -> Iterator[tuple[str, Rows]]:
    """(title, rows with their header) of each check."""
    news = {str(record["id"]): str(record["content"]) for record in _records(shared / NEWS)}
    labels, documents = _pair_labels(news)
    yield "Confirmed pairs", _pairs(news, labels, documents)
    yield "People", _people(shared)
    yield "Cost", _cost(news)


def _pairs(news: Mapping[str, str], labels: list[Label], documents: Mapping[str, str]) -> Rows:
    rows = [["documents read", "half", "labelled", "confirmed", "right", "precision", "recall"]]
    for title, read in (
        (f"the {len(documents)} labelled", list(documents)),
        (f"all {len(news):,}", list(news)),
    ):
        pairs = _mine(news, read)
        for half in HALVES:
            wanted = [label for label in labels if label.half == half]
            inside = [document for document, its in documents.items() if its == half]
            rows.append(
                [title, half, *_score(wanted, {document: pairs.get(document, []) for document in inside})]
            )
            kinds = sorted({label.kind for label in wanted})
            if read == list(news) and half == HALVES[1]:
                for kind in kinds:
                    of_kind = [label for label in wanted if label.kind == kind]
                    hit = sum(_found(label, pairs.get(label.document, [])) for label in of_kind)
                    rows.append(
                        ["", f"… {kind}", str(len(of_kind)), "", str(hit), "", _share(hit, len(of_kind))]
                    )
    return rows


def _mine(news: Mapping[str, str], read: Iterable[str]) -> dict[str, list[Pair]]:
    """Confirmed pairs by document."""
    observed = [observe(_report(document, news[document])) for document in read]
    found: dict[str, list[Pair]] = defaultdict(list)
    for pair in vote((record.report, seen) for record in observed for seen in record.sightings):
        if pair.status == "confirmed":
            for document in {report for report, _ in pair.evidence}:
                found[document].append(pair)
    return found


def _score(labels: list[Label], pairs: Mapping[str, list[Pair]]) -> list[str]:
    by_document: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        by_document[label.document].append(label)
    confirmed = sum(map(len, pairs.values()))
    right = sum(
        any(_is(label, pair) for label in by_document[document])
        for document, its in pairs.items()
        for pair in its
    )
    hit = sum(_found(label, pairs.get(label.document, [])) for label in labels)
    return [str(len(labels)), str(confirmed), str(right), _share(right, confirmed), _share(hit, len(labels))]


def _found(label: Label, pairs: Iterable[Pair]) -> bool:
    return any(_is(label, pair) for pair in pairs)


def _is(label: Label, pair: Pair) -> bool:
    return han_key(_plain(pair.chinese)) in label.chinese and letters_key(pair.english) == label.english


def _people(shared: Path) -> Rows:
    rows = [["half", "labelled", "found", "named besides", "precision", "recall"]]
    texts = {str(record["id"]): str(record["text"]) for record in _records(shared / NEIGHBOURS)}
    labels = list(_people_labels(texts))
    for half in HALVES:
        wanted: dict[str, list[Label]] = defaultdict(list)
        for label in labels:
            if label.half == half:
                wanted[label.document].append(label)
        hit = besides = total = 0
        for document, its in wanted.items():
            people = _observed(document, texts).people
            names = {
                key
                for person in people
                for key in (han_key(person.chinese), joined_key(person.english))
                if key
            }
            hit += sum(bool((label.chinese | {label.english}) & names) for label in its)
            total += len(its)
            known = {key for label in its for key in (*label.chinese, label.english) if key}
            besides += sum(not {han_key(p.chinese), joined_key(p.english)} & known for p in people)
        rows.append(
            [half, str(total), str(hit), str(besides), _share(hit, hit + besides), _share(hit, total)]
        )
    return rows


def _observed(document: str, texts: Mapping[str, str]) -> Observed:
    if document in texts:
        return observe(build_report(Document(document, texts[document], document)))
    (read,) = read_file(CORPUS / document)
    assert isinstance(read, Document)
    return observe(build_report(read))


def _cost(news: Mapping[str, str]) -> Rows:
    reports = [_report(document, text) for document, text in news.items()]
    observe(reports[0])  # reads jieba's dictionary
    began = time.perf_counter()
    observed = [observe(report) for report in reports]
    read = time.perf_counter()
    pairs = vote((record.report, seen) for record in observed for seen in record.sightings)
    voted = time.perf_counter()
    people = persons(observed)
    told = time.perf_counter()
    size = sum(map(len, news.values()))
    return [
        ["step", "seconds", "of what"],
        [
            "reading",
            f"{read - began:.1f}",
            f"{size / 1e6:.1f} M characters, {size / (read - began) / 1e6:.2f} M/s",
        ],
        ["voting", f"{voted - read:.1f}", f"{len(pairs):,} pairs"],
        ["telling people apart", f"{told - voted:.1f}", f"{len(people):,} people"],
    ]


def _pair_labels(news: Mapping[str, str]) -> tuple[list[Label], dict[str, str]]:
    """(labels, half of every document, those without pairs among them)."""
    labels, documents = [], {}
    for half, document, start, length, more, latin, latin_length, kind in _rows("names-pairs.tsv"):
        documents[document] = half
        if kind == "none":
            continue
        text = news[document]
        end = int(start) + int(length)
        chinese = {text[int(start) : end], text[int(start) - int(more) : end]}
        english = text[int(latin) : int(latin) + int(latin_length)]
        keys = frozenset(han_key(_plain(name)) for name in chinese)
        labels.append(Label(half, document, keys, letters_key(english), kind))
    return labels, documents


def _people_labels(texts: Mapping[str, str]) -> Iterator[Label]:
    for half, document, start, length, latin, latin_length in _rows("names-people.tsv"):
        text = texts.get(document) or (CORPUS / document).read_text(encoding="utf-8")
        chinese = text[int(start) : int(start) + int(length)] if start else ""
        english = text[int(latin) : int(latin) + int(latin_length)] if latin else ""
        yield Label(half, document, frozenset({han_key(chinese)} - {""}), joined_key(english))


def _rows(name: str) -> Iterator[list[str]]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def _records(path: Path) -> Iterator[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _report(document: str, text: str) -> Report:
    return Report(document, "", sections=(Section("0", (), "", "other", text),))


def _plain(name: str) -> str:
    return name.strip("？?！!。，,")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"
