"""What every format keeps to, the example for newcomers like all others; a further one is a module and a row."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from indexer import importers
from indexer.anatomy.sections import build_report
from indexer.errors import ReadError
from indexer.importers import all_formats, find_files, format_of, formats
from indexer.importers.format import Format
from indexer.importers.formats import _example
from indexer.importers.reading import as_read_error, read_as, read_source
from indexer.importers.shared.blocks import Source
from indexer.messages import SENTENCES, Message
from indexer.model.jsonable import document_from_dict, document_to_dict
from indexer.model.report import Document
from tests.importers.test_bad_input import zipped
from tests.importers.test_samples import SAMPLES

FORMATS = (*all_formats(), _example.FORMAT)
WRITTEN = {  # formats without a sample: a file of theirs
    "example": "= 訪問新加坡報告\n== 壹、目的\n了解智慧城市。\n== 貳、心得\n公車準時。".encode(),
    "portal": "系統識別號,報告名稱,出國期間,內容摘要\nC10500001,訪問新加坡報告,2016-07-09,智慧城市\n".encode(),
}
SAMPLED = {
    "text": "utf-8-bom.txt", "jsonl": "records.jsonl", "html": "page.html", "markdown": "markdown.md",
    "docx": "typed-in-word.docx", "odt": "libreoffice.odt", "office": "libreoffice.doc", "pdf": "chromium.pdf",
    "rtf": "libreoffice.rtf", "image": "scan.png", "archive": "archive.zip",
}  # fmt: skip
MUST_INCLUDE = {"image": "新加坡"}  # all others: 智慧城市

each_format = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
each_ending = pytest.mark.parametrize(
    ("form", "ending"),
    [(form, ending) for form in FORMATS for ending in form.endings],
    ids=lambda one: one.name if isinstance(one, Format) else one,
)


def content_of(form: Format) -> bytes:
    assert form.name in WRITTEN or form.name in SAMPLED, f"give {form.name} a sample in this module"
    return WRITTEN.get(form.name) or (SAMPLES / SAMPLED[form.name]).read_bytes()


def saved(folder: Path, form: Format, content: bytes, stem: str = "file") -> Source:
    path = folder / f"{stem}{form.endings[0]}"
    path.write_bytes(content)
    return Source(path, str(path))


def failure(form: Format, source: Source) -> ReadError:
    """What is said of the file, or of its first record."""
    try:
        first = next(read_as(form, source))
    except Exception as error:  # libraries raise anything
        return as_read_error(error, source)
    assert isinstance(first, ReadError)
    return first


@each_format
def test_a_format_describes_itself(form: Format) -> None:
    assert form.name.isidentifier() and form.endings and form.called
    assert all(ending.startswith(".") and ending == ending.lower() for ending in form.endings)
    assert form.is_text or form.tells, "bytes are told by their signs"
    assert form.needs is None or form.needs.otherwise.code in SENTENCES


def test_no_two_formats_have_a_name_or_an_ending_in_common() -> None:
    for values in ([form.name for form in FORMATS], [ending for form in FORMATS for ending in form.endings]):
        assert len(values) == len(set(values))


def test_every_module_of_the_folder_is_listed_in_its_own_name() -> None:
    folder = Path(str(formats.__file__)).parent
    modules = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}
    assert {form.name for form in all_formats()} == modules


@each_format
def test_a_file_gives_its_words(form: Format, tmp_path: Path) -> None:
    if form.needs and not form.needs.is_there():
        pytest.skip(str(form.needs.otherwise))
    source = saved(tmp_path, form, content_of(form))
    documents = [item for item in read_as(form, source) if isinstance(item, Document)]
    text = "\n".join(section.searchable for one in documents for section in build_report(one).sections)
    assert MUST_INCLUDE.get(form.name, "智慧城市") in text
    for document in documents:
        assert document.key and document.source.startswith(str(source))
        assert all(isinstance(note, Message) and str(note) for note in document.notes)
        starts = [part.start for part in document.layout]
        assert starts == sorted(starts) and all(start < len(document.text) for start in starts)
        assert document_from_dict(document_to_dict(document)) == document


@each_format
@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 3000, bytes(range(256)) * 40, b" \n \n"],
    ids=["nothing", "zeros", "bytes", "blanks"],
)
def test_what_is_no_report_is_refused_in_a_sentence_with_its_path(
    form: Format, content: bytes, tmp_path: Path
) -> None:
    source = saved(tmp_path, form, content)
    error = failure(form, source)
    assert error.where.startswith(str(source)) and isinstance(error.message, Message)
    assert str(error).startswith(str(source)) and str(error).endswith(".") and "\n" not in str(error)


@each_format
def test_a_file_cut_off_anywhere_is_read_or_refused(form: Format, tmp_path: Path) -> None:
    if form.needs:
        pytest.skip("a program outside reads it")
    content = content_of(form)
    for part in range(1, 8):
        source = saved(tmp_path, form, content[: len(content) * part // 8], f"part-{part}")
        try:
            read = list(read_as(form, source))
        except Exception as error:
            assert str(as_read_error(error, source)).startswith(f"{source}: ")
        else:
            assert read


@each_format
def test_the_content_of_another_format_is_told(form: Format, tmp_path: Path) -> None:
    for other in FORMATS:
        if other.name in (form.name, *form.accepts) or (other.is_text and form.is_text):
            continue
        error = failure(form, saved(tmp_path, form, content_of(other)))
        assert isinstance(error.message, Message) and form.called in str(error)


@each_ending
def test_an_ending_is_known_in_any_case(form: Format, ending: str) -> None:
    expected = form if form in all_formats() else None
    assert format_of(f"報告{ending}") == format_of(f"報告{ending.upper()}") == expected


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The example with its row."""
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, _example.FORMAT))
    yield _example


def test_a_further_format_is_one_module_and_one_row(listed: ModuleType, tmp_path: Path) -> None:
    """Files are found, told, read, and read inside archives; nothing else has to know of it."""
    source = saved(tmp_path, _example.FORMAT, WRITTEN["example"], "trip")
    assert list(find_files([tmp_path])) == [source.path] and format_of("x.EXAMPLE") is _example.FORMAT
    (document,) = read_source(source)
    assert isinstance(document, Document)
    report = build_report(document)
    assert report.title == "訪問新加坡報告"
    assert [section.heading for section in report.sections[1:]] == ["壹、目的", "貳、心得"]
    with pytest.raises(ReadError, match=r"\.example"):
        list(importers.read_file(saved(tmp_path, _example.FORMAT, b"x").path.rename(tmp_path / "x.unknown")))
    packed = Source(tmp_path / "a.zip", "a.zip")
    packed.path.write_bytes(zipped(trip_dot_example=WRITTEN["example"]))
    (inner,) = read_source(packed)
    assert isinstance(inner, Document) and inner.text == document.text
    shutil.copy(SAMPLES / "locked.pdf", tmp_path / "b.example")
    with pytest.raises(ReadError, match="is a PDF, not an example"):
        list(read_source(Source(tmp_path / "b.example", "b.example")))
