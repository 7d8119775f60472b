"""A memo has what was collected, whole, in order and with its sources, in every form; nobody else changes it."""

import io
import re
import zipfile
from collections.abc import Callable
from random import Random
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from docx import Document
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.library import Library
from indexer.model.search import Request
from webapp import create_app
from webapp.memo import basket as baskets
from webapp.memo.basket import COOKIE, LONGEST_NOTE, Item
from webapp.plumbing.kept import MOST_BYTES, FullError

WCS = "2016-singapore-world-cities-summit"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORMS = ("docx", "odt", "xlsx", "md", "txt", "html")

_ids = st.from_regex(r"[\w.\-:@+,=~()!']{1,20}", fullmatch=True)
_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(str.strip)
_items = st.builds(Item, _ids, _ids, _words, _words)


@given(st.lists(_items, max_size=6))
def test_a_basket_survives_being_packed(items: list[Item]) -> None:
    basket = baskets.with_added((), items)
    assert baskets.unpacked(baskets.packed(basket)) == basket


@given(st.text(max_size=200) | st.from_regex(r"1[\w\-]{0,400}", fullmatch=True))
def test_what_is_no_basket_is_an_empty_one(text: str) -> None:
    assert isinstance(baskets.unpacked(text), tuple)
    assert baskets.unpacked(text[:1] + "!" + text[1:]) == ()


def test_a_cookie_never_outgrows_what_browsers_keep() -> None:
    items = [Item(f"{number:032x}", "4.2.2.1") for number in range(10**30, 10**33, 10**30)]
    with pytest.raises(FullError):
        baskets.packed(tuple(items))
    assert len(baskets.packed(tuple(items[:100]))) < MOST_BYTES  # a long memo has room


def test_order_is_the_visitors() -> None:
    a, b, c = (Item("r", name) for name in "abc")
    assert baskets.moved((a, b, c), c.key, -1) == (a, c, b)
    assert baskets.moved((a, b, c), a.key, -1) == (a, b, c) == baskets.moved((a, b, c), "r/x", 1)
    assert baskets.with_added((a, b), [c, a]) == (a, b, c)
    assert baskets.without((a, b, c), b.key) == (a, c)


def _collect(client: FlaskClient, *keys: str) -> None:
    assert client.post("/memo", data={"add": list(keys)}).status_code == 303


def test_every_form_says_the_whole_section_with_note_source_and_link(
    client: FlaskClient, engine: Library
) -> None:
    report = engine.report(WCS)
    assert report
    section = next(one for one in report.sections if one.id == "6.5")
    _collect(client, f"{WCS}/6.5")
    client.post("/memo", data={"item": f"{WCS}/6.5", "note": "請資訊局研議", "save": "1"})
    wanted = [*section.text.split("\n"), section.heading, "請資訊局研議", f"/reports/{WCS}/s/6.5"]
    wanted.append(
        "臺中市政府（民國105年9月7日），〈臺中市政府組團赴新加坡參加「2016世界城市峰會」〉，公務出國報告，陸、五。"
    )
    for form in FORMS:
        answer = client.get(f"/memo.{form}")
        assert answer.status_code == 200
        text = _text(answer.data, form)
        for words in filter(None, wanted):
            assert words in text, (form, words)


def _text(data: bytes, form: str) -> str:
    """All that a reader sees of a file, and the addresses behind it, without markup."""
    if form == "md":
        return re.sub(r"\\(.)", r"\1", data.decode())
    if form in ("txt", "html"):
        return data.decode().replace("&#34;", '"')
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
    return "\n".join("".join(ElementTree.fromstring(part).itertext()) for part in parts if part)


def test_a_section_is_collected_with_those_below_it_each_once(client: FlaskClient, engine: Library) -> None:
    report = engine.report(WCS)
    assert report
    below = {
        one.id: one.text.split("\n")[0] for one in report.sections if one.path[:1] == ("陸",) and one.path[1:]
    }
    assert len(below) > 3
    _collect(client, f"{WCS}/6")
    text = client.get("/memo.txt").get_data(as_text=True)
    assert all(text.count(words) == 1 for words in below.values())
    _collect(client, f"{WCS}/6.5")
    text = client.get("/memo.txt").get_data(as_text=True)
    assert all(text.count(words) == 1 for words in below.values())


