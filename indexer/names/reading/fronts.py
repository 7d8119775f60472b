"""Where the words that describe a post begin, in what stands before it: 並聽取|外交部, 我駐|吐瓦魯.

What stands there is often the end of a sentence. Its verbs, function words and other posts are cut off with
all that is before them, unless they are a part of an organisation's name.
"""

import re

from indexer.names import lexicon as lx
from indexer.names.everyday import is_ordinary, is_place
from indexer.names.shapes import is_native
from indexer.text.scripts import HAN

_ENDS = frozenset(lx.ORGANISATIONS)
_VERBS = re.compile(
    lx.any_of(
        word
        for word in (*lx.LEADS, *lx.FOLLOWS, *lx.PERSON_LEADS)
        if len(word) > 1 and word not in lx.IN_NAMES and word not in lx.POSTS
    )
)
_FRONTS = re.compile(lx.any_of(lx.POST_FRONTS))
_STOP = re.compile("[的之由應向對在於將請偕經率來當自為以並是且即至往則讓致給而跟兼獲受替]")
_AND = re.compile("(?<!共)[與和及暨](?!平)")  # 共和國, 和平
_INSIDE = re.compile(lx.any_of(lx.STOPS_INSIDE))
_NO_FIELDS = frozenset((*lx.LEADS, *lx.FOLLOWS, *lx.COURTESIES))
_LISTING = frozenset(("包括", "包含", "例如", "其中", "以及", "成員"))
_SEAT = re.compile(f"^(?:辦公室|會議|{'|'.join('府處室館團廳院')}|會(?![見晤談面同]))")  # 總統|府
_ASSOCIATION = re.compile("(?:協會|公會|學會|工會|聯合會|聯盟|協進會)$")
_ORGANISED = re.compile("[部會局署府黨司院]$")
_SHORTEST_FIELD = 3  # characters
# 醫師|公會, 議員|懇談會
_OF_HOLDERS = re.compile("(?:公會|協會|學會|工會|懇談會|懇話會|聯誼會|聯盟|連盟|聯合會|協進會|同盟會|同盟)")
_POINTING = re.compile("^(?:[我本該貴其此各有如且特]|[我本該貴][國會局所府市院校處部縣署館]$)")
_CITIES = (station for station in lx.STATIONS if len(station) > 1)
_REGION = re.compile(rf"{lx.any_of((*lx.REGIONS, *_CITIES))}\Z")  # 中南美洲|臺灣商會聯合總會
_DATED = re.compile("^.*(?:[0-9０-９]+[年月日]|[上本下]個?[週周月][一二三四五六日]?|[一二兩三]天)")
_OURS = re.compile("^[我本該貴][國府黨](?=.)(?![家際會立])|^我(?=(?:行政|立法|司法|考試|監察)院|外交部)")
_BODY = re.compile(rf"{lx.country_prefix().pattern}|[{HAN}]{{1,3}}院|議會|國會|政府|委員會")
_COMPANY = re.compile("(?:公司|企業|集團|銀行|大學|協會|基金會|總會|聯盟|委員會)$")


def described(run: str) -> str:
    """Return the end of a run that can describe the post after it: 係應|新加坡國家發展部."""
    words = _OURS.sub("", _DATED.sub("", _after_verbs(run)))
    words = _after_posts(words)
    words = _after_stops(words)
    words = _joined(words)
    words = _from_country(words)
    return words if is_ordinary(words[:2]) and words[2:] else _POINTING.sub("", words)


def _after_verbs(words: str) -> str:
    """Return what stands behind the last verb or function word that no organisation is called by."""
    begin = 0
    for pattern in (_VERBS, _FRONTS):
        for match in pattern.finditer(words):
            end = match.end()
            last = words[end - 1 : end + 1]
            if last == "國家" or (len(last) == 2 and is_place(last)):  # 我|國家安全會議, 加上|臺北
                end -= 1
            named = words[end:] in _ENDS and match[0] not in _LISTING  # 推動|小組, but 包括|小組
            if not named and not _SEAT.match(words[end:]):
                begin = max(begin, end)
    return words[begin:]


def _after_posts(words: str) -> str:
    """Return what stands behind the last other post; 總統 of 總統府 is none."""
    begin = 0
    for match in lx.POST_ANYWHERE.finditer(words):
        rest = words[match.end() :]
        if not _SEAT.match(rest) and not _OF_HOLDERS.match(rest):
            begin = match.end()
    return words[begin:]


def _after_stops(words: str) -> str:
    """Return what stands behind the last function word of one character that is no part of a word."""
    begin = 0
    for match in _STOP.finditer(words):
        if not _is_inside_a_word(words, match.start()):
            begin = match.end()
    return words[begin:]


def _is_inside_a_word(words: str, at: int) -> bool:
    """Return whether the character there is of a word or a country: 經|濟, 在|臺, 以|色列."""
    found = (*_INSIDE.finditer(words), *lx.country_prefix().finditer(words))
    return any(match.start() <= at < match.end() for match in found)


def _joined(words: str) -> str:
    """Return the last of several that are joined, or all of one name: 李芳林及|新聞及國際關係處."""
    parts = _AND.split(words)
    if not parts[-1]:
        return ""  # 會議空檔與
    kept = len(parts) - 1
    association = _ASSOCIATION.search(words)
    while kept and (_is_field(parts[kept - 1]) or (association and _is_begun(parts[kept - 1]))):
        kept -= 1
    return words[sum(len(part) + 1 for part in parts[:kept]) :]


def _is_begun(part: str) -> bool:
    """Return whether a part begins an association with its country: 臺灣|顯示器元件及材料產業協會."""
    country = lx.country_prefix().match(part)
    field = part[country.end() :] if country else ""
    return len(field) > _SHORTEST_FIELD and not is_native(field[-3:]) and not _ORGANISED.search(field)


def _is_field(part: str) -> bool:
    """Return whether a part says a field of work, as 新聞 does of 新聞及國際關係處."""
    body = max((match.end() for match in _BODY.finditer(part)), default=0)  # 立法院|社會福利及
    part = part[body:]
    if len(part) not in (2, 4, 6) or part[:2] in _NO_FIELDS or is_place(part):
        return False
    if is_native(part) and part[0] not in lx.DOUBTFUL_SURNAMES:
        return False  # 連戰及親民黨
    return all(is_ordinary(part[at : at + 2]) for at in range(0, len(part), 2))


def _from_country(words: str) -> str:
    """Return the words from a country's name on, with 駐 before it."""
    country = next(lx.country_prefix().finditer(words), None)
    if not country or not country.start() or _COMPANY.search(words[: country.start()]):
        return words
    if words[country.start() - 1] == "聖":
        return words  # 聖薩爾瓦多市
    posted = words[country.start() - 1] == "駐"
    region = _REGION.search(words, 0, country.start() - posted)
    return words[region.start() if region else country.start() - posted :]
