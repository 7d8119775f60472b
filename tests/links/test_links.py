"""Permanent ids: whatever happens to a report, an old link leads to the passage or says that it has gone."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.anatomy.sections import build_report
from indexer.errors import LedgerError
from indexer.library import Library
from indexer.links.align import Fresh
from indexer.links.fingerprint import fingerprints, last_bits, marks_of, shingles_of, sketched
from indexer.links.ledger import LEDGER, Ledger
from indexer.links.passage import find_passage
from indexer.links.redirects import Redirects, redirects_of
from indexer.links.registrar import Origin, Registrar
from indexer.model.report import Document, Report, Section
from indexer.text.fold import fold
from indexer.updating import generations
from indexer.updating.update import update
from tests.conftest import CORPUS, copied
from tests.links.edits import edited, homes, tagged

EDITS_EACH = 200
SAMPLES = sorted((CORPUS / "reports").glob("*.txt"))
TEXT = """壹、目的
考察鹿特丹的水患治理與智慧城市建設，並與港務局交換意見。
貳、過程
一、拜會鹿特丹市政府，市長說明氣候調適計畫與水廣場的設計。
二、參觀馬士朗防洪閘，了解其自動控制系統與歷年關閉次數。
參、心得
防洪設施平時可作為公共空間，值得沿海城市參考，也需要長期編列維護經費。
肆、建議
建議設立跨局處的水環境小組。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "delta.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def index(folder: Path) -> Library:
    assert not update([folder / "c"], folder / "i").failed
    return Library(folder / "i")


def ids(report: Report | None) -> dict[str, str]:
    """Section ids by the first words of the section."""
    assert report is not None
    return {(section.heading or section.text)[:6]: section.id for section in report.sections if section.path}


def redirects(engine: Library) -> Redirects:
    return redirects_of(generations.current(engine.folder))


def change(folder: Path, old: str, new: str) -> tuple[Report, Redirects]:
    file = folder / "c" / "delta.txt"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    engine = index(folder)
    report = engine.report("delta")
    assert report is not None
    return report, redirects(engine)


class Alone:
    """What an index knows of other files that has none."""

    def before(self, report_id: str) -> Report | None:
        return None

    def taken(self, report_id: str) -> bool:
        return False

    def stays(self, file: Path, sha256: Callable[[], str]) -> bool:
        return True


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_links_survive_random_edits(sample: Path, tmp_path: Path) -> None:
    file = tmp_path / sample.name
    shutil.copy(sample, file)
    text = file.read_text(encoding="utf-8")

    def settle(report: Report) -> tuple[Report, Ledger]:
        registrar = Registrar(tmp_path / "index", [tmp_path])
        texts = [fold(section.searchable) for section in report.sections]
        fresh = list(map(Fresh, report.sections, texts, marks_of(report.sections, texts)))
        report = registrar.settle(report, fresh, Origin(file, str(file), ""), Alone())
        if not (tmp_path / LEDGER).exists():
            registrar.write()
        return report, registrar.ledger(file)

    first, _ = settle(build_report(Document(file.stem, text, str(file))))
    lines = tagged(first, text)
    followed = right = 0
    for seed in range(EDITS_EACH):
        changed, version = edited(lines, random.Random(f"{sample.stem} {seed}"))
        last, ledger = settle(version)
        state = ledger.get(first.id)
        assert last.id == first.id and state is not None
        assert len({section.id for section in last.sections}) == len(last.sections)
        places = {section.id: place for place, section in enumerate(last.sections)}
        passages = homes(changed, version)
        for section in first.sections:
            now = state.moved.get(section.id, section.id)
            assert now in places or now in {lost.id for lost in state.lost}  # never a link to nowhere
            if section.id in passages:
                followed += 1
                right += places.get(now) in passages[section.id]
    assert followed > EDITS_EACH * len(first.sections) * 0.9
    assert right >= 0.99 * followed


def test_ids_come_from_the_ledger_when_the_index_is_gone(folder: Path) -> None:
    index(folder)
    change(folder, "壹、目的", "壹、緣起\n市府受邀參加年會。\n貳、目的")
    before = ids(index(folder).report("delta"))
    shutil.rmtree(folder / "i")
    ledger = (folder / "c" / LEDGER).read_bytes()
    assert ids(index(folder).report("delta")) == before
    assert (folder / "c" / LEDGER).read_bytes() == ledger


