"""Document to Report: clean lines, outline, headings, kinds, whole paragraphs."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.anatomy.forms import is_form_line
from indexer.anatomy.lines import Line, join_lines, split_lines, squeeze, wrap_width
from indexer.anatomy.metadata import read_metadata
from indexer.anatomy.outline import number_length, ordinal, outline, read_marker, without_number
from indexer.anatomy.slips import mended
from indexer.messages import Message
from indexer.model.report import Document, Layout, Metadata, Report, Section
from indexer.text.scripts import CJK

_KIND_WORDS: tuple[tuple[str, str], ...] = (
    ("摘要", r"^(?:內容|中文|英文|報告|重點)?(?:摘要|提要)|\babstract\b|\b(?:executive )?summary\b"),
    ("名單", r"名單|名冊|成員|出國人員|團員|人員(?:組成|介紹|簡介)|\bdelegat(?:es|ion)\b|\bparticipants\b"),
    ("附件", r"^(?:附件|附錄|附表|附圖)|參考(?:資料|文獻|書目)|資料來源|攜回(?:之)?資料"),
    ("附件", r"\bappendix|\bannex\b|\breferences\b"),
    ("目的", r"目的|緣起|緣由|前言|宗旨|動機|背景|引言|任務(?:說明|依據)?$|依據$"),
    ("目的", r"\bpurpose|\bobjectives?\b|\bintroduction\b"),
    (
        "心得",
        r"心得|感想|觀察|省思|收穫|體會|體認|見聞|啟示|啟發|反思|感言|所得$|所[見聞]|(?:學習|研習)成果|檢討",
    ),
    ("心得", r"\breflections?\b|\bfindings\b|\blessons\b|\bobservations?\b"),
    ("建議", r"建議|結論|結語|展望|策進|改進|精進|後續(?:規劃|推動|辦理|作為|工作|事項)|借鏡|因應作為"),
    ("建議", r"\brecommendations?\b|\bsuggestions?\b|\bconclusions?\b"),
    ("附件", r"附件|附錄"),
    ("過程", r"過程|行程|議程|經過|時程|紀要|參訪|訪問|考察|會議內容|活動內容|日程|紀實|記要|拜會|研習|實習"),
    ("過程", r"課程|工作內容|出席|參加|(?:會議|活動)(?:重點|情形)|辦理情形"),
    ("過程", r"\bitinerary\b|\bagenda\b|\bprogram(?:me)?\b|\bschedule\b|\bvisits?\b"),
    ("摘要", r"摘要|提要"),
)
_KINDS = tuple((kind, re.compile(pattern, re.I)) for kind, pattern in _KIND_WORDS)
_OWN_KIND = re.compile(
    r"(?:(?P<心得>心得|感想|觀察|省思|收穫)|(?P<建議>建議)|(?P<目的>目的|緣起|前言)|(?P<過程>過程|行程|經過)|(?P<摘要>摘要))"
    r"(?:及建議|與建議|事項|部分|說明|紀要)?"
)
_LIST_MARK = re.compile(r"^[-‧•●◎※*·\ue000-\uf8ff]\s*")
_BLANK_AFTER = re.compile(r"^(\S{1,4}、)\s+")
_BLANK_BETWEEN = re.compile(rf"(?<=[{CJK}])\s+(?=[{CJK}])")
_WITHIN = re.compile(r"(?<=\d)[：:](?=\d)|[：:](?=[/\\])")  # 10:30, https://, C:\
_SENTENCE_MARKS = "。；！？!?"
_OPEN, _CLOSE = "（(「『《【", "）)」』》】"
_FEWEST = 10  # characters of a heading that is the title of all that follows
MAX_HEADING = 40  # Han characters outside brackets; a longer run-in head is a sentence


def build_report(document: Document) -> Report:
    """Return the report of a document: metadata and sections whose spans partition the source text."""
    lines = split_lines(document.text)
    layouts = document.layouts(line.start for line in lines)
    texts, levels = [line.text for line in lines], [layout.level for layout in layouts]
    titled = _title_line(texts, levels)
    if titled is not None:
        levels[titled] = 0
    headline = document.headline or (texts[titled] if titled is not None else "")
    written = all(layout.confidence is None for layout in layouts)
    starts = list(outline(mended(texts, layouts), levels, written))
    first = starts[0][0] if starts else len(lines)
    metadata, title = read_metadata(texts[:first], replace(document, headline=headline))
    if title == document.key and starts and not any(texts[:first]):
        title = _title_of_heading(texts[first]) or title
    width = wrap_width(texts)
    sections = [_front(lines[:first], title, layouts[:first], width)]
    kinds: list[str] = []
    seen: Counter[str] = Counter({sections[0].id: 1})
    for (begin, marker, markers), (end, *_) in pairwise([*starts, (len(lines), None, None)]):
        assert marker is not None and markers is not None
        section_id = ".".join(map(ordinal, markers))
        seen[section_id] += 1
        if seen[section_id] > 1:
            section_id += f"~{seen[section_id]}"
        heading, text = _heading_and_text(texts[begin:end], width)
        del kinds[len(markers) - 1 :]
        kinds += ["other"] * (len(markers) - 1 - len(kinds))
        kinds.append(_kind(heading, kinds))
        path = tuple(m.label for m in markers)
        span = lines[begin].start, lines[end - 1].end
        printed = _page_and_confidence(lines[begin:end], layouts[begin:end])
        sections.append(Section(section_id, path, heading, kinds[-1], text, *span, *printed))
    return Report(_report_id(metadata.system_id or document.key), title, metadata, tuple(sections))


def unparsed(document: Document, why: Message) -> Report:
    """Return all of a document as one section, with a note of why it is no more than that."""
    text = "\n".join(filter(None, (line.strip() for line in document.text.splitlines())))
    title = document.title or document.headline or text.partition("\n")[0][:MAX_HEADING] or document.key
    metadata = Metadata(source=document.source, notes=(*document.notes, why))
    section = Section("0", (), title, "other", text, 0, len(document.text))
    return Report(_report_id(document.key), title, metadata, (section,))


def _title_line(texts: Sequence[str], levels: Sequence[int]) -> int | None:
    """Return the line of the title: the first heading, if no other is of its level.

    It has no number, and none stands before it.
    """
    headings = [i for i, level in enumerate(levels) if level > 0 and texts[i]]
    if not headings or any(levels[i] <= levels[headings[0]] for i in headings[1:]):
        return None
    return None if any(map(read_marker, texts[: headings[0] + 1])) else headings[0]


def _title_of_heading(line: str) -> str:
    """Return the words of a heading that begins a document, where they can be a title, and no sentence."""
    words = without_number(line)
    return words if _FEWEST <= len(words) <= MAX_HEADING and not set(words) & set("。；！？") else ""


def _page_and_confidence(lines: Sequence[Line], layouts: Sequence[Layout]) -> tuple[int, float | None]:
    """Return the page on which the lines begin, and the mean confidence of those that were recognised."""
    known = [
        (layout.confidence, len(line.text))
        for line, layout in zip(lines, layouts, strict=True)
        if layout.confidence is not None
    ]
    total = sum(length for _, length in known)
    confidence = sum(value * length for value, length in known) / total if total else None
    page = next((layout.page for line, layout in zip(lines, layouts, strict=True) if line.text), 0)
    return page, confidence


def _report_id(key: str) -> str:
    """Return the key as one piece of a URL; a key of nothing but other signs gets a checksum."""
    cleaned = re.sub(r"[^\w.\-:@+,=~()!']+", "-", key).strip("-.")[:100]
    return cleaned or f"r-{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _front(lines: list[Line], title: str, layouts: Sequence[Layout], width: int) -> Section:
    """Return what stands before the first number: cover or 提要, or all of a text without numbers."""
    paragraphs = [
        paragraph if is_form_line(paragraph) else squeeze(paragraph)
        for paragraph in join_lines([line.text for line in lines], width)
    ]
    end = lines[-1].end if lines else 0
    printed = _page_and_confidence(lines, layouts)
    return Section("0", (), title, "other", "\n".join(paragraphs), 0, end, *printed)


def _heading_and_text(lines: Sequence[str], width: int) -> tuple[str, str]:
    first, *rest = join_lines([_tidy_marker(lines[0]), *lines[1:]], width)
    words = number_length(first)
    first, rest = first[:words] + squeeze(first[words:]), list(map(squeeze, rest))
    cut = _heading_length(first)
    heading, remainder = first[:cut].rstrip("：: \t"), first[cut:].strip()
    return heading, "\n".join(([remainder] if remainder else []) + rest)


def _tidy_marker(line: str) -> str:
    """Return the line without a list mark before its number and without blanks after `三、`."""
    return _BLANK_AFTER.sub(r"\1", _LIST_MARK.sub("", line))


def _heading_length(paragraph: str) -> int:
    """Return the length of a paragraph's heading: all of a short line, a head before a colon, or 0."""
    depth, plain, head = 0, 0, 0
    for i, char in enumerate(paragraph):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0:
            if char in "：:" and plain and not head and not _WITHIN.match(paragraph, i):
                head = i + 1
            if char in _SENTENCE_MARKS:
                return head
            plain += not char.isascii()
            if plain > MAX_HEADING:
                return head
    if "，" in paragraph or len(paragraph) > 2 * MAX_HEADING:
        return head if paragraph[head:] else 0  # a sentence that leads in the items below it is no heading
    return len(paragraph)


def _kind(heading: str, above: list[str]) -> str:
    """Return the kind by the words of a top heading; deeper sections keep it unless they name their own."""
    words = _BLANK_BETWEEN.sub("", heading[number_length(heading) :])
    if not above or above[-1] == "other":
        return next((kind for kind, pattern in _KINDS if pattern.search(words)), "other")
    own = _OWN_KIND.fullmatch(words)
    return str(own.lastgroup) if own else above[-1]
