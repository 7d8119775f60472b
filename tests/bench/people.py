"""People and their posts against labels made by reading 60 documents, before any output was looked at.

The labels (people-posts.tsv) are facts about public texts beside the checkout; the texts are not here. The
documents are a sample with the seed 18 of presidential news, city news, gazette records and the sample
reports, parted by document; those of the half `second` were drawn later (seed 2618), when the untouched half
had been printed. Each is read as far as it was labelled: `cut` says how far, with the characters of a line,
in the second half of the text, that the labels name. Posts are also counted as pages show them: those that
all the news and city news together confirm.
"""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from indexer.anatomy.sections import build_report
from indexer.model.people import Person, Post
from indexer.model.report import Document
from indexer.names.across.persons import persons
from indexer.names.reading.observe import observe
from indexer.text.compare import han_key, joined_key
from indexer.text.fold import fold

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus" / "reports"
HALVES = ("tuning", "untouched", "second", "third", "fourth", "fifth")
SOURCES = (  # file, its fields of id and text
    ("president-news-to-2016.jsonl.gz", "id", "content"),
    ("neighbours.jsonl.gz", "id", "text"),
    ("gazette-102.jsonl.gz", "MetaId", "text"),
    ("gazette-104.jsonl.gz", "MetaId", "text"),
)
_LONGEST, _LONGEST_REPORT = 1500, 2500  # characters that were read
_TWICE = re.compile(r"([部署局厅院司处])\1(?=长)")
Key = tuple[str, str, str, int]  # half, kind, document, characters read of a line
Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Label:
    """A person of a document with each of their posts; `|` parts a post where a shorter one may begin."""

    keys: frozenset[str]
    posts: tuple[str, ...]


@dataclass(slots=True)
class Count:
    """What was counted over some documents."""

    people: int = 0
    named: int = 0
    right: int = 0
    posts: int = 0
    said: int = 0
    exact: int = 0
    bounded: int = 0
    found: int = 0
    confirmed: int = 0
    confirmed_exact: int = 0
    confirmed_bounded: int = 0

    def row(self) -> list[str]:
        """Return the figures as cells."""
        return [
            str(self.people),
            _share(self.right, self.named),
            _share(self.right, self.people),
            str(self.posts),
            str(self.said),
            _share(self.exact, self.said),
            _share(self.bounded, self.said),
            _share(self.found, self.posts),
            str(self.confirmed),
            _share(self.confirmed_exact, self.confirmed),
            _share(self.confirmed_bounded, self.confirmed),
        ]


def run(shared: Path, halves: Iterable[str] = HALVES) -> Iterator[tuple[str, Rows]]:
    """(title, rows with their header) of each half."""
    documents = _labels()
    texts = _texts(shared, documents)
    confirmed = _confirmed(shared, documents, texts)
    for half in halves:
        counts: dict[str, Count] = defaultdict(Count)
        for (its, kind, name, _), labels in documents.items():
            if its == half:
                people = _read(name, texts[name])
                for key in (kind, "all"):
                    _add(counts[key], labels, people, confirmed[name])
        header = ["kind", "people", "precision", "recall", "posts", "said", "exact", "bounded", "recall",
                  "confirmed", "exact", "bounded"]  # fmt: skip
        yield f"People and posts, {half}", [header, *([kind, *count.row()] for kind, count in counts.items())]
    yield "Roles in six sample reports", roles()
    yield most_mentioned(shared)


