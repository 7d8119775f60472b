"""What an ambiguous number is, and which kind of number stands below which, by the whole document.

Word's own lists put 甲、 below 1.; English outlines put 1. below A.; a quoted 第十二條 is no part
of a report. The order in which the kinds first appear tells it,
where the outer numbers go on behind the inner ones.
"""

from collections.abc import Sequence
from dataclasses import replace

from indexer.anatomy.markers import Marker
from indexer.text.numerals import letter_value

_MOVABLE = ("stem", "article", "roman", "arabic", "decimal")
_LETTER_RANK = 7.0
_BELOW = 0.25  # of a rank


def settled(markers: Sequence[Marker | None]) -> list[Marker | None]:
    """Return the markers, one a line, each of the kind and rank that the document gives it, or none."""
    return _ranked(_bare(_romans(markers)))


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