def test_the_footnotes_of_the_word_file_are_real(client: FlaskClient) -> None:
    _collect(client, f"{WCS}/6.5", f"{WCS}/5.1")
    data = client.get("/memo.docx").data
    document = Document(io.BytesIO(data))
    styles = [(paragraph.style and paragraph.style.name) for paragraph in document.paragraphs]
    assert styles[0] == "Title" and styles.count("Heading 1") == 1 and styles.count("Heading 2") == 2
    referred = re.findall(
        r'footnoteReference[^>]* w:id="(\d+)"',
        zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode(),
    )
    notes = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/footnotes.xml"))
    said = {note.get(f"{W}id"): "".join(note.itertext()) for note in notes}
    assert referred == ["1", "2"] and "陸、五。" in said["1"] and "伍、一。" in said["2"]


def test_the_word_file_is_on_a4_with_numbered_pages(client: FlaskClient) -> None:
    _collect(client, f"{WCS}/6.5")
    (section,) = Document(io.BytesIO(client.get("/memo.docx").data)).sections
    assert section.page_width and section.page_height
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 'w:instr="PAGE"' in section.footer.paragraphs[0].paragraph_format.element.xml


def test_a_table_stays_a_table(index_of: Callable[..., Library]) -> None:
    engine = index_of(a="壹、行程\n日期\t地點\n7月9日\t新加坡\n7月10日\t=1+1\n")
    client = create_app({"INDEX": engine.folder}).test_client()
    section = next(hit for hit in engine.search(Request("新加坡")).hits)
    _collect(client, f"a/{section.section_id}")
    (table,) = Document(io.BytesIO(client.get("/memo.docx").data)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows][1] == ["7月9日", "新加坡"]
    assert "| 7月9日 | 新加坡 |" in client.get("/memo.md").get_data(as_text=True)
    sheet = zipfile.ZipFile(io.BytesIO(client.get("/memo.xlsx").data)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet  # no formula


def test_all_recommendations_on_a_topic_are_collected_at_once(client: FlaskClient, engine: Library) -> None:
    found = engine.search(Request("建議", filters={"kind": ("建議",)}, per_page=50)).hits
    sent = {"found": "1", "back": "/search?q=建議"}
    assert client.post("/memo?q=建議&kind=建議", data=sent).headers["Location"].startswith("/memo?back=")
    page = client.get("/memo").get_data(as_text=True)
    keys = re.findall(r'name="item" value="([^"]+)"', page)
    assert (
        keys == [f"{hit.report_id}/{hit.section_id}" for hit in found if hit.tier != "meaning"]
        and len(keys) > 5
    )


def test_what_was_removed_comes_back(client: FlaskClient) -> None:
    keys = [f"{WCS}/6.5", f"{WCS}/5.1", f"{WCS}/6.4"]
    _collect(client, *keys)
    sent = {"item": keys, "note": ["一", "二", "三"]}
    for button in ({"clear": "1"}, {"drop": keys[1]}):
        page = client.get(client.post("/memo", data={**sent, **button}).location).text
        undo = re.search(r'name="restore" value="([^"]+)"', page)
        assert undo and page.count("<textarea") < 3
        client.post("/memo", data={"restore": undo[1]})
        page = client.get("/memo").text
        assert re.findall(r'name="item" value="([^"]+)"', page) == keys and ">二</textarea>" in page


def test_items_are_ordered_by_report_and_by_date(client: FlaskClient) -> None:
    old, new = "1994-central-america-southern-africa-state-visit", "2019-korea-coal-phase-out-conference"
    _collect(client, f"{old}/6", f"{WCS}/6.5", f"{old}/5", f"{new}/6")
    client.post("/memo", data={"by": "report"})
    page = client.get("/memo").text
    keys = re.findall(r'name="item" value="([^"]+)"', page)
    assert keys == [f"{old}/6", f"{old}/5", f"{WCS}/6.5", f"{new}/6"]
    client.post("/memo", data={"by": "date"})
    keys = re.findall(r'name="item" value="([^"]+)"', client.get("/memo").text)
    assert keys == [f"{new}/6", f"{WCS}/6.5", f"{old}/6", f"{old}/5"]


def test_the_page_stays_at_what_was_moved(client: FlaskClient) -> None:
    _collect(client, f"{WCS}/6.5", f"{WCS}/5.1", f"{WCS}/6.4")
    assert client.post("/memo", data={"down": f"{WCS}/6.5"}).location == "/memo#e1"
    assert 'id="e1"' in client.get("/memo").text


def test_a_quotation_is_collected_with_a_link_to_it(client: FlaskClient) -> None:
    _collect(client, f"{WCS}/6.5 建立跨領域的生活解決方案平台")
    text = client.get("/memo.txt").get_data(as_text=True)
    assert "\n建立跨領域的生活解決方案平台\n" in text and f"/s/6.5?quote={quote('建立跨領域')}" in text


def test_notes_are_kept_whatever_button_is_pressed(client: FlaskClient) -> None:
    _collect(client, f"{WCS}/6.5", f"{WCS}/5.1")
    typed = {"item": [f"{WCS}/6.5", f"{WCS}/5.1"], "note": ["一", "<script>二"]}
    for button in ({"down": f"{WCS}/6.5"}, {"take": "docx"}, {"save": "1"}):
        answer = client.post("/memo", data={**typed, **button})
        assert answer.status_code == 303
        page = client.get("/memo").get_data(as_text=True)
        assert ">一</textarea>" in page and ">&lt;script&gt;二</textarea>" in page
    assert page.index("伍、一") < page.index("陸、五")
    assert client.post("/memo", data={**typed, "take": "odt"}).headers["Location"] == "/memo.odt"


def test_a_colleague_opens_a_memo_and_keeps_it(client: FlaskClient, corpus_index: object) -> None:
    _collect(client, f"{WCS}/6.5")
    link = re.search(
        r'id="shared"[^>]*>http://localhost(/memo\?of=[\w-]+)<', client.get("/memo").get_data(as_text=True)
    )
    assert link
    colleague = create_app({"INDEX": corpus_index}).test_client()
    page = colleague.get(link[1]).get_data(as_text=True)
    assert "陸、五" in page and "<textarea" not in page
    assert not colleague.get_cookie(COOKIE)  # looking at it changes nothing
    assert colleague.get(link[1].replace("/memo?", "/memo.txt?")).status_code == 200
    colleague.post("/memo", data={"keep": link[1].partition("of=")[2]})
    assert f'value="{WCS}/6.5"' in colleague.get("/memo").get_data(as_text=True)


def test_what_was_removed_is_told_and_the_rest_goes_on(client: FlaskClient) -> None:
    _collect(client, "none/1", f"{WCS}/99.9", f"{WCS}/6.5")
    page = client.get("/memo", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert "There is no report none." in page and f"Report {WCS} has no section 99.9." in page
    for form in FORMS:
        assert client.get(f"/memo.{form}").status_code == 200


@pytest.mark.parametrize("cookie", ["", "1", "1AAAA", "x" * 9000, "1eJwDAAAAAAE"])
def test_a_spoilt_cookie_is_an_empty_memo(client: FlaskClient, cookie: str) -> None:
    sender = client.application.test_client(use_cookies=False)
    for path in ("/memo", "/memo.docx", "/"):
        assert sender.get(path, headers={"Cookie": f"{COOKIE}={cookie}"}).status_code == 200
    assert client.get(f"/memo?of={cookie}").status_code == 200


def test_only_this_site_changes_a_memo(client: FlaskClient) -> None:
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ):
        assert client.post("/memo", data={"add": f"{WCS}/6.5"}, headers=headers).status_code == 403
    assert not client.get_cookie(COOKIE)
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}):
        assert client.post("/memo", data={"add": f"{WCS}/6.5"}, headers=headers).status_code == 303


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", ""]
)
def test_a_form_leads_back_to_this_site_alone(client: FlaskClient, back: str) -> None:
    assert client.post("/memo", data={"add": f"{WCS}/6.5", "back": back}).headers["Location"] == "/memo"
    assert client.post("/memo", data={"back": "/search?q=a"}).headers["Location"] == "/search?q=a"


