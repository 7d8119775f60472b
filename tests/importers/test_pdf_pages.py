"""How PDF pages are read: turned text, fonts that hang over, spread labels, and what is filled in."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.importers import read_file
from indexer.importers.shared.characters import Char, turn
from indexer.importers.shared.characters import _closed_up as closed_up
from indexer.importers.shared.characters import _Running as Running
from indexer.importers.shared.downwards import downwards
from indexer.importers.shared.paragraphs import Line, to_blocks
from indexer.model.report import Document


def written(path: Path, content: str, *annotations: str, turned: int = 0) -> Path:
    """Write a PDF of one page with the content and annotations; return its path."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    notes = " ".join(annotations)
    objects: Sequence[str] = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {turned} /Contents 4 0 R "
        f"/Resources << /Font << /F {font} >> >> /Annots [{notes}] >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
    )
    body = "".join(f"{i} 0 obj\n{each}\nendobj\n" for i, each in enumerate(objects, 1))
    path.write_text(f"%PDF-1.7\n{body}trailer << /Root 1 0 R >>\n%%EOF\n")
    return path


def text_of(path: Path) -> str:
    """Return the text of a file that is one document, in one line."""
    (document,) = (read for read in read_file(path) if isinstance(read, Document))
    return " ".join(document.text.split("\n"))


@pytest.mark.parametrize(
    ("turned", "matrix"),
    [(90, "0 1 -1 0 95 72"), (270, "0 -1 1 0 400 700"), (180, "-1 0 0 -1 400 700"), (0, "1 0 0 1 72 700")],
)
def test_turned_text_is_read_upright(tmp_path: Path, turned: int, matrix: str) -> None:
    content = f"BT /F 14 Tf {matrix} Tm (Harbour cranes) Tj 0 -40 Td (Night ferries) Tj ET"
    assert text_of(written(tmp_path / "a.pdf", content, turned=turned)) == "Harbour cranes Night ferries"


def test_what_is_typed_into_a_field_stands_behind_its_label(tmp_path: Path) -> None:
    content = "BT /F 12 Tf 72 700 Td (Agency:) Tj 0 -40 Td (Country:) Tj ET"
    field = "<< /Subtype /Widget /FT /Tx /T (a) /V (Harbour Board) /Rect [140 695 400 715] >>"
    note = "<< /Subtype /FreeText /Contents (Iceland) /Rect [140 655 400 675] >>"
    read = text_of(written(tmp_path / "a.pdf", content, field, note))
    assert read == "Agency:Harbour Board Country:Iceland"


def test_a_hidden_field_is_not_read(tmp_path: Path) -> None:
    content = "BT /F 12 Tf 72 700 Td (Agency of harbours) Tj ET"
    field = "<< /Subtype /Widget /FT /Tx /F 2 /T (a) /V (secret) /Rect [240 695 400 715] >>"
    assert "secret" not in text_of(written(tmp_path / "a.pdf", content, field))


def char(text: str, left: float) -> Char:
    return Char(text, left, left + 14, 700, 14, False, False, 0)


def test_a_character_follows_though_its_box_would_hang_over_the_one_before() -> None:
    line = Running([char("(", 72), char("一", 76.7)], 90.7)
    assert line.takes(char(")", 90.7)) and not line.takes(char("三", 60))


@pytest.mark.parametrize("quarter", range(4))
def test_a_turn_keeps_points_on_the_page(quarter: int) -> None:
    width, height = (595, 842) if quarter % 2 == 0 else (842, 595)
    x, y = turn(quarter, 595, 842)(100, 200)
    assert 0 <= x <= width and 0 <= y <= height