def test_a_section_put_before_the_others_takes_no_id_from_them(folder: Path) -> None:
    before = ids(index(folder).report("delta"))
    renumbered = (
        TEXT.replace("肆、", "伍、").replace("參、", "肆、").replace("貳、", "參、").replace("壹、", "貳、")
    )
    report, _ = change(folder, TEXT, "壹、緣起\n市府受邀參加三角洲城市聯盟的年會並發表演說。\n" + renumbered)
    after = {words[2:]: section_id for words, section_id in ids(report).items()}
    assert {words[2:]: one for words, one in before.items() if words[1:2] == "、"}.items() <= after.items()
    assert after["緣起"] not in before.values()
    (file,) = (folder / "c").glob("*.ledger")
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2  # appended, nothing rewritten


def test_the_larger_part_of_a_split_keeps_the_id(folder: Path) -> None:
    before = ids(index(folder).report("delta"))
    report, redirects = change(folder, "，也需要長期", "。\n（一）經費\n也需要長期")
    assert before["參、心得"] == next(s.id for s in report.sections if "公共空間" in s.text)
    assert next(s.id for s in report.sections if s.heading == "（一）經費") not in before.values()
    assert not redirects.gone_sections


def test_both_ids_of_a_merge_lead_to_the_merged_section(folder: Path) -> None:
    before = ids(index(folder).report("delta"))
    report, redirects = change(folder, "肆、建議\n", "")
    (last,) = (section for section in report.sections if "跨局處" in section.text)
    assert last.id == before["參、心得"]
    assert redirects.sections["delta"] == {before["肆、建議"]: last.id}


def test_a_section_struck_out_is_remembered_by_its_heading_and_may_come_back(folder: Path) -> None:
    before = ids(index(folder).report("delta"))
    struck = "肆、建議\n建議設立跨局處的水環境小組。\n"
    _, redirects = change(folder, struck, "")
    assert redirects.gone_sections["delta"] == {before["肆、建議"]: "肆、建議"}
    report, redirects = change(folder, "維護經費。\n", "維護經費。\n" + struck)
    assert ids(report) == before
    assert not redirects.gone_sections


def test_a_renamed_and_edited_file_keeps_its_report(folder: Path) -> None:
    before = index(folder).report("delta")
    (folder / "c" / "delta.txt").rename(folder / "c" / "鹿特丹.txt")
    (folder / "c" / "鹿特丹.txt").write_text(TEXT.replace("跨局處", "跨機關"), encoding="utf-8")
    engine = index(folder)
    after = engine.report("delta")
    assert engine.counts()[0] == 1
    assert ids(after) == ids(before)
    assert redirects(engine).reports == {"鹿特丹": "delta"}


def test_a_report_whose_system_id_is_found_later_keeps_its_first_id(folder: Path) -> None:
    index(folder)
    _, redirects = change(folder, "壹、目的", "系統識別號：C10501234\n壹、目的")
    assert redirects.reports == {"C10501234": "delta"}


def words(engine: Library, report_id: str) -> dict[str, str]:
    report = engine.report(report_id)
    return {section.id: section.text for section in report.sections if section.path} if report else {}


OTHER_TEXT = """壹、目的
參加首爾的公共運輸論壇，了解公車路線的整併與票證資料的運用。
貳、過程
聽取首爾市副市長說明夜間公車的規劃，並參觀交通資訊中心的控制室。
參、心得
票證資料可以看出乘客的轉乘需求，值得國內各城市規劃路線時參考。
"""


