"""The post of a person beside their name, and of what and where: 新加坡國家發展部|部長 黃循財."""

import re
from collections.abc import Collection, Mapping

from indexer.model.people import Post, Sighting
from indexer.names import lexicon as lx
from indexer.names.everyday import is_ordinary, is_place
from indexer.names.reading.fronts import described
from indexer.text.compare import DOT
from indexer.text.scripts import HAN

_ORGANISATION_END = re.compile(rf"{lx.any_of(lx.ORGANISATIONS)}\Z")
_NO_ENDS = ("會", "團", "台", "臺", "世界", "基金", "網站", "連線", "分會", "財團")  # too common
_ORGANISATION = re.compile(lx.any_of(("會議", *(end for end in lx.ORGANISATIONS if end not in _NO_ENDS))))
# Posts that are told apart by what stands before them: 外交部長, 文化新聞組組長, 首席客戶拓展官.
_OF_SOMETHING = re.compile("(?:[^總]長|主任|總監|經理|研究員|工程師|官|顧問|委員)$")
_LATIN_COURTESY = re.compile(rf"{lx.COURTESY}[ \u00a0]*\Z")
_BRACKETS_AFTER = re.compile(r"^[ \u3000]*[（(][^（()）]{2,80}[)）][ \u3000]*")  # on the line
_LAST_RUN = re.compile(rf"[{HAN}{DOT}0-9A-Za-z]*\Z")
_AREA = re.compile("(?:[市縣省州區鎮鄉町村島]|國(?!家))")
_CITY = re.compile(rf"(?:[{HAN}]{{1,6}}?[市縣]|[{HAN}]{{2,4}}省)(?=政?府|議會|$)")
_LONGEST = 24  # characters that describe a post
_BEFORE = 80  # characters looked at before a name
_LONGEST_UNIT = 6
_SHORTEST_PLACE, _SHORTEST_ORGANISATION = 2, 3
_NO_UNITS = frozenset(lx.LEADS) | frozenset(lx.FOLLOWS) | frozenset(lx.RANKS)
_VERBS = ("代表", "代理")  # where a post follows the name: 代表黃偉哲市長
_NO_AREA = re.compile("(?:友誼|姊妹|友好|本|該|全|各|都|城|兩|貴|此)市$")
_POSTED = re.compile(rf"駐{lx.country_prefix().pattern}\Z")
_RELATIVE = ("的", "之")
_ADVERBS = "並也亦曾將"


def post_at(
    text: str, start: int, end: int, brackets: Mapping[int, Sighting], places: Collection[str]
) -> Post | None:
    """Return the post before or after the name at the span; None for none.

    `brackets` gives the pair that ends at an offset, 荷蘭鹿特丹(Rotterdam, the Netherlands)-市長Mr. …;
    `places` are names of places in the report.
    """
    at = max(0, start - _BEFORE)
    before = text[at:start]
    # a blank parts a Latin name from its post, a Chinese one from others
    if not lx.IS_HAN.match(text, start, end):
        before = _LATIN_COURTESY.sub("", before.rstrip(" \u3000")).rstrip(" \u3000")
    after = _BRACKETS_AFTER.sub("", text[end : end + 90]).lstrip(" \u3000")
    following = lx.POST_AFTER.match(after)
    match = lx.POST_AT_END.search(before)
    if match and not (following and match[0] in _VERBS):
        return _described(before[: match.start()], match[0], at, brackets, places)
    if following:
        before = "" if match or before.endswith(_RELATIVE) else before  # the post is another's, or a clause
        return _described(before, following[0], at, brackets, places)
    return None


def _described(
    before: str, post: str, at: int, brackets: Mapping[int, Sighting], places: Collection[str]
) -> Post:
    run = _LAST_RUN.search(before[-_LONGEST:])
    assert run is not None  # it matches the empty string
    words = described(run[0])
    rest = before[: len(before) - len(run[0])].rstrip(" \u3000-－–—‧·")
    pair = brackets.get(at + len(rest)) if words == run[0] else None
    if pair and pair.kind != "person":
        country = _country_before(rest, pair.chinese)
        place = country + pair.chinese if pair.kind == "place" else country or _where(pair.chinese)
        return Post(words + post, described(pair.chinese) or pair.chinese, place)
    affiliation, unit = _affiliation(words, places)
    if _AREA.fullmatch(words):  # 市|議員
        return Post(words + post)
    affiliation = affiliation[:-1] if affiliation.endswith(("新", "前", "現")) else affiliation
    affiliation = "" if _is_held_elsewhere(post, affiliation) else affiliation
    unit = "" if unit in _NO_UNITS else unit
    unit = unit if _OF_SOMETHING.search(post) and not unit.endswith(("長", "員")) else ""
    return Post(unit + post, affiliation, affiliation if affiliation in places else _where(affiliation))


def _is_held_elsewhere(post: str, affiliation: str) -> bool:
    """Return whether a post that a place or party has cannot be an organisation's: 立法院|總統, 公司|市長."""
    office = lx.FORMER.sub("", post).removeprefix("副")
    if office not in lx.OFFICES_OF_ONE or affiliation.endswith(("政府", "黨")):
        return False
    return bool(_ORGANISATION_END.search(affiliation))


def _country_before(text: str, name: str) -> str:
    """Return the country that stands right before a name and its bracket."""
    head = re.sub(r"\s*[（(][^（()）]*[)）]$", "", text).removesuffix(name)
    return next((match[0] for match in lx.country_prefix().finditer(head) if match.end() == len(head)), "")


def _affiliation(words: str, places: Collection[str]) -> tuple[str, str]:
    """Return (organisation or place, what is left for the post): 新加坡工商聯合總會|首席客戶."""
    if _POSTED.search(words):  # 尼加拉瓜共和國|駐尼加拉瓜
        return words, ""
    known = max((place for place in places if words.endswith(place)), key=len, default="")
    if known:
        return known, ""
    if len(words) >= _SHORTEST_ORGANISATION and words.endswith(_NO_ENDS):
        return words, ""  # right before a post it is the end of a name
    organisation = max((match.end() for match in _ORGANISATION.finditer(words)), default=0)
    area = max((match.end() for match in _AREA.finditer(words)), default=0)
    end = max(organisation, area)
    if end >= _SHORTEST_PLACE and (not organisation or organisation >= _SHORTEST_ORGANISATION):
        place, unit = words[:end], words[end:]
        named = not _NO_AREA.search(place) and (organisation or not unit)
        return (place, unit) if named else ("", "")
    if lx.country_prefix().match(words.removeprefix("駐")):
        return words, ""
    return "", words if _is_unit(words) else ""


def _is_unit(words: str) -> bool:
    """Return whether words without an organisation say what a post is of: 文化|組長."""
    if not 2 <= len(words) <= _LONGEST_UNIT or words[0] in _ADVERBS:
        return False
    return is_ordinary(words[:2]) and not is_place(words)


def _where(words: str) -> str:
    """Return the place that the words begin with, or are."""
    country = lx.country_prefix().match(words)
    if country:
        rest = words[country.end() :]
        town = re.fullmatch(rf"[{HAN}{DOT}]{{2,8}}[市縣省州郡]", rest)
        return words if town else country[0]
    city = _CITY.match(words)
    within = lx.country_prefix().search(words)
    return city[0] if city else within[0] if within else ""
