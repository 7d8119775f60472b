"""What people type, beside what was meant: countries and agencies with topics, names, compounds, slips.

All is drawn from an index of the sample reports and news, by a seed; nothing of it was used to write the engine.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from indexer.library import Library
from indexer.model.report import Report
from indexer.model.search import Hit, Request, Results
from indexer.text.analysis import analyze, cut
from indexer.text.fold import fold

TOPICS, NAMES, COMPOUNDS, RIGHT, SLIPS = 400, 300, 300, 300, 200
_RARE, _FREQUENT = 2, 20  # reports that have a topic
_SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高簡朱鍾施游詹沈彭梁趙顏翁戴"
_GIVEN = "家豪志明俊傑建宏美玲淑芬雅婷怡君宗翰冠宇承恩品妍詩涵國昌文哲光瑤佳蓉子瑜庭瑋柏翰宜蓁欣麗華秀英惠育賢仁博正雄"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
Row = Sequence[str]


@dataclass(frozen=True)
class Typed:
    """An index, and queries drawn from it."""

    library: Library
    rng: random.Random

    def search(self, text: str, aliases: bool = True) -> Results:
        """Return the first page by words."""
        return self.library.search(Request(text, facets=False, meaning=False, aliases=aliases))

    @cached_property
    def reports(self) -> list[Report]:
        """All reports."""
        return [one for name in self.library.report_ids() if (one := self.library.report(name))]

    @cached_property
    def words(self) -> Counter[str]:
        """Dictionary words of the texts, each with its reports."""
        found: Counter[str] = Counter()
        for report in self.reports:
            runs = (t.text for s in report.sections for t in analyze(s.searchable) if t.cjk)
            found.update({word for run in runs for word in cut(run) if len(word) > 1})
        return found

    def absent(self, text: str) -> bool:
        """Tell whether no section has a run as it stands."""
        return self.search(text, aliases=False).rung != "exact"

    def run(self) -> Iterator[Row]:
        """Yield (what is typed, how many, what is counted, share)."""
        yield from self._topics()
        names = self._until(NAMES, lambda: self._one(_SURNAMES) + self._one(_GIVEN) + self._one(_GIVEN))
        yield (
            "made-up names",
            str(len(names)),
            "shown as found",
            _share(bool(self.search(n).total) for n in names),
        )
        halves = sorted(word for word in self.words if len(word) == 2)
        pairs = self._until(COMPOUNDS, lambda: self.rng.choice(halves) + self.rng.choice(halves))
        dead = _share(not self.search(pair).total for pair in pairs)
        yield "two words as one, which stands nowhere", str(len(pairs)), "dead ends", dead
        right = self.rng.sample(sorted(self.words), min(RIGHT, len(self.words)))
        offered = _share(bool(self.search(word).did_you_mean) for word in right)
        yield "dictionary words with hits", str(len(right)), "another is offered", offered
        yield from self._slips()

    def _one(self, of: str) -> str:
        return self.rng.choice(of)

    def _until(self, number: int, make: Callable[[], str]) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < number:
            if self.absent(text := make()):
                found[text] = None
        return list(found)

    def _topics(self) -> Iterator[Row]:
        for field in ("country", "agency"):
            queries = [pair for _ in range(TOPICS // 2) if (pair := self._topic(field))]
            first = beside = kept = 0
            for value, word in queries:
                results = self.search(f"{value} {word}")
                literal = self.search(f"{value} {word}", aliases=False)
                right = bool(results.hits) and self._is_on(results.hits[0], field, value, word)
                offered = results.in_one_report[:1]
                first += right
                beside += right or any(self._is_on(hit, field, value, word) for hit in offered)
                tiers = [hit.tier for hit in results.hits]
                count = literal.total if literal.rung == "exact" else 0
                kept += tiers[:count] == ["literal"] * min(count, len(tiers))
            number = len(queries)
            yield f"{field} and topic", str(number), "first hit right", f"{first / number:.3f}"
            yield (
                f"{field} and topic",
                str(number),
                "first hit or report above it right",
                f"{beside / number:.3f}",
            )
            yield f"{field} and topic", str(number), "literal hits first, none lost", f"{kept / number:.3f}"

    def _topic(self, field: str) -> tuple[str, str] | None:
        """Return a value of a report's metadata and a word of that report which few have."""
        values = {one.id: one.metadata.values[field] for one in self.reports if one.metadata.countries}
        report = self.rng.choice([one for one in self.reports if values.get(one.id)])
        value = self.rng.choice(values[report.id])
        for texts in ([s.heading for s in report.sections], [s.text for s in report.sections]):
            runs = (token.text for text in texts for token in analyze(text) if token.cjk)
            words = {word for run in runs for word in cut(run) if _RARE <= self.words[word] <= _FREQUENT}
            if topics := sorted(word for word in words if word not in fold(value)):
                return value, self.rng.choice(topics)
        return None

    def _is_on(self, hit: Hit, field: str, value: str, word: str) -> bool:
        report = self.library.report(hit.report_id)
        if report is None or value not in report.metadata.values[field]:
            return False
        return any(s.id == hit.section_id and word in fold(s.searchable) for s in report.sections)

    def _slips(self) -> Iterator[Row]:
        chars = sorted({char for word in self.words for char in word})
        words = sorted(word for word, count in self.words.items() if 3 <= len(word) <= 5 and count > 1)
        latin = Counter(
            t.text for r in self.reports for s in r.sections for t in analyze(s.text) if not t.cjk
        )
        names = sorted(word for word in latin if re.fullmatch("[a-z]{5,}", word) and latin[word] > 1)
        ways: Sequence[tuple[str, Sequence[str], Callable[[str], str]]] = (
            ("one character exchanged", words, lambda word: self._exchanged(word, chars)),
            ("one letter too many, few, other or turned round", names, self._mistyped),
        )
        for kind, right, slip in ways:
            good = tried = 0
            while tried < SLIPS:
                word = self.rng.choice(right)
                typed = slip(word)
                if typed in latin or typed == word or (len(cut(typed)) == 1 and not typed.isascii()):
                    continue  # a word as well
                tried += 1
                offered = self.search(typed).did_you_mean[:1]
                good += [fold(one.text) for one in offered] == [word]
            yield kind, str(tried), "the right word is offered first", f"{good / tried:.3f}"

    def _exchanged(self, word: str, chars: Sequence[str]) -> str:
        place = self.rng.randrange(len(word))
        return word[:place] + self.rng.choice(chars) + word[place + 1 :]

    def _mistyped(self, word: str) -> str:
        place, letter = self.rng.randrange(1, len(word)), self._one(_LETTERS)
        ways = (
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :],
        )
        return self.rng.choice(ways)


def _share(values: Iterable[bool]) -> str:
    counted = list(values)
    return f"{sum(counted) / len(counted):.3f}"
