"""The forms at the head of a report to labelled values, as written: 提要, cover, portal page, NSTC report.

A blank may stand between all characters of a label, several labels may share a line, a value may
stand behind the label, in the next cell of a table, or in the lines below.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from indexer.anatomy.dates import is_open, parse_dates
from indexer.anatomy.labels import OF_HEAD, OF_LABEL
from indexer.anatomy.lines import squeeze, starts_item
from indexer.text.scripts import HAN

_BY_LENGTH = sorted(OF_LABEL, key=len, reverse=True)
_BLANK = r"[ \u3000]*"


def _spaced(label: str) -> str:
    """Return the label's pattern with stray blanks and either kind of brackets."""
    return _BLANK.join(
        {"(": "[(（]", ")": "[)）]", "/": "[/／]"}.get(char, re.escape(char)) for char in label
    )


_ANY = "|".join(f"(?P<l{i}>{_spaced(label)})" for i, label in enumerate(_BY_LENGTH))
_LABEL = re.compile(
    rf"(?:(?<![{HAN}A-Za-z])|(?<=日))(?:{_ANY}){_BLANK}"  # behind no Han sign but the 日 of a date
    rf"(?:[：:]|(?<=職稱)(?=[ \t\u3000])|(?<=電話)(?=[ \t\u3000])|(?<=/職稱)(?=[{HAN}]))"
)
_CLOSES_LABEL = re.compile("[：:]|職稱|電話")  # what no line with a label is without
_CELL = re.compile(rf"(?:{_ANY}){_BLANK}[：:]?")
_BOX = re.compile(r"[☑■☒□☐✔√]")
_OTHERS = re.compile(
    r"簽到|簽名|簽章|簽收|捐[款贈助]|贊助|認養|金額|接待|受訪|來賓|貴賓|外賓|講[者員師]|[日韓美英法德中外對]方"
)
_LONGEST_CAPTION = 20  # characters of a line above a table
_ALONE = 4  # characters of a label that may stand alone on its line, its value below


@dataclass(slots=True)
class Form:
    """Values by field, as they are written."""

    values: dict[str, str] = field(default_factory=dict)  # persons: one a line
    table: list[dict[str, str]] = field(default_factory=list)  # rows of a table of persons
    others: list[tuple[str, str]] = field(default_factory=list)  # a second, different value of a field

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


def is_form_line(line: str) -> bool:
    """Return whether the line has a label of a form, where blanks part one value from the next."""
    return _CLOSES_LABEL.search(line) is not None and _LABEL.search(line) is not None


def is_form_cell(line: str) -> bool:
    """Return whether a line is a label in a cell of its own, and its value in the next."""
    label, tab, _ = line.partition("\t")
    return bool(tab) and _CELL.fullmatch(label.strip()) is not None


def begins_with_label(line: str) -> bool:
    """Return whether a line begins with a label of a form."""
    return _LABEL.match(line) is not None


def read_form(front: Sequence[str]) -> Form:
    """Read what the labels of the lines say. A value runs to the next label; the first of a field counts."""
    form = Form()
    current, columns, above = "", list[str](), ""
    for line in front:
        header = _header(line)
        if header:
            current, columns = "", [] if _is_of_others(above, line) else header
        elif columns and line.count("\t") >= len(columns) - 1 - (not columns[0]):
            missing = len(columns) - 1 - line.count("\t")  # the empty cell below a merged one
            row = dict(zip(columns[max(0, missing) :], map(str.strip, line.split("\t")), strict=False))
            row.pop("", None)
            if row.get("name") and not starts_item(row["name"]):
                form.table.append(row)
        elif line:
            columns, above = [], line
            current = _read_line(line, form, current)
    form.values = {
        name: value if name == "persons" else squeeze(value).strip() for name, value in form.values.items()
    }
    _close_period(form)
    return form


