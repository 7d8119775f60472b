"""English questions over Chinese paragraphs: what others answer, each of our parts alone, and all together."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.library import Library
from indexer.model.search import Request
from indexer.updating.update import update
from tests.bench.peers import Fts5, NaiveWhoosh, Sections, fts5_trigram

_WORD = re.compile(r"\w+")
Ranked = Callable[[str], Sequence[str]]  # a question → ids, best first


def fts5_unicode(sections: Sections) -> Fts5:
    """FTS5 as it comes: unicode61, any of the words."""
    return Fts5("FTS5 unicode61", sections, "unicode61", lambda text: text, _WORD.findall)


def rows(files: Sequence[Path], texts: Mapping[str, str], asked: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield a row for each peer and for the library; `asked` are questions with the id each wants."""
    sections = {(id_, "0"): text for id_, text in texts.items()}
    for system in (NaiveWhoosh(sections), fts5_trigram(sections), fts5_unicode(sections)):

        def ranked(text: str, system: NaiveWhoosh | Fts5 = system) -> list[str]:
            return [id_ for id_, _ in system.ranked(text.rstrip("?？ "), 10)]

        yield _row(system.name, ranked, asked)
    with TemporaryDirectory() as folder:
        update(files, Path(folder) / "index")
        library = Library(Path(folder) / "index")
        library.learn_meaning()
        for name, meaning in (("ours, words alone", False), ("**ours, as shipped**", True)):

            def found(text: str, meaning: bool = meaning) -> list[str]:
                return [hit.report_id for hit in library.search(Request(text, meaning=meaning)).hits]

            yield _row(name, found, asked)
        library.close()


def _row(name: str, ranked: Ranked, asked: Sequence[tuple[str, str]]) -> str:
    lists = [(list(ranked(text)), want) for text, want in asked]
    places = [one.index(want) if want in one else 99 for one, want in lists]
    first, ten = (sum(place < most for place in places) / len(places) for most in (1, 10))
    reciprocal = sum(1 / (place + 1) for place in places if place < 10) / len(places)
    return f"| {name} | {first:.3f} | {ten:.3f} | {reciprocal:.3f} |"
