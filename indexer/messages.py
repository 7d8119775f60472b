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
        """Return the message with these values, each as text."""
        return Message(self.code, tuple((name, str(value)) for name, value in values.items()))


SENTENCES: dict[str, Sentence] = {}


def _sentence(code: str, english: str) -> Sentence:
    """Note a sentence under its code."""
    assert code not in SENTENCES, code
    SENTENCES[code] = Sentence(code, english)
    return SENTENCES[code]


# --- settings --------------------------------------------------------------------------------------
WHOLE_NUMBER_ABOVE_0 = _sentence(
    "setting.whole-number", "%(name)s is a whole number above 0, not “%(value)s”."
)
NO_PUBLIC_ADDRESS = _sentence(
    "setting.no-address", "%(name)s is an address such as https://host/prefix, not “%(value)s”."
)
SECRET_UNREADABLE = _sentence(
    "setting.secret-unreadable", "%(name)s names a file that cannot be read (%(reason)s)."
)
NO_NETWORK = _sentence("setting.no-network", "%(name)s lists addresses or networks (%(reason)s).")
NO_AUDIENCES = _sentence(
    "setting.no-audiences",
    "%(name)s lists audiences with their groups, as in “staff=mofa,tainan; mofa=mofa”, not “%(value)s”.",
)
AUDIENCES_APART = _sentence(
    "setting.audiences-apart",
    "BAOGAO_AUDIENCES needs an index in files, for all audiences would share a cluster's; leave it out, and "
    "restricted reports are left out of the cluster.",
)
NO_MAIL = _sentence("setting.no-mail", "%(name)s is a mail address, not “%(value)s”.")
NO_HEADER = _sentence("setting.no-header", "%(name)s is the name of a header, not “%(value)s”.")
HEADER_WANTS_PROXIES = _sentence(
    "setting.header-wants-proxies",
    "BAOGAO_GROUPS_HEADER is believed from the proxies of BAOGAO_PROXIES alone; set both.",
)
NO_USERS = _sentence(
    "setting.no-users", "holds a user a line, as `baogao user NAME GROUPS` prints it (%(reason)s)."
)
# --- who may read what, and what was taken down ------------------------------------------------------
BUSY = _sentence("request.busy", "Too many people ask at once; please try again in a moment.")
SIGN_IN_WRONG = _sentence("login.wrong", "Name and password are needed here, and these are not right.")
RULES_UNREADABLE = _sentence("rules.unreadable", "cannot be read (%(reason)s).")
RULE_COLUMNS = _sentence("rules.columns", "A line has two columns with a tab between them.")
NO_LINK = _sentence(
    "rules.no-link",
    "“%(link)s” is no permanent link: /reports/…, /reports/…/s/… or the short link of a quotation, /q/….",
)
WITHHELD = _sentence(
    "rules.withheld",
    "%(count)s restricted report(s) left out of this index; BAOGAO_AUDIENCES says who reads them.",
)
TAKEDOWN_UNMET = _sentence(
    "rules.takedown-unmet",
    "“%(link)s” in takedown.tsv leads to nothing here any more; see whether the text still has it.",
)
TAKEN_DOWN = _sentence("rules.taken-down", "This was taken down: %(reason)s")
NOT_THERE = _sentence("rules.not-there", "The index has nothing under this link, so nothing was taken down.")
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
# --- meaning ----------------------------------------------------------------------------------------
MEANING_NOT_INSTALLED = _sentence(
    "meaning.not-installed",
    "Search by meaning is not installed: pip install 'baogao[meaning]', then index again.",
)
MEANING_NOT_MADE = _sentence(
    "meaning.not-made", "What sections mean was not read yet: `baogao index` does it behind the words."
)
MEANING_LOADING = _sentence("meaning.loading", "Search by meaning is still being loaded.")
MEANING_IN_PART = _sentence(
    "meaning.in-part", "Only %(percent)s %% of the sections can be found by meaning so far."
)

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
ENGINE_NOT_INSTALLED = _sentence(
    "engine.not-installed", "The engine of BAOGAO_ENGINE is not installed; run `pip install '%(package)s'`."
)
INDEX_BUSY = _sentence("engine.busy", "another `baogao index` is writing; try again later.")
# --- the cluster -----------------------------------------------------------------------------------
CLUSTER_ADDRESS = _sentence(
    "cluster.address", "BAOGAO_ENGINE names a cluster as %(example)s, not as “%(value)s”."
)
CLUSTER_SECRET = _sentence(
    "cluster.secret", "BAOGAO_ENGINE holds a password; give it in %(user)s and the variables beside it."
)
CLUSTER_UNREACHABLE = _sentence(
    "cluster.unreachable", "The search cluster does not answer; the page will be back when it does."
)
CLUSTER_NOT_WHOLE = _sentence(
    "cluster.not-whole",
    "A part of the search cluster is missing, and an answer without it would be wrong; try again soon.",
)
CLUSTER_CHANGED = _sentence("cluster.changed", "The index was changed during this search; search again.")
CLUSTER_BUSY = _sentence(
    "cluster.busy", "The search cluster takes nothing more at the moment; run it again later."
)
CLUSTER_DENIED = _sentence(
    "cluster.denied", "The search cluster refuses the user or key; see %(user)s and %(key)s."
)
CLUSTER_REFUSED = _sentence("cluster.refused", "The search cluster refused this (%(reason)s).")
CLUSTER_TOO_OLD = _sentence(
    "cluster.too-old", "The search cluster runs %(version)s; OpenSearch %(oldest)s or newer is needed."
)
CLUSTER_INDEX_GONE = _sentence(
    "cluster.index-gone", "The search cluster has not the index that is to be opened; run `%(command)s`."
)
CLUSTER_OTHER_FOLD = _sentence(
    "cluster.other-fold", "was made by a version that folds characters otherwise; run `%(command)s`."
)
CLUSTER_DEGRADED = _sentence(
    "cluster.degraded", "Copies of parts of the index are missing (%(count)s); answers are still whole."
)
CLUSTER_FULL = _sentence(
    "cluster.full",
    "The disks of the search cluster are full; free some space, and run it again.",
)
CLUSTER_READ_ONLY = _sentence(
    "cluster.read-only",
    "The index of the search cluster may only be read (%(reason)s); take that block from its settings.",
)
# --- copies ----------------------------------------------------------------------------------------
COPY_COUNTS = _sentence(
    "copy.counts", "holds other numbers of reports and sections than what was copied: %(other)s, not %(one)s."
)
COPY_REPORT = _sentence("copy.report", "has “%(report)s” otherwise than what was copied.")
COPY_PROBE = _sentence("copy.probe", "finds “%(run)s” in %(other)s sections, and what was copied in %(one)s.")
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
INDEX_OTHER_FORMAT = _sentence(
    "index.other-format", "was written by another version; run `%(command)s` to build it anew."
)
INDEX_OTHER_ENGINE = _sentence(
    "index.other-engine",
    "is kept by the engine “%(engine)s”; set BAOGAO_ENGINE, or run `%(command)s` to build it anew.",
)
INDEX_UNWRITABLE = _sentence(
    "index.unwritable", "cannot be written (%(reason)s); the index is as it was. Make room or give access."
)
INDEX_MENDED = _sentence(
    "index.mended", "was damaged (%(reason)s); all sources it names were read anew into a new index."
)
INDEX_UNMENDABLE = _sentence(
    "index.unmendable",
    "is damaged, so that it is not known what was indexed; run `%(command)s` with all paths.",
)
UPDATE_BROKEN_OFF = _sentence(
    "index.broken-off",
    "an update is under way or was broken off; nothing is lost, the next `baogao index` goes on.",
)
# --- what the web page answers ---------------------------------------------------------------------
NO_REPORT = _sentence("page.no-report", "There is no report %(report)s.")
NO_SECTION = _sentence("page.no-section", "Report %(report)s has no section %(section)s.")
NO_PERSON = _sentence("page.no-person", "There is no person %(person)s.")
NO_THING = _sentence(
    "page.no-thing", "No report names %(name)s as an organisation, event, treaty, law or award."
)
NO_FILE_OF_ITS_OWN = _sentence("page.no-file", "Report %(report)s has no file of its own.")
NO_PAGES_TO_SHOW = _sentence(
    "page.no-pages", "Report %(report)s was not read from a PDF; it has no pages to show."
)
NO_SUCH_PAGE = _sentence("page.no-such-page", "There is no page %(page)s; the file has %(count)s.")
PAGE_NOT_DRAWN = _sentence("page.not-drawn", "Page %(page)s cannot be drawn; open the original file instead.")
REPORT_REMOVED = _sentence("page.report-removed", "Report %(report)s was removed; its title was “%(title)s”.")
SECTION_REMOVED = _sentence(
    "page.section-removed",
    "Section %(section)s was removed from report %(report)s; its heading was “%(heading)s”.",
)
MEMO_FULL = _sentence(
    "page.memo-full",
    "The memo has no room for that: take it along as a file, then remove what you need no longer.",
)
FOLLOW_FULL = _sentence(
    "page.follow-full", "No more searches can be followed: follow one no longer, then try again."
)
OTHER_SITE = _sentence("page.other-site", "That is changed from this site's own pages only.")
NOTHING_HERE = _sentence("page.nothing-here", "There is nothing at this address.")
REMOVED = _sentence("page.removed", "This was removed.")
OTHER_METHOD = _sentence("page.other-method", "This address does not take that method.")
OUR_FAULT = _sentence("page.our-fault", "Something went wrong here; it has been logged.")
BAD_REQUEST = _sentence("page.bad-request", "This request cannot be read.")
BAD_HOST = _sentence("page.bad-host", "This server is not known under that name.")
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
# --- updates ---------------------------------------------------------------------------------------
NO_PATH_TO_REBUILD = _sentence(
    "update.no-path-to-rebuild", "no such file or folder; the index was left as it is. Check the path."
)
NO_PATH = _sentence("update.no-path", "no such file or folder; check the path.")
DUPLICATE = _sentence(
    "update.duplicate", "is a duplicate of %(original)s (same content); it was indexed once."
)
# --- the ledger of permanent links -----------------------------------------------------------------
LEDGER_UNWRITABLE = _sentence("ledger.unwritable", "cannot be written (%(reason)s); free it and index again.")
LEDGER_UNREADABLE = _sentence("ledger.unreadable", "cannot be read (%(reason)s); restore it from a copy.")
LEDGER_LINE = _sentence(
    "ledger.line", "is no line of a ledger (%(reason)s); resolve the merge or restore a copy."
)
LEDGER_ALTERED = _sentence(
    "ledger.altered", "was altered since it was written; restore the line from a copy or version control."
)
LEDGER_GONE = _sentence(
    "ledger.gone",
    "is gone or was cut (%(size)s of %(known)s bytes are there), and with it where old links lead; "
    "restore it, or say --new-ledger to issue links anew.",
)
LEDGER_DAMAGED = _sentence(
    "ledger.damaged", "the line of report %(report)s is damaged (%(reason)s); restore a copy."
)

