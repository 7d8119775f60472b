"""How names are compared: spelling, order, hyphens, initials, courtesies and case left out."""

import re
from functools import lru_cache

from indexer.names.lexicon import DOT, HONORIFIC
from indexer.names.sounds import latin_words
from indexer.text.fold import fold


def plain(name: str) -> str:
    """A Latin name without Mr, Dr, H.E. and the like before it, blanks squeezed."""
    without = HONORIFIC.sub("", name, count=1) if HONORIFIC.match(name) else name
    return " ".join((without or name).split()).strip(" ,;")


def latin_key(name: str) -> str:
    """A Latin name of anything: letters and digits only, no marks, no case."""
    return re.sub(r"[\W_]+", "", fold(name))


def han_key(name: str) -> str:
    """A Chinese name: folded, without the dots between its parts."""
    return re.sub(rf"[\s{DOT}]", "", fold(name))


def person_keys(name: str) -> tuple[str, ...]:
    """Keys of a Latin person's name in any order: its words sorted, and without initials.

    Ko Wen-Je, Wen-Je Ko and KO WEN JE share `je ko wen`; William A. Stanton also has `stanton william`.
    """
    words = latin_words(plain(name))
    long = [word for word in words if len(word) > 1]
    keys = [" ".join(sorted(words)), " ".join(sorted(long))]
    return tuple(dict.fromkeys(key for key in keys if " " in key))


@lru_cache(maxsize=65536)
def joined_key(name: str) -> str:
    """Words of two and more letters sorted, hyphens closed: `ko wenje`."""
    closed = re.sub(r"(?<=\w)[-‐‑'’](?=\w)", "", plain(name))
    return " ".join(sorted(word for word in latin_words(closed) if len(word) > 1))