def test_a_full_memo_says_so_and_loses_nothing(client: FlaskClient) -> None:
    keys = [f"{WCS}/{number}.{number * 7919 % 104729}" for number in range(900)]
    answer = client.post("/memo", data={"add": keys}, headers={"Accept-Language": "en"})
    assert answer.status_code == 413 and "has no room" in answer.get_data(as_text=True)
    random = Random(7)
    notes = ["".join(chr(random.randrange(0x4E00, 0x9FA5)) for _ in range(LONGEST_NOTE)) for _ in range(5)]
    _collect(client, *keys[:5])
    sent = {"item": keys[:5], "note": notes}
    answer = client.post("/memo", data=sent)
    assert answer.status_code == 413 and notes[4] in answer.get_data(
        as_text=True
    )  # what was typed is still there
    assert client.post("/memo", data=sent, headers={"Accept": "application/json"}).status_code == 413


def test_pages_know_what_is_collected_whatever_the_browser_kept(client: FlaskClient) -> None:
    address = f"/reports/{WCS}"
    before = client.get(address)
    _collect(client, f"{WCS}/6.5")
    after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert (
        after.status_code == 200
        and 'name="drop" value="2016-singapore-world-cities-summit/6.5"' in after.text
    )
    assert client.get("/memo").headers["Cache-Control"] == "no-store"
