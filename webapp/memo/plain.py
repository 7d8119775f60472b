"""A memo as Markdown and as plain text."""

import re
from collections.abc import Iterator

from webapp.memo.chapters import Chapter
from webapp.memo.wording import Titled, made
from webapp.shown.text import Plain, printable

MARKDOWN, TEXT = "text/markdown", "text/plain"
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~^])")
_LIST = re.compile(r"^(\s*\d*)([-+=.)])")  # what begins a list or a heading


def write_markdown(memo: Titled) -> bytes:
    """Return the memo as Markdown with footnotes, as Pandoc and GitHub read them."""
    lines = [f"# {_escaped(memo.title)}", made(memo)]
    notes: list[str] = []
    for group in memo.groups:
        lines += [f"## {_escaped(group[0].title)}", _escaped(group[0].about)]
        for chapter in group:
            if chapter.cited:
                notes.append(f"[^{len(notes) + 1}]: {_escaped(chapter.letter)} <{chapter.url}>")
            mark = f"[^{len(notes)}]" if chapter.cited else ""
            lines += [f"### {_escaped(chapter.numbered)}{mark}", *_markdown(chapter, memo)]
    return _joined([*lines, *notes])


def write_text(memo: Titled) -> bytes:
    """Return the memo as plain text."""
    lines = [memo.title, made(memo)]
    for group in memo.groups:
        lines += ["=" * 40, "\n".join(filter(None, (group[0].title, group[0].about)))]
        for chapter in group:
            lines += ["-" * 40, chapter.numbered, chapter.item.note and f"{memo.note}{chapter.item.note}"]
            lines.append(memo.missing(chapter))
            for part in chapter.parts:
                lines += [part.heading, *("\n".join(map("\t".join, block)) for block in part.blocks)]
            lines.append(f"{memo.source}{chapter.letter}\n{chapter.url}" if chapter.cited else "")
    return _joined(lines)


def _markdown(chapter: Chapter, memo: Titled) -> Iterator[str]:
    if chapter.item.note:
        yield f"> **{memo.note}{_escaped(chapter.item.note)}**"
    yield _escaped(memo.missing(chapter))
    for part in chapter.parts:
        yield part.heading and f"#### {_escaped(part.heading)}"
        for block in part.blocks:
            if len(block) > 1:
                yield _table(block)
            else:
                yield ("> " if chapter.item.quotation else "") + _escaped(block[0][0])
    if chapter.cited:
        yield f"{memo.source}{_escaped(chapter.letter)} <{chapter.url}>"


def _table(rows: Plain) -> str:
    lines = ["| " + " | ".join(map(_escaped, row)) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def _escaped(text: str) -> str:
    """Return text of which no sign is markup."""
    return _LIST.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", " ".join(text.split("\n"))))


def _joined(lines: list[str]) -> bytes:
    return (printable("\n\n".join(filter(None, lines))) + "\n").encode()
