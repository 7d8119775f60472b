"""What an ambiguous number is, and which kind of number stands below which, by the whole document.

Word's own lists put 甲、 below 1.; English outlines put 1. below A.; a quoted 第十二條 is no part
of a report; a list may stand in an item of another of its kind. The order in which the kinds first
appear tells it, where the outer numbers go on behind the inner ones.
"""

from collections.abc import Sequence
from dataclasses import replace

from indexer.anatomy.markers import Marker
from indexer.text.numerals import letter_value

_MOVABLE = ("stem", "article", "roman", "arabic", "decimal")
_REPEATED = ("arabic", "(arabic)", "arabic)", "circled", "letter")  # 一、 anew begins another paper
_LETTER_RANK = 7.0
_BELOW = 0.25  # of a rank
_INNER = 0.125  # of a rank


def settled(markers: Sequence[Marker | None]) -> list[Marker | None]:
    """Return the markers, one a line, each of the kind and rank that the document gives it, or none."""
    return _inner(_named(_ranked(_bare(_romans(markers)))))


def _romans(markers: Sequence[Marker | None]) -> list[Marker | None]:
    """Return I. as a letter where no II. stands, or where it follows H."""
    is_roman = any(marker and marker.style == "roman" and marker.value == 2 for marker in markers)
    settled: list[Marker | None] = []
    letter = roman = 0
    for marker in markers:
        if marker and marker.style == "roman" and marker.label.isascii() and len(marker.label) == 1:
            value = letter_value(marker.label)
            if not is_roman or (value == letter + 1 and marker.value != roman + 1):
                marker = replace(marker, style="letter", rank=_LETTER_RANK, value=value)
        if marker and marker.style == "letter":
            letter = marker.value
        elif marker and marker.style == "roman":
            letter, roman = 0, marker.value
        settled.append(marker)
    return settled


def _bare(markers: Sequence[Marker | None]) -> list[Marker | None]:
    """Return `1 前言` as a number where 1.1 stands too, or where it goes on from one; else as none."""
    heads = {marker.label.partition(".")[0] for marker in markers if marker and "decimal" in marker.style}
    last, settled = 0, list(markers)
    for i, marker in enumerate(markers):
        if marker and marker.style == "bare":
            taken = bool(heads) and (marker.label in heads or 0 < last == marker.value - 1)
            settled[i] = replace(marker, style="arabic") if taken else None
            last = marker.value if taken else last
    return settled


def _ranked(markers: Sequence[Marker | None]) -> list[Marker | None]:
    """Return the markers of a kind below those that enclose them; quoted articles as none."""
    settled = list(markers)
    for style in _MOVABLE:
        first = next((i for i, marker in enumerate(settled) if marker and marker.style == style), None)
        if first is None:
            continue
        outer = _enclosing(settled, first)
        begins = settled[first]
        assert begins is not None
        quoted = style == "article" and (outer > 0 or (begins.value != 1 and begins.label.endswith("條")))
        if quoted or outer:
            settled = [
                marker
                if marker is None or marker.style != style
                else (None if quoted else replace(marker, rank=outer + _BELOW))
                for marker in settled
            ]
    return settled


def _enclosing(markers: Sequence[Marker | None], first: int) -> float:
    """Return the rank of the innermost kind, usually deeper, that began before and goes on behind; or 0."""
    begins = markers[first]
    assert begins is not None
    before = {m.style: m for m in markers[:first] if m and m.rank > begins.rank and m.value}
    found = 0.0
    for style, last in before.items():
        after = next((m for m in markers[first:] if m and m.style == style), None)
        if after and after.value == last.value + 1:
            found = max(found, last.rank)
    return found


def _named(markers: Sequence[Marker | None]) -> list[Marker | None]:
    """Return 摘要 and its like beside 1. where 1.1 makes that a chapter, and none is of a higher kind."""
    numbered = [marker for marker in markers if marker and marker.value]
    heads = {marker.label.partition(".")[0] for marker in numbered if "decimal" in marker.style}
    chapters = [marker for marker in numbered if marker.style == "arabic" and marker.label in heads]
    rank = max((marker.rank for marker in chapters), default=0.0)
    if not chapters or min(marker.rank for marker in numbered) < rank:
        return list(markers)
    return [
        replace(marker, rank=rank) if marker and marker.style == "named" else marker for marker in markers
    ]


def _inner(markers: Sequence[Marker | None]) -> list[Marker | None]:
    """Return the markers of a list below the item it stands in, where both count alike: 1. 2. (1. 2. 3.) 3.

    It is one where the outer numbers go on behind it, before any number above them.
    """
    settled = list(markers)
    # of each style: the lists, from the outer one, by the places of items
    open_: dict[str, list[list[int]]] = {}
    for i, marker in enumerate(markers):
        if marker is None or not marker.value:
            continue
        for style in [s for s, lists in open_.items() if _rank(markers, lists) > marker.rank]:
            del open_[style]
        if marker.style not in _REPEATED:
            continue
        lists = open_.setdefault(marker.style, [])
        goes_on = [n for n, places in enumerate(lists) if _value(markers, places) == marker.value - 1]
        if marker.value == 1:
            lists.append([i])
        elif goes_on:
            for places in lists[goes_on[-1] + 1 :]:
                above = next(one for one in reversed(markers[: places[0]]) if one)  # it stands below that
                for item in places:
                    own = settled[item]
                    assert own is not None
                    settled[item] = replace(own, rank=max(own.rank, above.rank) + _INNER)
            del lists[goes_on[-1] + 1 :]
            lists[-1].append(i)
        elif not lists:
            lists.append([i])
    return settled


def _rank(markers: Sequence[Marker | None], lists: Sequence[Sequence[int]]) -> float:
    marker = markers[lists[0][0]] if lists else None
    return marker.rank if marker else 0.0


def _value(markers: Sequence[Marker | None], places: Sequence[int]) -> int:
    marker = markers[places[-1]]
    return marker.value if marker else 0
