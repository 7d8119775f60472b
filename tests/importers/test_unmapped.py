"""Characters by the tables of a PDF's fonts, where PDFium gives a table up."""

import zlib
from pathlib import Path

from indexer.importers.shared.unmapped import codes_of


def pdf(path: Path, *tables: str) -> Path:
    packed = [zlib.compress(f"/CIDInit begincmap {table} endcmap".encode()) for table in tables]
    objects = (
        b"1 0 obj<</Filter/FlateDecode/Length 9>>\nstream\n" + one + b"\nendstream\n" for one in packed
    )
    path.write_bytes(b"%PDF-1.4\n" + b"".join(objects))
    return path


def test_single_codes_ranges_and_lists_are_read(tmp_path: Path) -> None:
    table = (
        "1 beginbfchar\n<0003> <5E74>\nendbfchar 2 beginbfrange\n"
        "<2e1b><2e1c><5e73>\n<2bb5><2bb6>[<5c0e><5c08>]\nendbfrange"
    )
    found = {code: chr(char) for code, char in codes_of(pdf(tmp_path / "a.pdf", table)).items()}
    assert found == {3: "年", 0x2E1B: "平", 0x2E1C: "年", 0x2BB5: "導", 0x2BB6: "專"}


def test_a_code_that_two_fonts_read_in_two_ways_is_not_guessed(tmp_path: Path) -> None:
    one, other = (
        "1 beginbfchar <0003> <5E74> <0004> <6708> endbfchar",
        "1 beginbfchar <0003> <65E5> endbfchar",
    )
    assert codes_of(pdf(tmp_path / "a.pdf", one, other)) == {4: 0x6708}


def test_damaged_tables_and_halves_of_characters_are_left_out(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", "1 beginbfchar <0003> <D840> <0005> <0000> endbfchar")
    path.write_bytes(path.read_bytes() + b"/FlateDecode>>stream\nno deflate at all")
    assert codes_of(path) == {}
