"""The forms in which a memo is taken along."""

from collections.abc import Callable

from flask import render_template

from webapp.memo import docx, odt, plain, xlsx
from webapp.memo.wording import Titled, made


def write_html(memo: Titled) -> bytes:
    """Return the memo as a page of its own, to print or to copy with its headings."""
    return render_template("memo-file.html", memo=memo, made=made(memo)).encode()


WRITERS: dict[str, tuple[Callable[[Titled], bytes], str]] = {
    "docx": (docx.write, docx.MEDIA_TYPE),
    "odt": (odt.write, odt.MEDIA_TYPE),
    "xlsx": (xlsx.write, xlsx.MEDIA_TYPE),
    "md": (plain.write_markdown, plain.MARKDOWN),
    "txt": (plain.write_text, plain.TEXT),
    "html": (write_html, "text/html"),
}
