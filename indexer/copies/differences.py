"""What differs between a passage and its copy, for a reader who has both beside each other."""

from rapidfuzz.distance import Indel

from indexer.model.search import Span
from indexer.text.fold import fold


def differences(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """Return the spans of either text that the other lacks, whatever the script, width, case and blanks."""
    first, second = fold(one), fold(other)
    found: tuple[list[Span], list[Span]] = [], []
    for step in Indel.opcodes(first, second):
        if step.tag == "equal":
            continue
        for spans, text, start, end in (
            (found[0], first, step.src_start, step.src_end),
            (found[1], second, step.dest_start, step.dest_end),
        ):
            if text[start:end].strip():
                spans.append((start, end))
    return found