def _read_line(line: str, form: Form, current: str) -> str:
    """Take the line's values; return the field that the next line may go on with."""
    found = list(_labelled(line))
    if not found:
        if current == "persons" and not _BOX.search(line):  # several persons, one a line
            form.values[current] += f"\n{line}"
        elif current and not form.values[current]:
            form.values[current] = line
        elif current and _wants_more(form, current):
            form.values[current] += f"\n{line}"
        return current
    for name, value in found:
        before = form.values.get(name)
        if before and value and squeeze(before) != squeeze(value):
            form.others.append((name, squeeze(value)))
        form.values[name] = before or value
        current = name
    return current


def _wants_more(form: Form, name: str) -> bool:
    """Return whether a value goes on: a summary to the next label, a name in two languages for a line."""
    return name == "內容摘要" or (name in ("conference", "發表題目") and form.values[name].count("\n") == 0)


def _labelled(line: str) -> Iterator[tuple[str, str]]:
    """Yield (field, value) of each label in the line, in cells or before colons."""
    cells = [cell.strip() for cell in line.split("\t")]
    names = [_whole(cell, 1 if len(cells) == 2 or _in_pairs(cells) else _ALONE) for cell in cells]
    if not any(names):
        yield from _before_colons(line)
        return
    for i, name in enumerate(names):
        following = zip(cells[i + 1 :], names[i + 1 :], strict=True)
        values = takewhile(lambda each: not each[1] and not is_form_line(each[0]), following)
        if name:
            yield name, "\t".join(value for value, _ in values if value)
        elif is_form_line(cells[i]):
            yield from _before_colons(cells[i])


def _in_pairs(cells: Sequence[str]) -> bool:
    """Return whether each other cell is a label, its value behind it: 聯絡人 | 陳文政 | 電話 | 2228-9111."""
    labels, values = cells[::2], cells[1::2]
    return len(cells) % 2 == 0 and all(map(_CELL.fullmatch, labels)) and not any(map(_CELL.fullmatch, values))


def _before_colons(line: str) -> Iterator[tuple[str, str]]:
    matches = list(_LABEL.finditer(line)) if _CLOSES_LABEL.search(line) else []
    ends = [*(match.start() for match in matches[1:]), len(line)]
    for match, end in zip(matches, ends, strict=False):
        value = line[match.end() : end]
        yield _field(match), value.strip(" \t\u3000")


def _whole(cell: str, least: int) -> str:
    """Return the field of a label that is all of a cell or line, if it has so many characters or a colon."""
    match = _CELL.fullmatch(cell)
    return _field(match) if match and (len(cell) >= least or cell.endswith((":", "："))) else ""


def _field(match: re.Match[str]) -> str:
    label = next(_BY_LENGTH[int(name[1:])] for name, text in match.groupdict().items() if text)
    return OF_LABEL[label].name


def _header(line: str) -> list[str]:
    """Return columns of a table of persons, if the line is its head."""
    cells = line.split("\t")
    if len(cells) < 3:
        return []
    fields = [OF_HEAD.get("".join(cell.split()).replace("／", "/")) for cell in cells]
    known = [field.name if field else "" for field in fields]
    return known if "name" in known and sum(map(bool, known)) > 1 else []


def _is_of_others(above: str, head: str) -> bool:
    """Return whether a table's caption or head says that its persons are no delegation but signed or gave."""
    caption = above if len(above) <= _LONGEST_CAPTION and "\t" not in above else ""
    return any(_OTHERS.search("".join(cell.split())) for cell in (caption, *head.split("\t")))


def _close_period(form: Form) -> None:
    """Take the end of a period, which a table cell broke off, from behind the value of another field."""
    if not is_open(form["period"]):
        return
    for name, value in form.values.items():
        days = parse_dates(value) if name not in ("period", "report_date", "內容摘要") else []
        if days:
            form.values["period"] += days[-1]
            form.values[name] = _without_dates(value)
            return


def _without_dates(value: str) -> str:
    return re.sub(r"\d{2,4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日", "", value).strip()
