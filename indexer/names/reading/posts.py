"""The post of a person beside their name, and of what and where: 新加坡國家發展部|部長 黃循財."""

import re
from collections.abc import Collection, Mapping

from indexer.model.people import Post, Sighting
from indexer.names import lexicon as lx
from indexer.names.reading.fronts import described
from indexer.names.reading.holders import held_at, where
from indexer.names.shapes import ORGANISATION_END
from indexer.text.compare import DOT
from indexer.text.scripts import HAN

_LATIN_COURTESY = re.compile(rf"{lx.COURTESY}[ \u00a0]*\Z")
_BRACKETS_AFTER = re.compile(r"^[ \u3000]*[（(][^（()）]{2,80}[)）][ \u3000]*")  # on the line
_IN_BRACKET = re.compile(rf"[ \u3000]?[（(]([{HAN}{DOT}]{{2,30}})[)）]")
_TAKEN = re.compile(  # 由王大明|擔任總統府副祕書長
    rf"(?:[將現已並]|即將|現任)?{lx.any_of(lx.TAKING)}([{HAN}]{{0,16}}?)({lx.POST})(?=[，。、；;（(\s及與和並的]|$)"
)
_QUOTE = re.compile(rf"「([{HAN}]{{2,24}})」\Z")
_ACRONYM = re.compile("[A-Z]{2,6}")
_LATIN_TAIL = re.compile(r"[A-Za-z0-9&.,][ \u00a0]?\Z")
_COMPANY_WORDS = re.compile(r"((?:[A-Z][\w&.'’\-]*[ \u00a0])+)\Z")
_SCHOOL = re.compile("(?:大學|學院)$")  # whose names hold any character: 傑為大學
_AREAS = frozenset("市縣省州郡區")
_OPENING, _CLOSING = ("（", "("), ("）", ")", ",", "，")
_LAST_RUN = re.compile(rf"[{HAN}{DOT}0-9A-Za-z]*\Z")
_LONGEST = 24  # characters that describe a post
_BEFORE = 80  # characters looked at before a name
_VERBS = ("代表", "代理")  # where a post follows the name: 代表黃偉哲市長
_RELATIVE = ("的", "之")


def post_at(
    text: str,
    start: int,
    end: int,
    brackets: Mapping[int, Sighting],
    places: Collection[str],
    own: str = "",
) -> Post | None:
    """Return the post before or after the name at the span; None for none.

    `brackets` gives the pair that ends at an offset, 荷蘭鹿特丹(Rotterdam, the Netherlands)-市長Mr. …;
    `places` are names of places in the report, `own` is the Chinese name of whom a Latin one is of.
    """
    at = max(0, start - _BEFORE)
    before = text[at:start]
    # a blank parts a Latin name from its post, a Chinese one from others
    if not lx.IS_HAN.match(text, start, end):
        before = _LATIN_COURTESY.sub("", before.rstrip(" \u3000")).rstrip(" \u3000")
        before = before[:-1] if before.endswith(_OPENING) and text[end : end + 1] in _CLOSING else before
    after = _BRACKETS_AFTER.sub("", text[end : end + 90]).lstrip(" \u3000")
    following = lx.POST_AFTER.match(after)
    match = lx.POST_AT_END.search(before)
    if match and not (following and match[0] in _VERBS):
        words = before[: match.start()]
        words = (
            words.removesuffix(own) if own and own != text[start:end] else words
        )  # 陳光豪|市長(George K. Chen)
        return _described(words, match[0], at, brackets, places)
    if following:
        before = "" if match or before.endswith(_RELATIVE) else before  # the post is another's, or a clause
        return _described(before, following[0], at, brackets, places)
    taken = _TAKEN.match(text, end, end + _BEFORE)
    if taken:
        holder, held = held_at(taken[1], taken[2], places)
        return Post(held, holder, where(holder, places))
    within = _IN_BRACKET.match(text, end, end + _BEFORE)
    post = lx.POST_AT_END.search(within[1]) if within else None
    if not within or not post:
        return None
    holder, held = held_at(within[1][: post.start()], post[0], places)
    return Post(held, holder, where(holder, places))


def _described(
    before: str, post: str, at: int, brackets: Mapping[int, Sighting], places: Collection[str]
) -> Post:
    run = _LAST_RUN.search(before[-_LONGEST:])
    assert run is not None  # it matches the empty string
    words = described(run[0])
    if words.isascii() and (not _ACRONYM.fullmatch(words) or _LATIN_TAIL.search(before[: -len(run[0])])):
        words = ""  # the end of a Latin name
    rest = before[: len(before) - len(run[0])].rstrip(" \u3000-－–—‧·")
    company = _COMPANY_WORDS.search(before[: -len(run[0])]) if words[:1].isascii() else None
    if company and words == run[0] and ORGANISATION_END.search(words) and not words.isascii():
        return Post(post, company[1] + words, where(words, places))  # Scheuten Solar集團|執行長
    pair = brackets.get(at + len(rest)) if words == run[0] else None
    if pair and pair.kind != "person":
        country = _country_before(rest, pair.chinese)
        place = country + pair.chinese if pair.kind == "place" else country or where(pair.chinese)
        whole = pair.chinese.startswith("國家") or _SCHOOL.search(pair.chinese)
        name = pair.chinese if whole else described(pair.chinese) or pair.chinese
        if words in _AREAS:  # 魯汶(Leuven)市|市長
            return Post(post, name + words, place + words)
        return Post(words + post, name, place)
    quoted = "" if run[0] else _quoted(before)
    holder, held = (quoted, post) if quoted else held_at(words, post, places)
    return Post(held, holder, where(holder, places))


def _quoted(before: str) -> str:
    """Return the organisation whose quoted name a text ends with: 「冥想科學中心」主任."""
    quoted = _QUOTE.search(before)
    return quoted[1] if quoted and ORGANISATION_END.search(quoted[1]) else ""


def _country_before(text: str, name: str) -> str:
    """Return the country that stands right before a name and its bracket."""
    head = re.sub(r"\s*[（(][^（()）]*[)）]$", "", text).removesuffix(name)
    return next((match[0] for match in lx.country_prefix().finditer(head) if match.end() == len(head)), "")
