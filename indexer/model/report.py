"""The report and its parts, as frozen records that pass between all stages."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from indexer.messages import Message

CONTENTS = -1  # the level of an entry in a table of contents
SYSTEM_ID = r"C\d{3}(?:\d{5}|[A-Z]{2}\d{3})"  # 系統識別號 of the reports portal
ASIDE = ("附件", "名單")  # kinds that text outranks
KINDS = ("摘要", "目的", "過程", "心得", "建議", "名單", "附件", "other")
UNSTATED = "未註明"  # the value of an expected field of which a report says nothing
EXPECTED = ("agency", "country", "year", "category")


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file says of its text from an offset on, up to the next one's."""

    start: int  # offset into the document's text
    page: int = 0  # from 1; 0 where the format knows no pages
    level: int = 0  # heading level by style or typography, from 1; 0 in running text; or CONTENTS
    confidence: float | None = None  # 0 to 1 of recognised text; None where it was written


@dataclass(frozen=True, slots=True)
class Document:
    """One report as an importer hands it over: raw text and what the file says about it."""

    key: str  # proposed report id
    text: str
    source: str  # path, and line or member for one of many
    title: str = ""
    fields: tuple[tuple[str, str], ...] = ()  # date, agency, country, category, url
    layout: tuple[Layout, ...] = ()  # in the order of their offsets
    notes: tuple[Message, ...] = ()  # what the reader took for granted
    headline: str = ""  # the title by its style; a label or cover in the text outranks it
    files: tuple[str, ...] | None = None  # of a row of the portal: names of its full-text files
    row: "Document | None" = None  # of the portal, that belongs to this full text
    readers: tuple[str, ...] = ()  # the groups it is restricted to; none for everybody

    def layouts(self, offsets: Iterable[int]) -> list[Layout]:
        """Return what is known of the text at each offset; the offsets rise."""
        found, i, nothing = [], -1, Layout(0)
        for offset in offsets:
            while i + 1 < len(self.layout) and self.layout[i + 1].start <= offset:
                i += 1
            found.append(self.layout[i] if i >= 0 else nothing)
        return found


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the delegation, as the cover or its table names them."""

    name: str
    agency: str = ""
    unit: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A country, or a city in it; `raw` is what the report says, and a code empty where it is unknown."""

    code: str
    country: str  # in Chinese
    country_en: str
    city: str = ""
    city_en: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the cover, 提要 or record says; dates are ISO 8601, empty where nothing is said."""

    system_id: str = ""
    agency: str = ""  # under one name; `agency_raw` is as written
    agency_raw: str = ""
    organizer: str = ""
    category: str = ""
    ticked: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""
    has_attachment: bool | None = None
    persons: tuple[Person, ...] = ()
    start: str = ""
    end: str = ""
    countries: tuple[str, ...] = ()  # in Chinese, each under one name
    places: tuple[Place, ...] = ()  # countries and cities, with codes and as they are written
    report_date: str = ""
    others: tuple[tuple[str, str], ...] = ()  # further labels of the form and what they say
    url: str = ""
    source: str = ""
    readers: tuple[str, ...] = ()  # the groups it is restricted to; none for everybody
    notes: tuple[Message, ...] = ()  # what is missing, contradictory or was taken for granted

    @property
    def date(self) -> str:
        """The date a report is filed under: its own, else the end of the trip, else its start."""
        return self.report_date or self.end or self.start

    @property
    def year(self) -> str:
        """Gregorian year of `date`, four digits or empty."""
        return self.date[:4]

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories and the kinds ticked under them, without repeats."""
        return tuple(dict.fromkeys(c for c in (*self.category.split("、"), *self.ticked) if c))

    @property
    def people(self) -> tuple[str, ...]:
        """Names of the delegation, without repeats."""
        return tuple(dict.fromkeys(p.name for p in self.persons))

    @property
    def values(self) -> dict[str, tuple[str, ...]]:
        """What the report can be filtered by, without repeats; UNSTATED where nothing is said."""
        units = (self.organizer, *(person.unit for person in self.persons))
        values = {
            "agency": (self.agency,),
            "unit": units,
            "country": self.countries,
            "city": tuple(place.city for place in self.places),
            "date": (self.date[:10],),
            "year": (self.year,),
            "category": self.categories,
            "person": self.people,
        }
        said = {name: tuple(dict.fromkeys(filter(None, several))) for name, several in values.items()}
        return said | {name: (UNSTATED,) for name in EXPECTED if not said[name]}


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered part of a report; `start:end` is its span in the source text.

    The spans of a report's sections partition the source: every character lies in exactly one.
    """

    id: str
    path: tuple[str, ...]  # ("肆", "二", "(一)", "2"); empty for the front
    heading: str
    kind: str  # one of KINDS
    text: str  # clean, in the original script; paragraphs end in "\n"
    start: int = 0
    end: int = 0
    page: int = 0  # on which it begins, from 1; 0 where unknown
    confidence: float | None = None  # mean, 0 to 1, of recognised text; None where it was written

    @property
    def searchable(self) -> str:
        """What a query is matched against."""
        return f"{self.heading}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its sections in reading order."""

    id: str
    title: str
    metadata: Metadata = field(default_factory=Metadata)
    sections: tuple[Section, ...] = ()

    def sets_aside(self, section: Section) -> bool:
        """Tell whether a section is the cover of a trip's report, an attachment or a list: text outranks it.

        What stands before the first heading of any other document may be its very substance.
        """
        trip = self.metadata.persons or self.metadata.start
        return len(self.sections) > 1 and (section.kind in ASIDE or bool(trip and not section.path))
