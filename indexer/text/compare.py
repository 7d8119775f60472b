"""Keys under which texts, values and names are compared: two of them are one where their keys are equal.

Each key leaves out what says nothing about sameness where it is used: case, script, width and accents always
(they fold), then blanks, points, courtesies, hyphens or the order of words.
"""

import re
import unicodedata
from functools import lru_cache

from indexer.text.analysis import analyze
from indexer.text.fold import fold

DOT = "·‧．・•"  # between the parts of a transliterated name
_POINTS = re.compile(r"[\s.,'’]")
_NO_LETTERS = re.compile(r"[\W_]+")
_BLANKS_AND_DOTS = re.compile(rf"[\s{DOT}]")
_OWNING, _WORD = re.compile(r"[’']s\b"), re.compile("[a-z]+")
_CLOSED = re.compile(r"(?<=\w)[-‐‑'’](?=\w)")
_COURTESIES = """
Mr Mrs Ms Miss Mdm Madam Dr Prof Professor Sir Dame Lord Lady Hon Honorable Rt Rev Fr Excmo Excma Sr Sra Lic
Ing His Her Excellency Eminence Majesty Highness Royal Ambassador President Minister Senator Congressman
Governor Mayor King Queen Prince Princess Datuk Dato Tun General Gen Col Colonel Captain Capt Lieutenant Lt
Detective Sgt Major The Vice Prime
"""
_ANY_COURTESY = "|".join(sorted(_COURTESIES.split(), key=len, reverse=True))
_COURTESY = re.compile(rf"(?:\b(?:{_ANY_COURTESY}|Tan Sri|H\. ?E|H\. ?R\. ?H|H\. ?M)\b\.?,?\s*)+")


def value_key(value: str) -> str:
    """Return the key of a value of a field: without blanks."""
    return "".join(fold(value).split())


def table_key(name: str) -> str:
    """Return the key of a name in a table of agencies or places: without blanks, points and apostrophes."""
    return _POINTS.sub("", fold(name))


def letters_key(text: str) -> str:
    """Return the letters and digits alone, in whichever script: of Latin names and of titles."""
    return _NO_LETTERS.sub("", fold(text))


def typed_key(text: str) -> str:
    """Return the tokens with a blank between two: what is typed against what completes it."""
    return " ".join(token.text for token in analyze(text))


@lru_cache(maxsize=65536)
def han_key(name: str) -> str:
    """Return the key of a Chinese name: without blanks and the dots between its parts."""
    return _BLANKS_AND_DOTS.sub("", fold(name))


@lru_cache(maxsize=65536)
def person_keys(name: str) -> tuple[str, ...]:
    """Return the keys of a person's Latin name in any order: its words sorted, and without initials.

    Ko Wen-Je, Wen-Je Ko and KO WEN JE share `je ko wen`; William A. Stanton also has `stanton william`.
    """
    words = latin_words(without_courtesy(name))
    long = [word for word in words if len(word) > 1]
    keys = [" ".join(sorted(words)), " ".join(sorted(long))]
    return tuple(dict.fromkeys(key for key in keys if " " in key))


@lru_cache(maxsize=65536)
def joined_key(name: str) -> str:
    """Return the words of two and more letters sorted, hyphens closed: `ko wenje`."""
    closed = _CLOSED.sub("", without_courtesy(name))
    return " ".join(sorted(word for word in latin_words(closed) if len(word) > 1))


def without_courtesy(name: str) -> str:
    """Return a Latin name without Mr, Dr, H.E. and the like before it, blanks squeezed."""
    without = _COURTESY.sub("", name, count=1) if _COURTESY.match(name) else name
    return " ".join((without or name).split()).strip(" ,;")


@lru_cache(maxsize=65536)
def latin_words(name: str) -> tuple[str, ...]:
    """Return the lower-case words of a Latin name without accents, hyphens parting them."""
    name = _OWNING.sub("", name.lower())
    plain = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("ł", "l"))
    return tuple(_WORD.findall("".join(char for char in plain if not unicodedata.combining(char))))
