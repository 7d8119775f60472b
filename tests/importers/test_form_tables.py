"""Forms laid out as tables of a Word document."""

from pathlib import Path

import docx

from indexer.anatomy.sections import build_report
from indexer.importers import read_file
from indexer.model.report import Document

ROWS = (
    ("計畫主辦機關", "示範縣政府水利處", "聯絡人／電話", "周大同／04-0000-0000"),
    ("出國人員", "姓名", "服務機關／單位", "職稱"),
    ("", "吳曉青", "示範縣政府水利處／河川科", "技士"),
    ("", "鄭一凡", "示範縣政府水利處／防災科", "科長"),
)


def test_a_form_with_merged_cells_gives_its_persons_and_no_sections(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=4)
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(3, 0))
    last = table.add_row().cells
    last[0].text = "內容摘要"
    last[1].merge(last[3]).text = "一、看水庫。\n二、看堤防。\n三、看抽水站。"
    document.add_paragraph("壹、目的")
    document.add_paragraph("考察。")
    file = tmp_path / "form.docx"
    document.save(str(file))
    (read,) = read_file(file)
    assert isinstance(read, Document)
    report = build_report(read)
    data = report.metadata
    assert (data.organizer, data.contact, data.phone) == ("示範縣政府水利處", "周大同", "04-0000-0000")
    assert [(person.name, person.unit, person.post) for person in data.persons] == [
        ("吳曉青", "河川科", "技士"),
        ("鄭一凡", "防災科", "科長"),
    ]
    assert [section.path for section in report.sections] == [(), ("壹",)]
    assert "三、看抽水站" in dict(data.others)["內容摘要"]


def test_cells_that_rows_share_keep_the_columns_of_a_page_apart(tmp_path: Path) -> None:
    rows = (
        "<td rowspan=3>出國人員</td><td>姓名</td><td>服務機關／單位</td><td>職稱</td>",
        "<td>吳曉青</td><td rowspan=2>示範縣政府水利處／河川科</td><td>技士</td>",
        "<td>鄭一凡</td><td>科長</td>",
        "<td>一、看水庫</td><td colspan=2>上午</td><td>步行</td>",
    )
    file = tmp_path / "form.html"
    file.write_text(
        f"<html><body><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>", encoding="utf-8"
    )
    (read,) = read_file(file)
    assert isinstance(read, Document)
    assert read.text.split("\n")[1:3] == ["\t吳曉青\t示範縣政府水利處／河川科\t技士", "\t鄭一凡\t\t科長"]
    report = build_report(read)
    assert [(one.name, one.post) for one in report.metadata.persons] == [
        ("吳曉青", "技士"),
        ("鄭一凡", "科長"),
    ]
    assert [section.path for section in report.sections] == [()]  # a number in a row of several cells
