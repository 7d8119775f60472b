"""A memo as a spreadsheet: an excerpt a row."""

import io

from flask_babel import gettext
from xlsxwriter import Workbook

from webapp.memo.chapters import Part
from webapp.memo.wording import Titled
from webapp.shown.text import printable
from webapp.words.wording import LABELS, kind, named

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST = 32_767  # characters that a cell can hold
_WIDTHS = (36, 20, 12, 12, 10, 30, 12, 80, 30, 40, 40)  # of columns, in digits


def write(memo: Titled) -> bytes:
    """Return the memo as an .xlsx file; what looks like a formula stays text."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(str(gettext("Memo")))
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, (name, width) in enumerate(zip(_columns(), _WIDTHS, strict=True)):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, width, wrapped)
    for line, chapter in enumerate(memo.chapters, 1):
        data = chapter.report.metadata if chapter.report else None
        lines = [line for part in chapter.parts for line in (part.heading, *_lines(part)) if line]
        cells = (
            chapter.title,
            data.agency if data else "",
            "、".join(named(country, "country") for country in data.countries) if data else "",
            data.date if data else "",
            "、".join(chapter.section.path) if chapter.section else chapter.item.section_id,
            chapter.heading if chapter.section else "",
            kind(chapter.section.kind) if chapter.section else "",
            "\n".join(lines) or memo.missing(chapter),
            chapter.item.note,
            chapter.letter,
            chapter.url,
        )
        for column, cell in enumerate(cells):
            sheet.write_string(line, column, _cut(printable(cell)), wrapped)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(memo.chapters), len(_WIDTHS) - 1)
    book.close()
    return file.getvalue()


def _columns() -> list[str]:
    return [
        str(LABELS["report"]),
        str(LABELS["agency"]),
        str(LABELS["country"]),
        str(gettext("Date")),
        str(gettext("Number")),
        str(gettext("Heading")),
        str(LABELS["kind"]),
        str(gettext("Text")),
        str(gettext("Note")),
        str(gettext("Source")),
        str(gettext("Permanent link")),
    ]


def _lines(part: Part) -> list[str]:
    return ["\t".join(row) for block in part.blocks for row in block]


def _cut(text: str) -> str:
    """Return a text that fits into a cell; one that does not says so at its end."""
    if len(text) <= _MOST:
        return text
    end = str(gettext("… (too long for a cell; the whole text is at the permanent link)"))
    return text[: _MOST - len(end)] + end
