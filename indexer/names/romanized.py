"""Chinese names by how Latin letters may write them: Tsai Ing-wen is 蔡英文, Ching-te Lai 賴清德.

Each character has its spellings in Hanyu Pinyin, Wade-Giles and Gwoyeu Romatzyh (by pypinyin), Tongyong (by
rule, from the Ministry of Education's table of 2002), and what people of Taiwan and Hong Kong make of these.
A Latin name is cut to such spellings; a Chinese name is meant if each of its characters may be written so,
family name first or last.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product

from indexer.text.compare import latin_words

SIGNS = (2, 4)  # characters of a name at least and at most
_READINGS = 3  # of a character at most
_TONGYONG = (
    (r"^zhi$|^chi$|^shi$|^ri$|^zi$|^ci$|^si$", r"\g<0>h"), (r"^zh", "jh"), (r"^q", "c"), (r"^x", "s"),
    (r"^([jqxcs])u", r"\1yu"), (r"iu$", "iou"), (r"ui$", "uei"), (r"^(f|w)eng$", r"\1ong"), (r"^wen$", "wun"),
)  # fmt: skip
_HABITS = r"""
yi(ng?)$ y\1 | un$ en ung uen ueng | eng$ en ung ong | en$ eng ern | ^chi ki | ^hs sh s | ^sh hs | ^ts tz
c | ^tz ts z | ^ch j zh | ^j ch y | ^zh j | ^k g | ^p b | ^t(?!s|z) d | ^(ss|sz|tz|ts)[ue]$ \1e | ^ssu$
szu su sze | ih$ i ir | i$ ee y | ^yi i | ^i$ yi | ^yi$ yih | ^ying$ ing | ^yin in | u$ oo uh | ^wu$ wuu |
^yu yue | ^y[uo] u | ou$ ow oe o | o$ oh e | uo$ o wo | ^ho$ her | ao$ au aw aur | ai$ ay ei | ei$ ay | e$
er eh | eh$ e | ien$ ian en yan | ian$ ien | ^yen$ yan | ^yan$ yen | iu$ iou ew yu | ui$ uei wei | uei$
wei | ung$ ong | ong$ ung | ing$ in | in$ ing | iung$ yung | uang$ wang | ang$ ong | hua hwa | uan$ wan |
ua$ wa | iang$ yang | iao$ yao | ieh$ ie yeh | ueh$ ue yueh
"""  # how a beginning or an end is written too; yi(n) as Gwoyeu Romatzyh has pyng where pypinyin writes pying
_RULES = tuple(
    (re.compile(pattern), to)
    for pattern, *several in map(str.split, re.split(r"\s[|]\s", _HABITS))
    for to in several
)
_LONGEST = 7  # letters of one spelling


class Romanized:
    """Chinese names that a Latin one may write."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take different Chinese names, best the most frequent first; longer ones are left out."""
        self._names: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._syllables: dict[str, set[str]] = defaultdict(set)  # a spelling → the syllables it writes
        for name in names:
            if SIGNS[0] <= len(name) <= SIGNS[1]:
                for key in product(*map(_readings, name)):
                    self._names[key].append(name)
        for syllable in {one for key in self._names for one in key}:
            for spelling in spellings(syllable):
                self._syllables[spelling].add(syllable)

    def sounding(self, name: str) -> tuple[str, ...]:
        """Return the names that a Latin name of two words and more may write."""
        words = latin_words(name)
        if not 2 <= len(words) <= SIGNS[1]:
            return ()
        most = SIGNS[1] - len(words) + 1  # characters that one word can write beside the others
        found: dict[str, None] = {}
        for pieces in _orders([list(self._cut(word, most)) for word in words]):
            if SIGNS[0] <= len(pieces) <= SIGNS[1]:
                for key in product(*(sorted(self._syllables[piece]) for piece in pieces)):
                    found.update(dict.fromkeys(self._names.get(key, ())))
        return tuple(found)

    def _cut(self, word: str, most: int) -> Iterator[tuple[str, ...]]:
        """Yield the ways to cut a word to so many spellings at most; else they double with each letter."""
        if not word:
            yield ()
        if len(word) > most * _LONGEST:
            return
        for end in range(1, min(len(word), _LONGEST) + 1):
            if word[:end] in self._syllables:
                yield from ((word[:end], *rest) for rest in self._cut(word[end:], most - 1))


def _orders(words: Sequence[Sequence[tuple[str, ...]]]) -> Iterator[tuple[str, ...]]:
    """Yield the spellings of a name in a row: as written, and with the last word first."""
    for several in product(*words):
        for order in dict.fromkeys((several, (several[-1], *several[:-1]))):
            yield tuple(piece for word in order for piece in word)


@lru_cache(maxsize=8192)
def _readings(sign: str) -> tuple[str, ...]:
    """Return the usual readings of a character in Hanyu Pinyin, without their tones."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin  # what most programs that open an index never need

    return tuple(dict.fromkeys(pinyin(sign, style=Style.NORMAL, heteronym=True)[0][:_READINGS]))


@lru_cache(maxsize=1024)
def spellings(syllable: str) -> frozenset[str]:
    """Return how a syllable of Hanyu Pinyin without its tone may be written."""
    from pypinyin import Style
    from pypinyin.style import convert

    systems = {syllable, _changed(syllable, _TONGYONG), convert(syllable, Style.WADEGILES, False)}
    systems |= {convert(f"{syllable}{tone}", Style.GWOYEU, False) for tone in range(1, 5)}
    systems = {found.replace("'", "") for found in systems}
    systems |= {found.replace("v", other) for found in systems for other in ("u", "yu")}
    for _ in range(2):  # two habits at most meet in one syllable
        systems |= {pattern.sub(to, found) for found in systems for pattern, to in _RULES}
    return frozenset(found for found in systems if found.isascii() and found.isalpha())


def _changed(text: str, rules: Iterable[tuple[str, str]]) -> str:
    for pattern, to in rules:
        text = re.sub(pattern, to, text)
    return text
