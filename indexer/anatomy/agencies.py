"""Variants of an agency's name to one name: 臺中市府, 台中市政府 and Taichung City Government."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from indexer.text.compare import table_key

AGENCY = re.compile(
    r"(?!赴|參加|出席|考察|訪問|參訪|拜會).*(?:府|局|署|部|會|院|處|所|館|廳|室|公司|大學|學校|中心|銀行)"
)
_TAI = re.compile(r"台(?=[北中南東灣大])")
_LOCAL = re.compile(r"^(?P<place>[^\s縣市政府]{2,3}[縣市])(?:政)?府(?!院)")


def agency_name(value: str) -> str:
    """Return the full name under which an agency is filed; units below it are kept, unknown names stay."""
    name = re.sub(r"(?<![A-Za-z,.])\s+|\s+(?![A-Za-z])", "", value.strip())
    known = _names().get(table_key(value))
    if known:
        return known
    name = _TAI.sub("臺", name)
    return _LOCAL.sub(lambda match: f"{match['place']}政府", name)


def english_name(name: str) -> str:
    """Return the English name of an agency, or the name itself where none is known."""
    return _english().get(name, name)


def names_of_agencies() -> Iterator[tuple[str, ...]]:
    """Yield the names of each agency, the full one first."""
    for line in Path(__file__).with_name("agencies.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split("\t"))


@cache
def _english() -> dict[str, str]:
    """Return English names by full names; where there are several the first is the official one."""
    found = (
        (names[0], next((name for name in names if name.isascii() and " " in name), ""))
        for names in names_of_agencies()
    )
    return {name: english for name, english in found if english}


@cache
def _names() -> dict[str, str]:
    """Return full names by folded names."""
    return {table_key(name): names[0] for names in names_of_agencies() for name in names}
