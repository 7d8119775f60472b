"""What all places that carry one Latin name say about its Chinese one, and which pairs that confirms.

A reading is confirmed by one sure place, or by two reports that agree. A weak place votes for a reading of
the same Latin name that it ends in; where weak places differ only in what stands before, their common ending
is the name.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec.structs import replace

from indexer.model.people import Pair, Sighting
from indexer.names.shapes import fits, kind_of
from indexer.names.weights import AGREEING, GUESS, LIKELY, OUTVOTED, SURE
from indexer.text.compare import latin_words, letters_key
from indexer.text.fold import fold


def vote(sightings: Iterable[tuple[str, Sighting]], known: Collection[tuple[str, str]] = ()) -> list[Pair]:
    """All pairs of (report, sighting), the confirmed ones first, each by its places.

    `known` are (Chinese, Latin) keys of pairs that need no further evidence.
    """
    groups: dict[str, list[tuple[str, Sighting, str]]] = defaultdict(list)
    for report, seen in sightings:
        for name in (seen.english, seen.acronym):
            if name:
                groups[letters_key(name)].append((report, seen, name))
    pairs = [pair for group in groups.values() for pair in _decide(group, known)]
    return sorted(
        _with_conflicts(pairs), key=lambda pair: (pair.status != "confirmed", -pair.count, pair.chinese)
    )


def _decide(group: Sequence[tuple[str, Sighting, str]], known: Collection[tuple[str, str]]) -> Iterable[Pair]:
    """Return the pairs of one Latin name."""
    support: Counter[str] = Counter()
    latin = letters_key(group[0][2])
    for _, seen, _ in group:
        support[fold(seen.chinese)] += seen.strength
        left = fold(seen.left)
        for start in range(len(left) - 1):
            if (left[start:], latin) in known:
                support[left[start:]] += SURE
    common = _common_ending(group)
    votes: dict[str, list[tuple[str, Sighting, str]]] = defaultdict(list)
    for report, seen, name in group:
        votes[_voted(seen, support, common)].append((report, seen, name))
    weight = {key: sum(seen.strength for _, seen, _ in places) for key, places in votes.items()}
    for key, places in votes.items():
        outvoted = any(
            weight[other] >= OUTVOTED * weight[key] and (key.endswith(other) or other.endswith(key))
            for other in votes
            if other != key
        )
        yield _pair(key, places, outvoted, (key, letters_key(places[0][2])) in known)


def _voted(seen: Sighting, support: Mapping[str, int], common: str) -> str:
    """Return the folded reading that a place speaks for."""
    own = fold(seen.chinese)
    if seen.strength == SURE:
        return own
    left = fold(seen.left)
    better = [name for name in support if left.endswith(name) and support[name] > max(support[own], GUESS)]
    if better:
        return max(better, key=lambda name: (support[name], len(name)))
    if common and left.endswith(common):
        return common
    return own


def _common_ending(group: Sequence[tuple[str, Sighting, str]]) -> str:
    """Return the ending that weak places of two reports share where different characters stand before it."""
    lefts = {(report, fold(seen.left)) for report, seen, _ in group if seen.left and seen.strength < SURE}
    if len({report for report, _ in lefts}) < AGREEING:
        return ""
    texts = [left for _, left in lefts]
    ending = texts[0]
    for text in texts[1:]:
        while ending and not text.endswith(ending):
            ending = ending[1:]
    before = {text[: len(text) - len(ending)][-1:] for text in texts}
    _, seen, name = group[0]
    plausible = fits(
        ending, "" if name == seen.acronym else name, seen.acronym if name == seen.acronym else ""
    )
    return ending if len(ending) >= 3 and len(before) >= AGREEING and plausible else ""


def _pair(key: str, places: Sequence[tuple[str, Sighting, str]], outvoted: bool, known: bool) -> Pair:
    written: Counter[str] = Counter()
    for _, seen, _ in places:
        written[seen.chinese if fold(seen.chinese) == key else seen.left[-len(key) :]] += 1
    chinese = written.most_common(1)[0][0]
    name = Counter(name for _, _, name in places).most_common(1)[0][0]
    seen = max((seen for _, seen, _ in places), key=lambda seen: seen.strength)
    strengths = [seen.strength for _, seen, _ in places]
    agreeing = len({report for report, _, _ in places})
    sure = (
        known
        or max(strengths) == SURE
        or (agreeing >= AGREEING and (LIKELY in strengths or agreeing > AGREEING))
    )
    kind = seen.kind if fold(seen.chinese) == key else kind_of(chinese, name)
    evidence = tuple(sorted({(report, seen.section) for report, seen, _ in places}))
    rules = tuple(
        dict.fromkeys(seen.rule for _, seen, _ in sorted(places, key=lambda place: -place[1].strength))
    )
    acronym = all(name == seen.acronym for _, seen, name in places)
    return Pair(
        chinese,
        name,
        kind,
        "confirmed" if sure and not outvoted else "proposed",
        rules,
        evidence,
        (),
        acronym,
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
    """Whether one reading ends in the other: 走訪惠普企業, 惠普企業."""
    return one.endswith(other) or other.endswith(one)


def _variants(one: str, other: str) -> bool:
    """Whether one Latin name is the other with words left out: William Stanton, William A. Stanton."""
    first, second = set(latin_words(one)), set(latin_words(other))
    return first <= second or second <= first
