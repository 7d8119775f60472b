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


def _sentence(code: str, english: str) -> Sentence:
    """Notes a sentence under its code."""
    assert code not in SENTENCES, code
    SENTENCES[code] = Sentence(code, english)
    return SENTENCES[code]


# --- queries ---------------------------------------------------------------------------------------
QUERY_CUT = _sentence("query.cut", "Only the first %(count)s characters were searched.")
NOT_OPENED = _sentence("query.not-opened", "A closing bracket without an opening one was ignored.")
NOT_CLOSED = _sentence("query.not-closed", "An opening bracket without a closing one was ignored.")
TOO_DEEP = _sentence("query.too-deep", "Brackets nested deeper than %(count)s were ignored.")
QUOTE_ALONE = _sentence("query.quote-alone", "A quotation mark without its pair was ignored.")
OR_ALONE = _sentence("query.or-alone", "An OR without a word on both sides was ignored.")
NOT_ALONE = _sentence("query.not-alone", "A NOT without a word after it was ignored.")
NO_WORD = _sentence("query.no-word", "There is no word to search for.")
FIELD_ALONE = _sentence("query.field-alone", "“%(field)s:” without a value was searched as a word.")
YEAR_AS_WORDS = _sentence("query.year-as-words", "“%(value)s” is no year and was searched as words.")
DATE_AS_WORDS = _sentence("query.date-as-words", "“%(value)s” is no date and was searched as words.")
NO_YEAR = _sentence("query.no-year", "“%(value)s” is no year.")
NO_DATE = _sentence("query.no-date", "“%(value)s” is no date.")
PREFIX_CUT = _sentence(
    "query.prefix-cut", "“%(value)s” stands for %(count)s words; %(searched)s were searched."
)
FUZZY_SHORT = _sentence(
    "query.fuzzy-short", "“%(value)s” is too short for a fuzzy search and was searched as it is."
)
# --- requests --------------------------------------------------------------------------------------
NUMBER_BETWEEN = _sentence("request.number-between", "%(name)s is a number from %(least)s to %(most)s.")
NUMBER_FROM = _sentence("request.number-from", "%(name)s is a number from %(least)s.")
ONE_OF = _sentence("request.one-of", "%(name)s is one of %(choices)s.")
NO_FILTER = _sentence("request.no-filter", "There is no filter %(names)s; filters are %(filters)s.")
# --- tables of other names -------------------------------------------------------------------------
ALIASES_UNREADABLE = _sentence("aliases.unreadable", "the alias table cannot be read (%(reason)s).")
ALIAS_ALONE = _sentence("aliases.alone", "has one name; put the other names after it, parted by tabs.")
# --- evaluation ------------------------------------------------------------------------------------
NOTHING_JUDGED = _sentence(
    "evaluate.nothing-judged", "names no relevant document for any query of %(queries)s."
)
NO_MEASURES = _sentence(
    "evaluate.no-measures", "Evaluation needs ir_measures; install it with `pip install 'baogao[evaluate]'`."
)
NO_QUERY = _sentence("evaluate.no-query", "is not a query; a line is id, tab, text.")
QUERY_TWICE = _sentence("evaluate.query-twice", "the query id %(query)s stands in the file twice.")
NO_JUDGEMENT = _sentence(
    "evaluate.no-judgement",
    "is not a judgement; a line is query id, 0, document id, relevance (a whole number).",
)
LINES_UNREADABLE = _sentence("evaluate.unreadable", "cannot be read (%(reason)s).")
LINES_NO_UTF8 = _sentence("evaluate.no-utf8", "is not UTF-8; save it as UTF-8.")
# --- engines ---------------------------------------------------------------------------------------
ENGINE_UNKNOWN = _sentence(
    "engine.unknown", "There is no engine “%(url)s”; BAOGAO_ENGINE is one of %(choices)s."
)
INDEX_UNREADABLE = _sentence(
    "engine.unreadable", "the index cannot be opened (%(reason)s); run `baogao index --rebuild`."
)
INDEX_BUSY = _sentence("engine.busy", "another `baogao index` is writing; try again later.")
# --- the folder of an index ------------------------------------------------------------------------
INDEX_MISSING = _sentence("index.missing", "holds no index yet; run `%(command)s`.")
FOLDER_UNREADABLE = _sentence("index.folder-unreadable", "cannot be read (%(reason)s).")
FOLDER_UNWRITABLE = _sentence(
    "index.folder-unwritable", "cannot be written (%(reason)s); name another folder with --index."
)
NO_GENERATION = _sentence("index.no-generation", "%(file)s names no generation; run `%(command)s`.")
FILE_MISSING = _sentence("index.file-missing", "is missing; run `%(command)s`.")
FILE_ALTERED = _sentence("index.file-altered", "was altered since it was written; run `%(command)s`.")
MANIFEST_GONE = _sentence("index.manifest-gone", "is missing or damaged; run `%(command)s`.")
# --- what the web page answers ---------------------------------------------------------------------
NO_REPORT = _sentence("page.no-report", "There is no report %(report)s.")
NO_SECTION = _sentence("page.no-section", "Report %(report)s has no section %(section)s.")
NO_PERSON = _sentence("page.no-person", "There is no person %(person)s.")
NO_FILE_OF_ITS_OWN = _sentence("page.no-file", "Report %(report)s has no file of its own.")
REPORT_REMOVED = _sentence("page.report-removed", "Report %(report)s was removed; its title was “%(title)s”.")
SECTION_REMOVED = _sentence(
    "page.section-removed",
    "Section %(section)s was removed from report %(report)s; its heading was “%(heading)s”.",
)
NOTHING_HERE = _sentence("page.nothing-here", "There is nothing at this address.")
REMOVED = _sentence("page.removed", "This was removed.")
OTHER_METHOD = _sentence("page.other-method", "This address does not take that method.")
OUR_FAULT = _sentence("page.our-fault", "Something went wrong here; it has been logged.")
BAD_REQUEST = _sentence("page.bad-request", "This request cannot be read.")
WHOLE_NUMBER = _sentence("request.whole-number", "%(name)s is a whole number, not “%(value)s”.")
GIVEN_ONCE = _sentence("request.given-once", "%(name)s is given once.")
ADDRESS_TAKEN = _sentence(
    "serve.address-taken", "cannot be served (%(reason)s); name another address with --port or --host."
)
# --- decisions on names ----------------------------------------------------------------------------
DECISIONS_UNREADABLE = _sentence("names.unreadable", "cannot be read (%(reason)s).")
NOT_YAML = _sentence("names.not-yaml", "is not YAML (%(problem)s); see docs/names.md.")
NO_LIST = _sentence("names.no-list", "is no list; write each decision after a “- ”.")
NO_DECISION = _sentence("names.no-decision", "is no decision; write merge:, split:, reject: or name:.")
DECISION_UNKNOWN = _sentence(
    "names.decision-unknown",
    "%(keys)s is not understood; write merge:, split:, reject:, or name: with chinese: and english:.",
)
DECISION_EMPTY = _sentence(
    "names.decision-empty",
    "nothing is not understood; write merge:, split:, reject:, or name: with chinese: and english:.",
)
MERGE_TAKES = _sentence("names.merge-takes", "merge takes two or more of “name @ report”.")
SPLIT_TAKES = _sentence("names.split-takes", "split takes “name @ report”.")
REJECT_TAKES = _sentence("names.reject-takes", "reject takes a name, or “name @ report”.")
NAME_EMPTY = _sentence("names.name-empty", "name is empty.")
VERDICT_UNKNOWN = _sentence(
    "names.verdict-unknown", "begins with “%(word)s”; write confirm, reject or correct, and tabs."
)
VERDICT_NAMES = _sentence(
    "names.verdict-names", "wants a Chinese and a Latin name after “%(word)s”, parted by tabs."
)
VERDICT_RIGHT_NAME = _sentence(
    "names.verdict-right-name", "wants the right Chinese name as its fourth column."
)
VERDICT_KIND = _sentence("names.verdict-kind", "“%(kind)s” is no kind; kinds are %(kinds)s.")
NAMED_NOWHERE = _sentence("names.named-nowhere", "no report names “%(name)s”; the line has no effect.")
NOT_NAMED_IN = _sentence(
    "names.not-named-in", "no report names “%(name)s” in %(report)s; the line has no effect."
)
PAIRED_NOWHERE = _sentence(
    "names.paired-nowhere", "no report pairs “%(chinese)s” with “%(english)s”; it has no effect."
)
# --- what most needs a decision --------------------------------------------------------------------
PAIR_DISPUTED = _sentence(
    "review.pair-disputed",
    "%(chinese)s = %(english)s in %(count)s places, but also %(other)s in %(others)s.",
)
PAIR_UNSURE = _sentence(
    "review.pair-unsure",
    "Is %(chinese)s = %(english)s? It is seen in %(count)s places, by no sure sign.",
)
ONE_PERSON = _sentence("review.one-person", "Are these one person? %(people)s.")
PERSON_IN = _sentence("review.person-in", "%(person)s in %(report)s")
