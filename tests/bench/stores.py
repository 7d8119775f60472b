"""The embedded engines that speed is compared with, each as its manual has it: build, open, search.

A search counts exactly, takes the ten best, and cuts a marked piece out of each, as baogao does.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from indexer.library import Library
from indexer.model.report import Metadata, Report, Section
from indexer.model.search import Request
from indexer.text.analysis import analyze, grams
from indexer.text.fold import fold
from indexer.updating.update import update
from tests.bench.texts import Texts
from tests.conftest import put

TOP = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A query in parts, so that each system can be asked for the same in its own language."""

    words: tuple[str, ...]  # all of them, or any
    how: str = "all"  # all, any, prefix, fuzzy
    year: str = ""
    agency: str = ""
    facets: bool = False

    @property
    def text(self) -> str:
        """As a user types it."""
        mark = {"prefix": "*", "fuzzy": "~"}.get(self.how, "")
        return " ".join(word + mark for word in self.words)


class Store(Protocol):
    """An engine over passages in a folder of its own."""

    name: str

    def build(self, texts: Texts, folder: Path, jobs: int) -> None:
        """Indexes all passages."""

    def open(self, folder: Path) -> None:
        """Is ready to search."""

    def search(self, asked: Asked) -> tuple[int, Sequence[str]]:
        """(exact total, a marked piece of each of the best); -1 for what it cannot do."""


class Ours:
    """This project's engine through the library."""

    name = "baogao"

    def build(self, texts: Texts, folder: Path, jobs: int) -> None:
        update([texts.reports], folder, jobs=jobs)

    def open(self, folder: Path) -> None:
        self._engine = Library(folder)
        self._engine.counts()

    def search(self, asked: Asked) -> tuple[int, Sequence[str]]:
        filters = {name: (value,) for name in ("year", "agency") if (value := getattr(asked, name))}
        results = self._engine.search(Request(asked.text, filters=filters, facets=asked.facets))
        return results.total, [hit.snippets[0].text for hit in results.hits]


class EngineAlone(Ours):
    """Its engine given the sections, as the peers are, in one process: no outline, no ledger, no catalogue."""

    name = "baogao, sections given"

    def build(self, texts: Texts, folder: Path, jobs: int) -> None:
        put(folder, _reports(texts))


def _reports(texts: Texts) -> Iterator[Report]:
    for report_id, passages in groupby(texts.read(), key=lambda passage: passage.report):
        several = list(passages)
        data = Metadata(agency=several[0].agency, report_date=several[0].year)
        sections = []
        for passage in several:
            heading, _, text = passage.text.partition("\n")
            sections.append(Section(passage.section, (passage.section,), heading, "other", text))
        yield Report(report_id, sections[0].heading, data, tuple(sections))


class StockWhoosh:
    """A TEXT field with jieba's ChineseAnalyzer, the default parser, and Whoosh's highlighter."""

    name = "Whoosh + ChineseAnalyzer"

    def build(self, texts: Texts, folder: Path, jobs: int) -> None:
        from jieba.analyse import ChineseAnalyzer
        from whoosh.fields import ID, TEXT, Schema
        from whoosh.index import create_in

        folder.mkdir()
        body = TEXT(analyzer=ChineseAnalyzer(), stored=True)
        schema = Schema(body=body, agency=ID(sortable=True), year=ID(sortable=True))
        writer = create_in(str(folder), schema).writer(limitmb=256)
        for passage in texts.read():
            writer.add_document(body=passage.text, agency=passage.agency, year=passage.year)
        writer.commit()

    def open(self, folder: Path) -> None:
        from whoosh.index import open_dir
        from whoosh.qparser.default import QueryParser
        from whoosh.qparser.plugins import FuzzyTermPlugin
        from whoosh.qparser.syntax import OrGroup

        index = open_dir(str(folder))
        self._searcher = index.searcher()
        self._all = QueryParser("body", index.schema)
        self._any = QueryParser("body", index.schema, group=OrGroup)
        self._all.add_plugin(FuzzyTermPlugin())

    def search(self, asked: Asked) -> tuple[int, Sequence[str]]:
        from whoosh.query.compound import And
        from whoosh.query.terms import Term

        wanted = (self._any if asked.how == "any" else self._all).parse(asked.text)
        within = [Term(name, value) for name in ("year", "agency") if (value := getattr(asked, name))]
        more: dict[str, Any] = {"filter": And(within)} if within else {}
        if asked.facets:
            more["groupedby"] = ["agency", "year"]
        results = self._searcher.search(wanted, limit=TOP, **more)
        if asked.facets:
            for name in ("agency", "year"):
                sorted((len(docs), value) for value, docs in results.groups(name).items())
        return len(results), [hit.highlights("body", top=1) for hit in results[:TOP]]


