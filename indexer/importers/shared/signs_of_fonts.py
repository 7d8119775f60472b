"""Signs of fonts in what was read: radicals and symbols as the characters that a reader saw.

Word saves the signs of its symbol fonts in the private-use area (U+F000 + their code). The boxes of Wingdings
are what forms tick, its bullets what lists begin with. What else is private is someone's own character
(造字): it stays, and is told. PDFs that Word makes in 標楷體 say 帄 for 平 and 詴 for 試, which look the same
in it.
"""

import re
from dataclasses import replace

from indexer import messages
from indexer.messages import Message
from indexer.model.report import Document
from indexer.text.radicals import IDEOGRAPHS

_BOXES = {0xFE: "☑", 0x52: "☑", 0xFD: "☒", 0x53: "☒", 0xA8: "☐", 0x6F: "☐", 0xA3: "☐", 0xFC: "✓", 0x6E: "■"}
_BULLETS = (0x6C, 0x71, 0x75, 0x76, 0x77, 0x9F, 0xA7, 0xB2, 0xB7, 0xD8, 0xE8, 0xF0)
_SYMBOLS = {0xF000 + code: "•" for code in _BULLETS} | {0xF000 + code: sign for code, sign in _BOXES.items()}
_SYMBOLS |= {0xF020: " "}
_ALIKE = str.maketrans("帄詴貣", "平試起")  # no report of our time writes the former
_ALIKE |= str.maketrans("︵︶﹙﹚﹁﹂﹃﹄︿﹀︽︾", "（）()「」『』〈〉《》")  # of columns written downwards
_SHOWN: dict[int, str] = (
    IDEOGRAPHS | _SYMBOLS | {code: chr(to) for code, to in _ALIKE.items()}
)  # one for one, so that offsets stay
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_MOST_SHOWN = 5  # code points that a note names


def as_seen(document: Document) -> Document:
    """Return the document with radicals as ideographs and symbols as signs; what else is private is noted."""
    text = document.text.translate(_SHOWN)
    return replace(
        document,
        text=text,
        title=document.title.translate(_SHOWN),
        headline=document.headline.translate(_SHOWN),
        fields=tuple((name, value.translate(_SHOWN)) for name, value in document.fields),
        notes=(*document.notes, *_told(text)),
        row=as_seen(document.row) if document.row else None,
    )


def _told(text: str) -> tuple[Message, ...]:
    found = _PRIVATE.findall(text)
    if not found:
        return ()
    codes = [f"U+{ord(char):04X}" for char in dict.fromkeys(found)]
    shown = ", ".join(codes[:_MOST_SHOWN]) + (" …" if len(codes) > _MOST_SHOWN else "")
    return (messages.FILE_PRIVATE(count=len(found), codes=shown),)
