"""Which language a text is written in, as far as its characters tell."""

import re

from indexer.text.scripts import HAN, KANA

_KANA = re.compile(f"[{KANA}]")
_HAN = re.compile(f"[{HAN}]")
_HAN_RUN = re.compile(f"((?:[{HAN}]+[、，（）「」《》]*)+)")
_LATIN = re.compile(r"[A-Za-z]{2}")


def written_in(text: str) -> str:
    """Return `ja`, `zh`, `en`, or nothing where there are no letters of these."""
    if _KANA.search(text):
        return "ja"
    if _HAN.search(text):
        return "zh"
    return "en" if _LATIN.search(text) else ""


def with_han_apart(text: str) -> list[str]:
    """Return the pieces of a text: without and with Han characters in turn, those without first."""
    return _HAN_RUN.split(text)
