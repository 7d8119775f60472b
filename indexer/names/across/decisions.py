"""What people decide by hand, kept in git beside the reports: people.yml and glossary.tsv.

They win over mining and hold as long as their line stands; taking the line out undoes it. Every fault is one
sentence with file and line. A person is written 姓名, or 姓名 @ report where the name alone is not enough.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from indexer.model.people import KINDS, Kind, Pair, Status
from indexer.names.across.persons import Reference, Rulings
from indexer.text.compare import letters_key
from indexer.text.fold import fold

PEOPLE = "people.yml"
GLOSSARY = "glossary.tsv"
_VERBS = ("confirm", "reject", "correct")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A line of glossary.tsv: a pair confirmed, rejected, or given its right Chinese name."""

    decision: str
    chinese: str
    english: str
    kind: Kind | None = None
    right: str = ""
    where: str = ""  # file:line


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions; `files` are where they were read, `references` says where each person is decided on.

    `faults` are sentences about lines that are not understood; the other lines hold.
    """

    people: Rulings = field(default_factory=Rulings)
    glossary: tuple[Verdict, ...] = ()
    files: tuple[str, ...] = ()
    references: tuple[tuple[Reference, str], ...] = ()
    faults: tuple[str, ...] = ()


def read_decisions(folders: Iterable[Path]) -> Decisions:
    """Decisions of all folders."""
    merged: list[tuple[Reference, ...]] = []
    alone: set[Reference] = set()
    nobody: set[Reference] = set()
    names: dict[Reference, tuple[str, str]] = {}
    verdicts: list[Verdict] = []
    files: list[str] = []
    places: list[tuple[Reference, str]] = []
    faults: list[str] = []
    for folder in dict.fromkeys(folders):
        if (path := folder / PEOPLE).is_file():
            files.append(str(path))
            for line, entry in _entries(path, faults):
                where = f"{path}:{line}"
                _person(entry, where, faults, merged, alone, nobody, names, places)
        if (path := folder / GLOSSARY).is_file():
            files.append(str(path))
            verdicts += _verdicts(path, faults)
    rulings = Rulings(tuple(merged), frozenset(alone), frozenset(nobody), names)
    return Decisions(rulings, tuple(verdicts), tuple(files), tuple(places), tuple(faults))


def decide(pairs: Sequence[Pair], verdicts: Iterable[Verdict]) -> list[Pair]:
    """The pairs with the verdicts on them, and those that only a verdict names."""
    found = {_key(pair.chinese, pair.english): pair for pair in pairs}
    for verdict in verdicts:
        key = _key(verdict.chinese, verdict.english)
        pair = found.get(key) or Pair(
            verdict.chinese, verdict.english, verdict.kind or "term", "proposed", (), ()
        )
        status: Status = "rejected" if verdict.decision == "reject" else "confirmed"
        pair = replace(pair, status=status, kind=verdict.kind or pair.kind, rules=("hand", *pair.rules))
        if verdict.decision == "correct":
            found[key] = replace(pair, status="rejected")
            right = _key(verdict.right, verdict.english)
            known = found.get(right)
            evidence = tuple(sorted({*pair.evidence, *(known.evidence if known else ())}))
            found[right] = replace(pair, chinese=verdict.right, evidence=evidence)
        else:
            found[key] = pair
    return sorted(found.values(), key=lambda pair: (pair.status != "confirmed", -pair.count, pair.chinese))


def unmet(decisions: Decisions, pairs: Sequence[Pair], known: set[Reference]) -> list[str]:
    """A sentence for each decision about a name that no report has."""
    sentences = [
        f"{where}: no report names “{name}”{f' in {report}' if report else ''}; the line has no effect."
        for (name, report), where in decisions.references
        if (name, report) not in known
    ]
    mined = {_key(pair.chinese, pair.english) for pair in pairs}
    sentences += [
        f"{verdict.where}: no report pairs “{verdict.chinese}” with “{verdict.english}”; it has no effect."
        for verdict in decisions.glossary
        if verdict.decision != "confirm" and _key(verdict.chinese, verdict.english) not in mined
    ]
    return sentences


def _key(chinese: str, english: str) -> tuple[str, str]:
    return fold(chinese), letters_key(english)


def _entries(path: Path, faults: list[str]) -> Iterator[tuple[int, dict[str, object]]]:
    """(line, entry) of each entry of a people.yml."""
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        faults.append(f"{path}:{line}: is not YAML ({error.problem}); see docs/names.md.")
        return
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        faults.append(f"{path}: cannot be read ({error}).")
        return
    if root is None:
        return
    if not isinstance(root, yaml.SequenceNode):
        faults.append(f"{path}:1: is no list; write each decision after a “- ”.")
        return
    for node in root.value:
        line = node.start_mark.line + 1
        value = yaml.SafeLoader(yaml.serialize(node)).get_data()
        if isinstance(value, dict):
            yield line, {str(name): entry for name, entry in value.items()}
        else:
            faults.append(f"{path}:{line}: is no decision; write merge:, split:, reject: or name:.")


def _person(
    entry: dict[str, object],
    where: str,
    faults: list[str],
    merged: list[tuple[Reference, ...]],
    alone: set[Reference],
    nobody: set[Reference],
    names: dict[Reference, tuple[str, str]],
    places: list[tuple[Reference, str]],
) -> None:
    entry = {name: value for name, value in entry.items() if name != "note"}
    match sorted(entry):
        case ["merge"]:
            references = [_reference(one) for one in _list(entry["merge"])]
            if len(references) < 2 or not all(name and report for name, report in references):
                faults.append(f"{where}: merge takes two or more of “name @ report”.")
                return
            merged.append(tuple(references))
        case ["split"]:
            references = [_reference(one) for one in _list(entry["split"])]
            if not references or not all(name and report for name, report in references):
                faults.append(f"{where}: split takes “name @ report”.")
                return
            alone.update(references)
        case ["reject"]:
            references = [_reference(one) for one in _list(entry["reject"])]
            if not references or not all(name for name, _ in references):
                faults.append(f"{where}: reject takes a name, or “name @ report”.")
                return
            nobody.update(references)
        case ["chinese", "english", "name"] | ["chinese", "name"] | ["english", "name"]:
            references = [_reference(str(entry["name"]))]
            if not references[0][0]:
                faults.append(f"{where}: name is empty.")
                return
            names[references[0]] = str(entry.get("chinese") or ""), str(entry.get("english") or "")
        case keys:
            known = "merge:, split:, reject:, or name: with chinese: and english:"
            faults.append(f"{where}: {', '.join(keys) or 'nothing'} is not understood; write {known}.")
            return
    places += [(reference, where) for reference in references]


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _reference(text: str) -> Reference:
    name, _, report = text.partition("@")
    return name.strip(), report.strip()


def _verdicts(path: Path, faults: list[str]) -> Iterator[Verdict]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{path}: cannot be read ({error}).")
        return
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not any(cells) or cells[0].startswith("#"):
            continue
        where = f"{path}:{number}"
        if cells[0] not in _VERBS:
            faults.append(f"{where}: begins with “{cells[0]}”; write confirm, reject or correct, and tabs.")
        elif len(cells) < 3 or not cells[1] or not cells[2]:
            faults.append(f"{where}: wants a Chinese and a Latin name after “{cells[0]}”, parted by tabs.")
        elif cells[0] == "correct" and (len(cells) < 4 or not cells[3]):
            faults.append(f"{where}: wants the right Chinese name as its fourth column.")
        elif cells[0] == "confirm" and len(cells) > 3 and cells[3] and cells[3] not in KINDS:
            faults.append(f"{where}: “{cells[3]}” is no kind; kinds are {', '.join(KINDS)}.")
        else:
            fourth = cells[3] if len(cells) > 3 else ""
            kind = next((kind for kind in KINDS if kind == fourth), None)
            yield Verdict(cells[0], cells[1], cells[2], kind, fourth if cells[0] == "correct" else "", where)
