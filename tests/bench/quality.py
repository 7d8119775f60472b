"""Recall, ranking, scripts and marks, measured beside peers on the same sections.

The checks are functions of an index folder and one item, so that a pool of processes can share them; each
process builds the systems once.
"""

import gzip
import json
import logging
import random
import re
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jieba
import opencc

from indexer.library import Library
from indexer.model.search import Request
from indexer.search.evaluate import read_qrels, read_queries
from indexer.search.searcher import Searcher
from indexer.text.fold import fold
from indexer.text.scripts import CJK
from indexer.updating.opened import Opened
from indexer.updating.update import update
from tests.bench.peers import ABLATIONS, Baogao, Key, Sections, System, key, peers

SAMPLES = Path(__file__).parents[2] / "corpus"
GAZETTE = 300  # records
LONGEST = 8  # characters of a substring
KNOWN_ITEM = 16  # characters of a known-item query
DEPTH = 10  # reports of a ranking
Queries = Mapping[str, str]  # id → text

_RUN = re.compile(f"[{CJK}]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]+")
_FORMULA = re.compile(
    "修正|訂定|制定|公告|廢止|預告|發布|核釋|核准|許可|註銷|更正|委託|部分|條文|草案|規定|自即日生效|"
    "公示送達|對納稅義務人|等?[0-9]+件|[「」『』《》()（）、，：；—－]"
)
_VARIANTS = "臺台 裡裏 峰峯 群羣 啟啓 線綫 為爲 眾衆 著着 床牀 溫温 強强 脫脱 說説 衛衞 產産 汙污 戶户 鄉鄕"
_OTHER = str.maketrans({pair[i]: pair[1 - i] for pair in _VARIANTS.split() for i in (0, 1)})
_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(33, 127) if chr(code).isalnum()})


def quiet() -> None:
    """jieba's greetings and the warnings of its patterns are no part of a table."""
    warnings.simplefilter("ignore")
    jieba.setLogLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Data:
    """Where the public texts lie, and the indexes made of them."""

    shared: Path
    folder: Path

    @property
    def mixed(self) -> Path:
        """DRCD's paragraphs, news and decrees of Tainan, and gazette records."""
        return self.folder / "mixed"

    @property
    def drcd(self) -> Path:
        """DRCD's paragraphs alone, for their questions."""
        return self.folder / "drcd"

    @property
    def both(self) -> Path:
        """DRCD's and XQuAD's paragraphs."""
        return self.folder / "both"

    @property
    def reports(self) -> Path:
        """The sample reports, and news and decrees of Tainan."""
        return self.folder / "reports"

    def build(self) -> None:
        """Makes the indexes of the checks."""
        gazette = self.folder / "gazette.jsonl"
        records = (
            {"id": f"gazette-{record['MetaId']}", "title": record["Title"], "text": record["text"]}
            for record in self.gazette()
        )
        gazette.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
        paragraphs = self.shared / "drcd_dev.docs.jsonl"
        update([paragraphs, self.shared / "neighbours.jsonl.gz", gazette], self.mixed, jobs=2)
        update([paragraphs], self.drcd, jobs=2)
        update([SAMPLES, self.shared / "neighbours.jsonl.gz"], self.reports, jobs=2)

    def build_questions(self) -> None:
        """Makes the index of DRCD's and XQuAD's paragraphs, with vectors."""
        update([self.shared / f"{name}_dev.docs.jsonl" for name in ("drcd", "xquad")], self.both, jobs=2)
        Library(self.both).learn_meaning()

    def all_questions(self) -> tuple[Queries, dict[str, dict[str, int]]]:
        """(the Chinese questions of DRCD and XQuAD, the relevant paragraphs)."""
        queries: dict[str, str] = {}
        qrels: dict[str, dict[str, int]] = {}
        for file, judged in (("drcd_dev.queries", "drcd_dev"), ("xquad_dev.queries.zh", "xquad_dev")):
            queries |= read_queries(self.shared / f"{file}.tsv")
            qrels |= read_qrels(self.shared / f"{judged}.qrels.tsv")
        return {query: text for query, text in queries.items() if query in qrels}, qrels

    def gazette(self) -> list[dict[str, str]]:
        """The first records of the gazette of year 102."""
        with gzip.open(self.shared / "gazette-102.jsonl.gz", "rt", encoding="utf-8") as lines:
            return [json.loads(line) for _, line in zip(range(GAZETTE), lines, strict=False)]

    def questions(self) -> tuple[Queries, Queries, dict[str, dict[str, int]]]:
        """(the half that weights were chosen on, the half held out, the relevant paragraphs)."""
        rows = list(read_queries(self.shared / "drcd_dev.queries.tsv").items())
        random.Random(42).shuffle(rows)
        half = len(rows) // 2
        return dict(rows[:half]), dict(rows[half:]), read_qrels(self.shared / "drcd_dev.qrels.tsv")

    def known_items(self) -> tuple[Queries, dict[str, dict[str, int]]]:
        """(report id → what is distinctive of its title, report id → all reports of those very words)."""
        items = {f"gazette-{record['MetaId']}": title_words(record) for record in self.gazette()}
        alike = {item: {other: 1 for other, found in items.items() if found == items[item]} for item in items}
        return items, alike


def title_words(record: Mapping[str, str]) -> str:
    """What a person would remember of a gazette title."""
    title = record["Title"].partition("：")[2] or record["Title"]
    for agency in (record["PubGovName"], record["UndertakeGov"]):
        title = title.replace(agency, "、") if agency else title
    runs = [run for piece in _FORMULA.split(title) for run in _RUN.findall(piece)]
    return max(runs, key=len, default="")[:KNOWN_ITEM]


