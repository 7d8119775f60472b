"""Source text to clean lines that know their source span, and lines to whole paragraphs.

Scanned and converted reports carry HTML leftovers, form controls, blanks between characters and
lines broken inside a sentence. The lines of a source partition it: nothing is lost.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.text.fold import fold
from indexer.text.numerals import FORMAL_WRITTEN, PLAIN, STEMS
from indexer.text.scripts import CJK
from indexer.text.segmenter import segmenter
from indexer.text.visible import visible

_BLOCK = r"p|br|div|li|ul|ol|tr|table|tbody|thead|h[1-6]|hr|section|article|blockquote"
_INLINE = (
    r"a|abbr|b|big|body|center|cite|code|em|font|head|html|i|img|input|label|mark|meta|s|small|span|strong|"
    r"sub|sup|td|th|title|u"
)
_END_OF_TAG = r"(?:\s*/?|\s+[A-Za-z_:][^<>]*)>"  # there is no tag in A<B，B>C nor in a <b 且 c> d
_BROKEN = rf"(?<![{CJK}])\v|\v(?![{CJK}])"  # within a word it is Word's, and none
_END_OF_LINE = re.compile(rf"\r\n|[\n\r\f\x85\u2028\u2029]|{_BROKEN}|</?(?:{_BLOCK}){_END_OF_TAG}", re.I)
_CODE = re.compile(rf"<(style|script){_END_OF_TAG}.*?</\1\s*>", re.I)
_NEXT_CELL = re.compile(rf"(?:</t[dh]{_END_OF_TAG})?\s{{0,20}}<t[dh]{_END_OF_TAG}", re.I)
_TAG = re.compile(rf"<!--[^<>]*-->|</?(?:{_INLINE}|{_BLOCK}){_END_OF_TAG}", re.I)
_CHECKBOX = re.compile(
    r"""<input\b(?=[^>]{0,200}\b(?:checkbox|radio)\b)(?:"[^"]*"|'[^']*'|[^<>"'])*>""", re.I
)
_CHECKED = re.compile(r"\bchecked\b", re.I)
_HAN_PUNCTUATION = "，。、；：？！「」『』（）《》〈〉【】"
_BLANK_BETWEEN = re.compile(rf"(?<=[{CJK}○◯{_HAN_PUNCTUATION}])[ \u3000\xa0]+(?=[{CJK}○◯{_HAN_PUNCTUATION}])")
_SPACED_OUT = re.compile(rf"(?<![{CJK}])[{CJK}](?:[ \u3000][{CJK}](?![{CJK}])){{2,}}")