# --- reading files ---------------------------------------------------------------------------------
READ_NO_FILE = _sentence("read.no-file", "no such file; check the path.")
READ_UNKNOWN_FORMAT = _sentence("read.unknown-format", "unknown format; readable are %(endings)s.")
READ_IMPOSSIBLE = _sentence("read.impossible", "cannot be read (%(reason)s).")
READ_EMPTY = _sentence("read.empty", "the file is empty.")
READ_TOO_LARGE = _sentence("read.too-large", "%(size)s MB is over the limit of %(most)s MB; split it.")
READ_MEMORY = _sentence(
    "read.memory", "needs more than %(most)s MB of memory; split it or raise BAOGAO_READ_MB."
)
READ_TOO_DEEP = _sentence("read.too-deep", "is nested too deeply to be a report.")
READ_DAMAGED = _sentence("read.damaged", "is damaged (%(reason)s); save or copy it again.")
READ_CUT = _sentence("read.cut", "is cut off or damaged (%(reason)s); copy the file again.")
READ_ENCRYPTED = _sentence("read.encrypted", "is encrypted; save it without a password.")
READ_NO_TEXT = _sentence("read.no-text", "holds no text.")
READ_SLOW = _sentence(
    "read.slow", "took longer than %(seconds)s s and was given up; split it or raise BAOGAO_READ_SECONDS."
)
READ_BROKE_DOWN = _sentence(
    "read.broke-down",
    "the reader broke down on it; the file is damaged or needs more than %(most)s MB of memory "
    "(BAOGAO_READ_MB).",
)
READ_NOT_AS_ENDING = _sentence(
    "read.not-as-ending", "is not %(wanted)s; it is damaged or has the wrong ending."
)
READ_OTHER_ENDING = _sentence("read.other-ending", "is %(found)s, not %(wanted)s; give it the right ending.")
READ_TOO_MANY_PARTS = _sentence(
    "read.too-many-parts", "holds %(count)s files, over the limit of %(most)s (BAOGAO_MEMBERS)."
)
READ_UNPACKED = _sentence(
    "read.unpacked",
    "would unpack to %(size)s MB, over the limit of %(most)s MB (BAOGAO_UNPACKED_MB).",
)
READ_UNPACKING = _sentence("read.unpacking", "unpacks to over %(most)s MB (BAOGAO_UNPACKED_MB); split it.")
READ_ENTITIES = _sentence("read.entities", "declares XML entities, as no report does; it was not read.")
READ_BAD_XML = _sentence("read.bad-xml", "its XML is damaged (%(reason)s); save or copy it again.")
READ_BAD_GZIP = _sentence("read.bad-gzip", "the gzip data is damaged (%(reason)s); copy the file again.")
READ_NOT_UTF8 = _sentence("read.not-utf-8", "is not UTF-8; save it as UTF-8.")
READ_BINARY = _sentence("read.binary", "holds binary data, not text; convert it to UTF-8 text.")
READ_NO_ENCODING = _sentence("read.no-encoding", "is neither UTF-8, UTF-16 nor Big5 text; save it as UTF-8.")
READ_NOT_JSON = _sentence("read.not-json", "is not JSON (%(reason)s).")
READ_NOT_OBJECT = _sentence("read.not-object", "is not a JSON object.")
READ_LACKS = _sentence("read.lacks", "has no %(fields)s; a line needs id, title and text.")
READ_NOT_CSV = _sentence("read.not-csv", "is no CSV that can be read (%(reason)s).")
READ_NO_PORTAL = _sentence(
    "read.no-portal", "has no rows with the columns of the reports portal; it was not read."
)
READ_NAMELESS_ROW = _sentence("read.nameless-row", "has neither 系統識別號 nor 報告名稱.")
READ_PDF_CUT = _sentence("read.pdf-cut", "is cut off or damaged, no PDF reader opens it; copy it again.")
READ_PDF_SHORT = _sentence(
    "read.pdf-short", "is cut off; %(count)s pages of it could be read. Copy the file again."
)
READ_NO_PAGES = _sentence("read.no-pages", "has no pages.")
READ_MANY_PAGES = _sentence(
    "read.many-pages", "%(count)s pages are over the limit of %(most)s (BAOGAO_PAGES)."
)
READ_PICTURE = _sentence(
    "read.picture",
    "is a picture; install Debian's packages %(packages)s to have text in pictures recognised.",
)
READ_SCAN = _sentence(
    "read.scan",
    "is a scan without text; install Debian's packages %(packages)s to have text in pictures recognised.",
)
READ_SCANNED_PAGES = _sentence(
    "read.scanned-pages",
    "pages %(pages)s have no text and were left out; install Debian's packages %(packages)s to have text "
    "in pictures recognised.",
)
READ_SLOW_PAGE = _sentence("read.slow-page", "recognising a page took longer than %(seconds)s s.")
READ_NO_PICTURE = _sentence(
    "read.no-picture", "is no picture that Tesseract can read; it is damaged or of another kind."
)
READ_NO_LIBREOFFICE = _sentence(
    "read.no-libreoffice",
    "is an old Word document; install LibreOffice (Debian: libreoffice-writer-nogui) or save it as .docx.",
)
READ_SLOW_LIBREOFFICE = _sentence(
    "read.slow-libreoffice", "LibreOffice took longer than %(seconds)s s and was stopped."
)
READ_LIBREOFFICE = _sentence("read.libreoffice", "LibreOffice cannot read it; it is damaged or encrypted.")
READ_NO_MEMBERS = _sentence("read.no-members", "the archive is empty.")
READ_LEADS_OUT = _sentence("read.leads-out", "its path leads out of the archive; it was not read.")
READ_UNKNOWN_MEMBER = _sentence("read.unknown-member", "unknown format; it was not read.")
READ_NESTED_ARCHIVE = _sentence("read.nested-archive", "is an archive in an archive; unpack it first.")
READ_BAD_MEMBER = _sentence("read.bad-member", "cannot be unpacked (%(reason)s).")

