"""Where a report names each person, with the posts and roles that stand beside the name."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from indexer.model.people import Mention, Post, Sighting
from indexer.names import lexicon as lx
from indexer.names.reading.drafts import Draft, Drafts
from indexer.names.reading.posts import post_at
from indexer.text.scripts import HAN

_FRONT = "0"  # id of the section before the first number
_BEFORE, _AFTER = 60, 40  # characters that say a role
_NAMESAKE = 16  # characters after a name that may make it another thing's
_LONGEST_POST = 12
_SHORT = 2  # characters of a name that may be a part of a word
_ENDS_HAN = re.compile(rf"[{HAN}]\Z")
_NAMED_IN_LATIN = re.compile(
    rf"(?<![{lx.LATIN}]){lx.COURTESY}\s+([A-Z][{lx.LATIN}\-]+)(?![{lx.LATIN}\s\-]*[A-Z])"
)
_BRACKETS_AFTER = re.compile(r"^\s*[（(][^（()）]*[)）]\s*")
_PARTS = re.compile(r"[\s\-]+")
_IN_WORD = re.compile(f"[{lx.LATIN}]")
_GOES_ON = re.compile(r"(?:[ \u3000]?[（(][^（()）\n]{1,60}[)）])?(?:、|以及|[及與和])")
_LISTED = re.compile(  # between the names of a list with posts
    rf"(?:夫婦|伉儷)?(?:[ \u3000]?[（(][^（()）\n]{{1,60}}[)）])?"
    rf"(?:、|以及|[及與和])[{HAN}「」A-Z（()）]{{0,20}}?"
)
_CHAIRED = re.compile("(?:協會|學會|公會|商會|總會|聯合會|協進會|基金會|工會|農會|聯盟|公司|集團)$")
_OFFICERS = re.compile("副?(?:理事長|會長|董事長|秘書長|總幹事|總經理|執行長)|常務[理監]事")
_LATIN_NAME = re.compile(rf"^\s*{lx.COURTESY}?\s*[A-Z][\w .'\-]*")
_HOSTS = re.compile(
    r"^[^，。；、感接應受送的請]{0,6}(?:主持|主辦|設宴|設酒會|款待|宴請)"
    r"|^[^，。；、感接應受送的請分]{0,6}邀(?:請(?!函|書|卡)|約)|^[^。；]{0,3}之邀"
)
_MET_BEFORE = re.compile(
    r"(?:會晤|拜會|拜訪|會見|接見|晉見|晤見|晤面|會面|會談|交談|接待|率|陪同|迎接)[^。；]{0,40}$"
)
_MET_AFTER = re.compile(
    r"^[^。；，,]{0,8}(?:會談|會面|晤談|晤面|接待|陪同|迎接|出面|簡報|交談|來訪|寒暄|見面|短談|午宴|晚宴)"
)


@dataclass(frozen=True, slots=True)
class _Named:
    """A mention, with the post beside it and whether that stands before the name."""

    start: int
    end: int
    draft: Draft
    post: Post | None
    led: bool


@dataclass(frozen=True, slots=True)
class Place:
    """What a section's pairs say of posts beside names."""

    brackets: Mapping[int, Sighting]  # the pair that ends at an offset
    places: Collection[str]  # names of places in the report


def add_mentions(section: str, text: str, named: Sequence[tuple[str, Draft]], place: Place) -> None:
    """Add every mention of each draft under its names in a section, the longest first: none is cut."""
    taken: list[tuple[int, int]] = []
    seen: list[_Named] = []
    for name, draft in named:
        for start, end in _occurrences(name, text):
            if _overlaps(start, end, taken):
                continue
            taken.append((start, end))
            if not is_mention(text, start, end):
                continue
            draft.mentions.append(Mention(section, start, end, text[start:end]))
            listed = section == _FRONT and bool(draft.posts) and "delegate" in draft.roles
            post = None if listed else post_at(text, start, end, place.brackets, place.places, draft.chinese)
            if post:  # of whom the form lists, it says the post better
                draft.take(post)
            if not listed:
                led = bool(lx.POST_AT_END.search(text[max(0, start - _LONGEST_POST) : start]))
                seen.append(_Named(start, end, draft, post, led))
            draft.roles.update(_roles(text, start, end))
    _carry(seen, text)
    _carry_holder(seen, text)
    _share(seen, text)


def _carry(seen: list[_Named], text: str) -> None:
    """Give the post that a list begins with to its further names: 立法委員林俊賢、陳亭芬."""
    post, position = None, -1
    for each in sorted(seen, key=lambda named: named.start):
        goes_on = position >= 0 and _GOES_ON.fullmatch(text, position, each.start)
        if post and goes_on and not each.post:
            each.draft.take(post)
        elif each.post and each.led and lx.OF_MANY.search(each.post.post):
            post = each.post
        else:
            post = None
        position = each.end


def _carry_holder(seen: Sequence[_Named], text: str) -> None:
    """Give the association of a chair to its further officers: 服務協會理事長黃金德、秘書長劉香梅."""
    holder, position = None, -1
    for each in sorted(seen, key=lambda named: named.start):
        post = each.post if each.led else None
        between = text[position : each.start] if holder else ""
        if holder and post and _OFFICERS.fullmatch(post.post) and between[1:] == post.post:
            each.draft.correct(post, Post(post.post, holder.affiliation, holder.place))
        else:
            holder = post if post and _CHAIRED.search(post.affiliation) else None
        position = each.end


