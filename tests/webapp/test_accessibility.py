"""Every page in both languages and themes: axe-core finds nothing, keys reach everything, nothing jumps or overflows."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from webapp.memo.basket import Item, packed
from webapp.plumbing.kept import packed as rows_packed

pytestmark = pytest.mark.browser
WCS = "/reports/2016-singapore-world-cities-summit"
PAGES = {
    "home": "/",
    "results": "/search?q=總統",
    "filtered results": "/search?q=總統&country=南非&collapse=report",
    "nothing asked": "/search",
    "nothing found": "/search?q=量子電腦 總統&country=日本",
    "report": WCS,
    "report in a search": f"{WCS}?q=市長&hit=2",
    "references": f"{WCS}/cite?section=6.5",
    "report with notes": "/reports/2012-dominican-republic-inauguration",
    "similar": f"{WCS}/s/6.5/similar",
    "about": "/about",
    "help": "/help",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "for programs": "/api",
    "overview": "/overview",
    "overview of a search": "/overview?q=總統",
    "a person's results": "/search?q=Lawrence Wong",
    "people": "/people",
    "person": "/people/lawrence-wong",
    "glossary": "/glossary",
    "comparison": "/compare?q=合作&by=country",
    "a trip": "/reports/2016-dominican-republic-inauguration/related",
    "followed searches": "/follow",
    "memo": "/memo",
    "empty memo": "/memo?of=",
    "not found": "/none",
}
MEMO = (
    Item("2016-singapore-world-cities-summit", "6.5", note="請資訊局研議"),
    Item("2016-singapore-world-cities-summit", "5.1", "辦理世界級的會展活動"),
    Item("none", "1"),
)
LOCALES = {"zh-Hant-TW": "zh-TW", "en": "en-US"}
SHIFT = """() => { window.shift = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true }); }"""


# Each language and each scheme once: what depends on one does not depend on the other.
@pytest.fixture(params=[("zh-Hant-TW", "light"), ("en", "dark")], ids="-".join)
def seen(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    tag, scheme = request.param
    context = browser.new_context(locale=LOCALES[tag], color_scheme=scheme)
    kept = {"memo": packed(MEMO), "follow": rows_packed([("q=%E5%90%88%E4%BD%9C", "2016-01-01T00:00")])}
    context.add_cookies([{"name": name, "value": text, "url": site} for name, text in kept.items()])
    yield context
    context.close()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_axe_finds_nothing(seen: BrowserContext, site: str, path: str) -> None:
    page = seen.new_page()
    page.goto(site + path)
    page.evaluate("document.querySelectorAll('details').forEach((panel) => { panel.open = true; })")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_jumps_while_a_page_loads(browser: Browser, site: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-TW")
    context.add_init_script(f"({SHIFT})()")
    page = context.new_page()
    for name, path in PAGES.items():
        page.goto(site + path, wait_until="networkidle")
        assert page.evaluate("window.shift") < 0.01, name
    context.close()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_text_of_twice_the_size_fits(browser: Browser, site: str, path: str) -> None:
    """1280 pixels at 200 % are 640; at 400 % they are 320 (WCAG 1.4.4, 1.4.10)."""
    for width in (640, 320):
        context = browser.new_context(viewport={"width": width, "height": 512}, device_scale_factor=1)
        page = context.new_page()
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        context.close()


def test_the_front_page_is_small(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    page.goto(site, wait_until="networkidle")
    assert sum(sizes) <= 100_000 and len(sizes) <= 6, sizes
    context.close()


def test_nothing_moves_for_who_wants_no_motion(browser: Browser, site: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site}{WCS}?q=市長")
    moving = """[...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      const still = (times) => times.split(",").every((time) => parseFloat(time) === 0);
      return !still(style.transitionDuration) || !still(style.animationDuration) || style.scrollBehavior === "smooth";
    }).length"""
    assert page.evaluate(moving) == 0
    context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-TW")
    yield context.new_page()
    context.close()


def test_the_whole_journey_needs_no_mouse(page: Page, site: str) -> None:
    """Search, move among the results, open one, step through its hits, go on to the next result, and back."""
    page.goto(f"{site}/overview")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("市長")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    links = page.locator(".hit h3 a")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(links.nth(1)).to_be_focused()
    rank = int(
        re.findall(r"hit=(\d+)", links.nth(1).get_attribute("href") or "")[0]
    )  # cards gather a report's
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/reports/**hit={rank}**")
    page.keyboard.press("n")
    expect(page.locator(".steps .place")).to_have_text(re.compile(r"^\d+ / \d+$"))
    page.keyboard.press("j")
    page.wait_for_url(f"**hit={rank + 1}**")
    page.keyboard.press("k")
    page.wait_for_url(f"**hit={rank}**")


def test_tab_reaches_everything_and_shows_where_it_is(page: Page, site: str) -> None:
    """Every link, button and field gets the focus once, visibly, and none of it is covered (WCAG 2.4.7, 2.4.11)."""
    for path in ("/search?q=總統&country=南非", f"{WCS}?q=市長&hit=2"):
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('details').forEach((panel) => { panel.open = true; })")
        expected = page.evaluate(
            """[...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")].filter((element) =>
              element.tabIndex >= 0 && element.type !== "hidden" && element.checkVisibility() &&
              !element.closest("[hidden]")).length"""
        )
        reached, faults = 0, []
        for _ in range(expected + 5):
            page.keyboard.press("Tab")
            at = page.evaluate(
                """() => { const element = document.activeElement; if (element === document.body) return null;
                  const box = element.getBoundingClientRect();
                  const top = document.elementFromPoint(box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 20) / 2);
                  const style = getComputedStyle(element);
                  return { what: element.outerHTML.slice(0, 90), outlined: style.outlineStyle !== "none",
                    seen: !!top && (element.contains(top) || top.contains(element)) }; }"""
            )
            if at is None:
                break
            reached += 1
            if not (at["outlined"] and at["seen"]):
                faults.append(at)
        assert faults == [] and reached == expected


def test_single_keys_can_be_turned_off(page: Page, site: str) -> None:
    page.goto(f"{site}/search?q=市長")
    page.get_by_label(re.compile("單鍵")).uncheck()
    page.locator("body").press("j")
    page.reload()
    page.keyboard.press("j")
    expect(page.locator(".hit h3 a").first).not_to_be_focused()
    page.get_by_label(re.compile("單鍵")).check()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    expect(page.locator(".hit h3 a").first).to_be_focused()


def test_the_outline_follows_the_reader(page: Page, site: str) -> None:
    page.goto(site + WCS)
    page.evaluate("document.getElementById('s-6.3').scrollIntoView()")
    followed = page.locator(".outline a[aria-current]")
    expect(followed).to_have_count(1)
    expect(followed).to_have_attribute("href", re.compile(r"#s-6\.[23]$"))
    expect(followed).to_be_in_viewport()
    page.goto(f"{site}{WCS}#s-6.5")  # stands at the end, where the page cannot be scrolled up to it
    expect(followed).to_have_attribute("href", re.compile(r"#s-6\.5$"))


def test_a_tick_of_the_map_leads_to_its_hit(page: Page, site: str) -> None:
    page.goto(f"{site}{WCS}?q=市長")
    page.locator("[data-hit='7']").click()
    expect(page.locator(".steps .place")).to_have_text(re.compile("^8 / "))
    expect(page.locator("mark.current")).to_be_in_viewport()


def test_the_printed_page_is_the_report(page: Page, site: str) -> None:
    page.goto(f"{site}{WCS}?q=市長&hit=2")
    page.emulate_media(media="print")
    for hidden in (".top", ".side", ".steps", ".walk", ".tools a", ".bottom"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".printed")).to_be_visible()
    expect(page.locator("[id='s-6.5']")).to_be_visible()
