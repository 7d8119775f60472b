"""Every sentence that a reader can see: a code, the English, named values.

A stage makes a message by calling a sentence with its values; nobody parses one back. The command line and
the API print `str(message)`; the web page looks the English up in its catalogue and fills in the values. A
further sentence is a further line here, and an entry in each catalogue of `webapp/translations/`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with its values; `str()` gives it in English."""

    code: str  # of its sentence
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return SENTENCES[self.code].english % dict(self.values)

    @property
    def english(self) -> str:
        """The English without its values, as catalogues know it."""
        return SENTENCES[self.code].english


@dataclass(frozen=True, slots=True)
class Sentence:
    """A form of words with places for values, as %(name)s; calling it makes a message."""

    code: str  # area.what-is-said
    english: str

    def __call__(self, **values: object) -> Message:
        """Returns the message with these values, each as text."""
        return Message(self.code, tuple((name, str(value)) for name, value in values.items()))


SENTENCES: dict[str, Sentence] = {}


def _(code: str, english: str) -> Sentence:
    """Notes a sentence under its code."""
    assert code not in SENTENCES, code
    SENTENCES[code] = Sentence(code, english)
    return SENTENCES[code]


# --- queries ---------------------------------------------------------------------------------------
QUERY_CUT = _("query.cut", "Only the first %(count)s characters were searched.")
