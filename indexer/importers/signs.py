"""What a file is by its content, so that a wrong ending is told and not parsed."""

from indexer import messages
from indexer.errors import ReadError
from indexer.importers import all_formats
from indexer.importers.format import OLE, Content, Format
from indexer.importers.shared.blocks import Source

OTHERS: tuple[tuple[str, tuple[bytes, ...], str], ...] = (  # kinds that are no format: name, signs, words
    ("ole", (OLE,), "an old Office document"),
    ("gif", (b"GIF8",), "a GIF picture"),
    ("gzip", (b"\x1f\x8b",), "gzip data"),
    ("7z", (b"7z\xbc\xaf\x27\x1c",), "a 7z archive"),
    ("rar", (b"Rar!",), "a RAR archive"),
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def refuse_other(form: Format, source: Source) -> None:
    """Raise ReadError where the content is of another kind than the format that the name's ending says."""
    content = Content(source)
    if not content.head:
        raise ReadError(messages.READ_EMPTY(), source.name)
    if content.begins(OLE) and content.holds(_ENCRYPTED):
        raise ReadError(messages.READ_ENCRYPTED(), source.name)
    told = next((each for each in (*all_formats(), form) if each.tells and each.tells(content)), None)
    if told is not None:
        fits = told.name in (form.name, *form.accepts) or (told.is_text and form.is_text)
        found = told.called
    else:
        kind, found = next(
            ((name, called) for name, begins, called in OTHERS if content.begins(*begins)), ("", "")
        )
        fits = kind in form.accepts if kind else form.is_text
    if fits:
        return
    if found:
        raise ReadError(messages.READ_OTHER_ENDING(found=found, wanted=form.called), source.name)
    raise ReadError(messages.READ_NOT_AS_ENDING(wanted=form.called), source.name)
