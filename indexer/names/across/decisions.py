"""Reads what people decide by hand, kept in git beside the reports: people.yml and glossary.tsv.

Each line that is not understood gives a remark with file and line. A person is written 姓名, or 姓名 @ report
where the name alone is not enough.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from indexer import messages
from indexer.messages import Message, Sentence
from indexer.model.people import KINDS
from indexer.model.update import Said
from indexer.names.across.rulings import Decisions, Reference, Rulings, Verdict

PEOPLE = "people.yml"
GLOSSARY = "glossary.tsv"
_GLOSSARY_VERBS = ("confirm", "reject", "correct")
_NAME_KEYS = (["chinese", "english", "name"], ["chinese", "name"], ["english", "name"])


@dataclass(frozen=True, slots=True)
class _Verb:
    """What a decision about people takes: so many references, with or without a report."""

    least: int
    with_report: bool
    otherwise: Sentence  # said where it has not got them

    def is_content_with(self, references: Sequence[Reference]) -> bool:
        """Return whether the references are as it takes them."""
        complete = all(name and (report or not self.with_report) for name, report in references)
        return complete and len(references) >= self.least


_PEOPLE_VERBS = {
    "merge": _Verb(2, True, messages.MERGE_TAKES),
    "split": _Verb(1, True, messages.SPLIT_TAKES),
    "reject": _Verb(1, False, messages.REJECT_TAKES),
    "name": _Verb(1, False, messages.NAME_EMPTY),
}


@dataclass(slots=True)
class _Reader:
    """What has been read of all files so far."""

    merged: list[tuple[Reference, ...]] = field(default_factory=list)
    alone: set[Reference] = field(default_factory=set)
    nobody: set[Reference] = field(default_factory=set)
    names: dict[Reference, tuple[str, str]] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    references: list[tuple[Reference, str]] = field(default_factory=list)
    faults: list[Said] = field(default_factory=list)

    def refuse(self, where: str, message: Message) -> None:
        """Note a fault."""
        self.faults.append(Said(where, message))

    def people(self, path: Path) -> None:
        """Read a people.yml."""
        self.files.append(str(path))
        for line, node in self._nodes(path):
            where = f"{path}:{line}"
            value = yaml.SafeLoader(yaml.serialize(node)).get_data()
            if isinstance(value, dict):
                self._person({str(name): entry for name, entry in value.items() if name != "note"}, where)
            else:
                self.refuse(where, messages.NO_DECISION())

    def glossary(self, path: Path) -> None:
        """Read a glossary.tsv."""
        self.files.append(str(path))
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            self.refuse(str(path), messages.DECISIONS_UNREADABLE(reason=error))
            return
        for number, line in enumerate(lines, 1):
            cells = [cell.strip() for cell in line.split("\t")]
            if not any(cells) or cells[0].startswith("#"):
                continue
            where = f"{path}:{number}"
            cells += [""] * (4 - len(cells))
            fault = _fault_of(cells)
            if fault:
                self.refuse(where, fault)
            else:
                self.verdicts.append(_verdict(cells, where))

    def _nodes(self, path: Path) -> Iterator[tuple[int, yaml.Node]]:
        """Yield (line, entry) of each entry of a list in YAML."""
        try:
            root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.refuse(f"{path}:{line}", messages.NOT_YAML(problem=error.problem))
            return
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            self.refuse(str(path), messages.DECISIONS_UNREADABLE(reason=error))
            return
        if isinstance(root, yaml.SequenceNode):
            yield from ((node.start_mark.line + 1, node) for node in root.value)
        elif root is not None:
            self.refuse(f"{path}:1", messages.NO_LIST())

    def _person(self, entry: Mapping[str, object], where: str) -> None:
        """Read one decision about people."""
        name = _verb_of(entry)
        if name is None:
            keys = ", ".join(sorted(entry))
            self.refuse(where, messages.DECISION_UNKNOWN(keys=keys) if keys else messages.DECISION_EMPTY())
            return
        verb = _PEOPLE_VERBS[name]
        written = [str(entry[name])] if name == "name" else _list(entry[name])
        references = [_reference(text) for text in written]
        if not verb.is_content_with(references):
            self.refuse(where, verb.otherwise())
            return
        match name:
            case "merge":
                self.merged.append(tuple(references))
            case "split":
                self.alone.update(references)
            case "reject":
                self.nobody.update(references)
            case _:
                right = str(entry.get("chinese") or ""), str(entry.get("english") or "")
                self.names[references[0]] = right
        self.references += [(reference, where) for reference in references]


def read_decisions(folders: Iterable[Path]) -> Decisions:
    """Return the decisions of all folders."""
    reader = _Reader()
    for folder in dict.fromkeys(folders):
        if (path := folder / PEOPLE).is_file():
            reader.people(path)
        if (path := folder / GLOSSARY).is_file():
            reader.glossary(path)
    rulings = Rulings(tuple(reader.merged), frozenset(reader.alone), frozenset(reader.nobody), reader.names)
    return Decisions(
        rulings,
        tuple(reader.verdicts),
        tuple(reader.files),
        tuple(reader.references),
        tuple(reader.faults),
    )


def _verb_of(entry: Mapping[str, object]) -> str | None:
    """Return the verb of a decision about people; None where it has other keys than one of them takes."""
    keys = sorted(entry)
    if keys in _NAME_KEYS:
        return "name"
    return keys[0] if len(keys) == 1 and keys[0] in _PEOPLE_VERBS and keys[0] != "name" else None


def _list(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)] if value else []


def _reference(text: str) -> Reference:
    name, _, report = text.partition("@")
    return name.strip(), report.strip()


def _fault_of(cells: list[str]) -> Message | None:
    """Return what is wrong with a line of the glossary, of four cells and more."""
    verb, chinese, english, fourth = cells[:4]
    if verb not in _GLOSSARY_VERBS:
        return messages.VERDICT_UNKNOWN(word=verb)
    if not chinese or not english:
        return messages.VERDICT_NAMES(word=verb)
    if verb == "correct" and not fourth:
        return messages.VERDICT_RIGHT_NAME()
    if verb == "confirm" and fourth and fourth not in KINDS:
        return messages.VERDICT_KIND(kind=fourth, kinds=", ".join(KINDS))
    return None


def _verdict(cells: list[str], where: str) -> Verdict:
    verb, chinese, english, fourth = cells[:4]
    kind = next((kind for kind in KINDS if kind == fourth), None)
    return Verdict(verb, chinese, english, kind, fourth if verb == "correct" else "", where)
