"""The terms of an index: how they begin, what they hold, which are one edit away."""

from collections.abc import Iterator, Sequence
from typing import Any

from rapidfuzz.distance import OSA

from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.snapshot import Snapshot, filtered
from indexer.search.ports import Term

_LISTED = {"complete": "complete", "words": "words.terms", "latin": "latin.terms"}
_MOST = 20_000  # terms with one beginning
_AMONG = 2000  # terms of each shard that the most frequent ones are chosen from


class ClusterVocabulary:
    """The Latin terms."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def beginning(self, prefix: str) -> Sequence[str]:
        """Return the terms with a prefix, in order."""
        terms = {
            "field": "latin.terms",
            "size": _MOST,
            "order": {"_key": "asc"},
            "include": f"{escaped(prefix)}.*",
        }
        query = filtered({"prefix": {"latin": prefix}}) if prefix else {"match_all": {}}
        return self._snapshot.cached(
            ("beginning", prefix), lambda: [one["key"] for one in listed(self._snapshot, query, terms)]
        )

    def near(self, word: str) -> Sequence[str]:
        """Return the terms within one edit or transposition of a word, itself included, in order."""
        return self._snapshot.cached(("near", word), lambda: tuple(sorted(self._near(word))))

    def _near(self, word: str) -> Iterator[str]:
        pattern = _one_edit_from(word)
        terms = {"field": "latin.terms", "size": _MOST, "include": pattern}
        query = filtered({"regexp": {"latin": {"value": pattern, "max_determinized_states": 100_000}}})
        for one in listed(self._snapshot, query, terms):
            if OSA.distance(word, one["key"]) <= 1:
                yield one["key"]


def _one_edit_from(word: str) -> str:
    pieces = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    other = [f"{escaped(before)}.{escaped(after)}" for before, after in pieces]
    other += [f"{escaped(before)}.?{escaped(after[1:])}" for before, after in pieces if after]
    other += [escaped(before + after[1] + after[0] + after[2:]) for before, after in pieces if len(after) > 1]
    return "|".join(f"({one})" for one in dict.fromkeys(other))


def terms_of(snapshot: Snapshot, field: str, key: str, inside: bool, most: int) -> list[Term]:
    """Return the most frequent terms that begin with a key, or that hold it further `inside`."""
    wanted: Json = {"field": _LISTED[field], "size": most, "shard_size": max(most, _AMONG)}
    if key:
        wanted["include"] = f".+{escaped(key)}.*" if inside else f"{escaped(key)}.*"
        if inside:
            wanted["exclude"] = f"{escaped(key)}.*"
    query: Json = {"match_all": {}}
    if key and not inside:
        query = filtered({"prefix": {field: key}})
    found = snapshot.cached(
        ("terms", field, key, inside, most),
        lambda: [(one["key"], one["doc_count"]) for one in listed(snapshot, query, wanted)],
    )
    return [Term(field, text, count, 0) for text, count in found]


def listed(snapshot: Snapshot, query: Json, terms: Json) -> list[dict[str, Any]]:
    """Return terms with the documents that have each."""
    found = snapshot.search(query=query, aggs={"terms": {"terms": terms}})
    buckets: list[dict[str, Any]] = found["aggregations"]["terms"]["buckets"]
    return buckets


def escaped(text: str) -> str:
    """Return a text as a pattern of Lucene that only it matches."""
    return "".join(char if char.isalnum() else f"\\{char}" for char in text)
