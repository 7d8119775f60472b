"""Query text to query tree. Whatever is typed is a query: broken syntax is searched literally.

Blank = AND, "phrase", OR, -not / NOT, ( ), field:value, inno*, rubn~, full-width operators.
A term typed without blanks is cut into script runs that must stand side by side.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from indexer import messages
from indexer.messages import Message
from indexer.model.query import (
    FIELDS,
    And,
    Filter,
    Fuzzy,
    InField,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Run,
    Word,
    conjunction,
    positive_leaves,
)
from indexer.model.report import UNSTATED
from indexer.text.analysis import Token, analyze
from indexer.text.fold import fold
from indexer.text.visible import visible

MAX_LENGTH = 500  # characters; what follows is ignored with a note
MAX_DEPTH = 20  # nested brackets
_QUOTES = {'"': '"', "“": "”", "”": "”", "＂": "＂", "„": "”"}
_LEXEME = re.compile(
    r"(?P<blank>[\s\u3000]+)|(?P<open>[(（])|(?P<close>[)）])|"
    r"(?P<quote>[\"“”＂„])|"
    r"(?P<text>[^\s\u3000()（）\"“”＂„]+)",
    re.I,
)
_FIELD = re.compile(rf"(?:{'|'.join(FIELDS)})\s?:")  # in folded text, which is as long
_MINUS = re.compile(r"[-－−﹣](?=[^\s\-－−﹣])")
_ROC_YEAR = re.compile(r"(?:中华)?民国(\d{1,3})年度?")  # in folded text
_YEAR = re.compile(r"(1\d\d|19\d\d|20\d\d)年度?")  # 30年 may be a span of time
_IN_NUMBERS = frozenset(".,/:-–—．，／：－")
_RANGE = re.compile(r"\.\.|…|～|~")


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str  # open, close, or, and, not, field, phrase, text
    text: str


@lru_cache(maxsize=256)
def parse(text: str) -> Query:
    """Return the query; never raises. `notes` say what was ignored."""
    notes: list[Message] = []
    cleaned = "".join(c if c.isprintable() else " " for c in visible(text.replace("\ufffd", " ")))
    if len(cleaned) > MAX_LENGTH:
        cleaned = cleaned[:MAX_LENGTH]
        notes.append(messages.QUERY_CUT(count=MAX_LENGTH))
    lexemes = _lex(cleaned, notes)
    parser = _Parser(lexemes, notes)
    root = parser.alternatives(0)
    while parser.position < len(lexemes):  # a bracket closed that was never opened
        notes.append(messages.NOT_OPENED())
        parser.position += 1
        root = conjunction([node for node in (root, parser.alternatives(0)) if node])
    if root is None and text.strip():
        notes.append(messages.NO_WORD())
    return Query(cleaned.strip(), root, tuple(dict.fromkeys(notes)), frozenset(parser.quoted))


def _lex(text: str, notes: list[Message]) -> list[_Lexeme]:
    lexemes: list[_Lexeme] = []
    position, folded = 0, fold(text)
    while position < len(text):
        field = _FIELD.match(folded, position)
        if field and (position == 0 or not text[position - 1].isalnum()):
            lexemes.append(_Lexeme("field", field[0].rstrip(": ")))
            position = field.end()
            continue
        match = _LEXEME.match(text, position)
        assert match is not None  # the classes cover every character
        kind, value = str(match.lastgroup), match[0]
        position = match.end()
        if kind == "quote":
            end = next(
                (i for i in range(position, len(text)) if text[i] in _QUOTES.values() or text[i] in _QUOTES),
                -1,
            )
            if end < 0:
                notes.append(messages.QUOTE_ALONE())
                continue
            lexemes.append(_Lexeme("phrase", text[position:end]))
            position = end + 1
        elif kind == "text":
            minus = _MINUS.match(value)
            starts_term = match.start() == 0 or text[match.start() - 1] in " \t\n\u3000(（"
            if minus and starts_term:
                lexemes.append(_Lexeme("not", value[0]))
                position = match.start() + 1
            elif (
                value in ("-", "－", "−", "﹣")
                and starts_term
                and text[position : position + 1] in _BEFORE_OPERAND
            ):
                lexemes.append(_Lexeme("not", value))
            elif value in ("OR", "ＯＲ", "|", "||", "｜"):
                lexemes.append(_Lexeme("or", value))
            elif value in ("NOT", "ＮＯＴ"):
                lexemes.append(_Lexeme("not", value))
            elif value not in ("AND", "ＡＮＤ", "&", "&&", "＆"):
                lexemes.append(_Lexeme("text", value))
        elif kind != "blank":
            lexemes.append(_Lexeme(kind, value))
    return lexemes


_BEFORE_OPERAND = {*_QUOTES, "(", "（"}


class _Parser:
    """Recursive descent over the lexemes; every method returns None for nothing."""

    def __init__(self, lexemes: list[_Lexeme], notes: list[Message]) -> None:
        self.lexemes, self.notes, self.position = lexemes, notes, 0
        self.quoted: set[Leaf] = set()

    def _peek(self) -> str:
        return self.lexemes[self.position].kind if self.position < len(self.lexemes) else ""

    def alternatives(self, depth: int) -> Node | None:
        nodes = [self._all(depth)]
        while self._peek() == "or":
            self.position += 1
            nodes.append(self._all(depth))
        found = [node for node in nodes if node]
        if len(nodes) > 1 and len(found) < len(nodes):
            self.notes.append(messages.OR_ALONE())
        return None if not found else found[0] if len(found) == 1 else Or(tuple(found))

    def _all(self, depth: int) -> Node | None:
        nodes: list[Node] = []
        while self._peek() not in ("", "or", "close"):
            node = self._one(depth)
            if node:
                nodes.append(node)
        return conjunction(nodes)

    def _one(self, depth: int) -> Node | None:
        lexeme = self.lexemes[self.position]
        self.position += 1
        match lexeme.kind:
            case "not":
                if self._peek() in ("", "or", "close"):
                    self.notes.append(messages.NOT_ALONE())
                    return None
                node = self._one(depth)
                return node.node if isinstance(node, Not) else Not(node) if node else None
            case "open":
                if depth >= MAX_DEPTH:
                    self.notes.append(messages.TOO_DEEP(count=MAX_DEPTH))
                    return None
                node = self.alternatives(depth + 1)
                if self._peek() == "close":
                    self.position += 1
                else:
                    self.notes.append(messages.NOT_CLOSED())
                return node
            case "field":
                return self._field(lexeme.text, depth)
            case "phrase":
                node = phrase(lexeme.text)
                self.quoted.update(positive_leaves(node))
                return node
            case _:
                return term(lexeme.text)

    def _field(self, field: str, depth: int) -> Node | None:
        if self._peek() == "open":
            group = self._one(depth)
            return _within(field, group) if group else None
        if self._peek() not in ("text", "phrase"):
            self.notes.append(messages.FIELD_ALONE(field=field))
            return term(field)
        lexeme = self.lexemes[self.position]
        self.position += 1
        if field in ("title", "heading"):
            node = phrase(lexeme.text) if lexeme.kind == "phrase" else term(lexeme.text)
            return InField(field, node) if node else None
        if field in ("year", "date") and not date_range(field, lexeme.text):
            sentence = messages.YEAR_AS_WORDS if field == "year" else messages.DATE_AS_WORDS
            self.notes.append(sentence(value=f"{field}:{lexeme.text}"))
            return term(lexeme.text)
        return Filter(field, lexeme.text)


def _within(field: str, node: Node) -> Node:
    """Return a group asked for in a field: title:(峰會 OR 論壇), country:(日本 OR 韓國)."""
    match node:
        case And(nodes):
            return And(tuple(_within(field, inner) for inner in nodes))
        case Or(nodes):
            return Or(tuple(_within(field, inner) for inner in nodes))
        case Not(inner):
            return Not(_within(field, inner))
        case InField() | Filter():
            return node
        case _:
            return (
                InField(field, node)
                if field in ("title", "heading")
                else Filter(field, str(node).strip("“”"))
            )


def term(text: str) -> Node | None:
    """Read a term typed without blanks: runs and words side by side, a prefix, a fuzzy word, or a year."""
    year = _ROC_YEAR.fullmatch(fold(text)) or _YEAR.fullmatch(fold(text))
    if year:
        return Or((Filter("year", year[1], text), *([node] if (node := _side_by_side(text)) else [])))
    tokens = analyze(text)
    if len(tokens) == 1 and not tokens[0].cjk and text.endswith(("*", "＊", "~", "～")):
        word = "".join(tokens[0].parts)
        return Prefix(word) if text[-1] in "*＊" else Fuzzy(word)
    return _side_by_side(text)


def phrase(text: str) -> Node | None:
    """Return the parts in a row, whatever punctuation stands between them."""
    parts = tuple(_part(token, text) for token in analyze(text))
    return None if not parts else parts[0] if len(parts) == 1 else Phrase(parts)


def _side_by_side(text: str) -> Node | None:
    """Group touching tokens and numbers in a row, ANDed: other marks between two tokens part them."""
    groups: list[list[Token]] = []
    for token in analyze(text):
        before = groups[-1][-1] if groups else None
        if before and (before.end == token.start or _in_a_row(before, token, text)):
            groups[-1].append(token)
        else:
            groups.append([token])
    return conjunction([_tight(group, text) for group in groups])


def _in_a_row(before: Token, token: Token, text: str) -> bool:
    """Tell whether one mark stands between two numbers: 3.5, 98/12/31, 10:30."""
    return (
        token.start == before.end + 1
        and text[before.end] in _IN_NUMBERS
        and before.text[-1].isdigit()
        and token.text[0].isdigit()
    )


def _tight(group: list[Token], text: str) -> Leaf:
    parts = tuple(_part(token, text) for token in group)
    if len(parts) == 1:
        return parts[0]
    touching = all(one.end == other.start for one, other in pairwise(group))
    return Phrase(parts, touching, "" if touching else text[group[0].start : group[-1].end])


def _part(token: Token, text: str) -> Run | Word:
    shown = text[token.start : token.end]
    return Run(token.text, shown) if token.cjk else Word(token.parts, shown)


UNDATED = "", ""  # the range of reports that say no date


def date_range(field: str, value: str) -> tuple[str, str] | None:
    """First and last ISO prefix of a year or date value, ROC years understood; None if it is neither.

    105 → ("2016", "2016"); 105..107 → ("2016", "2018"); 2016-07..2016-09 → as written; 未註明 → UNDATED.
    """
    if fold(value.strip()) == fold(UNSTATED):
        return UNDATED
    ends = [end.strip() for end in _RANGE.split(value)] if _RANGE.search(value) else [value.strip()] * 2
    bounds = [_iso(end) for end in ends]
    if len(bounds) != 2 or None in bounds or not any(bounds):
        return None
    first, last = bounds[0] or "", bounds[1] or "9999"
    return (first, last) if first[: len(last)] <= last else (last, first)


def _iso(text: str) -> str | None:
    """ISO prefix of a year, month or day; "" for an open end; None when it is none of these."""
    if not text:
        return ""
    text = re.sub(r"[年月/.]", "-", re.sub(r"^(?:中華)?民國|[日度\s]", "", text)).rstrip("-")
    match = re.fullmatch(r"(\d{2,4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text)
    if not match:
        return None
    year = int(match[1]) + 1911 if len(match[1]) < 4 else int(match[1])
    return "-".join([f"{year:04}", *(f"{int(part):02}" for part in match.groups()[1:] if part)])
