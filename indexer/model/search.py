"""What is asked of an engine and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer import messages
from indexer.errors import RequestError
from indexer.messages import Message

SORTS = ("relevance", "newest", "oldest")
FACETS = ("agency", "country", "year", "category", "kind", "person")
FILTERS = (*FACETS, "unit", "city", "report")
RUNGS = ("exact", "one-report", "all-words", "any-words", "meaning")
TIERS = ("literal", "names", "meaning")
MAX_PER_PAGE = 100  # of the API; the command line and the library may ask for more
MAX_PAGE = 1_000_000
LOOSE = 20  # sections with only some of the words that are worth a look


@dataclass(frozen=True, slots=True)
class Request:
    """A search: query text, page (from 1), sort, and filters (several values of one = OR).

    `aliases` searches other names too, `meaning` offers what is near in meaning, `collapse` shows one hit
    a report, `explain` the parts of scores;
    without `facets` their values are not counted.
    Raises RequestError for a value out of range.
    """

    text: str
    page: int = 1
    per_page: int = 10
    sort: str = "relevance"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: bool = True
    collapse: bool = False
    explain: bool = False
    facets: bool = True
    meaning: bool = True

    def __post_init__(self) -> None:
        """Check the values."""
        if not 1 <= self.page <= MAX_PAGE:
            raise RequestError(messages.NUMBER_BETWEEN(name="page", least=1, most=MAX_PAGE))
        if self.per_page < 1:
            raise RequestError(messages.NUMBER_FROM(name="per_page", least=1))
        if self.sort not in SORTS:
            raise RequestError(messages.ONE_OF(name="sort", choices=", ".join(SORTS)))
        unknown = set(self.filters) - set(FILTERS)
        if unknown:
            raise RequestError(
                messages.NO_FILTER(names=", ".join(sorted(unknown)), filters=", ".join(FILTERS))
            )


Span = tuple[int, int]  # first character and the one after the last
Facets = dict[str, list[tuple[str, int]]]  # facet → (value, sections), the most frequent first


@dataclass(frozen=True, slots=True)
class Marks:
    """Spans of the hits in a section's heading and in its text."""

    heading: tuple[Span, ...] = ()
    text: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a section in its own script; marks are character offsets into `text`."""

    text: str
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A word of the query that also says something of reports: 新加坡, the country of a trip."""

    word: str
    field: str
    value: str

    def __str__(self) -> str:
        return f"{self.field}:{self.value}"


@dataclass(frozen=True, slots=True)
class Missing:
    """A word of the query that a section lacks, and the section of its report that has it, if any has."""

    word: str
    section_id: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that answers the query; `via` holds the other names it was found by, if by no literal one.

    `read_as` holds what words that it lacks are read as; `missing` the words it lacks altogether.
    `more` counts the further sections of its report when hits are collapsed; `page` is 0 where unknown;
    `opening` holds the first words of a section without a heading.
    """

    report_id: str
    report_title: str
    section_id: str
    path: tuple[str, ...]
    heading: Snippet
    kind: str
    date: str
    agency: str
    country: str
    score: float
    snippets: tuple[Snippet, ...]
    page: int = 0
    opening: str = ""
    via: tuple[str, ...] = ()
    tier: str = "literal"
    read_as: tuple[Reading, ...] = ()
    missing: tuple[Missing, ...] = ()
    nearest: Snippet | None = None  # of a hit by meaning: the sentence that is nearest
    more: int = 0
    explain: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Correction:
    """A query one slip away, and how many sections hold what it names."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion, what it is (title, heading, person, agency, country, word), and its sections."""

    text: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits; `total` counts sections by words, `reports` their reports, both exact.

    `also` holds the other names searched for, `by_sound` those of them that only sound like the query.
    `readings` holds what words of the query are read as too, `nowhere` its words that no section has.
    `in_one_report` holds the best sections of further reports whose sections have the words between them.
    `by_meaning` counts the further sections offered for their meaning, which is no total.

    `shown` counts what the pages hold: sections, or reports when hits are collapsed.
    """

    text: str
    understood: str
    rung: str
    notes: tuple[Message, ...]
    also: tuple[str, ...]
    did_you_mean: tuple[Correction, ...]
    total: int
    reports: int
    shown: int
    page: int
    per_page: int
    took_ms: float
    facets: Facets
    hits: tuple[Hit, ...]
    by_meaning: int = 0
    by_sound: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    nowhere: tuple[str, ...] = ()
    in_one_report: tuple[Hit, ...] = ()

    @property
    def meaning_begins(self) -> int:
        """Rank of the first hit by meaning where these stand apart; 0 where all are in one order."""
        apart = self.by_meaning and self.rung not in ("any-words", "meaning")
        return self.total + 1 if apart else 0

    @property
    def best_pages(self) -> int:
        """Number of pages that hold the best of what has only some of the words; 0 for any other answer."""
        return -(-LOOSE // self.per_page) if self.rung == "any-words" else 0

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, -(-self.shown // self.per_page))


@dataclass(frozen=True, slots=True)
class Tried:
    """Words of the query with the sections that hold each, sections without the filters, words near by."""

    words: tuple[tuple[str, int], ...]
    without_filters: int
    near: tuple[tuple[str, int], ...]
