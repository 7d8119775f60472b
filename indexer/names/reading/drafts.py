"""The people of one report while it is read: each gathers names, posts, roles, mentions and talks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from indexer.model.people import ROLES, Mention, Person, Post, Talk
from indexer.names import lexicon as lx
from indexer.text.compare import DOT, latin_words, without_courtesy
from indexer.text.fold import fold

_NEWLY = re.compile("^(?:新任|現任|時任)")
_DOTS = re.compile(f"[{DOT}]")


@dataclass(slots=True)
class Draft:
    """A person so far."""

    chinese: str = ""
    english: str = ""
    posts: dict[Post, int] = field(default_factory=dict)  # how often each is said
    roles: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    short: dict[str, None] = field(default_factory=dict)  # forms of the Chinese name: 高橋 of 高橋新悅

    def is_called(self, chinese: str, english: str) -> bool:
        """Return whether a person of these names, one of which may be empty, is the same."""
        same_chinese = bool(chinese) and self.chinese == chinese
        same_english = bool(english) and _same_latin(self.english, english)
        if same_chinese and (not english or not self.english or same_english):
            return True
        return same_english and (not chinese or not self.chinese)

    def take(self, post: Post, times: int = 1) -> None:
        """Add a post that is said once more, or that a form lists."""
        self.posts[post] = self.posts.get(post, 0) + times

    def correct(self, post: Post, said: Post) -> None:
        """Replace a post, said once, by another."""
        times = self.posts.pop(post, 0)
        if times > 1:
            self.posts[post] = times - 1
        if times:
            self.take(said)

    def person(self) -> Person:
        """Return the record of the person."""
        own = self.roles - {"met"} if "delegate" in self.roles else self.roles  # they travel together
        roles = own or {"mentioned"}
        posts = _telling(self.posts)
        return Person(
            self.chinese,
            self.english,
            posts,
            tuple(role for role in ROLES if role in roles),
            tuple(self.mentions),
            tuple(self.talks),
            tuple(self.posts[post] for post in posts),
        )


class Drafts:
    """Drafts by either name; a Chinese name with two Latin ones is two people."""

    def __init__(self) -> None:
        self.all: list[Draft] = []

    def add(self, chinese: str, english: str) -> Draft:
        """Return the draft of a person of these names, a new one if there is none."""
        english = without_courtesy(english)
        for draft in self.all:
            if draft.is_called(chinese, english):
                draft.chinese = draft.chinese or chinese
                draft.english = max(draft.english, english, key=len)
                return draft
        draft = Draft(chinese, english)
        self.all.append(draft)
        return draft

    def add_short(self, name: str) -> None:
        """Take a surname for the one person whose fuller name has it, else for a person of its own."""
        fuller = [draft for draft in self.all if _is_surname_of(name, draft.chinese)]
        if len({fold(draft.chinese) for draft in fuller}) == 1:
            fuller[0].short.setdefault(name)
        else:
            self.add(name, "")

    def named(self) -> list[tuple[str, Draft]]:
        """Return (name, its draft), the longest name first; of two people of a name, the first."""
        seen: dict[str, Draft] = {}
        for draft in self.all:
            for name in (draft.chinese, draft.english, *draft.short):
                if name:
                    seen.setdefault(name, draft)
        return sorted(seen.items(), key=lambda item: -len(item[0]))

    def spans(self, section: str) -> list[tuple[int, int]]:
        """Return the spans of a section's mentions, in order."""
        return sorted((m.start, m.end) for draft in self.all for m in draft.mentions if m.section == section)


def _without_twins(posts: Iterable[Post]) -> list[Post]:
    """Return the posts, each office at a country once, under the longer name: 哥國|總統 is 哥斯大黎加|總統.

    Whoever is new in an office holds it: 新任總統 beside 南非|總統 says nothing more.
    """
    kept: dict[tuple[str, str], Post] = {}
    for post in posts:
        key = (_NEWLY.sub("", post.post), lx.countries().get(post.affiliation, post.affiliation))
        other = kept.get(key)
        if other is None or (len(other.post), -len(other.affiliation)) > (
            len(post.post),
            -len(post.affiliation),
        ):
            kept[key] = post
    return [
        post
        for post in kept.values()
        if post.affiliation or not _NEWLY.match(post.post) or not _is_held(_NEWLY.sub("", post.post), kept)
    ]


def _tells(post: Post) -> tuple[int, int]:
    """Return what tells a post from another of the same office: the shorter title, the longer country."""
    return -len(post.post), len(post.affiliation)


def _is_held(office: str, kept: Iterable[tuple[str, str]]) -> bool:
    return any(post == office and holder for post, holder in kept)


def is_short(name: str) -> bool:
    """Return whether a name can be the surname alone of somebody: 高橋, 法提亞齊."""
    if name in lx.JAPANESE_SURNAMES:
        return True
    return lx.is_transliterated(name) and not lx.is_chinese_name(name) and not _DOTS.search(name)


def _is_surname_of(name: str, full: str) -> bool:
    """Return whether a Japanese name begins with it, or a spelled name ends with it."""
    if name in lx.JAPANESE_SURNAMES and full.startswith(name):
        return lx.is_japanese_name(full)
    if _DOTS.split(full)[-1] == name:
        return len(full) > len(name)
    # 克魯曼 of 保羅克魯曼
    spelled = lx.is_transliterated(full) and not lx.is_chinese_name(full)
    return spelled and len(full) > len(name) + 1 and len(name) > 2 and full.endswith(name)


def _same_latin(one: str, other: str) -> bool:
    first, second = latin_words(one), latin_words(other)
    if not first or not second:
        return False
    without = [{word for word in words if len(word) > 1} for words in (first, second)]
    return without[0] == without[1] or sorted("".join(first)) == sorted("".join(second))


def _telling(posts: Iterable[Post]) -> tuple[Post, ...]:
    """Return the posts without those that another says more fully."""
    posts = _without_twins(posts)
    return tuple(
        post
        for post in posts
        if not any(other is not post and other.says_more_than(post) for other in posts)
        and (post.post or post.affiliation)
    )
