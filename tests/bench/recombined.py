"""More text than there is: real records with their sentences exchanged for others of like length.

Each keeps the lines, numbers, date and agency of a real one, so that lengths and outlines are the real ones.
Its words would be no new ones; in long texts some always are. How many is measured on the real records (Heaps:
distinct = a · length^b, for pairs of Han characters and for Latin words), and as many single characters are
exchanged for others as keep both curves going. Such new words stand at one place each, real ones at several.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np
import numpy.typing as npt

from indexer.text.scripts import IS_CJK

_MARK = re.compile(
    r"\s*(?:第\s*\S{1,6}\s*[條章節款項]|[（(]?[一二三四五六七八九十]{1,3}[)）、]|\d{1,3}[.、])?\s*"
)
_NUMBERED = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}、|第\s*\S{1,6}\s*條)", re.M)
_SENTENCE = re.compile(r"[^。；：，]*[。；：，]?")
_STEP = 6  # characters by which lengths are told apart
_CHUNK = 400  # records that are made together
_PARTING = "\x00"
_CODES = 1 << 16  # further characters are passed over
_LETTER = re.compile(r"(?<=[a-z])[a-z](?=[a-z]{2,})")
_WORD = re.compile(r"[A-Za-z]{2,}")
Codes = npt.NDArray[np.uint32]


@dataclass(slots=True)
class Heaps:
    """Distinct things by length so far, and the curve through the two halves of what was real."""

    points: list[tuple[int, int]] = field(default_factory=list)  # (length, distinct)
    yielded: float = 1.0  # new things a character exchanged, as it was in the last chunk

    def wanted(self, length: int) -> float:
        """Return how many distinct things a text of this length has."""
        real = self.points
        (n, distinct), (half, earlier) = real[-1], real[len(real) // 2]
        grows = np.log(distinct / earlier) / np.log(n / half)
        return float(distinct * (length / n) ** grows)


class Recombined:
    """Takes real records as they pass, then makes others without end."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._records: list[dict[str, str]] = []
        self._pool: dict[int, list[str]] = {}
        self._pairs = np.zeros(1 << 26, dtype=np.bool_)  # of the first 8,192 Han characters met
        self._number = np.zeros(_CODES, dtype=np.int64)
        self._han: list[int] = []
        self._words: set[str] = set()
        self._length = self._letters = self._distinct = 0
        self._curves = Heaps(), Heaps()
        self._waiting: list[str] = []

    def take(self, record: dict[str, str]) -> None:
        """Learn a real record's sentences and words; one with numbered lines will be the frame of others."""
        if len(_NUMBERED.findall(record["text"])) > 1:
            self._records.append(record)
        for line in record["text"].splitlines():
            for sentence in _SENTENCE.findall(line[_MARK.match(line).end() :]):  # type: ignore[union-attr]
                if sentence:
                    self._pool.setdefault(len(sentence) // _STEP, []).append(sentence)
        self._waiting.append(record["text"])
        if len(self._waiting) == _CHUNK:
            self._learn()

    def _learn(self) -> None:
        text = _PARTING.join(self._waiting)
        self._waiting = []
        self._count(text)
        han, latin = self._curves
        han.points.append((self._length, self._distinct))
        latin.points.append((self._letters, len(self._words)))

    def _count(self, text: str) -> tuple[int, int]:
        """Note the pairs and words of a text; return how many of each were new."""
        codes = _codes(text)
        codes = codes[codes < _CODES]
        numbers = self._numbers(codes)
        both = numbers[:-1] * numbers[1:] > 0
        pairs = np.unique(numbers[:-1][both] << 13 | numbers[1:][both])
        new = int(np.count_nonzero(~self._pairs[pairs]))
        self._pairs[pairs] = True
        self._distinct += new
        self._length += int(both.sum())
        words = _WORD.findall(text)
        before = len(self._words)
        self._words.update(words)
        self._letters += len(words)
        return new, len(self._words) - before

    def _numbers(self, codes: Codes) -> npt.NDArray[np.int64]:
        """Return a number from 1 to 8,191 for each Han character, 0 for others."""
        for code in np.unique(codes).tolist():
            if IS_CJK[code] and not self._number[code] and len(self._han) < (1 << 13) - 1:
                self._han.append(code)
                self._number[code] = len(self._han)
        return self._number[codes]

    def records(self) -> Iterator[dict[str, str]]:
        """Yield records that nobody wrote, without end."""
        if self._waiting:
            self._learn()
        made, rng = count(1), self._rng
        while True:
            skeletons = rng.choices(self._records, k=_CHUNK)
            text = self._renewed(_PARTING.join(self._refilled(record["text"]) for record in skeletons))
            for record, own in zip(skeletons, text.split(_PARTING), strict=True):
                number = next(made)
                title = own.partition("\n")[0][:60] or record["title"]
                yield record | {"id": f"recombined-{number}", "title": title, "text": own}

    def _refilled(self, text: str) -> str:
        lines = []
        for line in text.splitlines():
            mark = _MARK.match(line)
            assert mark is not None
            lines.append(
                line[: mark.end()] + "".join(map(self._other, _SENTENCE.findall(line[mark.end() :])))
            )
        return "\n".join(lines)

    def _other(self, sentence: str) -> str:
        several: Sequence[str] = self._pool.get(len(sentence) // _STEP, (sentence,))
        return several[int(self._rng.random() * len(several))] if sentence else ""

    def _renewed(self, text: str) -> str:
        """Exchange as many characters as the curves want."""
        han, latin = self._curves
        codes = _codes(text).copy()
        cjk = np.flatnonzero(IS_CJK[codes])
        missing = han.wanted(self._length + len(cjk)) - self._distinct
        places = self._drawn(cjk, missing / han.yielded)
        codes[places] = self._rng.choices(self._han, k=len(places))
        letters = np.array([found.start() for found in _LETTER.finditer(text)], dtype=np.int64)
        lacking = latin.wanted(self._letters + len(letters) // 4) - len(self._words)
        exchanged = self._drawn(letters, lacking / latin.yielded)
        codes[exchanged] = [self._rng.randrange(97, 123) for _ in exchanged]
        text = codes.tobytes().decode("utf-32-le", "surrogatepass")
        new_pairs, new_words = self._count(text)
        for curve, new, drawn in ((han, new_pairs, len(places)), (latin, new_words, len(exchanged))):
            if drawn:
                curve.yielded = min(4.0, max(0.2, new / drawn))
        return text

    def _drawn(self, places: npt.NDArray[np.int64], how_many: float) -> npt.NDArray[np.int64]:
        most = min(max(0, int(how_many)), len(places) // 4)
        return places[self._rng.sample(range(len(places)), most)] if most else places[:0]


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
