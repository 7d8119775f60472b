"""`python -m tests.bench.meaning_topics`: how many of the first five by meaning are on a topic, judged by hand.

The collection is a seeded sample of the president's news, which nothing of meaning was tuned on; the topics were
written before any answer had been seen. The rule of judging: yes, where the section says something of the topic
itself that a reader who asked for it would read on for, be it one paragraph; no, where it only shares a word, a
place or an occasion with it, or speaks of the wider field alone (any visit for “talks about arms sales”).
"""

import argparse
import csv
import gzip
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from indexer.library import Library
from indexer.meaning.encoder import is_installed
from indexer.model.search import Hit, Request
from indexer.updating.update import update

HERE = Path(__file__).parent
NEWS = HERE.parents[2] / "shared" / "data" / "president-news-to-2016.jsonl.gz"
FIRST = 5


@dataclass(frozen=True)
class Asked:
    """Topics of a file, asked of so many pieces of news of at least so many characters."""

    file: str
    seed: int
    size: int
    shortest: int
    said: str


SETS = (
    Asked(
        "meaning-topics", 7, 1500, 0, "news, three of four a title alone; its labels chose what is on a topic"
    ),
    Asked("meaning-topics-2", 11, 1000, 300, "other news, with a text; chose nothing"),
)
Judged = Mapping[tuple[str, str, str], bool]  # topic, report id, section id


def main() -> None:
    """Prints the precision, or the hits to be judged."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.meaning_topics", description=__doc__)
    parser.add_argument("--keep", type=Path, default=Path("/tmp/baogao-meaning"), help="folder of the index")
    parser.add_argument("--show", action="store_true", help="the hits that no one has judged")
    options = parser.parse_args()
    if not NEWS.exists() or not is_installed():
        print("Skipped: it needs ../shared and the extra baogao[meaning].")
        return
    for row in tables(options.keep, options.show):
        print(row, flush=True)


def tables(keep: Path, show: bool = False) -> Iterator[str]:
    """Yield Markdown rows; where `show`, each hit that no one has judged before them."""
    rows = ["| by meaning | precision at 5 | hits | unjudged | topics without a hit |\n|---|---|---|---|---|"]
    for asked in SETS:
        library, judged = _library(keep / asked.file, asked), dict(_judged(asked))
        verdicts: list[bool | None] = []
        none = 0
        for topic, text in _rows(f"{asked.file}.tsv"):
            hits = list(by_meaning(library, text))
            none += not hits
            for hit in hits:
                verdicts.append(judged.get((topic, hit.report_id, hit.section_id)))
                if show and verdicts[-1] is None:
                    yield "\t".join(
                        (topic, hit.report_id, hit.section_id, text, hit.report_title, _said(hit))
                    )
        library.close()
        yes, no = verdicts.count(True), verdicts.count(False)
        counts = f"{yes / max(1, yes + no):.3f} | {len(verdicts)} | {verdicts.count(None)} | {none}"
        rows.append(f"| {asked.size:,} {asked.said} | {counts} |")
    yield from rows


def by_meaning(library: Library, text: str) -> Iterator[Hit]:
    """Yield the first hits that no words found."""
    hits = library.search(Request(text, per_page=500, facets=False)).hits
    yield from islice((hit for hit in hits if hit.tier == "meaning"), FIRST)


def _said(hit: Hit) -> str:
    return " ".join((hit.nearest.text if hit.nearest else "").split())


def _library(folder: Path, asked: Asked) -> Library:
    """Index the sample as a library does, unless that was done."""
    index = folder / "index"
    if not index.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
            rows = list(map(json.loads, lines))
        long = [row for row in rows if len(row["content"]) >= asked.shortest]
        some = random.Random(asked.seed).sample(long, asked.size)
        with (folder / "news.jsonl").open("w", encoding="utf-8") as out:
            for row in some:
                record = {"id": f"n{row['id']}", "title": row["title"], "text": row["content"]}
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
        update([folder / "news.jsonl"], index)
    library = Library(index)
    library.learn_meaning(jobs=2)
    library.close()
    return Library(index)


def _judged(asked: Asked) -> Iterator[tuple[tuple[str, str, str], bool]]:
    for topic, report, section, verdict in _rows(f"{asked.file}-judged.tsv"):
        yield (topic, report, section), verdict == "yes"


def _rows(name: str) -> Iterator[list[str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not row[0].startswith("#"):
                yield row


if __name__ == "__main__":
    main()
