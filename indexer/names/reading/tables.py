"""People whom the form and the tables of a report list: names with the posts in their rows."""

import re
from collections.abc import Collection

from indexer.model.people import LISTED, Post
from indexer.model.report import Report
from indexer.names import lexicon as lx
from indexer.names.everyday import TAIWAN, is_ordinary, is_place
from indexer.names.reading.candidates import read_english
from indexer.names.reading.drafts import Draft, Drafts
from indexer.names.reading.holders import held_at, where
from indexer.names.reading.native import is_native
from indexer.names.reading.options import has_dot
from indexer.text.compare import DOT
from indexer.text.fold import fold
from indexer.text.scripts import HAN

_NAMES = ("姓名", "講者", "主講人", "講員", "人員")  # headings of columns, the likeliest first
_OFFICES = ("服務機關", "機關", "單位", "服務單位", "機構", "國家")
_POST, _COUNTRY = "職稱", "國家"
_DELEGATION = "名單"  # kind of a section whose tables list the delegation
_CELL = re.compile(rf"([{HAN}{DOT}]{{2,12}})?\s*(?:[（(]([^（()）]+)[)）])?")
_COMPANY_END = re.compile(lx.any_of(end for end in lx.ORGANISATIONS if len(end) > 1) + r"\Z")
_WRAPPED, _LONGEST_CELL = 2, 30  # lines of one cell that end a table; characters of a wrapped cell
_LONGEST_UNSPELLED = 4  # characters of a name that is not spelled after a foreign one
# Holders of posts that are hardly a part of another agency.
_INDEPENDENT = re.compile("(?:[^本]部|院|署|會議|委員會|政府|國會|議會|大學|公司|協會|基金會|總統府)$")
_OF_TAIWAN = re.compile(rf"((?:{'|'.join(TAIWAN)})[市縣])(政?府|議會|副?[市縣]長)?")
_CITY = re.compile(rf"([{HAN}]{{2,5}}市)(?:政府|議會|副?市長)")
_SEAT = re.compile(rf"([{HAN}]{{2,5}}?[市縣省])(?:政?府|議會)")


def from_form(report: Report, drafts: Drafts) -> None:
    """Add the travellers and the contact of the form."""
    for entry in report.metadata.persons:
        chinese, english = _names(entry.name) if len(entry.name) > 1 else ("", "")
        if not chinese and not english:
            continue
        draft = drafts.add(chinese, english)
        draft.roles.add("delegate")
        if entry.post or entry.agency:
            draft.take(_listed_post(entry.post, entry.agency, entry.unit), LISTED)
    chinese, english = _names(report.metadata.contact)
    if (chinese and lx.is_chinese_name(chinese)) or english:
        drafts.add(chinese, english).roles.add("contact")


def from_tables(report: Report, drafts: Drafts) -> None:
    """Add the people of each table that has a column for names."""
    for section in report.sections:
        header: list[str] = []
        passed = 0  # lines of one cell since the last row, as long cells are wrapped
        for line in section.text.split("\n"):
            cells = [cell.strip() for cell in line.split("\t")]
            if len(cells) < 2:
                passed += 1
                header = header if passed < _WRAPPED and len(line) < _LONGEST_CELL else []
            elif set(_NAMES).intersection(cells):
                header, passed = cells, 0
            elif header:
                passed = 0
                row = {name: cell for name, cell in reversed([*zip(header, cells, strict=False)]) if cell}
                _from_row(row, section.kind == _DELEGATION, drafts)


def _from_row(row: dict[str, str], delegation: bool, drafts: Drafts) -> None:
    chinese, english = _names(_first(row, _NAMES))
    if not chinese and not english:
        return
    draft = drafts.add(chinese, english)
    if delegation:
        draft.roles.add("delegate")
    post, office = row.get(_POST, ""), _first(row, _OFFICES)
    if office and office == row.get(_COUNTRY):
        draft.take(Post(post, office, office), LISTED)
    elif post or office:
        draft.take(_listed_post(post, office, ""), LISTED)


def _listed_post(post: str, agency: str, unit: str) -> Post:
    """Return a post as a form or table lists it: at the agency, unless the cell says where else.

    A president is not one of an office that is called after them: 總統府|總統.
    """
    title = lx.POST_AT_END.search(post)
    if title and not unit:
        holder, held = held_at(post[: title.start()], title[0], ())
        if _INDEPENDENT.search(holder) and not agency.endswith(holder):
            return Post(held, holder, where(holder))
    if agency == f"{lx.FORMER.sub('', post).removeprefix('副')}府":
        return Post(post)
    return Post(post, f"{agency} {unit}".strip(), _seat(agency))


def _first(row: dict[str, str], columns: tuple[str, ...]) -> str:
    """Return what the first of the columns that says something says."""
    return next((row[name] for name in columns if row.get(name)), "")


def _names(cell: str) -> tuple[str, str]:
    """Return (Chinese, Latin) names of a cell such as 羅博（Porfirio Lobo）; empty for what is no name."""
    match = _CELL.fullmatch(cell.strip())
    if match and match[1]:
        if not _is_personal(match[1]):
            return "", ""
        english = read_english(match[2]) if match[2] else None
        return match[1], english.name if english else ""
    latin = read_english(cell) if cell[:1].isascii() and cell[:1].isalpha() else None
    return ("", latin.name) if latin and len(latin.name.split()) > 1 else ("", "")


def _is_personal(name: str) -> bool:
    """Return whether what stands in a cell for names can be one: no 作廢, 密碼, company or sentence."""
    if is_ordinary(name) or is_place(name) or name[-1] in lx.PARTICLES or lx.POST_AT_END.search(name):
        return False
    if len(name) <= _LONGEST_UNSPELLED or has_dot(name) or lx.is_transliterated(name):
        return not _COMPANY_END.search(name)
    return lx.is_japanese_name(name)


def add_seat(agency: str, texts: Collection[str], drafts: Drafts) -> None:
    """Say of mayors without a city that they are of the one whose government the agency is.

    Without an agency it is Taiwan's city that alone is named in the texts, twice or as a government.
    """
    bare = [(draft, post) for draft in drafts.all for post in draft.posts if _lacks_seat(draft, post)]
    seat = _seat(agency)
    only = _only_seat(texts) if bare and not seat else ""
    for draft, post in bare:
        ruled = lx.RULED.match(post.post)
        if ruled and ruled[1] == (seat or only)[-1:]:
            at = Post(post.post, seat, seat) if seat else Post(post.post, only[:-1], where(only[:-1]))
            draft.take(at, draft.posts.pop(post))


def _lacks_seat(draft: Draft, post: Post) -> bool:
    return not (post.affiliation or draft.english) and is_native(draft.chinese)


def _only_seat(texts: Collection[str]) -> str:
    """Return Taiwan's city or county that alone is named; empty for several, or one named once in passing."""
    named = [match for text in texts for match in _OF_TAIWAN.finditer(text)]
    if len({fold(match[1]) for match in named}) != 1 or any(map(_names_other, texts)):
        return ""
    return named[0][1] if len(named) > 1 or named[0][2] else ""


def _names_other(text: str) -> bool:
    """Return whether a text names a city abroad: 魯汶市|副市長."""
    return any(not _OF_TAIWAN.match(match[1][-3:]) for match in _CITY.finditer(text))


def _seat(agency: str) -> str:
    """Return the city or county whose government an agency is."""
    match = _SEAT.match(agency)
    return match[1] if match else ""