@pytest.mark.parametrize("fresh", [False, True], ids=["same index", "new index"])
@pytest.mark.parametrize(
    "moves",
    [
        [("delta", "x"), ("b", "delta"), ("x", "b")],  # two files trade their names
        [("b", "c"), ("delta", "b")],  # each takes the next one's
        [("delta", "0/delta"), ("b", "1/delta")],
    ],
)
def test_files_that_trade_names_keep_their_reports(
    folder: Path, moves: list[tuple[str, str]], fresh: bool
) -> None:
    (folder / "c" / "b.txt").write_text(OTHER_TEXT, encoding="utf-8")
    engine = index(folder)
    before = {report_id: words(engine, report_id) for report_id in ("delta", "b")}
    for old, new in moves:
        (folder / "c" / f"{new}.txt").parent.mkdir(exist_ok=True)
        (folder / "c" / f"{old}.txt").rename(folder / "c" / f"{new}.txt")
    if fresh:
        shutil.rmtree(folder / "i")
    engine = index(folder)
    assert {report_id: words(engine, report_id) for report_id in ("delta", "b")} == before
    assert engine.counts()[0] == 2


def test_other_words_under_the_same_heading_take_no_id(folder: Path) -> None:
    before = ids(index(folder).report("delta"))
    report, redirects = change(folder, TEXT, OTHER_TEXT)
    assert not set(ids(report).values()) & set(before.values())
    assert set(redirects.gone_sections["delta"]) == set(before.values())


def test_a_merge_undone_gives_both_ids_back(folder: Path) -> None:
    before = words(index(folder), "delta")
    change(folder, "肆、建議\n", "")
    change(folder, "維護經費。\n", "維護經費。\n肆、建議\n")
    assert words(Library(folder / "i"), "delta") == before


def test_ids_issued_on_two_branches_lead_to_their_own_passages(folder: Path) -> None:
    index(folder)
    ledger, file = folder / "c" / LEDGER, folder / "c" / "delta.txt"
    start, found, texts = ledger.read_text(encoding="utf-8"), [], []
    for added in ("伍、附錄\n各場次簡報的題目與講者名單。\n", "伍、致謝\n感謝駐荷蘭代表處安排拜會行程。\n"):
        ledger.write_text(start, encoding="utf-8")
        file.write_text(TEXT + added, encoding="utf-8")
        shutil.rmtree(folder / "i")
        report = index(folder).report("delta")
        assert report is not None
        found.append(report.sections[-1].id)
        texts.append(ledger.read_text(encoding="utf-8").removeprefix(start))
    ledger.write_text(start + "".join(texts), encoding="utf-8")
    file.write_text(
        TEXT + "伍、附錄\n各場次簡報的題目與講者名單。\n陸、致謝\n感謝駐荷蘭代表處安排拜會行程。\n",
        encoding="utf-8",
    )
    now = words(index(folder), "delta")
    assert [now[section_id][:4] for section_id in found] == ["各場次簡", "感謝駐荷"]


def test_a_record_of_one_section_that_gains_headings_leads_to_its_words(folder: Path) -> None:
    records = folder / "c" / "n.jsonl"
    said = "市長說明氣候調適計畫與水廣場的設計，並邀請本市參加明年的年會。"
    records.write_text(json.dumps({"id": "n", "title": "甲", "text": said}), encoding="utf-8")
    index(folder)
    records.write_text(json.dumps({"id": "n", "title": "甲", "text": f"壹、過程\n{said}"}), encoding="utf-8")
    engine = index(folder)
    assert words(engine, "n") == {"0": said}


def test_a_removed_report_is_remembered_by_its_title(folder: Path) -> None:
    (folder / "c" / "b.txt").write_text("報告名稱：參加沙崙研討會\n壹、目的\n研討。", encoding="utf-8")
    index(folder)
    (folder / "c" / "b.txt").unlink()
    assert redirects(index(folder)).gone_reports == {"b": "參加沙崙研討會"}
    shutil.rmtree(folder / "i")
    assert redirects(index(folder)).gone_reports == {"b": "參加沙崙研討會"}


def test_two_files_of_one_name_keep_their_ids_in_any_order(folder: Path) -> None:
    for place, words in (("x", "訪問首爾的捷運"), ("y", "考察巴黎的自行車道")):
        (folder / "c" / place).mkdir()
        (folder / "c" / place / "a.txt").write_text(f"壹、目的\n{words}與沿線開發。", encoding="utf-8")
    first = {name: index(folder).report(name) for name in ("a", "a-2")}
    shutil.rmtree(folder / "i")
    (folder / "c" / "y").rename(folder / "c" / "0")
    second = {name: index(folder).report(name) for name in ("a", "a-2")}
    assert {name: report and report.sections for name, report in first.items()} == {
        name: report and report.sections for name, report in second.items()
    }


