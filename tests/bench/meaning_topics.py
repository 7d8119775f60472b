"""`python -m tests.bench.meaning_topics`: how many of the first five by meaning are on a topic, judged by hand.

The collections are seeded samples of the president's news, the third with other news, all of a city's and some of
the gazette; topics were written before any answer had been seen. Their labels chose the weights of `indexer.meaning.topics`, and
`meaning_fit` asks each set with what the others choose. The rule of judging: yes, where the section says something of the topic
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
DATA = HERE.parents[2] / "shared" / "data"
NEWS = DATA / "president-news-to-2016.jsonl.gz"
FIRST = 5
CITY = "meaning-topics-3"  # the set that has a city's news too
LONG = 600, 4000  # characters of a record of the gazette beside news


@dataclass(frozen=True)
class Asked:
    """Topics of a file, asked of so many pieces of news of at least so many characters.

    `beside` has so many records of a year of the gazette; the news is then that of no set before.
    """

    file: str
    seed: int
    size: int
    shortest: int
    said: str
    beside: tuple[str, int] | None = None


SETS = (
    Asked("meaning-topics", 7, 1500, 0, "news, three of four a title alone"),
    Asked("meaning-topics-2", 11, 1000, 300, "other news, with a text"),
    Asked(
        "meaning-topics-3", 23, 1000, 300, "other news, all of a city's, the gazette", ("gazette-104", 400)
    ),
    Asked("meaning-topics-4", 31, 1500, 300, "still other news, the gazette", ("gazette-102", 150)),
    Asked("meaning-topics-5", 47, 2000, 300, "the rest of the news, the gazette", ("gazette-102", 100)),
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
    table = [
        "| by meaning | precision at 5 | right | hits | unjudged | topics without a hit |\n|---|---|---|---|---|---|"
    ]
    for asked in SETS:
        library, judged = library_of(keep / asked.file, asked), dict(verdicts_of(asked))
        verdicts: list[bool | None] = []
        none = 0
        for topic, text in rows_of(f"{asked.file}.tsv"):
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
        counts = f"{yes / max(1, yes + no):.3f} | {yes} | {len(verdicts)} | {verdicts.count(None)} | {none}"
        table.append(f"| {asked.size:,} {asked.said} | {counts} |")
    yield from table


def by_meaning(library: Library, text: str) -> Iterator[Hit]:
    """Yield the first hits that no words found."""
    hits = library.search(Request(text, per_page=500, facets=False)).hits
    yield from islice((hit for hit in hits if hit.tier == "meaning"), FIRST)


def _said(hit: Hit) -> str:
    return " ".join((hit.nearest.text if hit.nearest else "").split())


def library_of(folder: Path, asked: Asked) -> Library:
    """Index the sample as a library does, unless that was done."""
    index = folder / "index"
    if not index.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "news.jsonl").open("w", encoding="utf-8") as out:
            for id_, title, text in _texts(asked):
                out.write(json.dumps({"id": id_, "title": title, "text": text}, ensure_ascii=False) + "\n")
        update([folder / "news.jsonl"], index)
    library = Library(index)
    library.learn_meaning(jobs=2)
    library.close()
    return Library(index)


def _texts(asked: Asked) -> Iterator[tuple[str, str, str]]:
    """Yield the collection of a set: id, title, text."""
    news = _sample(asked)
    if asked.beside:
        before = {row["id"] for one in SETS[: SETS.index(asked)] for row in _sample(one)}
        news = [row for row in news if row["id"] not in before]
    yield from ((f"n{row['id']}", row["title"], row["content"]) for row in news)
    if asked.beside:
        year, size = asked.beside
        least, most = LONG
        records = [row for row in _lines(year) if least <= len(row["text"]) <= most]
        some = random.Random(asked.seed).sample(records, size)
        yield from ((f"g{row['MetaId']}", row["Title"], row["text"]) for row in some)
    if asked.file == CITY:
        yield from ((row["id"], row["title"], row["text"]) for row in _lines("neighbours"))


def _sample(asked: Asked) -> list[dict[str, str]]:
    long = [row for row in _lines("president-news-to-2016") if len(row["content"]) >= asked.shortest]
    return random.Random(asked.seed).sample(long, asked.size)


def _lines(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def verdicts_of(asked: Asked) -> Iterator[tuple[tuple[str, str, str], bool]]:
    """Yield a topic, a report, a section, and whether it is on the topic."""
    judged = f"{asked.file}-judged.tsv"
    for topic, report, section, verdict in rows_of(judged) if (HERE / judged).exists() else ():
        yield (topic, report, section), verdict == "yes"


def rows_of(name: str) -> Iterator[list[str]]:
    """Yield the rows of a table beside this module."""
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not row[0].startswith("#"):
                yield row


if __name__ == "__main__":
    main()
