"""From the sections found to what is shown of them: their order, facets and hits."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexer.engines.snapshot import Floats, Ids, Snapshot
from indexer.fold import fold
from indexer.matching import Expansions
from indexer.query import Leaf
from indexer.report import KINDS
from indexer.results import FACETS, Hit, section_url
from indexer.snippets import make_snippets


def rank(snapshot: Snapshot, ids: Ids, scores: Floats, sort: str) -> Ids:
    """The ids best first; equal ones by date, newest first, then in reading order."""
    if not len(ids):
        return ids
    age: npt.NDArray[np.intp] = np.unique(snapshot.date_of[snapshot.report_of[ids]], return_inverse=True)[1]
    by_date = age if sort == "oldest" else -age
    keys: list[npt.NDArray[np.generic]] = (
        [ids, by_date, -scores] if sort == "relevance" else [ids, -scores, by_date]
    )
    return ids[np.lexsort(keys)]


def count_facets(snapshot: Snapshot, ids: Ids) -> dict[str, list[tuple[str, int]]]:
    """Sections by value, the most frequent first; spellings that fold alike count as one value."""
    places, counts = np.unique(snapshot.report_of[ids], return_counts=True)
    facets: dict[str, list[tuple[str, int]]] = {}
    for field in FACETS:
        total: Counter[str] = Counter()
        shown: dict[str, str] = {}
        if field == "kind":
            codes, kind_counts = np.unique(snapshot.kind_of[ids], return_counts=True)
            total.update({KINDS[code]: int(count) for code, count in zip(codes, kind_counts, strict=True)})
        else:
            for place, count in zip(places, counts, strict=True):
                for value in snapshot.reports[place].values(field):
                    total[shown.setdefault(fold(value), value)] += int(count)
        facets[field] = sorted(total.items(), key=lambda item: (-item[1], item[0]))
    return facets


def make_hit(
    snapshot: Snapshot, doc: int, score: float, text: str, leaves: Sequence[Leaf], expansions: Expansions
) -> Hit:
    """A section as a hit, its heading and snippets marked."""
    section = snapshot.section(doc)
    report = snapshot.reports[snapshot.report_of[doc]]
    heading, snippets = make_snippets(section.heading, section.text, leaves, expansions)
    return Hit(
        report_id=report.id,
        report_title=report.title,
        section_id=section.id,
        path=section.path,
        heading=heading,
        kind=section.kind,
        date=report.metadata.date,
        agency=report.metadata.agency,
        country="、".join(report.metadata.countries),
        score=score,
        snippets=snippets,
        url=section_url(report.id, section.id, text),
    )
