"""Text in pictures by Tesseract, with its confidence; optional, from Debian's packages."""

import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from indexer import messages, settings
from indexer.errors import ReadError
from indexer.importers.shared.blocks import Source
from indexer.importers.shared.paragraphs import Line
from indexer.text.scripts import CJK

LANGUAGES = ("chi_tra", "eng")
PACKAGES = "tesseract-ocr tesseract-ocr-chi-tra tesseract-ocr-eng"
_CJK = re.compile(rf"[{CJK}\u3000-\u303f\uff00-\uffef]")
_BLANK, _CELL_GAP = 0.7, 2.0  # of the type's size: gaps from which words, and cells, stand apart
_PUNCTUATION = re.compile(rf"(?<=[{CJK}])[,:;!?()]|[,:;!?()](?=[{CJK}])")
_WIDE = str.maketrans(",:;!?()", "，：；！？（）")
_LAYOUT = ("--psm", "4")  # a column of text in several sizes
_DOUBTFUL = 0.85  # confidence
_WORD = "5"  # level of a row that is a word


@cache
def is_installed() -> bool:
    """Return whether pictures can be read: Tesseract is there with both languages."""
    program = shutil.which("tesseract")
    if program:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
        if set(LANGUAGES) <= set(listed.stdout.split()):
            return True
    return False


def lines(picture: bytes, source: Source, height: float = 0.0, scale: float = 1.0) -> list[Line]:
    """Return the lines of a picture (any format of Leptonica's), all its pages; `scale` is points a pixel.

    Where both languages together give doubtful lines, as they do for short headings, the surer reading
    of Chinese alone is taken. Raises ReadError where Tesseract cannot read it or takes too long.
    """
    both = _read_table(_run(picture, LANGUAGES, source), height, scale)
    if not any(_is_doubtful(line) for line in both):
        return both
    chinese = _read_table(_run(picture, LANGUAGES[:1], source), height, scale)
    return [_surer(line, chinese) if _is_doubtful(line) else line for line in both]


def _is_doubtful(line: Line) -> bool:
    return (line.confidence or 0.0) < _DOUBTFUL


def _surer(line: Line, others: list[Line]) -> Line:
    """Return the line, or what was read in its place with more confidence."""
    here = [
        other
        for other in others
        if other.page == line.page
        and abs(other.base - line.base) < 0.5 * line.size
        and abs(other.left - line.left) < line.size
    ]
    return max([line, *here], key=lambda each: each.confidence or 0.0)


def _run(picture: bytes, languages: Sequence[str], source: Source) -> str:
    seconds = 0.45 * settings.limits().seconds  # there may be two runs
    command = ["tesseract", "stdin", "stdout", "-l", "+".join(languages), *_LAYOUT, "tsv"]
    try:
        run = subprocess.run(
            command,
            input=picture,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise ReadError(messages.READ_SLOW_PAGE(seconds=round(seconds)), source.name) from error
    if run.returncode:
        raise ReadError(messages.READ_NO_PICTURE(), source.name)
    return run.stdout.decode("utf-8", "replace")


def _read_table(table: str, height: float, scale: float) -> list[Line]:
    """Return lines of Tesseract's TSV, in its reading order."""
    words: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    tall: dict[str, float] = {}
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12:
            continue
        if cells[0] == "1":
            tall[cells[1]] = float(cells[9]) * scale
        elif cells[0] == _WORD and cells[11].strip():
            words[tuple(cells[1:5])].append(cells)
    return [_line(group, height or tall.get(group[0][1], 0.0), scale) for group in words.values()]


def _line(words: list[list[str]], height: float, scale: float) -> Line:
    size = max(float(word[9]) for word in words)
    text = words[0][11]
    for before, word in pairwise(words):
        gap = float(word[6]) - float(before[6]) - float(before[8])
        apart = gap > _BLANK * size or not _CJK.search(text[-1] + word[11][0])
        text += "\t" if gap > _CELL_GAP * size else " " if apart else ""
        text += word[11]
    weights = [len(word[11]) for word in words]
    confidence = sum(float(word[10]) * n for word, n in zip(words, weights, strict=True)) / sum(weights)
    return Line(
        text=_PUNCTUATION.sub(lambda m: m[0].translate(_WIDE), text),
        page=int(words[0][1]),
        left=min(float(word[6]) for word in words) * scale,
        right=max(float(word[6]) + float(word[8]) for word in words) * scale,
        base=height - max(float(word[7]) + float(word[9]) for word in words) * scale,
        size=size * scale,
        height=height,
        confidence=max(0.0, confidence / 100),
    )
