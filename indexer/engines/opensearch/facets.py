"""How many of the found sections, or reports, have each value of a facet."""

from collections import Counter
from collections.abc import Iterable, Mapping

from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.layout import SHOWN
from indexer.model.search import FACETS, Facets

_MOST = 20_000  # values of a facet


def facet_aggs() -> Json:
    """Return what asks for all values of all facets."""
    return {name: {"terms": {"field": field_of(name), "size": _MOST}} for name in FACETS}


def field_of(facet: str) -> str:
    """Return where the server has the values of a facet as they are shown."""
    return "kind" if facet == "kind" else f"shown.{facet}"


def facets_of(found: Json, named: Iterable[str], shown_of: Mapping[str, str]) -> Facets:
    """Return the facets of an answer, most frequent first; spellings that fold alike are one.

    `named` are keys of people whom further sections, or reports, name, `shown_of` how they are written.
    """
    facets = {}
    for name in FACETS:
        counts: Counter[str] = Counter()
        written: dict[str, str] = {}
        for bucket in found[name]["buckets"]:
            key, _, shown = str(bucket["key"]).partition(SHOWN)
            counts[key] += int(bucket["doc_count"])
            written.setdefault(key, shown or key)
        if name == "person":
            for key in named:
                counts[key] += 1
                written.setdefault(key, shown_of[key])
        facets[name] = sorted(
            ((written[key], count) for key, count in counts.items()), key=lambda one: (-one[1], one[0])
        )
    return facets
