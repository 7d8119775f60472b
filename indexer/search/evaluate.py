"""How well an engine answers queries that people have judged, in the measures of the literature."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from indexer import messages
from indexer.errors import BaogaoError, ReadError
from indexer.model.search import MAX_PER_PAGE, Hit, Request
from indexer.search.searcher import Searcher

DEPTH = 100  # different reports or sections of a ranking
MOST_PAGES = 5  # read until DEPTH is reached

Qrels = Mapping[str, Mapping[str, int]]  # query id → document id → relevance, 0 for none
Runs = Mapping[str, Collection[str]]  # query id → document ids, best first


def evaluate(searcher: Searcher, queries: Path, qrels: Path, meaning: bool = True) -> dict[str, float]:
    """nDCG@10, R@1, R@10, R@100, MRR@10 and the number of queries they are the means of.

    A line of `queries` is id, tab, text; one of `qrels` is query id, 0, document id, relevance. A document
    is a report, counted at its best section, or a section: "report id/section id". Queries without a
    relevant document are left out. Raises ReadError, or BaogaoError when ir_measures is not installed.
    """
    texts = read_queries(queries)
    judged = {
        query: documents
        for query, documents in read_qrels(qrels).items()
        if query in texts and any(relevance > 0 for relevance in documents.values())
    }
    if not judged:
        raise ReadError(messages.NOTHING_JUDGED(queries=queries), qrels)
    measure({}, {})  # a missing library is told before the work, not after
    return measure(
        judged, {query: _ranking(searcher, texts[query], judged[query], meaning) for query in judged}
    )


def measure(qrels: Qrels, runs: Runs) -> dict[str, float]:
    """Return the measures of rankings; R@1 is the fraction of queries whose first document is relevant."""
    try:
        import ir_measures  # type: ignore[import-not-found, import-untyped, unused-ignore]
        from ir_measures import RR, R, Success, nDCG
    except ImportError as error:
        raise BaogaoError(messages.NO_MEASURES()) from error
    measures = {"nDCG@10": nDCG @ 10, "R@1": Success @ 1, "R@10": R @ 10, "R@100": R @ 100, "MRR@10": RR @ 10}
    if not qrels:
        return {**dict.fromkeys(measures, 0.0), "queries": 0}
    scored = {query: {name: -float(rank) for rank, name in enumerate(names)} for query, names in runs.items()}
    values = ir_measures.calc_aggregate(list(measures.values()), qrels, scored)
    return {**{name: float(values[key]) for name, key in measures.items()}, "queries": len(qrels)}


def read_queries(path: Path) -> dict[str, str]:
    """Query id → text. Raises ReadError naming file and line."""
    texts: dict[str, str] = {}
    for place, line in _lines(path):
        query, _, text = (part.strip() for part in line.partition("\t"))
        if not query or not text:
            raise ReadError(messages.NO_QUERY(), place)
        if query in texts:
            raise ReadError(messages.QUERY_TWICE(query=query), place)
        texts[query] = text
    return texts


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Query id → document id → relevance. Raises ReadError naming file and line."""
    qrels: dict[str, dict[str, int]] = {}
    for place, line in _lines(path):
        try:  # a report id may hold blanks
            query, _, rest = line.split(maxsplit=2)
            document, relevance = rest.rsplit(maxsplit=1)
            qrels.setdefault(query, {})[document] = int(relevance)
        except ValueError:
            raise ReadError(messages.NO_JUDGEMENT(), place) from None
    return qrels


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """("path:number", line) of each line that is not blank."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ReadError(messages.LINES_UNREADABLE(reason=error.strerror or error), path) from error
    except UnicodeDecodeError as error:
        raise ReadError(messages.LINES_NO_UTF8(), path) from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield f"{path}:{number}", line


def _ranking(searcher: Searcher, text: str, judged: Collection[str], meaning: bool) -> list[str]:
    """Return the first DEPTH documents: sections if these are judged, else reports at their best one."""
    by_section = any("/" in name and searcher.view.row(name) is None for name in judged)
    names: dict[str, None] = {}
    for page in range(1, MOST_PAGES + 1):
        results = searcher.search(
            Request(text, page=page, per_page=MAX_PER_PAGE, facets=False, meaning=meaning)
        )
        names.update(dict.fromkeys(_name(hit, judged, by_section) for hit in results.hits))
        if len(names) >= DEPTH or page >= results.pages:
            break
    return list(names)[:DEPTH]


def _name(hit: Hit, judged: Collection[str], by_section: bool) -> str:
    section = f"{hit.report_id}/{hit.section_id}"
    if section in judged or (by_section and hit.report_id not in judged):
        return section
    return hit.report_id
