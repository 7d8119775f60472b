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


# --- reading files ---------------------------------------------------------------------------------
READ_NO_FILE = _("read.no-file", "no such file; check the path.")
READ_UNKNOWN_FORMAT = _("read.unknown-format", "unknown format; readable are %(endings)s.")
READ_IMPOSSIBLE = _("read.impossible", "cannot be read (%(reason)s).")
READ_EMPTY = _("read.empty", "the file is empty.")
READ_TOO_LARGE = _("read.too-large", "%(size)s MB is over the limit of %(most)s MB; split it.")
READ_MEMORY = _("read.memory", "needs more than %(most)s MB of memory; split it or raise BAOGAO_READ_MB.")
READ_TOO_DEEP = _("read.too-deep", "is nested too deeply to be a report.")
READ_DAMAGED = _("read.damaged", "is damaged (%(reason)s); save or copy it again.")
READ_CUT = _("read.cut", "is cut off or damaged (%(reason)s); copy the file again.")
READ_ENCRYPTED = _("read.encrypted", "is encrypted; save it without a password.")
READ_NO_TEXT = _("read.no-text", "holds no text.")
READ_SLOW = _(
    "read.slow", "took longer than %(seconds)s s and was given up; split it or raise BAOGAO_READ_SECONDS."
)
READ_BROKE_DOWN = _(
    "read.broke-down",
    "the reader broke down on it; the file is damaged or needs more than %(most)s MB of memory "
    "(BAOGAO_READ_MB).",
)
READ_NOT_AS_ENDING = _("read.not-as-ending", "is not %(wanted)s; it is damaged or has the wrong ending.")
READ_OTHER_ENDING = _("read.other-ending", "is %(found)s, not %(wanted)s; give it the right ending.")
READ_TOO_MANY_PARTS = _(
    "read.too-many-parts", "holds %(count)s files, over the limit of %(most)s (BAOGAO_MEMBERS)."
)
READ_UNPACKED = _(
    "read.unpacked",
    "would unpack to %(size)s MB, over the limit of %(most)s MB (BAOGAO_UNPACKED_MB).",
)
READ_UNPACKING = _("read.unpacking", "unpacks to over %(most)s MB (BAOGAO_UNPACKED_MB); split it.")
READ_ENTITIES = _("read.entities", "declares XML entities, as no report does; it was not read.")
READ_BAD_XML = _("read.bad-xml", "its XML is damaged (%(reason)s); save or copy it again.")
READ_BAD_GZIP = _("read.bad-gzip", "the gzip data is damaged (%(reason)s); copy the file again.")
READ_NOT_UTF8 = _("read.not-utf-8", "is not UTF-8; save it as UTF-8.")
READ_BINARY = _("read.binary", "holds binary data, not text; convert it to UTF-8 text.")
READ_NO_ENCODING = _("read.no-encoding", "is neither UTF-8, UTF-16 nor Big5 text; save it as UTF-8.")
READ_NOT_JSON = _("read.not-json", "is not JSON (%(reason)s).")
READ_NOT_OBJECT = _("read.not-object", "is not a JSON object.")
READ_LACKS = _("read.lacks", "has no %(fields)s; a line needs id, title and text.")
READ_NOT_CSV = _("read.not-csv", "is no CSV that can be read (%(reason)s).")
READ_NO_PORTAL = _("read.no-portal", "has no rows with the columns of the reports portal; it was not read.")
READ_NAMELESS_ROW = _("read.nameless-row", "has neither 系統識別號 nor 報告名稱.")
READ_PDF_CUT = _("read.pdf-cut", "is cut off or damaged, no PDF reader opens it; copy it again.")
READ_PDF_SHORT = _("read.pdf-short", "is cut off; %(count)s pages of it could be read. Copy the file again.")
READ_NO_PAGES = _("read.no-pages", "has no pages.")
READ_MANY_PAGES = _("read.many-pages", "%(count)s pages are over the limit of %(most)s (BAOGAO_PAGES).")
READ_PICTURE = _(
    "read.picture",
    "is a picture; install Debian's packages %(packages)s to have text in pictures recognised.",
)
READ_SCAN = _(
    "read.scan",
    "is a scan without text; install Debian's packages %(packages)s to have text in pictures recognised.",
)
READ_SCANNED_PAGES = _(
    "read.scanned-pages",
    "pages %(pages)s have no text and were left out; install Debian's packages %(packages)s to have text "
    "in pictures recognised.",
)
READ_SLOW_PAGE = _("read.slow-page", "recognising a page took longer than %(seconds)s s.")
READ_NO_PICTURE = _(
    "read.no-picture", "is no picture that Tesseract can read; it is damaged or of another kind."
)
READ_NO_LIBREOFFICE = _(
    "read.no-libreoffice",
    "is an old Word document; install LibreOffice (Debian: libreoffice-writer-nogui) or save it as .docx.",
)
READ_SLOW_LIBREOFFICE = _(
    "read.slow-libreoffice", "LibreOffice took longer than %(seconds)s s and was stopped."
)
READ_LIBREOFFICE = _("read.libreoffice", "LibreOffice cannot read it; it is damaged or encrypted.")
READ_NO_MEMBERS = _("read.no-members", "the archive is empty.")
READ_LEADS_OUT = _("read.leads-out", "its path leads out of the archive; it was not read.")
READ_UNKNOWN_MEMBER = _("read.unknown-member", "unknown format; it was not read.")
READ_NESTED_ARCHIVE = _("read.nested-archive", "is an archive in an archive; unpack it first.")
READ_BAD_MEMBER = _("read.bad-member", "cannot be unpacked (%(reason)s).")

# --- notes on what a file or form says -------------------------------------------------------------
FILE_READ_AS = _("file.read-as", "The file was read as %(encoding)s.")
FILE_READ_AS_SAID = _("file.read-as-said", "The file was read as %(encoding)s, as it says.")
FILE_LOST = _("file.lost", "%(count)s character(s) could not be read and stand as %(sign)s.")
FIELD_MISSING = _("field.missing", "%(field)s is missing.")
FIELD_IMPOSSIBLE = _("field.impossible", "%(field)s says %(value)s, which cannot be; it was left out.")
FIELD_TWICE = _("field.twice", "%(field)s says “%(first)s” and “%(second)s”; the first was taken.")
FIELD_NO_CATEGORY = _(
    "field.no-category", "%(field)s says “%(value)s”, which is no category; it was left out."
)
PERIOD_REVERSED = _("period.reversed", "%(field)s ends (%(end)s) before it begins (%(start)s).")
DATE_EARLY = _("date.early", "%(field)s (%(value)s) lies before %(other)s (%(start)s).")
COUNTRY_UNKNOWN = _("country.unknown", "“%(value)s” is no country or city known here.")
PORTAL_DIFFERS = _(
    "portal.differs",
    "%(field)s: the report says %(own)s, the portal %(portal)s; the report's was taken.",
)
PORTAL_TITLE = _("portal.title", "The portal names the report “%(portal)s”, its text “%(text)s”.")
PORTAL_PASSED_OVER = _(
    "portal.passed-over", "has no rows with the columns of the reports portal; it was passed over."
)
SECTIONS_UNTOLD = _(
    "sections.untold",
    "Its parts could not be told apart (%(fault)s); its text was indexed whole. Please report this.",
)
