"""Metadata from a report's front: the values of its form, checked and brought to one writing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer import messages
from indexer.anatomy.agencies import AGENCY, agency_name
from indexer.anatomy.contacts import COVERED
from indexer.anatomy.dates import parse_dates, parse_month, parse_period, wrong_weekdays
from indexer.anatomy.forms import Form, read_form
from indexer.anatomy.labels import BY_NAME, shown
from indexer.anatomy.lines import clean, squeeze
from indexer.anatomy.places import find_places
from indexer.anatomy.titles import COVER, cover_title
from indexer.messages import Message
from indexer.model.report import SYSTEM_ID, Document, Metadata, Person
from indexer.text.numerals import PLAIN

_FORM_HEAD = re.compile(
    r"^(?P<agency>[^，。：:（(]{2,30}?)(?:公務|因公)?出國(?:或赴大陸地區)?報告(?:書)?(?:提要(?:表)?)?$"
)
_NAME_AND_POST = re.compile(
    r"(?P<name>[^\x00-\x7f]{2,4}?)(?P<post>(?:副|代理|助理|主任|專門)?"
    r"(?:[市縣部次司局署處科股組課院校所館]長|秘書長?|主任|專員|委員|[科課組]員|技[正士佐監]|參[事議]|研究員|教授|"
    r"工程[師司]|董事長|總?經理|顧問|視察|幹事|書記))"
)
_TICKED = re.compile(r"[☑■☒✔√V]\s*(?P<kind>[^☑■☒□☐✔√\s]+)")
_BOX = re.compile(r"[☑■☒□☐✔√]")
_SYSTEM_ID = re.compile(SYSTEM_ID)
_SEPARATORS = re.compile(r"[、，,;；#]|\s{2,}|\t")
_REMARK = re.compile(r"[（(][^（()）]*[）)]")
_POST = re.compile(
    r"(?P<agency>.*?(?:大學|學院|研究院|研究所|中心|局|署|處|部|會|院|府|公司|系|所))\s*"
    r"(?P<post>(?:特聘|助理|副|兼任|博士後)?(?:教授|研究員|研究生|工程師|科長|處長|局長|主任|博士生|碩士生|講師|院長|所長))$"
)
_AND_OTHERS = re.compile(rf"\s*等\s*[\d{PLAIN}]+\s*[人員位名]")
_LANGUAGE = re.compile(r"[（(]?(?:中文|英文)[）)]?\s*[：:]?\s*")
_GLUED = re.compile(r"https?://\S*")
_LONGEST_CATEGORY = 20  # characters
_LONGEST_FRONT = 80  # lines; a text without sections is not searched for labels to its end
_FIRST_YEAR, _LAST_YEAR = 1950, 2100  # outside them a date is a slip
_EXPECTED = ("agency", "persons", "start", "countries", "report_date")  # what every form asks for
_SINGLE = (  # fields of which a second, different value is noted
    "title", "period", "countries", "report_date", "agency", "category", "organizer", "system_id"
)  # fmt: skip


def read_metadata(front: Sequence[str], document: Document) -> tuple[Metadata, str]:
    """Return (metadata, title) of a document from the lines before its first section and its record."""
    front = front[:_LONGEST_FRONT]
    form = read_form(front)
    titles = [squeeze(line) for line in front if "報" in line and "告" in line]
    record = {name: clean(value) for name, value in document.fields}
    notes = [*document.notes, *_contradictions(form)]
    category, ticked = _category(titles, form, notes)
    persons = _persons(form)
    organizer = _GLUED.sub("", form["organizer"]).strip()
    agency = record.get("agency") or _agency(titles, form, persons) or organizer
    start, end = _plausible(parse_period(form["period"]), "period", notes)
    (report_date,) = _plausible((_report_date(record, form),), "report_date", notes)
    contact, _, phone = form["contact"].replace("／", "/").partition("/")
    places = find_places(record.get("country") or form["countries"])
    system_id = _SYSTEM_ID.search(form["system_id"])
    metadata = Metadata(
        system_id=system_id[0] if system_id else "",
        agency=agency_name(agency),
        agency_raw=agency,
        organizer=organizer,
        category=record.get("category") or category,
        ticked=ticked,
        contact=contact.strip(),
        phone=_number(form["phone"] or phone.strip()),
        has_attachment=_attachment(form["attachment"]) if form["attachment"] else None,
        persons=persons,
        start=start,
        end=end,
        countries=tuple(dict.fromkeys(place.country for place in places)),
        places=places,
        report_date=report_date,
        others=tuple(_others(form)),
        url=record.get("url", ""),
        source=document.source,
        readers=document.readers,
    )
    notes += _faults(metadata, form)
    return replace(metadata, notes=tuple(dict.fromkeys(notes))), _title(front, form, document)


def _category(titles: Sequence[str], form: Form, notes: list[Message]) -> tuple[str, tuple[str, ...]]:
    """Return (category, kinds ticked under it), of a cover or else of a form."""
    cover = next((match for line in titles if (match := COVER.search(line))), None)
    written = cover["category"] if cover else form["category"]
    ticked = tuple(re.sub(r"^\d+\.?", "", m["kind"]).strip("：:、") for m in _TICKED.finditer(written))
    category = _BOX.split(written)[0].strip(" 、") or (form["group"] if not ticked else "")
    if len(category) > _LONGEST_CATEGORY:  # boxes that a scanner read as characters
        notes.append(messages.FIELD_NO_CATEGORY(field=shown("category"), value=category))
        category = ""
    return category, ticked


def _agency(titles: Sequence[str], form: Form, persons: Sequence[Person]) -> str:
    """Return the agency that the head of a form names, or the form, or the first traveller that has one."""
    head = next((m["agency"] for line in titles if (m := _FORM_HEAD.match(line))), "")
    head = head if AGENCY.fullmatch(head) else ""
    return next(filter(None, (head, _first(form["agency"]), *(person.agency for person in persons))), "")


def _others(form: Form) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in form.values.items() if BY_NAME[name].is_other and value)


def _title(front: Sequence[str], form: Form, document: Document) -> str:
    title = squeeze(clean(document.title)) or squeeze(form["title"]).rstrip("#") or _conference(form)
    title = title or cover_title(front, document.headline)
    return " ".join(squeeze(title).split("\t")) or document.key


def _report_date(record: dict[str, str], form: Form) -> str:
    recorded, said = record.get("date", ""), form["report_date"]
    return (
        next(iter(parse_dates(recorded)), "")
        or _partial_date(recorded)
        or next(iter(parse_dates(said)), "")
        or parse_month(said)
    )


def _plausible(days: tuple[str, ...], name: str, notes: list[Message]) -> tuple[str, ...]:
    """Return the days, or nothing in the place of one outside the years in which such reports are written."""
    for day in days:
        if day and not _FIRST_YEAR <= int(day[:4]) <= _LAST_YEAR:
            notes.append(messages.FIELD_IMPOSSIBLE(field=shown(name), value=day))
            return ("",) * len(days)
    return days


def _contradictions(form: Form) -> Iterator[Message]:
    """Yield a field that says two things, the first of which counts, and dates on the wrong weekday."""
    for name, value in form.others:
        first = form[name]
        if name in ("period", "report_date") and parse_dates(first) == parse_dates(value):
            continue
        if name in _SINGLE:
            yield messages.FIELD_TWICE(field=shown(name), first=first, second=value)
    for name in ("period", "report_date"):
        for day, said, true in wrong_weekdays(form[name]):
            yield messages.DATE_WEEKDAY(field=shown(name), value=day, said=said, true=true)


def _faults(metadata: Metadata, form: Form) -> Iterator[Message]:
    """Yield what a form lacks, and days that cannot all be right."""
    if len(form.values) > 1:
        for name in _EXPECTED:
            if not getattr(metadata, name):
                yield messages.FIELD_MISSING(field=shown(name))
    if metadata.start > metadata.end:
        yield messages.PERIOD_REVERSED(field=shown("period"), end=metadata.end, start=metadata.start)
    if metadata.end and len(metadata.report_date) == 10 and metadata.report_date < metadata.start:
        yield messages.DATE_EARLY(
            field=shown("report_date"),
            value=metadata.report_date,
            other=shown("period"),
            start=metadata.start,
        )
    for place in metadata.places:
        if not place.code:
            yield messages.COUNTRY_UNKNOWN(value=place.raw)


def _conference(form: Form) -> str:
    """Return the conference of an NSTC report, by its Chinese name or else its English one."""
    lines = [_LANGUAGE.sub("", line).strip() for line in form["conference"].split("\n")]
    return next(filter(None, lines), "")


def _persons(form: Form) -> tuple[Person, ...]:
    """Return slash-joined records (several on a line), `姓名 職稱` lines under one agency, or a table."""
    persons = []
    agency = _first(form["agency"])
    for line in filter(None, map(str.strip, form["persons"].split("\n"))):
        line = re.sub(r"\s*／\s*", "/", line)
        if "/" in line:
            persons += list(_slashed(line, agency))
        else:
            persons += list(_listed(line, agency, form["agency_post"]))
    persons += [
        Person(row["name"], *_office(row.get("agency") or agency, row.get("unit", "")), row.get("post", ""))
        for row in form.table
    ]
    if form["name"] and not form.table:
        persons += [Person(form["name"], agency, form["unit"], form["post"])]
    return tuple(dict.fromkeys(persons))


def _office(agency: str, unit: str) -> tuple[str, str]:
    """Return (agency, unit) of two cells, or of one cell for both."""
    head, _, tail = agency.replace("／", "/").partition("/")
    return head.strip(), unit or tail.strip()


def _slashed(line: str, agency: str) -> Iterator[Person]:
    """Yield the persons of 姓名/服務機關/單位/職稱 or 姓名/職稱, several of them parted by blanks."""
    for entry in re.split(r"[\s、;；]+", _AND_OTHERS.sub("", line)):
        name, *rest = entry.split("/")
        office, unit, post = (*rest, "", "", "")[:3]
        if len(rest) == 2:
            unit, post = "", unit
        elif len(rest) == 1 and not AGENCY.fullmatch(office):
            office, post = agency, office
        if name.strip("_＿"):
            yield Person(name, office, unit, post)


def _listed(line: str, agency: str, agency_post: str) -> Iterator[Person]:
    if line.isascii() and (";" in line or line.count(",") == 1):  # Ann Lee, Officer; Bo Wu, Director
        for name, _, post in (entry.partition(",") for entry in line.split(";")):
            yield Person(name.strip(), agency, "", post.strip())
        return
    for entry in re.split(r"[、;；，,]", line):
        name, *posts = re.split(r"[\s\u3000]+", _REMARK.sub("", entry).strip())
        if name.isascii():
            name, posts = " ".join([name, *posts]), []
        if _AND_OTHERS.fullmatch(name) or not name.strip("_＿") or not 2 <= len(name) <= 40:
            continue
        if not posts and (glued := _NAME_AND_POST.fullmatch(name)):
            name, posts = glued["name"], [glued["post"]]
        post = " ".join(posts)
        if agency_post and not post:
            match = _POST.match(agency_post)
            agency, post = (match["agency"], match["post"]) if match else (agency_post, "")
        yield Person(_AND_OTHERS.sub("", name), agency, "", _AND_OTHERS.sub("", post))


def _partial_date(value: str) -> str:
    """Return a year or month alone, which is all that some records say."""
    return value if re.fullmatch(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", value) else ""


def _attachment(value: str) -> bool | None:
    ticked = _TICKED.search(value)
    answer = ticked["kind"] if ticked else value
    return True if answer.startswith("是") else False if answer.startswith("否") else None


def _number(phone: str) -> str:
    """Return a telephone number; nothing for one that was covered."""
    return "" if COVERED in phone else phone


def _first(value: str) -> str:
    return (
        _REMARK.sub("", value) if value.isascii() else _SEPARATORS.split(_REMARK.sub("", value))[0]
    ).strip()
