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
NOT_OPENED = _("query.not-opened", "A closing bracket without an opening one was ignored.")
NOT_CLOSED = _("query.not-closed", "An opening bracket without a closing one was ignored.")
TOO_DEEP = _("query.too-deep", "Brackets nested deeper than %(count)s were ignored.")
QUOTE_ALONE = _("query.quote-alone", "A quotation mark without its pair was ignored.")
OR_ALONE = _("query.or-alone", "An OR without a word on both sides was ignored.")
NOT_ALONE = _("query.not-alone", "A NOT without a word after it was ignored.")
NO_WORD = _("query.no-word", "There is no word to search for.")
FIELD_ALONE = _("query.field-alone", "“%(field)s:” without a value was searched as a word.")
YEAR_AS_WORDS = _("query.year-as-words", "“%(value)s” is no year and was searched as words.")
DATE_AS_WORDS = _("query.date-as-words", "“%(value)s” is no date and was searched as words.")
NO_YEAR = _("query.no-year", "“%(value)s” is no year.")
NO_DATE = _("query.no-date", "“%(value)s” is no date.")
PREFIX_CUT = _("query.prefix-cut", "“%(value)s” stands for %(count)s words; %(searched)s were searched.")
FUZZY_SHORT = _("query.fuzzy-short", "“%(value)s” is too short for a fuzzy search and was searched as it is.")
# --- requests --------------------------------------------------------------------------------------
NUMBER_BETWEEN = _("request.number-between", "%(name)s is a number from %(least)s to %(most)s.")
NUMBER_FROM = _("request.number-from", "%(name)s is a number from %(least)s.")
ONE_OF = _("request.one-of", "%(name)s is one of %(choices)s.")
NO_FILTER = _("request.no-filter", "There is no filter %(names)s; filters are %(filters)s.")
# --- tables of other names -------------------------------------------------------------------------
ALIASES_UNREADABLE = _("aliases.unreadable", "the alias table cannot be read (%(reason)s).")
ALIAS_ALONE = _("aliases.alone", "has one name; put the other names after it, parted by tabs.")
# --- evaluation ------------------------------------------------------------------------------------
NOTHING_JUDGED = _("evaluate.nothing-judged", "names no relevant document for any query of %(queries)s.")
NO_MEASURES = _(
    "evaluate.no-measures", "Evaluation needs ir_measures; install it with `pip install 'baogao[evaluate]'`."
)
NO_QUERY = _("evaluate.no-query", "is not a query; a line is id, tab, text.")
QUERY_TWICE = _("evaluate.query-twice", "the query id %(query)s stands in the file twice.")
NO_JUDGEMENT = _(
    "evaluate.no-judgement",
    "is not a judgement; a line is query id, 0, document id, relevance (a whole number).",
)
LINES_UNREADABLE = _("evaluate.unreadable", "cannot be read (%(reason)s).")
LINES_NO_UTF8 = _("evaluate.no-utf8", "is not UTF-8; save it as UTF-8.")
# --- engines ---------------------------------------------------------------------------------------
ENGINE_UNKNOWN = _("engine.unknown", "There is no engine “%(url)s”; BAOGAO_ENGINE is one of %(choices)s.")
INDEX_UNREADABLE = _(
    "engine.unreadable", "the index cannot be opened (%(reason)s); run `baogao index --rebuild`."
)
INDEX_BUSY = _("engine.busy", "another `baogao index` is writing; try again later.")
