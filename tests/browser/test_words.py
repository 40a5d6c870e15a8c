"""Words written as HTML: their help opens by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App, Visit, opened

pytestmark = pytest.mark.browser


def test_the_help_of_a_fact_opens_and_closes_by_keyboard(app: App, visit: Visit) -> None:
    page: Page = opened(visit, app, "trade")
    button = page.get_by_role("button", name="Help for Exports")
    words = page.locator(f"#{button.get_attribute('popovertarget')}")
    expect(words).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(words).to_be_visible()
    expect(words).to_contain_text("free alongside ship")
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(button).to_be_focused()
    assert visit.outside == [] and visit.complaints == []
