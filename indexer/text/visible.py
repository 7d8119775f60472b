"""What is seen of a text, in documents and in queries alike."""

import re
import unicodedata

from indexer.text.scripts import CJK

_ACCENTED = re.compile(r"[A-Za-z][\u0300-\u036f]+")
_ODD_BLANKS = re.compile(r"[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_BROKEN = re.compile(rf"(?<=[{CJK}])\x0b(?=[{CJK}])")  # Word's line break, within a word
_SELECTED = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # printable, yet nothing by themselves
_UNSEEN = re.compile(  # controls, marks of direction, zero-width characters, selectors, halves of pairs
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufe00-\ufe0f\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
    r"\U000e0100-\U000e01ef]"
)


_DEGREES = re.compile(r"[°º˚]\s?([CF])(?![A-Za-z])")


def visible(text: str) -> str:
    """Return a text with accents one with their letters, odd blanks as blanks, and nothing unseen.

    Degrees of both scales become their signs: 20°C is written as 20℃ is.
    """
    text = _DEGREES.sub(lambda match: "℃" if match[1] == "C" else "℉", text)
    text = _ACCENTED.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
    if text.isprintable() and not _SELECTED.search(text):
        return text
    return _UNSEEN.sub("", _ODD_BLANKS.sub(" ", _BROKEN.sub("", text)))
