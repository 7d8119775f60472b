"""Short links to a quotation: its ends as checksums and its length, eight signs that survive edits around it.

The passage is found again by its first and last letters, folded, so that another script or spacing, or a
change between them, does no harm.
"""

import base64
import zlib
from collections.abc import Iterator

from indexer.links.passage import LONGEST, Passage, letters
from indexer.model.report import Report

END = 6  # letters that an end is known by
_BITS, _LENGTH_BITS = 19, 10  # of each end, and of the number of letters
_BYTES = (2 * _BITS + _LENGTH_BITS) // 8
_MOST_STRETCHED = 30  # letters that may have come or gone between the ends


def shortened(quotation: str) -> str:
    """Return the eight signs of a quotation; empty for one without letters."""
    wanted, _ = letters(quotation[:LONGEST])
    if not wanted:
        return ""
    value = (_checksum(wanted[:END]) << _BITS | _checksum(wanted[-END:])) << _LENGTH_BITS | len(wanted)
    return base64.urlsafe_b64encode(value.to_bytes(_BYTES, "big")).decode()


def find_short(signs: str, report: Report, section_id: str = "") -> Passage | None:
    """Return the passage of a short link, in the section named if it is there, else anywhere in the report.

    Of several the one whose length has changed least; None where there is none, or the signs are no link's.
    """
    try:
        value = int.from_bytes(base64.b64decode(signs, altchars=b"-_", validate=True), "big")
    except ValueError:
        return None
    length = value & (1 << _LENGTH_BITS) - 1
    ends = value >> _LENGTH_BITS + _BITS, value >> _LENGTH_BITS & (1 << _BITS) - 1
    if len(signs) != _BYTES * 4 // 3 or not 0 < length <= LONGEST:
        return None
    sections = sorted(report.sections, key=lambda section: section.id != section_id)
    for section in sections:
        there, places = letters(section.text)
        best = min(
            _spans(there, ends, length), key=lambda span: abs(span[1] - span[0] - length), default=None
        )
        if best:
            start, end = best
            exact = end - start == length
            return Passage(section.id, places[start], places[end - 1] + 1, "folded" if exact else "fuzzy")
    return None


def _spans(text: str, ends: tuple[int, int], length: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of letters between two ends, about as far apart as they were."""
    size = min(END, length)
    windows = [_checksum(text[at : at + size]) for at in range(len(text) - size + 1)]
    starts = [at for at, window in enumerate(windows) if window == ends[0]]
    stops = [at + size for at, window in enumerate(windows) if window == ends[1]]
    for start in starts:
        for stop in stops:
            if start + size <= stop and abs(stop - start - length) <= _MOST_STRETCHED:
                yield start, stop


def _checksum(text: str) -> int:
    return zlib.crc32(text.encode()) & (1 << _BITS) - 1