def _share(seen: Sequence[_Named], text: str) -> None:
    """Give what a list ends with to those before: 大使張一、處長李二前來迎接."""
    after: _Named | None = None
    for each in sorted(seen, key=lambda named: -named.start):
        listed = after is not None and _LISTED.fullmatch(text, each.end, after.start)
        if _is_met_after(text, each.end) or listed:
            each.draft.roles.add("met")
            after = each
        else:
            after = None


def add_titles(section: str, text: str, posts: Sequence[re.Match[str]], drafts: Drafts) -> None:
    """Add 張副市長 and Mr. Wong to the one person of the report whom they fit."""
    taken = drafts.spans(section)
    for start, end, fitting in chain(_with_posts(text, posts, drafts), _with_courtesies(text, drafts)):
        if len(fitting) == 1 and not _overlaps(start, end, taken):
            fitting[0].mentions.append(Mention(section, start, end, text[start:end]))


def _with_posts(
    text: str, posts: Sequence[re.Match[str]], drafts: Drafts
) -> Iterator[tuple[int, int, list[Draft]]]:
    """Yield the span of each surname with a post, and whom it fits."""
    native = [(_surname(draft.chinese), draft) for draft in drafts.all if draft.chinese]
    surnames = sorted({surname for surname, _ in native}, key=lambda name: (-len(name), name))
    for match in posts:
        surname = next((each for each in surnames if text.endswith(each, 0, match.start())), "")
        if surname:
            fitting = [draft for own, draft in native if own == surname and _holds(draft, match[0])]
            yield match.start() - len(surname), match.end(), fitting


def _with_courtesies(text: str, drafts: Drafts) -> Iterator[tuple[int, int, list[Draft]]]:
    """Yield the span of each Latin surname with a courtesy, and whom it fits."""
    latin = [(_outer_words(draft.english), draft) for draft in drafts.all if len(draft.english.split()) > 1]
    for match in _NAMED_IN_LATIN.finditer(text):
        yield match.start(), match.end(), [draft for own, draft in latin if match[1].lower() in own]


def is_mention(text: str, start: int, end: int) -> bool:
    """Return whether the name there is the person's, not of what is called after them: 李光耀|世界城市獎."""
    after = text[end : end + _NAMESAKE]
    if not lx.IS_HAN.match(text, start):
        return True
    if lx.NAMESAKE.match(after) and not (lx.FOLLOW.match(after) or lx.POST_AFTER.match(after)):
        return False
    if end - start > _SHORT:
        return True
    before = text[max(0, start - 4) : start]
    free = not _ENDS_HAN.search(before) or lx.POST_AT_END.search(before) or lx.LEAD_AT_END.search(before)
    return bool(free or lx.POST_AFTER.match(after) or after.startswith(lx.COURTESIES))


def _overlaps(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in taken)


def _occurrences(name: str, text: str) -> Iterator[tuple[int, int]]:
    if lx.IS_HAN.match(name):
        start = text.find(name)
        while start >= 0:
            yield start, start + len(name)
            start = text.find(name, start + len(name))
        return
    if name[:3].lower() in text.lower():
        yield from _latin_occurrences(name, text)


def _latin_occurrences(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where the words of a Latin name stand, in any case, with blanks or hyphens between them.

    Patterns of single names would take longer to build than texts take to be searched.
    """
    lower = text.lower()
    lower = lower if len(lower) == len(text) else text  # a few capitals are two small letters
    first, *further = _PARTS.split(name.lower())
    start = lower.find(first) if first else -1
    while start >= 0:
        end = start + len(first)
        for word in further:
            gap = _PARTS.match(lower, end)
            end = gap.end() + len(word) if gap and lower.startswith(word, gap.end()) else -1
            if end < 0:
                break
        if end > 0 and not _IN_WORD.match(lower, end) and not _IN_WORD.match(lower, max(0, start - 1), start):
            yield start, end
        start = lower.find(first, start + 1)


def _roles(text: str, start: int, end: int) -> Iterator[str]:
    before = text[max(0, start - _BEFORE) : start]
    if _HOSTS.match(_said_after(text, end)):
        yield "host"
    if _MET_BEFORE.search(before):
        yield "met"


def _is_met_after(text: str, end: int) -> bool:
    return bool(_MET_AFTER.match(_said_after(text, end)))


def _said_after(text: str, end: int) -> str:
    """Return what follows a name, its brackets and its post."""
    after = _LATIN_NAME.sub("", _BRACKETS_AFTER.sub("", text[end : end + _AFTER]))
    return lx.POST_AFTER.sub("", after, count=1) if lx.POST_AFTER.match(after) else after


def _surname(name: str) -> str:
    if name[:2] in lx.COMPOUND_SURNAMES or (len(name) > 3 and name[:2] in lx.JAPANESE_SURNAMES):
        return name[:2]
    return name[:1] if lx.is_chinese_name(name) else name


def _holds(draft: Draft, title: str) -> bool:
    """Return whether a person holds the post, which may be said in full elsewhere."""
    title = lx.FORMER.sub("", title)
    for post in draft.posts:
        held = lx.FORMER.sub("", post.post)
        if held and (held == title or (held.endswith(title) and not held.endswith(f"副{title}"))):
            return True
    return False


def _outer_words(english: str) -> tuple[str, str]:
    first, *_, last = english.lower().split()
    return first, last
