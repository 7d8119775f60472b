"""Names in the other language, asked of the library: laws, agencies, places, and people by their sound."""

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.library import Library
from indexer.model.search import Request
from indexer.names.romanized import Romanized
from indexer.search.known import TABLES, is_chinese
from indexer.updating.update import update

SHARED = Path(__file__).parents[3] / "shared" / "data"
SOUNDS = Path(__file__).with_name("names-by-sound.tsv")
Pair = tuple[str, str]  # English, Chinese


def tables() -> Iterator[str]:
    """Markdown rows: what was asked, how many, and how often the right one came first, or among ten."""
    yield "| names | asked | first | among ten |\n|---|---|---|---|"
    for title, pairs in (("laws of the shared half", _laws()), ("agencies of the shared list", _agencies())):
        first, ten = _found(pairs)
        yield f"| {title} | {len(pairs)} | {first:.3f} | {ten:.3f} |"
    places = _places()
    with TemporaryDirectory() as folder:
        update([SHARED / "neighbours.jsonl.gz"], Path(folder) / "index")
        library = Library(Path(folder) / "index")
        places = [(english, chinese) for english, chinese in places if _stands(chinese, library)]
        alike = sum(_finds_as_much(english, chinese, library) for english, chinese in places)
        library.close()
    yield f"| places: all sections of the Chinese name | {len(places)} | {alike / len(places):.3f} | |"
    rows = [(latin, chinese) for chinese, latin in _rows(SOUNDS)]
    names = Romanized([chinese for _, chinese in rows])
    heard = [names.sounding(latin) for latin, _ in rows]
    first = sum(one[:1] == (chinese,) for one, (_, chinese) in zip(heard, rows, strict=True)) / len(rows)
    ten = sum(chinese in one for one, (_, chinese) in zip(heard, rows, strict=True)) / len(rows)
    yield f"| people by sound | {len(rows)} | {first:.3f} | {ten:.3f} |"


def _found(pairs: Sequence[Pair]) -> tuple[float, float]:
    """Part of the English names that find the one section of their Chinese name first, and among ten."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        lines = [
            {"id": f"n{i}", "text": f"{chinese}\n本案依{chinese}辦理。"}
            for i, (_, chinese) in enumerate(pairs)
        ]
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (home / "names.jsonl").write_text(text, encoding="utf-8")
        update([home / "names.jsonl"], home / "index")
        library = Library(home / "index")
        library.learn_meaning()
        places = []
        for i, (english, _) in enumerate(pairs):
            hits = [hit.report_id for hit in library.search(Request(english, facets=False)).hits]
            places.append(hits.index(f"n{i}") if f"n{i}" in hits else 99)
        library.close()
    return sum(place == 0 for place in places) / len(pairs), sum(place < 10 for place in places) / len(pairs)


def _laws() -> list[Pair]:
    return [(row[2], row[1]) for row in _rows(SHARED / "law-names-half.tsv")]


def _agencies() -> list[Pair]:
    """The first English name of each agency, without ", EXECUTIVE YUAN" and the like behind it."""
    first: dict[str, str] = {}
    for chinese, english, *_ in _rows(SHARED / "agency-names.tsv"):
        first.setdefault(chinese, english.partition(",")[0].title())
    return [(english, chinese) for chinese, english in first.items()]


def _places() -> list[Pair]:
    """Each place's first English and shortest Chinese name."""
    found = []
    for row in (*_rows(TABLES / "places.tsv"), *_rows(TABLES / "cities.tsv")):
        latin, han = [name for name in row if name.isascii()], [name for name in row if is_chinese(name)]
        if latin and han:
            found.append((latin[0], min(han, key=len)))
    return found


def _stands(name: str, library: Library) -> bool:
    found = library.search(Request(name, aliases=False, meaning=False, facets=False))
    return found.rung == "exact" and found.total > 0


def _finds_as_much(english: str, chinese: str, library: Library) -> bool:
    """Tell whether all sections that have the Chinese name are found by the English one."""
    wanted, found = (
        {
            (hit.report_id, hit.section_id)
            for page in range(1, 9)
            for hit in library.search(
                Request(text, page=page, per_page=100, aliases=aliases, meaning=False, facets=False)
            ).hits
        }
        for text, aliases in ((chinese, False), (english, True))
    )
    return wanted <= found


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if len(row) > 1 and not row[0].startswith("#")]
