"""Who is whom over all the news: B³ against identities that were labelled by reading.

The labels (names-identities.tsv) are names in public texts beside the checkout, with who is named there. They
were sampled from names named often, names that the index has several people of, short names, others, and
names with variants; names, not documents, are parted into halves, as a person is in many documents.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from indexer.anatomy.sections import build_report
from indexer.model.people import Observed
from indexer.model.report import Document
from indexer.names.across.persons import persons
from indexer.names.reading.observe import observe

HERE = Path(__file__).parent
NEWS = "president-news-to-2016.jsonl.gz"
Rows = list[list[str]]
Mention = tuple[str, str]  # name, document


def run(shared: Path) -> Iterator[tuple[str, Rows]]:
    """(title, rows with their header) of people per name, and of B³ by half and by what was sampled."""
    known = persons(_observed(shared))
    names = len({person.name for person in known})
    yield (
        "People",
        [
            ["people", "different names", "people a name"],
            [f"{len(known):,}", f"{names:,}", f"{len(known) / names:.3f}"],
        ],
    )
    found = {(seen.person.name, seen.report): person.slug for person in known for seen in person.appearances}
    labels = _labels()
    rows = [["labelled", "mentions", "people", "not found", "B³ precision", "B³ recall", "B³ F"]]
    for title in dict.fromkeys([half for half, _ in labels] + [kind for _, kind in labels] + ["all"]):
        wanted = {
            mention: who
            for (half, kind), its in labels.items()
            if title in (half, kind, "all")
            for mention, who in its.items()
        }
        rows.append([title, *b_cubed(wanted, found)])
    yield "Identities", rows


def b_cubed(wanted: Mapping[Mention, str], found: Mapping[Mention, str]) -> list[str]:
    """Return figures as cells: of each labelled mention, how alike its two clusters are (Bagga, Baldwin 1998)."""
    both = [mention for mention in wanted if mention in found]
    by_label: dict[str, set[Mention]] = defaultdict(set)
    by_person: dict[str, set[Mention]] = defaultdict(set)
    for mention in both:
        by_label[wanted[mention]].add(mention)
        by_person[found[mention]].add(mention)
    precision = recall = 0.0
    for mention in both:
        right, said = by_label[wanted[mention]], by_person[found[mention]]
        precision += len(right & said) / len(said)
        recall += len(right & said) / len(right)
    precision, recall = precision / len(both), recall / len(both)
    f = 2 * precision * recall / (precision + recall)
    return [
        str(len(both)),
        str(len(by_label)),
        str(len(wanted) - len(both)),
        *(f"{x:.3f}" for x in (precision, recall, f)),
    ]


def _labels() -> dict[tuple[str, str], dict[Mention, str]]:
    """Return by (half, what was sampled) who is named."""
    found: dict[tuple[str, str], dict[Mention, str]] = defaultdict(dict)
    for line in (HERE / "names-identities.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            half, kind, name, document, who = line.split("\t")
            found[half, kind][name, document] = who
    return found


def _observed(shared: Path) -> Iterable[Observed]:
    with gzip.open(shared / NEWS, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record["content"]:
                name = str(record["id"])
                fields = (("date", record["date"]),)
                yield observe(
                    build_report(
                        Document(name, record["content"], name, title=record["title"], fields=fields)
                    )
                )
