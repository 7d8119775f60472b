"""Metadata from a report's front: 提要 form, cover page, or the labels of the portal.

Labels and their order follow the forms of the Executive Yuan and the city governments; a blank
may stand between all characters of a label, several labels may share a line.
"""

import re
from collections.abc import Iterable, Sequence

from indexer.dates import parse_dates, parse_period
from indexer.lines import clean, squeeze
from indexer.report import Document, Metadata, Person

_LABELS: dict[str, tuple[str, ...]] = {
    "title": ("出國報告名稱", "報告名稱", "報告題目"),
    "category": ("出國類別",),
    "group": ("類別",),
    "organizer": ("出國計畫主辦機關", "計畫主辦機關", "主辦機關"),
    "agency": ("服務機關",),
    "contact": ("聯絡人",),
    "phone": ("聯絡電話", "電話"),
    "persons": (
        "出國人員姓名/服務機關/單位/職稱/電話",
        "出國人員姓名/服務機關/單位/職稱",
        "姓名職稱",
        "出國人員姓名",
        "出國人員",
    ),
    "period": ("出國期間", "出國日期", "會議時間"),
    "countries": ("派赴國家地區", "派赴國家/地區", "派赴國家", "出國地區", "前往地區", "會議地點"),
    "report_date": ("報告日期",),
    "system_id": ("系統識別號", "系統式別號"),
    "attachment": ("含附件",),
    "name": ("姓名",),
    "unit": ("服務單位",),
    "post": ("職稱",),
    "ignored": (
        "計畫名稱",
        "相關專案",
        "電子全文檔",
        "附件檔",
        "報告書頁數",
        "頁數",
        "關鍵詞",
        "內容摘要",
        "報告內容摘要",
        "備註",
        "參訪機關",
        "主題分類",
        "施政分類",
        "分類號/目",
        "計畫編號",
        "會議名稱",
        "發表題目",
    ),
}
_FIELD_OF = {label: name for name, labels in _LABELS.items() for label in labels}
_BY_LENGTH = sorted(_FIELD_OF, key=len, reverse=True)
_BLANK = r"[ \u3000]*"
_LABEL = re.compile(
    "(?:"
    + "|".join(f"(?P<l{i}>{_BLANK.join(map(re.escape, label))})" for i, label in enumerate(_BY_LENGTH))
    + rf"){_BLANK}(?:[：:]|(?<=職稱)(?=[ \t\u3000])|(?<=電話)(?=[ \t\u3000]))"
)
_COVER = re.compile(r"出國報告\s*[（(]\s*出國類別\s*[：:]\s*(?P<category>[^）)]*)[）)]")
_FORM_HEAD = re.compile(
    r"^(?P<agency>[^，。：:（(]{2,30}?)(?:公務|因公)?出國(?:或赴大陸地區)?報告(?:書)?(?:提要(?:表)?)?$"
)
_TICKED = re.compile(r"[☑■☒✔√V]\s*(?P<kind>[^☑■☒□☐✔√\s]+)")
_BOX = re.compile(r"[☑■☒□☐✔√]")
_SYSTEM_ID = re.compile(r"C\d{3}(?:\d{5}|[A-Z]{2}\d{3})")
_SEPARATORS = re.compile(r"[、，,;；#]|\s{2,}|\t")
_REMARK = re.compile(r"[（(][^（()）]*[）)]")
_LONGEST_TITLE = 80  # characters
_LONGEST_FRONT = 60  # lines; a text without sections is not searched for labels to its end


