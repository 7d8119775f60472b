"""What a search needs of an engine, in the product's own types: Store → View → Matches.

A *Store* keeps reports; a *View* is one committed state of it; *Matches* are the sections that a query finds
there. Everything else of a search (rungs, other names, corrections, snippets, marks, paging, what a term
weighs) lives in this package and is the same for every engine. `tests/contract` holds every engine to it.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from indexer.messages import Message
from indexer.model.query import Leaf, Node
from indexer.model.report import Metadata, Report, Section
from indexer.model.search import Facets
from indexer.search.matching import Expansions, Vocabulary
from indexer.search.ranking import Ranking
from indexer.search.rungs import Cutter

Ref = int  # a section of one view; rising in the order of reports and of reading
Naming = Callable[[str], Iterable[tuple[str, int]]]  # a name → (report id, number of a section that has it)


@dataclass(frozen=True, slots=True)
class Row:
    """A report without its sections."""

    id: str
    title: str
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class Stored:
    """A section with its report; `folded` is its heading and text, folded, as matching sees them."""

    report: Row
    section: Section
    folded: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sections are sought.

    `tree` is None for all that pass the filters. Those that satisfy `literal` too come first; None says that
    all are such. Filters are ANDed, the values of one ORed. `expansions` gives the terms of each prefix and
    fuzzy word of both trees.
    """

    tree: Node | None
    literal: Node | None = None
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    expansions: Expansions = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """In which order, and how many: literal hits before others by relevance; undated reports last by date.

    `collapse` keeps the first section of each report; `explain` asks for the parts of scores.
    """

    sort: str = "relevance"
    most: int = 10
    collapse: bool = False
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """What sections are scored by."""

    leaves: Sequence[Leaf]
    expansions: Expansions
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class Match:
    """A section found; `more` counts the other ones found in its report, where hits are collapsed."""

    ref: Ref
    score: float
    literal: bool
    more: int = 0
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Term:
    """An indexed term, and its sections (or reports) in one part of the index; `part` is the engine's own."""

    field: str
    text: str
    count: int
    part: int


class Matches(Protocol):
    """The sections that a query finds, counted exactly."""

    @property
    def total(self) -> int:
        """Number of sections."""

    @property
    def literal(self) -> int:
        """Number of the sections that need no other name."""

    @property
    def reports(self) -> int:
        """Number of reports that they are in."""

    def facets(self) -> Facets:
        """Count the sections by the values of each facet."""

    def refs(self) -> Sequence[Ref]:
        """Return the sections in the order of their numbers."""

    def holds(self, ref: Ref) -> bool:
        """Tell whether a section is among them."""

    def first(self, scored: Scored, order: Order) -> list[Match]:
        """Return the first sections in an order, scored."""


class View(Protocol):
    """One committed state of an index."""

    # sections
    def matches(self, wanted: Wanted) -> Matches:
        """Find sections, exactly: a CJK run is found where its folded text stands, a word where it is one."""

    def count(self, node: Node, expansions: Expansions) -> int:
        """Count the sections that satisfy a tree."""

    def stored(self, ref: Ref) -> Stored:
        """Return a section as it is kept."""

    def folded(self, ref: Ref) -> str:
        """Return the folded heading and text of a section."""

    def holding(self, run: str, most: int) -> Iterable[tuple[Ref, str]]:
        """Yield the first sections with a folded run, each with its folded text."""

    def alike(self, leaves: Sequence[Leaf], apart_from: str, most: int, ranking: Ranking) -> list[Ref]:
        """Return the sections of other reports with the highest score by these leaves, the best first."""

    def occurrences(self, term: str) -> tuple[Sequence[Ref], Sequence[int]]:
        """Return the sections with a folded CJK run or Latin word, rising, and how often each has it."""

    def lengths(self) -> Sequence[float]:
        """Return the characters and words of each section by its number; 0 where a number is no section's."""

    # terms
    def frequency(self, field: str, term: str) -> int:
        """Count the sections with a term of a field."""

    @property
    def latin(self) -> Vocabulary:
        """All Latin terms."""

    def runs_near(self, run: str) -> Iterator[tuple[str, int, Ref]]:
        """Yield runs that differ from a folded one in one character: (folded, sections, one that has it).

        Of each section and place in the run the first occurrence counts.
        """

    def terms(self, field: str, key: str, inside: bool, most: int) -> Iterable[Term]:
        """Yield frequent terms that begin with a key, or terms that hold it further `inside`."""

    def holder(self, term: Term) -> Row | Stored:
        """Return a report or section that has the term."""

    def value(self, field: str, name: str) -> str:
        """Return the value of a field, as it is filed, that a name is; empty where it is none.

        Countries and agencies have several names each; blanks and the script make no difference.
        """

    # reports
    def reports(self) -> Iterable[tuple[str, Ref, int]]:
        """Yield (id, number of its first section, sections) of each report; sections follow each other."""

    def size(self) -> tuple[int, int]:
        """Return (reports, sections)."""

    def ids(self) -> Collection[str]:
        """Return the ids of all reports."""

    def row(self, report_id: str) -> Row | None:
        """Return a report without its sections."""

    def report(self, report_id: str) -> Report | None:
        """Return a report with all its sections, in reading order."""

    def newest(self, most: int, skip: int = 0) -> list[Row]:
        """Return the reports of the latest dates behind the `skip` very latest, the undated last."""

    def overview(self) -> Facets:
        """Count all reports by the values of each facet."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A section near in meaning: how near, the span of heading and text that is nearest, and why.

    `words` are words of its text that the query's may mean.
    """

    ref: Ref
    score: float
    start: int
    end: int
    words: tuple[str, ...] = ()


