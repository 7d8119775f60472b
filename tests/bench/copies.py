"""Copied passages: 200 characters put into other texts, as they were, changed and in the other script.

Texts of some 5,000 characters are put together from sentences of the public data; announcements repeat each
other there, so most of what is told was not put in. Found is a passage of which four fifths are marked; right is
what is told where the two passages have four fifths of their letters in common, by a measure of its own.
"""

import gzip
import json
import os
import random
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import opencc
from rapidfuzz.distance import Indel

from indexer.library import Library
from indexer.model.copies import Copied, Place
from indexer.text.fold import fold

HEADER = ("copied", "passages", "found", "told", "right", "both ends within 15")
SIZE, COPIED, TEXTS = 5_000, 200, 1_000  # characters, characters, texts
ALIKE, NEAR = 0.8, 15  # part of the letters; characters
KINDS = {
    "as it was": 0.0,
    "2 % of characters others": 0.02,
    "5 % of characters others": 0.05,
    "in Simplified": 0.0,
    "without punctuation": 0.0,
}
_FILES = ("president-news-to-2016.jsonl.gz", "gazette-104.jsonl.gz")
_SENTENCE = re.compile(r"[^。！？\n]{15,200}[。！？]")
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Planted:
    """A passage of one text that was put into another: offsets in the `whole` text it was put into."""

    kind: str
    source: str
    target: str
    start: int
    end: int
    whole: str


def run(shared: Path, folder: Path, seed: int) -> tuple[list[Sequence[str]], str]:
    """Return a row a kind, and what the reading of all texts took."""
    rng = random.Random(seed)
    texts, planted = _planted(_texts(shared, rng), rng)
    library = _library(texts, folder)
    found: dict[str, list[Copied]] = {}
    began = time.process_time()
    for name in texts:
        report = library.report(name)
        assert report
        found[name] = library.copied(report)
    took = (time.process_time() - began) * 1000 / len(texts)
    rows = [_row(kind, [one for one in planted if one.kind == kind], library, found) for kind in KINDS]
    size = sum(file.stat().st_size for file in (folder / "index" / "copies").iterdir())
    part = size / sum(len(text.encode()) for text in texts.values())
    return (
        rows,
        f"{len(texts)} texts of {SIZE} characters; {took:.1f} ms of CPU a text; {part:.2f} of the text's bytes",
    )


def _row(
    kind: str, planted: Sequence[Planted], library: Library, found: Mapping[str, Sequence[Copied]]
) -> Sequence[str]:
    hit = close = told = right = 0
    for one in planted:
        spans = []
        for copied in found[one.target]:
            here, there = _passage(library, copied.here), _passage(library, copied.there)
            told += 1
            right += Indel.normalized_similarity(_letters(here), _letters(there)) >= ALIKE
            if copied.there.report_id == one.source:
                begin = _letters(one.whole).find(_letters(here))
                spans.append((begin, begin + len(_letters(here))))
        start, end = (len(_letters(one.whole[:place])) for place in (one.start, one.end))
        marked = set().union(*(range(max(a, start), min(b, end)) for a, b in spans))
        hit += len(marked) >= ALIKE * (end - start)
        close += any(abs(a - start) <= NEAR and abs(b - end) <= NEAR for a, b in spans)
    share = [f"{hit / len(planted):.3f}", str(told), f"{right / told:.4f}", f"{close / len(planted):.3f}"]
    return kind, str(len(planted)), *share


def _passage(library: Library, place: Place) -> str:
    report = library.report(place.report_id)
    assert report
    (text,) = (section.text for section in report.sections if section.id == place.section_id)
    return text[place.start : place.end]


def _letters(text: str) -> str:
    return _MARKS.sub("", fold(text))


def _texts(shared: Path, rng: random.Random) -> list[list[str]]:
    """Return texts as sentences, each in one text alone; sentences that begin alike count as the same."""
    different: dict[str, str] = {}
    for name in _FILES:
        with gzip.open(shared / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                for sentence in _SENTENCE.findall(str(json.loads(line).get("text", ""))):
                    different.setdefault(_MARKS.sub("", sentence)[:12], sentence)
    sentences = list(different.values())
    rng.shuffle(sentences)
    texts: list[list[str]] = [[]]
    for sentence in sentences:
        if sum(map(len, texts[-1])) >= SIZE:
            if len(texts) == TEXTS:
                return texts
            texts.append([])
        texts[-1].append(sentence)
    return texts[:-1]


def _planted(texts: list[list[str]], rng: random.Random) -> tuple[dict[str, str], list[Planted]]:
    """Put a passage of every second text into the one after it."""
    names = [f"t{i:04d}" for i in range(len(texts))]
    whole = dict(zip(names, map("".join, texts), strict=True))
    planted, letters = [], sorted(set("".join(whole.values())))
    for i in range(0, len(names) - 1, 2):
        source, target = names[i], names[i + 1]
        kind = list(KINDS)[i // 2 % len(KINDS)]
        start = rng.randrange(len(whole[source]) - COPIED)
        passage = _changed(whole[source][start : start + COPIED], kind, letters, rng)
        at = rng.choice(list(_ends(texts[i + 1])))
        whole[target] = whole[target][:at] + passage + whole[target][at:]
        planted.append(Planted(kind, source, target, at, at + len(passage), whole[target]))
    return whole, planted


def _ends(sentences: Sequence[str]) -> Iterator[int]:
    """Yield the places between sentences."""
    end = 0
    for sentence in sentences[:-1]:
        end += len(sentence)
        yield end


def _changed(passage: str, kind: str, letters: Sequence[str], rng: random.Random) -> str:
    if kind == "in Simplified":
        return str(opencc.OpenCC("t2s").convert(passage))
    if kind == "without punctuation":
        return _MARKS.sub("", passage)
    return "".join(rng.choice(letters) if rng.random() < KINDS[kind] else char for char in passage)


def _library(texts: dict[str, str], folder: Path) -> Library:
    with (folder / "texts.jsonl").open("w", encoding="utf-8") as out:
        for name, text in texts.items():
            record = {"id": name, "title": f"考察報告{name}", "text": text}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    os.environ["BAOGAO_CONTACTS"] = "shown"  # else telephone numbers in the texts would be others
    library = Library(folder / "index")
    library.update([folder / "texts.jsonl"])
    library.learn_copies()
    return library
