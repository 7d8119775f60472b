"""The title of a printed page by its type."""

from indexer.importers.shared.headline import headline
from indexer.importers.shared.paragraphs import Line


def line(text: str, base: float, size: float = 12, page: int = 1, confidence: float | None = None) -> Line:
    return Line(text, page, 72, 72 + size * len(text), base, size, 842, confidence=confidence)


BODY = [line("本次考察了解漁港的自動化，並與當地人員交換意見。", 600 - 16 * i) for i in range(5)]


def test_the_largest_type_of_the_first_page_is_the_title_over_its_lines() -> None:
    found = headline(
        [line("示範市政府", 780, 14), line("訪問冰島漁港", 740, 24), line("考察報告", 705, 24), *BODY]
    )
    assert found == "訪問冰島漁港考察報告"


def test_a_title_that_the_file_draws_last_is_found_too() -> None:
    assert headline([*BODY, line("訪問冰島漁港考察報告", 740, 20)]) == "訪問冰島漁港考察報告"


def test_a_title_that_a_chapter_repeats_or_that_stands_apart_from_its_agency_is_one() -> None:
    apart = [line("示範科技大學", 780, 30), line("學生手冊", 400, 30), line("學生手冊", 500, 20, 4), *BODY]
    assert headline(apart) == "學生手冊"
    assert headline([line("示範市政府", 780, 30), *BODY]) == "示範市政府"


def test_numbers_labels_letters_across_a_page_and_running_heads_are_no_title() -> None:
    others = [
        line("壹、前言", 760, 24),
        line("服務機關：漁業署", 740, 24),
        line("修訂日期：五月", 720, 24),
        line("DRAFT COPY", 400, 60),
    ]
    assert headline([*others, *(line("冰島漁港", 800, 30, page) for page in (1, 2, 3)), *BODY]) == ""


def test_type_no_larger_than_the_text_or_recognised_tells_nothing() -> None:
    assert headline([line("訪問冰島漁港考察報告", 740, 13), *BODY]) == ""
    assert headline([line("訪問冰島漁港考察報告", 740, 30, confidence=0.9), *BODY]) == ""
    assert headline([]) == ""
