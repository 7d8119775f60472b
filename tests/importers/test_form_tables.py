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
