"""What a post is held at, in the words before it: 瓜地馬拉外交|部長 is 瓜地馬拉外交部 and 部長."""

import re
from collections.abc import Collection

from indexer.names import lexicon as lx
from indexer.names.everyday import is_ordinary, is_place, place_at_end
from indexer.text.compare import DOT
from indexer.text.scripts import HAN

_ORGANISATION_END = re.compile(rf"{lx.any_of(lx.ORGANISATIONS)}\Z")
_NO_ENDS = ("會", "團", "台", "臺", "世界", "基金", "網站", "連線", "分會", "財團")  # too common
_ENDS = (end for end in lx.ORGANISATIONS if end not in _NO_ENDS)
_ORGANISATION = re.compile(lx.any_of(("會議", *lx.SEATS, *_ENDS)))
# Posts that are told apart by what stands before them: 外交部長, 文化新聞組組長, 首席客戶拓展官.
_OF_SOMETHING = re.compile("(?:[^總]長|主任|總監|經理|研究員|工程師|官|官員|顧問|委員)$")
_HEAD = re.compile("^(?:[副前]|代理)*([部署局廳院司處])長$")  # of what is called after the field: 外交|部長
_AREA = re.compile("(?:[市縣省州區鎮鄉村町島]|國(?!家))")
_AREAS = tuple("市縣省州郡鎮町村")
_CITY = re.compile(rf"(?:[{HAN}]{{1,6}}?[市縣]|[{HAN}]{{2,4}}省)(?=政?府|議會|$)")
_LONGEST_UNIT, _LONGEST_AREA = 6, 6
_OF_COMPANY = re.compile("(?:董事長|總經理|執行長|總裁|創辦人|董事)$")
_SHORTEST_COMPANY = 4
_SHORT_COMPANY = re.compile(rf"[{HAN}]{{2}}[電科銀航油鋼塑]")  # 台積電
_OF_SCHOOL = re.compile("校長|教授")
_SHORT_SCHOOL = re.compile(rf"[{HAN}]{{1,3}}大(?:[{HAN}]{{1,4}}[所系院])?")  # 雲科大, 高師大客研所
_PRIZE = re.compile("[獎章]$")
_DEGREE = "博士"
_SHORTEST_PLACE, _SHORTEST_ORGANISATION = 2, 3
_NO_UNITS = frozenset(lx.LEADS) | frozenset(lx.FOLLOWS) | frozenset(lx.RANKS)
_NO_AREA = re.compile("(?:友誼|姊妹|友好|本|該|全|各|都|城|兩|貴|此)市$")
_GENERIC = re.compile("(?:分?公司|企業|集團|島?[市縣省州郡鎮]|協會|學會|基金會|大學|學校)")  # (該)公司|董事長
_POSTED = re.compile(rf"駐(?:{lx.country_prefix().pattern}|{lx.any_of(lx.STATIONS)})\Z")
_ADVERBS = "並也亦曾將已仍又再正另更最"


def held_at(words: str, post: str, places: Collection[str]) -> tuple[str, str]:
    """Return (organisation or place, the post with its unit) of a post and the words that describe it.

    `places` are names of places in the report.
    """
    if _AREA.fullmatch(words):  # 市|議員, but 市|市長
        return "", post if post.startswith(words) else words + post
    holder, unit = _parted(words, post, places)
    unit = "" if _GENERIC.fullmatch(unit) else unit
    holder, unit = _with_unit(holder, "" if unit in _NO_UNITS else unit, post)
    holder = holder[:-1] if holder.endswith(("新", "前", "現")) else holder
    holder = "" if post == _DEGREE and holder in lx.countries() else holder
    holder = "" if _is_held_elsewhere(post, holder) or _GENERIC.fullmatch(holder) else holder
    return holder, unit + post


def _with_unit(holder: str, unit: str, post: str) -> tuple[str, str]:
    """Return holder and unit so that nothing is left out between them and the post: 美國華盛頓時報|總主筆.

    Where what stands there is no description, neither is known: 清華大學已聘|博士.
    """
    if not unit or (not holder and _OF_SOMETHING.search(post)):
        return holder, "" if unit.endswith(("長", "員")) else unit
    if not holder or unit[0] in _ADVERBS or (len(unit) > 1 and unit.endswith(("長", "員"))):
        return "", ""
    if len(unit) > 1 and _ORGANISATION_END.search(holder):
        return holder, unit
    return holder + unit, ""


