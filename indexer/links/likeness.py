"""How much of a report's words a file has: by all of them where the index has them, else by their marks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from indexer.links.align import Fresh, Known, align
from indexer.links.fingerprint import letters_of, marks_of, shingles_of
from indexer.model.report import Report
from indexer.text.arrays import distinct
from indexer.text.fold import fold

FEW_LETTERS = 100  # of a report that only all of its words tell


def with_words(known: Iterable[Known], indexed: Report | None) -> tuple[Known, ...]:
    """Return the sections with all of their shingles where the index has just these words."""
    sections = {one.id: one for one in indexed.sections} if indexed else {}
    held = [sections[old.id] for old in known if old.id in sections]
    folded = [fold(one.searchable) for one in held]
    marks = dict(zip((one.id for one in held), marks_of(held, folded), strict=True))
    texts = {one.id: letters_of(one.heading, text) for one, text in zip(held, folded, strict=True)}
    return tuple(
        replace(old, all_shingles=shingles_of(texts[old.id])) if marks.get(old.id) == old.mark else old
        for old in known
    )


def as_known(report: Report) -> tuple[Known, ...]:
    """Return the sections of a report that no ledger has: a record that had one section until now."""
    marks = marks_of(report.sections, [fold(one.searchable) for one in report.sections])
    return tuple(
        Known(one.id, one.path, one.heading, mark) for one, mark in zip(report.sections, marks, strict=True)
    )


def share_of(sections: Sequence[Known], fresh: Sequence[Fresh]) -> float:
    """Return how much of a report's words, by sections weighed by length, is among the fresh sections'.

    A report of few words is known only by every one of them; its cover, which may show no more than the
    file's name, does not count.
    """
    known = [old for old in sections if old.mark.letters]
    letters = sum(old.mark.letters for old in known)
    if letters < FEW_LETTERS:
        before = [old.mark for old in known if old.path or len(known) == 1]
        now = [new.mark for new in fresh if new.section.path or len(fresh) == 1]
        return float(bool(before) and before == now)
    if any(old.all_shingles is None for old in known):  # marks tell sections apart, not whole reports
        places = align(known, fresh)
        held = (
            known[i].share_in(fresh[place].shingles) * known[i].mark.letters for i, place in places.items()
        )
        return sum(held) / letters
    words = distinct(np.concatenate([new.shingles for new in fresh]))
    return sum(old.share_in(words) * old.mark.letters for old in known) / letters
