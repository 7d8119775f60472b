"""What a look at files says of them: how each was read, what came out poor, and what is not read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.messages import Message
from indexer.model.shapes import PassedOverShape, Shape, passed_over_shapes
from indexer.model.update import PassedOver


@dataclass(frozen=True, slots=True)
class Examined:
    """A file: its format (empty for none), what it gave, what is said of it, and why it is poor, if it is."""

    path: str
    format: str
    reports: int = 0
    pages: int = 0  # 0 where the format knows none
    recognised: int = 0  # pages whose text was read from pictures
    sections: int = 0
    characters: int = 0
    title: str = ""  # of its first report
    date: str = ""
    notes: tuple[Message, ...] = ()
    poor: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """All files of a format, in numbers."""

    format: str
    files: int
    reports: int
    pages: int
    recognised: int
    sections: int
    characters: int
    poor: int


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All files of a look, in their order, and how many are not read at all."""

    files: tuple[Examined, ...]
    passed_over: tuple[PassedOver, ...] = ()

    @property
    def poor(self) -> Iterator[Examined]:
        """Files that a person should look at first: those that gave nothing, then those with most faults.

        Files of a format that is not read come last: there is nothing to mend in them.
        """
        return iter(
            sorted(
                (one for one in self.files if one.poor),
                key=lambda one: (not one.format, one.reports > 0, -len(one.poor), one.path),
            )
        )

    def by_format(self) -> Sequence[Kind]:
        """Return the numbers of each format, the most frequent first."""
        kinds = []
        for name, count in Counter(one.format for one in self.files).most_common():
            own = [one for one in self.files if one.format == name]
            kinds.append(
                Kind(
                    name,
                    count,
                    sum(one.reports for one in own),
                    sum(one.pages for one in own),
                    sum(one.recognised for one in own),
                    sum(one.sections for one in own),
                    sum(one.characters for one in own),
                    sum(bool(one.poor) for one in own),
                )
            )
        return kinds

    def by_kind(self) -> Sequence[tuple[str, Message, int]]:
        """Return (code, an example, files) of what is said, the most frequent first."""
        said: dict[str, list[Message]] = {}
        for one in self.files:
            for code, message in _one_each(one.notes + one.poor):
                said.setdefault(code, []).append(message)
        rows = [(code, messages[0], len(messages)) for code, messages in said.items()]
        return sorted(rows, key=lambda row: (-row[2], row[0]))


def _one_each(messages: Iterable[Message]) -> Iterable[tuple[str, Message]]:
    return {message.code: message for message in messages}.items()


class ExaminedShape(Shape, kw_only=True):
    """A file as `baogao doctor` found it."""

    path: str
    format: str
    reports: int
    pages: int
    recognised: int
    sections: int
    characters: int
    title: str
    date: str
    notes: list[str]
    poor: list[str]


class DiagnosisShape(Shape, kw_only=True):
    """All files, what is said of how many, and what is not read."""

    files: int
    poor: int
    said: dict[str, int]
    passed_over: list[PassedOverShape]
    found: list[ExaminedShape]


def diagnosis_shape(diagnosis: Diagnosis) -> DiagnosisShape:
    """Return the answer of `baogao doctor --json`, the poor files first."""
    poor = list(diagnosis.poor)
    return DiagnosisShape(
        files=len(diagnosis.files),
        poor=len(poor),
        said={code: files for code, _, files in diagnosis.by_kind()},
        passed_over=passed_over_shapes(diagnosis.passed_over),
        found=[
            ExaminedShape(
                path=one.path,
                format=one.format,
                reports=one.reports,
                pages=one.pages,
                recognised=one.recognised,
                sections=one.sections,
                characters=one.characters,
                title=one.title,
                date=one.date,
                notes=list(map(str, one.notes)),
                poor=list(map(str, one.poor)),
            )
            for one in (*poor, *(one for one in diagnosis.files if not one.poor))
        ],
    )