@cache
def sections(folder: Path) -> Sections:
    """All sections, as the API returns them."""
    engine = Library(folder)
    reports = list(map(engine.report, engine.report_ids()))
    return {(r.id, section.id): section.searchable for r in reports if r for section in r.sections}


@cache
def folded(folder: Path) -> Sections:
    """All sections, folded: what a plain scan reads."""
    return {place: fold(text) for place, text in sections(folder).items()}


@cache
def baogao(folder: Path) -> Baogao:
    """Our engine on the index."""
    return Baogao(Library(folder))


@cache
def systems(folder: Path) -> list[System]:
    """Ours and its peers, over the same sections."""
    return [baogao(folder), *peers(sections(folder))]


def substrings(texts: Iterable[str], number: int, rng: random.Random, shortest: int = 1) -> list[str]:
    """Random pieces of random CJK runs, of `shortest` to LONGEST characters."""
    runs = [run for text in texts for run in _RUN.findall(text) if len(run) >= shortest]
    return [_piece(rng.choice(runs), rng.randint(shortest, LONGEST), rng) for _ in range(number)]


def _piece(run: str, length: int, rng: random.Random) -> str:
    start = rng.randint(0, max(0, len(run) - length))
    return run[start : start + length]


def recall(folder: Path, query: str) -> dict[str, tuple[int, int]]:
    """System → (sections it missed, sections it has that do not hold the query), against a plain scan."""
    wanted = fold(query)
    truth = {place for place, text in folded(folder).items() if wanted in text}
    held = {system.name: system.holding(query) for system in systems(folder)}
    return {name: (len(truth - found), len(found - truth)) for name, found in held.items()}


def rankings(folder: Path, query: str) -> dict[str, list[str]]:
    """System → its best reports."""
    return {system.name: _reports(system.ranked(query, 5 * DEPTH)) for system in systems(folder)}


def _reports(places: Iterable[Key]) -> list[str]:
    return list(dict.fromkeys(report for report, _ in places))[:DEPTH]


def marks(folder: Path, query: str) -> tuple[int, int, int]:
    """(hits, marks, faults) of the first page; a literal hit without a mark is a fault too."""
    results = baogao(folder).engine.search(Request(query))
    count = faults = 0
    for hit in results.hits:
        pieces = (hit.heading, *hit.snippets)
        texts = [fold(piece.text[start:end]) for piece in pieces for start, end in piece.marks]
        wanted = {fold(name) for name in (hit.via or (query,))}
        count += len(texts)
        faults += sum(text not in wanted for text in texts) + (not texts)
    return len(results.hits), count, faults


def script_queries(folder: Path, number: int, rng: random.Random) -> list[str]:
    """Headings and titles, substrings, substrings with a character of two shapes, Latin words."""
    texts = list(sections(folder).values())
    heads = [head for text in texts if (head := text.partition("\n")[0].strip())]
    shapes = [run for text in texts for run in _RUN.findall(text) if run.translate(_OTHER) != run]
    words = sorted({word for text in texts for word in _LATIN.findall(text)})
    fifth = number // 5
    plain = [_piece(rng.choice(_RUN.findall("".join(texts))), rng.randint(2, 6), rng) for _ in range(fifth)]
    return [
        *rng.sample(heads, 2 * fifth),
        *(query for query in plain if query),
        *(_around_shape(rng.choice(shapes), rng) for _ in range(fifth)),
        *rng.sample(words, fifth),
    ]


def _around_shape(run: str, rng: random.Random) -> str:
    places = [i for i, char in enumerate(run) if char.translate(_OTHER) != char]
    place = rng.choice(places)
    return run[max(0, place - rng.randint(0, 3)) : place + 1 + rng.randint(1, 3)]


@cache
def _converter(name: str) -> Callable[[str], str]:
    convert: Callable[[str], str] = opencc.OpenCC(name).convert
    return convert


def spellings(query: str) -> dict[str, str]:
    """The query in other scripts and shapes; those that leave it as it is are left out."""
    written = {
        "Simplified, character by character (t2s)": "".join(map(_converter("t2s"), query)),
        "Simplified, character by character (tw2s)": "".join(map(_converter("tw2s"), query)),
        "Simplified, by phrase (t2s)": _converter("t2s")(query),
        "Simplified, by phrase (tw2s)": _converter("tw2s")(query),
        "full-width letters and digits": query.translate(_WIDE),
        "the other shape of 臺/台, 裡/裏, 峰/峯, …": query.translate(_OTHER),
    }
    return {name: text for name, text in written.items() if text != query}


def scripts(folder: Path, query: str) -> dict[str, tuple[bool, bool, bool]]:
    """Spelling → (it folds alike, the same literal hits, the same hits with other names)."""
    literal, every = _hits(folder, query)
    same = {}
    for name, text in spellings(query).items():
        other_literal, other_every = _hits(folder, text)
        same[name] = fold(text) == fold(query), literal == other_literal, every == other_every
    return same


def _hits(folder: Path, query: str) -> tuple[set[Key], set[Key]]:
    """(literal hits, all hits), from all pages; on a lower rung all are literal."""
    hits = [hit for page in baogao(folder).pages(query) for hit in page.hits]
    return {key(hit) for hit in hits if not hit.via}, {key(hit) for hit in hits}


def ablated(folder: Path, name: str, queries: Sequence[str]) -> list[list[str]]:
    """The best reports of each query, ranked with the parts of the named ablation."""
    searcher = Opened(folder).searcher()
    engine = Baogao(Searcher(searcher.view, searcher.names, ABLATIONS[name]))
    return [_reports(engine.ranked(query, 5 * DEPTH)) for query in queries]
