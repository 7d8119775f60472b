"""What is seen of a text, in documents and in queries alike."""

import re
import unicodedata

_ACCENTED = re.compile(r"[A-Za-z][\u0300-\u036f]+")
_ODD_BLANKS = re.compile(r"[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_UNSEEN = re.compile(  # controls, marks of direction, zero-width characters, halves of pairs
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """Return a text with accents one with their letters, odd blanks as blanks, and nothing unseen."""
    text = _ACCENTED.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
    return text if text.isprintable() else _UNSEEN.sub("", _ODD_BLANKS.sub(" ", text))
