"""Words written as HTML: their help and what a term means open by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from parley.app.trade import header
from parley.glossary import by_form
from tests.browser.conftest import App, Visit, opened
from tests.browser.test_pages import axe_findings

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]


def test_the_help_of_a_fact_opens_and_closes_by_keyboard(app: App, visit: Visit) -> None:
    page: Page = opened(visit, app, "trade")
    button = page.get_by_role("button", name="Help for Exports")
    words = page.locator(f"#{button.get_attribute('popovertarget')}")
    expect(words).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(words).to_be_visible()
    expect(words).to_contain_text(header.SAY("header.exports_help"))
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(button).to_be_focused()
    assert visit.outside == [] and visit.complaints == []


def test_what_a_term_means_opens_and_closes_by_keyboard(app: App, visit: Visit) -> None:
    page: Page = opened(visit, app, "tariffs?as_of=2025-06-09")
    page.get_by_text("How this is worked out").click()
    term = page.locator(".parley-term").filter(has_text="MFN").first
    meaning = page.locator(f"#{term.get_attribute('popovertarget')}")
    expect(meaning).to_be_hidden()
    term.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    expect(meaning).to_contain_text(by_form()["MFN"].sentence)
    assert axe_findings(page) == []
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(term).to_be_focused()
    assert visit.outside == [] and visit.complaints == []