def test_broken_lines_of_a_cell_are_joined_and_a_row_is_a_line(tmp_path: Path) -> None:
    rules = " ".join(f"{x} 600 m {x} 700 l S" for x in (70, 150, 300)) + " "
    rules += " ".join(f"70 {y} m 300 {y} l S" for y in (600, 650, 700))
    texts = (
        (75, 685, "Day"),
        (155, 685, "Visit"),
        (75, 635, "1"),
        (155, 635, "Harbour Board of"),
        (155, 620, "Reykjavik"),
    )
    shown = " ".join(f"BT /F 16 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in texts)
    assert (
        text_of(written(tmp_path / "a.pdf", f"{rules} {shown}")) == "Day\tVisit 1\tHarbour Board of Reykjavik"
    )


def line(text: str, base: float, page: int = 1, size: float = 12, left: float = 72) -> Line:
    return Line(text, page, left, left + size * len(text), base, size, 842)


def test_a_footnote_stands_behind_its_paragraph_which_goes_on_over_the_page() -> None:
    full, rest = "本市推動社區照顧多年並由大學協助評估其成效因此各據點之間", "能夠交換經驗。"
    blocks = to_blocks(
        [line(full, 700), line(full, 684), line("1 資料來源：統計年報。", 60, size=10), line(rest, 780, 2)]
    )
    assert [block.text for block in blocks] == [full + full + rest, "1 資料來源：統計年報。"]


def test_the_title_that_slides_repeat_is_kept_once() -> None:
    slides = [
        one
        for page in range(2, 6)
        for one in (line("水管感測器示範", 800, page, 20), line(f"說明第{page}項。", 400, page))
    ]
    texts = [block.text for block in to_blocks([line("考察報告", 600), *slides])]
    assert texts.count("水管感測器示範") == 1


def test_the_running_head_of_a_paper_is_dropped() -> None:
    pages = [
        one
        for page in range(1, 5)
        for one in (line("示範市政府出國報告", 810, page, 10), line("內文。", 400, page))
    ]
    assert "示範市政府出國報告" not in [block.text for block in to_blocks(pages)]


def spread(text: str, *steps: float) -> list[Char]:
    """Return characters of a line that begin so far from one another."""
    at = 72.0
    chars = [char(text[0], at)]
    for letter, step in zip(text[1:], steps, strict=True):
        at += step
        chars.append(char(letter, at))
    return chars


@pytest.mark.parametrize(
    ("written", "chars", "read"),
    [
        ("訪\t問\t報\t告", spread("訪問報告", 40, 40, 41), "訪問報告"),
        (
            "訪\t問\t報\t告\t(公布版)",
            spread("訪問報告(公布版)", 40, 40, 40, 40, *[14] * 4),
            "訪問報告(公布版)",
        ),
        ("一\t二\t三\t四", spread("一二三四", 40, 40, 40), "一\t二\t三\t四"),
        ("名\t稱\t量\t備", spread("名稱量備", 40, 120, 60), "名\t稱\t量\t備"),
    ],
)
def test_a_title_spread_over_its_line_is_one_word(written: str, chars: list[Char], read: str) -> None:
    assert closed_up(written, chars) == read


@pytest.mark.parametrize(("gap", "read"), [(0.4, "1 1 3"), (0.1, "113")])
def test_digits_of_a_spread_line_are_one_number(tmp_path: Path, gap: float, read: str) -> None:
    shift = -1000 * (gap - 0.278)  # thousandths of the size; a blank of Helvetica is .278 wide
    content = f"BT /F 20 Tf 72 700 Td [(1 ) {shift} (1 ) {shift} (3)] TJ ET"
    assert text_of(written(tmp_path / "a.pdf", content)) == read


def table(path: Path, uprights: str, levels: str, *texts: tuple[int, int, str]) -> list[tuple[str, int]]:
    """Return (text, level) of each line of a page with the rules, given as operators, and texts at places."""
    shown = " ".join(f"BT /F 12 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in texts)
    (read,) = read_file(written(path, f"{uprights} {levels} {shown}"))
    assert isinstance(read, Document)
    starts = [0, *(at + 1 for at, char in enumerate(read.text) if char == "\n")]
    return [(text, one.level) for text, one in zip(read.text.split("\n"), read.layouts(starts), strict=True)]


def test_a_cell_that_rows_share_is_joined_and_numbers_of_rows_begin_no_section(tmp_path: Path) -> None:
    uprights = " ".join(f"{x} 600 m {x} 700 l S" for x in (70, 150, 230, 300, 380))
    levels = "70 600 m 380 600 l S 70 700 m 380 700 l S 150 650 m 380 650 l S"
    texts = (
        (75, 680, "1. Fishing in"),
        (75, 665, "the north"),
        (155, 680, "2. Boats"),
        (235, 680, "4"),
        (305, 680, "x"),
    )
    below = (
        (155, 630, "3. Nets"),
        (235, 630, "5"),
        (305, 630, "y"),
        (72, 500, "2. What follows the table is text."),
    )
    read = table(tmp_path / "a.pdf", uprights, levels, *texts, *below)
    assert read == [
        ("1. Fishing in the north", -1),
        ("2. Boats\t4\tx", -1),
        ("3. Nets\t5\ty", -1),
        ("2. What follows the table is text.", 0),
    ]


def test_a_frame_around_a_page_makes_no_table_of_it(tmp_path: Path) -> None:
    frame = "50 400 m 50 750 l S 500 400 m 500 750 l S"
    read = table(
        tmp_path / "a.pdf",
        frame,
        "50 400 m 500 400 l S 50 750 m 500 750 l S",
        (60, 700, "1. Purpose"),
        (60, 660, "We went to the harbour and saw the cranes."),
    )
    assert read == [("1. Purpose", 0), ("We went to the harbour and saw the cranes.", 0)]


def test_labels_drawn_behind_their_values_stand_before_them(tmp_path: Path) -> None:
    values = cells((130, 720, "Harbour Board of"), (130, 704, "the north"), (130, 660, "Iceland"))
    labels = cells((72, 704, "Agency:"), (72, 660, "Country:"), (72, 640, "Remarks:"))
    read = text_of(written(tmp_path / "a.pdf", f"{values} {labels}"))
    assert read == "Agency:Harbour Board of the north Country:Iceland Remarks:"


def stack(text: str, left: float, top: float) -> list[Line]:
    """Return characters one below the other, as a page draws them."""
    return [Line(char, 1, left, left + 12, top - 14 * i, 12, 842) for i, char in enumerate(text)]


def test_columns_written_downwards_are_read_from_right_to_left_and_go_on() -> None:
    texts = ("本次訪問冰島的漁港以了解自動", "化的拍賣方式並與當地人員交換", "意見。")
    drawn = [
        line
        for left, text in ((100, texts[2]), (124, texts[1]), (148, texts[0]))
        for line in stack(text, left, 700)
    ]
    read = downwards(drawn[len(texts[2]) :] + drawn[: len(texts[2])], 595)
    assert [line.text for line in read] == [texts[0], texts[1], texts[2]]
    assert read[0].base > read[1].base
    assert [block.text for block in to_blocks(read)] == ["".join(texts)]


def test_a_label_written_downwards_stays_where_it_is() -> None:
    (label, value) = downwards([*stack("出國心得", 72, 700), line("收穫良多。", 690, left=120)], 595)
    assert (label.text, label.base, value.text) == ("出國心得", 700, "收穫良多。")


def cells(*texts: tuple[int, int, str]) -> str:
    return " ".join(f"BT /F 12 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in texts)


def test_rows_of_a_table_without_rules_that_is_drawn_cell_by_cell_are_lines(tmp_path: Path) -> None:
    first = (
        (72, 700, "9 July"),
        (150, 700, "Visit of the Harbour"),
        (150, 684, "Board"),
        (300, 700, "By ferry from the"),
        (300, 684, "old town"),
    )
    second = (
        (72, 650, "10 July"),
        (150, 650, "Fish auction of the"),
        (150, 634, "north"),
        (300, 650, "On foot"),
    )
    read = text_of(written(tmp_path / "a.pdf", cells(*first, *second)))
    assert read.count("\t") == 4
    assert "9 July\tVisit of the Harbour Board\tBy ferry from the old town" in read
    assert "10 July\tFish auction of the north\tOn foot" in read


def test_two_columns_of_text_are_no_table(tmp_path: Path) -> None:
    left = tuple((72, 700 - 14 * i, f"Line {i} of the first column") for i in range(14))
    right = tuple((320, 700 - 14 * i, f"Line {i} of the second column") for i in range(14))
    read = text_of(written(tmp_path / "a.pdf", cells(*left, *right)))
    assert "\t" not in read and read.index("Line 13 of the first") < read.index("Line 0 of the second")


@pytest.mark.parametrize(("turned", "matrix"), [(1, "0 1 -1 0"), (3, "0 -1 1 0")])
def test_characters_on_their_side_in_lines_along_the_page_are_read_along_it(
    tmp_path: Path, turned: int, matrix: str
) -> None:
    words = "Harbour-cranes-of-the-north"
    content = " ".join(
        f"BT /F 14 Tf {matrix} {72 + 14 * i} 700 Tm ({char}) Tj ET" for i, char in enumerate(words)
    )
    content += " BT /F 14 Tf 1 0 0 1 72 660 Tm (Night ferries) Tj ET"
    assert "".join(text_of(written(tmp_path / "a.pdf", content)).split()) == f"{words}Nightferries"