def where(words: str, places: Collection[str] = ()) -> str:
    """Return the place that the words begin with, or are."""
    if words in places:
        return words
    country = lx.country_prefix().match(words)
    if country:
        rest = words[country.end() :]
        town = re.fullmatch(rf"[{HAN}{DOT}]{{2,8}}[市縣省州郡]", rest)
        return words if town else country[0]
    city = _CITY.match(words)
    within = lx.country_prefix().search(words)
    return city[0] if city else within[0] if within else ""


def _parted(words: str, post: str, places: Collection[str]) -> tuple[str, str]:
    """Return (organisation or place, what is left for the post): 新加坡工商聯合總會|首席客戶."""
    if words.isascii():
        return words, ""  # AIT
    if _POSTED.search(words):  # 尼加拉瓜共和國|駐尼加拉瓜, 駐美
        return words, ""
    known = max((place for place in places if words.endswith(place)), key=len, default="")
    if known:
        return known, ""
    if post == "得主" and _PRIZE.search(words):
        return words, ""
    if _OF_SCHOOL.search(post) and _SHORT_SCHOOL.fullmatch(words):
        return words, ""
    if len(words) >= _SHORTEST_ORGANISATION and words.endswith(_NO_ENDS):
        return words, ""  # right before a post it is the end of a name
    country = lx.country_prefix().match(words.removeprefix("駐"))
    begin = country.end() + words.startswith("駐") if country else 0
    holder, unit = _at_organisation(words)
    holder, unit = (holder, unit) if holder else (words[:begin], words[begin:])
    head = _HEAD.match(post)
    if head and _is_unit(unit) and not unit.endswith(head[1]):  # 外交|部長
        return holder + unit + head[1], ""
    if lx.RULED.match(post) and _is_area(unit) and not holder.endswith(_AREAS):
        return holder + unit, ""
    if not holder:
        place = place_at_end(words)
        if place or (_OF_COMPANY.search(post) and _is_company(words)):
            return place or words, ""
        return "", words if _is_unit(words) and not lx.RULED.match(post) else ""
    return holder, unit


def _at_organisation(words: str) -> tuple[str, str]:
    """Return the words up to the last organisation or area, and the rest; nothing for none."""
    organisation = max((match.end() for match in _ORGANISATION.finditer(words)), default=0)
    area = max((match.end() for match in _AREA.finditer(words)), default=0)
    end = max(organisation, area)
    if end < _SHORTEST_PLACE or 0 < organisation < _SHORTEST_ORGANISATION:
        return "", words
    holder, unit = words[:end], words[end:]
    named = not _NO_AREA.search(holder) and (organisation or not unit or _is_unit(unit))
    return (holder, unit) if named else ("", "")


def _is_area(words: str) -> bool:
    """Return whether words right before a mayor's or governor's post can be the place's name: 橫濱|市長."""
    if not _SHORTEST_PLACE <= len(words) <= _LONGEST_AREA or words in lx.NO_AREAS:
        return False
    return len(words) == _SHORTEST_PLACE or not (is_ordinary(words[:2]) and is_ordinary(words[2:]))


def _is_company(words: str) -> bool:
    """Return whether words right before 董事長 can be what a company is called: 潤泰創新國際."""
    if _SHORT_COMPANY.fullmatch(words):
        return True
    return len(words) >= _SHORTEST_COMPANY and not is_ordinary(words) and words[0] not in _ADVERBS


def _is_unit(words: str) -> bool:
    """Return whether words without an organisation say what a post is of: 文化|組長."""
    if not 2 <= len(words) <= _LONGEST_UNIT or words[0] in _ADVERBS:
        return False
    return is_ordinary(words[:2]) and not is_place(words)


def _is_held_elsewhere(post: str, holder: str) -> bool:
    """Return whether a post that a place or party has cannot be an organisation's: 立法院|總統, 公司|市長."""
    office = lx.FORMER.sub("", post).removeprefix("副")
    if office not in lx.OFFICES_OF_ONE or holder.endswith(("政府", "黨")):
        return False
    return bool(_ORGANISATION_END.search(holder))
