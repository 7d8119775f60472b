"""Are the characters of PDFs read in their order? Each line that poppler's pdftotext sees is sought in our text."""

import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from pathlib import Path

from lxml import etree

from indexer.errors import ReadError
from indexer.importers import find_files, read_file
from indexer.model.report import Document
from indexer.text.radicals import IDEOGRAPHS

_Table = tuple[str, Sequence[str], Sequence[Sequence[str]]]
_XHTML = "{http://www.w3.org/1999/xhtml}"
_NUMBER = re.compile(r"[-–—第頁共of/\divxlc.Page]*", re.I)
_MOST_SHOWN = 12
_BACK = 4  # pages before, on which the paragraph of a line may begin
_RUN, _NEARLY = 6, 0.95
KINDS = {
    "the same": "stands in our text as it is",
    "page number or running head": "left out: at the edge of several pages, or a number",
    "in other cells": "all of it stands there in its order, parted by a cell, a note or a line of the next column",
    "other characters": "a reader has characters that the other does not: signs of fonts, soft hyphens, radicals",
    "led astray": "pdftotext takes another layout for the page; read in the order of the content it agrees with us",
    "other order": "the same characters in another order",
    "missing": "not in our text",
}


def run(folder: Path, shown: int = _MOST_SHOWN) -> Iterator[_Table]:
    """(title, header, rows): lines by what became of them, and the first ones of each kind that is no sameness."""
    found: Counter[str] = Counter()
    led: Counter[str] = Counter()
    examples: list[tuple[str, str, str]] = []
    for path in find_files([folder]):
        if path.suffix.lower() == ".pdf":
            for page, line, kind in compared(path):
                found[kind] += 1
                led[path.name] += kind == "led astray"
                if kind != "the same" and Counter(one[0] for one in examples)[kind] < shown:
                    examples.append((kind, f"{path.name} {page}", line[:60]))
    total = sum(found.values())
    rows = [
        (kind, means, f"{found[kind]:,}", f"{100 * found[kind] / max(1, total):.2f}")
        for kind, means in KINDS.items()
    ]
    yield f"{total:,} lines of pdftotext", ("line", "which", "lines", "%"), rows
    yield (
        "Files whose layout leads pdftotext astray",
        ("file", "lines"),
        [(name, f"{n}") for name, n in led.items() if n],
    )
    yield "Examples", ("line", "file, page", "text"), sorted(examples)


def is_installed() -> bool:
    """Whether there is a second reader to compare with."""
    return shutil.which("pdftotext") is not None


def compared(path: Path) -> Iterator[tuple[int, str, str]]:
    """(page, line, what became of it) of each line of a PDF that both readers open and whose text is no picture's."""
    try:
        document = next((one for one in read_file(path) if isinstance(one, Document)), None)
    except ReadError:
        return
    if document is None or any(place.confidence is not None for place in document.layout):
        return
    ours = _pages(document)
    lines = list(_second_reader(path))
    pages_of = Counter(key for _, key in {(page, _key(line)) for page, line in lines})
    known = set("".join(ours.values()))
    content: dict[int, bool] = {}  # whether a page's content agrees with our text of it
    for page, line in lines:
        near = "".join(ours.get(number, "") for number in range(page - _BACK, page + 2))
        kind = _kind(line, near, known, pages_of[_key(line)])
        if kind in ("other order", "missing"):
            if page not in content:
                content[page] = _agrees(ours.get(page, ""), _in_order_of_content(path, page))
            kind = "led astray" if content[page] else kind
        yield page, line, kind


def _agrees(ours: str, theirs: str) -> bool:
    """Whether nearly all runs of a few characters of our page stand in theirs, and there are some."""
    runs = {ours[at : at + _RUN] for at in range(0, len(ours) - _RUN)}
    return bool(runs) and sum(run in theirs for run in runs) >= _NEARLY * len(runs)


def _kind(line: str, near: str, known: Set[str], pages: int) -> str:
    if line in near:
        return "the same"
    if pages >= 3 or _NUMBER.fullmatch(line):
        return "page number or running head"
    if _in_pieces(line, near):
        return "in other cells"
    if any(char not in known for char in line):
        rest = "".join(char for char in line if char in known)
        return "other characters" if not rest or rest in near or _in_pieces(rest, near) else "other order"
    return "other order" if sum((Counter(line) & Counter(near)).values()) > 0.8 * len(line) else "missing"


def _in_pieces(line: str, text: str, least: int = 2) -> bool:
    """Whether a line is made of pieces that stand in the text, each of two characters or more, but for its ends."""
    start = 0
    while start < len(line):
        end = next((end for end in range(len(line), start, -1) if line[start:end] in text), start)
        if end == start or (end - start < least and start > 0 and end < len(line)):
            return False
        start = end
    return True


def _pages(document: Document) -> dict[int, str]:
    """The text of each page as it is compared."""
    pages: dict[int, str] = {}
    ends = [*(place.start for place in document.layout[1:]), len(document.text)]
    for place, end in zip(document.layout, ends, strict=True):
        pages[place.page] = pages.get(place.page, "") + _bare(document.text[place.start : end])
    return pages


def _second_reader(path: Path) -> Iterator[tuple[int, str]]:
    """(page, text as it is compared) of each line that pdftotext sees."""
    run = subprocess.run(["pdftotext", "-bbox-layout", str(path), "-"], capture_output=True, check=False)
    if run.returncode:
        return
    root = etree.fromstring(run.stdout, etree.XMLParser(recover=True, huge_tree=True))
    for number, page in enumerate(root.iter(f"{_XHTML}page"), 1):
        for line in page.iter(f"{_XHTML}line"):
            text = _bare("".join(word.text or "" for word in line.iter(f"{_XHTML}word")))
            if text:
                yield number, text


def _in_order_of_content(path: Path, page: int) -> str:
    """The text of a page, and of the next ones, in the order in which the file draws it."""
    command = ["pdftotext", "-raw", "-f", str(page), "-l", str(page + _BACK), str(path), "-"]
    return _bare(subprocess.run(command, capture_output=True, check=False).stdout.decode("utf-8", "replace"))


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _bare(text: str) -> str:
    """Text without blanks, in one writing of each character."""
    return re.sub(r"[\s\x00-\x1f\u00ad\ufffe]", "", unicodedata.normalize("NFKC", text.translate(IDEOGRAPHS)))
