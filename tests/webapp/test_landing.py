"""Wherever a link lands, the page says where: in its preview, in one line at the top, on the passage itself."""

import re
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect

WCS = "2016-singapore-world-cities-summit"
QUOTED = "以高科技打造智慧城市，建立跨領域的生活解決方案平台"


def _meta(page: str, name: str) -> str:
    found = re.search(rf'property="og:{name}" content="([^"]*)"', page)
    assert found
    return found[1]


def test_the_preview_of_a_section_is_the_sections(client: FlaskClient) -> None:
    for agent in (
        "facebookexternalhit/1.1;line-poker/1.0",
        "Slackbot-LinkExpanding 1.0",
        "SkypeUriPreview Preview/0.5",
    ):
        page = client.get(
            f"/reports/{WCS}/s/6.5?q=智慧", follow_redirects=True, headers={"User-Agent": agent}
        ).text
        assert _meta(page, "title").startswith("五、用科技提高")
    page = client.get(
        f"/reports/{WCS}/s/6.5",
        follow_redirects=True,
        headers={"User-Agent": "TelegramBot (like TwitterBot)"},
    ).get_data(as_text=True)
    assert _meta(page, "title").startswith("五、用科技提高") and _meta(page, "description").startswith(
        "以高科技打造"
    )
    page = client.get(f"/reports/{WCS}/s/6.5?quote={QUOTED[:12]}", follow_redirects=True).get_data(
        as_text=True
    )
    assert _meta(page, "description") == f"「{QUOTED[:12]}」"
    assert _meta(client.get(f"/reports/{WCS}").get_data(as_text=True), "title").startswith("臺中市政府")


def test_a_quotation_has_a_short_link(client: FlaskClient) -> None:
    link = client.get(f"/reports/{WCS}/s/6.5/short?quote={QUOTED}").get_data(as_text=True)
    assert link.isascii() and len(link) < 100
    answer = client.get(urlsplit(link).path)
    assert answer.status_code == 302
    assert f"quote={quote(QUOTED)}" in answer.location and answer.location.endswith("#quote")
    page = client.get(answer.location).get_data(as_text=True)
    assert f'<mark id="quote" class="quote">{QUOTED}</mark>' in page


def test_a_short_link_to_what_is_gone_leads_to_its_section(client: FlaskClient) -> None:
    assert client.get(f"/q/{WCS}/6.5/AAAAAAAA").location.endswith("#s-6.5")
    assert client.get(f"/q/{WCS}/6.5/%20<script>").location.endswith("#s-6.5")
    assert client.get(f"/q/{WCS}/99.9/AAAAAAAA").status_code == 404
    assert client.get("/q/none/1/AAAAAAAA").status_code == 404
    empty = client.get(f"/reports/{WCS}/s/6.5/short?quote=，").get_data(as_text=True)
    assert empty.endswith(f"/reports/{WCS}/s/6.5")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_line_says_where_a_link_landed(browser: Browser, site: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 700}, locale="zh-TW")
    page = context.new_page()
    page.goto(f"{site}/reports/{WCS}/s/4.2.2.1?quote=臺北市的創新施政理念")
    line = page.locator(".where .line")
    expect(line).to_be_in_viewport()
    expect(line).to_contain_text("臺中市政府組團赴新加坡")
    expect(line.locator(".at")).to_contain_text("臺北市(Taipei, Taiwan)")
    mark = page.locator("mark.quote")
    expect(mark).to_be_in_viewport()
    box, bar = mark.bounding_box(), line.bounding_box()
    assert box and bar and box["y"] >= bar["y"] + bar["height"]  # not beneath it
    context.close()


@pytest.mark.browser
def test_a_passage_chosen_is_copied_as_a_short_link(browser: Browser, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}/reports/{WCS}#s-6.5")
    page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('[id=\"s-6.5\"] > p:last-of-type'))"
    )
    page.locator(".quoter .link").click()
    expect(page.locator(".toast.shown")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{site}/q/{WCS}/6.5/") and len(copied) <= 120
    page.goto(copied)
    expect(page.locator("mark.quote").first).to_contain_text("以高科技打造")
    context.close()
