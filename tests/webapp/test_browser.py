"""The user's journeys in a real browser, with and without JavaScript, on a desk and on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, Route, expect

from indexer.library import Library
from indexer.updating.update import update
from tests.conftest import CORPUS, copied, serving

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def test_from_the_search_box_to_the_marked_section(page: Page, site: str) -> None:
    page.goto(site)
    page.locator("#q").fill("智慧城市")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.locator("mark").first).to_have_text("智慧城市")
    page.get_by_role("link", name=re.compile("建構智慧城市")).first.click()
    page.wait_for_url("**#s-6.5")
    section = page.locator("[id='s-6.5']")
    expect(section.locator("mark").first).to_be_in_viewport()


def test_from_a_speakers_english_name_to_every_mention_and_the_talk(page: Page, site: str) -> None:
    page.goto(site)
    page.locator("#q").fill("Ko Wen-je")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    page.locator(".person a").click()
    page.wait_for_url("**/people/ko-wen-je")
    page.locator("section[aria-labelledby=mentions] .said a").first.click()
    page.wait_for_url("**#s-4.2.2.1")
    expect(page.locator("[id='s-4.2.2.1'] mark").first).to_have_text(re.compile("柯文哲|Ko Wen-Je"))
    page.go_back()
    page.get_by_role("link", name=re.compile("^臺北市的創新施政理念")).click()
    page.wait_for_url("**#s-4.2.2.1")
    expect(page.locator("[id='s-4.2.2.1']")).to_be_in_viewport()


def test_a_colleagues_link_opens_on_the_passage(page: Page, site: str) -> None:
    page.goto(f"{site}/reports/2016-singapore-world-cities-summit/s/4.2.2.1?q=柯文哲")
    expect(page.locator("[id='s-4.2.2.1']")).to_be_in_viewport()
    expect(page.locator("[id='s-4.2.2.1'] mark").first).to_have_text("柯文哲")


def test_a_colleagues_links_open_after_the_report_was_edited_and_indexed_again(
    browser: Browser, tmp_path: Path
) -> None:
    corpus, index = copied(CORPUS, tmp_path / "corpus"), tmp_path / "index"
    report = corpus / "reports" / "2016-singapore-world-cities-summit.txt"
    update([corpus], index)
    with serving(index) as site:
        context = browser.new_context(locale="zh-TW", permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(f"{site}/reports/{report.stem}")
        section = page.locator("section", has=page.get_by_role("heading", name="三、同時間的周邊會議"))
        section.locator("a.anchor").click()
        to_section = page.evaluate("navigator.clipboard.readText()")
        section.locator("p").last.select_text()
        page.get_by_role("button", name="複製這段文字的連結").click()
        expect(page.locator(".toast.shown")).to_contain_text("這段文字")
        to_passage = page.evaluate("navigator.clipboard.readText()")
        assert "/s/" in to_section and "/q/" in to_passage

        text = report.read_text(encoding="utf-8")
        lines = text.splitlines()
        place = next(i for i, line in enumerate(lines) if line.startswith("壹、"))
        lines[place:place] = ["壹、緣起", "新加坡政府來函邀請。"]
        edited = "\n".join(lines).replace("三、同時間的周邊會議", "四、同期舉行的周邊會議")
        assert edited != text
        report.rename(report.with_name("renamed.txt"))
        report.with_name("renamed.txt").write_text(edited, encoding="utf-8")
        update([corpus], index)

        page.goto(to_section)
        heading = page.get_by_role("heading", name="四、同期舉行的周邊會議")
        expect(heading).to_be_in_viewport()
        page.goto(to_passage)
        expect(page.locator("mark#quote")).to_be_in_viewport()
        expect(page.locator("section", has=heading).locator("mark#quote")).to_have_count(1)
        context.close()


@pytest.mark.parametrize(
    "path", ["/", "/search?q=總統", "/reports/2016-dominican-republic-inauguration?q=總統", "/none"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scroll(browser: Browser, site: str, path: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    dark = page.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).every(c => c < 80)"
    )
    assert dark == (scheme == "dark")
    context.close()


def test_what_is_typed_is_completed(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site)
    box = page.get_by_role("combobox")
    box.press_sequentially("姊妹")
    options = page.locator("#completions [role=option]")
    expect(options.first).to_contain_text("姊妹")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    chosen = options.first.get_attribute("data-text") or ""
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.locator("#q")).to_have_value(chosen)
    page.close()


def test_a_person_completed_leads_to_their_page(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site)
    page.get_by_role("combobox").press_sequentially("黃循")
    page.locator("#completions [role=option]").first.click()
    page.wait_for_url("**/people/lawrence-wong")
    page.close()


def test_a_name_is_completed_in_the_field_of_people(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}/people")
    page.locator("#name").press_sequentially("Wong")
    options = page.locator("#named [role=option]")
    expect(options.first).to_contain_text("黃循財 Lawrence Wong")
    expect(page.locator("#completions [role=option]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/lawrence-wong")
    page.close()


def test_completions_close_and_never_stale_ones_show(browser: Browser, site: str) -> None:
    page = browser.new_page()
    slow: list[Route] = []
    page.route(
        "**/api/suggest?q=*",
        lambda route: slow.append(route) if "%E8%8A" in route.request.url else route.continue_(),
    )
    page.goto(site)
    box = page.get_by_role("combobox")
    box.press_sequentially("花")
    page.wait_for_timeout(300)
    assert slow  # its answer is held back
    box.fill("新加坡")
    expect(page.locator("#completions [role=option]").first).to_contain_text("新加坡")
    for route in slow:
        route.fulfill(json=[{"text": "花蓮", "kind": "term", "count": 1}])
    page.wait_for_timeout(200)
    expect(page.locator("#completions [role=option]").first).to_contain_text("新加坡")
    page.keyboard.press("Escape")
    expect(page.locator("#completions [role=option]")).to_have_count(0)
    expect(box).to_have_value("新加坡")
    page.close()


def test_hits_are_walked_with_keys(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}/reports/2016-singapore-world-cities-summit?q=智慧城市")
    page.keyboard.press("n")
    expect(page.locator("body")).to_contain_text(re.compile(r"1 / \d+"))
    page.keyboard.press("n")
    expect(page.locator("body")).to_contain_text(re.compile(r"2 / \d+"))
    page.close()


def test_a_hit_far_down_a_long_section_is_in_view(browser: Browser, site: str, engine: Library) -> None:
    reports = [report for name in engine.report_ids() if (report := engine.report(name))]
    section, report = max(
        ((section, report) for report in reports for section in report.sections if section.path),
        key=lambda pair: len(pair[0].text),
    )
    last = re.findall(r"[\u4e00-\u9fff]{6}", section.text)[-1]
    page = browser.new_page(viewport={"width": 390, "height": 700})
    page.goto(f"{site}/reports/{report.id}?q={last}#s-{section.id}")
    page.wait_for_load_state("load")
    expect(page.locator(f"[id='s-{section.id}'] mark").last).to_be_in_viewport()
    page.close()


def test_ten_recommendations_become_a_memo(page: Page, site: str) -> None:
    page.goto(f"{site}/search?q=建議")
    page.locator(".doing a").click()
    page.wait_for_url("**kind=*")
    page.locator(".doing button[name=found]").click()
    page.wait_for_url(re.compile(r"/memo\?back="))
    expect(page.locator(".excerpt")).to_have_count(9)
    page.locator("textarea").first.fill("請研議")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Word").click()
    text = "\n".join(paragraph.text for paragraph in Document(str(taken.value.path())).paragraphs)
    assert "請研議" in text and text.count("公務出國報告，") >= 9


def test_sections_are_collected_where_they_are_read(page: Page, site: str) -> None:
    page.goto(f"{site}/search?q=智慧城市")
    for at in (0, 1):
        page.locator("li.hit button.collect").nth(at).click()
        expect(page.locator("li.hit button.collect").nth(at)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".top .to-memo")).to_contain_text("2")
    page.goto(f"{site}/reports/2016-singapore-world-cities-summit")
    page.locator("[id='s-5.1'] button.collect").click()
    expect(page.locator(".top .to-memo")).to_contain_text("3")
    page.locator("[id='s-5.1'] button.collect").click()
    expect(page.locator(".top .to-memo")).to_contain_text("2")
    page.locator(".top .to-memo").click()
    expect(page.locator(".excerpt")).to_have_count(2)


def test_a_click_copies_the_source_for_a_letter(browser: Browser, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}/reports/2016-singapore-world-cities-summit#s-6.5")
    page.locator("[id='s-6.5'] a.cite").click()
    expect(page.locator(".toast.shown")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("臺中市政府（民國105年9月7日），〈") and copied.endswith(
        "，公務出國報告，陸、五。"
    )
    context.close()


def test_a_passage_is_collected_and_a_memo_copied_with_its_headings(browser: Browser, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}/reports/2016-singapore-world-cities-summit#s-6.5")
    page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('[id=\"s-6.5\"] > p:last-of-type'))"
    )
    page.locator(".quoter .add").click()
    expect(page.locator(".top .to-memo")).to_contain_text("1")
    page.goto(f"{site}/memo")
    expect(page.locator("blockquote")).to_contain_text("以高科技打造智慧城市")
    page.locator("[data-copy-page]").click()
    expect(page.locator(".toast.shown")).to_be_visible()
    read = (
        "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then((blob) => blob.text())"
    )
    assert re.search(r"<h3[^>]*>陸、五、用科技", page.evaluate(read))
    context.close()


def test_a_topic_is_compared_in_two_clicks(page: Page, site: str) -> None:
    page.goto(f"{site}/search?q=合作")
    page.locator(".sorts").get_by_role("link").filter(has_text=re.compile("比較|Compare")).click()
    page.locator(".sorts").get_by_role("link").filter(has_text=re.compile("國家|Country")).click()
    expect(page.locator(".side-by-side thead th")).to_have_count(4)
    page.locator(".side-by-side td a").first.click()
    expect(page.locator("section.part mark").first).to_have_text("合作")


def test_the_other_report_of_an_event_is_a_click_away(page: Page, site: str) -> None:
    page.goto(f"{site}/reports/2016-dominican-republic-inauguration")
    page.locator(".take-along a").first.click()
    page.wait_for_url("**/related")
    expect(page.locator("section[aria-labelledby=event] a")).to_contain_text("多明尼加共和國總統梅迪納")
    expect(page.locator("section[aria-labelledby=met] mark").first).to_have_text("梅迪納")


def test_colours_and_size_are_the_readers_choice(browser: Browser, site: str) -> None:
    context = browser.new_context(color_scheme="light", locale="en")
    page = context.new_page()
    page.goto(site)
    paper = "getComputedStyle(document.body).backgroundColor"
    size = "getComputedStyle(document.documentElement).fontSize"
    light, normal = page.evaluate(paper), page.evaluate(size)
    page.locator(".display summary").click()
    page.get_by_label("Colours").select_option("dark")
    page.get_by_label("Type").select_option("larger")
    assert page.evaluate(paper) != light and page.evaluate(size) != normal
    chosen = page.evaluate(paper), page.evaluate(size)
    page.goto(f"{site}/people")
    assert (page.evaluate(paper), page.evaluate(size)) == chosen
    page.locator(".display summary").click()
    page.get_by_label("Colours").select_option("")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Colours")).to_be_hidden()
    assert page.evaluate(paper) == light
    context.close()
