"""Who one report names: delegation, contact, speakers, people met, with posts, talks and every mention.

Names come from the form, its tables, the pairs of the report and the posts beside them. A surname with a
post (張副市長) is a mention when one person of the report fits both, else it stays what it is.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from indexer.model.people import ROLES, Mention, Person, Post, Sighting, Talk
from indexer.model.report import Report
from indexer.names import lexicon as lx
from indexer.names.everyday import is_place
from indexer.names.reading.boundaries import LIKELY
from indexer.names.reading.candidates import read_english
from indexer.names.reading.found import names
from indexer.names.reading.posts import FORMER, post_at
from indexer.names.reading.talks import talks
from indexer.text.compare import DOT, latin_words, without_courtesy
from indexer.text.scripts import HAN

_FRONT = "0"  # id of the section before the first number
_TABLE_NAME = re.compile(rf"([{HAN}{DOT}]{{2,12}})?\s*(?:[（(]([^（()）]+)[)）])?")
_ENDS_HAN = re.compile(f"[{HAN}]$")
_NAMED_IN_LATIN = re.compile(
    rf"(?<![{lx.LATIN}]){lx.COURTESY}\s+([A-Z][{lx.LATIN}\-]+)(?![{lx.LATIN}\s\-]*[A-Z])"
)
_BRACKETS_AFTER = re.compile(r"^\s*[（(][^（()）]*[)）]\s*")
_LATIN_NAME = re.compile(rf"^\s*{lx.COURTESY}?\s*[A-Z][\w .'\-]*")
_HOSTS = re.compile(r"^.{0,8}?(?:主持|邀請|主辦|設宴|款待|宴請)|^[^。；]{0,3}之邀")
_MET_BEFORE = re.compile(
    r"(?:會晤|拜會|拜訪|會見|接見|晉見|晤見|晤面|會面|會談|交談|接待|率|陪同|迎接)[^。；]{0,40}$"
)
_MET_AFTER = re.compile(
    r"^[^。；，,]{0,8}(?:會談|會面|晤談|晤面|接待|陪同|迎接|出面|簡報|交談|來訪|寒暄|見面)"
)


@dataclass(slots=True)
class _Draft:
    chinese: str = ""
    english: str = ""
    posts: dict[Post, None] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)


def people(report: Report, sightings: Sequence[Sighting]) -> tuple[Person, ...]:
    """Everyone the report names, in the order of their first mention."""
    texts = {section.id: section.searchable for section in report.sections}
    drafts = _Drafts()
    _from_form(report, drafts)
    for section in report.sections:
        _from_tables(section.text, section.kind == "名單", drafts)
    for seen in sightings:
        if seen.kind == "person" and seen.strength >= LIKELY and seen.english:
            drafts.add(seen.chinese, seen.english)
    posts = {section_id: tuple(lx.POST_ANYWHERE.finditer(text)) for section_id, text in texts.items()}
    for section_id, text in texts.items():
        for name in names(text, posts[section_id]):
            han = lx.IS_HAN.match(name.text)
            draft = drafts.add(name.text, "") if han else drafts.add("", name.text)
            if text[name.start : name.end] != name.text:  # 李總統登輝先生
                draft.posts.setdefault(Post(name.post))
    brackets: dict[str, dict[int, Sighting]] = {}
    for seen in sightings:
        brackets.setdefault(seen.section, {})[seen.end] = seen
    places = {seen.chinese for seen in sightings if seen.kind == "place"}
    for section_id, text in texts.items():
        _mention(section_id, text, drafts, brackets, places)
    _resolve_titles(texts, posts, drafts)
    for section in report.sections:
        _talk(section.id, texts[section.id], drafts)
    order = {section.id: place for place, section in enumerate(report.sections)}
    found = []
    for draft in drafts.all:
        draft.mentions.sort(key=lambda mention: (order[mention.section], mention.start))
        if draft.mentions or draft.roles:
            found.append(_person(draft))
    return tuple(sorted(found, key=lambda person: _first(person, order)))


class _Drafts:
    """Drafts by either name; a Chinese name with two Latin ones is two people."""

    def __init__(self) -> None:
        self.all: list[_Draft] = []

    def add(self, chinese: str, english: str) -> _Draft:
        english = without_courtesy(english)
        for draft in self.all:
            same_chinese = bool(chinese) and draft.chinese == chinese
            same_english = bool(english) and _same_latin(draft.english, english)
            if same_chinese and (not english or not draft.english or same_english):
                draft.english = max(draft.english, english, key=len)
                return draft
            if same_english and (not chinese or not draft.chinese):
                draft.chinese, draft.english = draft.chinese or chinese, max(draft.english, english, key=len)
                return draft
        draft = _Draft(chinese, english)
        self.all.append(draft)
        return draft

    def named(self) -> list[tuple[str, _Draft]]:
        """(name, its draft), the longest name first; a name of two people leads to the first of them."""
        seen: dict[str, _Draft] = {}
        for draft in self.all:
            for name in (draft.chinese, draft.english):
                if name:
                    seen.setdefault(name, draft)
        return sorted(seen.items(), key=lambda item: -len(item[0]))


def _same_latin(one: str, other: str) -> bool:
    first, second = latin_words(one), latin_words(other)
    if not first or not second:
        return False
    without = [{word for word in words if len(word) > 1} for words in (first, second)]
    return without[0] == without[1] or "".join(sorted("".join(first))) == "".join(sorted("".join(second)))


def _from_form(report: Report, drafts: _Drafts) -> None:
    for entry in report.metadata.persons:
        if len(entry.name) < 2:
            continue
        chinese, english = _table_name(entry.name)
        if chinese or english:
            draft = drafts.add(chinese, english)
            draft.roles.add("delegate")
            if entry.post or entry.agency:
                office = entry.agency + (f" {entry.unit}" if entry.unit else "")
                draft.posts.setdefault(Post(entry.post, office.strip(), _seat(entry.agency)))
    contact = report.metadata.contact
    chinese, english = _table_name(contact)
    if (chinese and lx.is_chinese_name(chinese)) or english:
        drafts.add(chinese, english).roles.add("contact")


def _seat(agency: str) -> str:
    """The city or county whose government an agency is."""
    match = re.match(rf"([{HAN}]{{2,5}}?[市縣省])(?:政?府|議會)", agency)
    return match[1] if match else ""


def _from_tables(text: str, delegation: bool, drafts: _Drafts) -> None:
    """Rows of tables that have a column for names."""
    header: list[str] = []
    for line in text.split("\n"):
        if "\t" not in line:
            header = []
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if any(cell in ("姓名", "講者", "主講人", "講員", "人員") for cell in cells):
            header = cells
            continue
        if not header:
            continue
        row = dict(zip(header, cells, strict=False))
        name = next(
            (row[label] for label in ("姓名", "講者", "主講人", "講員", "人員") if row.get(label)), ""
        )
        chinese, english = _table_name(name)
        if not chinese and not english:
            continue
        draft = drafts.add(chinese, english)
        if delegation:
            draft.roles.add("delegate")
        office = next(
            (
                row[label]
                for label in ("服務機關", "機關", "單位", "服務單位", "機構", "國家")
                if row.get(label)
            ),
            "",
        )
        post = row.get("職稱", "")
        if post or office:
            place = office if "國家" in header and is_place(office) else _seat(office)
            draft.posts.setdefault(Post(post, office, place))


def _table_name(cell: str) -> tuple[str, str]:
    """(Chinese, Latin) names of a cell such as 羅博（Porfirio Lobo）; empty for what is no name."""
    match = _TABLE_NAME.fullmatch(cell.strip())
    if match and match[1]:
        english = read_english(match[2]) if match[2] else None
        return match[1], english.name if english else ""
    latin = read_english(cell) if cell and cell[:1].isascii() and cell[:1].isalpha() else None
    return ("", latin.name) if latin and len(latin.name.split()) > 1 else ("", "")


def _mention(
    section: str,
    text: str,
    drafts: _Drafts,
    brackets: Mapping[str, Mapping[int, Sighting]],
    places: Collection[str],
) -> None:
    taken: list[tuple[int, int]] = []
    for name, draft in drafts.named():
        for start, end in _occurrences(name, text):
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            if not is_mention(text, start, end):
                continue
            draft.mentions.append(Mention(section, start, end, text[start:end]))
            listed = (
                section == _FRONT and draft.posts and "delegate" in draft.roles
            )  # the form says it better
            post = None if listed else post_at(text, start, end, brackets.get(section, {}), places)
            if post:
                draft.posts.setdefault(post)
            draft.roles.update(_roles(text, start, end))


def _occurrences(name: str, text: str) -> Iterator[tuple[int, int]]:
    if lx.IS_HAN.match(name):
        start = text.find(name)
        while start >= 0:
            yield start, start + len(name)
            start = text.find(name, start + len(name))
        return
    for match in _latin_pattern(name).finditer(text) if name[:3].lower() in text.lower() else ():
        yield match.span()


@lru_cache(maxsize=4096)
def _latin_pattern(name: str) -> re.Pattern[str]:
    words = r"[\s\-]+".join(map(re.escape, re.split(r"[\s\-]+", name)))
    return re.compile(rf"(?<![{lx.LATIN}]){words}(?![{lx.LATIN}])", re.I)


def is_mention(text: str, start: int, end: int) -> bool:
    """Whether the name there is of the person, not of what is called after them: 李光耀|世界城市獎 is not."""
    after = text[end : end + 16]
    if not lx.IS_HAN.match(text, start):
        return True
    if lx.NAMESAKE.match(after) and not (lx.FOLLOW.match(after) or lx.POST_AFTER.match(after)):
        return False
    if end - start > 2:
        return True
    before = text[max(0, start - 4) : start]
    free = not _ENDS_HAN.search(before) or lx.POST_AT_END.search(before) or lx.LEAD_AT_END.search(before)
    return bool(free or lx.POST_AFTER.match(after) or after.startswith(lx.COURTESIES))


def _roles(text: str, start: int, end: int) -> Iterator[str]:
    after = text[end : end + 40]
    after = _LATIN_NAME.sub("", _BRACKETS_AFTER.sub("", after))
    after = lx.POST_AFTER.sub("", after, count=1) if lx.POST_AFTER.match(after) else after
    before = text[max(0, start - 60) : start]
    if _HOSTS.match(after):
        yield "host"
    if _MET_AFTER.match(after) or _MET_BEFORE.search(before):
        yield "met"


def _resolve_titles(
    texts: Mapping[str, str], posts: Mapping[str, Sequence[re.Match[str]]], drafts: _Drafts
) -> None:
    """Adds 張副市長 and Mr. Wong to the one person of the report whom they fit."""
    native = [draft for draft in drafts.all if draft.chinese]
    surnames = {_surname(draft.chinese) for draft in native}
    latin = [draft for draft in drafts.all if len(draft.english.split()) > 1]
    for section, text in texts.items():
        taken = sorted(
            (m.start, m.end) for draft in drafts.all for m in draft.mentions if m.section == section
        )
        for match in posts[section]:
            surname = next((s for s in surnames if text.endswith(s, 0, match.start())), "")
            start = match.start() - len(surname)
            if not surname or any(a < match.end() and start < b for a, b in taken):
                continue
            fitting = [
                draft
                for draft in native
                if _surname(draft.chinese) == surname
                and any(_same_post(post.post, match[0]) for post in draft.posts)
            ]
            if len(fitting) == 1:
                fitting[0].mentions.append(Mention(section, start, match.end(), text[start : match.end()]))
        for match in _NAMED_IN_LATIN.finditer(text):
            fitting = [
                d
                for d in latin
                if match[1].lower() in (d.english.split()[-1].lower(), d.english.split()[0].lower())
            ]
            if len(fitting) == 1 and not any(a < match.end() and match.start(1) < b for a, b in taken):
                fitting[0].mentions.append(Mention(section, match.start(), match.end(), match[0]))


def _surname(name: str) -> str:
    if name[:2] in lx.COMPOUND_SURNAMES or (len(name) > 3 and name[:2] in lx.JAPANESE_SURNAMES):
        return name[:2]
    return name[:1] if lx.is_chinese_name(name) else name


def _same_post(one: str, other: str) -> bool:
    one, other = FORMER.sub("", one), FORMER.sub("", other)
    return bool(one) and (one == other or (one.endswith(other) and not one.endswith(f"副{other}")))


def _talk(section: str, text: str, drafts: _Drafts) -> None:
    spoken = [(m.start, m.end, draft) for draft in drafts.all for m in draft.mentions if m.section == section]
    for talk, start, speaker in talks(section, text):
        if speaker:
            owner = next((draft for draft in drafts.all if speaker in (draft.chinese, draft.english)), None)
        else:
            before = [(end, draft) for _, end, draft in spoken if end <= start]
            near = [
                (end, draft)
                for end, draft in before
                if not re.search(r"[。；;！？\n]", text[end:start]) and start - end <= 60
            ]
            owner = max(near, key=lambda item: item[0])[1] if near else None
        if owner and talk not in owner.talks:
            owner.talks.append(talk)
            owner.roles.add("speaker")


def _person(draft: _Draft) -> Person:
    roles = draft.roles or {"mentioned"}
    return Person(
        draft.chinese,
        draft.english,
        _posts(draft.posts),
        tuple(role for role in ROLES if role in roles),
        tuple(draft.mentions),
        tuple(draft.talks),
    )


def _posts(posts: Iterable[Post]) -> tuple[Post, ...]:
    """Without those that another says more fully."""
    posts = list(posts)
    return tuple(
        post
        for post in posts
        if not any(other is not post and other.says_more_than(post) for other in posts)
        and (post.post or post.affiliation)
    )


def _first(person: Person, order: Mapping[str, int]) -> tuple[int, int]:
    return (order[person.mentions[0].section], person.mentions[0].start) if person.mentions else (-1, 0)