@dataclass
class Fts5:
    """SQLite FTS5: how a text is written for it, and how a word of a query becomes a phrase."""

    name: str
    tokenizer: str
    written: Callable[[str], str]
    shortest: int = 1  # characters that it can look up; what is shorter is sought in each text
    pieces: Callable[[str], list[str]] = field(default=str.split, repr=False)  # of a question
    _db: sqlite3.Connection = field(init=False, repr=False)

    def build(self, texts: Texts, folder: Path, jobs: int) -> None:
        folder.mkdir()
        db = sqlite3.connect(folder / "fts.db")
        db.execute(f"CREATE VIRTUAL TABLE fts USING fts5(body, tokenize = '{self.tokenizer}')")
        db.execute("CREATE TABLE facts(id INTEGER PRIMARY KEY, agency TEXT, year TEXT)")
        db.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(fts, row)")
        for row, passage in enumerate(texts.read()):
            db.execute("INSERT INTO fts(rowid, body) VALUES (?, ?)", [row, self.written(passage.text)])
            db.execute("INSERT INTO facts VALUES (?, ?, ?)", [row, passage.agency, passage.year])
        db.commit()
        db.execute("INSERT INTO fts(fts) VALUES ('optimize')")
        db.commit()
        db.close()

    def open(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "fts.db", check_same_thread=False)

    def search(self, asked: Asked) -> tuple[int, Sequence[str]]:
        if asked.how == "fuzzy":
            return -1, []
        where, values = self._where(asked)
        source = (
            "fts JOIN facts ON facts.id = fts.rowid" if asked.year or asked.agency or asked.facets else "fts"
        )
        (total,) = self._db.execute(f"SELECT count(*) FROM {source} WHERE {where}", values).fetchone()
        if asked.facets:
            for name in ("agency", "year"):
                self._db.execute(
                    f"SELECT {name}, count(*) FROM {source} WHERE {where} GROUP BY {name}", values
                ).fetchall()
        if "MATCH" in where:
            piece, order = "snippet(fts, 0, '<b>', '</b>', '…', 30)", "ORDER BY rank"
        else:
            piece, order = "substr(body, max(1, instr(body, ?) - 15), 60)", "ORDER BY fts.rowid"
            values = [values[0], *values]
        rows = self._db.execute(f"SELECT {piece} FROM {source} WHERE {where} {order} LIMIT {TOP}", values)
        return total, [piece for (piece,) in rows]

    def _where(self, asked: Asked) -> tuple[str, list[str]]:
        words, joint = [fold(word) for word in asked.words], " OR " if asked.how == "any" else " AND "
        if asked.how == "any":
            words = [piece for word in words for piece in self.pieces(word)]
        looked_up = [word for word in words if len(word) >= self.shortest]
        values = [word for word in words if len(word) < self.shortest]
        where = " AND ".join(["instr(body, ?)"] * len(values))
        if looked_up or not values:
            phrases = (
                f'"{self.written(word).strip()}"' + "*" * (asked.how == "prefix") for word in looked_up
            )
            where = f"{where} AND fts MATCH ?" if where else "fts MATCH ?"
            values.append(joint.join(dict.fromkeys(phrases)) or '""')
        for name in ("year", "agency"):
            if getattr(asked, name):
                where, values = f"({where}) AND {name} = ?", [*values, getattr(asked, name)]
        return where, values


