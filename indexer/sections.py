"""Document to Report: clean lines, outline, headings, kinds, whole paragraphs."""

import hashlib
import re
from collections import Counter
from itertools import pairwise

from indexer.lines import Line, join_lines, split_lines, squeeze
from indexer.metadata import is_form_line, read_metadata
from indexer.outline import Marker, ordinal, outline
from indexer.report import Document, Report, Section

_KIND_WORDS: tuple[tuple[str, str], ...] = (
    ("摘要", r"摘要|提要"),
    ("名單", r"名單|名冊|成員|出國人員|團員"),
    ("目的", r"目的|緣起|緣由|前言|宗旨|動機"),
    ("心得", r"心得|感想|觀察|省思|收穫"),
    ("建議", r"建議|結論|結語|未來展望"),
    ("附件", r"附件|附錄|參考資料|參考文獻|資料來源"),
    ("過程", r"過程|行程|議程|經過|時程|紀要|參訪|訪問|考察|會議內容|活動內容"),
)
_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in _KIND_WORDS)
_OWN_KIND = re.compile(
    r"(?:(?P<心得>心得|感想)|(?P<建議>建議)|(?P<目的>目的|緣起|前言)|(?P<過程>過程|行程|經過)|(?P<摘要>摘要))"
    r"(?:及建議|與建議|事項|部分|說明|紀要)?"
)
_SENTENCE_MARKS = re.compile(r"[。；！？!?]")
_OPEN, _CLOSE = "（(「『《【", "）)」』》】"
MAX_HEADING = 40  # Han characters outside brackets; a longer run-in head is a sentence


def build_report(document: Document) -> Report:
    """The report of a document: metadata and sections whose spans partition the source text."""
    lines = split_lines(document.text)
    starts = list(outline([line.text for line in lines]))
    first = starts[0][0] if starts else len(lines)
    metadata, title = read_metadata([line.text for line in lines[:first]], document)
    sections = [_front(lines[:first], title, document.text)]
    kinds: list[str] = []
    seen: Counter[str] = Counter({sections[0].id: 1})
    for (begin, marker, markers), (end, *_) in pairwise([*starts, (len(lines), None, None)]):
        assert marker is not None and markers is not None
        section_id = ".".join(map(ordinal, markers))
        seen[section_id] += 1
        if seen[section_id] > 1:
            section_id += f"~{seen[section_id]}"
        heading, text = _heading_and_text(lines[begin:end], marker)
        del kinds[len(markers) - 1 :]
        kinds += ["other"] * (len(markers) - 1 - len(kinds))
        kinds.append(_kind(heading, kinds))
        path = tuple(m.label for m in markers)
        span = lines[begin].start, lines[end - 1].end
        sections.append(Section(section_id, path, heading, kinds[-1], text, *span))
    return Report(_report_id(metadata.system_id or document.key), title, metadata, tuple(sections))


def _report_id(key: str) -> str:
    """The key as one piece of a URL; a key of nothing but other signs gets a checksum."""
    cleaned = re.sub(r"[^\w.\-]+", "-", key).strip("-.")[:100]
    return cleaned or f"r-{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _front(lines: list[Line], title: str, source: str) -> Section:
    """What stands before the first number: cover or 提要, or all of a text without numbers."""
    paragraphs = [
        paragraph if is_form_line(paragraph) else squeeze(paragraph)
        for paragraph in join_lines([line.text for line in lines])
    ]
    end = lines[-1].end if lines else 0
    return Section("0", (), title, "other", "\n".join(paragraphs), 0, end)


def _heading_and_text(lines: list[Line], marker: Marker) -> tuple[str, str]:
    joined = join_lines([_tidy_marker(lines[0].text), *(line.text for line in lines[1:])])
    paragraphs = list(map(squeeze, joined))
    first, rest = paragraphs[0], paragraphs[1:]
    cut = _heading_length(first)
    heading, remainder = first[:cut].rstrip("：: \t"), first[cut:].strip()
    return heading, "\n".join(([remainder] if remainder else []) + rest)


def _tidy_marker(line: str) -> str:
    """The line without a list mark before its number and without blanks after `三、`."""
    return re.sub(r"^(\S{1,4}、)\s+", r"\1", re.sub(r"^[-‧•●◎※*·]\s*", "", line))


def _heading_length(paragraph: str) -> int:
    """Length of the first paragraph's heading: all of a short line, a head before a colon, or 0."""
    depth, plain, head = 0, 0, 0
    for i, char in enumerate(paragraph):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0:
            if char in "：:" and plain and not head:
                head = i + 1
            if _SENTENCE_MARKS.match(char):
                return head
            plain += not char.isascii()
            if plain > MAX_HEADING:
                return head
    if "，" in paragraph or len(paragraph) > 2 * MAX_HEADING:
        return head if paragraph[head:] else 0  # a sentence that leads in the items below it is no heading
    return len(paragraph)


def _kind(heading: str, above: list[str]) -> str:
    """Kind by the words of a top heading; deeper sections keep it unless they name their own."""
    words = re.sub(r"\s", "", heading)
    if not above or above[-1] == "other":
        return next((kind for kind, pattern in _KINDS if pattern.search(words)), "other")
    own = _OWN_KIND.fullmatch(words.lstrip("一二三四五六七八九十壹貳參肆伍陸柒捌玖拾、().（）0123456789 "))
    return str(own.lastgroup) if own else above[-1]
