"""Hits of a page as cards, one a report."""

from collections.abc import Iterable

from indexer.model.search import Hit


def by_report(hits: Iterable[Hit], first: int = 1) -> list[list[tuple[int, Hit]]]:
    """Group the hits of a page by report, each as (rank, hit), counted from `first`; the best group first.

    What was found by another name, or is only near in meaning, is in groups of its own, below.
    """
    groups: dict[tuple[str, str], list[tuple[int, Hit]]] = {}
    for rank, hit in enumerate(hits, first):
        groups.setdefault((hit.report_id, hit.tier), []).append((rank, hit))
    return list(groups.values())
