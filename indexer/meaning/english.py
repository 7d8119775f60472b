"""English words as a dictionary's keys have them: stems without inflection, with their places.

Porter's stems (`indexer.text.analysis`), after irregular forms were made regular: wrote is write, children
are child. What carries no meaning of its own is no key alone, but may stand inside of one (“rule of law”).
"""

import re
from dataclasses import dataclass

from indexer.text.analysis import stem
from indexer.text.fold import fold
from indexer.text.function_words import ENGLISH

_WORD = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*")
_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?= |$)")
_FORMS = """
arise arose arisen | awake awoke | be am is are was were been | bear bore born borne | beat beaten |
become became | begin began begun | bend bent | bind bound | bite bit bitten | blow blew blown | break
broke broken | bring brought | build built | burn burnt | buy bought | catch caught | choose chose chosen
| come came | deal dealt | dig dug | do did done does | draw drew drawn | drink drank drunk | drive drove
driven | eat ate eaten | fall fell fallen | feed fed | feel felt | fight fought | find found | flee fled |
fly flew flown | forbid forbade forbidden | forget forgot forgotten | freeze froze frozen | get got gotten
| give gave given | go went gone goes | grow grew grown | hang hung | have has had | hear heard | hide hid
hidden | hold held | keep kept | know knew known | lay laid | lead led | leave left | lend lent | lie lay
lain | lose lost | make made | mean meant | meet met | pay paid | ride rode ridden | ring rang rung | rise
rose risen | run ran | say said | see saw seen | seek sought | sell sold | send sent | shake shook shaken
| shoot shot | show shown | shrink shrank | sing sang sung | sink sank sunk | sit sat | sleep slept |
speak spoke spoken | spend spent | stand stood | steal stole stolen | strike struck | swear swore sworn |
swim swam swum | take took taken | teach taught | tell told | think thought | throw threw thrown |
understand understood | wake woke woken | wear wore worn | win won | withdraw withdrew withdrawn | write
wrote written | child children | man men | woman women | person people persons | foot feet | tooth teeth |
goose geese | mouse mice | life lives | wife wives | knife knives | leaf leaves | half halves | datum data
| medium media | criterion criteria | phenomenon phenomena | analysis analyses | crisis crises | basis
bases
"""  # a word, then its irregular forms
_IRREGULAR = {form: word for word, *forms in map(str.split, _FORMS.split("|")) for form in forms}
STOP = ENGLISH | {"call", "get", "happen", "kind", "many", "name", "type"}
"""Without a meaning of their own; asking words stand in a question and not in its answer."""


@dataclass(frozen=True, slots=True)
class English:
    """A word with its stem and its span in the text as given."""

    text: str
    stem: str
    start: int
    end: int


def english(text: str) -> list[English]:
    """Read the Latin words and numbers of a text in order; possessives are dropped, compounds cut."""
    folded = _POSSESSIVE.sub(lambda found: " " * len(found[0]), fold(text))
    return [_word(found) for found in _WORD.finditer(folded)]


def stems(text: str) -> tuple[str, ...]:
    """Return the stems alone: a dictionary's key."""
    return tuple(word.stem for word in english(text))


def base(word: str) -> str:
    """Return the stem of a lower-case word."""
    return stem(_IRREGULAR.get(word, word))


def _word(found: re.Match[str]) -> English:
    return English(found[0], base(found[0]), found.start(), found.end())


STOP_STEMS = frozenset(map(base, STOP)) | STOP
"""What no key is that stands alone."""