def roles() -> Rows:
    """Return for each role how many people have it by the labels and by the reader, of those labelled reports."""
    wanted: dict[str, set[tuple[str, str]]] = defaultdict(set)
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for line in (HERE / "people-roles.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            report, role, name = line.split("\t")
            wanted[role].add((report, name))
    for report in {report for its in wanted.values() for report, _ in its}:
        for person in _read(report, (CORPUS / report).read_text(encoding="utf-8")):
            for role in set(person.roles) - {"mentioned"}:
                found["met" if role == "host" else role].add((report, person.name))
    rows = [["role", "labelled", "said", "right", "precision", "recall"]]
    for role, its in wanted.items():
        right = len(its & found[role])
        rows.append(
            [
                role,
                str(len(its)),
                str(len(found[role])),
                str(right),
                _share(right, len(found[role])),
                _share(right, len(its)),
            ]
        )
    return rows


def most_mentioned(shared: Path, step: int = 5, most: int = 200) -> tuple[str, Rows]:
    """Return the most mentioned people of every fifth news item, for a reader to judge their posts."""
    file, key, field = SOURCES[0]
    with gzip.open(shared / file, "rt", encoding="utf-8") as lines:
        records = [record for record in map(json.loads, list(lines)[::step]) if record[field]]
    known = persons(
        observe(
            build_report(
                Document(
                    str(each[key]),
                    each[field],
                    str(each[key]),
                    title=each["title"],
                    fields=(("date", each["date"]),),
                )
            )
        )
        for each in records
    )
    rows = [["name", "mentions", "namesakes", "post"]]
    for person in sorted(known, key=lambda each: -each.mentions)[:most]:
        post = person.post.affiliation + person.post.post if person.post else ""
        rows.append([person.name, str(person.mentions), str(person.namesakes), post])
    names = len({person.name for person in known})
    ratio = f"{len(known) / names:.3f} people a name"
    return f"The most mentioned of {len(records)} items, {len(known)} people of {names} names, {ratio}", rows


def cut(half: str, name: str, text: str, line: int) -> str:
    """Return what was read of a text: whole lines up to a length, and the beginning of long lines."""
    if half in HALVES[2:]:
        return text[:line]
    longest = _LONGEST_REPORT if name.endswith(".txt") else _LONGEST
    if len(text) > longest:
        end = text.rfind("\n", 0, longest)
        text = text[: end if end > longest // 2 else longest]
    return "\n".join(each[:line] for each in text.split("\n"))


def _add(
    count: Count, labels: list[Label], people: tuple[Person, ...], confirmed: Set[tuple[str, Post]]
) -> None:
    count.people += len(labels)
    count.named += len(people)
    count.posts += sum(len(label.posts) for label in labels)
    said: dict[Label, list[str]] = defaultdict(list)
    hit = set()
    for person in people:
        label = _label_of(person, labels)
        if label is None:
            continue
        hit.add(label)
        for post in person.posts:
            written = _written(post)
            exact, bounded = _says(label, written)
            count.said += 1
            count.exact += exact
            count.bounded += bounded
            if (person.name, post) in confirmed:
                count.confirmed += 1
                count.confirmed_exact += exact
                count.confirmed_bounded += bounded
            said[label].append(written)
    count.right += len(hit)
    for label in labels:
        count.found += sum(
            any(_bare(post) == text or _bare(post).endswith(text) for text in said[label])
            for post in label.posts
        )


def _confirmed(
    shared: Path, documents: Iterable[Key], labelled: Mapping[str, str]
) -> dict[str, set[tuple[str, Post]]]:
    """Return (name, post) of what is shown as confirmed, by labelled document, when all news are known."""
    records = {name: observe(build_report(Document(name, text, name))) for name, text in labelled.items()}
    for file, key, field in SOURCES[:2]:
        with gzip.open(shared / file, "rt", encoding="utf-8") as lines:
            for each in filter(
                lambda one: one[field] and str(one[key]) not in records, map(json.loads, lines)
            ):
                fields = (("date", each.get("date", "")),)
                name = str(each[key])
                records[name] = observe(build_report(Document(name, each[field], name, fields=fields)))
    found: dict[str, set[tuple[str, Post]]] = {name: set() for _, _, name, _ in documents}
    for known in persons(records.values()):
        held = {each.post for each in known.held if each.confirmed}
        for seen in known.appearances:
            if seen.report in found:
                found[seen.report] |= {(seen.person.name, post) for post in seen.person.posts if post in held}
    return found


def _label_of(person: Person, labels: Iterable[Label]) -> Label | None:
    return next((label for label in labels if label.keys & _keys(person)), None)


def _says(label: Label, written: str) -> tuple[bool, bool]:
    """Return whether a post is a labelled one, and whether it is one or the right part of one."""
    return (
        any(_bare(post) == written for post in label.posts),
        any(written in _right_parts(post) for post in label.posts),
    )


def _right_parts(post: str) -> Iterator[str]:
    """Yield each right part that begins with a word, as 市長 of 桃園|市長 or of 桃園市|長."""
    parts = post.split("|")
    for start in range(len(parts)):
        yield _bare("|".join(parts[start:]))
        if start:
            yield fold(parts[start - 1][-1:]) + _bare("|".join(parts[start:]))


def _written(post: Post) -> str:
    """Return a post as pages write it."""
    return _short("".join((post.affiliation + post.post).split()))


def _bare(post: str) -> str:
    return _short(post.replace("|", ""))


def _short(post: str) -> str:
    """Return a post as it is compared: 外交部部長 is 外交部長."""
    return _TWICE.sub(r"\1", fold(post))


def _keys(person: Person) -> frozenset[str]:
    return frozenset({han_key(person.chinese), joined_key(person.english)} - {""})


def _read(name: str, text: str) -> tuple[Person, ...]:
    return observe(build_report(Document(name, text, name))).people


def _labels() -> dict[Key, list[Label]]:
    """Labels by document, of documents without people none."""
    found: dict[Key, list[Label]] = {}
    for line in (HERE / "people-posts.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        half, kind, name, read, chinese, latin, posts = line.split("\t")
        labels = found.setdefault((half, kind, name, int(read)), [])
        keys = frozenset({han_key(chinese), joined_key(latin)} - {""})
        if keys:
            labels.append(Label(keys, tuple(filter(None, posts.split(",")))))
    return found


def _texts(shared: Path, documents: Iterable[Key]) -> Mapping[str, str]:
    """Return the texts of documents, as far as they were read."""
    wanted = {name: (half, read) for half, _, name, read in documents}
    texts = {name: (CORPUS / name).read_text(encoding="utf-8") for name in wanted if name.endswith(".txt")}
    for file, key, field in SOURCES:
        with gzip.open(shared / file, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                if str(record[key]) in wanted:
                    texts.setdefault(str(record[key]), record[field])
    return {name: cut(wanted[name][0], name, text, wanted[name][1]) for name, text in texts.items()}


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"
