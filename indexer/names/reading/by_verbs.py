"""Names of persons by the verbs beside them: 由黃正雄擔任, 柯林頓表示, 由王大明主講."""

import re
from collections.abc import Iterator

from indexer.names import lexicon as lx
from indexer.names.everyday import is_ordinary, is_place
from indexer.names.reading.by_posts import Name
from indexer.names.reading.native import is_native, is_said
from indexer.names.reading.options import has_dot
from indexer.text.compare import DOT
from indexer.text.scripts import HAN

_SHORTEST_SPELLED = 3
_LONGEST = 12
_DOES = re.compile(rf"(?<=由)([{HAN}{DOT}]{{2,{_LONGEST}}}?){lx.any_of(lx.TASKS)}")
_SAYS = re.compile(lx.ahead_of(lx.SPEECH) + lx.any_of(lx.SPEECH))
_CLAUSE = re.compile(
    rf"(?:(?<=[，。；;：:「！？\n\u3000）)])|(?<=[0-9０-９]日)|\A){lx.any_of(lx.CLAUSE_FRONTS)}{{0,2}}"
    rf"([{HAN}{DOT}]{{3,{_LONGEST}}}?)(?:[也亦則並]|進一步)?\Z"
)
_NEVER = re.compile("[的是有者們等之其此該所不]")
_NEVER_LAST = frozenset(word for word in lx.FOLLOWS if len(word) == 1) - lx.TRANSLITERATING


def by_verbs(text: str) -> Iterator[Name]:
    """Yield names between 由 and what somebody is to do, and before what is said where a clause begins."""
    for match in _DOES.finditer(text):
        if is_native(match[1]) or _is_spelled(match[1]):
            yield Name(match[1], match.start(1), match.end(1))
    for verb in _SAYS.finditer(text):
        said = _CLAUSE.search(text, max(0, verb.start() - _LONGEST - 4), verb.start())
        if said and (is_said(said[1]) or _is_spelled(said[1])):
            yield Name(said[1], said.start(1), said.end(1))


def _is_spelled(name: str) -> bool:
    """Return whether it is a foreigner's name, spelled by characters that spell such names."""
    if len(name) < _SHORTEST_SPELLED or _NEVER.search(name) or not lx.is_transliterated(name):
        return False
    if (
        name[-1] in _NEVER_LAST
        or name in lx.SPELLED_THINGS
        or lx.POST_AT_END.search(name)
        or is_place(name)
        or name[-1] in lx.CLASS_ENDS
    ):
        return False
    return has_dot(name) or not (is_ordinary(name) or is_ordinary(name[:2]) or is_ordinary(name[-2:]))
