"""The systems compared: this one, and what people build in an afternoon from the same libraries."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

import jieba
from jieba.analyse import ChineseAnalyzer
from whoosh.fields import NUMERIC, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser.default import QueryParser
from whoosh.qparser.syntax import OrGroup

from indexer.library import Library
from indexer.model.search import MAX_PER_PAGE, Hit, Request, Results
from indexer.search.ranking import RANKING
from indexer.search.searcher import Searcher

Key = tuple[str, str]  # report id, section id
Sections = Mapping[Key, str]  # heading and text, as the API returns them


class System(Protocol):
    """A search engine over sections."""

    name: str

    def holding(self, text: str) -> set[Key]:
        """All sections it says the text stands in."""

    def ranked(self, text: str, most: int) -> list[Key]:
        """The best sections for a question or title."""


class Baogao:
    """This project's engine, through its public search."""

    name = "baogao"

    def __init__(self, engine: Library | Searcher) -> None:
        self.engine = engine

    def holding(self, text: str) -> set[Key]:
        """Literal hits of the rung `exact`, from all pages; hits by another name come after them."""
        found: set[Key] = set()
        for results in self.pages(text):
            if results.rung != "exact":
                break
            found.update(key(hit) for hit in results.hits if not hit.via)
            if any(hit.via for hit in results.hits):
                break
        return found

    def ranked(self, text: str, most: int) -> list[Key]:
        """As shown to a user who types the text."""
        return [key(hit) for hit in self.engine.search(Request(text, per_page=most)).hits]

    def pages(self, text: str) -> Iterator[Results]:
        """All pages."""
        results = self.engine.search(Request(text, per_page=MAX_PER_PAGE))
        yield results
        for page in range(2, results.pages + 1):
            yield self.engine.search(Request(text, page=page, per_page=MAX_PER_PAGE))


def key(hit: Hit) -> Key:
    """The section of a hit."""
    return hit.report_id, hit.section_id


_PLAIN = replace(RANKING, nearness=0.0, as_typed=0.0, asking=True)
_NO_HEADS = replace(_PLAIN, heading=0.0, title=0.0)
ABLATIONS = {  # the ranking with ever more of its parts
    "jieba words": replace(_NO_HEADS, han=0.0, words=1.0),
    "bigrams": replace(_NO_HEADS, words=0.0, unigram=0.0),
    "bigrams and unigrams": replace(_NO_HEADS, words=0.0),
    "+ jieba words": _NO_HEADS,
    "+ headings and titles": _PLAIN,
    "+ interrogatives left out": replace(_PLAIN, asking=False),
    "+ nearness and as-typed = baogao": RANKING,
}


class NaiveWhoosh:
    """A TEXT field with jieba's ChineseAnalyzer and the default query parser; OR for questions."""

    name = "Whoosh + ChineseAnalyzer"

    def __init__(self, sections: Sections) -> None:
        self._keys = list(sections)
        schema = Schema(row=NUMERIC(stored=True), body=TEXT(analyzer=ChineseAnalyzer()))
        index = RamStorage().create_index(schema)
        writer = index.writer(limitmb=512)
        for row, text in enumerate(sections.values()):
            writer.add_document(row=row, body=text)
        writer.commit()
        self._searcher = index.searcher()
        self._all = QueryParser("body", schema)
        self._any = QueryParser("body", schema, group=OrGroup)

    def holding(self, text: str) -> set[Key]:
        hits = self._searcher.docs_for_query(self._all.parse(text))
        return {self._keys[self._searcher.stored_fields(hit)["row"]] for hit in hits}

    def ranked(self, text: str, most: int) -> list[Key]:
        hits = self._searcher.search(self._any.parse(text), limit=most)
        return [self._keys[hit["row"]] for hit in hits]


class Fts5:
    """SQLite FTS5: how a text becomes the indexed one, and a query its phrase and its alternatives."""

    def __init__(
        self,
        name: str,
        sections: Sections,
        tokenizer: str,
        stored: Callable[[str], str],
        terms: Callable[[str], Iterable[str]],
    ) -> None:
        self.name = name
        self._stored, self._terms = stored, terms
        self._keys = list(sections)
        self._db = sqlite3.connect(":memory:")
        self._db.execute(f"CREATE VIRTUAL TABLE sections USING fts5(body, tokenize = '{tokenizer}')")
        rows = ((row, stored(text)) for row, text in enumerate(sections.values()))
        self._db.executemany("INSERT INTO sections(rowid, body) VALUES (?, ?)", rows)

    def holding(self, text: str) -> set[Key]:
        select = "SELECT rowid FROM sections WHERE sections MATCH ?"
        return {self._keys[row] for (row,) in self._db.execute(select, [_quoted(self._stored(text))])}

    def ranked(self, text: str, most: int) -> list[Key]:
        terms = dict.fromkeys(self._terms(text))
        select = "SELECT rowid FROM sections WHERE sections MATCH ? ORDER BY bm25(sections) LIMIT ?"
        query = " OR ".join(map(_quoted, terms)) or _quoted("")
        return [self._keys[row] for (row,) in self._db.execute(select, [query, most])]


def fts5_trigram(sections: Sections) -> Fts5:
    """FTS5's own tokenizer for substrings; a query of under three characters finds nothing."""
    return Fts5("FTS5 trigram", sections, "trigram", lambda text: text, _trigrams)


def fts5_words(sections: Sections) -> Fts5:
    """FTS5 over jieba's words parted by blanks."""
    return Fts5("FTS5 over jieba words", sections, "unicode61", lambda text: " ".join(_cut(text)), _words)


def peers(sections: Sections) -> list[System]:
    """All of them, over the same sections."""
    return [NaiveWhoosh(sections), fts5_trigram(sections), fts5_words(sections)]


@lru_cache(maxsize=65536)
def _cut(text: str) -> list[str]:
    return list(jieba.cut(text))


def _words(text: str) -> list[str]:
    return [word for word in _cut(text) if re.search(r"\w", word)]


def _trigrams(text: str) -> list[str]:
    return [text[i : i + 3] for i in range(len(text) - 2)]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
