"""Who may read a report: what its form says, 限閱 or not, and for which groups."""

import re
from collections.abc import Iterator

from indexer.model.report import Document

RESTRICTED = "限閱"  # the group of reports that are marked and name no group
_LINES = 80  # at the head of a text in which a mark is looked for
_LABEL = re.compile(
    r"(?:^|[\s　|])(?P<label>(?:是否)?限\s*閱(?:與否)?|公開(?:類別|方式|與否|程度)|是否公開|access)"
    r"[ 　]*(?:[：:]|\t)"
    r"[ \t　]*(?P<value>[^\n]*)",
    re.I,
)
_STAMP = re.compile(r"^[\s　〔［\[【（(「]*(?:本報告)?限\s*閱(?:資料|文件|報告|件)?[\s　〕］\]】）)」]*$")
_TITLED = re.compile(r"[〔［\[【（(]\s*限\s*閱\s*[〕］\]】）)]")
_TICKED = re.compile(r"[☑■☒✔√V]\s*(?P<kind>[^☑■☒□☐✔√\s]+)")
_BOX = re.compile(r"[☑■☒□☐✔√]")
_NO = re.compile(r"(?:否|不限閱|非限閱|未限閱|無|不|n(?:o|one)?\b|false|public|全部公開|公開)", re.I)
_YES = re.compile(r"(?:是|限閱|y(?:es)?\b|true|restricted|不公開|不予公開|部分公開|部份公開|否)", re.I)
_NEXT_LABEL = re.compile(r"[\s　]{1,}[^\s　：:]{2,12}[：:].*$")


def readers_of(document: Document) -> tuple[str, ...]:
    """Return the groups that may read a document; none where it is for everybody.

    A mark whose value is not understood restricts: what should be hidden is not shown by a slip of the pen.
    """
    record = dict(document.fields).get("access", "").strip()
    found = list(_named("access", record)) if record else []
    for text in (document.text, document.row.text if document.row else ""):
        found += _marks(text)
    if _TITLED.search(document.title) or _TITLED.search(document.headline):
        found.append(RESTRICTED)
    if document.row and _TITLED.search(document.row.title):
        found.append(RESTRICTED)
    return tuple(sorted(set(found)))


def _marks(text: str) -> Iterator[str]:
    for line in text.split("\n", _LINES)[:_LINES]:
        if _STAMP.match(line):
            yield RESTRICTED
        for match in _LABEL.finditer(line):
            yield from _named(match["label"], match["value"])


def _named(label: str, value: str) -> Iterator[str]:
    """Yield the groups that a labelled value restricts to; nothing for one that opens, or an empty form."""
    label = "".join(label.split())
    ticked = _TICKED.search(value)
    plain = "" if _BOX.search(value) else _NEXT_LABEL.sub("", value).strip(" \t\u3000")
    said = ticked["kind"] if ticked else plain
    if not said:
        return
    opens = label.startswith("公開") or label == "是否公開"  # where “no” is what restricts
    if opens:
        free = re.match(r"(?:是|公開|全部公開|可公開|y|true|public)", said, re.I)
        if not free:
            yield RESTRICTED
        return
    if _NO.match(said) and not said.startswith(("不公開", "不予公開")):
        return
    if _YES.match(said) or label != "access":
        yield RESTRICTED
        return
    yield from filter(None, (one.strip() for one in re.split(r"[,，、;；\s]+", said)))
