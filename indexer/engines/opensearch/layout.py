"""What an index of the cluster is made of: settings, fields, and the fold as rules that the server applies.

A section is one document, its text once in `_source`; the server makes characters and pairs of characters of
it. Nothing that is indexed is left out of `_source`: where it is, replicas lose terms without a word.
"""

import hashlib
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import opencc

from indexer.engines.opensearch.address import Address
from indexer.text import fold as folding
from indexer.text.fold import fold
from indexer.text.scripts import IS_CJK

FORM = 1  # of what is said below; an index of another one is built anew
PLACES = 18  # bits of a section's number in `at`, below the number of its report
LONGEST = 8000  # characters of a term
SHOWN = "\0"  # between the key of a value and the value as it is written
KEYS = ("agency", "unit", "country", "city", "year", "category", "person", "report")
_USUAL = (range(0x250), range(0x2000, 0x2070), range(0x3000, 0x3040), range(0xFF00, 0xFFF0))
_BETWEEN_RUNS = r"[\x00-\u024f\u2000-\u206f\u3000-\u3004\u3008-\u3020\uff00-\uff0f]+"
_SURROGATES = range(0xD800, 0xE000)
_FIRST_FOLDED, _PLAIN = 0x41, {"type": "keyword", "ignore_above": LONGEST}


@cache
def fingerprint() -> str:
    """Return what changes with the fold: an index and a query that fold differently miss each other."""
    parts = [opencc.__version__, unicodedata.unidata_version]
    texts = [Path(folding.__file__), *Path(folding.__file__).parent.glob("*.tsv")]
    data = "\n".join(parts).encode() + b"".join(path.read_bytes() for path in sorted(texts))
    return f"{FORM}-{hashlib.sha256(data).hexdigest()[:16]}"


@cache
def fold_rules() -> list[str]:
    """Return a rule `character => folded` for each character that folds to another one."""
    every = "".join(chr(c) for c in range(_FIRST_FOLDED, sys.maxunicode + 1) if _may_fold(c))
    pairs = zip(every, fold(every), strict=True)
    return [f"{_escaped(one)}=>{_escaped(other)}" for one, other in pairs if one != other]


def _may_fold(code: int) -> bool:
    return code not in _SURROGATES and unicodedata.category(chr(code)) not in ("Cn", "Co")


def _no_cjk() -> list[str]:
    """Return usual characters that no run has: they keep their places, but make no text longer."""
    return [chr(code) for several in _USUAL for code in several if not IS_CJK[code]]


def _escaped(char: str) -> str:
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def index_body(address: Address) -> dict[str, Any]:
    """Return settings and fields of a new index."""
    return {
        "settings": {
            "number_of_shards": address.shards,
            "number_of_replicas": address.replicas,
            "refresh_interval": -1,  # a commit is seen whole, when we say so
            "codec": "best_compression",
            "max_terms_count": 1_000_000,
            "max_regex_length": 20_000,
            "analysis": {
                "char_filter": {
                    "fold": {"type": "mapping", "mappings": fold_rules()},
                    # what stands between runs is as long as one character: lengths are near our own
                    "one": {"type": "pattern_replace", "pattern": _BETWEEN_RUNS, "replacement": " "},
                },
                "tokenizer": {
                    "characters": {"type": "ngram", "min_gram": 1, "max_gram": 1},
                    "pairs": {"type": "ngram", "min_gram": 2, "max_gram": 2},
                },
                "filter": {
                    "bounded": {"type": "truncate", "length": LONGEST},
                    "cjk": {"type": "stop", "stopwords": _no_cjk()},
                },
                "analyzer": {
                    "characters": {"tokenizer": "characters", "char_filter": ["fold"], "filter": ["cjk"]},
                    "every": {"tokenizer": "characters", "char_filter": ["fold"]},
                    "pairs": {"tokenizer": "pairs", "char_filter": ["fold", "one"]},
                    "whole": {"tokenizer": "keyword", "filter": ["bounded"]},
                },
            },
        },
        "mappings": {
            "dynamic": False,
            "_meta": {"baogao": fingerprint()},
            "properties": _fields(),
        },
    }


def _fields() -> dict[str, Any]:
    running: dict[str, Any] = {
        "type": "text",
        "analyzer": "characters",
        "similarity": "BM25",
        "fields": {"pairs": {"type": "text", "analyzer": "pairs", "index_options": "freqs"}},
    }
    short = running | {
        "analyzer": "every",
        "norms": False,
        "fields": {"pairs": running["fields"]["pairs"] | {"norms": False}},
    }
    terms = {"type": "text", "analyzer": "whole", "index_options": "freqs"}
    listed = terms | {"fields": {"terms": {**_PLAIN, "index": False}}}
    long = {"type": "long"}
    return {
        "doc": _PLAIN,  # report or section
        "at": long,
        "seq": long,
        "report": _PLAIN,
        "date": _PLAIN,
        "kind": _PLAIN,
        "numbered": {"type": "boolean"},
        "aside": {"type": "boolean"},
        "length": {"type": "integer", "index": False},
        "sections": {"type": "integer", "index": False},
        "key": {"properties": dict.fromkeys(KEYS, _PLAIN)},
        "shown": {"properties": {name: {**_PLAIN, "index": False} for name in KEYS}},
        "text": running,
        "heading": short,
        "title": short,
        "words": listed,
        "latin": listed,
        "stems": terms,
        "heading_latin": terms | {"norms": False},
        "title_latin": terms | {"norms": False},
        "complete": _PLAIN,
        "record": {"type": "object", "enabled": False},
        "lengths": {"type": "object", "enabled": False},
    }
