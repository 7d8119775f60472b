"""Chinese names in a report that have an English one, underlined, with that name, for English readers."""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from indexer.library import Library
from webapp.words.language import ENGLISH, language

_SHORTEST = 2  # characters of a name
_TAG = re.compile(r"(<[^>]*>)")


class Glosses:
    """The English names of the Chinese ones that may stand in a text."""

    def __init__(self, names: dict[str, str]) -> None:
        """Take English names by Chinese ones; of names that begin alike the longest is found."""
        self._english = {str(escape(chinese)): english for chinese, english in names.items()}
        longest = sorted(self._english, key=len, reverse=True)
        self._names = re.compile("|".join(map(re.escape, longest))) if longest else None

    def mark(self, text: Markup) -> Markup:
        """Return escaped text with its names underlined; what is marked otherwise is left as it is."""
        if self._names is None:
            return text
        pieces = _TAG.split(text)
        return Markup("".join(self._marked(piece) if i % 2 == 0 else piece for i, piece in enumerate(pieces)))

    def _marked(self, piece: str) -> str:
        assert self._names
        return self._names.sub(
            lambda name: f'<abbr class="gloss" title="{escape(self._english[name[0]])}">{name[0]}</abbr>',
            piece,
        )


def glosses_in(library: Library, report_id: str) -> Glosses:
    """Return the glosses of the people and things that a report names, for who reads in English."""
    if language() != ENGLISH:
        return Glosses({})
    names = _names(library, report_id)
    return Glosses({chinese: english for chinese, english in names if len(chinese) >= _SHORTEST and english})


def _names(library: Library, report_id: str) -> Iterator[tuple[str, str]]:
    for thing in library.directory.in_report(report_id):
        if thing.english:
            yield thing.chinese, thing.english[0]
    for person in library.directory.people_in(report_id):
        yield person.chinese, person.english
