"""The search field as a visitor uses it: by key, by mouse, on every page, under the as-of date."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import RUNS, App, Visit, opened, settle, until

pytestmark = pytest.mark.browser
FIELD = "#parley-find"
UMBRELLAS = re.compile(r"6601\)? from China")


def ask(page: Page, words: str) -> None:
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type(words)


def test_a_good_of_an_origin_is_found_and_opened_by_keys_alone(app: App, visit: Visit) -> None:
    page = opened(visit, app, "trade?as_of=2025-10-01")
    ask(page, "toys from Vietnam")
    first = page.locator(".parley-find a").first
    expect(first).to_contain_text("9503")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("9503) from Vietnam")
    assert "/look_up?" in page.url
    assert "as_of=2025-10-01" in page.url
    expect(page.locator(FIELD)).to_have_value("")
    assert visit.complaints == []
    assert visit.outside == []


# A question asked while the server changes the page is one of the page that is left, which empties what is drawn.
LONGER_THAN_A_PAUSE_MS = 400


def test_nothing_is_asked_after_a_candidate_is_opened(app: App, visit: Visit) -> None:
    page = opened(visit, app, "sources")
    ask(page, "truce")
    expect(page.locator(".parley-find a").first).to_be_visible()
    settle(page)
    page.evaluate(
        """() => {
            window.asked = 0;
            const send = WebSocket.prototype.send;
            WebSocket.prototype.send = function (data) { window.asked += 1; return send.call(this, data); };
        }"""
    )
    page.locator(".parley-find a").first.click()
    page.wait_for_timeout(LONGER_THAN_A_PAUSE_MS)
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("() => window.asked") == 1
    assert visit.complaints == []


def test_a_candidate_on_the_page_that_is_drawn_is_opened_too(app: App, visit: Visit) -> None:
    page = opened(visit, app, "look_up?product=8471.30")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("portable computers from China")
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 2000)")
    ask(page, "umbrella")
    page.locator(".parley-find a", has_text="6601").first.click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text(UMBRELLAS)
    settle(page)
    assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0  # at the head of the new thing
    ask(page, "EO 14257")
    page.locator(".parley-find a").first.click()
    expect(page.get_by_role("heading", level=2).first).not_to_contain_text(UMBRELLAS)
    expect(page).to_have_url(re.compile("law="))
    expect(page).not_to_have_url(re.compile("product="))  # written when the run ends, after its heading
    assert visit.complaints == []


def test_nothing_found_is_said_and_escape_clears(app: App, visit: Visit) -> None:
    page = opened(visit, app, "chips")
    ask(page, "umbrella")
    expect(page.locator(".parley-find a").first).to_be_visible()
    expect(page.locator(".parley-find [role=status]")).to_have_text(f"{page.locator('.parley-find a').count()} found.")
    page.keyboard.press("Escape")
    ask(page, "qqqqqq")
    status = page.locator(".parley-find [role=status]")
    assert status.evaluate("e => getComputedStyle(e).display") != "none"  # it is heard for the list, too
    expect(status).to_have_text("Nothing found for “qqqqqq”.")
    page.keyboard.press("Escape")
    expect(status).to_be_empty()
    expect(page.locator(FIELD)).to_have_value("")


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SHUT = """() => document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().right <= 0"""
# Where the name of a series can be tapped beside the sidebar, which is 236 pixels wide; and how many series are hidden.
LEGEND = """() => {
    const items = [...document.querySelectorAll('[data-testid=stMain] .legendtoggle')];
    items[0].scrollIntoView({ block: 'center' });
    const place = items.map(item => item.getBoundingClientRect()).find(({ right }) => right > 300);
    return [Math.max(place.left, 240) + 10, place.top + place.height / 2];
}"""
HIDDEN = "() => [...document.querySelectorAll('.legend .traces')].filter(item => +item.style.opacity < 1).length"


def test_on_a_phone_the_sidebar_goes_after_a_press_and_a_tap_beside_it_reaches_nothing(
    app: App, browser: Browser
) -> None:
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.add_init_script(RUNS)
    page.goto(f"{app.url}/tariffs", wait_until="load")
    settle(page)
    at = page.evaluate(LEGEND)
    page.touchscreen.tap(*at)  # a series goes and comes back where no sidebar lies above
    until(page, f"() => ({HIDDEN})() === 1")
    page.wait_for_timeout(LONGER_THAN_A_PAUSE_MS)  # two taps at once leave one series alone
    page.touchscreen.tap(*at)
    until(page, f"() => ({HIDDEN})() === 0")
    page.wait_for_timeout(LONGER_THAN_A_PAUSE_MS)
    page.get_by_test_id("stExpandSidebarButton").tap()
    until(page, f"() => !({SHUT})()")
    page.wait_for_timeout(LONGER_THAN_A_PAUSE_MS)  # it slides in
    page.touchscreen.tap(*at)
    until(page, SHUT)
    page.wait_for_timeout(LONGER_THAN_A_PAUSE_MS)
    assert page.evaluate(HIDDEN) == 0
    page.get_by_test_id("stExpandSidebarButton").tap()
    page.locator(FIELD).fill("truce")
    page.locator(".parley-find a", has_text="Geneva").first.tap()
    until(page, SHUT)
    expect(page).to_have_url(re.compile("law="))
    context.close()