class Tantivy:
    """tantivy-py over the same bigrams: phrases, a count, ten hits with snippets, an aggregation."""

    name = "tantivy, bigrams"

    def _schema(self) -> Any:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=True, tokenizer_name="whitespace", index_option="position")
        for name in ("agency", "year"):
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
        return builder.build()

    def build(self, texts: Texts, folder: Path, jobs: int) -> None:
        import tantivy

        folder.mkdir()
        index = tantivy.Index(self._schema(), path=str(folder))
        writer = index.writer(heap_size=256_000_000, num_threads=jobs)
        for passage in texts.read():
            body = bigrams(passage.text)
            writer.add_document(tantivy.Document(body=[body], agency=[passage.agency], year=[passage.year]))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        import tantivy

        self._index = tantivy.Index(self._schema(), path=str(folder))
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, asked: Asked) -> tuple[int, Sequence[str]]:
        import tantivy

        schema = self._index.schema
        words = [fold(word) for word in asked.words]
        if asked.how == "prefix":
            wanted = tantivy.Query.regex_query(schema, "body", re.escape(words[0]) + ".*")
        elif asked.how == "fuzzy":
            wanted = tantivy.Query.fuzzy_term_query(schema, "body", words[0], 1, True)
        elif asked.how == "any":
            pieces = dict.fromkeys(piece for word in words for piece in bigrams(word).split())
            each = [
                (tantivy.Occur.Should, tantivy.Query.term_query(schema, "body", piece)) for piece in pieces
            ]
            wanted = tantivy.Query.boolean_query(each)
        else:
            each = [(tantivy.Occur.Must, self._phrase(schema, bigrams(word).split())) for word in words]
            wanted = tantivy.Query.boolean_query(each) if len(each) > 1 else each[0][1]
        within = [
            (tantivy.Occur.Must, tantivy.Query.term_query(schema, name, value))
            for name in ("year", "agency")
            if (value := getattr(asked, name))
        ]
        if within:
            wanted = tantivy.Query.boolean_query([(tantivy.Occur.Must, wanted), *within])
        if asked.facets:
            counts = {name: {"terms": {"field": name, "size": 1000}} for name in ("agency", "year")}
            self._searcher.aggregate(wanted, counts)
        found = self._searcher.search(wanted, TOP, count=True)
        snippets = tantivy.SnippetGenerator.create(self._searcher, wanted, schema, "body")
        pieces_of = [
            snippets.snippet_from_doc(self._searcher.doc(place)).to_html() for _, place in found.hits
        ]
        return found.count, pieces_of

    def _phrase(self, schema: Any, pieces: list[str]) -> Any:
        import tantivy

        if len(pieces) == 1:
            return tantivy.Query.term_query(schema, "body", pieces[0])
        return tantivy.Query.phrase_query(schema, "body", pieces)


def bigrams(text: str) -> str:
    """The bigrams of its CJK runs and its Latin words, parted by blanks; a single character as it is."""
    pieces: list[str] = []
    for token in analyze(text):
        if token.cjk and len(token.text) > 1:
            pieces += (token.text[i : i + 2] for i in range(len(token.text) - 1))
        else:
            pieces.append(token.text)
    return " ".join(pieces)


def _grams_and_words(text: str) -> str:
    """All that our own index holds of a text."""
    from indexer.text.analysis import words

    pieces: list[str] = []
    for token in analyze(text):
        if token.cjk:
            pieces += grams(token.text)
            pieces += words(token.text)
        else:
            pieces += token.forms
    return " ".join(pieces)


def _jieba(text: str) -> str:
    from indexer.text.segmenter import segmenter

    return " ".join(segmenter().cut(fold(text)))


def _jieba_words(text: str) -> list[str]:
    return _jieba(text).split()


def _bigrams(text: str) -> list[str]:
    return bigrams(text).split()


def _trigrams(text: str) -> list[str]:
    return [text[i : i + 3] for i in range(len(text) - 2)]


def stores() -> list[Store]:
    """All of them."""
    return [
        Ours(),
        StockWhoosh(),
        Fts5("FTS5, jieba words", "unicode61", _jieba, pieces=_jieba_words),
        Fts5("FTS5, bigrams", "unicode61", bigrams, pieces=_bigrams),
        Fts5("FTS5, trigram", "trigram", fold, 3, pieces=_trigrams),
        Tantivy(),
    ]


def built_only() -> list[Store]:
    """Compared by the time of building alone: our engine given sections, FTS5 given all of our terms."""
    return [EngineAlone(), Fts5("FTS5, our terms", "unicode61", _grams_and_words)]