# --- notes on what a file or form says -------------------------------------------------------------
FILE_READ_AS = _sentence("file.read-as", "The file was read as %(encoding)s.")
FILE_READ_AS_SAID = _sentence("file.read-as-said", "The file was read as %(encoding)s, as it says.")
FILE_LOST = _sentence("file.lost", "%(count)s character(s) could not be read and stand as %(sign)s.")
FILE_PRIVATE = _sentence(
    "file.private",
    "%(count)s private-use character(s) (%(codes)s) have no meaning outside the font they need.",
)
PASSED_ENDING = _sentence("passed.ending", "Files ending in %(ending)s are not read.")
PASSED_NO_ENDING = _sentence("passed.no-ending", "Files without an ending are not read.")
PASSED_HIDDEN = _sentence("passed.hidden", "Hidden files and folders are not read.")
PASSED_README = _sentence("passed.readme", "A folder’s README is no report.")
PASSED_NO_FILE = _sentence("passed.no-file", "Links that lead nowhere are not read.")
DOCTOR_REPORT_ENDING = _sentence(
    "doctor.report-ending", "%(file)s ends in neither .html nor .json, the kinds of report there are."
)
DOCTOR_NO_SECTIONS = _sentence(
    "doctor.no-sections", "No section was found in its %(count)s characters; its headings have no numbers."
)
DOCTOR_FEW_CHARACTERS = _sentence(
    "doctor.few-characters", "It has %(count)s characters on %(pages)s pages; the rest may be in pictures."
)
DOCTOR_UNDATED = _sentence("doctor.undated", "It has no date.")
DOCTOR_UNTITLED = _sentence("doctor.untitled", "It has no title; its file's name stands for one.")
FIELD_MISSING = _sentence("field.missing", "%(field)s is missing.")
FIELD_IMPOSSIBLE = _sentence(
    "field.impossible", "%(field)s says %(value)s, which cannot be; it was left out."
)
FIELD_TWICE = _sentence("field.twice", "%(field)s says “%(first)s” and “%(second)s”; the first was taken.")
FIELD_NO_CATEGORY = _sentence(
    "field.no-category", "%(field)s says “%(value)s”, which is no category; it was left out."
)
PERIOD_REVERSED = _sentence("period.reversed", "%(field)s ends (%(end)s) before it begins (%(start)s).")
DATE_EARLY = _sentence("date.early", "%(field)s (%(value)s) lies before %(other)s (%(start)s).")
DATE_WEEKDAY = _sentence(
    "date.weekday", "%(field)s calls %(value)s a %(said)s, though it was a %(true)s; the date was taken."
)
COUNTRY_UNKNOWN = _sentence("country.unknown", "“%(value)s” is no country or city known here.")
PORTAL_DIFFERS = _sentence(
    "portal.differs",
    "%(field)s: the report says %(own)s, the portal %(portal)s; the report's was taken.",
)
PORTAL_TITLE = _sentence("portal.title", "The portal names the report “%(portal)s”, its text “%(text)s”.")
PORTAL_PASSED_OVER = _sentence(
    "portal.passed-over", "has no rows with the columns of the reports portal; it was passed over."
)
SECTIONS_UNTOLD = _sentence(
    "sections.untold",
    "Its parts could not be told apart (%(fault)s); its text was indexed whole. Please report this.",
)