_CLOSED = re.compile(r"[。！？!?；;：:…]['\"」』）)》〉】]*$|[.][\"”]?$")
_STARTS_ITEM = re.compile(
    rf"[-‧•●○■□☑☐◎※*＊·▪]|[（(]?[{PLAIN}{FORMAL_WRITTEN}{STEMS[:4]}]{{1,3}}[）)、.．\s]|"
    rf"[（(]?\d{{1,3}}[）)、.．]|[（(]?[A-Za-z][）)、.．]|第[{PLAIN}百\d\s]+[章節條項款]|"
    r"[①-⓿㈠-㈩]|附[件錄表圖]|圖\s*\d|表\s*\d"
)
_SEVERAL = re.compile(rf"[{PLAIN}百]{{1,4}}、[{PLAIN}百]{{1,4}}(?:[、及與和至]|款|地號)")  # 七、九及十二款
_LABEL = re.compile(r"[^，。；]{1,14}[：:]")
_CONTINUES = re.compile(r"[，。、；：！？」』）)》〉】,;:.!?a-z]")
_HYPHENATED = re.compile(r"[A-Za-z]-$")
_LAST_RUN, _FIRST_RUN = re.compile(rf"[{CJK}]{{1,8}}$"), re.compile(rf"[{CJK}]{{1,8}}")
_SENTENCE = 10  # characters; a shorter line that no mark ends may be a heading
_NARROWEST = 16  # columns of a line that is no word on its own
_RAGGED = 4  # columns by which full lines differ: what does not fit is a character, a number, a word
_FEWEST_FULL = 4  # lines that show where a source breaks its lines
_CONTEXT = 6  # lines before, in which an open bracket is looked for
_PAIRS = {"「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "【": "】"}
_BRACKET = re.compile(f"[{re.escape(''.join([*_PAIRS, *_PAIRS.values()]))}]")


@dataclass(frozen=True, slots=True)
class Line:
    """A cleaned line and the span of the source it came from, its line end included."""

    text: str
    start: int
    end: int


def split_lines(source: str) -> list[Line]:
    """Return lines whose spans partition the source; block tags end a line as a newline does."""
    lines, start = [], 0
    for match in _END_OF_LINE.finditer(source):
        lines.append(Line(clean(source[start : match.start()]), start, match.end()))
        start = match.end()
    if start < len(source):
        lines.append(Line(clean(source[start:]), start, len(source)))
    return lines


def clean(text: str) -> str:
    """Return the text without markup and controls, form controls as ☑ and ☐, spaced-out words closed up."""
    if "<" in text:
        text = _CHECKBOX.sub(lambda m: "☑" if _CHECKED.search(m[0]) else "☐", text)
        text = _TAG.sub("", _NEXT_CELL.sub("\t", _CODE.sub("", text)))
    text = visible(html.unescape(text))
    if " " in text or "\u3000" in text:
        text = _SPACED_OUT.sub(lambda m: re.sub(r"[ \u3000]", "", m[0]), text)
    return text.strip()


def squeeze(text: str) -> str:
    """Close blanks between Han characters: PDF text has one wherever its layout wished."""
    blank = " " in text or "\u3000" in text or "\xa0" in text
    return _BLANK_BETWEEN.sub("", text) if blank else text


def join_lines(lines: Iterable[str], width: int = 0) -> list[str]:
    """Return paragraphs: a line broken inside its sentence is joined with the line that goes on.

    `width` is where the source breaks its lines, by `wrap_width`.
    """
    paragraphs: list[list[str]] = []
    for line in filter(None, lines):
        if paragraphs and _goes_on(paragraphs[-1], line, width):
            before = paragraphs[-1][-1]
            gap = " " if before[-1].isascii() and line[0].isascii() and line[0].isalnum() else ""
            paragraphs[-1].append(line if _HYPHENATED.search(before) else gap + line)
        else:
            paragraphs.append([line])
    return ["".join(pieces) for pieces in paragraphs]


def wrap_width(lines: Sequence[str]) -> int:
    """Return the columns at which a source breaks its lines, whatever stands there; 0 where it does not."""
    widths = Counter(columns for line in lines if (columns := _columns(line)) >= _NARROWEST)
    if not widths:
        return 0
    full = {width: sum(widths[width - less] for less in range(_RAGGED)) for width in widths}
    width = max(full, key=lambda one: (full[one], one))
    wider = sum(count for columns, count in widths.items() if columns > width)
    wrapped = full[width] >= max(_FEWEST_FULL, sum(widths.values()) / 4) and wider <= full[width] / 10
    return width if wrapped else 0


def _columns(text: str) -> int:
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def starts_item(line: str) -> bool:
    """Return whether a line begins with a number or list mark, which no line inside a sentence does."""
    return _STARTS_ITEM.match(line) is not None and not _SEVERAL.match(line)


def is_closed(line: str) -> bool:
    """Return whether a line ends a sentence or leads in what follows."""
    return _CLOSED.search(line) is not None


def _goes_on(paragraph: Sequence[str], after: str, width: int) -> bool:
    before = "".join(paragraph[-_CONTEXT:])
    if "\t" in before or "\t" in after or starts_item(after):
        return False
    if (closing := _awaited_bracket(before)) and closing in after:
        return True
    if is_closed(before) or _LABEL.match(after):
        return False
    if _CONTINUES.match(after) or before[-1] in "，、,":
        return True
    is_full = width and _columns(paragraph[-1]) > width - _RAGGED
    return bool(is_full) or _goes_on_in_prose(before, after)


def _goes_on_in_prose(before: str, after: str) -> bool:
    """Return whether a line goes on that neither a sign nor the width of the page tells to do so."""
    if not any(mark in after for mark in "，。；、"):
        return False
    is_prose = any(mark in before for mark in "，、；「（(") and len(before) >= 20
    return is_prose or (len(before) >= _SENTENCE and _parts_a_word(before, after))


def _parts_a_word(before: str, after: str) -> bool:
    """Return whether a word stands across the break: 經貿園 | 區舉行."""
    head, tail = _LAST_RUN.search(before), _FIRST_RUN.match(after)
    if not head or not tail:
        return False
    place = 0
    for word in segmenter().cut(fold(head[0] + tail[0])):
        if place < len(head[0]) < place + len(word):
            return True
        place += len(word)
    return False


def _awaited_bracket(text: str) -> str:
    """Return what would close the innermost open bracket or quotation, as in 「水滸經貿園; or nothing."""
    expected: list[str] = []
    for char in _BRACKET.findall(text):
        if char in _PAIRS:
            expected.append(_PAIRS[char])
        elif expected and char == expected[-1]:
            expected.pop()
    return expected[-1] if expected else ""
