"""What people decided by hand about people and pairs, and how it wins over what was mined.

A decision holds as long as its line stands; taking the line out undoes it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from indexer import messages
from indexer.model.people import Kind, Pair, Status
from indexer.model.update import Said
from indexer.text.compare import letters_key
from indexer.text.fold import fold

Reference = tuple[str, str]  # (name, report): how people are referred to by hand; no report means all reports


@dataclass(frozen=True, slots=True)
class Rulings:
    """What was decided about people: who is the same, who is another, who is nobody."""

    merged: tuple[tuple[Reference, ...], ...] = ()
    alone: frozenset[Reference] = frozenset()
    nobody: frozenset[Reference] = frozenset()
    names: Mapping[Reference, tuple[str, str]] = field(default_factory=dict)  # right (Chinese, Latin) names

    def strikes(self, name: str, report: str) -> bool:
        """Return whether the name is nobody's, here or anywhere."""
        return bool({(name, report), (name, "")} & self.nobody)

    def right_names(self, chinese: str, english: str, report: str) -> tuple[str, str]:
        """Return the right names of who is named so in a report, a decision on that report first."""
        for reference in ((chinese, report), (english, report), (chinese, ""), (english, "")):
            if reference[0] and reference in self.names:
                right_chinese, right_english = self.names[reference]
                return right_chinese or chinese, right_english or english
        return chinese, english


@dataclass(frozen=True, slots=True)
class Verdict:
    """A pair confirmed, rejected, or given its right Chinese name."""

    decision: str
    chinese: str
    english: str
    kind: Kind | None = None
    right: str = ""
    where: str = ""  # file:line


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions; `files` are where they were read, `references` says where each person is decided on.

    `faults` are the lines that are not understood; the other lines hold.
    """

    people: Rulings = field(default_factory=Rulings)
    glossary: tuple[Verdict, ...] = ()
    files: tuple[str, ...] = ()
    references: tuple[tuple[Reference, str], ...] = ()
    faults: tuple[Said, ...] = ()


def decide(pairs: Sequence[Pair], verdicts: Iterable[Verdict]) -> list[Pair]:
    """Return the pairs with the verdicts on them, and those that only a verdict names."""
    decided = {_key(pair.chinese, pair.english): pair for pair in pairs}
    for verdict in verdicts:
        key = _key(verdict.chinese, verdict.english)
        pair = decided.get(key) or Pair(
            verdict.chinese, verdict.english, verdict.kind or "term", "proposed", (), ()
        )
        status: Status = "rejected" if verdict.decision == "reject" else "confirmed"
        pair = replace(pair, status=status, kind=verdict.kind or pair.kind, rules=("hand", *pair.rules))
        if verdict.decision == "correct":
            decided[key] = replace(pair, status="rejected")
            key = _key(verdict.right, verdict.english)
            other = decided.get(key)
            evidence = tuple(sorted({*pair.evidence, *(other.evidence if other else ())}))
            pair = replace(pair, chinese=verdict.right, evidence=evidence)
        decided[key] = pair
    return sorted(decided.values(), key=lambda pair: (pair.status != "confirmed", -pair.count, pair.chinese))


def unmet(decisions: Decisions, pairs: Iterable[Pair], named: Collection[Reference]) -> Iterator[Said]:
    """Yield a remark on each decision about a name that no report has."""
    for (name, report), where in decisions.references:
        if (name, report) not in named:
            said = messages.NAMED_NOWHERE(name=name)
            yield Said(where, messages.NOT_NAMED_IN(name=name, report=report) if report else said)
    mined = {_key(pair.chinese, pair.english) for pair in pairs}
    for verdict in decisions.glossary:
        if verdict.decision != "confirm" and _key(verdict.chinese, verdict.english) not in mined:
            said = messages.PAIRED_NOWHERE(chinese=verdict.chinese, english=verdict.english)
            yield Said(verdict.where, said)


def _key(chinese: str, english: str) -> tuple[str, str]:
    return fold(chinese), letters_key(english)
