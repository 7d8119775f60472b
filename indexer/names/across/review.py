"""What most needs a decision by hand, with the very line that would decide it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from indexer import messages
from indexer.model.people import KnownPerson, Pair, Question
from indexer.names.across.decisions import GLOSSARY, PEOPLE
from indexer.names.store import Names
from indexer.text.compare import han_key, letters_key

_CLOSE = 3  # times the places of the other name, up to which a conflict is open


def questions(names: Names) -> list[Question]:
    """Return all open questions, those with the most places first."""
    found = [*_conflicts(names.pairs), *_proposals(names.pairs), *_namesakes(names)]
    return sorted(found, key=lambda question: (-question.places, question.text))


def _conflicts(pairs: Sequence[Pair]) -> Iterator[Question]:
    seen: set[frozenset[str]] = set()
    for pair in pairs:
        if pair.status != "confirmed" or pair.kind == "person" or "hand" in pair.rules:
            continue
        for other, count in pair.conflicts[:1]:
            names = frozenset((other, pair.chinese, pair.english))
            if count * _CLOSE < pair.count or names in seen:
                continue
            seen.add(names)
            said = messages.PAIR_DISPUTED(
                chinese=pair.chinese, english=pair.english, count=pair.count, other=other, others=count
            )
            yield Question(str(said), pair.count + count, GLOSSARY, _verdicts_on(pair))


def _proposals(pairs: Sequence[Pair]) -> Iterator[Question]:
    for pair in pairs:
        if pair.status == "proposed":
            said = messages.PAIR_UNSURE(chinese=pair.chinese, english=pair.english, count=pair.count)
            yield Question(str(said), pair.count, GLOSSARY, _verdicts_on(pair))


def _verdicts_on(pair: Pair) -> tuple[str, str]:
    return f"confirm\t{pair.chinese}\t{pair.english}", f"reject\t{pair.chinese}\t{pair.english}"


def _namesakes(names: Names) -> Iterator[Question]:
    groups: dict[str, list[str]] = defaultdict(list)
    for listed in names.people:
        if listed.namesakes and listed.chinese:
            groups[han_key(listed.chinese)].append(listed.slug)
    for slugs in groups.values():
        people = [known for slug in slugs if (known := names.person(slug))]
        latin = {letters_key(known.english) for known in people if known.english}
        if len(people) < 2 or len(latin) > 1:
            continue
        references = ", ".join(f"{person.name} @ {person.appearances[0].report}" for person in people)
        described = "; ".join(map(_described, people))
        yield Question(
            str(messages.ONE_PERSON(people=described)),
            sum(person.mentions for person in people),
            PEOPLE,
            (f"- merge: [{references}]",),
        )


def _described(person: KnownPerson) -> str:
    post = person.posts[-1][0] if person.posts else None
    words = f"{post.affiliation}{post.post}" if post else ""
    named = " ".join(filter(None, (person.chinese, person.english, words)))
    return str(messages.PERSON_IN(person=named, report=person.appearances[0].report))
