"""Random edits of a report's text, such as years bring, with the truth of where each passage went."""

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.anatomy.outline import outline
from indexer.anatomy.sections import build_report
from indexer.model.report import Document, Report

_NUMBER = re.compile(r"^(\s*[（(]?)([壹貳參肆伍陸柒捌玖拾]|[一二三四五六七八九十]|\d{1,2})([）)]?[、.．）)])")
_RANKS = ("壹貳參肆伍陸柒捌玖拾", "一二三四五六七八九十")
_OTHER_WORDS = "此處補充說明會議後續辦理情形及相關單位聯繫窗口資料"


@dataclass(frozen=True)
class Line:
    """A line of the text and the section of the first version it comes from."""

    text: str
    origin: str = ""


Edit = Callable[[list[Line], random.Random], list[Line]]


def tagged(report: Report, text: str) -> list[Line]:
    """The report's source lines, each with its section."""
    lines = []
    for section in report.sections:
        lines += [Line(line, section.id) for line in text[section.start : section.end].splitlines()]
    return lines


def homes(lines: Sequence[Line], report: Report) -> dict[str, set[int]]:
    """Places of the sections of a report made from the lines that hold most letters of each origin.

    An origin of which under two letters are left is missing.
    """
    spans = [(section.start, section.end) for section in report.sections]
    letters: dict[str, Counter[int]] = {}
    offset = place = 0
    for line in lines:
        while place + 1 < len(spans) and offset >= spans[place][1]:
            place += 1
        count = len(re.sub(r"[\W\d_]", "", line.text))
        if line.origin and count:
            letters.setdefault(line.origin, Counter())[place] += count
        offset += len(line.text) + 1
    return {
        origin: {place for place, n in counts.items() if n >= 0.8 * max(counts.values())}
        for origin, counts in letters.items()
        if sum(counts.values()) >= 2
    }


def _heads(lines: Sequence[Line]) -> list[int]:
    return [i for i, *_ in outline([line.text for line in lines])]


def _block(lines: Sequence[Line], rng: random.Random) -> tuple[int, int]:
    """A random section's lines, without those of the sections in it."""
    heads = [*_heads(lines), len(lines)]
    if len(heads) < 3:
        return len(lines), len(lines)
    i = rng.randrange(len(heads) - 1)
    return heads[i], heads[i + 1]


def insert(lines: list[Line], rng: random.Random) -> list[Line]:
    """A new section before another, under its number; those that follow count on."""
    start, _ = _block(lines, rng)
    if start == len(lines):
        return lines
    number = _NUMBER.match(lines[start].text)
    head = number[0] if number else "一、"
    words = "".join(rng.choices(_OTHER_WORDS, k=rng.randint(20, 90)))
    return [*lines[:start], Line(f"{head}補充說明"), Line(words + "。"), *renumber(lines[start:], rng)]


def delete(lines: list[Line], rng: random.Random) -> list[Line]:
    """A section struck out."""
    start, end = _block(lines, rng)
    return [*lines[:start], *lines[end:]]


def renumber(lines: list[Line], rng: random.Random) -> list[Line]:
    """All numbers of one style count one higher."""
    style = rng.choice(_RANKS)

    def higher(line: str) -> str:
        number = _NUMBER.match(line)
        if not number or number[2] not in style[:-1]:
            return line
        return number[1] + style[style.index(number[2]) + 1] + number[3] + line[number.end() :]

    return [Line(higher(line.text), line.origin) for line in lines]


def misread(lines: list[Line], rng: random.Random) -> list[Line]:
    """Up to 4 % of the characters taken for others, as by a scanner, but no section number."""
    share = rng.uniform(0.005, 0.04)

    def read(line: str) -> str:
        number = _NUMBER.match(line)
        start = number.end() if number else 0
        wrong = (
            chr(rng.randint(0x4E00, 0x8000)) if c > "\u4e00" and rng.random() < share else c for c in line
        )
        return line[:start] + "".join(wrong)[start:]

    return [Line(read(line.text), line.origin) for line in lines]


def rewrap(lines: list[Line], rng: random.Random) -> list[Line]:
    """Another file format: shorter lines, blanks between characters, full-width digits."""
    width = rng.randint(18, 45)
    blanks = rng.random() < 0.3
    digits = str.maketrans("0123456789", "０１２３４５６７８９") if rng.random() < 0.5 else {}
    found = []
    for line in lines:
        text = line.text.translate(digits) if not _NUMBER.match(line.text) else line.text
        text = re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", " ", text) if blanks else text
        pieces = [text[i : i + width] for i in range(0, len(text), width)] or [""]
        found += [Line(piece, line.origin) for piece in pieces]
    return found


def move(lines: list[Line], rng: random.Random) -> list[Line]:
    """A section put before another."""
    start, end = _block(lines, rng)
    rest = [*lines[:start], *lines[end:]]
    place, _ = _block(rest, rng)
    return [*rest[:place], *lines[start:end], *rest[place:]]


def split(lines: list[Line], rng: random.Random) -> list[Line]:
    """A new heading in the midst of a section."""
    start, end = _block(lines, rng)
    if end - start < 3:
        return lines
    cut = rng.randrange(start + 1, end)
    return [*lines[:cut], Line("（一）其他說明"), *lines[cut:]]


def merge(lines: list[Line], rng: random.Random) -> list[Line]:
    """A heading struck out, so that its text joins the section before."""
    start, _ = _block(lines, rng)
    return [*lines[:start], *lines[start + 1 :]]


EDITS: tuple[Edit, ...] = (insert, delete, renumber, misread, rewrap, move, split, merge)


def edited(lines: list[Line], rng: random.Random, most: int = 3) -> tuple[list[Line], Report]:
    """One to `most` random edits, and the report that results."""
    for edit in rng.choices(EDITS, k=rng.randint(1, most)):
        lines = edit(lines, rng)
    return lines, build_report(Document("edited", "\n".join(line.text for line in lines), "edited.txt"))