def test_files_named_one_by_one_have_their_ledger_beside_the_index(folder: Path) -> None:
    update([folder / "c" / "delta.txt"], folder / "i")
    assert not (folder / "c" / LEDGER).exists()
    assert (folder / "i" / LEDGER).exists()


def test_the_samples_come_with_their_ledger(tmp_path: Path) -> None:
    copy = copied(CORPUS, tmp_path / "corpus")
    ledger = (copy / LEDGER).read_bytes()
    update([copy], tmp_path / "index")
    assert (copy / LEDGER).read_bytes() == ledger, "run `baogao index corpus` and commit the ledger"


@pytest.mark.parametrize(
    "line",
    [
        b"<<<<<<< HEAD",
        b'{"report": 1',
        b'{"report": "delta", "source": "\xff"}',
        b'{"report": "delta", "source": "b", "title": 3}',
        b'{"report": "delta", "source": "b", "title": "\xff"}',
    ],
)
def test_a_damaged_ledger_is_named_with_its_line(folder: Path, line: bytes) -> None:
    (folder / "c" / LEDGER).write_bytes(line + b"\n")
    with pytest.raises(LedgerError, match=LEDGER):
        update([folder / "c"], folder / "i")


@pytest.mark.parametrize("cut", [b'{"report": "delta", "source": "del', '{"report": "報'.encode()[:-1]])
def test_a_line_cut_off_in_a_crash_counts_as_never_written(folder: Path, cut: bytes) -> None:
    before = ids(index(folder).report("delta"))
    with (folder / "c" / LEDGER).open("ab") as ledger:
        ledger.write(cut)
    report, _ = change(folder, "跨局處", "跨機關")
    assert ids(report) == before
    assert ids(report) == ids(index(folder).report("delta"))


@given(st.text())
def test_a_fingerprint_of_any_text_is_that_of_its_letters_alone(text: str) -> None:
    shingles = shingles_of(text)
    mark, alone = fingerprints([text, "", text + "x", text])[3], fingerprints([text])[0]
    assert mark == alone and len(mark.hashes) == sketched(len(text))
    assert set(mark.hashes.tolist()) == set(last_bits(shingles)[: len(mark.hashes)].tolist())
    assert mark.share_in(shingles) == (1.0 if len(text) >= 3 else 0.0)


def report_of(*texts: str) -> Report:
    sections = (Section(str(i), (), "", "other", text) for i, text in enumerate(texts))
    return Report("r", "t", sections=tuple(sections))


@pytest.mark.parametrize(
    ("quotation", "section", "found", "manner"),
    [
        ("水廣場的設計", "1", "水廣場的設計", "exact"),
        ("水廣場的設計", "0", "水廣場的設計", "exact"),  # it moved
        ("水广场 的设计", "1", "水廣場的設計", "folded"),
        ("說明氣候調適方案及水廣場的設計", "1", "說明氣候調適計畫與水廣場的設計", "fuzzy"),
        ("完全沒有寫過的另外一段話語內容", "1", None, None),
        ("，。", "1", None, None),
        ("", "1", None, None),
    ],
)
def test_a_quotation_is_found_again(
    quotation: str, section: str, found: str | None, manner: str | None
) -> None:
    report = report_of("考察鹿特丹的水患治理。", "市長說明氣候調適計畫與水廣場的設計。", "參觀防洪閘。")
    passage = find_passage(quotation, report, section)
    if found is None:
        assert passage is None
    else:
        assert passage is not None and passage.manner == manner and passage.section_id == "1"
        assert report.sections[1].text[passage.start : passage.end] == found


def test_a_quotation_on_several_pages_is_found_where_the_link_points() -> None:
    report = report_of("感謝各位。", "感謝各位。")
    assert [p and p.section_id for p in (find_passage("感謝各位", report, one) for one in "01")] == ["0", "1"]
