"""Text to tokens, for Chinese and for Latin names; one `analyze` for the index and for the query.

A run of CJK characters is one token, matched as it stands; what stands between other scripts'
letters and digits is a word (3d, b2b and covid19 stay whole). A compound (Wen-Je, O'Brien) is
its parts and their joined form. Nothing is stemmed or stopped here: recall is exact.
"""

import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from snowballstemmer.porter_stemmer import PorterStemmer

from indexer.text.fold import fold
from indexer.text.function_words import FUNCTION_WORDS
from indexer.text.scripts import CJK
from indexer.text.segmenter import segmenter

_ALNUM = rf"[^\W_{CJK}]"
_JOINING = r"(?:(?<!\d)['\-]|['\-](?!\d))"  # between letters, or a letter and a digit: 20-25 is no 2025
_RUN, _WORD = rf"[{CJK}]+", rf"{_ALNUM}+(?:{_JOINING}{_ALNUM}+)*"
_TOKEN = re.compile(rf"(?P<cjk>{_RUN})|(?P<word>{_WORD})")
runs_in = re.compile(_RUN).findall  # of folded text: its tokens of either kind, without their places
words_in = re.compile(_WORD).findall
_PART = re.compile(r"[^'\-]+")
_INTERROGATIVES = (
    "什麼時候", "什麼", "哪一", "哪個", "哪些", "哪裡", "哪", "誰", "何時", "何地", "何者", "何種", "何人",
    "為何", "如何", "多少", "幾", "嗎", "呢", "請問",
)  # fmt: skip
_ASKING = re.compile("|".join(map(fold, _INTERROGATIVES)))
_FUNCTION = re.compile("|".join(word for word in FUNCTION_WORDS if not word.isascii()))
_HONORIFICS = frozenset(["mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam"])


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of folded text with its character span; `parts` > 1 for a compound word."""

    text: str
    start: int
    end: int
    cjk: bool
    parts: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Terms of a word: its parts, and the parts joined."""
        return forms_of(self.parts)

    @property
    def honorific(self) -> bool:
        """Whether it is a Mr, Ms or Dr, which names match without."""
        return self.text in _HONORIFICS


def analyze(text: str) -> list[Token]:
    """Return the text's tokens in order; spans are valid in the text as given, which fold leaves in place."""
    return [_token(match) for match in _TOKEN.finditer(fold(text))]


def _token(match: re.Match[str]) -> Token:
    text, start = match[0], match.start()
    if match["cjk"]:
        return Token(text, start, match.end(), cjk=True)
    text = _bare(text)
    return Token(text, start, start + len(text), cjk=False, parts=parts_of(text))


def _bare(word: str) -> str:
    """Return the word without a possessive, which is not part of a name."""
    return word[:-2] if len(word) > 2 and word.endswith("'s") else word


def parts_of(word: str) -> tuple[str, ...]:
    """Return a word of folded text, or the parts of a compound."""
    return (word,) if word.isalnum() else tuple(_PART.findall(_bare(word)))


def forms_of(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return terms of a word: its parts, and the parts joined."""
    return parts if len(parts) == 1 else (*parts, "".join(parts))


def grams(run: str) -> Iterator[str]:
    """Yield unigrams and bigrams of a CJK run."""
    yield from run
    for i in range(len(run) - 1):
        yield run[i : i + 2]


@lru_cache(maxsize=4096)
def words(run: str) -> tuple[str, ...]:
    """Return jieba's words of two and more characters in a folded CJK run, HMM off: for ranking only."""
    return tuple(word for word in cut(run) if len(word) > 1)


def cut(run: str) -> list[str]:
    """Return all of a folded run, cut into jieba's words."""
    return segmenter().cut(run)


def parts_of_word(word: str) -> list[str]:
    """Return a folded word cut into the shorter words that it is made of: 行政, 处分."""
    return segmenter().parts(word)


@lru_cache(maxsize=4096)
def telling(run: str) -> tuple[str, ...]:
    """Return a folded run's pieces between interrogatives and function words; the run where none is left.

    Pairs of characters over the end of a function word are rare and say nothing: 的父 of 鐵木真的父親.
    """
    pieces: list[str] = []
    for piece in described(run):
        if not _FUNCTION.search(piece):
            pieces.append(piece)
            continue
        for function, group in groupby(cut(piece), FUNCTION_WORDS.__contains__):
            if not function:
                pieces.append("".join(group))
    return tuple(pieces) or (run,)


def described(run: str) -> list[str]:
    """Return a folded run's pieces between interrogatives, which are in a question, not in its answer."""
    return [piece for piece in _ASKING.split(run) if piece] or [run]


class _Stemmers(threading.local):
    """A stemmer of each thread, as it keeps the word that it works on."""

    def __init__(self) -> None:
        self.porter = PorterStemmer()


_stemmers = _Stemmers()
_LONGEST_WHOLE = 2  # letters of a word that has no ending, as in Porter's own programs


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the Porter stem, for the low-weight field."""
    stemmed = word.isascii() and word.isalpha() and len(word) > _LONGEST_WHOLE
    return str(_stemmers.porter.stemWord(word)) if stemmed else word


@dataclass(frozen=True, slots=True)
class Terms:
    """Bags of index terms of one text, by kind, and its length in characters and words."""

    han: Counter[str]
    words: Counter[str]
    latin: Counter[str]
    stems: Counter[str]
    length: int


def terms(tokens: Iterable[Token]) -> Terms:
    """Return the bags that the index stores and that a query scores."""
    bags = Terms(Counter(), Counter(), Counter(), Counter(), 0)
    length = 0
    for token in tokens:
        if token.cjk:
            bags.han.update(grams(token.text))
            bags.words.update(words(token.text))
            length += len(token.text)
        else:
            bags.latin.update(token.forms)
            bags.stems.update(map(stem, token.parts))
            length += len(token.parts)
    return Terms(bags.han, bags.words, bags.latin, bags.stems, length)
