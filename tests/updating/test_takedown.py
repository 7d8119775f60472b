"""What is taken down is gone with its names, its links say why, and contacts are covered."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from indexer.anatomy.access import readers_of
from indexer.anatomy.contacts import covered
from indexer.cli import main
from indexer.errors import RuleError
from indexer.library import Library, short_quotation
from indexer.links.takedown import parse_link
from indexer.model.report import Document
from indexer.model.search import Request
from indexer.updating.update import update
from webapp import create_app

TEXT = """出國報告名稱：港口訪問
聯絡人：陳文政　電話：04-22289111#12
出國期間：105年9月7日至105年9月9日

壹、目的
訪問港口。
貳、過程
一、拜會
市長魏斯曼諾夫（Quvvar Zeisman）表示，他的母親住在山坡上的小屋，身體欠安。隨後參觀碼頭。
參、建議
推動智慧城市。
"""
SENTENCE = "他的母親住在山坡上的小屋，身體欠安。"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "port.txt").write_text(TEXT, encoding="utf-8")
    (folder / "other.txt").write_text("出國報告\n壹、目的\n訪問匰匰市。\n", encoding="utf-8")
    update([folder], tmp_path / "index")
    return folder


def _client(corpus: Path) -> FlaskClient:
    return create_app({"INDEX": corpus.parent / "index"}).test_client()


def _taken(corpus: Path, link: str, *, reason: str = "當事人請求") -> Library:
    index = corpus.parent / "index"
    words = ["takedown", link, "--reason", reason, "--in", str(corpus), "--index", str(index)]
    ran = CliRunner().invoke(main, words)
    assert ran.exit_code == 0, ran.output
    update([corpus], index)
    return Library(index)


def _total(library: Library, text: str) -> int:
    return library.search(Request(text, meaning=False, aliases=False)).total


@pytest.mark.parametrize("host", ["", "https://trips.example.gov.tw/prefix"])
def test_a_report_that_is_taken_down_says_why(corpus: Path, host: str) -> None:
    library = _taken(corpus, f"{host}/reports/port")
    assert library.counts()[0] == 1 and not library.people("魏斯曼諾夫") and not _total(library, "智慧城市")
    client = _client(corpus)
    for address in (
        "/reports/port", "/api/reports/port", "/reports/port/s/3", "/reports/port/original", "/reports/port/cite.ris",
        "/reports/port/related", "/q/port/3/AAAAAAAA", "/reports/port/參",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 410 and "當事人請求" in answer.get_data(as_text=True), address
    assert update([corpus], corpus.parent / "index").unchanged == 2  # nothing is read anew
    (corpus / "takedown.tsv").unlink()
    assert update([corpus], corpus.parent / "index").reports == 2
    assert client.get("/reports/port").status_code == 200


def test_a_section_that_is_taken_down_goes_with_its_names(corpus: Path) -> None:
    before = Library(corpus.parent / "index").report("port")
    assert before
    library = _taken(corpus, "/reports/port/s/2.1")
    report = library.report("port")
    assert report and [one.id for one in report.sections] == [
        one.id for one in before.sections if one.id != "2.1"
    ]
    assert (
        not library.people("魏斯曼諾夫") and not _total(library, "魏斯曼諾夫") and _total(library, "智慧城市")
    )
    client = _client(corpus)
    assert client.get("/reports/port/s/2.1").status_code == 410
    assert client.get("/api/reports/port/s/2.1/similar").status_code == 410
    assert client.get("/reports/port/s/3").status_code == 302
    assert client.get("/reports/port/original").status_code == 404  # where it would still stand


def test_a_passage_that_is_taken_down_is_named_by_no_word_of_it(corpus: Path) -> None:
    signs = short_quotation(SENTENCE)
    library = _taken(corpus, f"/q/port/2.1/{signs}")
    assert not _total(library, "山坡上的小屋") and _total(library, "隨後參觀碼頭")
    assert "小屋" not in (corpus / "takedown.tsv").read_text(encoding="utf-8")
    client = _client(corpus)
    answer = client.get(f"/q/port/2.1/{signs}")
    assert answer.status_code == 410 and "當事人請求" in answer.get_data(as_text=True)
    page = client.get("/reports/port").get_data(as_text=True)
    assert "小屋" not in page and "［…］" in page and "魏斯曼諾夫" in page
    (corpus / "port.txt").write_text(TEXT.replace("推動智慧城市。", "推動智慧港口。"), encoding="utf-8")
    update([corpus], corpus.parent / "index")
    assert not _total(library, "山坡上的小屋") and _total(
        library, "智慧港口"
    )  # an edit does not bring it back
    rewritten = TEXT.replace("他的母親住在山坡上的小屋", "其母住在山坡上的小屋裡")
    (corpus / "port.txt").write_text(rewritten, encoding="utf-8")
    notes = [str(note.message) for note in update([corpus], corpus.parent / "index").notes]
    assert any(
        "takedown.tsv" in note and signs in note for note in notes
    )  # it is told that it is no more found
    (corpus / "port.txt").write_text(TEXT, encoding="utf-8")
    assert update([corpus], corpus.parent / "index", rebuild=True).reports == 2
    assert not _total(Library(corpus.parent / "index"), "山坡上的小屋")
    stored = b"".join(file.read_bytes() for file in (corpus.parent / "index").rglob("*") if file.is_file())
    assert "小屋".encode() not in stored


@pytest.mark.parametrize(
    "link", ["/reports/none", "/reports/port/s/99", "/q/port/2.1/AAAAAAAA", "/people/x", "x"]
)
def test_a_link_to_nothing_is_refused(corpus: Path, link: str) -> None:
    index = corpus.parent / "index"
    words = ["takedown", link, "--reason", "x", "--in", str(corpus), "--index", str(index)]
    ran = CliRunner().invoke(main, words)
    assert ran.exit_code == 1 and "Error" in ran.output and not (corpus / "takedown.tsv").exists()


@pytest.mark.parametrize(
    ("name", "line"), [("takedown.tsv", "/people/x\twhy"), ("takedown.tsv", "no tab"), ("access.tsv", "x\t")]
)
def test_a_table_that_is_not_understood_hides_nothing_silently(corpus: Path, name: str, line: str) -> None:
    (corpus / name).write_text(f"# a remark\n\n{line}\n", encoding="utf-8")
    with pytest.raises(RuleError, match=f"{name}:3"):
        update([corpus], corpus.parent / "index")


def test_links_are_read_in_every_form() -> None:
    assert parse_link("https://h/p/reports/%E7%94%B2/s/4.2?q=x") == ("甲", "4.2", "")
    assert parse_link("/reports/a?section=1#s-4.2") == ("a", "4.2", "")
    assert parse_link("http://h/q/a/1/AbC-_123") == ("a", "1", "AbC-_123")


def test_contacts_are_covered_unless_they_are_to_be_shown(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = corpus.parent / "index"
    report = Library(index).report("port")
    assert report and not report.metadata.phone and report.metadata.contact == "陳文政"
    assert not _total(Library(index), "22289111") and "22289111" not in str(report)
    monkeypatch.setenv("BAOGAO_CONTACTS", "shown")
    assert update([corpus], index).updated == 1
    report = Library(index).report("port")
    assert report and report.metadata.phone == "04-22289111#12" and _total(Library(index), "22289111")


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("聯絡人/電話：王小明/02-77361234", "77361234"),
        ("Tel: +886 2 2348 2999 ext. 12", "2348"),
        ("手機：０９１２３４５６７８", "０９１２"),
        ("歡迎來電（02）2345-6789洽詢", "2345"),
        ("連絡我 0912-345-678。", "345"),
        ("聯絡電話 (02)8789-7500 轉 12", "7500"),
        ("E-mail: name.of@mail.gov.tw", "mail.gov"),
        ("通訊處：10617 臺北市羅斯福路四段1號", "羅斯福路"),
        ("聯絡人：某甲\n地址：臺北市信義區松智路1號 電話：02-2348-2999", "松智路"),
        ("住址：高雄市前金區某路3號", "前金區"),
    ],
)
def test_a_contact_is_covered_sign_by_sign(text: str, gone: str) -> None:
    found = covered(text)
    assert gone in text and gone not in found and len(found) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "出國期間：105年9月7日至105年9月12日", "電話費 3,000,000 元", "電話訪問 1234567 戶", "2016-09-07 至 2016-09-12",
        "ISBN 978-986-05-1234-5", "系統識別號：C10502938", "經費 2,345-6,789 元", "地址：臺北市信義區（博物館）",
        "衛署健保字第0910046298號公告", "林造字第0971741075號函", "北緯25.0339，東經121.5645", "電話會議 2016/09/07", "9:00-10:30 開幕", "https://example.org/a/02-2016-0907",
    ],
)  # fmt: skip
def test_what_is_no_contact_stays(text: str) -> None:
    assert covered(text) == text


@pytest.mark.parametrize(
    ("text", "restricted"),
    [
        ("限閱與否：否(全部公開)", False), ("限閱：是", True), ("是否限閱：□是 ■否", False), ("是否限閱：■是 □否", True),
        ("【限閱】\n出國報告", True), ("公開類別：限閱", True), ("公開類別：公開", False), ("限閱：", False), ("限閱：不公開", True),
        ("是否公開：否", True), ("壹、本報告限閱規定之研究", False), ("限閱：部分", True), ("限閱與否：是　頁數：12", True),
    ],
)  # fmt: skip
def test_a_mark_is_read_as_it_is_meant(text: str, restricted: bool) -> None:
    assert bool(readers_of(Document("k", text, "s"))) is restricted


def test_a_record_names_groups() -> None:
    assert readers_of(Document("k", "x", "s", fields=(("access", "mofa、tainan"),))) == ("mofa", "tainan")
    assert readers_of(Document("k", "x", "s", fields=(("access", "public"),))) == ()