def read_metadata(front: Sequence[str], document: Document) -> tuple[Metadata, str]:
    """(metadata, title) of a document from the lines before its first section and its record."""
    front = front[:_LONGEST_FRONT]
    raw = _read_labels(front)
    cover = next((match for line in front if (match := _COVER.search(squeeze(line)))), None)
    category = cover["category"] if cover else raw.get("category", "")
    ticked = tuple(m["kind"].strip("：:") for m in _TICKED.finditer(category))
    category = _BOX.split(category)[0].strip() or raw.get("group", "")
    persons = _persons(raw.get("persons", ""), raw.get("agency", ""))
    if raw.get("name"):
        persons += (Person(raw["name"], raw.get("agency", ""), raw.get("unit", ""), raw.get("post", "")),)
    start, end = parse_period(raw.get("period", ""))
    report_dates = parse_dates(raw.get("report_date", ""))
    system_id = _SYSTEM_ID.search(raw.get("system_id", ""))
    attachment = raw.get("attachment", "")
    head = next((m["agency"] for line in front if (m := _FORM_HEAD.match(squeeze(line)))), "")
    agencies = [head, _first(raw.get("agency", "")), *(p.agency for p in persons), raw.get("organizer", "")]
    record = {name: clean(value) for name, value in document.fields}
    record_dates = parse_dates(record.get("date", ""))
    metadata = Metadata(
        system_id=system_id[0] if system_id else "",
        agency=record.get("agency") or next(filter(None, agencies), ""),
        organizer=raw.get("organizer", ""),
        category=record.get("category") or category,
        ticked=ticked,
        contact=raw.get("contact", ""),
        phone=raw.get("phone", ""),
        has_attachment=_attachment(attachment) if attachment else None,
        persons=persons,
        start=start,
        end=end,
        countries=_split(record.get("country") or _REMARK.sub("", raw.get("countries", ""))),
        report_date=(record_dates or report_dates or [""])[0] or _partial_date(record.get("date", "")),
        url=record.get("url", ""),
        source=document.source,
    )
    title = squeeze(clean(document.title))
    return metadata, title or raw.get("title") or _cover_title(front, document.headline) or document.key


def is_form_line(line: str) -> bool:
    """Whether the line has a label of the form, where blanks part one value from the next."""
    return _LABEL.search(line) is not None


def _read_labels(front: Iterable[str]) -> dict[str, str]:
    """Field → value; a value runs to the next label, or over following lines until one has a label."""
    found: dict[str, str] = {}
    current = ""
    for line in front:
        matches = list(_LABEL.finditer(line))
        if not matches:
            if current == "persons" and line and not _BOX.search(line):  # several persons, one a line
                found[current] += f"\n{line}"
            elif current and not found[current] and line:
                found[current] = line
            continue
        for match, following in zip(matches, [*matches[1:], None], strict=True):
            label = next(_BY_LENGTH[int(name[1:])] for name, text in match.groupdict().items() if text)
            name = _FIELD_OF[label]
            value = line[match.end() : following.start() if following else None].strip(" \t\u3000")
            current = name
            found.setdefault(name, value)
            found[name] = found[name] or value
    return {name: value if name == "persons" else squeeze(value) for name, value in found.items()}


def _cover_title(front: Sequence[str], headline: str) -> str:
    """Title of a cover, between 出國報告 and the first label; else the headline or the first short line."""
    for i, line in enumerate(front):
        if _COVER.search(squeeze(line)):
            title = []
            for following in front[i + 1 :]:
                if _LABEL.search(following):
                    break
                title.append(following)
            return squeeze("".join(title))
    line = headline or next((line for line in front if line), "")
    return squeeze(line) if len(line) <= _LONGEST_TITLE else ""


def _persons(value: str, agency: str) -> tuple[Person, ...]:
    """Slash-joined records (several on a line), or `姓名 職稱` lines under one agency."""
    persons = []
    for line in filter(None, map(str.strip, value.split("\n"))):
        if "/" in line:
            for record in re.split(r"[\s、;；]+", line):
                name, *rest = record.split("/")
                office, unit, post = (*rest, "", "", "")[:3]
                if name:
                    persons.append(Person(name, office, unit, post))
        else:
            for entry in re.split(r"[、;；，,]", line):
                name, *posts = re.split(r"[\s\u3000]+", _REMARK.sub("", entry).strip())
                if 2 <= len(name) <= 12:
                    persons.append(Person(name, _first(agency), "", " ".join(posts)))
    return tuple(persons)


def _partial_date(value: str) -> str:
    """A year or month alone, which is all that some records say."""
    return value if re.fullmatch(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", value) else ""


def _attachment(value: str) -> bool | None:
    ticked = _TICKED.search(value)
    answer = ticked["kind"] if ticked else value
    return True if answer.startswith("是") else False if answer.startswith("否") else None


def _first(value: str) -> str:
    return _SEPARATORS.split(_REMARK.sub("", value))[0].strip()


def _split(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _SEPARATORS.split(value) if part.strip()))
