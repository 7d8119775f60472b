"""The texts of the speed benchmark: gazette records and news in turn, so many sections of them."""

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import chain, zip_longest
from pathlib import Path

from indexer.anatomy.sections import build_report
from indexer.errors import ReadError
from indexer.importers import read_file
from indexer.model.report import Document
from tests.bench.recombined import Recombined

_GAZETTES = ("gazette-102.jsonl.gz", "gazette-104.jsonl.gz")
_NEWS = "president-news-to-2016.jsonl.gz"
_REAL = 300_000  # sections, for which the real records last
_ROC = re.compile(r"(\d+)年(\d+)月(\d+)日")


@dataclass(frozen=True, slots=True)
class Passage:
    """A section as every peer gets it."""

    report: str
    section: str
    text: str  # heading and text
    agency: str
    year: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The files of one size: reports for ours, the very same sections for the peers."""

    folder: Path
    sections: int

    @property
    def reports(self) -> Path:
        """JSON lines of reports."""
        return self.folder / f"texts-{self.sections}" / "reports.jsonl"

    @property
    def passages(self) -> Path:
        """JSON lines of passages."""
        return self.folder / f"texts-{self.sections}" / "passages.json-lines"

    def make(self, shared: Path) -> None:
        """Writes both files unless they are there."""
        if self.passages.exists():
            return
        self.reports.parent.mkdir(exist_ok=True)
        left = self.sections
        with self.reports.open("w", encoding="utf-8") as out:
            for record, size in _without_end(shared, self.sections):
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
                left -= size
                if left <= 0:
                    break
        with self.passages.open("w", encoding="utf-8") as out:
            for document in read_file(self.reports):
                assert not isinstance(document, ReadError)
                report = build_report(document)
                for section in report.sections:
                    data = report.metadata
                    row = Passage(report.id, section.id, section.searchable, data.agency, data.year)
                    out.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")

    def read(self) -> Iterator[Passage]:
        """The passages."""
        with self.passages.open(encoding="utf-8") as lines:
            for line in lines:
                yield Passage(**json.loads(line))

    def some(self, rng: random.Random, most: int = 100_000) -> list[Passage]:
        """All passages, or so many drawn from them."""
        with self.passages.open(encoding="utf-8") as lines:
            count = sum(1 for _ in lines)
        chosen = set(rng.sample(range(count), most)) if count > most else range(count)
        return [passage for number, passage in enumerate(self.read()) if number in chosen]

    def bytes(self) -> int:
        """UTF-8 bytes of all passages."""
        return sum(len(passage.text.encode()) for passage in self.read())


def _without_end(shared: Path, sections: int) -> Iterator[tuple[dict[str, str], int]]:
    """Yield records with their number of sections: the real ones, then, for so many, recombined ones."""
    more = Recombined(random.Random(sections)) if sections > _REAL else None
    for record in _records(shared):
        yield record, _size(record)
        if more:
            more.take(record)
    if more:
        yield from ((record, _size(record)) for record in more.records())


def _size(record: dict[str, str]) -> int:
    return len(build_report(Document(record["id"], record["text"], "", record["title"])).sections)


def _records(shared: Path) -> Iterator[dict[str, str]]:
    """Two gazette records and three pieces of news in turn."""
    first, second = (_lines(shared / name) for name in _GAZETTES)
    news = _lines(shared / _NEWS)
    turns = zip_longest(first, second, news, news, news)
    for record in chain.from_iterable(turns):
        if record is None:
            continue
        if "MetaId" in record:
            day = _ROC.search(record["Date_Created"])
            date = f"{int(day[1]) + 1911}-{int(day[2]):02}-{int(day[3]):02}" if day else ""
            yield {
                "id": f"gazette-{record['MetaId']}",
                "title": record["Title"],
                "text": record["text"],
                "date": date,
                "agency": record["PubGovName"],
                "category": "公報",
            }
        else:
            yield {
                "id": f"news-{record['id']}",
                "title": record["title"],
                "text": record["content"],
                "date": record["date"],
                "agency": "總統府",
                "category": "新聞",
            }


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
