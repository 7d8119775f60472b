"""How often the public texts write each word of `spellings.tsv`: what justifies that they are one."""

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

TABLE = Path(__file__).parents[2] / "indexer" / "search" / "tables" / "spellings.tsv"
_FIELDS = ("title", "Title", "text")


def run(shared: Path) -> Iterator[Sequence[str]]:
    """Yield the words of each line with how often they stand in the texts."""
    every = "\n".join(_texts(shared))
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        words = [word for word in line.split("\t") if word and not word.startswith("#")]
        if words:
            yield [" / ".join(words), " / ".join(f"{every.count(word):,}" for word in words)]


def _texts(shared: Path) -> Iterator[str]:
    for file in sorted(shared.glob("*.jsonl*")):
        opened = gzip.open if file.suffix == ".gz" else open
        with opened(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                yield from (str(record[field]) for field in _FIELDS if field in record)
