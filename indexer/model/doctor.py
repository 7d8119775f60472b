"""What a look at files says of them: how each was read, and what came out poor."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.messages import Message
from indexer.model.shapes import Shape


@dataclass(frozen=True, slots=True)
class Examined:
    """A file: its format (empty for none), what it gave, what is said of it, and why it is poor, if it is."""

    path: str
    format: str
    reports: int = 0
    sections: int = 0
    characters: int = 0
    notes: tuple[Message, ...] = ()
    poor: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All files of a look, in their order."""

    files: tuple[Examined, ...]

    @property
    def poor(self) -> Iterator[Examined]:
        """Files that a person should look at first: the worst ones first."""
        return iter(
            sorted((one for one in self.files if one.poor), key=lambda one: (-len(one.poor), one.path))
        )

    def by_format(self) -> Sequence[tuple[str, int, int, int]]:
        """Return (format, files, reports, poor files), the most frequent first."""
        names = Counter(one.format for one in self.files)
        rows = []
        for name, count in names.most_common():
            own = [one for one in self.files if one.format == name]
            rows.append((name, count, sum(one.reports for one in own), sum(bool(one.poor) for one in own)))
        return rows

    def by_kind(self) -> Sequence[tuple[str, str, int]]:
        """Return (code, an example, files) of what is said, the most frequent first."""
        said: dict[str, list[Message]] = {}
        for one in self.files:
            for code, message in _one_each(one.notes + one.poor):
                said.setdefault(code, []).append(message)
        rows = [(code, str(messages[0]), len(messages)) for code, messages in said.items()]
        return sorted(rows, key=lambda row: (-row[2], row[0]))


def _one_each(messages: Iterable[Message]) -> Iterable[tuple[str, Message]]:
    return {message.code: message for message in messages}.items()


class ExaminedShape(Shape, kw_only=True):
    """A file as `baogao doctor` found it."""

    path: str
    format: str
    reports: int
    sections: int
    characters: int
    notes: list[str]
    poor: list[str]


class DiagnosisShape(Shape, kw_only=True):
    """All files, and what is said of how many."""

    files: int
    poor: int
    said: dict[str, int]
    found: list[ExaminedShape]


def diagnosis_shape(diagnosis: Diagnosis) -> DiagnosisShape:
    """Return the answer of `baogao doctor --json`."""
    return DiagnosisShape(
        files=len(diagnosis.files),
        poor=sum(bool(one.poor) for one in diagnosis.files),
        said={code: files for code, _, files in diagnosis.by_kind()},
        found=[
            ExaminedShape(
                path=one.path,
                format=one.format,
                reports=one.reports,
                sections=one.sections,
                characters=one.characters,
                notes=list(map(str, one.notes)),
                poor=list(map(str, one.poor)),
            )
            for one in diagnosis.files
        ],
    )
