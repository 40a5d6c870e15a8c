"""A visitor who goes on at once, and a control of the page that is left."""

import re

import pytest
from playwright.sync_api import expect

from parley.search.pages import PAGES
from tests.browser.conftest import App, Visit, link, opened, settle

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]


@pytest.mark.parametrize("wait_ms", [10, 60, 100, 150, 250])
def test_a_visitor_who_goes_on_at_once_finds_every_page_whole(app: App, visit: Visit, wait_ms: int) -> None:
    page = opened(visit, app, "tariffs")
    for title in ["Front page", "Tariffs", "Trade", "Minerals", "Forecasts"] * 4:
        link(page, title).click()
        page.wait_for_timeout(wait_ms)
    expect(page).to_have_title(re.compile("^Forecasts"))
    expect(page.locator("[data-figure=outlook_paths] h1")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator(".parley-details summary")).to_contain_text("How this is worked out")
    settle(page)
    assert page.locator("[role=figure] .main-svg").count() > 0
    assert visit.complaints == []


@pytest.mark.parametrize("wait_ms", [5, 20, 40])
def test_a_control_of_the_page_that_is_left_does_not_empty_the_next(app: App, visit: Visit, wait_ms: int) -> None:
    page = opened(visit, app, "tariffs")
    heading = page.get_by_role("heading", level=1)
    for stem in ("trade", "rare_earths", "outlook", "tariffs"):
        left = heading.inner_text()
        link(page, PAGES[stem]).evaluate(
            """(link, wait) => {
                const choices = [...document.querySelectorAll('[data-testid=stMain] input[type=radio]')]
                link.click()
                setTimeout(() => choices.find(choice => !choice.checked)?.click(), wait)
            }""",
            wait_ms,
        )
        expect(page).to_have_title(re.compile(f"^{PAGES[stem]}"))
        expect(heading).not_to_have_text(left)
        expect(heading).to_have_count(1)
        expect(page.locator(".parley-details summary")).to_contain_text("How this is worked out")
        expect(page.locator("[role=figure] .main-svg").first).to_be_visible()
    assert visit.complaints == []
