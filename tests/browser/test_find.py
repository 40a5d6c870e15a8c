"""The search field as a visitor uses it: by key, by mouse, on every page, under the as-of date."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import RUNS, App, Visit, link, opened, settle
from tests.browser.test_pages import axe_findings

pytestmark = pytest.mark.browser
FIELD, FOUND = "#parley-find", ".parley-find [role=option]"
PORTABLE = re.compile(r"Portable computers \(HS.* 8471\.30\) from China")
UMBRELLAS = re.compile(r"6601\)? from China")


def ask(page: Page, words: str) -> None:
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type(words)


def test_a_good_of_an_origin_is_found_and_opened_by_keys_alone(app: App, visit: Visit) -> None:
    page = opened(visit, app, "trade?as_of=2025-10-01")
    ask(page, "toys from Vietnam")
    first = page.locator(FOUND).first
    expect(first).to_contain_text("9503")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"Toys \(HS.* 9503\) from Vietnam"))
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
    expect(page.locator(FOUND).first).to_be_visible()
    settle(page)
    page.evaluate(
        """() => {
            window.asked = 0;
            const send = WebSocket.prototype.send;
            WebSocket.prototype.send = function (data) { window.asked += 1; return send.call(this, data); };
        }"""
    )
    page.locator(FOUND, has_text="Busan").first.click()
    page.wait_for_timeout(LONGER_THAN_A_PAUSE_MS)
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("() => window.asked") == 1
    assert visit.complaints == []


def test_a_candidate_on_the_page_that_is_drawn_is_opened_too(app: App, visit: Visit) -> None:
    page = opened(visit, app, "look_up?product=8471.30")
    expect(page.get_by_role("heading", level=1)).to_contain_text(PORTABLE)
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 2000)")
    ask(page, "umbrella")
    page.locator(FOUND, has_text="6601").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(UMBRELLAS)
    settle(page)
    assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0  # at the head of the new thing
    ask(page, "EO 14257")
    page.locator(FOUND).first.click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text(UMBRELLAS)
    expect(page).to_have_url(re.compile("law="))
    expect(page).not_to_have_url(re.compile("product="))  # written when the run ends, after its heading
    assert visit.complaints == []


def test_nothing_found_is_said_and_escape_clears(app: App, visit: Visit) -> None:
    page = opened(visit, app, "chips")
    ask(page, "umbrella")
    expect(page.locator(FOUND).first).to_be_visible()
    expect(page.locator(".parley-find [role=status]")).to_have_text(f"{page.locator(FOUND).count()} found.")
    page.keyboard.press("Escape")
    ask(page, "qqqqqq")
    status = page.locator(".parley-find [role=status]")
    assert status.evaluate("e => getComputedStyle(e).display") != "none"  # it is heard for the list, too
    expect(status).to_have_text("Nothing found for “qqqqqq”.")
    page.keyboard.press("Escape")
    expect(status).to_be_empty()
    expect(page.locator(FIELD)).to_have_value("")


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# Where a chart lies, and whether the menu lies over it.
CHART = """() => {
    const chart = document.querySelector('[data-testid=stMain] [role=figure] .main-svg');
    chart.scrollIntoView({ block: 'center' });
    const { x, y, width, height } = chart.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
}"""
COVERED = "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('#parley-panel'))"


def test_on_a_phone_the_menu_covers_the_page_and_goes_after_a_press(app: App, browser: Browser) -> None:
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.add_init_script(RUNS)
    page.goto(f"{app.url}/tariffs", wait_until="load")
    settle(page)
    panel, at = page.locator("#parley-panel"), page.evaluate(CHART)
    assert not page.evaluate(COVERED, at)
    page.locator(".parley-find [name=menu]").tap()
    assert page.evaluate(COVERED, at)  # a tap reaches nothing of the page
    expect(panel.locator("nav [aria-current=page]")).to_have_text("Tariffs")
    assert axe_findings(page) == []
    page.locator(".parley-find [name=menu]").tap()
    expect(panel).to_be_hidden()
    link(page, "Chips").tap()
    expect(panel).to_be_hidden()
    expect(page).to_have_url(re.compile("/chips"))
    settle(page)
    page.locator(".parley-find [name=search]").tap()
    expect(page.locator(FIELD)).to_be_focused()
    page.locator(FIELD).fill("truce")
    page.locator(FOUND, has_text="Busan").first.tap()
    expect(panel).to_be_hidden()
    expect(page).to_have_url(re.compile("law="))
    context.close()


def test_all_results_are_listed_by_keys(app: App, visit: Visit) -> None:
    page = opened(visit, app, "trade")
    ask(page, "steel")
    expect(page.locator(FOUND).first).to_be_visible()
    settle(page)
    few = page.locator(FOUND).count()
    page.keyboard.press("Tab")  # the list, which can be scrolled
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="All results")).to_be_focused(timeout=5000)
    page.keyboard.press("Enter")
    expect(page.locator(FOUND).nth(few + 1)).to_be_attached()
    expect(page.get_by_role("button", name="All results")).to_be_hidden()
    expect(page.locator(FIELD)).to_be_focused()
    assert axe_findings(page) == []
    assert visit.complaints == []
