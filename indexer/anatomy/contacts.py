"""Telephone numbers, addresses and mailboxes of contacts, each sign of them covered; the length stays.

What stands behind a label of a form, and numbers that are written as telephone numbers are. A street that a
report merely mentions is none, so an address is covered only where a label says that somebody is met there.
"""

import re
from dataclasses import replace

from indexer.model.report import Document

COVERED = "×"
_SIGN = re.compile(r"[^\W_]")
_PHONE_LABEL = (  # whatever stands before it: 聯絡電話, 公務手機
    r"(?:(?:電[ 　]*話|手[ 　]*機|專[ 　]*線|分[ 　]*機|傳[ 　]*真)(?:號碼)?"
    r"|\b(?:Tele?phone|Phone|Tel|Mobile|Cell|Fax)\b\.?(?: ?(?:No|Number)\.?)?)"
)
_NUMBER = r"[+＋(（]?[0-9０-９](?:[0-9０-９\-－–.()（） 　/#＃~～*轉分機extEXT]|、(?=[0-9０-９])){3,40}"
_LABELLED = re.compile(
    rf"(?:{_PHONE_LABEL})\s*[）)]?[ 　\t]*(?:[：:/／]|[ 　\t])?[ 　\t]*(?P<value>{_NUMBER})", re.I
)
_BEHIND_NAME = re.compile(  # 聯絡人/電話：王小明/02-12345678
    rf"(?:聯\s*絡\s*人|承\s*辦\s*人|專\s*責\s*人\s*員|Contact)[^\n0-9０-９]{{0,40}}?(?P<value>{_NUMBER})",
    re.I,
)
_BARE = re.compile(  # written as telephone numbers are, whatever stands before them
    r"(?<![0-9A-Za-z.\-/第字])(?P<value>"
    r"[(（]0\d{1,3}[)）][ -]?\d{3,4}[ -]?\d{3,4}"  # (02)2345-6789
    r"|0[2-8]\d?-\d{3,4}-?\d{3,4}"  # 02-2345-6789
    r"|09\d{2}-?\d{3}-?\d{3}"  # 0912-345-678
    r"|\+\d{1,3}[ \-.]?\(?\d{1,4}\)?(?:[ \-.]\d{2,4}){2,4}"  # +886 2 2345 6789
    r"|\+886\d{8,9})(?:\s*(?:轉|分機|#|ext\.?)\s*\d{1,6})?(?![0-9A-Za-z號])",
    re.I,
)
_MAIL = re.compile(r"(?P<value>[A-Za-z0-9._%+\-]+[@＠][A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)")
_ADDRESS = re.compile(
    r"(?:(?:聯\s*絡|連\s*絡|通\s*訊|戶\s*籍|住\s*家|郵\s*寄|寄\s*件|公\s*務)\s*(?:地\s*址|處)|住\s*址|住\s*所|"
    r"\b(?:Home|Mailing|Postal|Contact) Address\b)[ 　\t]*[：:\t][ 　\t]*(?P<value>[^\n\t；;]{4,120})",
    re.I,
)
_PLAIN_ADDRESS = re.compile(
    r"(?:(?<![\w])地\s*址|\bAddress\b)[ 　\t]*[：:\t][ 　\t]*(?P<value>[^\n\t；;]{4,120})", re.I
)
_CONTACT_NEAR = re.compile(rf"聯\s*絡\s*人|承\s*辦\s*人|{_PHONE_LABEL}|[@＠]|E-?mail|電子郵件|Contact", re.I)
_NEAR = 3  # lines before and behind a plain address in which a contact makes it theirs
_STOP = re.compile(
    rf"[ 　、，,]+(?:{_PHONE_LABEL}|聯絡人|E-?mail|電子郵件|傳真)\s*[：:]", re.I
)  # where the next label begins
_DATE = re.compile(r"\s*(?:19|20)?\d{2,3}[./\-](?:0?[1-9]|1[0-2])[./\-](?:0?[1-9]|[12]\d|3[01])\b")
_LEAST = 5  # digits of a telephone number behind a label


def without_contacts(document: Document) -> Document:
    """Return the document, and the portal's row that joined it, with its contacts covered."""
    row = document.row and replace(document.row, text=covered(document.row.text))
    return replace(document, text=covered(document.text), row=row)


def covered(text: str) -> str:
    """Return a text of the same length in which a cover stands for each sign of a contact."""
    signs = list(text)
    for pattern in (_LABELLED, _BEHIND_NAME):
        for match in pattern.finditer(text):
            if sum(map(str.isdigit, match["value"])) >= _LEAST and not _is_date(match["value"]):
                _cover(signs, text, *match.span("value"))
    for pattern in (_BARE, _MAIL):
        for match in pattern.finditer(text):
            _cover(signs, text, *match.span("value"))
    for match in _ADDRESS.finditer(text):
        _cover(signs, text, *_up_to_label(text, match))
    for match in _PLAIN_ADDRESS.finditer(text):
        if _CONTACT_NEAR.search(_around(text, *match.span("value"))):
            _cover(signs, text, *_up_to_label(text, match))
    return "".join(signs)


def _cover(signs: list[str], text: str, start: int, end: int) -> None:
    for place in range(start, end):
        if _SIGN.match(text[place]):
            signs[place] = COVERED


def _up_to_label(text: str, match: re.Match[str]) -> tuple[int, int]:
    start, end = match.span("value")
    stop = _STOP.search(text, start, end)
    return start, stop.start() if stop else end


def _around(text: str, start: int, end: int) -> str:
    """Return the lines of a span, and some before and behind it."""
    for _ in range(_NEAR + 1):
        start = max(text.rfind("\n", 0, start), 0)
    for _ in range(_NEAR + 1):
        following = text.find("\n", end + 1)
        end = following if following >= 0 else len(text)
    return text[start:end]


def _is_date(value: str) -> bool:
    return (
        re.match(r"\s*(?:19|20)?\d{2,3}[./\-](?:0?[1-9]|1[0-2])[./\-](?:0?[1-9]|[12]\d|3[01])\b", value)
        is not None
    )
