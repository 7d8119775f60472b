"""What all places that carry one Latin name say about its Chinese one, and which pairs that confirms.

A reading is confirmed by one sure place, or by two reports that agree. A weak place votes for a reading of
the same Latin name that it ends in; where weak places differ only in what stands before, their common ending
is the name.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from msgspec.structs import replace

from indexer.model.people import Observed, Pair, Sighting, Status
from indexer.names.lexicon import POST_AT_END
from indexer.names.shapes import fits, kind_of
from indexer.names.weights import AGREEING, GUESS, LIKELY, OUTVOTED, SHORTEST_COMMON_ENDING, SURE
from indexer.text.compare import latin_words, letters_key
from indexer.text.fold import fold

_JOINED_TO = re.compile("[与暨及和]$")  # in folded characters: 經濟合作與|發展組織


@dataclass(frozen=True, slots=True)
class _Vote:
    """A sighting under one of its Latin names, the full one or the acronym, in a report."""

    report: str
    seen: Sighting
    name: str

    @property
    def own(self) -> str:
        """The Chinese name as it was read, folded."""
        return fold(self.seen.chinese)

    @property
    def left(self) -> str:
        """What stands before the Latin name, folded."""
        return fold(self.seen.left)


def keys_in(record: Observed) -> set[str]:
    """Return the keys of the Latin names that a report speaks for a Chinese one of."""
    return {letters_key(name) for seen in record.sightings for name in (seen.english, seen.acronym) if name}


def vote(
    sightings: Iterable[tuple[str, Sighting]],
    known: Collection[tuple[str, str]] = (),
    keys: Collection[str] | None = None,
) -> list[Pair]:
    """Return all pairs of (report, sighting), the confirmed ones first, each by its places.

    `known` are (Chinese, Latin) keys of pairs that need no further evidence; `keys` those of the Latin names
    that alone are voted on.
    """
    groups: dict[str, list[_Vote]] = defaultdict(list)
    for report, seen in sightings:
        for name in (seen.english, seen.acronym):
            if name and (keys is None or letters_key(name) in keys):
                groups[letters_key(name)].append(_Vote(report, seen, name))
    pairs = [pair for latin, group in groups.items() for pair in _decide(latin, group, known)]
    return sorted(
        _with_conflicts(pairs), key=lambda pair: (pair.status != "confirmed", -pair.count, pair.chinese)
    )


def _decide(latin: str, group: Sequence[_Vote], known: Collection[tuple[str, str]]) -> Iterable[Pair]:
    """Yield the pairs of one Latin name."""
    support, common = _support(latin, group, known), _common_ending(group)
    votes: dict[str, list[_Vote]] = defaultdict(list)
    for each in group:
        votes[_voted(each, support, common)].append(each)
    weight = {key: sum(each.seen.strength for each in cast) for key, cast in votes.items()}
    for key, cast in votes.items():
        outvoted = any(
            (weight[other] >= OUTVOTED * weight[key] and _within(key, other))
            or (weight[other] >= weight[key] and _JOINED_TO.search(other.removesuffix(key)))
            for other in votes
            if other != key and (_within(key, other))
        )
        sure = not outvoted and ((key, latin) in known or _agree(cast))
        yield _pair(key, cast, "confirmed" if sure else "proposed")


def _support(latin: str, group: Sequence[_Vote], known: Collection[tuple[str, str]]) -> Counter[str]:
    """Return the strength of each reading, those of the tables included wherever they stand."""
    support: Counter[str] = Counter()
    for each in group:
        support[each.own] += each.seen.strength
        left = each.left
        for start in range(len(left) - 1):
            if (left[start:], latin) in known:
                support[left[start:]] += SURE
    return support


def _voted(each: _Vote, support: Mapping[str, int], common: str) -> str:
    """Return the folded reading that a place speaks for."""
    own, left = each.own, each.left
    if each.seen.strength == SURE:
        return own
    better = [name for name in support if left.endswith(name) and support[name] > max(support[own], GUESS)]
    if better:
        return max(better, key=lambda name: (support[name], len(name)))
    return common if common and left.endswith(common) else own


def _common_ending(group: Sequence[_Vote]) -> str:
    """Return the ending that the weak places of two reports share, different characters before it."""
    lefts = {(each.report, each.left) for each in group if each.seen.left and each.seen.strength < SURE}
    if len({report for report, _ in lefts}) < AGREEING:
        return ""
    texts = [left for _, left in lefts]
    ending = reduce(_shared_ending, texts)
    before = {text[: len(text) - len(ending)][-1:] for text in texts}
    if (
        len(ending) < SHORTEST_COMMON_ENDING
        or POST_AT_END.search(group[0].seen.left)
        or len(before) < AGREEING
    ):
        return ""
    first = group[0]
    acronym = first.name == first.seen.acronym
    return ending if fits(ending, "" if acronym else first.name, first.name if acronym else "") else ""


def _shared_ending(one: str, other: str) -> str:
    return next((one[start:] for start in range(len(one)) if other.endswith(one[start:])), "")


def _agree(cast: Sequence[_Vote]) -> bool:
    """Return whether a sure place, or the agreement of reports, confirms a reading."""
    strengths = {each.seen.strength for each in cast}
    reports = len({each.report for each in cast})
    return SURE in strengths or (reports >= AGREEING and (LIKELY in strengths or reports > AGREEING))


def _pair(key: str, cast: Sequence[_Vote], status: Status) -> Pair:
    """Return the pair that the votes are for, as it is written most often."""
    written = Counter(each.seen.chinese if each.own == key else each.seen.left[-len(key) :] for each in cast)
    chinese = written.most_common(1)[0][0]
    name = Counter(each.name for each in cast).most_common(1)[0][0]
    by_strength = sorted(cast, key=lambda each: -each.seen.strength)
    kind = by_strength[0].seen.kind if by_strength[0].own == key else kind_of(chinese, name)
    return Pair(
        chinese,
        name,
        kind,
        status,
        rules=tuple(dict.fromkeys(each.seen.rule for each in by_strength)),
        evidence=tuple(sorted({(each.report, each.seen.section) for each in cast})),
        acronym=all(each.name == each.seen.acronym for each in cast),
    )


def _with_conflicts(pairs: Sequence[Pair]) -> Iterable[Pair]:
    by_chinese: dict[str, list[Pair]] = defaultdict(list)
    by_english: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_chinese[fold(pair.chinese)].append(pair)
        by_english[letters_key(pair.english)].append(pair)
    for pair in pairs:
        others = [
            (other.english, other.count)
            for other in by_chinese[fold(pair.chinese)]
            if other.acronym == pair.acronym and not _variants(other.english, pair.english)
        ]
        others += [
            (other.chinese, other.count)
            for other in by_english[letters_key(pair.english)]
            if not _within(fold(other.chinese), fold(pair.chinese))
        ]
        yield replace(pair, conflicts=tuple(sorted(others, key=lambda other: (-other[1], other[0]))))


def _within(one: str, other: str) -> bool:
    """Return whether one reading ends in the other: 走訪惠普企業, 惠普企業."""
    return one.endswith(other) or other.endswith(one)


def _variants(one: str, other: str) -> bool:
    """Return whether one Latin name is the other with words left out: William Stanton, William A. Stanton."""
    first, second = set(latin_words(one)), set(latin_words(other))
    return first <= second or second <= first
