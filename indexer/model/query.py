"""The query tree: what a person asked for, as frozen nodes that say themselves in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from indexer.messages import Message

FIELDS = (
    "title", "heading", "person", "agency", "unit", "country", "city", "year", "date", "kind", "category",
    "report",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """A folded CJK run, matched as it stands; `shown` is the run as it was typed."""

    text: str
    shown: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.shown or self.text


@dataclass(frozen=True, slots=True)
class Word:
    """A Latin word or number; the forms of a compound (wen, je, wenje) match joined or apart."""

    parts: tuple[str, ...]
    shown: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.shown or "-".join(self.parts)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Runs and words one after the other, with nothing but blanks and punctuation between.

    `tight` for parts typed without a blank (2018臺中花博): only blanks may stand between them. `shown` is
    what was typed with marks between its parts (98/12/31).
    """

    parts: tuple[Run | Word, ...]
    tight: bool = False
    shown: str = field(default="", compare=False)

    def __str__(self) -> str:
        if self.shown:
            return self.shown
        return "".join(map(str, self.parts)) if self.tight else f"“{' '.join(map(str, self.parts))}”"


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so: inno*."""

    text: str

    def __str__(self) -> str:
        return f"{self.text}…"


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words within one edit or transposition: rubn~."""

    text: str

    def __str__(self) -> str:
        return f"≈{self.text}"


@dataclass(frozen=True, slots=True)
class InField:
    """Leaves matched in the heading or title only."""

    name: str
    node: "Node"

    def __str__(self) -> str:
        return f"{self.name}: {self.node}"


@dataclass(frozen=True, slots=True)
class Filter:
    """A value of a report's metadata or of a section's kind; `word` is what was typed, if not as a filter."""

    name: str
    value: str
    word: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


@dataclass(frozen=True, slots=True)
class InReport:
    """All sections of the reports that have the part, in whichever section of theirs."""

    node: "Node"

    def __str__(self) -> str:
        return f"in its report {_bracketed(self.node, And, Or)}"


@dataclass(frozen=True, slots=True)
class And:
    """All of its parts."""

    nodes: tuple["Node", ...]

    def __str__(self) -> str:
        return " AND ".join(_bracketed(node, Or) for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of its parts."""

    nodes: tuple["Node", ...]

    def __str__(self) -> str:
        return " OR ".join(_bracketed(node, And) for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever the part does not match."""

    node: "Node"

    def __str__(self) -> str:
        return f"NOT {_bracketed(self.node, And, Or)}"


Leaf: TypeAlias = Run | Word | Phrase | Prefix | Fuzzy
Node: TypeAlias = Leaf | InField | InReport | Filter | And | Or | Not


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; `root` is None when the text names nothing that could be found."""

    text: str
    root: Node | None
    notes: tuple[Message, ...] = ()
    quoted: frozenset[Leaf] = frozenset()  # what stood in quotation marks means itself alone

    @property
    def understood(self) -> str:
        """The query read back."""
        return str(self.root) if self.root else ""


def conjunction(nodes: list[Node]) -> Node | None:
    """Return the nodes joined by AND; None for none, itself for one."""
    return None if not nodes else nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def positive_leaves(node: Node | None) -> Iterator[Leaf]:
    """Leaves that a hit is scored by and marked with: those not under a NOT."""
    match node:
        case Run() | Word() | Phrase() | Prefix() | Fuzzy():
            yield node
        case InField(_, inner):
            yield from positive_leaves(inner)
        case And(nodes) | Or(nodes):
            for inner in nodes:
                yield from positive_leaves(inner)


def _bracketed(node: "Node", *looser: type) -> str:
    return f"({node})" if isinstance(node, looser) else str(node)
