"""Lines of a page that a program drew in another order than one reads them."""

import random

from indexer.importers.shared.paragraphs import Line
from indexer.importers.shared.stacked import stacked


def line(text: str, base: float, left: float = 60, size: float = 12) -> Line:
    return Line(text, 1, left, left + 200, base, size, 842, False, pieces=((left, left + 200),))


def texts(*lines: Line) -> list[str]:
    return [one.text for one in stacked(lines)]


def test_boxes_above_one_another_are_read_from_the_top_whatever_was_drawn_first() -> None:
    page = [line(str(i), 800 - 20 * i) for i in range(30)]
    for seed in range(5):
        drawn = random.Random(seed).sample(page, len(page))
        assert texts(*drawn) == [one.text for one in page]


def test_a_title_drawn_last_is_read_first() -> None:
    assert texts(line("緣起", 600), line("經過", 560), line("報告", 760, size=30)) == ["報告", "緣起", "經過"]


def test_columns_keep_the_order_in_which_they_are_drawn() -> None:
    left = [line(f"左{i}", 700 - 20 * i) for i in range(5)]
    right = [line(f"右{i}", 705 - 21 * i, left=320) for i in range(5)]
    assert texts(*left, *right) == [one.text for one in (*left, *right)]
    offset = [line(f"右{i}", 690 - 20 * i, left=320) for i in range(5)]
    assert texts(*left, *offset) == [one.text for one in (*left, *offset)]
    head = line("欄名", 760)
    assert texts(*left, *right, head) == [one.text for one in (head, *left, *right)]


def test_a_raised_note_number_stays_in_its_line() -> None:
    assert texts(line("正文", 700), line("1", 707, left=262, size=6), line("續", 680)) == ["正文", "1", "續"]


def test_no_lines_are_none() -> None:
    assert texts() == []
