"""`python -m tests.bench.meaning_titles`: English titles of gazette records asked of a library, as users get it.

A record is indexed with its title and the beginning of its text; the first hit of each report counts.
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from indexer.library import Library
from indexer.meaning.encoder import is_installed
from indexer.model.search import Request
from indexer.updating.update import update

DATA = Path(__file__).parents[3] / "shared" / "data"
RECORDS, ASKED = 10_000, 400
BEGINNING = 180  # characters of a record
LONG = 20  # characters of a title that is asked
FIRST = 10  # reports


def main() -> None:
    """Prints how often the record is first and among ten."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.meaning_titles", description=__doc__)
    parser.add_argument(
        "--keep", type=Path, default=Path("/tmp/baogao-meaning/titles"), help="folder of the index"
    )
    keep = parser.parse_args().keep
    if not DATA.is_dir() or not is_installed():
        print("Skipped: it needs ../shared and the extra baogao[meaning].")
        return
    records = list(islice(_records(), RECORDS))
    library = _library(keep, records)
    titled = [record for record in records if len(record.get("TitleEnglish", "")) > LONG]
    some = random.Random(1).sample(titled, ASKED)
    places = [_place(library, record["TitleEnglish"], record["MetaId"]) for record in some]
    first, ten = (sum(place < at for place in places) / len(places) for at in (1, FIRST))
    _, sections = library.counts()
    print("| titles | records | sections | R@1 | R@10 |\n|---|---|---|---|---|")
    print(f"| {len(places)} | {len(records):,} | {sections:,} | {first:.3f} | {ten:.3f} |")
    library.close()


def _place(library: Library, title: str, record: str) -> int:
    """Return the place of a record among the reports found, from 0; FIRST where it is none of the first."""
    hits = library.search(Request(title, per_page=50, facets=False)).hits
    reports = list(dict.fromkeys(hit.report_id for hit in hits))[:FIRST]
    return reports.index(record) if record in reports else FIRST


def _library(folder: Path, records: list[dict[str, str]]) -> Library:
    """Index the records and make their vectors, unless that was done."""
    index = folder / "index"
    if not index.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "records.jsonl").open("w", encoding="utf-8") as out:
            for record in records:
                row = {"id": record["MetaId"], "title": record["Title"], "text": record["text"][:BEGINNING]}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        update([folder / "records.jsonl"], index)
    library = Library(index)
    library.learn_meaning(jobs=1)
    library.close()
    return Library(index)


def _records() -> Iterator[dict[str, str]]:
    for year in ("102", "104"):
        with gzip.open(DATA / f"gazette-{year}.jsonl.gz", "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
