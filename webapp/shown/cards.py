"""Hits of a page as cards, one a report; what is nearly the same is folded into one."""

from collections.abc import Iterable, Mapping

from indexer.model.search import Hit

Card = list[tuple[int, Hit]]  # hits of one report with their ranks


def by_report(hits: Iterable[Hit], first: int = 1) -> list[Card]:
    """Group the hits of a page by report, each as (rank, hit), counted from `first`; the best group first.

    What was found by another name, or is only near in meaning, is in groups of its own, below.
    """
    groups: dict[tuple[str, str], Card] = {}
    for rank, hit in enumerate(hits, first):
        groups.setdefault((hit.report_id, hit.tier), []).append((rank, hit))
    return list(groups.values())


def folded(cards: Iterable[Card], nearly_same: Mapping[str, str]) -> tuple[list[Card], dict[int, list[Card]]]:
    """Return cards that stand by themselves, and by the rank of the first hit those folded into each.

    `nearly_same` has by report an earlier one that is nearly the same. Only cards of one tier are folded.
    """
    alone: dict[tuple[str, str], Card] = {}
    inside: dict[int, list[Card]] = {}
    for card in cards:
        first = card[0][1]
        into = alone.get((nearly_same.get(first.report_id, ""), first.tier))
        if into:
            inside.setdefault(into[0][0], []).append(card)
        else:
            alone[first.report_id, first.tier] = card
    return list(alone.values()), inside