class Meaning(Protocol):
    """What is near a text in meaning, in either language, among the sections of one view."""

    @property
    def ready(self) -> bool:
        """Whether it can answer without loading first."""

    def coverage(self) -> tuple[int, int]:
        """Return how many sections have vectors, and how many there are."""

    def nearest(
        self, text: str, allowed: Sequence[Ref] | None, ranked: Sequence[tuple[Ref, float]], most: int
    ) -> list[Meant]:
        """Return the sections nearest a query, best first, the allowed alone.

        `ranked` are sections that have words of it, with their scores: they count beside meaning.
        """

    def named(self, text: str) -> Sequence[str]:
        """Return what a whole query is called in the other language, where a dictionary surely knows it."""

    def translations(self, text: str) -> Sequence[str]:
        """Return the words of the sections, folded, that a dictionary or table gives for a query's."""

    def alike(self, ref: Ref, apart_from: range, most: int) -> list[Meant]:
        """Return the sections nearest another one, none of some numbers among them."""


class Batch(Protocol):
    """Reports that were analysed for an engine, ready to be put."""

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports."""

    def texts(self) -> Iterator[tuple[Report, list[str]]]:
        """Yield each report with its sections' folded headings and texts."""

    def under(self: "B", reports: tuple[Report, ...]) -> "B":
        """Return the same batch, its reports exchanged for those with their permanent ids."""


B = TypeVar("B", bound=Batch)


class Store(Protocol):
    """Where reports are kept; whatever is put or dropped can be seen by a new view when the call returns."""

    def put(
        self,
        batches: Iterable[Batch],
        before: Callable[[], None] = lambda: None,
        after: Callable[[list[str]], None] = lambda ids: None,
    ) -> Mapping[str, Message]:
        """Add reports, replacing those of the same ids, in some commits; return why some were refused, by id.

        `before` is called before each commit, `after` with the ids of its reports once it is made.
        """

    def drop(self, report_ids: Collection[str]) -> None:
        """Remove reports; ids that are not held are passed over."""

    def view(self, naming: Naming) -> View:
        """Return the newest committed state; `naming` says which sections name a person."""

    def state(self) -> Hashable:
        """Return what changes with each commit."""

    def degraded(self) -> Message | None:
        """Return what is wrong where answers are still whole; None where nothing is."""

    def close(self) -> None:
        """Release files and connections."""


class Sharing(Protocol):
    """Keeps the folder of a library alike on all machines that use one cluster."""

    def pull(self) -> None:
        """Bring the folder to the newest state, if there is a newer one."""

    def push(self) -> None:
        """Let the others have what the folder holds now. Raises IndexBusyError where another one writes."""

    def writing(self) -> AbstractContextManager[None]:
        """Let no other machine write meanwhile. Raises IndexBusyError."""


class Engine(Protocol):
    """How reports are kept and found; chosen by `engines.open_engine`."""

    def analyse(self, reports: Sequence[Report]) -> Batch:
        """Analyse reports, in any process."""

    def create(self, generation: Path, committed: Callable[[], None]) -> Store:
        """Make an empty store in a folder; `committed` is called after each commit."""

    def open(self, generation: Path, committed: Callable[[], None]) -> Store:
        """Open the store in a folder. Raises IndexDamagedError."""

    def publish(self, generation: Path) -> None:
        """Make the store in a folder the one in use; what older ones keep elsewhere may go."""

    def sharing(self, folder: Path) -> Sharing | None:
        """Return what keeps a library's folder alike on several machines; None where there is but one."""


class Names(Protocol):
    """What is known of names beside the texts."""

    def others(self, name: str) -> tuple[str, ...]:
        """Return the other names of what a name as typed names."""

    def by_sound(self, name: str) -> tuple[str, ...]:
        """Return the Chinese names that a Latin name of no known person may write."""

    def naming(self, name: str) -> Iterable[tuple[str, int]]:
        """Return (report id, number of a section) of the sections that name a person."""

    def completions(self) -> Iterable[tuple[str, str, int]]:
        """Yield (name, kind, mentions) of what is offered while typing."""

    @property
    def cutter(self) -> Cutter:
        """Cuts runs into words, known names left whole."""
